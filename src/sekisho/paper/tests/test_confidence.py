import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sekisho.paper.additive import Model, as_data, fit, of_data, ramps
from sekisho.paper.confidence import CLOSE, FEATURES, PAGE, judge_again, judge_page, load_model
from sekisho.paper.evidence import CellEvidence, Evidence

Floats = NDArray[np.float64]
COUNT = len(FEATURES)


def examples(rows: int = 2000, seed: int = 3) -> tuple[Floats, NDArray[np.bool_]]:
    """Features of which the first two decide, the others are noise."""
    rng = np.random.default_rng(seed)
    features = rng.normal(0, 4, (rows, COUNT))
    chance = 1 / (1 + np.exp(-(1 + features[:, 0] + 0.5 * features[:, 1])))
    return features, rng.random(rows) < chance


@pytest.fixture(scope="module")
def model() -> Model:
    features, right = examples()
    return fit(features, right, np.ones(len(right)))


FEATURE = st.floats(-40, 40)
VECTOR = st.lists(FEATURE, min_size=COUNT, max_size=COUNT)


@given(VECTOR, st.integers(0, COUNT - 1), st.floats(0, 20))
def test_more_evidence_never_hurts(model: Model, vector: list[float], place: int, more: float) -> None:
    less = np.array([vector])
    better = less.copy()
    better[0, place] += more
    assert model.probability(better)[0] >= model.probability(less)[0] - 1e-12


@given(VECTOR, st.integers(0, COUNT - 1), st.floats(0, 20))
def test_nor_with_the_shipped_weights(vector: list[float], place: int, more: float) -> None:
    shipped = load_model()
    better = np.array([vector])
    better[0, place] += more
    assert shipped.probability(better)[0] >= shipped.probability(np.array([vector]))[0] - 1e-12


def test_the_fit_is_calibrated(model: Model) -> None:
    features, right = examples(20_000, seed=8)
    chances = model.probability(features)
    for low, high in ((0, 0.1), (0.1, 0.4), (0.4, 0.6), (0.6, 0.9), (0.9, 1)):
        part = (chances >= low) & (chances < high)
        assert part.sum() > 100
        assert right[part].mean() == pytest.approx(chances[part].mean(), abs=0.07)


def test_what_says_nothing_weighs_little(model: Model) -> None:
    strength = model.weights.sum(1)
    assert strength[:2].min() > 3 * strength[2:].max()


def test_rows_can_count_more(model: Model) -> None:
    features, right = examples()
    heavier = fit(features, right, np.where(right, 1.0, 10.0))
    assert heavier.probability(features).mean() < model.probability(features).mean() - 0.1


def test_the_same_model_from_the_same_rows(model: Model) -> None:
    features, right = examples()
    again = fit(features, right, np.ones(len(right)))
    assert as_data(again, FEATURES) == as_data(model, FEATURES)


def test_a_curve_rises_at_least_as_steeply_as_asked() -> None:
    features, right = examples()
    model = fit(features, right, np.ones(len(right)), least=(0.0,) * (COUNT - 1) + (0.5,))
    assert (model.weights[-1] >= 0.5 * np.diff(model.knots[-1]) - 1e-9).all()


def test_curves_bend_where_the_doubts_lie() -> None:
    """Nearly all rows are far from any doubt, on either side: the few between them decide what is believed."""
    rng = np.random.default_rng(4)
    middle = rng.uniform(-3, 3, 1000)
    x = np.concatenate([rng.uniform(20, 40, 12_000), rng.uniform(-40, -20, 12_000), middle])[:, None]
    right = rng.random(len(x)) < 1 / (1 + np.exp(-3 * x[:, 0]))
    found = fit(x, right, np.ones(len(x))).probability(np.array([[-1.0], [0.0], [1.0]]))
    np.testing.assert_allclose(found, [0.047, 0.5, 0.953], atol=0.15)


def test_json_and_back(model: Model) -> None:
    data = json.loads(json.dumps(as_data(model, FEATURES)))
    assert data["features"] == list(FEATURES)
    back = of_data(data)
    features, _ = examples(200, seed=5)
    np.testing.assert_allclose(back.probability(features), model.probability(features), atol=1e-4)


def test_the_shipped_model_fits_the_code() -> None:
    shipped = load_model()
    assert shipped.knots.shape[0] == COUNT
    assert shipped.weights.shape == (COUNT, shipped.knots.shape[1] - 1)
    assert (shipped.weights >= 0).all() and (np.diff(shipped.knots) >= 0).all()
    best, worst = np.full((1, COUNT), 30.0), np.full((1, COUNT), -30.0)
    assert shipped.probability(best)[0] > 0.99
    assert shipped.probability(worst)[0] < 0.01


def test_ramps_climb_from_knot_to_knot() -> None:
    knots = np.array([[0.0, 1.0, 3.0]])
    found = ramps(np.array([[-5.0], [0.5], [1.0], [2.0], [9.0]]), knots)
    assert found.tolist() == [[0, 0], [0.5, 0], [1, 0], [1, 0.5], [1, 1]]


THRESHOLDS = ((1e-5, 0.99999), (1e-4, 0.9998), (1e-3, 0.995), (1e-2, 0.93))


@given(st.floats(1e-6, 0.5), st.floats(1, 100))
def test_less_risk_asks_for_more(risk: float, times: float) -> None:
    model = Model(np.zeros((COUNT, 2)), np.zeros((COUNT, 1)), 0.0, THRESHOLDS)
    assert model.threshold(risk) >= model.threshold(min(0.5, risk * times)) - 1e-12


def test_thresholds_pass_through_what_was_fitted() -> None:
    model = Model(np.zeros((COUNT, 2)), np.zeros((COUNT, 1)), 0.0, THRESHOLDS)
    for risk, least in THRESHOLDS:
        assert model.threshold(risk) == pytest.approx(least, abs=1e-9)
    assert 0.9998 > model.threshold(3e-4) > 0.995
    assert model.threshold(1e-9) == pytest.approx(0.99999)


def evidence(line: float, leads: list[float], seen: list[float] | None = None) -> Evidence:
    return Evidence(line, np.array(seen or [-0.1] * len(leads)), np.array(leads), "x" * len(leads))


def cell(short: dict[int, Evidence], free_path: float = -1.0) -> CellEvidence:
    return CellEvidence(short, np.zeros(3), "山田", free_path, 4)


def test_ranking_and_features() -> None:
    good = cell(
        {0: evidence(-9.0, [1.0, -2.0]), 2: evidence(-1.5, [8.0, 5.0, 6.0, 7.0], [-0.1, -0.2, -3.0, -0.3])}
    )
    judged = judge_page([good])[0]
    assert [number for number, _ in judged.ranking] == [2, 0]
    named = dict(zip(FEATURES, judged.features, strict=True))
    assert named["line"] == pytest.approx(-0.5 / 4)
    assert (named["weakest"], named["second"], named["average"]) == (5.0, 6.0, 6.5)
    assert named["seen"] == -3.0
    assert judged.close, "4.1 between the two"
    assert (named["page_weakest"], named["page_line"]) == (named["weakest"], named["line"])


def test_a_lone_candidate_and_none() -> None:
    alone, none = judge_page([cell({0: evidence(-1.0, [4.0])}), cell({})])
    assert not alone.close and not none.close
    assert none.ranking == () and (none.features[:5] == -30).all()
    assert np.isfinite(np.stack([alone.features, none.features])).all()
    assert judge_page([]) == []


def test_somebody_else_of_the_roster_is_close_or_far() -> None:
    for behind, close in ((CLOSE - 0.5, True), (CLOSE + 0.5, False)):
        found = judge_page([cell({0: evidence(-1.0, [9.0]), 1: evidence(-1.0 - behind, [9.0])})])
        assert found[0].close is close


def test_the_page_speaks_for_all_its_cells() -> None:
    cells = [cell({0: evidence(-1.0, [lead])}) for lead in (2.0, 4.0, 9.0)]
    assert {one.features[FEATURES.index("page_weakest")] for one in judge_page(cells)} == {4.0}


def test_equal_candidates_keep_the_order_of_the_roster() -> None:
    same = evidence(-1.0, [3.0])
    assert [number for number, _ in judge_page([cell({2: same, 1: same, 0: same})])[0].ranking] == [0, 1, 2]


def test_another_look_leaves_the_page_what_it_was() -> None:
    clear, dim = cell({0: evidence(-1, [9, 8])}), cell({1: evidence(-3, [1, 4])})
    first = judge_page([clear, clear, dim])
    again = judge_again(cell({2: evidence(-2, [3, 4])}), first[2])
    assert [number for number, _ in again.ranking] == [2]
    assert again.features[1] == 3 and (again.features[PAGE] == first[2].features[PAGE]).all()
    assert [one.doubtful for one in (*first, again)] == [False, False, True, False]
