"""From evidence to a calibrated probability: an additive logistic model in which more evidence never hurts.

Each feature goes through a rising piecewise-linear curve (a monotone generalised additive model); knots and weights lie in
``models/names.json`` and ``models/dates.json``, fitted by ``sekisho train`` on pages of the role «calibrate».
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Knots of a curve, and how often they are laid anew where the doubts lie.
_KNOTS, _ROUNDS = 9, 2


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


def fit(features: Floats, right: NDArray[np.bool_], weight: Floats, least: Sequence[float] = ()) -> Model:
    """Fit the curves by penalised maximum likelihood; ``weight`` counts a row more or less than once. ``least``: how steeply the
    curve of each feature must rise, where the rows themselves can't teach it.

    The curves bend where rows are doubtful: the first ones' knots are spread over all rows, and each time after that over the rows
    by how doubtful those before found them, right and wrong ones alike.
    """
    levels = np.concatenate([[0, 0.003, 0.01, 0.03], np.linspace(0.1, 1, _KNOTS - 4)])
    model = _fit_curves(_apart(np.quantile(features, levels, axis=0).T), features, right, weight, least)
    for _ in range(_ROUNDS):
        sure = np.clip(model.probability(features), 1e-7, 1 - 1e-7)
        doubt = weight * np.sqrt(sure * (1 - sure))
        for side in (right, ~right):
            doubt[side] /= max(float(doubt[side].sum()), 1e-12)
        knots = np.stack([_spread(one, doubt) for one in features.T])
        model = _fit_curves(_apart(knots), features, right, weight, least)
    return model


def _spread(values: Floats, weight: Floats) -> Floats:
    """Knots between the least and the greatest of ``values``, as much of ``weight`` between each two."""
    order = np.argsort(values)
    upto = np.cumsum(weight[order]) - weight[order] / 2
    inner = np.interp(np.linspace(0, upto[-1], _KNOTS)[1:-1], upto, values[order])
    return np.array([values.min(), *inner, values.max()])


def _apart(knots: Floats) -> Floats:
    """Knots of which no two are the same."""
    return np.asarray(np.maximum.accumulate(knots, axis=1) + np.arange(knots.shape[1]) * 1e-6)


def _fit_curves(
    knots: Floats, features: Floats, right: NDArray[np.bool_], weight: Floats, least: Sequence[float]
) -> Model:
    # Reading never fits anything, and SciPy takes longer to import than all else.
    from scipy.optimize import minimize

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

    slopes = np.array(least or [0.0] * len(knots))
    floors = (slopes[:, None] * np.diff(knots)).ravel()
    found = minimize(
        loss, np.concatenate([[0.0], floors]), jac=True, method="L-BFGS-B", bounds=[(None, None), *((low, None) for low in floors)],
        options={"maxiter": 4000},
    )  # fmt: skip
    return Model(knots, found.x[1:].reshape(len(knots), -1), float(found.x[0]))


def as_data(model: Model, features: Sequence[str]) -> dict[str, Any]:
    """The model as plain data, rounded so that it is the same on every machine."""
    return {
        "features": list(features),
        "offset": round(model.offset, 6),
        "knots": np.round(model.knots, 6).tolist(),
        "weights": np.round(model.weights, 6).tolist(),
        "thresholds": [list(pair) for pair in model.thresholds],
    }


def of_data(data: Mapping[str, Any]) -> Model:
    """The model of ``as_data``."""
    thresholds = tuple((float(risk), float(least)) for risk, least in data["thresholds"])
    return Model(np.array(data["knots"]), np.array(data["weights"]), float(data["offset"]), thresholds)
