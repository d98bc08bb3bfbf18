"""Where the rows of a table begin and end: header, example and totals rows are no rows to be read."""

from collections.abc import Sequence
from dataclasses import dataclass

from sekisho.paper.form import Box
from sekisho.paper.learn.columns import NARROW, VALUES, Row, header_worth, numbers_printed, read_region
from sekisho.paper.learn.headwords import words_beside
from sekisho.paper.learn.sheet import ReadsText, Sheet, Text
from sekisho.paper.learn.vocabulary import match, tidy

#: Words with which a row of sums begins, one of remarks on the form, and one that shows how to fill in.
TOTALS = ("合計", "総計", "小計", "総数", "計", "延人数", "合計人数", "平均")
NOTES = ("※", "注", "判定：", "判定:", "凡例", "備考：", "備考:")
EXAMPLES = ("例", "記入例", "見本", "記載例")
#: What may be filled in though it is a word of headers as well.
_FILLED = (*VALUES, "受付", "確認", "提出", "印")
UNKNOWN = "表の見出しが分かりません。列の名前と種類を書き入れ、1行目が正しいかご確認ください。"
DOUBTFUL = "表の1行目がどこか、はっきりしません。図で1行目をご確認ください。"

Span = tuple[float, float]


@dataclass(frozen=True)
class Heading:
    """A table's header: its ``top`` (mm) and the print above each column; the ``rows`` below it.

    ``doubt``: why a person must look before any row is believed, in Japanese; empty when it is plain.
    ``notes``: what else to look at.
    """

    top: float
    texts: list[list[Text]]
    rows: list[Row]
    doubt: str = ""
    notes: tuple[str, ...] = ()


def find_heading(
    sheet: Sheet,
    above: Sequence[Row],
    merged: Sequence[Box],
    rows: Sequence[Row],
    spans: Sequence[Span],
    reader: ReadsText,
) -> Heading | None:
    """The header of equal ``rows``: one or two of themselves, or one or two of the bands ``above`` that adjoin
    (nearest first). ``merged``: boxes of header cells over several columns. None when these are no rows of a table.
    """
    above = _without_fields(sheet, above, spans, reader)
    candidates = [list(above[: number + 1]) for number in range(len(above))] + [list(rows[:1])]
    if _is_header(sheet, rows[1], spans, reader):
        candidates.append(list(rows[:2]))
    options = []
    for bands in candidates:
        area = (min(top for top, _ in bands), max(bottom for _, bottom in bands))
        texts = [_texts(sheet, area, span, merged, reader) for span in spans]
        options.append((header_worth(texts), -len(bands), area, texts))
    worth, _, area, texts = max(reversed(options), key=lambda option: (round(option[0]), option[1]))
    if worth <= 0.0:
        return _unknown(sheet, above, rows, spans, options[0][3] if above else [], reader)
    body = [row for row in rows if row[0] > area[1] - 0.5]
    while len(body) > 2 and _is_header(sheet, body[0], spans, reader):
        # A second line of headers, or the header itself below a line of other known words.
        own = [_print(sheet, _box(span, body[0]), reader) for span in spans]
        texts = [lower or upper for lower, upper in zip(own, texts, strict=True)]
        body = body[1:]
    body, doubt = _numbered(sheet, rows, body, spans, texts, reader)
    body, notes = _trimmed(sheet, body, spans, reader)
    return Heading(area[0], texts, body, doubt, notes) if len(body) >= 2 else None


def _without_fields(
    sheet: Sheet, above: Sequence[Row], spans: Sequence[Span], reader: ReadsText
) -> list[Row]:
    """Bands above the rows up to one of fields (施設名 and its box), which some forms join to the table."""
    kept: list[Row] = []
    for band in above:
        words = [
            match(text.text) for text in read_region(sheet, _box((spans[0][0], spans[-1][1]), band), reader)
        ]
        if any(found and found.kind == "facility" and found.score > 0.9 for found in words):
            break
        kept.append(band)
    return kept


def _box(span: Span, row: Row) -> Box:
    return (span[0], row[0], span[1] - span[0], row[1] - row[0])


def _texts(sheet: Sheet, area: Row, span: Span, merged: Sequence[Box], reader: ReadsText) -> list[Text]:
    """Print above a column; what stands in a box over several columns only where there is nothing of its own."""
    shared = [
        box
        for box in merged
        if box[1] > area[0] - 0.5
        and box[1] + box[3] < area[1] + 0.5
        and box[0] < span[1] - 0.5
        and box[0] + box[2] > span[0] + 0.5
    ]
    # Header boxes over several columns lie at the top.
    top = max((box[1] + box[3] for box in shared), default=area[0])
    own = _print(sheet, _box(span, (top, area[1])), reader) if top < area[1] - 1 else []
    if shared and not any(match(text.text) for text in own):
        own = own + [text for box in shared for text in read_region(sheet, box, reader)]
    return own


def _unknown(
    sheet: Sheet,
    above: Sequence[Row],
    rows: Sequence[Row],
    spans: Sequence[Span],
    texts: list[list[Text]],
    reader: ReadsText,
) -> Heading | None:
    """No word of the header is known: print right above the rows may still be their header, else a first row with print
    where the second has none."""
    if len(rows) < 6 or len(spans) < 2:
        return None
    if any(texts):
        return Heading(above[0][0], texts, list(rows), UNKNOWN)
    first, second = ([read_region(sheet, _box(span, row), reader) for span in spans] for row in rows[:2])
    only = [bool(one) and not other for one, other in zip(first, second, strict=True)]
    if sum(only) >= len(spans) / 2:
        return Heading(rows[0][0], first, list(rows[1:]), UNKNOWN)
    return Heading(rows[0][0], [[] for _ in spans], list(rows), UNKNOWN)


def _print(sheet: Sheet, box: Box, reader: ReadsText) -> list[Text]:
    """Lines of print in a box; the single words where it is as wide as several columns."""
    words = words_beside(sheet, box, reader) if box[2] > 2 * NARROW else []
    return words if len(words) > 1 else read_region(sheet, box, reader)


def _is_header(sheet: Sheet, row: Row, spans: Sequence[Span], reader: ReadsText) -> bool:
    """Is a row of the body one of header words?"""
    known = 0
    for span in spans:
        texts = _print(sheet, _box(span, row), reader)
        words = [text.text for text in texts] if span[1] - span[0] > 2 * NARROW else []
        for word in words or ["".join(tidy(text.text) for text in texts)]:
            found = match(word)
            known += bool(found and found.score > 0.93 and found.word not in _FILLED)
    return known >= max(2, len(spans) / 3)


def _numbered(
    sheet: Sheet,
    rows: Sequence[Row],
    body: list[Row],
    spans: Sequence[Span],
    texts: Sequence[Sequence[Text]],
    reader: ReadsText,
) -> tuple[list[Row], str]:
    """Row numbers that are printed say which row is the first."""
    for span, header in zip(spans, texts, strict=True):
        found = match("".join(tidy(text.text) for text in header))
        if span[1] - span[0] > 30 or (header and (found is None or found.kind != "number")):
            continue
        first = numbers_printed(sheet, body, span, reader)
        if first == 0:
            return body[1:], ""
        if first == 2:
            place = rows.index(body[0])
            return (list(rows[place - 1 :]), DOUBTFUL) if place else (body, DOUBTFUL)
        if first is not None:
            return body, ""
    return body, ""


def _trimmed(
    sheet: Sheet, body: list[Row], spans: Sequence[Span], reader: ReadsText
) -> tuple[list[Row], tuple[str, ...]]:
    """Rows without those of sums at the foot and an example at the head."""
    notes = []

    def words(row: Row) -> list[str]:
        half = spans[0][0] + 0.6 * (spans[-1][1] - spans[0][0])
        texts = [read_region(sheet, _box(span, row), reader) for span in spans[:3] if span[0] < half]
        pieces = [tidy(text.text) for column in texts for text in column]
        return [*pieces, *("".join(tidy(text.text) for text in column) for column in texts)]

    while len(body) > 2 and any(word in TOTALS or word.startswith(NOTES) for word in words(body[-1])):
        body = body[:-1]
        notes.append("表の最後の「合計」や注記の行は、読み取る行から除きました。")
    if len(body) > 2 and any(word.strip("()（）[]【】") in EXAMPLES for word in words(body[0])):
        body = body[1:]
        notes.append("表の最初の「例」の行は、読み取る行から除きました。")
    return body, tuple(dict.fromkeys(notes))
