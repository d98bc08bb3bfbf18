"""Confirmed applications as a table: one line a family, one column a box, in the form's order."""

import json
from collections.abc import Sequence
from typing import Any

from sekisho.affairs.admissions import review, rules
from sekisho.affairs.admissions.models import Application, Sheet
from sekisho.base import clock
from sekisho.gate import exports

#: What each line begins with.
HEADER = ("整理番号", "児童氏名", "年度", "確かめた日時")
_HEADS = (rules.NUMBER, rules.CHILD)


def ready(scan: int | None = None) -> list[Application]:
    """Confirmed, and not handed over yet; of the file ``scan`` only: those with a page in it."""
    found = Application.objects.filter(state=Application.CHECKED, closed_on__isnull=True)
    if scan is not None:
        found = found.filter(pk__in=Sheet.objects.filter(scan=scan, state=Sheet.READ).values("application"))
    return list(found.order_by("number"))


def as_csv(applications: Sequence[Application], who: str) -> bytes:
    """One line a family, UTF-8; it leaves in the name of ``who``."""
    header, lines = table(applications)
    return exports.issue("csv", who).csv(header, lines)


def as_json(applications: Sequence[Application], who: str) -> bytes:
    """The same for programs."""
    found = objects(applications)
    export = exports.issue("json", who)
    told = {"出力番号": export.serial, "出力": export.watermark, "申込み": found}
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


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


def file_name(kind: str) -> str:
    """What the file of today is called."""
    return f"moushikomi-{clock.today():%Y%m%d}.{kind}"


def _head(one: Application) -> list[str]:
    assert one.checked_at
    return [one.number, one.child, str(one.year or ""), one.checked_at.isoformat(timespec="minutes")]
