"""Forms of a visit (purpose «bereavement.arrival»)."""

from dataclasses import dataclass

from sekisho.affairs.bereavement import queries
from sekisho.affairs.bereavement.models import Blank, FormPrint, Step, Visit
from sekisho.affairs.bereavement.models.step import OPEN
from sekisho.affairs.bereavement.papers import blanks, fill
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.base.wareki import format_date
from sekisho.gate import exports


@dataclass(frozen=True)
class Form:
    """A form that the visit needs: ``used`` is the version that it is printed with, ``newer`` the one that has replaced it since;
    ``prints``: how often it was printed."""

    used: Blank
    newer: Blank | None
    prints: int


def needed(visit: Visit) -> list[Form]:
    """The forms of the procedures that are needed and open. A form that was printed keeps the version it was printed with."""
    wanted = {one.procedure for one in Step.objects.filter(visit=visit, sure=True, outcome=OPEN)}
    made = list(FormPrint.objects.filter(visit=visit).order_by("printed_at", "id"))
    versions = Blank.objects.defer("pdf").in_bulk([one.blank_id for one in made])
    last: dict[str, Blank] = {versions[one.blank_id].key: versions[one.blank_id] for one in made}
    found = []
    for now in blanks.current():
        if not wanted & set(now.procedures):
            continue
        used = last.get(now.key, now)
        count = sum(1 for one in made if versions[one.blank_id].key == now.key)
        found.append(Form(used, now if now.pk != used.pk else None, count))
    return found


def print_forms(visit: Visit, who: str, newest: bool = False) -> tuple[bytes, str]:
    """All of them as one PDF, with its number; ``newest``: those replaced since are printed from the new version."""
    forms = [
        form.newer or form.used if newest else form.used
        for form in needed(visit)
        if not newest or form.newer or not form.prints
    ]
    if not forms:
        raise UserError(
            "この件の手続きには、記入済みで刷れる書式がありません。",
            "「書式の原本と記入欄」に書式を入れると、ここで刷れます。",
        )
    whole = Blank.objects.in_bulk([one.pk for one in forms])
    sheets = [fill.Sheet(bytes(whole[one.pk].pdf), blanks.places_of(whole[one.pk])) for one in forms]
    values = values_of(visit)
    now = clock.now()
    FormPrint.objects.bulk_create(FormPrint(visit=visit, blank_id=one.pk, printed_at=now) for one in forms)
    export = exports.issue("pdf", who)
    return fill.filled(sheets, values, "記入済みの書式", export.serial, export.watermark), export.serial


def values_of(visit: Visit) -> dict[str, str]:
    """What stands on the forms: what was told on the telephone and at the desk; what nobody has told stays empty."""
    died_on = queries.facts_of(visit).get("d.date_of_death")
    return {
        "deceased_name": visit.deceased_name, "deceased_kana": visit.deceased_kana, "deceased_birth": visit.deceased_birth,
        "died_on": format_date(died_on) if died_on else "",  # type: ignore[arg-type]
        "deceased_address": visit.deceased_address, "visitor_name": visit.visitor_name, "visitor_birth": visit.visitor_birth,
        "visitor_address": visit.visitor_address, "visitor_phone": visit.visitor_phone,
        "visitor_relation": visit.visitor_relation, "today": format_date(clock.today()), "number": str(visit.pk),
    }  # fmt: skip
