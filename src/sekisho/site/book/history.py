"""The wordings of an entry so far, with who approved each; and the entries that were in force in a fiscal year."""

import datetime
import json
from dataclasses import dataclass

from pydantic import ValidationError

from sekisho.base import clock
from sekisho.base.wareki import fiscal_year
from sekisho.gate.models import Approval, Wording
from sekisho.gate.register.load import registers
from sekisho.gate.register.schema import Entry
from sekisho.site.book.lines import differences


@dataclass(frozen=True)
class Version:
    """A wording: since when, what changed against the one before, and the decision that approved it (None: not yet)."""

    hash: str
    since: datetime.date
    changed: tuple[str, ...]
    approval: Approval | None


def versions(affair: str) -> list[Version]:
    """The newest first."""
    approvals = {one.hash: one for one in Approval.objects.filter(affair=affair)}
    found: list[Version] = []
    before: Entry | None = None
    for wording in Wording.objects.filter(affair=affair):
        entry = _said(wording)
        changed = tuple(differences(before, entry)) if before and entry else ()
        found.insert(0, Version(wording.hash, wording.since, changed, approvals.get(wording.hash)))
        before = entry
    return found


def years() -> list[int]:
    """Fiscal years that the book can be shown for, the newest first."""
    this = fiscal_year(clock.today())
    first = Wording.objects.order_by("since").values_list("since", flat=True).first()
    return list(range(this, (fiscal_year(first) if first else this) - 1, -1))


def entries_of(year: int) -> list[tuple[str, Entry]]:
    """Key and entry of each affair, as worded on the last day of the fiscal year, or today in the running one."""
    if year == fiscal_year(clock.today()):
        return [(key, registered.entry) for key, registered in registers().items()]
    last: dict[str, Entry | None] = {}
    for wording in Wording.objects.filter(since__lte=datetime.date(year + 1, 3, 31)):
        last[wording.affair] = _said(wording)
    return [(affair, entry) for affair, entry in last.items() if entry]


def _said(wording: Wording) -> Entry | None:
    """The entry of the wording; None when it was written for a schema that this program no longer has."""
    try:
        return Entry.model_validate_json(json.dumps(wording.entry))
    except ValidationError:
        return None
