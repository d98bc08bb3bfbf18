"""Taking a posting back."""

from pathlib import Path

import openpyxl
import pytest

from sekisho.base.errors import UserError
from sekisho.books.changes import read_changes
from sekisho.books.post import post
from sekisho.books.tests.make import BY_SHEET, ledger, parts, row, with_part
from sekisho.books.undo import undo

PEOPLE = {"青葉保育園": ["山田花子", "髙橋恵", "佐藤翔"], "みどり保育所": ["渡邉健", "鈴木一"]}
ROWS = [
    row("青葉保育園", "山田花子", number=1),
    row("青葉保育園", "佐藤翔", number=2),
    row("みどり保育所", "鈴木一", number=3),
]


def unmarked(path: Path) -> Path:
    """A ledger that doesn't ask for recalculation, with a row whose spans must grow."""
    ledger(path, PEOPLE)
    with_part(path, path, "xl/workbook.xml", lambda data: data.replace(b' fullCalcOnLoad="1"', b""))
    return with_part(
        path,
        path,
        "xl/worksheets/sheet2.xml",
        lambda data: data.replace(b'<row r="6" spans="1:15">', b'<row r="6" spans="1:2">'),
    )


def test_every_part_is_what_it_was(tmp_path: Path) -> None:
    path = unmarked(tmp_path / "台帳.xlsx")
    posted = post(ROWS, path, BY_SHEET, tmp_path / "new.xlsx")
    assert b'fullCalcOnLoad="1"' in parts(tmp_path / "new.xlsx")["xl/workbook.xml"]
    assert [change.outcome for change in posted.changes] == ["written"] * 3 + ["file"] * 2
    assert posted.report and read_changes(posted.report) == posted.changes
    result = undo(posted.report, tmp_path / "new.xlsx", tmp_path / "old.xlsx")
    assert len(result.restored) == 3 and not result.kept
    assert parts(tmp_path / "old.xlsx") == parts(path)


def test_the_mark_stays_while_a_later_posting_is_there(tmp_path: Path) -> None:
    path = unmarked(tmp_path / "台帳.xlsx")
    first = post(ROWS[:2], path, BY_SHEET, tmp_path / "one.xlsx")
    second = post(ROWS[2:], tmp_path / "one.xlsx", BY_SHEET, tmp_path / "two.xlsx")
    assert first.report and second.report
    undo(first.report, tmp_path / "two.xlsx", tmp_path / "back.xlsx")
    assert b'fullCalcOnLoad="1"' in parts(tmp_path / "back.xlsx")["xl/workbook.xml"]
    undo(second.report, tmp_path / "two.xlsx", tmp_path / "one again.xlsx")
    undo(first.report, tmp_path / "one again.xlsx", tmp_path / "none.xlsx")
    assert parts(tmp_path / "none.xlsx") == parts(path)


def test_after_saving_elsewhere_only_the_written_cells_are_emptied(tmp_path: Path) -> None:
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    posted = post(ROWS, path, BY_SHEET, tmp_path / "new.xlsx")
    book = openpyxl.load_workbook(tmp_path / "new.xlsx")
    book["青葉保育園"]["D5"] = "休"
    book["青葉保育園"]["E5"] = 1
    book.save(tmp_path / "saved.xlsx")
    assert posted.report
    result = undo(posted.report, tmp_path / "saved.xlsx", tmp_path / "old.xlsx")
    assert [change.name for change in result.kept] == ["山田花子"]
    after = openpyxl.load_workbook(tmp_path / "old.xlsx")["青葉保育園"]
    assert [after[cell].value for cell in ("D5", "E5", "D7")] == ["休", 1, None]


def test_the_wrong_ledger_is_refused(tmp_path: Path) -> None:
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    posted = post(ROWS, path, BY_SHEET, tmp_path / "new.xlsx")
    assert posted.report
    with pytest.raises(UserError, match="一つも見つかりません"):
        undo(posted.report, path, tmp_path / "old.xlsx")
    assert not (tmp_path / "old.xlsx").exists()


def test_a_report_that_isnt_one(tmp_path: Path) -> None:
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    (tmp_path / "rows.csv").write_text("a,b\r\n1,2\r\n", encoding="utf-8")
    with pytest.raises(UserError, match="列「sheet、cell"):
        undo(tmp_path / "rows.csv", path, tmp_path / "old.xlsx")


@pytest.mark.parametrize("bad", ['["a",1,2,3]', "{}", "[1", '["a","b","c","d"]'])
def test_a_damaged_report_names_the_line(tmp_path: Path, bad: str) -> None:
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    header = "sheet,cell,before,after,facility,name,date,source,page,row,outcome,reason,undo\r\n"
    quoted = bad.replace('"', '""')
    (tmp_path / "c.csv").write_text(f'{header}a,B1,,1,,,,,1,1,written,,"{quoted}"\r\n', encoding="utf-8")
    with pytest.raises(UserError, match="2 行目"):
        undo(tmp_path / "c.csv", path, tmp_path / "old.xlsx")


def test_a_forged_report_cant_put_broken_xml_back(tmp_path: Path) -> None:
    path = ledger(tmp_path / "台帳.xlsx", PEOPLE)
    posted = post(ROWS, path, BY_SHEET, tmp_path / "new.xlsx")
    assert posted.report
    text = posted.report.read_text(encoding="utf-8-sig")
    assert '"""",""<c' in text or ',"""",' in text
    posted.report.write_text(text.replace(',"""",', ',""<c>"",'), encoding="utf-8")
    with pytest.raises(UserError, match="XML を読み取れません"):
        undo(posted.report, tmp_path / "new.xlsx", tmp_path / "old.xlsx")
