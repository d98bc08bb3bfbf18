"""Confirmed applications as a table: one line a family, one column a box, in the form's order."""

from collections.abc import Sequence
from typing import Any

from sekisho.affairs.admissions import review, rules
from sekisho.affairs.admissions.models import Application, Sheet

#: What each line begins with.
HEADER = ("整理番号", "児童氏名", "年度", "確かめた日時")
_HEADS = (rules.NUMBER, rules.CHILD)


def ready() -> list[Application]:
    """Confirmed, and not handed over yet."""
    return list(
        Application.objects.filter(state=Application.CHECKED, closed_on__isnull=True).order_by("number")
    )


def boxes_of(application: Application) -> dict[str, str]:
    """Every box by its column's name; dates as yyyy-mm-dd."""
    sheets = Sheet.objects.filter(application=application, state=Sheet.READ).order_by("form_page")
    found: dict[str, str] = {}
    for one in review.values(list(sheets)):
        if one.name not in _HEADS:
            found[column_of(one)] = one.text
    return found


def column_of(value: rules.Value) -> str:
    """Name of the column of a box: page and row where a name stands in several places."""
    return f"{value.page}-{value.name}-{value.row}" if value.row else value.name


def table(applications: Sequence[Application]) -> tuple[list[str], list[list[str]]]:
    """Header and lines."""
    boxes = {one.pk: boxes_of(one) for one in applications}
    columns = list(dict.fromkeys(name for said in boxes.values() for name in said))
    lines = [[*_head(one), *(boxes[one.pk].get(name, "") for name in columns)] for one in applications]
    return [*HEADER, *columns], lines


def objects(applications: Sequence[Application]) -> list[dict[str, Any]]:
    """The same for programs."""
    return [dict(zip(HEADER, _head(one), strict=True)) | {"欄": boxes_of(one)} for one in applications]


def _head(one: Application) -> list[str]:
    assert one.checked_at
    return [one.number, one.child, str(one.year or ""), one.checked_at.isoformat(timespec="minutes")]
