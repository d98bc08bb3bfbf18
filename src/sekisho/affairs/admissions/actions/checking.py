"""A person puts values right and confirms a page (purpose «admissions.review»); what is confirmed is handed over («delivery»)."""

import datetime
import json
from collections.abc import Mapping, Sequence

from sekisho import gate
from sekisho.affairs.admissions import rules
from sekisho.affairs.admissions.models import Application, Scan, Sheet
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.base.wareki import fiscal_year, parse_date

_LONGEST = 200


def check_page(
    sheet: Sheet, told: Mapping[str, str], titles: Sequence[str], actor: gate.Actor
) -> Application:
    """Keep what a person says the boxes of a page hold (``told``: by their keys), and that they have looked at it."""
    application = Application.objects.select_for_update().get(pk=sheet.application_id)
    if application.closed_on:
        raise UserError("この申込みは、もう渡し終えています。", "一覧を見直してください。")
    entries = json.loads(sheet.entries)
    now = clock.now()
    for place, one in enumerate(entries):
        text = told.get(f"b{place}")
        if text is None:
            continue
        value = _value(one["kind"], one["name"], text.strip())
        if value != one.get("value", one["text"]):
            one |= {"value": value, "by": actor.key, "at": now.isoformat(timespec="seconds")}
        elif one["reason"]:
            # A person has looked: the program's doubt is settled.
            one["value"] = value
    sheet.entries = json.dumps(entries, ensure_ascii=False)
    sheet.checked_at, sheet.checked_by = now, actor.key
    sheet.save(update_fields=["entries", "checked_at", "checked_by"])
    _settle(application, titles, actor)
    return application


def _value(kind: str, name: str, text: str) -> str:
    if len(text) > _LONGEST:
        raise UserError(f"「{name}」が長すぎます。", f"{_LONGEST} 文字までで入れてください。")
    if kind != "date" or not text:
        return text
    day = parse_date(text)
    if day is None:
        raise UserError(
            f"「{name}」の「{text}」は日付ではありません。", "令和3年5月1日 や 2021-05-01 のように入れてください。読めないときは空にしてください。"
        )  # fmt: skip
    return day.isoformat()


def _settle(application: Application, titles: Sequence[str], actor: gate.Actor) -> None:
    """The application is confirmed once all its pages are there and looked at. Its head follows what the first page says."""
    sheets = list(Sheet.objects.filter(application=application, state=Sheet.READ).order_by("form_page"))
    said = {
        one["name"]: one.get("value", one["text"])
        for sheet in reversed(sheets)
        for one in json.loads(sheet.entries)
        if not one["row"]
    }
    start = rules.day(said.get("入所希望年月日", ""))
    application.child = (said.get(rules.CHILD) or application.child)[:80]
    application.year = fiscal_year(start) if start else None
    whole = not rules.missing({sheet.form_page for sheet in sheets}, titles)
    if whole and all(sheet.checked_at for sheet in sheets):
        application.state, application.checked_at, application.checked_by = (
            Application.CHECKED,
            clock.now(),
            actor.key,
        )
    else:
        application.state, application.checked_at, application.checked_by = Application.OPEN, None, None
    application.save(update_fields=["child", "year", "state", "checked_at", "checked_by"])


def close(keys: Sequence[int], day: datetime.date) -> int:
    """These confirmed applications have been handed over: their time runs from ``day``. How many that are now."""
    done = list(
        Application.objects.select_for_update().filter(
            pk__in=keys, state=Application.CHECKED, closed_on__isnull=True
        )
    )
    for one in done:
        one.closed_on = day
        one.save(update_fields=["closed_on"])
    Sheet.objects.filter(application__in=done, closed_on__isnull=True).update(closed_on=day)
    close_files(day)
    return len(done)


def close_files(day: datetime.date) -> None:
    """Files none of whose pages still waits for anything: what was set aside for good goes with the rest."""
    waiting = Sheet.objects.filter(closed_on__isnull=True).exclude(
        state=Sheet.ASIDE, aside__in=(Sheet.BLANK, Sheet.OTHER_FORM, Sheet.TWICE, Sheet.BROKEN)
    )
    going_on = {sheet.scan_id for sheet in waiting.only("scan", "application")}
    done = Scan.objects.filter(state=Scan.READ, closed_on__isnull=True).exclude(pk__in=going_on)
    keys = list(done.values_list("id", flat=True))
    Sheet.objects.filter(scan__in=keys, closed_on__isnull=True).update(closed_on=day)
    Scan.objects.filter(pk__in=keys).update(closed_on=day)
