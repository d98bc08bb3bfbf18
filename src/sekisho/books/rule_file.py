"""RULE.toml: a rule that a person can read and mend, checked with errors that name the place."""

import re
from pathlib import Path
from typing import Any, get_args

from sekisho.base import toml
from sekisho.base.errors import UserError
from sekisho.base.files import read_text, write_whole
from sekisho.books import addresses
from sekisho.books.rule import By, Rule, ValueKind, ValueRule, Where

_ALLOWED: dict[str, tuple[By, ...]] = {
    "facility": ("sheet", "block", "column", "row", "fixed"),
    "name": ("column", "row", "sheet"),
    "month": ("row", "column", "sheet", "fixed"),
}
_JAPANESE = {"facility": "施設", "name": "氏名", "month": "月", "place": "場所", "value": "書く値"}


def load_rule(path: Path) -> Rule:
    """Read RULE.toml. Raises UserError that names the place and what may stand there."""
    return rule_from_text(read_text(path), path.name)


def rule_from_text(text: str, name: str) -> Rule:
    """A rule from the text of RULE.toml; errors call it ``name``."""
    table = toml.parse(text, name)
    try:
        return parse_rule(table)
    except UserError as error:
        raise UserError(f"「{name}」：{error.message}", error.remedy) from error


def parse_rule(table: dict[str, Any]) -> Rule:
    """A rule from TOML's tables, checked."""
    unknown = set(table) - {"version", *_JAPANESE}
    if unknown:
        raise _wrong(f"[{min(unknown)}] は使えません", f"使えるのは {'、'.join(_JAPANESE)} です。")
    if table.get("version", 1) != 1:
        raise _wrong(
            "version は 1 だけです", "新しい sekisho で作った決まりなら、sekisho を新しくしてください。"
        )
    keys = {key: _where(key, _section(table, key)) for key in _ALLOWED}
    place = _section(table, "place", {})
    _only(place, "place", {"sheet", "row", "column", "down", "right"})
    rule = Rule(
        **keys,
        value=_value(_section(table, "value")),
        sheet=_typed(place, "place", "sheet", str, ""),
        row=_typed(place, "place", "row", int, 0),
        column=_letters(_typed(place, "place", "column", str, ""), "place"),
        down=_typed(place, "place", "down", int, 0),
        right=_typed(place, "place", "right", int, 0),
    )
    return _complete(rule)


def _complete(rule: Rule) -> Rule:
    """Refuse a rule that doesn't decide sheet, row and column."""
    ways = [rule.facility.by, rule.name.by, rule.month.by]
    if ways.count("sheet") > 1:
        raise _wrong("シートを決めるものが二つあります", 'by = "sheet" は一つだけにしてください。')
    if "sheet" not in ways and not rule.sheet:
        raise _wrong("どのシートに書くかが決まりません", '[place] に sheet = "シート名" を書いてください。')
    if "column" not in (rule.name.by, rule.month.by, rule.facility.by) and not rule.row:
        raise _wrong("どの行に書くかが決まりません", "[place] に row = 行の番号 を書いてください。")
    if "row" not in ways and not rule.column:
        raise _wrong("どの列に書くかが決まりません", '[place] に column = "列の記号" を書いてください。')
    if rule.month.in_block and rule.facility.by != "block":
        raise _wrong("[month] の in_block は使えません", '施設が by = "block" のときだけ使えます。')
    return rule


def _where(key: str, section: dict[str, Any]) -> Where:
    _only(section, key, {"by", "column", "row", "in_block"})
    by = section.get("by")
    if by not in get_args(By) or by not in _ALLOWED[key]:
        raise _wrong(
            f"[{key}]（{_JAPANESE[key]}）の by「{by}」は使えません",
            f"使えるのは {'、'.join(_ALLOWED[key])} です。",
        )
    column = _letters(_typed(section, key, "column", str, ""), key)
    row = _typed(section, key, "row", int, 0)
    in_block = _typed(section, key, "in_block", bool, False)
    if by in ("column", "block") and not column:
        raise _wrong(f"[{key}] に column がありません", 'column = "B" のように列の記号を書いてください。')
    if by == "row" and row < (0 if in_block else 1):
        raise _wrong(f"[{key}] に row がありません", "row = 4 のように行の番号を書いてください。")
    return Where(by, column, row, in_block)


def _value(section: dict[str, Any]) -> ValueRule:
    _only(section, "value", {"kind", "write"})
    kind: Any = section.get("kind")
    if kind not in get_args(ValueKind):
        raise _wrong(
            f"[value] の kind「{kind}」は使えません", f"使えるのは {'、'.join(get_args(ValueKind))} です。"
        )
    write = section.get("write", "")
    if isinstance(write, bool) or not isinstance(write, (int, str)):
        raise _wrong("[value] の write は数か文字です", 'write = 1 か write = "○" のように書いてください。')
    if kind != "date" and write == "":
        raise _wrong("[value] に write がありません", "write = 1 のように書く値を書いてください。")
    if kind == "number" and isinstance(write, str) and not re.fullmatch(r"-?\d+|\{[月日年西暦度2]+\}", write):
        raise _wrong(
            f"[value] の write「{write}」は数ではありません", 'kind = "text" にするか、数を書いてください。'
        )
    return ValueRule(kind, write)


def _section(table: dict[str, Any], key: str, default: dict[str, Any] | None = None) -> dict[str, Any]:
    section = table.get(key, default)
    if not isinstance(section, dict):
        raise _wrong(f"[{key}]（{_JAPANESE[key]}）がありません", f"[{key}] の項を書いてください。")
    return section


def _only(section: dict[str, Any], key: str, names: set[str]) -> None:
    unknown = set(section) - names
    if unknown:
        raise _wrong(
            f"[{key}] の {min(unknown)} は使えません", f"使えるのは {'、'.join(sorted(names))} です。"
        )


def _typed(section: dict[str, Any], key: str, name: str, kind: type, default: Any) -> Any:
    value = section.get(name, default)
    if type(value) is not kind:
        japanese = {str: '文字（" で囲む）', int: "整数", bool: "true か false"}[kind]
        raise _wrong(f"[{key}] の {name} は{japanese}です", f"いまは「{value}」です。")
    return value


def _letters(text: str, key: str) -> str:
    try:
        if text:
            addresses.column_number(text)
    except ValueError:
        raise _wrong(
            f"[{key}] の column「{text}」は列の記号ではありません", "B や AA のように書いてください。"
        ) from None
    return text.upper()


def _wrong(message: str, remedy: str) -> UserError:
    return UserError(f"転記の決まりに誤りがあります：{message}。", remedy)


def _quoted(text: str) -> str:
    """A TOML basic string (toml.io 1.0.0, «String»)."""
    control = {code: f"\\u{code:04x}" for code in (*range(32), 127)}
    return '"' + text.translate({**control, 34: '\\"', 92: "\\\\"}) + '"'


_NOTES = {
    ("facility", "sheet"): "シートの名前が施設名",
    ("facility", "block"): "この列に施設名の見出しがあり、そこから次の見出しの前までがその施設",
    ("facility", "column"): "この列に施設名（空欄は上と同じ施設）",
    ("facility", "row"): "この行に施設名（空欄は左と同じ施設）",
    ("facility", "fixed"): "施設では場所を分けない",
    ("name", "column"): "この列に氏名が縦に並ぶ",
    ("name", "row"): "この行に氏名が横に並ぶ",
    ("name", "sheet"): "シートの名前が氏名",
    ("month", "row"): "この行に月の見出しが横に並ぶ（年度は 4 月から）",
    ("month", "column"): "この列に月の見出しが縦に並ぶ（年度は 4 月から）",
    ("month", "sheet"): "シートの名前が月",
    ("month", "fixed"): "月では場所を分けない",
}
_VALUE_NOTES = {
    "number": "数を書く",
    "text": "文字を書く（{西暦} {年} {月} {日} は日付から。{月2} {日2} は 2 桁）",
    "date": "日付を書く（セルの書式は日付であること）",
    "field": "ROWS.csv のこの列の値を書く",
}


def dump_rule(rule: Rule, understood: str = "") -> str:
    """RULE.toml as text, with Japanese comments. ``understood``: what was understood, in a sentence."""
    lines = ["# 転記の決まり（sekisho post で使います。手で直せます）"]
    lines += [f"# {line}" for line in understood.splitlines()]
    lines += ["version = 1", ""]
    for key in _ALLOWED:
        where: Where = getattr(rule, key)
        lines += [f"[{key}]  # {_JAPANESE[key]}：{_NOTES[key, where.by]}", f'by = "{where.by}"']
        lines += [f'column = "{where.column}"'] if where.by in ("column", "block") else []
        if where.by == "row":
            lines += [f"row = {where.row}" + ("  # 施設の見出しから数えて何行下か" if where.in_block else "")]
        lines += ["in_block = true"] if where.in_block else []
        lines.append("")
    place = [f"sheet = {_quoted(rule.sheet)}  # いつもこのシート"] if rule.sheet else []
    place += [f"row = {rule.row}  # いつもこの行"] if rule.row else []
    place += [f'column = "{rule.column}"  # いつもこの列'] if rule.column else []
    place += [f"down = {rule.down}  # 行の見出しから何行下か"] if rule.down else []
    place += [f"right = {rule.right}  # 列の見出しから何列右か"] if rule.right else []
    if place:
        lines += ["[place]  # 上の三つで決まらないところ", *place, ""]
    write = rule.value.write if isinstance(rule.value.write, int) else _quoted(rule.value.write)
    lines += [f"[value]  # {_VALUE_NOTES[rule.value.kind]}", f'kind = "{rule.value.kind}"']
    lines += [f"write = {write}"] if rule.value.kind != "date" else []
    return "\n".join(lines) + "\n"


def save_rule(path: Path, rule: Rule, understood: str = "") -> None:
    """Write RULE.toml whole or not at all."""
    write_whole(path, dump_rule(rule, understood).encode())
