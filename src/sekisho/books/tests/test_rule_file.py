"""RULE.toml."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.base.errors import UserError
from sekisho.books.rule import Rule, ValueRule, Where, value_of
from sekisho.books.rule_file import dump_rule, load_rule, parse_rule, save_rule
from sekisho.books.tests.make import BY_SHEET, row

GOOD = dump_rule(BY_SHEET)


@given(
    facility=st.sampled_from([Where("sheet"), Where("block", "A"), Where("column", "AB"), Where("fixed")]),
    month=st.sampled_from([Where("row", row=4), Where("fixed"), Where("sheet"), Where("column", "C")]),
    sheet=st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=31),
    value=st.sampled_from(
        [ValueRule("number", 1), ValueRule("text", '"○"\\'), ValueRule("date"), ValueRule("field", "result")]
    ),
    offset=st.integers(0, 2),
)
def test_what_is_dumped_is_read_back(
    facility: Where, month: Where, sheet: str, value: ValueRule, offset: int
) -> None:
    rule = Rule(facility, Where("column", "B"), month, value, sheet, 0, "D", offset, offset)
    try:
        assert parse_rule(tomllib.loads(dump_rule(rule, "わかったこと"))) == rule
    except UserError as error:
        assert facility.by == month.by == "sheet", error


def test_saved_rules_speak_japanese(tmp_path: Path) -> None:
    save_rule(tmp_path / "rule.toml", BY_SHEET, "施設ごとのシートに書きます。")
    text = (tmp_path / "rule.toml").read_text(encoding="utf-8")
    assert "# 施設ごとのシートに書きます。" in text and "# 施設：シートの名前が施設名" in text
    assert load_rule(tmp_path / "rule.toml") == BY_SHEET


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('by = "sheet"', 'by = "shet"', "by「shet」は使えません"),
        ('column = "B"', 'column = "2B"', "列の記号ではありません"),
        ('column = "B"\n', "", "column がありません"),
        ("row = 4", 'row = "4"', "row は整数です"),
        ("row = 4", "row = 0", "row がありません"),
        ("row = 4", "row = 4\nrwo = 5", "rwo は使えません"),
        ('kind = "number"', 'kind = "sum"', "kind「sum」は使えません"),
        ("write = 1", 'write = "一"', "数ではありません"),
        ("write = 1", "write = true", "数か文字です"),
        ("write = 1\n", "", "write がありません"),
        ("[value]", "[values]", "[values] は使えません"),
        ("version = 1", "version = 2", "version"),
        ("version = 1", "version =", "書き方に誤り"),
        ('by = "sheet"', 'by = "fixed"', "どのシートに書くかが決まりません"),
        ('by = "row"\nrow = 4', 'by = "fixed"', "どの列に書くかが決まりません"),
        ('by = "column"\ncolumn = "B"', 'by = "row"\nrow = 2', "どの行に書くかが決まりません"),
        ("row = 4", "row = 4\nin_block = true", "in_block は使えません"),
        ('by = "row"\nrow = 4', 'by = "sheet"', "シートを決めるものが二つ"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    path = tmp_path / "rule.toml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load_rule(path)
    assert message in caught.value.message and "rule.toml" in caught.value.message and caught.value.remedy


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        (ValueRule("number", 1), 1),
        (ValueRule("text", "○"), "○"),
        (ValueRule("text", "R{年}.{月2}.{日}"), "R7.05.12"),
        (ValueRule("number", "{日}"), 12),
        (ValueRule("date"), 45789),
        (ValueRule("field", "result"), "陰性"),
        (ValueRule("field", "count"), 3),
        (ValueRule("field", "none"), None),
    ],
)
def test_values(rule: ValueRule, value: object) -> None:
    assert value_of(rule, row("青葉保育園", "山田花子", result="陰性", count="3"), False) == value
