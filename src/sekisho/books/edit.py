"""Setting cells in a worksheet's XML and the mark for recalculation, by splicing bytes.

Nothing but the touched ``c`` elements, inserted rows, ``spans`` and ``dimension`` that must grow, changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sekisho.books import addresses, markup
from sekisho.books.archive import broken
from sekisho.books.sheet import Cell, Line, Sheet

#: What is written into a cell: a number, or a text.
Value = int | str


@dataclass(frozen=True)
class Splice:
    """One change of a part's bytes. ``at``: offset in the old bytes. ``cells``: which cells it holds."""

    at: int
    before: bytes
    after: bytes
    cells: tuple[tuple[int, int], ...] = ()


def apply(data: bytes, splices: list[Splice]) -> bytes:
    """The part's bytes after the splices."""
    return markup.splice(data, [(piece.at, piece.at + len(piece.before), piece.after) for piece in splices])


def value_markup(prefix: str, value: Value | None) -> tuple[str | None, str]:
    """The ``t`` and the inside of a cell; nothing inside for None (an empty cell)."""
    if value is None:
        return None, ""
    if isinstance(value, int):
        return None, f"<{prefix}v>{value}</{prefix}v>"
    space = ' xml:space="preserve"' if value != value.strip() or "\n" in value else ""
    text = markup.text_markup(value)
    return "inlineStr", f"<{prefix}is><{prefix}t{space}>{text}</{prefix}t></{prefix}is>"


def _changed(sheet: Sheet, cell: Cell, value: Value | None) -> bytes:
    """An existing cell with a new value; its style and other attributes stay."""
    kind, inside = value_markup(sheet.prefix, value)
    tag = sheet.data[cell.start : markup.tag_end(sheet.data, cell.start)]
    tag = markup.with_attribute(tag, "t", kind)
    closed = tag.endswith(b"/>")
    if not inside:
        return tag if closed else tag[:-1].rstrip() + b"/>"
    opened = tag[:-2].rstrip() + b">" if closed else tag
    return opened + f"{inside}</{sheet.prefix}c>".encode()


def _new(sheet: Sheet, row: int, column: int, value: Value) -> bytes:
    kind, inside = value_markup(sheet.prefix, value)
    style = sheet.missing_style(row, column)
    attributes = f' s="{style}"' if style else ""
    if kind:
        attributes += f' t="{kind}"'
    name = f"{sheet.prefix}c"
    return f'<{name} r="{addresses.address(row, column)}"{attributes}>{inside}</{name}>'.encode()


def set_cells(sheet: Sheet, values: Mapping[tuple[int, int], Value | None]) -> list[Splice]:
    """The splices that give the cells (row, column) these values; None empties a cell that exists."""
    by_row: dict[int, dict[int, Value | None]] = {}
    for (row, column), value in sorted(values.items()):
        by_row.setdefault(row, {})[column] = value
    splices: list[Splice] = []
    new_lines: dict[int, list[tuple[int, bytes]]] = {}
    starts = [(line.number, line.start) for line in sheet.lines.values()]
    for row, wanted in by_row.items():
        line = sheet.lines.get(row)
        if line:
            splices += _in_line(sheet, line, wanted)
            continue
        cells = b"".join(
            _new(sheet, row, column, value) for column, value in wanted.items() if value is not None
        )
        if cells:
            markup_of_row = (
                f'<{sheet.prefix}row r="{row}">'.encode() + cells + f"</{sheet.prefix}row>".encode()
            )
            at = next((start for number, start in starts if number > row), sheet.body[2])
            new_lines.setdefault(at, []).append((row, markup_of_row))
    splices += _new_rows(sheet, new_lines, by_row)
    splices += _dimension(sheet, by_row)
    return sorted(splices, key=lambda piece: (piece.at, len(piece.before)))


def _new_rows(
    sheet: Sheet, new_lines: dict[int, list[tuple[int, bytes]]], by_row: dict[int, dict[int, Value | None]]
) -> list[Splice]:
    """Rows that weren't there; an empty ``<sheetData/>`` is opened for them."""
    splices = []
    for at, pieces in new_lines.items():
        cells = tuple((row, column) for row, _ in pieces for column in by_row[row])
        inside = b"".join(piece for _, piece in pieces)
        start, tag_end, _, end = sheet.body
        if tag_end == end:
            tag = sheet.data[start:end]
            after = tag[:-2].rstrip() + b">" + inside + f"</{sheet.prefix}sheetData>".encode()
            splices.append(Splice(start, tag, after, cells))
        else:
            splices.append(Splice(at, b"", inside, cells))
    return splices


def _in_line(sheet: Sheet, line: Line, wanted: dict[int, Value | None]) -> list[Splice]:
    """Cells of a row that exists, and its ``spans`` when they must grow."""
    data = sheet.data
    existing = {cell.column: cell for cell in line.cells}
    splices = []
    inserted: dict[int, list[int]] = {}
    for column, value in wanted.items():
        cell = existing.get(column)
        if cell:
            before = data[cell.start : cell.end]
            splices.append(Splice(cell.start, before, _changed(sheet, cell, value), ((line.number, column),)))
        elif value is not None:
            at = next((other.start for other in line.cells if other.column > column), line.inner_end)
            inserted.setdefault(at, []).append(column)
    old_tag = data[line.start : line.tag_end]
    columns = [column for group in inserted.values() for column in group]
    tag = _spans(old_tag, columns)
    groups = [
        (at, tuple((line.number, column) for column in group), _group(sheet, line.number, group, wanted))
        for at, group in inserted.items()
    ]
    if line.closed and groups:
        opened = tag[:-2].rstrip() + b">"
        _, cells, inside = groups[0]
        closing = f"</{sheet.prefix}row>".encode()
        return [*splices, Splice(line.start, old_tag, opened + inside + closing, cells)]
    if tag != old_tag:
        splices.append(Splice(line.start, old_tag, tag))
    return splices + [Splice(at, b"", inside, cells) for at, cells, inside in groups]


def _group(sheet: Sheet, row: int, columns: list[int], wanted: dict[int, Value | None]) -> bytes:
    pieces = []
    for column in columns:
        value = wanted[column]
        if value is not None:
            pieces.append(_new(sheet, row, column, value))
    return b"".join(pieces)


def _spans(tag: bytes, columns: list[int]) -> bytes:
    """A row's tag whose ``spans`` (one range, as Excel writes it) reaches over these columns."""
    where = markup.attribute_span(tag, "spans")
    if not where or not columns:
        return tag
    text = tag[where[0] : where[1]].decode().partition("=")[2].strip().strip("\"'")
    first, _, last = text.partition(":")
    if not (first.isdigit() and last.isdigit()):
        return tag
    low, high = min(int(first), *columns), max(int(last), *columns)
    return (
        tag
        if (low, high) == (int(first), int(last))
        else markup.with_attribute(tag, "spans", f"{low}:{high}")
    )


def _dimension(sheet: Sheet, by_row: dict[int, dict[int, Value | None]]) -> list[Splice]:
    """The ``dimension`` widened when a written cell lies outside it."""
    if not sheet.dimension or not sheet.dimension[2]:
        return []
    start, end, reference = sheet.dimension
    area = addresses.area(reference)
    rows = [row for row, wanted in by_row.items() if any(value is not None for value in wanted.values())]
    columns = [column for wanted in by_row.values() for column, value in wanted.items() if value is not None]
    if not rows:
        return []
    wide = min(area[0], *rows), min(area[1], *columns), max(area[2], *rows), max(area[3], *columns)
    if wide == area:
        return []
    before = sheet.data[start:end]
    text = f"{addresses.address(*wide[:2])}:{addresses.address(*wide[2:])}"
    return [Splice(start, before, markup.with_attribute(before, "ref", text))]


def recalculation(workbook: bytes) -> list[Splice]:
    """The splice that makes Excel recalculate on opening (``calcPr/@fullCalcOnLoad``, 18.2.2); maybe none."""
    found: dict[str, tuple[int, int]] = {}
    made = markup.parser()
    root: list[str] = []
    opened: list[int] = []

    def start(name: str, attributes: markup.Attributes) -> None:
        if not root:
            root.append(markup.prefix_of(name, attributes))
        opened.append(made.CurrentByteIndex)

    def end(name: str) -> None:
        begin = opened.pop()
        if len(opened) == 1:
            at = made.CurrentByteIndex
            closing = workbook.startswith(f"</{name}".encode(), at)
            found[name[len(root[0]) :]] = (begin, workbook.index(b">", at) + 1 if closing else at)

    made.StartElementHandler = start
    made.EndElementHandler = end
    markup.parse(made, workbook)
    if "calcPr" in found:
        begin = found["calcPr"][0]
        before = workbook[begin : markup.tag_end(workbook, begin)]
        after = markup.with_attribute(before, "fullCalcOnLoad", "1")
        return [Splice(begin, before, after)] if after != before else []
    # The schema wants calcPr behind these (CT_Workbook).
    behind = [
        found[name][1]
        for name in ("sheets", "functionGroups", "externalReferences", "definedNames")
        if name in found
    ]
    if not behind:
        raise broken("シートの一覧がありません")
    return [Splice(max(behind), b"", f'<{root[0]}calcPr fullCalcOnLoad="1"/>'.encode())]
