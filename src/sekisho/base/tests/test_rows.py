import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.base.errors import UserError
from sekisho.base.rows import HEADER, Row, read_rows, rows_to_csv, write_rows

ROW = Row(
    "みどり保育園",
    "山田　花子",
    datetime.date(2025, 5, 1),
    "accepted",
    0.99995,
    "",
    "五月.pdf",
    2,
    7,
    {"result": "-"},
)


def test_columns_as_the_city_asked() -> None:
    header, line = rows_to_csv([ROW]).decode("utf-8-sig").splitlines()
    assert header == "facility,name,date,state,probability,reason,source,page,row,result"
    assert line == "みどり保育園,山田　花子,2025-05-01,accepted,0.99995,,五月.pdf,2,7,'-"


def test_written_and_read_again(tmp_path: Path) -> None:
    rows = [
        ROW,
        Row(
            "", "", None, "doubtful", 0.0, "日付が読めません", "=1.pdf", 1, 1, {"result": "", "備考": "@転園"}
        ),
    ]
    write_rows(tmp_path / "rows.csv", rows)
    one, two = read_rows(tmp_path / "rows.csv")
    assert one == Row(**{**vars(ROW), "extra": {"result": "-", "備考": ""}})
    assert two == rows[1]


CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\x00\r\n\ufeff"), max_size=8
).filter(lambda text: not text.startswith("'"))


@given(name=CELLS, reason=CELLS, source=CELLS, result=CELLS, day=st.none() | st.dates())
def test_any_text_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    reason: str,
    source: str,
    result: str,
    day: datetime.date | None,
) -> None:
    row = Row("園", name, day, "doubtful", 0.5, reason, source, 1, 1, {"結果": result})
    path = tmp_path_factory.mktemp("rows") / "rows.csv"
    write_rows(path, [row])
    assert read_rows(path) == [row]


def test_nobody_still_has_a_header(tmp_path: Path) -> None:
    write_rows(tmp_path / "rows.csv", [])
    assert (tmp_path / "rows.csv").read_text("utf-8-sig").strip().split(",") == list(HEADER)
    assert read_rows(tmp_path / "rows.csv") == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_saved_again_by_a_clerk(tmp_path: Path, encoding: str) -> None:
    """Excel saves what it was given as cp932; a clerk has filled in the name and set the state."""
    text = rows_to_csv([ROW]).decode("utf-8-sig").replace("山田　花子", "髙橋　恵")
    (tmp_path / "rows.csv").write_bytes(text.encode(encoding))
    assert [(row.name, row.extra["result"]) for row in read_rows(tmp_path / "rows.csv")] == [
        ("髙橋　恵", "-")
    ]


def test_missing_columns_are_named(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("facility,name\nA,B\n", "utf-8")
    with pytest.raises(
        UserError, match="「date、state、probability、reason、source、page、row」がありません"
    ):
        read_rows(tmp_path / "rows.csv")


def test_empty_file(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").touch()
    with pytest.raises(UserError, match="がありません"):
        read_rows(tmp_path / "rows.csv")


def test_a_day_may_stand_there_as_excel_saves_it(tmp_path: Path) -> None:
    """Whoever mends a row in Excel gets every day of the file written anew."""
    text = rows_to_csv([ROW]).decode("utf-8-sig").replace("2025-05-01", "2025/5/1")
    (tmp_path / "rows.csv").write_bytes(text.encode("cp932"))
    assert read_rows(tmp_path / "rows.csv")[0].date == datetime.date(2025, 5, 1)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2025-05-01", "2025-02-30"),
        ("accepted", "確定"),
        ("0.99995", "高い"),
        (",2,7", ",二,7"),
        (",2,7,'-", ""),
    ],
)
def test_a_line_that_cant_be_read_is_named(tmp_path: Path, before: str, after: str) -> None:
    text = rows_to_csv([ROW, ROW]).decode("utf-8-sig")
    header, one, two = text.splitlines()
    assert before in two
    (tmp_path / "rows.csv").write_text("\n".join([header, one, two.replace(before, after)]), "utf-8")
    with pytest.raises(UserError, match="3 行目を読み取れません"):
        read_rows(tmp_path / "rows.csv")
