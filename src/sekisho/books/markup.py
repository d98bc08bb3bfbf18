"""XML by byte offsets: parsed by expat for safety and places, changed by splicing, never re-serialised."""

import re
from xml.parsers import expat
from xml.sax.saxutils import escape

from sekisho.books.archive import broken

#: The main namespaces of SpreadsheetML, transitional and strict (ISO/IEC 29500-1, 18 and -4, A.1).
MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)

#: A start tag; quoted values may hold «>».
START_TAG = re.compile(rb"<[^>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^>\"']*)*>")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Attributes = dict[str, str]


def parser() -> expat.XMLParserType:
    """An expat parser that refuses every DOCTYPE, so entities can neither expand nor fetch."""
    made = expat.ParserCreate()
    made.buffer_text = True

    def refuse(*_: object) -> None:
        raise broken("XML に DOCTYPE があります")

    made.StartDoctypeDeclHandler = refuse
    return made


def parse(made: expat.XMLParserType, data: bytes) -> None:
    """Run ``made`` over a whole part; only UTF-8 (or its subset ASCII) is taken, since bytes are edited."""
    declaration = re.match(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*encoding=[\"']([^\"']+)", data)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or (
        declaration and declaration[1].lower() not in (b"utf-8", b"us-ascii", b"ascii")
    ):
        raise broken("XML の文字コードが UTF-8 ではありません")
    try:
        made.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise broken("XML を読み取れません") from error


def prefix_of(root: str, attributes: Attributes) -> str:
    """The prefix (with its colon) of SpreadsheetML in this part, from its root element."""
    prefix, colon, _ = root.rpartition(":")
    namespace = attributes.get(f"xmlns:{prefix}" if prefix else "xmlns", "")
    if namespace not in MAIN:
        raise broken("表計算の XML ではありません")
    return prefix + colon


def tag_end(data: bytes, start: int) -> int:
    """The offset behind the start tag (or empty element) that begins at ``start``."""
    found = START_TAG.match(data, start)
    if not found:
        raise broken("XML のタグが閉じていません")
    return found.end()


def attribute_span(tag: bytes, name: str) -> tuple[int, int] | None:
    """Where `` name="value"`` lies in a start tag, with the white space before it; None when it has none."""
    for found in re.finditer(rb"\s+([^\s=/>]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')", tag):
        if found[1] == name.encode():
            return found.span()
    return None


def with_attribute(tag: bytes, name: str, value: str | None) -> bytes:
    """A start tag with an attribute set (in its old place, else at the end), or dropped when None."""
    new = b"" if value is None else f' {name}="{escape(value, {chr(34): "&quot;"})}"'.encode()
    span = attribute_span(tag, name)
    if span:
        return tag[: span[0]] + new + tag[span[1] :]
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:end].rstrip() + new + tag[end:]


def text_markup(text: str) -> str:
    """Text for an element; characters that XML has no place for are refused."""
    if _FORBIDDEN.search(text):
        raise broken("書き込む文字に制御文字があります")
    return escape(text)


def splice(data: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    """``data`` with each (start, end, new) replaced; spans must not overlap."""
    output = []
    at = 0
    for start, end, new in sorted(changes, key=lambda change: change[:2]):
        output.append(data[at:start])
        output.append(new)
        at = end
    output.append(data[at:])
    return b"".join(output)
