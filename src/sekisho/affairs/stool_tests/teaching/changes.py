"""One change of a draft. Pure: a form and what was asked in, the changed form out.

A region is named by its place: ``p0f3`` the fourth field of the first page, ``p0t1`` its second table, ``p0t1c0`` a column.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast, get_args

from sekisho.affairs.stool_tests.teaching import numbers
from sekisho.base.errors import UserError
from sekisho.paper.form import Box, Column, Field, Form, FormPage, Kind, Table
from sekisho.paper.formfile import form_to_toml, parse_form

_KEY = re.compile(r"p(\d{1,2})(?:f(\d{1,3})|t(\d{1,2})(?:c(\d{1,2}))?)?")
#: Borders of neighbours nearer than this (mm) are one border: it moves for both.
SHARED = 0.35
_MOST_FIELDS, _MOST_COLUMNS, _MOST_TABLES = 200, 40, 12
Values = Mapping[str, str]


@dataclass(frozen=True)
class Place:
    """Where a region stands in the form; None for what the name doesn't say."""

    page: int
    field: int | None = None
    table: int | None = None
    column: int | None = None


def change(form: Form, key: str, do: str, values: Values) -> Form:
    """The form after ``do`` to the region ``key``; raises UserError when it can't be done."""
    place = _place(form, key)
    if do == "checked":
        return _checked(form, place, values.get("note", ""))
    act = _acts(place).get(do)
    if act is None:
        raise _gone()
    page = form.pages[place.page]
    changed = act(page, place, values)
    pages = tuple(changed if number == place.page else one for number, one in enumerate(form.pages))
    # As it will be read again: lengths of 0.1 mm.
    return parse_form(form_to_toml(replace(form, pages=pages)), form.name, draft=True)


def named(form: Form, name: str) -> Form:
    """The form under another name."""
    return replace(form, name=name)


def _gone() -> UserError:
    return UserError("その欄は、もうありません。", "画面を開き直してください。")


def _place(form: Form, key: str) -> Place:
    found = _KEY.fullmatch(key)
    place = Place(*(int(part) if part else None for part in found.groups())) if found else None  # type: ignore[arg-type]
    if place is None or place.page >= len(form.pages):
        raise _gone()
    page = form.pages[place.page]
    if place.field is not None and place.field >= len(page.fields):
        raise _gone()
    if place.table is not None:
        if place.table >= len(page.tables):
            raise _gone()
        if place.column is not None and place.column >= len(page.tables[place.table].columns):
            raise _gone()
    return place


_Act = Callable[[FormPage, Any, Values], FormPage]


def _acts(place: Place) -> dict[str, _Act]:
    """What can be done to what stands at the place."""
    if place.field is not None:
        return {"save": _save_field, "delete": _delete_field}
    if place.column is not None:
        return {"save": _save_column, "delete": _delete_column, "split": _split_column}
    if place.table is not None:
        return {"save": _save_table, "delete": _delete_table, "even": _even_rows, "column": _add_column}
    return {"field": _add_field, "table": _add_table}


def _kind(values: Values) -> Kind:
    kind = values.get("kind", "")
    if kind not in get_args(Kind):
        raise UserError("その種類はありません。", "種類を一覧から選んでください。")
    return cast(Kind, kind)


def _length(values: Values, side: str) -> float:
    label = {"left": "左", "top": "上", "right": "右", "bottom": "下"}[side]
    return numbers.millimetres(values.get(side, ""), label)


def _but(items: Sequence[Any], at: int, *instead: Any) -> tuple[Any, ...]:
    return (*items[:at], *instead, *items[at + 1 :])


# ---- fields ----
def _save_field(page: FormPage, place: Place, values: Values) -> FormPage:
    assert place.field is not None
    left, right = sorted((_length(values, "left"), _length(values, "right")))
    top, bottom = sorted((_length(values, "top"), _length(values, "bottom")))
    field = replace(
        page.fields[place.field],
        name=numbers.name(values.get("name", "")),
        kind=_kind(values),
        box=(left, top, right - left, bottom - top),
        choices=numbers.choices(values.get("choices", "")),
    )
    return replace(page, fields=_but(page.fields, place.field, field))


def _delete_field(page: FormPage, place: Place, _: Values) -> FormPage:
    assert place.field is not None
    return replace(page, fields=_but(page.fields, place.field))


def _add_field(page: FormPage, _: Place, __: Values) -> FormPage:
    if len(page.fields) >= _MOST_FIELDS:
        raise UserError("欄が多すぎます。", "使わない欄を消してから加えてください。")
    names = {field.name for field in page.fields}
    name = next(f"欄{number}" for number in range(1, 1000) if f"欄{number}" not in names)
    return replace(page, fields=(*page.fields, Field(name, "text", _free(page, 45.0, 9.0))))


def _free(page: FormPage, width: float, height: float) -> Box:
    """Where a new region overlaps nothing; in the middle where there is no such place."""
    taken = [field.box for field in page.fields]
    for table in page.tables:
        left, right = table.columns[0].left, table.columns[-1].right
        taken.append((left, table.edges[0], right - left, table.edges[-1] - table.edges[0]))
    for top in range(8, int(page.height - height) - 4, 5):
        for left in range(8, int(page.width - width) - 4, 10):
            if not any(_meet((left, top, width, height), box) for box in taken):
                return (float(left), float(top), width, height)
    return ((page.width - width) / 2, (page.height - height) / 2, width, height)


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


# ---- tables ----
def _with_table(page: FormPage, place: Place, *table: Table) -> FormPage:
    assert place.table is not None
    return replace(page, tables=_but(page.tables, place.table, *table))


def _save_table(page: FormPage, place: Place, values: Values) -> FormPage:
    """The row borders as they were typed, and the whole moved to where its corner is wanted."""
    assert place.table is not None
    table = page.tables[place.table]
    edges = numbers.edges(values.get("edges", ""))
    right = _length(values, "left") - table.columns[0].left
    down = _length(values, "top") - table.edges[0]
    if edges != table.edges:
        # Somebody moved row borders: the first of them is the top.
        down = 0.0
    columns = tuple(
        replace(column, left=column.left + right, right=column.right + right) for column in table.columns
    )
    return _with_table(
        page, place, replace(table, columns=columns, edges=tuple(edge + down for edge in edges))
    )


def _delete_table(page: FormPage, place: Place, _: Values) -> FormPage:
    return _with_table(page, place)


def _even_rows(page: FormPage, place: Place, values: Values) -> FormPage:
    """As many rows as wanted, all equally high, between the first and the last border."""
    assert place.table is not None
    table, count = page.tables[place.table], numbers.rows(values.get("rows", ""))
    top, bottom = table.edges[0], table.edges[-1]
    edges = tuple(top + (bottom - top) * number / count for number in range(count + 1))
    return _with_table(page, place, replace(table, edges=edges))


def _add_table(page: FormPage, _: Place, __: Values) -> FormPage:
    if len(page.tables) >= _MOST_TABLES:
        raise UserError("表が多すぎます。", "使わない表を消してから加えてください。")
    left, top, width, height = _free(page, 120.0, 45.0)
    columns = (
        Column("氏名", "name", left, left + width / 2),
        Column("日付", "date", left + width / 2, left + width),
    )
    edges = tuple(top + height * number / 5 for number in range(6))
    return replace(page, tables=(*page.tables, Table(columns, edges)))


# ---- columns ----
def _save_column(page: FormPage, place: Place, values: Values) -> FormPage:
    assert place.table is not None
    assert place.column is not None
    table = page.tables[place.table]
    old = table.columns[place.column]
    left, right = sorted((_length(values, "left"), _length(values, "right")))
    share = numbers.millimetres(values.get("upper", "") or "0", "フリガナの割合")
    if not 0 <= share <= 90:
        raise UserError("フリガナの割合が正しくありません。", "0 から 90 までのパーセントで入れてください。")
    new = replace(
        old,
        name=numbers.name(values.get("name", "")),
        kind=_kind(values),
        left=left,
        right=right,
        choices=numbers.choices(values.get("choices", "")),
        upper_part=share / 100,
    )
    columns = [new if one is old else _along(one, old, new) for one in table.columns]
    return _with_table(page, place, replace(table, columns=_ordered(columns)))


def _along(column: Column, old: Column, new: Column) -> Column:
    """A neighbour's border moves along where it is the same border."""
    if abs(column.right - old.left) < SHARED and column.left < new.left - 0.5:
        return replace(column, right=new.left)
    if abs(column.left - old.right) < SHARED and column.right > new.right + 0.5:
        return replace(column, left=new.right)
    return column


def _ordered(columns: Sequence[Column]) -> tuple[Column, ...]:
    return tuple(sorted(columns, key=lambda column: column.left))


def _delete_column(page: FormPage, place: Place, _: Values) -> FormPage:
    assert place.table is not None
    assert place.column is not None
    table = page.tables[place.table]
    if len(table.columns) == 1:
        return _with_table(page, place)
    return _with_table(page, place, replace(table, columns=_but(table.columns, place.column)))


def _new_name(table: Table) -> str:
    names = {column.name for column in table.columns}
    return next(f"列{number}" for number in range(1, 1000) if f"列{number}" not in names)


def _split_column(page: FormPage, place: Place, _: Values) -> FormPage:
    """The right half becomes a column of its own."""
    assert place.table is not None
    assert place.column is not None
    table = page.tables[place.table]
    old = table.columns[place.column]
    _room(table)
    middle = (old.left + old.right) / 2
    new = Column(_new_name(table), "text", middle, old.right)
    columns = _but(table.columns, place.column, replace(old, right=middle), new)
    return _with_table(page, place, replace(table, columns=columns))


def _add_column(page: FormPage, place: Place, _: Values) -> FormPage:
    """A column right of the last one, as wide as there is paper."""
    assert place.table is not None
    table = page.tables[place.table]
    _room(table)
    left = max(column.right for column in table.columns)
    right = min(left + 25.0, page.width)
    if right - left < 3.0:
        raise UserError("表の右に余白がありません。", "列を選んで「この列を二つに分ける」を押してください。")
    new = Column(_new_name(table), "text", left, right)
    return _with_table(page, place, replace(table, columns=(*table.columns, new)))


def _room(table: Table) -> None:
    if len(table.columns) >= _MOST_COLUMNS:
        raise UserError("列が多すぎます。", "使わない列を消してから加えてください。")


# ---- notes ----
def _checked(form: Form, place: Place, note: str) -> Form:
    """Somebody has looked at what the program was unsure of."""
    left = tuple(one for one in form.unsure if one != note)
    page = form.pages[place.page]
    tables = tuple(replace(one, unchecked="") if one.unchecked == note else one for one in page.tables)
    pages = _but(form.pages, place.page, replace(page, tables=tables))
    return replace(form, unsure=left, pages=pages)
