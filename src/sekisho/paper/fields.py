"""What stands in the fields of a placed page, read as it comes: for a person's eye, never a reason to accept anything."""

from collections.abc import Mapping

from sekisho.paper.cells import Cell
from sekisho.paper.date_ink import Written
from sekisho.paper.dates import read_dates
from sekisho.paper.engine import Engine, Reading
from sekisho.paper.ink import Floats
from sekisho.paper.marks import Shares, from_line, from_sign
from sekisho.paper.recogniser import Line
from sekisho.paper.signs import load_signs
from sekisho.paper.values import free_text


def read_fields(cells: Mapping[str, Cell], engine: Engine) -> dict[str, tuple[Reading, Floats]]:
    """The reading of every field outside tables by its name, with its corners on the scan; "" where nothing is written.
    ``cells``: the fields of a page's cut cells."""
    written = [name for name, cell in cells.items() if not cell.empty]
    lines = dict(zip(written, engine.recogniser.lines([cells[name].image for name in written]), strict=True))
    return {name: (_read(cell, lines.get(name), engine), cell.quad) for name, cell in cells.items()}


def _read(cell: Cell, line: Line | None, engine: Engine) -> Reading:
    if line is None:
        return Reading("", 1.0, "")
    kind, choices = cell.region.kind, cell.region.choices
    if kind == "date":
        return read_dates([Written(line)], engine.alphabet)[0]
    if kind in ("mark", "choice"):
        (shares,) = load_signs().read([cell])
        both = Shares(shares, shares)
        return (from_sign(both, choices) or from_line(line, engine.alphabet, choices, both))[0]
    return free_text(line, engine.alphabet, digits=kind == "number")
