"""The demo ledger through the ledger commands; the result opened by openpyxl, calamine and LibreOffice."""

import datetime
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
import typer
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from sekisho.base.errors import UserError
from sekisho.base.rows import Row, write_rows
from sekisho.books.post import post
from sekisho.books.rule import Rule, ValueRule, Where
from sekisho.project.commands.ledgers import ledger_commands
from sekisho.project.demo_ledger import Layout, write_ledger

FACILITIES = [
    ("青葉保育園", ["山田　花子", "髙橋　恵", "佐藤　翔", "鈴木　一"]),
    ("みどり保育所", ["山田　花子", "渡邉　健", "渡邊　健"]),
    ("ひばり園", ["中村　葵", "小林　凛"]),
]
ONE = ValueRule("number", 1)
RULES: dict[Layout, Rule] = {
    "sheets": Rule(Where("sheet"), Where("column", "B"), Where("row", row=5), ONE),
    "long": Rule(Where("block", "A"), Where("column", "B"), Where("row", row=2, in_block=True), ONE, "台帳"),
    "months": Rule(Where("column", "B"), Where("column", "C"), Where("sheet"), ONE, column="D"),
}
#: The cells that a clerk fills in to show the rule: two months, two facilities.
SHOWN: dict[Layout, list[tuple[str, str]]] = {
    "sheets": [("青葉保育園", "E6"), ("青葉保育園", "E8"), ("みどり保育所", "F6")],
    "long": [("台帳", "E6"), ("台帳", "E8"), ("台帳", "F15")],
    "months": [("5月", "D4"), ("5月", "D6"), ("6月", "D8")],
}
#: Persons of May by facility, then the June one.
COUNTS = {"青葉保育園": (4, 0), "みどり保育所": (3, 1), "ひばり園": (2, 0)}


def rows() -> list[Row]:
    """All of May but one, who is of June too."""
    found = [
        Row(
            facility,
            name.replace("　", ""),
            datetime.date(2025, 5, 12),
            "accepted",
            1.0,
            "",
            "五月.pdf",
            page,
            number,
        )
        for page, (facility, names) in enumerate(FACILITIES, start=1)
        for number, name in enumerate(names, start=1)
    ]
    june = datetime.date(2025, 6, 9)
    return [*found, Row("みどり保育所", "山田花子", june, "accepted", 1.0, "", "六月.pdf", 1, 1)]


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@pytest.mark.parametrize("layout", list(RULES))
def test_the_demo_ledger_is_the_same_every_time(tmp_path: Path, layout: Layout) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_ledger(tmp_path / name, FACILITIES, 2025, layout)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize("layout", list(RULES))
def test_only_the_posted_sheets_change(tmp_path: Path, layout: Layout) -> None:
    write_ledger(tmp_path / "台帳.xlsx", FACILITIES, 2025, layout)
    result = post(rows(), tmp_path / "台帳.xlsx", RULES[layout], tmp_path / "new.xlsx")
    assert result.count("written") == 10
    before, after = contents(tmp_path / "台帳.xlsx"), contents(tmp_path / "new.xlsx")
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert len(changed) == {"sheets": 3, "long": 1, "months": 2}[layout]
    assert all(name.startswith("xl/worksheets/sheet") for name in changed)
    assert any(name.startswith("xl/media/") for name in before) and any(
        "comments" in name for name in before
    ) is (layout != "months")
    for name in changed:
        for kept in (
            b"x14:sparklineGroups",
            b"conditionalFormatting",
            b"dataValidation ",
            b"<pane ",
            b"<drawing ",
        ):
            assert before[name].count(kept) == after[name].count(kept)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> dict[Layout, Path]:
    """All three posted ledgers, loaded, recalculated and saved by one run of LibreOffice."""
    folder = tmp_path_factory.mktemp("soffice")
    for layout in RULES:
        write_ledger(folder / "台帳.xlsx", FACILITIES, 2025, layout)
        post(rows(), folder / "台帳.xlsx", RULES[layout], folder / f"{layout}.xlsx")
    program = shutil.which("soffice")
    if not program:
        pytest.fail("LibreOffice がありません。apt-get install libreoffice-calc で入れてください。")
    command = [
        program,
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "xlsx",
    ]
    files = [str(folder / f"{layout}.xlsx") for layout in RULES]
    subprocess.run(
        [*command, "--outdir", str(folder / "out"), *files], check=True, capture_output=True, timeout=120
    )
    return {layout: folder / "out" / f"{layout}.xlsx" for layout in RULES}


@pytest.mark.parametrize("layout", list(RULES))
def test_libreoffice_counts_the_ones(opened: dict[Layout, Path], layout: Layout) -> None:
    total = openpyxl.load_workbook(opened[layout], data_only=True)["集計"]
    found = {line[0].value: (line[2].value, line[3].value) for line in total.iter_rows(min_row=4, max_row=6)}
    assert found == COUNTS
    assert [line[13].value for line in total.iter_rows(min_row=4, max_row=6)] == [4, 4, 2]


def test_libreoffice_counts_per_person(opened: dict[Layout, Path]) -> None:
    sheet = openpyxl.load_workbook(opened["sheets"], data_only=True)["みどり保育所"]
    assert [sheet[f"P{row}"].value for row in (6, 7, 8, 9)] == [2, 1, 1, 4]


@pytest.mark.parametrize("layout", list(RULES))
def test_openpyxl_and_calamine_read_what_was_written(tmp_path: Path, layout: Layout) -> None:
    write_ledger(tmp_path / "台帳.xlsx", FACILITIES, 2025, layout)
    result = post(rows(), tmp_path / "台帳.xlsx", RULES[layout], tmp_path / "new.xlsx")
    pyxl = openpyxl.load_workbook(tmp_path / "new.xlsx")
    calamine = CalamineWorkbook.from_path(str(tmp_path / "new.xlsx"))
    assert pyxl.sheetnames == calamine.sheet_names
    ones = 0
    for title in calamine.sheet_names[1:]:
        values = calamine.get_sheet_by_name(title).to_python(skip_empty_area=False)
        places = {
            (number, column)
            for number, line in enumerate(values, 1)
            for column, value in enumerate(line, 1)
            if value == 1
        }
        written = {
            change.cell for change in result.changes if change.outcome == "written" and change.sheet == title
        }
        assert {pyxl[title][cell].value for cell in written} <= {1}
        cells = {(pyxl[title][cell].row, pyxl[title][cell].column) for cell in written}
        assert cells <= places
        ones += len(cells)
    assert ones == 10


@pytest.fixture
def app() -> typer.Typer:
    made, rule = typer.Typer(), typer.Typer()
    made.add_typer(rule, name="rule")
    ledger_commands(made, rule)
    return made


@pytest.mark.parametrize("layout", list(RULES))
def test_a_clerks_way_through_the_commands(
    tmp_path: Path, app: typer.Typer, layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    write_ledger(Path("台帳.xlsx"), FACILITIES, 2025, layout)
    write_rows(Path("rows.csv"), rows())
    book = openpyxl.load_workbook("台帳.xlsx")
    for sheet, cell in SHOWN[layout]:
        book[sheet][cell] = 1
    book.save("記入例.xlsx")

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(app, arguments, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.output

    said = run("rule", "learn", "台帳.xlsx", "記入例.xlsx", "rows.csv", "-o", "rule.toml")
    assert "数「1」を書きます。" in said and "10 行のうち 10 行" in said
    assert "見つからない" in run("post", "rows.csv", "台帳.xlsx", "--rule", "rule.toml", "--dry-run")
    assert not Path("new.xlsx").exists()
    assert "new.changes.csv" in run("post", "rows.csv", "台帳.xlsx", "--rule", "rule.toml", "-o", "new.xlsx")
    said = run("compare", "記入例.xlsx", "new.xlsx", "-o", "report.html", "--rows", "rows.csv")
    assert "10 セル中 7 件の相違。" in said and Path("report.html").is_file()
    assert "10 セルの書き込みを取り消しました" in run(
        "post", "--undo", "new.changes.csv", "new.xlsx", "-o", "old.xlsx"
    )
    assert contents(Path("old.xlsx")) == contents(Path("台帳.xlsx"))
    said = run("post", "rows.csv", "new.xlsx", "--rule", "rule.toml", "-o", "new.xlsx")
    assert "渡された台帳そのもの" in said and "--undo new.changes-2.csv new.xlsx -o new.xlsx" in said


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["post", "rows.csv"], "二つを指定"),
        (["post", "rows.csv", "台帳.xlsx"], "転記の決まりがありません"),
        (["post", "rows.csv", "台帳.xlsx", "--rule", "rule.toml"], "書き出す台帳の名前がありません"),
        (["post", "rows.csv", "台帳.xlsx", "--undo", "c.csv"], "台帳を一つと"),
        (["compare", "a.xlsx", "b.xlsx", "-o", "a.xlsx"], "読み込むファイルと同じ"),
        (["rule", "learn", "a.xlsx", "b.xlsx", "r.csv", "-o", "r.csv"], "読み込むファイルと同じ"),
    ],
)
def test_incomplete_commands_say_what_is_missing(
    app: typer.Typer, arguments: list[str], message: str
) -> None:
    with pytest.raises(UserError, match=message) as caught:
        CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert caught.value.remedy
