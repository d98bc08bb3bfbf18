"""Forms of a visit (purpose «bereavement.arrival»)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sekisho.affairs.bereavement import queries
from sekisho.affairs.bereavement.editor import versions
from sekisho.affairs.bereavement.models import Blank, FormPrint, Step, Visit
from sekisho.affairs.bereavement.models.step import OPEN, PENDING
from sekisho.affairs.bereavement.papers import blanks, fill
from sekisho.affairs.bereavement.papers.fields import ROLE
from sekisho.affairs.bereavement.persons.queries import verdicts
from sekisho.affairs.bereavement.roles import Someone
from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.base.wareki import format_date, spelt_out
from sekisho.gate import exports
from sekisho.site.documents import lacking


@dataclass(frozen=True)
class Form:
    """A form that the visit needs: ``used`` is the version that it is printed with, ``newer`` the one that has replaced it since;
    ``prints``: how often it was printed; ``applicants``: whose names are to stand on it, a sheet each, as far as is known."""

    used: Blank
    newer: Blank | None
    prints: int
    applicants: tuple[Someone, ...]


def needed(visit: Visit) -> list[Form]:
    """The forms of the procedures that are needed and not done: what is for another day the family takes home. A form that was printed keeps the version it was printed with."""
    wanted = {
        one.procedure for one in Step.objects.filter(visit=visit, sure=True, outcome__in=(OPEN, PENDING))
    }
    known = versions.of(visit).procedures
    may = verdicts(visit, [one for one in known if one.id in wanted])
    made = list(FormPrint.objects.filter(visit=visit).order_by("printed_at", "id"))
    printed = Blank.objects.defer("pdf").in_bulk([one.blank_id for one in made])
    last: dict[str, Blank] = {printed[one.blank_id].key: printed[one.blank_id] for one in made}
    found = []
    for now in blanks.current():
        if not wanted & set(now.procedures):
            continue
        used = last.get(now.key, now)
        count = sum(1 for one in made if printed[one.blank_id].key == now.key)
        whose = (may[key].who for key in used.procedures if key in may)
        applicants = tuple(dict.fromkeys(one for one in whose if one))
        found.append(Form(used, now if now.pk != used.pk else None, count, applicants))
    return found


def print_forms(visit: Visit, who: str, newest: bool = False) -> tuple[bytes, str]:
    """All of them as one PDF, with its number; ``newest``: those replaced since are printed from the new version."""
    forms = [
        (form.newer or form.used if newest else form.used, form.applicants or (None,))
        for form in needed(visit)
        if not newest or form.newer or not form.prints
    ]
    if not forms:
        raise UserError(
            "この件の手続きには、記入済みで刷れる書式がありません。",
            "「書式の原本と記入欄」に書式を入れると、ここで刷れます。",
        )
    whole = Blank.objects.in_bulk([one.pk for one, _ in forms])
    known, values = so(visit), told(visit)
    sheets = [
        fill.Sheet(
            bytes(whole[one.pk].pdf), blanks.places_of(whole[one.pk]), values | of_applicant(applicant),
            known | {(ROLE, key) for key in (applicant.roles if applicant else ())},
        )
        for one, applicants in forms
        for applicant in applicants
    ]  # fmt: skip
    now = clock.now()
    FormPrint.objects.bulk_create(FormPrint(visit=visit, blank_id=one.pk, printed_at=now) for one, _ in forms)
    export = exports.issue("pdf", who)
    return fill.filled(sheets, "記入済みの書式", export.serial, export.watermark), export.serial


def told(visit: Visit) -> dict[str, str]:
    """What stands on every form of the visit: what was told on the telephone and at the desk; what nobody has told stays empty."""
    died_on = queries.facts_of(visit).get("d.date_of_death")
    return {
        "deceased_name": visit.deceased_name, "deceased_registry": visit.registry_name, "deceased_kana": visit.deceased_kana,
        "deceased_birth": spelt_out(visit.deceased_birth), "died_on": format_date(died_on) if died_on else "",  # type: ignore[arg-type]
        "deceased_address": visit.deceased_address, "today": format_date(clock.today()), "number": str(visit.pk),
    }  # fmt: skip


def of_applicant(one: Someone | None) -> dict[str, str]:
    """The applicant's part of a form: empty as long as nobody knows who may apply."""
    said = {name: getattr(one, name, "") for name in ("name", "birth", "address", "phone", "relation")}
    said["birth"] = spelt_out(said["birth"])
    return {f"visitor_{name}": text for name, text in said.items()}


def so(visit: Visit) -> frozenset[tuple[str, str]]:
    """What is so, for the ✓ of forms: answers and outcomes. What nobody knows is not."""
    facts = {
        (name, str(value).lower() if isinstance(value, bool) else str(value))
        for name, value in queries.facts_of(visit).items()
    }
    return frozenset({*facts, *((one.procedure, one.outcome) for one in Step.objects.filter(visit=visit))})


def unprintable(visit: Visit, forms: Sequence[Form]) -> list[tuple[str, list[str]]]:
    """Texts on these forms that can't be printed as they are written, with the characters; told before anything is printed."""
    texts, values = set(), told(visit)
    for form in forms:
        fields = {one.field for one in blanks.places_of(form.used)}
        for applicant in form.applicants or (None,):
            texts |= {text for name, text in (values | of_applicant(applicant)).items() if name in fields}
    return [(text, wrong) for text in sorted(texts) if (wrong := lacking(text))]


def unnamed(visit: Visit, forms: Iterable[Form]) -> bool:
    """Is the registry's own spelling asked for on one of these forms, and not known?"""
    asked = (one.field == "deceased_registry" for form in forms for one in blanks.places_of(form.used))
    return not visit.registry_name and any(asked)
