"""Scores and alignments against every path there is, on alphabets small enough to list them."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.base.kanji import GROUPS, variants
from sekisho.paper.ctc import Alphabet, LogProbs, Pools, align, greedy, score

CLASSES = 4


def frames(count: int, seed: int, classes: int = CLASSES) -> LogProbs:
    chances = np.random.default_rng(seed).dirichlet(np.full(classes, 0.7), count)
    return np.log(np.maximum(chances, 1e-9)).astype(np.float32)


def collapsed(path: tuple[int, ...]) -> list[int]:
    return [kind for kind, _ in itertools.groupby(path) if kind]


def by_every_path(logp: LogProbs) -> dict[tuple[int, ...], float]:
    """Probability of each sequence, all paths added up one by one."""
    found: dict[tuple[int, ...], float] = {}
    for path in itertools.product(range(logp.shape[1]), repeat=len(logp)):
        sequence = tuple(collapsed(path))
        chance = float(np.exp(sum(logp[frame, kind] for frame, kind in enumerate(path))))
        found[sequence] = found.get(sequence, 0.0) + chance
    return found


@given(st.integers(1, 5), st.integers(0, 10_000))
def test_score_is_the_sum_over_all_paths(count: int, seed: int) -> None:
    logp = frames(count, seed)
    truth = by_every_path(logp)
    found = np.exp(score(logp, list(truth)))
    np.testing.assert_allclose(found, list(truth.values()), rtol=1e-3, atol=1e-7)
    assert found.sum() == pytest.approx(1, rel=1e-3)


@given(st.integers(2, 5), st.integers(0, 10_000))
def test_a_sequence_scores_the_same_in_any_company(count: int, seed: int) -> None:
    logp = frames(count, seed)
    sequences = [[1, 1], [], [2], [1, 2, 3], [3, 3]]
    alone = [float(score(logp, [sequence])[0]) for sequence in sequences]
    np.testing.assert_allclose(score(logp, sequences), alone, rtol=1e-5)


def test_repeated_letters_need_a_blank_between() -> None:
    logp = np.full((2, CLASSES), np.log(1 / CLASSES), np.float32)
    twice, once = np.exp(score(logp, [[1, 1], [1]]))
    assert twice == pytest.approx(0, abs=1e-12)
    assert once == pytest.approx(3 / CLASSES**2)
    three = np.full((3, CLASSES), np.log(1 / CLASSES), np.float32)
    assert np.exp(score(three, [[1, 1]])[0]) == pytest.approx(1 / CLASSES**3)


def test_nothing_is_the_path_of_blanks() -> None:
    logp = frames(4, 1)
    assert score(logp, [[]])[0] == pytest.approx(logp[:, 0].sum(), rel=1e-5)
    assert score(logp, []).shape == (0,)


def test_more_letters_than_frames_can_not_be() -> None:
    assert (score(frames(2, 3), [[1, 2, 3], [1, 2, 3, 1, 2, 3]]) < -1e6).all()


def test_the_free_reading_drops_blanks_and_repeats() -> None:
    logp = np.full((7, CLASSES), np.log(0.05), np.float32)
    for frame, (kind, chance) in enumerate(
        [(1, 0.5), (1, 0.8), (0, 0.9), (1, 0.6), (2, 0.7), (0, 0.9), (2, 0.85)]
    ):
        logp[frame, kind] = np.log(chance)
    classes, where, path = greedy(logp)
    assert classes == [1, 1, 2, 2]
    assert where == [1, 3, 4, 6]
    assert path == pytest.approx(np.log([0.5, 0.8, 0.9, 0.6, 0.7, 0.9, 0.85]).sum(), rel=1e-5)


@given(st.integers(1, 6), st.integers(0, 10_000))
def test_the_free_reading_is_one_of_its_paths(count: int, seed: int) -> None:
    logp = frames(count, seed)
    classes, where, path = greedy(logp)
    assert classes == collapsed(tuple(map(int, logp.argmax(1))))
    assert score(logp, [classes])[0] >= path - 1e-3
    assert where == sorted(set(where)) and len(where) == len(classes)


@given(st.lists(st.integers(1, CLASSES - 1), max_size=3), st.integers(0, 10_000), st.integers(0, 1))
def test_alignment_follows_the_best_path(sequence: list[int], seed: int, spare: int) -> None:
    least = len(sequence) + sum(one == two for one, two in itertools.pairwise(sequence))
    logp = frames(max(1, least + spare), seed)
    paths = [
        path
        for path in itertools.product(range(CLASSES), repeat=len(logp))
        if collapsed(path) == list(sequence)
    ]
    values = [sum(float(logp[frame, kind]) for frame, kind in enumerate(path)) for path in paths]
    found = align(logp, sequence)
    assert found == sorted(set(found)) and len(found) == len(sequence)
    best = max(values)
    # Where two paths are as good, either may be followed.
    likely = [path for path, value in zip(paths, values, strict=True) if value > best - 1e-3]
    assert any(found == strongest(logp, path) for path in likely)


def strongest(logp: LogProbs, path: tuple[int, ...]) -> list[int]:
    where = []
    for kind, run in itertools.groupby(range(len(path)), key=lambda frame: path[frame]):
        if kind:
            where.append(max(run, key=lambda frame: (logp[frame, kind], -frame)))
    return where


def test_pools_add_up_all_writings() -> None:
    place = {character: number for number, character in enumerate("高髙辺邊邉山崎﨑碕")}
    logp = frames(3, 5, len(place))
    pooled = Pools(place)(logp)
    chances = np.exp(logp)
    for group in ("高髙", "辺邊邉", "崎﨑碕"):
        members = [place[character] for character in group]
        for member in members:
            np.testing.assert_allclose(np.exp(pooled[:, member]), chances[:, members].sum(1), rtol=1e-4)
    assert (pooled[:, place["山"]] == logp[:, place["山"]]).all()


def test_pools_leave_what_they_are_given() -> None:
    logp = frames(2, 6, 2)
    before = logp.copy()
    Pools({"高": 0, "髙": 1})(logp)
    assert (logp == before).all()


def test_alphabet_to_classes() -> None:
    alphabet = Alphabet("山田高髙崎")
    assert alphabet.encode("髙　田") == [4, 2]
    assert alphabet.encode("山﨑") == [1, 5], "missing: another writing of it"
    assert alphabet.encode("山☃田") == [1, 2], "no writing at all: left out"
    assert alphabet.encode("") == []
    assert alphabet.encode_exact("髙") == 4
    assert alphabet.encode_exact("﨑") == 0


def test_writings_score_alike_once_pooled() -> None:
    alphabet = Alphabet("山田高髙橋")
    logp = frames(5, 7, 6)
    exact = score(logp, [alphabet.encode("高橋"), alphabet.encode("髙橋")])
    pooled = score(alphabet.pooled(logp), [alphabet.encode("高橋"), alphabet.encode("髙橋")])
    assert exact[0] != exact[1]
    assert pooled[0] == pooled[1] >= exact.max()


def test_each_group_has_all_its_writings_at_hand() -> None:
    alphabet = Alphabet("".join(group[0] for group in GROUPS))
    for group in GROUPS:
        for character in group:
            assert group[0] in variants(character)
            assert len(alphabet.encode(character)) == 1
