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
#: Two people of the roster that lie nearer to each other (natural logarithm) are told apart by a person: of 29,506 names on
#: calibration pages 118 were, among them eight of the nine that came out as somebody else (丼上 as 井上).
CLOSE = 12.0
#: A name is looked at again where its weakest character leads by less, unless another one leads there by far: then somebody
#: else stands there.
_AGAIN = (-10.0, 2.0)
_ALONE = 30.0


@dataclass(frozen=True)
class Judged:
    """The ranking of one cell: candidate numbers with their totals, best first, and the features of the best."""

    ranking: tuple[tuple[int, float], ...]
    features: Floats

    @property
    def close(self) -> bool:
        """Whether somebody else of the roster is as good as likely."""
        return len(self.ranking) > 1 and self.ranking[0][1] - self.ranking[1][1] < CLOSE

    @property
    def doubtful(self) -> bool:
        """Whether another look may tell more."""
        return _AGAIN[0] <= float(self.features[1]) < _AGAIN[1]


def judge_page(cells: Sequence[CellEvidence]) -> list[Judged]:
    """Rank the candidates of each cell and gather its features (``FEATURES``), page context included."""
    ranked = [_ranked(cell) for cell in cells]
    table = np.array([row for _, row in ranked]).reshape(-1, 5)
    page = np.median(table[:, [1, 0]], axis=0) if len(table) else np.zeros(2)
    return [Judged(ranking, np.concatenate([row, page])) for ranking, row in ranked]


def judge_again(cell: CellEvidence, first: Judged) -> Judged:
    """The cell from another look at it; its page is what it was at first sight."""
    ranking, row = _ranked(cell)
    return Judged(ranking, np.concatenate([row, first.features[PAGE]]))


def _ranked(cell: CellEvidence) -> tuple[tuple[tuple[int, float], ...], Floats]:
    """The cell's ranking, and those of its features that are its own."""
    order = sorted(cell.short.items(), key=lambda item: (-item[1].total, item[0]))
    if not order:
        return (), np.full(5, -_ALONE)
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
    return tuple((number, evidence.total) for number, evidence in order), np.clip(row, -_ALONE, _ALONE)


@functools.cache
def load_model() -> Model:
    """The shipped model of names (``models/names.json``)."""
    text = resources.files("sekisho.paper").joinpath("models", "names.json").read_text("utf-8")
    return of_data(json.loads(text))
