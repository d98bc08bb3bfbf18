"""What is kept of a preview is what was worked out."""

from hypothesis import given
from hypothesis import strategies as st

from sekisho.affairs.stool_tests.posting.lines import OUTCOMES, Line, by_facility, counts, pack, unpack

_lines = st.lists(
    st.builds(
        Line, st.integers(1, 10**9), st.sampled_from([*OUTCOMES, "skipped"]), *[st.text(max_size=9)] * 3,
        st.sampled_from(["", "2026-10-12"]), *[st.text(max_size=9)] * 6,
    )
)  # fmt: skip


@given(_lines)
def test_what_is_kept_comes_back(lines: list[Line]) -> None:
    assert unpack(pack(lines)) == lines
    assert sum(counts(lines).values()) == len(lines)
    assert sorted(line.row for _, group in by_facility(lines) for line in group) == sorted(
        line.row for line in lines
    )
    assert all(line.facility == facility for facility, group in by_facility(lines) for line in group)
    assert all(bool(line.word) and (line.day is None) == (not line.date) for line in lines)
