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


def fit(
    features: Floats,
    right: NDArray[np.bool_],
    weight: Floats,
    curves: int = 8,
    least: Sequence[float] = (),
) -> Model:
    """Fit the curves by penalised maximum likelihood; ``weight`` counts a row more or less than once. ``least``: how steeply the
    curve of each feature must rise, where the rows themselves can't teach it.
    """
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

    slopes = np.array(least or [0.0] * len(knots))
    floors = (slopes[:, None] * np.diff(knots)).ravel()
    found = minimize(
        loss, np.concatenate([[0.0], floors]), jac=True, method="L-BFGS-B", bounds=[(None, None), *((low, None) for low in floors)],
        options={"maxiter": 2000},
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
