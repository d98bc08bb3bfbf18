from dataclasses import replace

import numpy as np
import pytest

from sekisho.base.kanji import plain
from sekisho.paper.engine import Engine, load_engine
from sekisho.paper.evidence import SHORT_LIST, Candidate, CellEvidence
from sekisho.paper.tests.written import write


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load_engine(2)


def judge(
    engine: Engine, written: list[str], candidates: list[Candidate], font: str = "bizudmincho"
) -> list[CellEvidence]:
    lines = engine.recogniser.lines([write(text, font) for text in written])
    return engine.scorer.judge(lines, candidates)


PEOPLE = [Candidate(name) for name in ("山田　花子", "佐藤　健太", "鈴木　一郎", "山口　花江", "高橋　美咲")]


def test_who_is_written_leads(engine: Engine) -> None:
    cells = judge(engine, [person.text for person in PEOPLE], PEOPLE)
    for number, cell in enumerate(cells):
        best = max(cell.short, key=lambda one: cell.short[one].total)
        assert best == number == int(cell.lines.argmax())
        assert len(cell.short) == min(SHORT_LIST, len(PEOPLE))
        assert (cell.short[number].leads > 0).all(), "no other character fits better anywhere"
        assert cell.short[number].line <= 0
        assert cell.length == len(cell.free)


def test_one_other_kanji_shows_at_its_place(engine: Engine) -> None:
    """千 is written, 干 is scored: only there the lead is lost, and the rival is what stands there."""
    one, other = Candidate("鈴木　千夏"), Candidate("鈴木　干夏")
    cell = judge(engine, ["鈴木　千夏"], [one, other])[0]
    right, wrong = cell.short[0], cell.short[1]
    assert right.total > wrong.total
    assert int(wrong.leads.argmin()) == 2 and wrong.leads[2] < 0
    assert wrong.rivals[2] == "千"
    assert wrong.leads[2] < min(wrong.leads[0], wrong.leads[1], wrong.leads[3])


def test_writings_of_one_name_count_as_one_unless_both_are_on_the_roster(engine: Engine) -> None:
    loose = judge(engine, ["髙橋　恵"], [Candidate("高橋　恵")])[0].short[0]
    assert (loose.leads > 0).all()
    pair = judge(engine, ["髙橋　恵"], [Candidate("高橋　恵", True), Candidate("髙橋　恵", True)])[0]
    assert pair.short[1].total > pair.short[0].total
    assert pair.short[0].leads[0] < 0 < pair.short[1].leads[0]
    assert pair.short[0].rivals[0] == "髙"


def test_two_looks_count_alike(engine: Engine) -> None:
    lines = engine.recogniser.lines([write("鈴木　一郎"), write("佐藤　健太")])
    once = engine.scorer.judge(lines, PEOPLE)
    for one, two in zip(once, engine.scorer.judge(lines, PEOPLE, lines), strict=True):
        assert one.free == two.free and one.short.keys() == two.short.keys()
        np.testing.assert_allclose(one.lines, two.lines, atol=1e-3)
        for number, evidence in one.short.items():
            np.testing.assert_allclose(evidence.leads, two.short[number].leads, atol=1e-3)
    mirrored = [replace(line, logp=line.logp[::-1], image=line.image[:, ::-1]) for line in lines]
    for one, two in zip(once, engine.scorer.judge(lines, PEOPLE, mirrored), strict=True):
        best, torn = (max(cell.short.values(), key=lambda found: found.total) for cell in (one, two))
        assert torn.leads.min() < best.leads.min() - 5, "looks that disagree are sure of nobody"


def test_characters_that_the_recogniser_lacks(engine: Engine) -> None:
    for name in ("山﨑　愛", "濵田　愛", "𠮷田　愛"):
        # The other fonts have no 𠮷.
        cell = judge(engine, [name], [Candidate(name), Candidate("中村　蓮")], "klee-one")[0]
        assert max(cell.short, key=lambda number: cell.short[number].total) == 0
        assert len(cell.short[0].leads) == len(plain(name))


def test_nobody_to_choose_from_gives_the_free_reading(engine: Engine) -> None:
    cell = judge(engine, ["山田　花子"], [])[0]
    assert cell.short == {} and cell.lines.shape == (0,)
    assert cell.free == "山田花子"


def test_no_cells(engine: Engine) -> None:
    assert judge(engine, [], PEOPLE) == []


def test_a_name_too_long_for_what_is_written_is_not_looked_at(engine: Engine) -> None:
    long = Candidate("山" * 60)
    cell = judge(engine, ["林"], [Candidate("林"), long])[0]
    assert set(cell.short) == {0}
    assert cell.lines[1] < cell.lines[0] - 100


def test_an_empty_cell_is_nobody(engine: Engine) -> None:
    blank = np.full((58, 300), 245, np.uint8)
    cell = engine.scorer.judge(engine.recogniser.lines([blank]), PEOPLE)[0]
    assert all(one.leads.min() < 0 for one in cell.short.values())
    assert len(cell.free) <= 1
