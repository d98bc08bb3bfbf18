"""Who comes, changes and leaves when a roster is handed in."""

from hypothesis import given
from hypothesis import strategies as st

from sekisho.affairs.stool_tests.rules import Change, Entry, compare

HILL, BROOK = "丘の上保育園", "小川保育園"


def test_numbers_first_then_names() -> None:
    held = [
        Entry(HILL, "大空 花子", "おおぞら はなこ", "1", key=1),
        Entry(HILL, "川原 次郎", key=2),
        Entry(HILL, "野原 三郎", key=3),
        Entry(BROOK, "山中 四郎", key=4),
    ]
    wanted = [
        Entry(HILL, "青空 花子", number="1", line=2),
        Entry(HILL, "川原　次郎", number="2", line=3),
        Entry(HILL, "新井 五郎", line=4),
    ]
    outcome = compare(held, wanted, [])
    assert [(change.before.key, change.after.name, change.after.kana) for change in outcome.changed] == [
        (1, "青空 花子", "おおぞら はなこ"), (2, "川原　次郎", ""),
    ]  # fmt: skip
    assert [one.name for one in outcome.come] == ["新井 五郎"]
    assert [one.key for one in outcome.leave] == [3]
    assert outcome.untouched == [BROOK]


def test_two_of_one_name_are_two() -> None:
    held = [Entry(HILL, "大空 花子", key=1), Entry(HILL, "大空 花子", key=2)]
    outcome = compare(held, [Entry(HILL, "大空 花子", line=2)], [])
    assert (outcome.same, [one.key for one in outcome.leave]) == (1, [2])


_entries = st.lists(
    st.builds(
        Entry,
        st.sampled_from([HILL, BROOK]),
        st.sampled_from(["甲", "乙", "丙"]),
        number=st.sampled_from(["", "1", "2"]),
    )
)


@given(_entries, _entries)
def test_nobody_is_lost_or_counted_twice(held: list[Entry], wanted: list[Entry]) -> None:
    held = [Entry(one.facility, one.name, number=one.number, key=key) for key, one in enumerate(held, 1)]
    outcome = compare(held, wanted, [])
    kept = outcome.same + len(outcome.changed)
    assert kept + len(outcome.come) == len(wanted)
    left = sum(one.facility in outcome.untouched for one in held)
    assert kept + len(outcome.leave) + left == len(held)
    again = compare(
        [Entry(one.facility, one.name, one.kana, one.number, key) for key, one in enumerate(wanted, 1)],
        wanted,
        [],
    )
    assert not again.come and not again.leave


def test_what_is_kept_is_a_change() -> None:
    before = Entry(HILL, "大空 花子", key=1)
    assert compare([before], [Entry(HILL, "大空 花子", "おおぞら", line=2)], []).changed == [
        Change(before, Entry(HILL, "大空 花子", "おおぞら", "", 1, 2))
    ]
