import datetime
from pathlib import Path

from sekisho.base.rows import Row
from sekisho.paper.engine import Reading
from sekisho.paper.journal import Journal, content_key, file_key
from sekisho.paper.results import PageResult, ReadRow

READING = Reading(
    "佐藤　恵", 0.98, "名簿によく似た名前の方がいます", (("佐藤　恵", 0.98), ("佐藤　忠", 0.01))
)


def result(page: int) -> PageResult:
    row = Row(
        "一園",
        "佐藤　恵",
        datetime.date(2025, 5, 1),
        "doubtful",
        0.98,
        "理由",
        "a.pdf",
        page,
        1,
        {"結果": "−"},
    )
    read = ReadRow(
        row, {"name": READING}, {"name": [[0.0, 1.5], [2.0, 1.5], [2.0, 3.0], [0.0, 3.0]]}, b"\x89PNG"
    )
    return PageResult(
        "a.pdf", page, form="様式", turn=90, fit=0.9, facility=READING, rows=(read,), month="2025-05"
    )


def test_what_is_written_down_comes_back_the_same(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j", "run")
    journal.add("k/1", result(1))
    journal.add("k/2", PageResult("a.pdf", 2, "白紙です。", True))
    assert journal.get("k/1") == result(1)
    assert journal.get("k/2").refused == "白紙です。"
    journal.close(done=True)
    assert not (tmp_path / "j").exists()


def test_a_stopped_run_is_taken_up_and_a_torn_line_is_forgotten(tmp_path: Path) -> None:
    first = Journal(tmp_path / "j", "run")
    first.add("k/1", result(1))
    first.add("k/2", result(2))
    first.close(done=False)
    path = tmp_path / "j"
    path.write_bytes(path.read_bytes()[:-10])
    again = Journal(path, "run")
    assert "k/1" in again
    assert "k/2" not in again
    again.add("k/2", result(2))
    again.close(done=False)
    last = Journal(path, "run")
    assert (last.get("k/1"), last.get("k/2")) == (result(1), result(2))
    last.close(done=True)


def test_another_run_begins_anew(tmp_path: Path) -> None:
    first = Journal(tmp_path / "j", "run")
    first.add("k/1", result(1))
    first.close(done=False)
    other = Journal(tmp_path / "j", "other")
    assert "k/1" not in other
    other.close(done=True)


def test_keys_tell_contents_apart(tmp_path: Path) -> None:
    assert content_key([b"ab", b"c"]) != content_key([b"a", b"bc"])
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "b").write_bytes(b"1")
    assert file_key(tmp_path / "a") == file_key(tmp_path / "b") != ""
    assert file_key(tmp_path / "none") == ""
