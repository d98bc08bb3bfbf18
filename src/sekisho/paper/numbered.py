"""The number of a row, struck or crossed out: some take a row back there and nowhere else."""

from collections.abc import Collection, Iterator

from sekisho.base.kanji import plain
from sekisho.paper.alterations import STRUCK, changes
from sekisho.paper.cells import cut_boxes
from sekisho.paper.form import Box, Column, numbered_rows
from sekisho.paper.ink import Gray, percentiles
from sekisho.paper.register import Placed
from sekisho.paper.scans import Scan

CROSSED_NUMBER, MARKED_NUMBER = "行の番号が消されているようです", "行の番号に印か書き込みがあるようです"
#: Headers of columns in which rows are numbered.
_HEADERS = frozenset({"NO", "番", "番号", "通番", "連番", "項番", "順番"})
#: The form's rules stay outside (mm).
_INSET = 0.6
#: Somebody wrote or printed there: its darkest hundredth is darker than its paper by this much at least.
_INK = 40


def marked_numbers(
    scan: Scan, placed: Placed, numbers: Collection[int], threads: int
) -> Iterator[tuple[int, str]]:
    """Those of the rows ``numbers`` whose number is struck out, crossed or ringed, and what is said of them."""
    found = [(number, box) for number, box in _boxes(placed) if number in numbers]
    pictures = cut_boxes(scan, placed, [box for _, box in found])
    inked = [
        (number, picture) for (number, _), picture in zip(found, pictures, strict=True) if _has_ink(picture)
    ]
    for (number, _), change in zip(inked, changes([picture for _, picture in inked], threads), strict=True):
        if change:
            yield number, CROSSED_NUMBER if change == STRUCK else MARKED_NUMBER


def _boxes(placed: Placed) -> Iterator[tuple[int, Box]]:
    tables = placed.page.tables
    columns = [[column for column in table.columns if _is_number(column)] for table in tables]
    for number, table, top, bottom in numbered_rows(tables):
        for column in columns[table]:
            width, height = column.right - column.left, bottom - top
            yield number, (column.left + _INSET, top + _INSET, width - 2 * _INSET, height - 2 * _INSET)


def _is_number(column: Column) -> bool:
    words = plain(column.header or column.name).upper().strip(".．。:")
    return column.kind in ("skip", "number") and words in _HEADERS


def _has_ink(picture: Gray) -> bool:
    paper, dark = percentiles(picture, 80, 1)
    return paper - dark > _INK
