"""What a laboratory's sheet looks like, in mm; the same data draw it and say what its form must be."""

from dataclasses import dataclass
from typing import Literal

from sekisho.paper.form import Box, Column, Field, Form, FormPage, Kind, Line, Table, Word

Rules = Literal["full", "horizontal", "open", "dotted", "fives", "banded"]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Col:
    """A column. ``name``: no, staff, name, kana, date, result, note, group or a bacterium;
    ``upper_part``: share of the cell above the name that holds furigana."""

    kind: Kind
    name: str
    header: str
    width: float
    upper_part: float = 0.0


@dataclass(frozen=True)
class Print:
    """A printed word: its place (left, middle or right end at x; y is the middle) and its size in mm."""

    text: str
    x: float
    y: float
    size: float = 3.5
    align: Align = "left"


@dataclass(frozen=True)
class Slot:
    """A field outside the table: printed ``label`` before its box, ``suffix`` behind it (御中)."""

    kind: Kind
    name: str
    label: str
    box: Box
    suffix: str = ""
    underline: bool = True


@dataclass(frozen=True)
class Rule:
    """A line to draw. ``gray``: 0 black; ``dotted``: dots of half a mm."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 0.2
    gray: int = 0
    dotted: bool = False


@dataclass(frozen=True)
class Layout:
    """A sheet. ``rows`` in each of ``blocks`` blocks; ``top`` is where the header row begins.

    ``rules``: full (all), horizontal (no verticals but the outer), open (no verticals at all), dotted
    (light dotted lines between rows), fives (a thick line after every fifth row), banded (every second
    row shaded, no lines between). ``numbered``: the column «no» is printed on the blank.
    """

    name: str
    role: str
    title: Print
    columns: tuple[Col, ...]
    slots: tuple[Slot, ...]
    size: tuple[float, float] = (210.0, 297.0)
    rows: int = 40
    blocks: int = 1
    left: float = 15.0
    top: float = 50.0
    gap: float = 6.0
    row_height: float = 5.6
    header_height: float = 7.0
    rules: Rules = "full"
    shaded: bool = False
    numbered: bool = True
    pen: float = 0.2
    marks: tuple[str, str] = ("(－)", "(＋)")
    prints: tuple[Print, ...] = ()
    stamps: tuple[Box, ...] = ()
    extra_rules: tuple[Rule, ...] = ()

    @property
    def block_width(self) -> float:
        return sum(column.width for column in self.columns)

    @property
    def capacity(self) -> int:
        """Rows on a sheet."""
        return self.rows * self.blocks

    @property
    def dated_rows(self) -> bool:
        """Whether each row has a date of its own."""
        return any(column.kind == "date" for column in self.columns)

    def block_left(self, block: int) -> float:
        return self.left + block * (self.block_width + self.gap)

    def edges(self) -> tuple[float, ...]:
        """y of the row boundaries below the header."""
        first = self.top + self.header_height
        return tuple(round(first + row * self.row_height, 3) for row in range(self.rows + 1))

    def spans(self, block: int) -> list[tuple[Col, float, float]]:
        """(column, left, right) of a block."""
        found, x = [], self.block_left(block)
        for column in self.columns:
            found.append((column, x, x + column.width))
            x += column.width
        return found

    def cell(self, row: int, column: Col) -> Box:
        """Box of a cell; ``row`` is 1-based through all blocks."""
        block, at = divmod(row - 1, self.rows)
        left = next(start for found, start, _ in self.spans(block) if found is column)
        return (left, self.edges()[at], column.width, self.row_height)

    def table_rules(self) -> list[Rule]:
        """All lines of the table."""
        found = []
        edges = self.edges()
        bottom = edges[-1]
        for block in range(self.blocks):
            x1, x2 = self.block_left(block), self.block_left(block) + self.block_width
            found += [Rule(x1, y, x2, y, self.pen * 1.6) for y in (self.top, edges[0], bottom)]
            if self.rules != "banded":
                for number, y in enumerate(edges[1:-1], start=1):
                    thick = self.rules == "fives" and number % 5 == 0
                    light = self.rules == "dotted"
                    width = self.pen * (2.0 if thick else 1.0)
                    found.append(Rule(x1, y, x2, y, width, 90 if light else 0, light))
            if self.rules != "open":
                found += [Rule(x, self.top, x, bottom, self.pen * 1.6) for x in (x1, x2)]
            if self.rules not in ("open", "horizontal"):
                found += [
                    Rule(left, self.top, left, bottom, self.pen) for _, left, _ in self.spans(block)[1:]
                ]
        return found

    def all_rules(self) -> list[Rule]:
        """Lines of the table, under the slots, of the stamp boxes and the layout's own."""
        found = self.table_rules() + list(self.extra_rules)
        for slot in self.slots:
            if slot.underline:
                x, y, width, height = slot.box
                found.append(Rule(x, y + height, x + width, y + height, self.pen))
        for x, y, width, height in self.stamps:
            found += [Rule(x, at, x + width, at, self.pen) for at in (y, y + height)]
            found += [Rule(at, y, at, y + height, self.pen) for at in (x, x + width)]
        return found

    def words(self) -> list[Print]:
        """Every printed word of the blank but the row numbers."""
        found = [self.title, *self.prints]
        for block in range(self.blocks):
            for column, left, right in self.spans(block):
                size = min(3.4, 0.92 * column.width / max(1, len(column.header)))
                middle = self.top + self.header_height / 2
                found.append(Print(column.header, (left + right) / 2, middle, size, "center"))
        for slot in self.slots:
            x, y, width, height = slot.box
            size = min(3.8, height * 0.7)
            if slot.label:
                found.append(Print(slot.label, x - 1.5, y + height / 2, size, "right"))
            if slot.suffix:
                found.append(Print(slot.suffix, x + width + 1.5, y + height / 2, size, "left"))
        return found

    def form(self) -> Form:
        """The form that teaching from this layout's blank ought to find."""
        tables = tuple(
            Table(
                tuple(
                    Column(c.name, c.kind, left, right, c.header, (), c.upper_part)
                    for c, left, right in self.spans(block)
                ),
                self.edges(),
            )
            for block in range(self.blocks)
        )
        words = tuple(Word(p.text, _around(p)) for p in self.words())
        fields = tuple(Field(s.name, s.kind, s.box, s.label) for s in self.slots)
        lines = tuple(Line(r.x1, r.y1, r.x2, r.y2) for r in self.all_rules())
        page = FormPage(self.size[0], self.size[1], self.title.text, fields, tables, words, lines)
        return Form(self.name, (page,))


def _around(word: Print) -> Box:
    """Box of a printed word: full-width characters are as wide as they are high, others half."""
    width = word.size * sum(0.5 if character.isascii() else 1.0 for character in word.text)
    left = word.x - {"left": 0.0, "center": width / 2, "right": width}[word.align]
    return (left, word.y - word.size / 2, width, word.size)
