"""From rules to boxes: rules that touch make a grid, missing pieces between neighbours make merged boxes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sekisho.paper.form import Box
from sekisho.paper.learn.rules import TOUCH, Rule


@dataclass(frozen=True)
class GridCell:
    """A box enclosed by rules: base rows ``top``..``bottom`` and base columns ``left``..``right``, ends
    included."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True)
class Grid:
    """Rules that hang together: the places of their lines in mm and the boxes between them."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]

    def box(self, cell: GridCell) -> Box:
        """The cell in mm."""
        x, y = self.xs[cell.left], self.ys[cell.top]
        return (x, y, self.xs[cell.right + 1] - x, self.ys[cell.bottom + 1] - y)


def find_grids(rules: Sequence[Rule]) -> list[Grid]:
    """All grids of a page, from the top left one on."""
    grids = [_grid(group) for group in _groups(rules)]
    found = [grid for grid in grids if grid.cells]
    return sorted(found, key=lambda grid: (round(grid.ys[0] / 8), grid.xs[0]))


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    home = list(range(len(rules)))

    def root(index: int) -> int:
        while home[index] != index:
            home[index] = home[home[index]]
            index = home[index]
        return index

    for a, first in enumerate(rules):
        for b in range(a + 1, len(rules)):
            second = rules[b]
            if (
                first.across != second.across
                and first.start - TOUCH < second.at < first.end + TOUCH
                and second.start - TOUCH < first.at < second.end + TOUCH
            ):
                home[root(a)] = root(b)
    groups: dict[int, list[Rule]] = {}
    for index, rule in enumerate(rules):
        groups.setdefault(root(index), []).append(rule)
    return [
        group
        for group in groups.values()
        if sum(rule.across for rule in group) >= 2 and sum(not rule.across for rule in group) >= 2
    ]


def _places(rules: Sequence[Rule]) -> list[float]:
    """Distinct places of parallel rules, those within 1.2 mm made one (weighted by length)."""
    places: list[list[tuple[float, float]]] = []
    for rule in sorted(rules, key=lambda item: item.at):
        if places and rule.at - places[-1][-1][0] < 1.2:
            places[-1].append((rule.at, rule.length))
        else:
            places.append([(rule.at, rule.length)])
    return [sum(at * length for at, length in group) / sum(length for _, length in group) for group in places]


def _grid(rules: Sequence[Rule]) -> Grid:
    across = [rule for rule in rules if rule.across]
    down = [rule for rule in rules if not rule.across]
    xs, ys = _places(down), _places(across)
    rows, columns = len(ys) - 1, len(xs) - 1
    # One ring of outside around the base boxes: what is open to it is no box.
    home = np.arange((rows + 2) * (columns + 2)).reshape(rows + 2, columns + 2)
    flat = home.ravel().tolist()

    def root(index: int) -> int:
        while flat[index] != index:
            flat[index] = flat[flat[index]]
            index = flat[index]
        return index

    def join(a: tuple[int, int], b: tuple[int, int]) -> None:
        flat[root(int(home[a]))] = root(int(home[b]))

    low, high = (ys[0] - 9, *ys, ys[-1] + 9), (xs[0] - 9, *xs, xs[-1] + 9)
    for row in range(rows + 2):
        for column in range(columns + 2):
            if column <= columns and not _walled(down, high[column + 1], low[row], low[row + 1]):
                join((row, column), (row, column + 1))
            if row <= rows and not _walled(across, low[row + 1], high[column], high[column + 1]):
                join((row, column), (row + 1, column))
    # A rule that runs on past the last one that it crosses cuts the ring, but all of it is outside.
    for row in range(rows + 2):
        for column in range(columns + 2):
            if row in (0, rows + 1) or column in (0, columns + 1):
                join((0, 0), (row, column))
    members: dict[int, list[tuple[int, int]]] = {}
    for row in range(rows + 2):
        for column in range(columns + 2):
            members.setdefault(root(int(home[row, column])), []).append((row, column))
    outside = root(int(home[0, 0]))
    cells = []
    for key, places in members.items():
        if key == outside:
            continue
        top, left = min(row for row, _ in places) - 1, min(column for _, column in places) - 1
        bottom, right = max(row for row, _ in places) - 1, max(column for _, column in places) - 1
        cells.append(GridCell(top, bottom, left, right))
    return Grid(tuple(xs), tuple(ys), tuple(sorted(cells, key=lambda cell: (cell.top, cell.left))))


def _walled(rules: Sequence[Rule], at: float, start: float, end: float) -> bool:
    """Does a rule stand at ``at`` along the middle part of start..end?"""
    near, far = start + 0.3 * (end - start), end - 0.3 * (end - start)
    return any(abs(rule.at - at) < 1.3 and rule.start <= near and rule.end >= far for rule in rules)
