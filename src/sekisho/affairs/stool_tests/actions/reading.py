"""What the engine found is written (purpose «stool_tests.reading», the program's own)."""

import datetime
from typing import TYPE_CHECKING

from django.db import connection

from sekisho.affairs.stool_tests.actions.sampling import WHY_SIMILAR
from sekisho.affairs.stool_tests.doubts import DATE, NAME
from sekisho.affairs.stool_tests.models import Caution, Page, Row, Scan
from sekisho.base import clock
from sekisho.gate.vault.fields import put_file

if TYPE_CHECKING:
    from sekisho.affairs.stool_tests.reading.page import Found
    from sekisho.affairs.stool_tests.reading.people import People

#: A sheet most of whose people stand on another sheet of the month is that sheet scanned again.
_SAME_PEOPLE, _LEAST_PEOPLE = 0.6, 3


def refuse_file(scan: Scan, reason: str) -> None:
    """The file can't be read at all; it stays in the vault."""
    scan.state, scan.reason = Scan.REFUSED, reason[:300]
    scan.save(update_fields=["state", "reason"])


def take_up_file(scan: int) -> bool:
    """The file is being read from now on; False when it was already."""
    return bool(Scan.objects.filter(pk=scan, state=Scan.WAITING).update(state=Scan.READING))


def begin_file(scan: Scan, pages: int) -> None:
    """Enter the file's pages, those that aren't there yet."""
    Page.objects.bulk_create(
        [Page(scan=scan, number=number, received_at=scan.received_at) for number in range(1, pages + 1)],
        ignore_conflicts=True,
    )
    scan.state = Scan.READING
    scan.save(update_fields=["state"])


def end_file(scan: int) -> None:
    """Every page has been looked at."""
    if not Page.objects.filter(scan=scan, state=Page.WAITING).exists():
        Scan.objects.filter(pk=scan, state=Scan.READING).update(state=Scan.READ)


def same_sheet(before: str) -> str:
    """Why a page with the same pixels isn't read; nobody can wish otherwise."""
    return f"{Page.SAME}（{before}）。"


def read_before(content: str, page: Page) -> str:
    """Where the same pixels were read before, in words; "" when they weren't."""
    found = Page.objects.select_related("scan").filter(content=content, state=Page.READ).exclude(pk=page.pk)
    before = found.first()
    return f"{before.scan.name} {before.number}枚目" if before else ""


def keep_page(key: int, found: "Found", people: "People") -> None:
    """Write what became of a page, with its rows; nothing when it is no longer waiting.

    One page at a time over all workers: of two that are the same sheet the second must see the first.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('stool_tests.keep_page'))")
    page = Page.objects.select_for_update().get(pk=key)
    if page.state != Page.WAITING:
        return
    _recognise_twice(page, found, people)
    page.state, page.aside, page.reason = found.state, found.aside, found.reason[:300]
    page.guesses, page.form_id, page.content = found.guesses, found.form, found.content
    if found.state == Page.READ:
        page.facility_id, page.month = people.facilities[found.facility], found.month
    elif found.aside == Page.OTHER_MONTH:
        page.month = found.month
    page.read_at = clock.now()
    if found.picture and not page.image:
        put_file(page, "image", found.picture.data)
        page.width, page.height = found.picture.width, found.picture.height
    if found.strips and found.state == Page.READ:
        put_file(page, "strips", found.strips)
    page.save()
    if found.state == Page.READ:
        _keep_rows(page, found)


def _keep_rows(page: Page, found: "Found") -> None:
    caution = Caution.objects.filter(month=page.month, form=page.form_id).first()
    for values in found.rows if caution else ():
        if values["state"] == Row.ACCEPTED and values["probability"] <= caution.probability:
            # As sure as a row that a sample has shown to be wrong.
            values |= {
                "state": Row.DOUBTFUL, "person": None, "asked": NAME, "reason": WHY_SIMILAR,
                "doubts": [[NAME, WHY_SIMILAR], [DATE, WHY_SIMILAR]], "alike": f"{NAME} {values['name']}"[:120],
            }  # fmt: skip
    Row.objects.bulk_create(
        Row(
            page=page, facility_id=page.facility_id, month=page.month, read_at=page.read_at, person_id=values["person"],
            **{name: value for name, value in values.items() if name != "person"},
        )
        for values in found.rows
    )  # fmt: skip


def _recognise_twice(page: Page, found: "Found", people: "People") -> None:
    """A sheet that was scanned a second time has other pixels but the same people."""
    before = read_before(found.content, page) if found.state == Page.READ else ""
    if before:
        _as_twice(found, same_sheet(before))
    if found.state != Page.READ or page.decided_by is not None:
        return
    mine = {row["person"] for row in found.rows if row["person"]}
    if len(mine) < _LEAST_PEOPLE:
        return
    month: datetime.date | None = found.month
    others = Row.objects.filter(person__in=mine, month=month).exclude(page=page)
    by_page: dict[int, set[int]] = {}
    for other, person in others.values_list("page_id", "person_id"):
        by_page.setdefault(other, set()).add(person)
    for other, theirs in by_page.items():
        if len(theirs) >= max(_LEAST_PEOPLE, _SAME_PEOPLE * len(mine)):
            first = Page.objects.select_related("scan").get(pk=other)
            _as_twice(
                found, f"同じ方たちの用紙を、もう読んでいます（{first.scan.name} {first.number}枚目）。"
            )
            return


def _as_twice(found: "Found", reason: str) -> None:
    found.state, found.aside, found.reason = Page.ASIDE, Page.TWICE, reason
    found.strips, found.rows = b"", []
