"""Blocks of equal rows in a grid, the header above them, and what their columns hold."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from sekisho.paper.form import Box, Column, Kind, Table
from sekisho.paper.learn.grid import Grid, GridCell
from sekisho.paper.learn.sheet import SCALE, ReadsText, Sheet, Text, read_boxes, text_boxes
from sekisho.paper.learn.vocabulary import choices_in, match, tidy

#: Header words read with less confidence than this are marked as unsure.
SURE = 0.75


@dataclass
class Found:
    """What was learned of a page's tables: ``words`` are printed header words, ``taken`` the boxes used up (mm)."""

    tables: list[Table] = field(default_factory=list)
    words: list[Text] = field(default_factory=list)
    taken: list[Box] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Band:
    """Rows of a grid between two lines that no box crosses: one printed row, though it may hold smaller boxes."""

    top: int
    bottom: int
    cells: tuple[GridCell, ...]


def find_tables(sheet: Sheet, grid: Grid, reader: ReadsText, found: Found) -> None:
    """Add the tables of one grid to ``found``."""
    bands = _bands(grid)
    start = 0
    while start < len(bands):
        end = start + 1
        while end < len(bands) and _alike(grid, bands[start], bands[end]):
            end += 1
        if end - start >= 3:
            _table(sheet, grid, bands, start, end, reader, found)
        start = end


def _bands(grid: Grid) -> list[Band]:
    """Cut a grid where no box crosses; boxes that span four rows and more (a facility beside its rows) don't count."""
    small = [cell for cell in grid.cells if cell.bottom - cell.top < 3]
    crossed = {line for cell in small for line in range(cell.top + 1, cell.bottom + 1)}
    cuts = [line for line in range(len(grid.ys)) if line not in crossed]
    bands = []
    for top, bottom in zip(cuts, cuts[1:], strict=False):
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
    sheet: Sheet, grid: Grid, bands: Sequence[Band], start: int, end: int, reader: ReadsText, found: Found
) -> None:
    stacks = _stacks(bands[start])
    spans = [(grid.xs[stack[0].left], grid.xs[stack[0].right + 1]) for stack in stacks]
    # The header is either the first of the equal rows or the one or two bands above them.
    options: list[tuple[float, int, list[list[Text]]]] = []
    for first, last in ((start, start + 1), (start - 1, start), (start - 2, start)):
        if first < 0 or (first < start and not _adjoin(bands, first, start)):
            continue
        box = (spans[0][0], grid.ys[bands[first].top], 0.0, 0.0)
        bottom = grid.ys[bands[last - 1].bottom + 1]
        texts = [_read(sheet, (left, box[1], right - left, bottom - box[1]), reader) for left, right in spans]
        options.append((_header_worth(texts), first, texts))
    worth, first, texts = max(options, key=lambda option: option[0])
    if worth <= 0.0:
        if end - start < 5 or len(spans) < 2 or _is_form_like(texts):
            return
        first, texts = start, [[] for _ in spans]
    body = start + 1 if first == start and worth > 0 else start
    if end - body < 2:
        return
    rows = bands[body:end]
    edges = [grid.ys[band.top] for band in rows] + [grid.ys[rows[-1].bottom + 1]]
    columns = _columns(sheet, grid, rows, stacks, spans, texts, reader, found)
    if first == start and worth <= 0:
        found.unsure.append("表の見出しが見つかりません。列の名前と種類を書き入れてください。")
    for group in _blocks(columns):
        found.tables.append(Table(_distinct(group), tuple(edges)))
    found.words.extend(text for column in texts for text in column)
    top = grid.ys[bands[first].top] if worth > 0 else edges[0]
    found.taken.append((grid.xs[0], top, grid.xs[-1] - grid.xs[0], edges[-1] - top))


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


def _read(sheet: Sheet, box: Box, reader: ReadsText) -> list[Text]:
    x, y, width, height = box
    boxes = text_boxes(sheet, (x + 0.4, y + 0.4, width - 0.8, height - 0.8), join=2.5)
    return [text for text in read_boxes(sheet, boxes, reader) if tidy(text.text) and text.confidence > 0.3]


def _header_worth(texts: Sequence[Sequence[Text]]) -> float:
    """Known header words weigh one each, unknown print a little, handwriting (unsure) nothing."""
    known = sum(1 for column in texts if _best(column)[0])
    return known + 0.01 * sum(1 for column in texts if column) if known else 0.0


def _is_form_like(texts: Sequence[Sequence[Text]]) -> bool:
    return any(column for column in texts)


def _best(texts: Sequence[Text]) -> tuple[Kind | None, str]:
    """Kind and wording of a header from its lines: a single line that is known beats them all joined."""
    joined = "".join(tidy(text.text) for text in texts)
    candidates = [joined, *(tidy(text.text) for text in reversed(texts))]
    matches = [
        (found.score, -index, found) for index, part in enumerate(candidates) if (found := match(part))
    ]
    if not matches:
        return None, joined
    score, _, found = max(matches, key=lambda item: (item[0], item[1]))
    if found.kind == "kana" and any(
        (other := match(tidy(text.text))) and other.kind == "name" for text in texts
    ):
        found = next(m for text in texts if (m := match(tidy(text.text))) and m.kind == "name")
    # A fuzzy match is the vocabulary's word misread: its wording is the better one.
    return found.kind, found.word if 0.6 <= score < 0.92 and len(found.word) == len(joined) else joined


def _columns(
    sheet: Sheet,
    grid: Grid,
    rows: Sequence[Band],
    stacks: Sequence[tuple[GridCell, ...]],
    spans: Sequence[tuple[float, float]],
    texts: Sequence[Sequence[Text]],
    reader: ReadsText,
    found: Found,
) -> list[Column]:
    columns: list[Column] = []
    for stack, (left, right), header in zip(stacks, spans, texts, strict=True):
        kind, wording = _best(header)
        upper = _upper_part(sheet, grid, rows, stack, (left, right), header)
        if kind == "kana" and upper:
            kind = "name"
        pieces = [text for text in header if match(text.text)]
        if len(stack) == 1 and len(pieces) > 1 and _side_by_side(pieces):
            columns.extend(_split(sheet, rows, grid, (left, right), pieces, found))
            continue
        choices: tuple[str, ...] = ()
        if kind in ("number", None) and _preprinted(sheet, grid, rows, (left, right), reader):
            kind = "skip"
        if kind in ("choice", "mark", None, "text"):
            choices = _printed_choices(sheet, grid, rows, (left, right), reader)
            if choices and kind in (None, "text"):
                kind = "choice"
        name = wording or f"列{len(columns) + 1}"
        if kind is None:
            found.unsure.append(f"列「{name}」の種類が分かりません。仮に text（文字）としました。")
        elif header and min(text.confidence for text in header) < SURE:
            found.unsure.append(f"列「{name}」の見出しがはっきり読めません。名前と種類をご確認ください。")
        columns.append(
            Column(
                name=name,
                kind=kind or "text",
                left=left,
                right=right,
                header="".join(text.text for text in header),
                choices=choices,
                upper_part=upper if kind == "name" else 0.0,
            )
        )
    return columns


def _side_by_side(pieces: Sequence[Text]) -> bool:
    ordered = sorted(pieces, key=lambda text: text.box[0])
    return all(a.box[0] + a.box[2] < b.box[0] for a, b in zip(ordered, ordered[1:], strict=False))


def _split(
    sheet: Sheet,
    rows: Sequence[Band],
    grid: Grid,
    span: tuple[float, float],
    pieces: Sequence[Text],
    found: Found,
) -> list[Column]:
    """A table without vertical rules: borders where the least ink stands between neighbouring header words."""
    ordered = sorted(pieces, key=lambda text: text.box[0])
    top, bottom = grid.ys[rows[0].top], grid.ys[rows[-1].bottom + 1]
    borders = column_borders(sheet, (span[0], top, span[1] - span[0], bottom - top), [t.box for t in ordered])
    columns = []
    for text, left, right in zip(ordered, borders, borders[1:], strict=False):
        kind, wording = _best([text])
        columns.append(Column(wording, kind or "text", left, right, text.text))
    found.unsure.append("縦の罫線がない表です。列の境目（left・right）を図でご確認ください。")
    return columns


def column_borders(sheet: Sheet, body: Box, headers: Sequence[Box]) -> list[float]:
    """Borders (mm) of columns without rules, from header boxes left to right and the ink of the rows."""
    x, y, width, height = (round(value * SCALE) for value in body)
    ink = (sheet.ink[y : y + height] > 0).sum(0).astype(float)
    borders = [body[0]]
    for left, right in zip(headers, headers[1:], strict=False):
        start, end = left[0] + left[2], right[0]
        middle = (start + end) / 2
        places = np.arange(round(start * SCALE), round(end * SCALE) + 1)
        if len(places) > 2 and ink[places].any():
            smooth = np.convolve(ink, np.ones(7) / 7, "same")[places]
            cost = smooth + 0.02 * np.abs(places / SCALE - middle) * (1 + smooth.mean())
            middle = float(places[int(cost.argmin())]) / SCALE
        borders.append(middle)
    return [*borders, body[0] + body[2]]


def _upper_part(
    sheet: Sheet,
    grid: Grid,
    rows: Sequence[Band],
    stack: tuple[GridCell, ...],
    span: tuple[float, float],
    header: Sequence[Text],
) -> float:
    """Share of the row that is furigana: a box above the name, a dashed line, or a header that says so."""
    top, bottom = grid.ys[rows[0].top], grid.ys[rows[0].bottom + 1]
    if len(stack) > 1:
        return round((grid.ys[stack[0].bottom + 1] - grid.ys[stack[0].top]) / (bottom - top), 2)
    shares = []
    for band in rows:
        top, bottom = grid.ys[band.top], grid.ys[band.bottom + 1]
        first, last = round((top + 0.8) * SCALE), round((bottom - 0.8) * SCALE)
        part = sheet.ink[first:last, round((span[0] + 0.8) * SCALE) : round((span[1] - 0.8) * SCALE)]
        if part.size:
            filled = (part > 0).mean(1)
            line = int(filled.argmax())
            if filled[line] > 0.35 and _evenly(part[max(0, line - 1) : line + 2].max(0) > 0):
                shares.append((line / SCALE + 0.8) / (bottom - top))
    if len(shares) > 0.6 * len(rows) and np.std(shares) < 0.05:
        return round(float(np.median(shares)), 2)
    kinds = {found.kind for text in header if (found := match(text.text))}
    return 0.36 if {"kana", "name"} <= kinds else 0.0


def _evenly(line: np.ndarray) -> bool:
    """Dashes lie along the whole line, no tenth of it empty."""
    parts = np.array_split(line, 10)
    return all(part.any() for part in parts)


def _preprinted(
    sheet: Sheet, grid: Grid, rows: Sequence[Band], span: tuple[float, float], reader: ReadsText
) -> bool:
    """Are row numbers printed in the column (1, 2, 3, … down the rows)?"""
    numbers = []
    for place in sorted({0, 1, len(rows) // 2, len(rows) - 1}):
        band = rows[place]
        box = (span[0], grid.ys[band.top], span[1] - span[0], grid.ys[band.bottom + 1] - grid.ys[band.top])
        digits = "".join(tidy(text.text) for text in _read(sheet, box, reader))
        if digits.isdecimal():
            numbers.append(int(digits) - place)
    return len(numbers) >= 3 and max(numbers.count(value) for value in numbers) >= 3


def _printed_choices(
    sheet: Sheet, grid: Grid, rows: Sequence[Band], span: tuple[float, float], reader: ReadsText
) -> tuple[str, ...]:
    """Choices printed alike in the first, the second and the last row («男・女»)."""
    seen = []
    for place in sorted({0, 1, len(rows) - 1}):
        band = rows[place]
        box = (span[0], grid.ys[band.top], span[1] - span[0], grid.ys[band.bottom + 1] - grid.ys[band.top])
        seen.append(choices_in("".join(text.text for text in _read(sheet, box, reader))))
    usual = max(seen, key=seen.count)
    return usual if usual and seen.count(usual) >= 2 else ()


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
        name = column.name if seen[column.name] == 1 else f"{column.name}{seen[column.name]}"
        named.append(
            Column(
                name, column.kind, column.left, column.right, column.header, column.choices, column.upper_part
            )
        )
    return tuple(named)
