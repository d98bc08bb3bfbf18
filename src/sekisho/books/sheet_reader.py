"""Reading a worksheet part with expat, each cell with its bytes.

Elements as in ISO/IEC 29500-1, 18.3.1 (worksheets) and 18.3.1.32 (drop-downs; newer ones lie in the extension
of [MS-XLSX] 2.6.50). The ``r`` of rows and cells is optional: without it they follow the one before.
"""

from collections.abc import Sequence

from sekisho.books import addresses, markup
from sekisho.books.sheet import Cell, Kind, Line, Sheet, Validation
from sekisho.books.strings import Text, TextReader

_TEXT_TYPES = ("str", "d")


def read_sheet(title: str, part: str, data: bytes, shared: Sequence[Text]) -> Sheet:
    """Read a worksheet part. Raises UserError for XML that is broken or no worksheet."""
    reader = _Reader(Sheet(title, part, data), shared)
    markup.parse(reader.parser, data)
    return reader.sheet


class _Reader:
    """Two pairs of handlers, one for ``sheetData`` (kept quick) and one for the rest of the part."""

    def __init__(self, sheet: Sheet, shared: Sequence[Text]) -> None:
        self.sheet = sheet
        self.shared = shared
        self.parser = markup.parser()
        self.parser.StartElementHandler = self.root
        self.parser.EndElementHandler = self.outside_end
        self.parser.CharacterDataHandler = self.text
        self.row = self.column = 0
        self.attributes: markup.Attributes = {}
        self.cell_start = 0
        self.formula = self.collecting = False
        self.value = ""
        self.rich: TextReader | None = None
        self.line: Line | None = None
        self.validation: markup.Attributes | None = None

    def root(self, name: str, attributes: markup.Attributes) -> None:
        """The root element gives the prefix; from it follow the names that are looked for."""
        prefix = self.sheet.prefix = markup.prefix_of(name, attributes)
        self.c, self.v, self.f, self.r = prefix + "c", prefix + "v", prefix + "f", prefix + "row"
        self.body = prefix + "sheetData"
        self.c_close, self.r_close, self.body_close = (
            f"</{name}".encode() for name in (self.c, self.r, self.body)
        )
        self.parser.StartElementHandler = self.outside_start

    def outside_start(self, name: str, attributes: markup.Attributes) -> None:
        """An element outside ``sheetData``."""
        local = name.rpartition(":")[2]
        sheet = self.sheet
        if name == self.body:
            at = self.parser.CurrentByteIndex
            tag_end = markup.tag_end(sheet.data, at)
            sheet.body = (at, tag_end, tag_end, tag_end)
            self.parser.StartElementHandler, self.parser.EndElementHandler = self.start, self.end
        elif local == "dimension":
            at = self.parser.CurrentByteIndex
            sheet.dimension = (at, markup.tag_end(sheet.data, at), attributes.get("ref", ""))
        elif local == "col":
            sheet.column_styles.append(
                (int(attributes["min"]), int(attributes["max"]), int(attributes.get("style", "0")))
            )
        elif local == "mergeCell":
            sheet.merges.append(addresses.area(attributes["ref"]))
        elif local == "sheetProtection":
            sheet.protected = attributes.get("sheet") in ("1", "true")
        elif local == "dataValidation":
            self.validation = {"formula1": "", **attributes}
        elif self.validation is not None and local in ("formula1", "f", "sqref"):
            self.value, self.collecting = "", True

    def outside_end(self, name: str) -> None:
        """The end of an element outside ``sheetData``."""
        local = name.rpartition(":")[2]
        if self.validation is None:
            return
        if self.collecting:
            self.validation["formula1" if local == "f" else local] = self.value
            self.collecting = False
        elif local == "dataValidation":
            if self.validation.get("type") == "list":
                areas = [addresses.area(ref) for ref in self.validation.get("sqref", "").split()]
                self.sheet.validations.append(Validation(areas, self.validation["formula1"]))
            self.validation = None

    def start(self, name: str, attributes: markup.Attributes) -> None:
        """An element inside ``sheetData``."""
        if name == self.c:
            self.attributes = attributes
            self.cell_start = self.parser.CurrentByteIndex
            self.formula, self.value, self.rich = False, "", None
            if "r" in attributes:
                self.row, self.column = addresses.cell(attributes["r"])
            else:
                self.column += 1
        elif name == self.v:
            self.collecting = True
        elif name == self.f:
            self.formula = True
            if attributes.get("t") in ("array", "dataTable") and "ref" in attributes:
                self.sheet.arrays.append(addresses.area(attributes["ref"]))
        elif name == self.r:
            self._start_line(attributes)
        elif name.rpartition(":")[2] == "is":
            self.rich = TextReader()
        elif self.rich:
            self.rich.start(name.rpartition(":")[2], attributes)

    def _start_line(self, attributes: markup.Attributes) -> None:
        self.row, self.column = int(attributes.get("r", self.row + 1)), 0
        at = self.parser.CurrentByteIndex
        end = markup.tag_end(self.sheet.data, at)
        own_style = attributes.get("customFormat") in ("1", "true")
        style = int(attributes.get("s", "0")) if own_style else None
        self.line = self.sheet.lines[self.row] = Line(self.row, at, end, end, end, style)

    def end(self, name: str) -> None:
        """The end of an element inside ``sheetData``."""
        if name == self.v:
            self.collecting = False
        elif name == self.c:
            # For <c/> expat already stands behind the tag, for </c> before it.
            at = self.parser.CurrentByteIndex
            data = self.sheet.data
            cell = self._cell(data.index(b">", at) + 1 if data.startswith(self.c_close, at) else at)
            self.sheet.cells[cell.row, cell.column] = cell
            if self.line:
                self.line.cells.append(cell)
        elif name == self.r and self.line:
            at = self.parser.CurrentByteIndex
            if self.sheet.data.startswith(self.r_close, at):
                self.line.inner_end, self.line.end = at, self.sheet.data.index(b">", at) + 1
        elif name == self.body:
            at = self.parser.CurrentByteIndex
            if self.sheet.data.startswith(self.body_close, at):
                stop = self.sheet.data.index(b">", at) + 1
                self.sheet.body = (*self.sheet.body[:2], at, stop)
            self.parser.StartElementHandler = self.outside_start
            self.parser.EndElementHandler = self.outside_end
        elif self.rich:
            self.rich.end(name.rpartition(":")[2])

    def _cell(self, end: int) -> Cell:
        kind: Kind = "number"
        text, struck = self.value, False
        declared = self.attributes.get("t", "n")
        if declared == "s" and text:
            shared = self.shared[int(text)]
            kind, text, struck = "text", shared.value, shared.struck
        elif declared == "inlineStr":
            rich = self.rich.result() if self.rich else Text("")
            kind, text, struck = "text", rich.value, rich.struck
        elif declared in _TEXT_TYPES:
            kind = "text"
        elif declared in ("b", "e"):
            kind = "other"
        if not text:
            kind = "empty"
        style = int(self.attributes.get("s", "0"))
        return Cell(self.row, self.column, style, kind, text, struck, self.formula, self.cell_start, end)

    def text(self, content: str) -> None:
        """Character data."""
        if self.collecting:
            self.value += content
        elif self.rich:
            self.rich.text(content)
