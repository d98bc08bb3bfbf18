"""What a clerk may hand over by mistake: one clear sentence, and no file is touched."""

import contextlib
import resource
import struct
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sekisho.base.errors import UserError
from sekisho.base.rows import read_rows
from sekisho.books.book import Book
from sekisho.books.post import post
from sekisho.books.tests.make import BY_SHEET, ledger, row, with_part

PEOPLE = {"青葉保育園": ["山田花子", "髙橋恵"]}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("content", "message", "remedy"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "パスワードがかかっています", "暗号化"),
        (OLE + "Workbook".encode("utf-16-le"), "古い形式（.xls）です", ".xlsx"),
        (b"%PDF-1.7", "Excel の台帳ではありません", ".xlsx"),
        (b"", "Excel の台帳ではありません", ".xlsx"),
        (b"PK\x03\x04" + bytes(50), "壊れている", "保存し直して"),
    ],
)
def test_files_that_are_no_ledger(tmp_path: Path, content: bytes, message: str, remedy: str) -> None:
    path = tmp_path / "台帳.xlsx"
    path.write_bytes(content)
    with pytest.raises(UserError) as caught:
        post([row("青葉保育園", "山田花子")], path, BY_SHEET, tmp_path / "new.xlsx")
    assert message in caught.value.message and remedy in caught.value.remedy
    assert list(tmp_path.iterdir()) == [path] and path.read_bytes() == content


def test_a_missing_ledger(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="開けません"):
        Book(tmp_path / "ない.xlsx")


def test_another_kind_of_zip(tmp_path: Path) -> None:
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    with_part(path, path, "_rels/.rels", lambda data: data.replace(b"xl/workbook.xml", b"xl/workbook.bin"))
    with pytest.raises(UserError, match=r"Excel の台帳（.xlsx、.xlsm）ではありません"):
        Book(path)


@pytest.mark.parametrize("lock", ["~$台帳.xlsx", ".~lock.台帳.xlsx#"])
@pytest.mark.parametrize("which", ["in", "out"])
def test_an_open_ledger(tmp_path: Path, lock: str, which: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    path = ledger(tmp_path / "in" / "台帳.xlsx", PEOPLE)
    (tmp_path / which / lock).write_bytes(b"")
    with pytest.raises(UserError, match="開かれています") as caught:
        post([row("青葉保育園", "山田花子")], path, BY_SHEET, tmp_path / "out" / "台帳.xlsx")
    assert lock in caught.value.remedy
    assert not (tmp_path / "out" / "台帳.xlsx").exists()


def test_a_ledger_cut_off(tmp_path: Path) -> None:
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(UserError, match="壊れている"):
        Book(path)


def test_entity_expansion_in_a_sheet(tmp_path: Path) -> None:
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    laughs = b'<!DOCTYPE worksheet [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>\n<worksheet'
    with_part(path, path, "xl/worksheets/sheet1.xml", lambda data: data.replace(b"<worksheet", laughs, 1))
    with pytest.raises(UserError, match="DOCTYPE"):
        post([row("青葉保育園", "山田花子")], path, BY_SHEET, tmp_path / "new.xlsx")
    assert list(tmp_path.iterdir()) == [path]


def test_a_bomb_among_the_parts(tmp_path: Path) -> None:
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    data = bytearray(path.read_bytes())
    name = b"xl/worksheets/sheet1.xml"
    record = data.rfind(name) - 46
    data[record + 24 : record + 28] = struct.pack("<L", 2**31)
    path.write_bytes(bytes(data))
    with pytest.raises(UserError, match="大きすぎます"):
        post([row("青葉保育園", "山田花子")], path, BY_SHEET, tmp_path / "new.xlsx")


@pytest.mark.parametrize("start", "=+-@")
def test_formula_like_cells_of_the_rows_are_plain_text(tmp_path: Path, start: str) -> None:
    header = "facility,name,date,state,probability,reason,source,page,row\r\n"
    (tmp_path / "rows.csv").write_text(
        f"{header}青葉保育園,'{start}山田花子,2025-05-12,accepted,1,,a.pdf,1,1\r\n", encoding="utf-8-sig"
    )
    path = ledger(
        tmp_path / "台帳.xlsx",
        {"青葉保育園": [f"{start}山田花子"]},
        lambda book, sheets: sheets["青葉保育園"].write_string(4, 1, f"{start}山田花子"),
    )
    result = post(read_rows(tmp_path / "rows.csv"), path, BY_SHEET, tmp_path / "new.xlsx")
    assert result.count("written") == 1
    assert f",'{start}山田花子," in (tmp_path / "new.changes.csv").read_text(encoding="utf-8-sig")


Fill = Callable[[], None]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[tuple[Path, Fill]]:
    """A folder and what makes its disk full: a tmpfs where one may be mounted, else a limit on files."""
    folder = tmp_path / "disk"
    folder.mkdir()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    mounted = (
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], capture_output=True
        ).returncode
        == 0
    )

    def fill() -> None:
        if not mounted:
            resource.setrlimit(resource.RLIMIT_FSIZE, (1024, limits[1]))
            return
        with (folder / "ballast").open("wb", buffering=0) as ballast, contextlib.suppress(OSError):
            while True:
                ballast.write(bytes(1024))

    yield folder, fill
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    if mounted:
        subprocess.run(["umount", str(folder)], check=True)


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir() if entry.name != "ballast")


def test_a_full_disk(tmp_path: Path, disk: tuple[Path, Fill]) -> None:
    folder, fill = disk
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    before = path.read_bytes()
    fill()
    with pytest.raises(UserError, match="書き込めませんでした"):
        post([row("青葉保育園", "山田花子")], path, BY_SHEET, folder / "new.xlsx")
    assert names(folder) == [] and path.read_bytes() == before


def test_a_full_disk_keeps_the_former_output(tmp_path: Path, disk: tuple[Path, Fill]) -> None:
    folder, fill = disk
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    post([row("青葉保育園", "山田花子")], path, BY_SHEET, folder / "new.xlsx")
    former = (folder / "new.xlsx").read_bytes()
    fill()
    with pytest.raises(UserError, match="書き込めませんでした"):
        post([row("青葉保育園", "髙橋恵")], path, BY_SHEET, folder / "new.xlsx")
    assert (folder / "new.xlsx").read_bytes() == former
    assert names(folder) == ["new.changes.csv", "new.xlsx"]


def test_a_report_that_cant_be_written_stops_the_ledger(tmp_path: Path) -> None:
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    with pytest.raises(UserError, match="書き込めませんでした"):
        post(
            [row("青葉保育園", "山田花子")],
            path,
            BY_SHEET,
            tmp_path / "new.xlsx",
            tmp_path / "none" / "c.csv",
        )
    assert list(tmp_path.iterdir()) == [path]
