"""form.toml: written so that a person can read and mend it, read back with errors that name the place."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast, get_args

from sekisho.base import toml
from sekisho.base.errors import UserError
from sekisho.base.files import read_text, write_whole
from sekisho.paper.form import Box, Column, Field, Form, FormPage, Kind, Line, Table, Word

#: Every kind with what it means, as the comments and the picture say it.
KINDS: dict[Kind, str] = {
    "facility": "施設名",
    "title": "表題",
    "name": "氏名",
    "kana": "フリガナ（読みません）",
    "date": "日付",
    "mark": "印・判定",
    "number": "数字",
    "text": "文字",
    "choice": "選択",
    "skip": "読まない",
}
#: Lengths may differ by this much (mm) before a region counts as overlapping or outside.
SLACK = 0.6

_HEAD = """\
# 様式ファイル（sekisho form learn が作り、手で直せます）。
# 長さはすべてミリメートル。用紙を正しい向きに置いたときの左上の角から測ります。
# box は [左, 上, 幅, 高さ]、edges は行の境目の上からの位置です。
# kind（種類）に書けるもの：
"""
_TAIL = """\
# name（名前）は CSV の列名になります。upper_part は、セルの上のほうにあるフリガナの割合（0〜1）です。
# choices は選択肢です。unsure は、人に確かめてほしいことの控えです。直したら消してかまいません。
# unchecked のある表は、行の位置を人が確かめるまで一行も受け入れません。確かめたら unchecked の行を消してください。
# printed の words（印刷された文字）と lines（罫線）は様式を見分けるためのもので、ふつうは直す必要がありません。
"""


def form_to_toml(form: Form) -> str:
    """The text of form.toml; lengths rounded to 0.1 mm, same form same text."""
    kinds = "".join(f"#   {kind:<9}{meaning}\n" for kind, meaning in KINDS.items())
    parts = [_HEAD + kinds + _TAIL, f"name = {_text(form.name)}", _texts("unsure", form.unsure)]
    for number, page in enumerate(form.pages, start=1):
        parts.append(f"\n# ---- {number}ページ目 ----\n[[pages]]")
        parts.append(f"width = {_mm(page.width)}\nheight = {_mm(page.height)}\ntitle = {_text(page.title)}")
        parts.extend(_field(field) for field in page.fields)
        parts.extend(_table(table) for table in page.tables)
        parts.append(_printed(page))
    return "\n".join(parts) + "\n"


def save_form(path: Path, form: Form) -> None:
    """Write form.toml whole or not at all."""
    write_whole(path, form_to_toml(form).encode())


def load_form(path: Path) -> Form:
    """Read form.toml. Raises UserError naming the line or the place of the first thing that is wrong."""
    return parse_form(read_text(path), path.name)


def parse_form(text: str, file: str, draft: bool = False) -> Form:
    """The form that the text of a form.toml describes; ``file``: its name in messages of UserError. ``draft``: regions may
    still overlap or lie outside."""
    data = toml.parse(text, file)
    try:
        form = _form(data)
        problems = [] if draft else form_problems(form)
    except _Wrong as error:
        problems = [str(error)]
    if problems:
        raise UserError(f"「{file}」：{problems[0]}", "その箇所を直してからやり直してください。")
    return form


def form_problems(form: Form) -> list[str]:
    """What is wrong with a form, as Japanese sentences that name the place; empty when nothing is."""
    problems = [] if form.pages else ["ページ（[[pages]]）がありません。"]
    for number, page in enumerate(form.pages, start=1):
        where = f"{number}ページ目"
        if not (20 <= page.width <= 1300 and 20 <= page.height <= 1300):
            problems.append(f"{where}の用紙の大きさ（width・height）が正しくありません。")
            continue
        areas: list[tuple[str, Box]] = []
        for field in page.fields:
            areas.append((f"欄「{field.name}」", field.box))
        for index, table in enumerate(page.tables, start=1):
            problems.extend(f"{where}の表{index}：{problem}" for problem in _table_problems(table))
            if table.columns and len(table.edges) >= 2:
                left = min(column.left for column in table.columns)
                right = max(column.right for column in table.columns)
                areas.append(
                    (f"表{index}", (left, table.edges[0], right - left, table.edges[-1] - table.edges[0]))
                )
        problems.extend(f"{where}の{problem}" for problem in _area_problems(areas, page))
        names = [field.name for field in page.fields]
        problems.extend(f"{where}に欄「{name}」が二つあります。" for name in _twice(names))
    return problems


def _table_problems(table: Table) -> list[str]:
    problems = []
    if len(table.edges) < 2:
        problems.append("行の境目（edges）が足りません。")
    if any(b - a < 0.5 for a, b in zip(table.edges, table.edges[1:], strict=False)):
        problems.append("行の境目（edges）が上から順に並んでいません。")
    if not table.columns:
        problems.append("列（columns）がありません。")
    for column in table.columns:
        if column.right - column.left < 0.5:
            problems.append(f"列「{column.name}」の左端（left）が右端（right）より右にあります。")
        if not 0 <= column.upper_part <= 0.9:
            problems.append(f"列「{column.name}」の upper_part は 0 から 0.9 の間で書いてください。")
    ordered = sorted(table.columns, key=lambda column: column.left)
    for a, b in itertools.pairwise(ordered):
        if a.right - b.left > SLACK:
            problems.append(f"列「{a.name}」と列「{b.name}」が重なっています。")
    problems.extend(
        f"列「{name}」が二つあります。" for name in _twice([column.name for column in table.columns])
    )
    return problems


def _area_problems(areas: Sequence[tuple[str, Box]], page: FormPage) -> list[str]:
    problems = []
    for name, (x, y, width, height) in areas:
        if width < 0.5 or height < 0.5:
            problems.append(f"{name}の幅か高さが 0 以下です。")
        elif min(x, y) < -SLACK or x + width > page.width + SLACK or y + height > page.height + SLACK:
            problems.append(f"{name}が用紙からはみ出しています。")
    for index, (name, box) in enumerate(areas):
        for other, area in areas[index + 1 :]:
            across = min(box[0] + box[2], area[0] + area[2]) - max(box[0], area[0])
            down = min(box[1] + box[3], area[1] + area[3]) - max(box[1], area[1])
            if across > SLACK and down > SLACK:
                problems.append(f"{name}と{other}が重なっています。")
    return problems


def _twice(names: Sequence[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if names.count(name) > 1]


# ---- reading
# -------------------------------------------------------------------------------------------------


class _Wrong(ValueError):
    """A Japanese sentence on what can't be read, with its place."""


def _form(data: Mapping[str, Any]) -> Form:
    pages: list[FormPage] = []
    for number, page in enumerate(_tables_of(data, "pages", "様式"), start=1):
        where = f"{number}ページ目"
        fields = [
            _read_field(item, f"{where}の欄{index}")
            for index, item in enumerate(_tables_of(page, "fields", where), start=1)
        ]
        tables = [
            _read_table(item, f"{where}の表{index}")
            for index, item in enumerate(_tables_of(page, "tables", where), start=1)
        ]
        # Files written before 2026-12 have words and lines at the page itself.
        printed = _get(page, "printed", where, lambda value: isinstance(value, dict), page)
        pages.append(
            FormPage(
                width=_number(page, "width", where),
                height=_number(page, "height", where),
                title=_string(page, "title", where, ""),
                fields=tuple(fields),
                tables=tuple(tables),
                words=tuple(
                    Word(
                        _string(item, "text", f"{where}の words"),
                        _box(item, f"{where}の words"),
                        _string(item, "shape", where, ""),
                    )
                    for item in _tables_of(printed, "words", where)
                ),
                lines=tuple(
                    Line(*_list(item, 4, f"{where}の lines"))
                    for item in _get(printed, "lines", where, lambda value: isinstance(value, list), [])
                ),
            )
        )
    unsure = _get(data, "unsure", "様式", lambda value: isinstance(value, list), [])
    return Form(_string(data, "name", "様式"), tuple(pages), tuple(str(note) for note in unsure))


def _read_field(item: Mapping[str, Any], where: str) -> Field:
    name = _string(item, "name", where)
    where = f"{where}「{name}」"
    return Field(
        name, _kind(item, where), _box(item, where), _string(item, "label", where, ""), _choices(item, where)
    )


def _read_table(item: Mapping[str, Any], where: str) -> Table:
    columns = []
    for number, column in enumerate(_tables_of(item, "columns", where), start=1):
        name = _string(column, "name", f"{where}の列{number}")
        place = f"{where}の列「{name}」"
        columns.append(
            Column(
                name=name,
                kind=_kind(column, place),
                left=_number(column, "left", place),
                right=_number(column, "right", place),
                header=_string(column, "header", place, ""),
                choices=_choices(column, place),
                upper_part=_number(column, "upper_part", place, 0.0),
            )
        )
    edges = _get(item, "edges", where, lambda value: isinstance(value, list))
    unchecked = _string(item, "unchecked", where, "")
    return Table(tuple(columns), _list(edges, len(edges), f"{where}の edges"), unchecked)


def _get(
    data: Mapping[str, Any], key: str, where: str, fits: Callable[[Any], bool], default: Any = None
) -> Any:
    value = data.get(key, default)
    if value is None:
        raise _Wrong(f"{where}に {key} がありません。")
    if not fits(value):
        raise _Wrong(f"{where}の {key} の書き方が正しくありません。")
    return value


def _tables_of(data: Mapping[str, Any], key: str, where: str) -> list[Mapping[str, Any]]:
    value = _get(data, key, where, lambda item: isinstance(item, list), [])
    if not all(isinstance(item, dict) for item in value):
        raise _Wrong(f"{where}の {key} の書き方が正しくありません。")
    return cast(list[Mapping[str, Any]], value)


def _string(data: Mapping[str, Any], key: str, where: str, default: str | None = None) -> str:
    return str(_get(data, key, where, lambda value: isinstance(value, str), default))


def _number(data: Mapping[str, Any], key: str, where: str, default: float | None = None) -> float:
    return float(_get(data, key, where, _is_number, default))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e6


def _list(values: Any, length: int, where: str) -> tuple[float, ...]:
    if (
        not isinstance(values, list)
        or len(values) != length
        or not all(_is_number(value) for value in values)
    ):
        raise _Wrong(f"{where}は数字を{f' {length} 個' if length == 4 else ''}並べて書いてください。")
    return tuple(float(value) for value in values)


def _box(data: Mapping[str, Any], where: str) -> Box:
    values = _get(data, "box", where, lambda value: isinstance(value, list))
    return cast(Box, _list(values, 4, f"{where}の box"))


def _kind(data: Mapping[str, Any], where: str) -> Kind:
    value = _string(data, "kind", where)
    if value not in get_args(Kind):
        raise _Wrong(
            f"{where}の種類（kind）「{value}」はありません。次のどれかにしてください：{'、'.join(KINDS)}。"
        )
    return cast(Kind, value)


def _choices(data: Mapping[str, Any], where: str) -> tuple[str, ...]:
    value = _get(data, "choices", where, lambda item: isinstance(item, list), [])
    return tuple(str(item) for item in value)


# ---- writing
# -------------------------------------------------------------------------------------------------


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    escaped = "".join(ch if ch >= " " and ch != "\x7f" else f"\\u{ord(ch):04x}" for ch in escaped)
    return f'"{escaped}"'


def _mm(value: float) -> str:
    return f"{round(float(value), 1) + 0.0:.1f}"


def _numbers(values: Sequence[float]) -> str:
    return f"[{', '.join(_mm(value) for value in values)}]"


def _texts(key: str, values: Sequence[str]) -> str:
    return _block(key, [_text(value) for value in values])


def _block(key: str, entries: Sequence[str]) -> str:
    if not entries:
        return f"{key} = []"
    return f"{key} = [\n" + "".join(f"  {entry},\n" for entry in entries) + "]"


def _word(word: Word) -> str:
    shape = f", shape = {_text(word.shape)}" if word.shape else ""
    return f"{{ text = {_text(word.text)}, box = {_numbers(word.box)}{shape} }}"


def _printed(page: FormPage) -> str:
    """By what the page is found; it comes last, behind what a person may want to mend."""
    lines = [_numbers((line.x1, line.y1, line.x2, line.y2)) for line in page.lines]
    return "\n".join(
        ["\n[pages.printed]", _block("words", [_word(word) for word in page.words]), _block("lines", lines)]
    )


def _field(field: Field) -> str:
    lines = ["\n[[pages.fields]]", f"name = {_text(field.name)}", f"kind = {_text(field.kind)}"]
    lines.append(f"box = {_numbers(field.box)}")
    if field.label:
        lines.append(f"label = {_text(field.label)}")
    if field.choices:
        lines.append(f"choices = [{', '.join(_text(choice) for choice in field.choices)}]")
    return "\n".join(lines)


def _table(table: Table) -> str:
    columns = []
    for column in table.columns:
        parts = [f"name = {_text(column.name)}", f"kind = {_text(column.kind)}"]
        parts += [f"left = {_mm(column.left)}", f"right = {_mm(column.right)}"]
        if column.header:
            parts.append(f"header = {_text(column.header)}")
        if column.choices:
            parts.append(f"choices = [{', '.join(_text(choice) for choice in column.choices)}]")
        if column.upper_part:
            parts.append(f"upper_part = {column.upper_part:.2f}")
        columns.append("{ " + ", ".join(parts) + " }")
    edges = [
        ", ".join(_mm(edge) for edge in table.edges[at : at + 12]) for at in range(0, len(table.edges), 12)
    ]
    lines = ["\n[[pages.tables]]"]
    if table.unchecked:
        lines.append(f"unchecked = {_text(table.unchecked)}")
    return "\n".join([*lines, _block("edges", edges), _block("columns", columns)])
