import csv
import errno
import io
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.base.errors import UserError
from sekisho.base.files import csv_bytes, defuse, read_text, undefuse, whole_file, write_whole

FORMULAS = ["=1+1", "+81", "-1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://例.test")']


def test_written_whole(tmp_path: Path) -> None:
    target = tmp_path / "名簿.csv"
    write_whole(target, b"one")
    write_whole(target, b"two")
    assert target.read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["名簿.csv"]


def test_readable_as_the_umask_says(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "a", b"")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


def test_after_a_failure_the_old_file_stands_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "rows.csv"
    write_whole(target, b"old")
    with pytest.raises(RuntimeError, match="in the middle"), whole_file(target) as stream:
        stream.write(b"half")
        raise RuntimeError("in the middle")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_interrupted_by_the_keyboard(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), whole_file(tmp_path / "rows.csv") as stream:
        stream.write(b"half")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_full_disk_is_told_in_japanese(tmp_path: Path) -> None:
    with (
        pytest.raises(UserError, match=r"書き込めませんでした") as caught,
        whole_file(tmp_path / "a") as stream,
    ):
        stream.write(b"half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert "空き容量" in caught.value.remedy
    assert list(tmp_path.iterdir()) == []


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="書き込めませんでした"):
        write_whole(tmp_path / "nowhere" / "a", b"x")


def test_a_folder_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").mkdir()
    with pytest.raises(UserError, match="書き込めませんでした"):
        write_whole(tmp_path / "rows.csv", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["rows.csv"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_texts_of_offices(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("施設,氏名\r\n髙橋,﨑\r\n".encode(encoding))
    assert read_text(path) == "施設,氏名\r\n髙橋,﨑\r\n"


@pytest.mark.parametrize("data", ["facility,name\n園,氏名".encode("utf-16"), b"\x81\xff\x80"])
def test_neither_utf8_nor_cp932(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    with pytest.raises(UserError, match="文字コードを読み取れません"):
        read_text(path)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04\x14\0\x06\0", "Excel などの"),
        (b"%PDF-1.7\n\x81\xff\0", "PDF の"),
        (b"\x89PNG\r\n\x1a\n\0", "画像の"),
    ],
)
def test_another_kind_of_file_is_called_by_its_name(tmp_path: Path, data: bytes, kind: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    with pytest.raises(UserError, match=f"「a.csv」は ?{kind}ファイルです"):
        read_text(path)


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="開けません"):
        read_text(tmp_path / "none.csv")


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_defused(text: str) -> None:
    assert defuse(text) == "'" + text
    assert undefuse(defuse(text)) == text


@given(st.text(max_size=6).filter(lambda text: not text.startswith("'")))
def test_what_is_defused_comes_back(text: str) -> None:
    assert undefuse(defuse(text)) == text


def test_an_apostrophe_of_somebody_stays() -> None:
    assert undefuse("'山田") == "'山田"


def test_csv_for_excel() -> None:
    data = csv_bytes(["facility", "name"], [["みどり,園", '山田"花子'], ["=1", "改\n行"]])
    assert data.startswith("\ufefffacility,name\r\n".encode())
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert lines == [["facility", "name"], ["みどり,園", '山田"花子'], ["'=1", "改\n行"]]
