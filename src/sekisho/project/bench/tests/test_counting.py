"""What counts as wrong, as left to a person, and why: small pages by hand."""

import datetime
from collections.abc import Sequence
from dataclasses import replace

from pytest import approx

from sekisho.base.rows import Row, State
from sekisho.paper.confidence import load_model
from sekisho.paper.engine import Reading
from sekisho.paper.results import PageResult, ReadRow
from sekisho.paper.synth.truth import PageTruth, RowTruth
from sekisho.project.bench.counting import PageRecord, at_risk, grouped, tally
from sekisho.project.bench.judging import Judged, judge

DAY = datetime.date(2025, 5, 12)
HOME = "かもめ保育園"
ROSTER = ("高橋　恵", "山本　太郎", "渡邉　健", "渡邊　健")


def true_row(row: int, name: str, on_roster: bool = True, flags: tuple[str, ...] = ()) -> RowTruth:
    return RowTruth(row, name, name, DAY, False, on_roster, "roster", flags, ())


def page_truth(rows: Sequence[RowTruth]) -> PageTruth:
    return PageTruth(
        "bench-ledger", "bench", "print", "font", "bench", (210.0, 297.0), HOME, DAY, tuple(rows), ()
    )


def read_row(
    row: int,
    name: str,
    state: State = "accepted",
    reason: str = "",
    facility: str = HOME,
    date: datetime.date | None = DAY,
    chances: tuple[float, float, float] = (1.0, 0.99999, 1.0),
) -> ReadRow:
    """``chances``: of facility, name and date."""
    probability = chances[0] * chances[1] * chances[2]
    written = date.isoformat() if date else ""
    parts = {
        "facility": Reading(facility, chances[0], ""),
        "name": Reading(name, chances[1], "氏名が読めません"),
        "date": Reading(written, chances[2], "日付が読めません"),
    }
    return ReadRow(Row(facility, name, date, state, probability, reason, "a.pdf", 1, row), parts, {})


def judged(truth: RowTruth, read: ReadRow) -> Judged:
    (found,) = judge(PageResult("a.pdf", 1, rows=(read,)), page_truth([truth]), ROSTER)
    return found


def test_a_right_row_has_no_fault_even_when_its_kanji_is_a_variant() -> None:
    found = judged(true_row(1, "高橋　恵"), read_row(1, "髙橋　惠"))
    assert (found.fate, found.fault, found.cause, found.ours) == ("accepted", "", "", True)


def test_a_variant_that_tells_two_people_apart_counts() -> None:
    assert judged(true_row(1, "渡邉　健"), read_row(1, "渡邊　健")).fault == "person"
    assert judged(true_row(1, "渡邉　健"), read_row(1, "渡邉 健")).fault == ""


def test_each_kind_of_fault() -> None:
    other = DAY - datetime.timedelta(days=1)
    assert judged(true_row(1, "高橋　恵"), read_row(1, "山本　太郎")).fault == "person"
    assert judged(true_row(1, "高橋　恵"), read_row(1, "高橋　恵", date=other)).fault == "date"
    assert judged(true_row(1, "高橋　恵"), read_row(1, "高橋　恵", date=None)).fault == "date"
    assert judged(true_row(1, "高橋　恵"), read_row(1, "高橋　恵", facility="岬保育園")).fault == "facility"
    stranger = judged(true_row(1, "高橋　千", on_roster=False), read_row(1, "高橋　恵"))
    assert (stranger.fault, stranger.ours) == ("stranger", False)
    struck = judged(true_row(1, "高橋　恵", flags=("struck",)), read_row(1, "高橋　恵"))
    assert (struck.fault, struck.ours) == ("must_doubt", False)
    assert judged(true_row(1, "高橋　恵", flags=("stamped",)), read_row(1, "高橋　恵")).fault == ""


def test_rows_that_are_not_read_or_not_written() -> None:
    truth = page_truth([true_row(1, "高橋　恵"), true_row(2, "山本　太郎")])
    result = PageResult("a.pdf", 1, rows=(read_row(2, "山本　太郎"), read_row(5, "高橋　恵")))
    found = {row.row: row for row in judge(result, truth, ROSTER)}
    assert (found[1].fate, found[1].cause) == ("missed", "missed")
    assert (found[5].fate, found[5].fault, found[5].ours) == ("accepted", "nothing", False)
    refused = judge(PageResult("a.pdf", 1, refused="合いません"), truth, ROSTER)
    assert [row.fate for row in refused] == ["refused", "refused"]


def test_the_cause_is_the_least_sure_part_or_what_spoke_against() -> None:
    truth = true_row(1, "高橋　恵")
    by_name = judged(truth, read_row(1, "高橋　恵", "doubtful", "氏名が読めません", chances=(1, 0.5, 0.9)))
    by_date = judged(truth, read_row(1, "高橋　恵", "doubtful", "日付が読めません", chances=(1, 0.9, 0.5)))
    by_sign = judged(truth, read_row(1, "高橋　恵", "doubtful", "取り消し線があります"))
    assert (by_name.cause, by_date.cause, by_sign.cause) == ("name", "date", "flag")
    assert (by_name.objection, by_sign.objection) == ("", "取り消し線があります")


def record(rows: Sequence[Judged], refused: str = "", damages: tuple[str, ...] = ()) -> PageRecord:
    return PageRecord("bench", "print", "life", "bench-ledger", "font", damages, 200, refused, tuple(rows))


RIGHT = Judged(1, "accepted", 0.99995, "", "", True)


def test_the_counts() -> None:
    rows = [
        *[replace(RIGHT, row=number) for number in range(1, 8)],
        Judged(8, "doubtful", 0.9, "", "name", True),
        Judged(9, "doubtful", 0.99999, "", "flag", True, "取り消し線があります"),
        Judged(10, "accepted", 0.9999, "person", "", True),
        Judged(11, "accepted", 0.9999, "stranger", "", False),
        Judged(12, "doubtful", 0.2, "must_doubt", "name", False),
        Judged(13, "accepted", 0.9999, "nothing", "", False),
    ]
    unread = [Judged(1, "refused", 0.0, "", "refused", True)]
    found = tally([record(rows), record(unread, "合いません")])
    assert (found.pages, found.refused, found.rows) == (2, 1, 13)
    assert (found.accepted, found.wrongs, dict(found.wrong)) == (
        10,
        3,
        {"person": 1, "stranger": 1, "nothing": 1},
    )
    assert (found.ours, found.left) == (11, 3)
    assert dict(found.causes) == {"name": 1, "flag": 1, "refused": 1}
    assert found.left_share == approx(3 / 11)
    assert found.share_of("name", "flag") == approx(2 / 11)


def test_the_bound_is_that_of_clopper_and_pearson() -> None:
    none_wrong = tally([record([replace(RIGHT, row=number) for number in range(30_000)])])
    assert none_wrong.bound == approx(1 - 0.05 ** (1 / 30_000))  # nothing wrong: the «rule of three»
    assert tally([]).bound == 1.0


def test_another_risk_moves_only_rows_that_nothing_else_speaks_against() -> None:
    between = (load_model().threshold(1e-3) + load_model().threshold(1e-4)) / 2
    unsure = Judged(2, "doubtful", between, "", "date", True)
    struck = Judged(3, "doubtful", 1.0, "", "flag", True, "取り消し線があります")
    unread = Judged(4, "refused", 0.0, "", "refused", True)
    pages = [record([RIGHT, unsure, struck, unread])]
    fates = {risk: [row.fate for row in at_risk(pages, risk)[0].rows] for risk in (1e-3, 1e-4)}
    assert fates[1e-3] == ["accepted", "accepted", "doubtful", "refused"]
    assert fates[1e-4] == ["accepted", "doubtful", "doubtful", "refused"]
    assert at_risk(pages, 1e-4)[0].rows == pages[0].rows


def test_a_page_stands_under_each_of_its_damages() -> None:
    pages = [record([RIGHT], damages=("fax", "skew")), record([RIGHT], damages=("fax",)), record([RIGHT])]
    groups = grouped(pages, lambda page: page.damages or ("none",))
    assert {name: len(own) for name, own in groups.items()} == {"fax": 2, "none": 1, "skew": 1}
