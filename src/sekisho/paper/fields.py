"""What stands in the fields of a placed page, read as it comes: for a person's eye, never a reason to accept anything."""

from sekisho.paper.cells import Cell, cut_cells
from sekisho.paper.date_ink import Written
from sekisho.paper.dates import read_dates
from sekisho.paper.engine import Engine, Reading
from sekisho.paper.ink import Floats
from sekisho.paper.marks import Shares, from_line, from_sign
from sekisho.paper.register import Placed
from sekisho.paper.scans import Scan
from sekisho.paper.signs import load_signs
from sekisho.paper.values import free_text


def read_fields(scan: Scan, placed: Placed, engine: Engine) -> dict[str, tuple[Reading, Floats]]:
    """The reading of every field outside tables by its name, with its corners on the scan; "" where nothing is written."""
    cells = cut_cells(scan, placed).fields
    return {name: (_read(cell, engine), cell.quad) for name, cell in cells.items()}


def _read(cell: Cell, engine: Engine) -> Reading:
    if cell.empty:
        return Reading("", 1.0, "")
    (line,) = engine.recogniser.lines([cell.image])
    kind, choices = cell.region.kind, cell.region.choices
    if kind == "date":
        return read_dates([Written(line)], engine.alphabet)[0]
    if kind in ("mark", "choice"):
        (shares,) = load_signs().read([cell])
        both = Shares(shares, shares)
        return (from_sign(both, choices) or from_line(line, engine.alphabet, choices, both))[0]
    return free_text(line, engine.alphabet, digits=kind == "number")
