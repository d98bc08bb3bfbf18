"""〃 and 同上 in a column of dates: what the sign reader and the recogniser each say of a cell, and both together.

Each network alone errs: 7/14 looks like a ditto to the one that knows only signs, and the other has never seen one.
"""

import numpy as np

from sekisho.paper.date_chance import Floats, ditto_features, twice_features
from sekisho.paper.date_lattice import Cell
from sekisho.paper.signs import SIGNS, Windows

#: What a recogniser of lines makes of them.
_SAME = ("同上", "同", "々", "〃", "〆")
#: So near the best class a sign must come in some frame to be scored.
_SEEN = 1e-5
_DITTO = [SIGNS.index("〃"), SIGNS.index("同上")]
#: How seldom each sign stands in a date cell, beside a ditto; dates themselves are «other».
_SELDOM = np.array(
    [0.05 if sign == "other" else 0.0 if n in _DITTO else 0.02 for n, sign in enumerate(SIGNS)]
)


def shown(shares: Windows) -> float:
    """Chance of 〃 or 同上 by the sign reader's ``shares`` of SIGNS, in a date cell, where other signs and stray words are
    rarer than in training."""
    here = float(shares[_DITTO].sum())
    return here / max(1e-9, here + float(shares @ _SELDOM))


def drawn(shares: Windows) -> bool:
    """Whether the sign reader would call a cell 〃 or 同上, wherever it stood."""
    return float(shares[_DITTO].sum()) > 0.5


def heard(cell: Cell) -> float:
    """Likelihood that the recogniser read 同上 or the like, relative to its free reading."""
    # What no frame shows needn't be scored; the chance of a ditto takes everything below 0.001 for that.
    return max((cell.whole(text) for text in _SAME if cell.strongest(text[0]) > _SEEN), default=0.0)


def first_look(sign: float, cell: Cell, date: float) -> Floats:
    """What the sign reader (``sign``, see ``shown``) and the recogniser (``cell``) say of a filled cell; ``date``: likelihood of every
    date in it together, relative to the free reading."""
    return ditto_features(sign, date, heard(cell))


def second_look(first: Floats, cell: Cell, date: float) -> Floats:
    """``first`` and what the reader of figures says of the same cell."""
    return twice_features(first, date, heard(cell))
