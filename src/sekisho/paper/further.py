"""The columns besides name and date, read for a person's eye: marks, numbers, text; and what speaks against rows because of them."""

from collections.abc import Sequence

from sekisho.paper.cells import Cell, PageCells
from sekisho.paper.date_lattice import Cell as DateCell
from sekisho.paper.engine import Engine, Reading
from sekisho.paper.entry_doubts import STRUCK
from sekisho.paper.figures import look_again
from sekisho.paper.marks import (
    Meaning,
    Shares,
    from_all,
    from_line,
    from_sign,
    objections,
    overwritten,
    weigh,
)
from sekisho.paper.remarks import is_remarks, takes_back
from sekisho.paper.signs import SIGNS, load_signs
from sekisho.paper.values import free_text

#: Kinds of cells that hold a lone sign.
MARKED = ("mark", "choice")
_NOTHING = SIGNS.index("nothing")


def signs_of(cells: PageCells) -> dict[int, Shares]:
    """The sign reader's opinion of every cell that may show a lone sign, by the cell's id.

    Mark cells that seem empty are looked at too: a sign in ink that is much paler than the rest of the page.
    """
    lone = [
        cell
        for cell in cells
        if cell.region.kind in MARKED or (cell.region.kind == "date" and not cell.empty)
    ]
    alone = dict(zip((id(cell) for cell in lone), load_signs().read(lone), strict=True))
    found = {key: Shares(shares, shares) for key, shares in alone.items()}
    columns: dict[tuple[int | None, str], list[int]] = {}
    for cell in lone:
        if cell.region.kind in MARKED and cell.row is not None and not is_blank(cell, found):
            columns.setdefault((cell.table, cell.region.name), []).append(id(cell))
    for keys in columns.values():
        found |= zip(keys, weigh([alone[key] for key in keys]), strict=True)
    return found


def is_told(cell: Cell, signs: dict[int, Shares]) -> bool:
    """The sign reader alone is enough."""
    shares = signs.get(id(cell))
    if shares is None or cell.region.kind == "date":
        return False
    return from_sign(shares, cell.region.choices) is not None


def is_blank(cell: Cell, signs: dict[int, Shares]) -> bool:
    """Nothing to read; a mark cell may hold a sign so pale that it counts as empty."""
    pale = cell.region.kind in MARKED and float(signs[id(cell)].alone[_NOTHING]) < 0.5
    return cell.empty and not pale


def further_columns(
    cells: PageCells,
    numbers: Sequence[int],
    known: Sequence[str],
    signs: dict[int, Shares],
    engine: Engine,
) -> tuple[dict[int, dict[str, Reading]], dict[int, list[str]]]:
    """Readings of the columns besides name and date, by row, and what speaks against a row because of them."""
    readings: dict[int, dict[str, Reading]] = {}
    doubts: dict[int, list[str]] = {}
    columns = dict.fromkeys(name for number in numbers for name in cells.rows[number] if name not in known)
    for column in columns:
        rows = [number for number in numbers if column in cells.rows[number]]
        column_cells = [cells.rows[number][column] for number in rows]
        header = column + getattr(column_cells[0].region, "header", "")
        if column_cells[0].region.kind in MARKED:
            marks = [_mark(cell, signs, engine) for cell in column_cells]
            found = [reading for reading, _ in marks]
            over = overwritten(header, marks, [cell.ink * _proportions(cell) for cell in column_cells])
            said = [one or other for one, other in zip(objections(header, marks), over, strict=True)]
        else:
            found = [_text(cell, engine) for cell in column_cells]
            remarks = is_remarks(header)
            said = [f"「{one.text}」とあります" if remarks and takes_back(one.text) else "" for one in found]
            said = [STRUCK if cell.struck else one for cell, one in zip(column_cells, said, strict=True)]
        for number, objection in zip(rows, said, strict=True):
            if objection:
                doubts.setdefault(number, []).append(f"{column}：{objection}")
        for number, reading in zip(rows, found, strict=True):
            readings.setdefault(number, {})[column] = reading
    return readings, doubts


def _proportions(cell: Cell) -> float:
    """Width of a cell in heights."""
    height, width = cell.image.shape
    return float((width - 2 * cell.margin) / max(1, height - 2 * cell.margin))


def _mark(cell: Cell, signs: dict[int, Shares], engine: Engine) -> tuple[Reading, Meaning]:
    if is_blank(cell, signs):
        return Reading("", 1.0, ""), "none"
    shares, choices = signs[id(cell)], cell.region.choices
    alone = from_sign(shares, choices)
    if alone:
        return alone
    line = engine.recogniser.lines([cell.image])[0]
    found = from_line(line, engine.alphabet, choices, shares)
    if not found[0].reason:
        return found
    return from_all(found, DateCell(line.logp, engine.alphabet), look_again([line])[0], choices, shares)


def _text(cell: Cell, engine: Engine) -> Reading:
    if cell.empty:
        return Reading("", 1.0, "")
    line = engine.recogniser.lines([cell.image])[0]
    return free_text(line, engine.alphabet, digits=cell.region.kind == "number")
