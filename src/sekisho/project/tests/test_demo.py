"""``sekisho demo scans`` from end to end, small."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from sekisho.base.errors import UserError
from sekisho.base.files import read_text
from sekisho.base.kanji import fold
from sekisho.project.cli import app


def _run(folder: Path, *options: str) -> None:
    arguments = ["demo", "scans", str(folder), "--facilities", "4", "--people", "60", *options]
    CliRunner().invoke(app, arguments, catch_exceptions=False, standalone_mode=False)


def _lines(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(read_text(path), newline="")))


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_month_with_truth_roster_ledger_and_blank(tmp_path: Path) -> None:
    _run(tmp_path / "a")
    _run(tmp_path / "b")
    made = _bytes(tmp_path / "a")
    assert made == _bytes(tmp_path / "b"), "same seed, same bytes"
    assert {"blank.pdf", "ledger.xlsx", "roster.csv", "truth.csv", "はじめに.txt"} < made.keys()
    roster = {(line["facility"], fold(line["name"])) for line in _lines(tmp_path / "a" / "roster.csv")}
    truth = _lines(tmp_path / "a" / "truth.csv")
    assert len(roster) >= 59 and len(truth) > 40
    for line in truth:
        assert ((line["facility"], fold(line["name"])) in roster) == (line["on_roster"] == "1")
        assert f"scans/{line['source']}" in made
        assert line["date"].startswith("2025-0")
    book = openpyxl.load_workbook(tmp_path / "a" / "ledger.xlsx", read_only=True)
    assert {line["facility"] for line in truth} <= set(book.sheetnames)


def test_running_again_writes_the_same_and_another_seed_differs(tmp_path: Path) -> None:
    _run(tmp_path)
    made = _bytes(tmp_path)
    _run(tmp_path)
    assert _bytes(tmp_path) == made
    _run(tmp_path, "--seed", "2", "--mix", "harsh", "--month", "2026-02")
    assert _bytes(tmp_path)["roster.csv"] != made["roster.csv"]


@pytest.mark.parametrize("month", ["2025-13", "5月", "2019-05", "202505"])
def test_a_month_that_cannot_be_read(tmp_path: Path, month: str) -> None:
    with pytest.raises(UserError, match="月"):
        _run(tmp_path / "new", "--month", month)
    assert not (tmp_path / "new").exists()


def test_too_few_people(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="人数"):
        _run(tmp_path / "new", "--people", "5")


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "scans").mkdir()
    (tmp_path / "scans" / "大事な書類.pdf").write_bytes(b"%PDF")
    with pytest.raises(UserError, match="大事な書類"):
        _run(tmp_path)
    assert list(_bytes(tmp_path)) == ["scans/大事な書類.pdf"]


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    with pytest.raises(UserError, match="フォルダー"):
        _run(tmp_path / "x")
