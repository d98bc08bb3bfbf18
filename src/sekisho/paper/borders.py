"""Columns without printed borders: where they end is settled on the filled page itself."""

from dataclasses import replace

import cv2
import numpy as np

from sekisho.paper.form import FormPage, Table
from sekisho.paper.ink import Floats, Gray, ink_mask, runs
from sekisho.paper.register import Placed

#: Pixels a mm of the small picture of a table in which borders are looked for.
SCALE = 4.0
#: A border moves no further than this (mm), nor past the middle of a column.
REACH = 9.0
#: Share of the filled rows that may have ink where a border runs.
FREE = 0.06
#: Paper (mm) that a border keeps on both sides where there is enough of it.
CLEAR = 1.0


def settled_tables(gray: Gray, placed: Placed) -> tuple[Table, ...]:
    """The page's tables with every unprinted border of their columns moved into paper.

    A printed border stays where it is. An unprinted one is a guess from the header words: where writing
    crosses it in several rows, it goes to the widest strip nearby that hardly any row has ink in.
    """
    return tuple(_settled(gray, placed, table) for table in placed.page.tables)


def _settled(gray: Gray, placed: Placed, table: Table) -> Table:
    free = [index for index in range(1, len(table.columns)) if not _printed(placed.page, table, index)]
    if not free:
        return table
    left, share = _shares(gray, placed, table)
    borders = [column.left for column in table.columns] + [table.columns[-1].right]
    for index in free:
        low = max(borders[index] - REACH, (borders[index - 1] + borders[index]) / 2)
        high = min(borders[index] + REACH, (borders[index] + borders[index + 1]) / 2)
        borders[index] = _free_place(left, share, borders[index], low, high)
    columns = [
        replace(column, left=borders[index], right=borders[index + 1])
        for index, column in enumerate(table.columns)
    ]
    return replace(table, columns=tuple(columns))


def _printed(page: FormPage, table: Table, index: int) -> bool:
    """Do rules of the form run along most of the border left of column ``index``?"""
    at = table.columns[index].left
    # Columns that don't adjoin have whatever the form's author left between them.
    if abs(table.columns[index - 1].right - at) > 0.3:
        return True
    top, bottom = table.edges[0], table.edges[-1]
    drawn = sum(
        max(0.0, min(line.y2, bottom) - max(line.y1, top))
        for line in page.lines
        if abs(line.x1 - at) < 0.8 and abs(line.x2 - at) < 0.8
    )
    return drawn > 0.5 * (bottom - top)


def _shares(gray: Gray, placed: Placed, table: Table) -> tuple[float, Floats]:
    """Where the table begins (mm), and for each pixel across it the share of the filled rows with ink there."""
    left, right = table.columns[0].left, table.columns[-1].right
    top, bottom = table.edges[0], table.edges[-1]
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
    size = (round((right - left) * SCALE), round((bottom - top) * SCALE))
    ends = np.array([(0, 0), (size[0], 0), size, (0, size[1])], np.float32)
    places = placed.to_pixels(corners)
    # Twice as coarse as the scan at most, or thin strokes fall between the pixels.
    scale = float(np.hypot(*(places[1] - places[0]))) / size[0]
    if scale > 2:
        gray = np.asarray(cv2.blur(gray, (round(scale / 1.5), round(scale / 1.5))), np.uint8)
    matrix = cv2.getPerspectiveTransform(ends, places.astype(np.float32))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    ink = ink_mask(np.asarray(cv2.warpPerspective(gray, matrix, size, flags=flags), np.uint8), 41) > 0
    rows = []
    for first, last in zip(table.edges, table.edges[1:], strict=False):
        edge = 0.17 * (last - first)
        part = ink[round((first + edge - top) * SCALE) : round((last - edge - top) * SCALE)]
        rows.append(part.sum(0) > 1)
    written = np.array([row for row in rows if row.mean() > 0.02]).reshape(-1, size[0])
    if len(written) < 3:
        return left, np.zeros(size[0])
    return left, np.asarray(written.mean(0), dtype=np.float64)


def _free_place(start: float, share: Floats, guess: float, low: float, high: float) -> float:
    """The place (mm) for a border: the guess when it is free, else in the best free strip from low to high."""

    def at(value: float) -> int:
        return int(np.clip(round((value - start) * SCALE), 0, len(share) - 1))

    first, last = at(low), at(high)
    free = share[first : last + 1] <= FREE
    best, place = -np.inf, guess
    for begin, end in runs(free):
        a, b = start + (first + begin) / SCALE, start + (first + end) / SCALE
        room = min(CLEAR, (b - a) / 2)
        inside = float(np.clip(guess, a + room, b - room))
        worth = min(b - a, 5.0) - 0.5 * abs(inside - guess)
        if worth > best:
            best, place = worth, inside
    return place
