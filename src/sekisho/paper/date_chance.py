"""How likely the best date of a cell is right."""

from dataclasses import dataclass

import numpy as np

#: Logistic weights (offset, path, gap, usual), fitted on generated cells with fonts of the role
#: «calibrate».
_WEIGHTS = (2.0, 1.5, 0.8, 0.3)


@dataclass(frozen=True)
class Doubt:
    """What speaks for a date, natural logarithms: ``path``: how near its best writing comes to the free
    reading, over the root of the cell's length; ``gap``: lead over all other dates together; ``usual``:
    its weight on this sheet."""

    path: float
    gap: float
    usual: float


def chance(doubt: Doubt) -> float:
    """Probability that the date is right."""
    offset, path, gap, usual = _WEIGHTS
    logit = offset + path * max(doubt.path, -10) + gap * min(doubt.gap, 12) + usual * max(doubt.usual, -6)
    return float(1 / (1 + np.exp(-logit)))
