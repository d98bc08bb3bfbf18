"""From evidence to a calibrated probability: an additive logistic model in which more evidence never hurts.

Each feature goes through a rising piecewise-linear curve (a monotone generalised additive model); its knots and
weights lie in ``models/names.json``, fitted by ``sekisho train names`` on pages with fonts and damages of the
role «calibrate».
"""

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from sekisho.paper.evidence import CellEvidence

Floats = NDArray[np.float64]

#: What a cell is judged by; the last two speak of the whole page (a hand that is hard to read).
FEATURES = ("line", "weakest", "second", "average", "seen", "gap", "page_weakest", "page_line")
#: The features that are the same for all cells of a page.
PAGE = slice(6, 8)
_ALONE = 30.0


@dataclass(frozen=True)
class Judged:
    """The ranking of one cell: candidate numbers with their totals, best first, and the features of the best."""

    ranking: tuple[tuple[int, float], ...]
    features: Floats


def judge_page(cells: Sequence[CellEvidence]) -> list[Judged]:
    """Rank the candidates of each cell and gather its features (``FEATURES``), page context included."""
    ranked, rows = [], []
    for cell in cells:
        order = sorted(cell.short.items(), key=lambda item: (-item[1].total, item[0]))
        ranking = tuple((number, evidence.total) for number, evidence in order)
        ranked.append(ranking)
        if not order:
            rows.append(np.full(6, -_ALONE))
            continue
        best = order[0][1]
        gap = ranking[0][1] - ranking[1][1] if len(ranking) > 1 else _ALONE
        leads = np.sort(best.leads)
        rows.append(
            np.array(
                [
                    (best.line - cell.free_path) / max(3, len(leads)),
                    leads[0],
                    leads[1] if len(leads) > 1 else leads[0],
                    leads.mean(),
                    best.seen.min(),
                    gap,
                ]
            )
        )
    table = np.clip(np.array(rows).reshape(-1, 6), -_ALONE, _ALONE)
    page = np.median(table[:, [1, 0]], axis=0) if len(table) else np.zeros(2)
    return [Judged(ranking, np.concatenate([row, page])) for ranking, row in zip(ranked, table, strict=True)]


@dataclass(frozen=True)
class Model:
    """Knots (features × knots) and weights (features × knots − 1, none negative) of the curves, and the offset.

    ``thresholds``: (risk, least probability) pairs: accepting from there on keeps the expected share of wrong rows
    among the accepted at that risk.
    """

    knots: Floats
    weights: Floats
    offset: float
    thresholds: tuple[tuple[float, float], ...] = ()

    def probability(self, features: Floats) -> Floats:
        """Chance (n) that the best candidate is right, from features (n × len(FEATURES))."""
        logit = self.offset + (ramps(features, self.knots) * self.weights.reshape(1, -1)).sum(1)
        return np.asarray(1 / (1 + np.exp(-np.clip(logit, -40, 40))))

    def threshold(self, risk: float) -> float:
        """The least probability that is accepted for a wanted risk (log-linear between the fitted ones)."""
        risks = np.log([pair[0] for pair in self.thresholds])
        doubts = np.log([max(1 - pair[1], 1e-12) for pair in self.thresholds])
        return 1 - float(np.exp(np.interp(np.log(max(risk, 1e-9)), risks, doubts)))


def ramps(features: Floats, knots: Floats) -> Floats:
    """How far each feature has climbed between neighbouring knots, 0..1 each (n × features·(knots − 1))."""
    low, high = knots[:, :-1], knots[:, 1:]
    climbed = (features[:, :, None] - low) / np.maximum(high - low, 1e-9)
    return np.asarray(np.clip(climbed, 0, 1).reshape(len(features), -1))


def fit(features: Floats, right: NDArray[np.bool_], weight: Floats, curves: int = 8) -> Model:
    """Fit the curves by penalised maximum likelihood; ``weight`` counts a row more or less than once."""
    # Reading never fits anything, and SciPy takes longer to import than all else.
    from scipy.optimize import minimize

    levels = np.concatenate([[0, 0.003, 0.01, 0.03], np.linspace(0.1, 1, curves - 3)])
    knots = np.quantile(features, levels, axis=0).T
    knots += np.arange(knots.shape[1]) * 1e-6
    climbed = ramps(features, knots)
    sign = np.where(right, 1.0, -1.0)

    def loss(parameters: Floats) -> tuple[float, Floats]:
        margin = sign * (parameters[0] + climbed @ parameters[1:])
        share = weight / (1 + np.exp(np.clip(margin, -40, 40)))
        value = float((weight * np.logaddexp(0, -margin)).sum() + 0.02 * (parameters[1:] ** 2).sum())
        slope = np.concatenate(
            [[-(share * sign).sum()], -(climbed.T @ (share * sign)) + 0.04 * parameters[1:]]
        )
        return value, slope

    count = climbed.shape[1]
    found = minimize(
        loss, np.zeros(1 + count), jac=True, method="L-BFGS-B", bounds=[(None, None), *[(0, None)] * count],
        options={"maxiter": 2000},
    )  # fmt: skip
    return Model(knots, found.x[1:].reshape(len(knots), -1), float(found.x[0]))


def to_json(model: Model) -> str:
    """The model as text, rounded so that it is the same on every machine."""
    return json.dumps(
        {
            "features": list(FEATURES),
            "offset": round(model.offset, 6),
            "knots": np.round(model.knots, 6).tolist(),
            "weights": np.round(model.weights, 6).tolist(),
            "thresholds": [list(pair) for pair in model.thresholds],
        },
        indent=1,
    )


@functools.cache
def load_model() -> Model:
    """The shipped model of names."""
    data = json.loads(resources.files("sekisho.paper").joinpath("models", "names.json").read_text("utf-8"))
    thresholds = tuple((float(risk), float(least)) for risk, least in data["thresholds"])
    return Model(np.array(data["knots"]), np.array(data["weights"]), float(data["offset"]), thresholds)
