"""Cases of the demo city's desk, as its clerk would enter them; made-up people."""

import datetime
from collections.abc import Sequence

from sekisho import gate
from sekisho.affairs.bereavement import actions, slots
from sekisho.affairs.bereavement.booking.actions import book
from sekisho.affairs.bereavement.inquiries.actions import ask_sections
from sekisho.affairs.bereavement.models import Blank, Visit
from sekisho.affairs.bereavement.papers import samples
from sekisho.base import clock
from sekisho.base.wareki import format_date
from sekisho.residents.port import Person

#: Which of the made-up deceased have got how far.
_CALLED, _BOOKED, _PREPARED, _VISITED = range(4)


def build_cases(clerk: gate.Actor, families: Sequence[tuple[Person, Person]]) -> None:
    """A case for each deceased and their survivor: a call, a booking, a prepared one, one whose family is here, a call …"""
    days = slots.board((), clock.now())
    for number, (dead, survivor) in enumerate(families):
        with gate.enter(clerk, "bereavement.reception"):
            visit = actions.take_call(_told(dead, survivor), clerk)
            if number % 4 >= _BOOKED:
                day = days[slots.LEAD + number % (slots.AHEAD - slots.LEAD)][1]
                book(visit, day[number % len(day)].starts_at, slots.USUAL, clerk)
        if number % 4 >= _PREPARED:
            with gate.enter(clerk, "bereavement.preparation", visit.pk):
                one = Visit.objects.get()
                actions.look_up_deceased(one, clerk)
                actions.answer(
                    one, {"d.ins": "latter_elderly", "d.funeral_held": True, "d.pension": "basic_only"}
                )
                ask_sections(one)
        if number % 4 >= _VISITED:
            with gate.enter(clerk, "bereavement.arrival", visit.pk):
                visitor = {"name": survivor.name, "birth": _birth(survivor), "relation": survivor.relation}
                actions.receive(Visit.objects.get(), visitor, True, ["koseki"], clerk)


def build_blanks() -> None:
    """Made-up blank forms of the usual procedures, in use."""
    now = clock.now()
    for one, pdf in samples.usual():
        places = [place.as_json() for place in samples.places(one)]
        Blank.objects.create(
            key=one.id.lower(), version=1, name=one.form[0], procedures=[one.id], pdf=pdf, places=places, made_at=now, in_use_since=now
        )  # fmt: skip


def _told(dead: Person, survivor: Person) -> dict[str, object]:
    return {
        "deceased_name": dead.name, "deceased_kana": dead.kana, "deceased_birth": _birth(dead), "died_on": dead.died_on,
        "deceased_address": dead.address, "caller_name": survivor.name, "caller_relation": survivor.relation,
        "caller_phone": "000-0000-0000",
    }  # fmt: skip


def _birth(one: Person) -> str:
    birth = one.birth
    if birth.year and birth.month and birth.day:
        return format_date(datetime.date(birth.year, birth.month, birth.day))
    return f"{birth.year}年"
