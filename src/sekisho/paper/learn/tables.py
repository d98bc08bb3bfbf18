"""Blocks of equal rows in a grid, and the header above them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from sekisho.paper.form import Box, Column, Kind, Table
from sekisho.paper.learn.columns import Row, learn_columns
from sekisho.paper.learn.grid import Grid, GridCell
from sekisho.paper.learn.heading import find_heading
from sekisho.paper.learn.sheet import ReadsText, Sheet, Text
from sekisho.paper.learn.vocabulary import tidy


@dataclass
class Found:
    """What was learned of a page's tables: ``words`` are printed header words, ``taken`` the boxes used up
    (mm)."""

    tables: list[Table] = field(default_factory=list)
    words: list[Text] = field(default_factory=list)
    taken: list[Box] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Band:
    """Rows of a grid between two lines that no box crosses: one printed row, though it may hold smaller
    boxes."""

    top: int
    bottom: int
    cells: tuple[GridCell, ...]


def find_tables(sheet: Sheet, grid: Grid, reader: ReadsText, found: Found) -> None:
    """Add the tables of one grid to ``found``."""
    bands = _bands(grid)
    start = 0
    while start < len(bands):
        end = start + 1
        while end < len(bands) and _alike(grid, bands[end - 1], bands[end]):
            end += 1
        if end - start >= 3:
            rows = [_span(grid, band) for band in bands[start:end]]
            while (mended := _mended(grid, bands, start, end)) is not None:
                end, missing = mended
                rows = [*rows, *missing, _span(grid, bands[end - 1])]
                while end < len(bands) and _alike(grid, bands[end - 1], bands[end]):
                    rows.append(_span(grid, bands[end]))
                    end += 1
            _table(sheet, grid, bands, start, rows, reader, found)
        start = end


def _span(grid: Grid, band: Band) -> Row:
    return (grid.ys[band.top], grid.ys[band.bottom + 1])


def _mended(grid: Grid, bands: Sequence[Band], start: int, end: int) -> tuple[int, list[Row]] | None:
    """Rows that a punch hole or a stamp has run together: up to three row heights between equal rows, most of
    whose boxes still have the usual width. Returns the index behind the next equal row, and the missing
    rows."""
    pitch = float(np.median([_span(grid, band)[1] - _span(grid, band)[0] for band in bands[start:end]]))
    for again in range(end + 1, min(end + 4, len(bands))):
        if not _alike(grid, bands[end - 1], bands[again]):
            continue
        top, bottom = _span(grid, bands[end - 1])[1], _span(grid, bands[again])[0]
        count = round((bottom - top) / pitch)
        usual = {(cell.left, cell.right) for cell in bands[start].cells}
        between = [cell for band in bands[end:again] for cell in band.cells]
        kept = {(cell.left, cell.right) for cell in between} & usual
        if (
            not 1 <= count <= 3
            or abs(bottom - top - count * pitch) > 0.2 * pitch
            or 2 * len(kept) < len(usual)
        ):
            return None
        lines = [top + (bottom - top) * part / count for part in range(count + 1)]
        return again + 1, list(pairwise(lines))
    return None


def _bands(grid: Grid) -> list[Band]:
    """Cut a grid where no box crosses; boxes that span four rows and more (a facility beside its rows)
    don't count."""
    small = [cell for cell in grid.cells if cell.bottom - cell.top < 3]
    crossed = {line for cell in small for line in range(cell.top + 1, cell.bottom + 1)}
    cuts = [line for line in range(len(grid.ys)) if line not in crossed]
    bands = []
    for top, bottom in pairwise(cuts):
        inside = tuple(cell for cell in small if cell.top >= top and cell.bottom < bottom)
        if inside:
            bands.append(Band(top, bottom - 1, inside))
    return bands


def _alike(grid: Grid, first: Band, second: Band) -> bool:
    """Same boxes in the same columns, heights within a seventh."""
    a = sorted((cell.left, cell.right, cell.top - first.top, cell.bottom - first.top) for cell in first.cells)
    b = sorted(
        (cell.left, cell.right, cell.top - second.top, cell.bottom - second.top) for cell in second.cells
    )
    high_a = grid.ys[first.bottom + 1] - grid.ys[first.top]
    high_b = grid.ys[second.bottom + 1] - grid.ys[second.top]
    return a == b and abs(high_a - high_b) < max(0.8, high_a / 7)


def _table(
    sheet: Sheet,
    grid: Grid,
    bands: Sequence[Band],
    start: int,
    rows: list[Row],
    reader: ReadsText,
    found: Found,
) -> None:
    stacks = _stacks(bands[start])
    spans = [(grid.xs[stack[0].left], grid.xs[stack[0].right + 1]) for stack in stacks]
    adjoining = [index for index in (start - 1, start - 2) if index >= 0 and _adjoin(bands, index, start)]
    above = [_span(grid, bands[index]) for index in adjoining]
    heading = find_heading(sheet, above, _merged_heads(grid, bands, adjoining, spans), rows, spans, reader)
    if heading is None:
        return
    upper = [
        grid.ys[stack[0].bottom + 1] - grid.ys[stack[0].top] if len(stack) > 1 else 0.0 for stack in stacks
    ]
    body = heading.rows
    columns, notes = learn_columns(sheet, body, spans, upper, heading.texts, reader)
    found.unsure.extend([*([heading.doubt] if heading.doubt else []), *heading.notes, *notes])
    for group in _blocks(columns):
        edges = (*(top for top, _ in body), body[-1][1])
        found.tables.append(Table(_distinct(group), edges, heading.doubt))
    found.words.extend(text for column in heading.texts for text in column)
    bottom = max(body[-1][1], rows[-1][1])
    found.taken.append((grid.xs[0], heading.top, grid.xs[-1] - grid.xs[0], bottom - heading.top))


def _merged_heads(
    grid: Grid, bands: Sequence[Band], adjoining: Sequence[int], spans: Sequence[tuple[float, float]]
) -> list[Box]:
    """Header boxes above the rows that lie over several columns."""
    boxes = [grid.box(cell) for index in adjoining for cell in bands[index].cells]
    return [
        box
        for box in boxes
        if sum(box[0] < (left + right) / 2 < box[0] + box[2] for left, right in spans) > 1
        and box[2] < 0.9 * (spans[-1][1] - spans[0][0])
    ]


def _adjoin(bands: Sequence[Band], first: int, start: int) -> bool:
    return all(bands[index].bottom + 1 == bands[index + 1].top for index in range(first, start))


def _stacks(band: Band) -> list[tuple[GridCell, ...]]:
    """Boxes of a row by column: a furigana box and the name below it are one stack."""
    stacks: list[list[GridCell]] = []
    for cell in sorted(band.cells, key=lambda item: (item.left, item.top)):
        if stacks and stacks[-1][0].left == cell.left and stacks[-1][0].right == cell.right:
            stacks[-1].append(cell)
        elif not stacks or cell.left > stacks[-1][0].right:
            stacks.append([cell])
    return [tuple(stack) for stack in stacks]


def _blocks(columns: Sequence[Column]) -> list[list[Column]]:
    """Blocks two (or three) across in one grid: split where the headers begin again."""
    headers = [(column.kind, tidy(column.header)) for column in columns]
    for count in (2, 3, 4):
        size, rest = divmod(len(columns), count)
        if rest == 0 and size >= 1 and any(kind == "name" for kind, _ in headers):
            groups = [headers[index * size : (index + 1) * size] for index in range(count)]
            if all(_same_headers(groups[0], group) for group in groups[1:]):
                return [list(columns[index * size : (index + 1) * size]) for index in range(count)]
    return [list(columns)]


def _same_headers(first: Sequence[tuple[Kind, str]], second: Sequence[tuple[Kind, str]]) -> bool:
    return all(a[0] == b[0] or a[1] == b[1] for a, b in zip(first, second, strict=True)) and any(
        a[0] == "name" for a in first
    )


def _distinct(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Names told apart by a number when two columns of a block bear the same."""
    seen: dict[str, int] = {}
    named = []
    for column in columns:
        seen[column.name] = seen.get(column.name, 0) + 1
        number = seen[column.name]
        named.append(column if number == 1 else replace(column, name=f"{column.name}{number}"))
    return tuple(named)
