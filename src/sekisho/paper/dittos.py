"""〃 and 同上 in a column of dates: what the sign reader and the recogniser each say of a cell, and both together.

Each network alone errs: 7/14 looks like a ditto to the one that knows only signs, and the other has never seen one.
"""

import numpy as np

from sekisho.paper.date_chance import Floats, ditto_chance, ditto_chance_twice, ditto_features
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


def heard(cell: Cell) -> float:
    """Likelihood that the recogniser read 同上 or the like, relative to its free reading."""
    # What no frame shows needn't be scored; the chance of a ditto takes everything below 0.001 for that.
    return max((cell.whole(text) for text in _SAME if cell.strongest(text[0]) > _SEEN), default=0.0)


def is_ditto(sign: float, cell: Cell, dates: Floats) -> float:
    """Chance that a filled cell refers to the row above.

    ``sign``: see ``shown``. ``dates``: likelihoods of every date in it, relative to the free reading.
    """
    return ditto_chance(sign, float(dates.sum()), heard(cell))


def is_ditto_again(sign: float, cell: Cell, dates: Floats, second: Cell, second_dates: Floats) -> float:
    """``is_ditto`` where the reader of figures was asked too: what it reads and how likely it thinks every date."""
    first = ditto_features(sign, float(dates.sum()), heard(cell))
    return ditto_chance_twice(first, float(second_dates.sum()), heard(second))
