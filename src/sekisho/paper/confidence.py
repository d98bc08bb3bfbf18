"""What a name is believed by: features of its cell and of the page, for the additive model in ``models/names.json``."""

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from sekisho.paper.additive import Model, of_data
from sekisho.paper.evidence import CellEvidence

Floats = NDArray[np.float64]

#: What a cell is judged by; the last two speak of the whole page (a hand that is hard to read).
FEATURES = ("line", "weakest", "second", "average", "seen", "page_weakest", "page_line")
#: The features that are the same for all cells of a page.
PAGE = slice(5, 7)
#: Two people of the roster that lie nearer to each other (natural logarithm) are told apart by a person. Of 25,708 otherwise
#: sure names to whom a look-alike was put on the roster, 14 of 209 with a lead below 6 came out as the other one, none of the 153
#: below 8, none of the 668 from there to 12 (docs/decisions/0118) …
CLOSE = 8.0
#: … and of two whose names differ in nothing but the writing of a kanji (髙橋, 高橋): eight of 826 from 6 to 12. Besides, who fills
#: in a sheet may write either.
CLOSE_VARIANTS = 12.0
#: A name is looked at again where its weakest character leads by less, unless another one leads there by far: then somebody
#: else stands there.
_AGAIN = (-10.0, 2.0)
_ALONE = 30.0


@dataclass(frozen=True)
class Judged:
    """The ranking of one cell: candidate numbers with their totals, best first, the features of the best, and whether somebody
    else of the roster is as good as likely."""

    ranking: tuple[tuple[int, float], ...]
    features: Floats
    close: bool

    @property
    def doubtful(self) -> bool:
        """Whether another look may tell more."""
        return _AGAIN[0] <= float(self.features[1]) < _AGAIN[1]


def judge_page(cells: Sequence[CellEvidence]) -> list[Judged]:
    """Rank the candidates of each cell and gather its features (``FEATURES``), page context included."""
    ranked = [_ranked(cell) for cell in cells]
    table = np.array([row for _, row, _ in ranked]).reshape(-1, 5)
    page = np.median(table[:, [1, 0]], axis=0) if len(table) else np.zeros(2)
    return [Judged(ranking, np.concatenate([row, page]), close) for ranking, row, close in ranked]


def judge_again(cell: CellEvidence, first: Judged) -> Judged:
    """The cell from another look at it; its page is what it was at first sight."""
    ranking, row, close = _ranked(cell)
    return Judged(ranking, np.concatenate([row, first.features[PAGE]]), close)


def _ranked(cell: CellEvidence) -> tuple[tuple[tuple[int, float], ...], Floats, bool]:
    """The cell's ranking, those of its features that are its own, and whether its second is close to its first."""
    order = sorted(cell.short.items(), key=lambda item: (-item[1].total, item[0]))
    if not order:
        return (), np.full(5, -_ALONE), False
    best = order[0][1]
    leads = np.sort(best.leads)
    row = np.array(
        [
            (best.line - cell.free_path) / max(3, len(leads)),
            leads[0],
            leads[1] if len(leads) > 1 else leads[0],
            leads.mean(),
            best.seen.min(),
        ]
    )
    second = order[1][1] if len(order) > 1 else None
    least = CLOSE_VARIANTS if second and best.exact and second.exact else CLOSE
    close = second is not None and best.total - second.total < least
    return tuple((number, one.total) for number, one in order), np.clip(row, -_ALONE, _ALONE), close


@functools.cache
def load_model() -> Model:
    """The shipped model of names (``models/names.json``)."""
    text = resources.files("sekisho.paper").joinpath("models", "names.json").read_text("utf-8")
    return of_data(json.loads(text))
