"""What the engine found is written, and pages are put together by family (purpose «admissions.reading», the program's own)."""

import json
from typing import TYPE_CHECKING

from django.db import connection

from sekisho.affairs.admissions.actions.intake import reopen
from sekisho.affairs.admissions.models import Application, Form, Scan, Sheet
from sekisho.affairs.admissions.rules import CHILD, NUMBER, Family, Head, gather
from sekisho.base import clock
from sekisho.gate.vault.fields import put_file

if TYPE_CHECKING:
    from sekisho.affairs.admissions.reading.sheet import Found

#: A page that took the worker down so often is set aside.
MOST_TRIES = 5


def refuse_file(scan: Scan, reason: str) -> None:
    """The file can't be read at all; it stays in the vault."""
    scan.state, scan.reason = Scan.REFUSED, reason[:300]
    scan.save(update_fields=["state", "reason"])


def begin_file(scan: Scan, pages: int) -> None:
    """Enter the file's pages, those that aren't there yet."""
    Sheet.objects.bulk_create(
        [Sheet(scan=scan, number=number, received_at=scan.received_at) for number in range(1, pages + 1)],
        ignore_conflicts=True,
    )
    scan.state = Scan.READING
    scan.save(update_fields=["state"])


def keep_sheet(sheet: Sheet, found: "Found", form: Form) -> None:
    """Write what was read on a page; whose it is shows when all pages of the file are read."""
    if found.picture and not sheet.image:
        put_file(sheet, "image", found.picture)
        sheet.width, sheet.height = found.size
    sheet.content, sheet.form, sheet.form_page = found.content, form, found.form_page
    sheet.entries, sheet.read_at = found.entries, clock.now()
    before = Sheet.objects.select_related("scan").filter(content=found.content).exclude(pk=sheet.pk)
    if found.aside:
        put_aside(sheet, found.aside, found.reason)
    elif same := before.exclude(state=Sheet.WAITING).first():
        put_aside(
            sheet, Sheet.TWICE, f"同じページを、もう読んでいます（{same.scan.name} {same.number}枚目）。"
        )
    sheet.save()


def put_aside(sheet: Sheet, kind: str, reason: str) -> None:
    """The page is nobody's for now."""
    sheet.state, sheet.aside, sheet.reason = Sheet.ASIDE, kind, reason[:300]


def end_file(scan: int, titles: list[str]) -> None:
    """All pages are read: put them together by family. One file at a time, or two files of one family wouldn't see each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('admissions.end_file'))")
    read = list(Sheet.objects.select_for_update().filter(scan=scan, state=Sheet.WAITING).order_by("number"))
    if all(sheet.read_at for sheet in read):
        _gather(read, titles)
        Scan.objects.filter(pk=scan, state=Scan.READING).update(state=Scan.READ)


def _gather(sheets: list[Sheet], titles: list[str]) -> None:
    heads = [_head(sheet) for sheet in sheets]
    living = {one.number: one for one in Application.objects.filter(closed_on__isnull=True)}
    known = [
        Family(one.number, one.child, frozenset(pages))
        for one in living.values()
        for pages in [[sheet.form_page for sheet in one.sheets.filter(state=Sheet.READ).defer("entries")]]
    ]
    found = gather(heads, known, titles)
    for number, child in found.children.items():
        if number not in living:
            first = next(
                sheet
                for sheet, placing in zip(sheets, found.placings, strict=True)
                if placing.number == number
            )
            living[number] = Application.objects.create(
                number=number, child=child[:80], received_at=first.received_at
            )
    for sheet, placing in zip(sheets, found.placings, strict=True):
        if placing.number:
            sheet.application, sheet.state = living[placing.number], Sheet.READ
            if living[placing.number].state == Application.CHECKED:
                reopen(living[placing.number])
        else:
            put_aside(sheet, Sheet.TWICE if placing.twice else Sheet.WHOSE, placing.reason)
            sheet.likely = [living[number].pk for number in placing.likely if number in living]
        sheet.save(update_fields=["application", "state", "aside", "reason", "likely"])


def _head(sheet: Sheet) -> Head:
    said = {one["name"]: one for one in json.loads(sheet.entries) if not one["row"]}
    number, child = said.get(NUMBER, {}), said.get(CHILD, {})
    return Head(
        sheet.pk,
        sheet.form_page,
        number.get("text", ""),
        float(number.get("sure", 0.0)),
        child.get("text", ""),
    )
