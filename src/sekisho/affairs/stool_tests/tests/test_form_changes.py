"""Changes of a draft, and what is said beside its regions. Pure."""

import pytest

from sekisho.affairs.stool_tests.teaching.changes import change
from sekisho.affairs.stool_tests.teaching.regions import missing, sheets, spoken
from sekisho.base.errors import UserError
from sekisho.paper.form import Column, Field, Form, FormPage, Table

TABLE = Table(
    (Column("氏名", "name", 20, 60), Column("日付", "date", 60, 90), Column("結果", "mark", 90, 110)),
    (50.0, 60.0, 70.0, 80.0),
    "行の境目がはっきりしません。",
)
FORM = Form(
    "用紙",
    (FormPage(210, 297, "表題", (Field("施設名", "facility", (20, 20, 60, 10)),), (TABLE,)), FormPage(210, 297, "裏")),
    ("1ページ：列「日付」の種類がはっきりしません。", "2ページ：表題が見つかりません。"),
)  # fmt: skip


def _column(form: Form, number: int) -> Column:
    return form.pages[0].tables[0].columns[number]


def _values(column: Column, **changed: str) -> dict[str, str]:
    return {
        "name": column.name, "kind": column.kind, "left": str(column.left), "right": str(column.right), "choices": "",
        "upper": "0", **changed,
    }  # fmt: skip


def test_a_border_that_two_columns_share_moves_for_both() -> None:
    moved = change(FORM, "p0t0c0", "save", _values(_column(FORM, 0), right="64.5"))
    assert [(one.left, one.right) for one in moved.pages[0].tables[0].columns] == [
        (20, 64.5),
        (64.5, 90),
        (90, 110),
    ]
    # Past its neighbour's other border it moves alone: the overlap is told instead of a column that vanishes.
    over = change(FORM, "p0t0c0", "save", _values(_column(FORM, 0), right="95"))
    assert _column(over, 1).left == 60
    assert any("重なって" in one.problems[0] for one in sheets(over)[0].regions if one.problems)


def test_columns_are_split_added_and_deleted() -> None:
    split = change(FORM, "p0t0c1", "split", {})
    assert [(one.name, one.left, one.right) for one in split.pages[0].tables[0].columns][1:3] == [
        ("日付", 60, 75), ("列1", 75, 90),
    ]  # fmt: skip
    added = change(FORM, "p0t0", "column", {})
    assert (_column(added, 3).left, _column(added, 3).right) == (110, 135)
    rest = FORM
    for _ in range(3):
        rest = change(rest, "p0t0c0", "delete", {})
    assert rest.pages[0].tables == ()


def test_rows_are_moved_spread_and_counted_anew() -> None:
    values = {"left": "25", "top": "55", "edges": "50.0 60.0 70.0 80.0"}
    moved = change(FORM, "p0t0", "save", values).pages[0].tables[0]
    assert moved.edges == (55, 65, 75, 85) and moved.columns[0].left == 25
    values = {"left": "20", "top": "50", "edges": "５０ 62.5、70 80"}
    assert change(FORM, "p0t0", "save", values).pages[0].tables[0].edges == (50, 62.5, 70, 80)
    assert change(FORM, "p0t0", "even", {"rows": "5"}).pages[0].tables[0].edges == (50, 56, 62, 68, 74, 80)
    for rows in ("0", "121", "x", ""):
        with pytest.raises(UserError, match="行の数"):
            change(FORM, "p0t0", "even", {"rows": rows})


def test_new_regions_stand_where_nothing_is() -> None:
    form = FORM
    for _ in range(5):
        form = change(form, "p0", "field", {})
    form = change(form, "p0", "table", {})
    assert [one.name for one in form.pages[0].fields][1:] == ["欄1", "欄2", "欄3", "欄4", "欄5"]
    assert not [one.problems for one in sheets(form)[0].regions if one.problems]


def test_notes_stand_beside_what_they_name_until_somebody_has_looked() -> None:
    first, second = sheets(FORM)
    noted = {one.key: one.notes for one in first.regions if one.notes}
    assert noted == {"p0t0": [TABLE.unchecked], "p0t0c1": [FORM.unsure[0]]}
    assert second.notes == [FORM.unsure[1]]
    looked = change(FORM, "p0t0", "checked", {"note": TABLE.unchecked})
    looked = change(looked, "p0t0c1", "checked", {"note": FORM.unsure[0]})
    assert looked.pages[0].tables[0].unchecked == "" and looked.unsure == (FORM.unsure[1],)
    assert spoken("行の境目（edges）が足りません。") == "行の境目が足りません。"


def test_what_a_form_lacks_is_said() -> None:
    assert missing(FORM) == []
    assert "氏名の列がありません" in missing(change(FORM, "p0t0c0", "delete", {}))[0]
    assert "施設名の欄がありません" in missing(change(FORM, "p0f0", "delete", {}))[0]
    assert "表がありません" in missing(change(FORM, "p0t0", "delete", {}))[0]
