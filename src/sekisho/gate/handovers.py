"""Hand-overs between affairs («this debtor died»): declared in both registers, in both affairs' log, taken exactly once.

The giver's register says ``[[gives]]`` (key, to whom, which items, why), the taker's ``[[takes]]`` (from whom, under which of its
own purposes). Inside its pass the giver calls ``give``; the taker's ``jobs.py`` has::

    @handovers.takes("residents.death")
    def death(about: str) -> None: ...          # inside a pass of the taker's purpose, whose case is ``about``

Only a number crosses over. What the taker may see of the person, it reads under its own purpose. Each piece of news is a row whose
job is planned in the giver's transaction; what the taker does, its log's line, and the mark that it has taken it are one
transaction, so a job that runs twice does it once.
"""

import hashlib
import hmac
from collections.abc import Callable

from django.apps import apps
from django.conf import settings
from django.db import connection

from sekisho.base import clock
from sekisho.gate import passes
from sekisho.gate.answers import Gap
from sekisho.gate.jobs.declare import job
from sekisho.gate.jobs.work import Work
from sekisho.gate.models.handovers import Handover
from sekisho.gate.register.load import registers

Take = Callable[[str], None]
_takes: dict[tuple[str, str], Take] = {}


def takes(giver: str) -> Callable[[Take], Take]:
    """Let the function take what ``giver`` («affair.key») hands to the affair that the function belongs to."""

    def decorate(function: Take) -> Take:
        config = apps.get_containing_app_config(function.__module__)
        if config is None:
            raise TypeError(f"{function.__module__} belongs to no affair")
        _takes[config.label, giver] = function
        return function

    return decorate


def takers(giver: str) -> list[str]:
    """The affairs to which the register lets this be given; none where it doesn't speak of it."""
    affair, _, key = giver.partition(".")
    registered = registers().get(affair)
    gives = registered.entry.gives if registered else ()
    return [taker for one in gives if one.key == key for taker in one.to]


def give(giver: str, about: str, subject: str, occasion: str) -> int:
    """Hand the number ``about`` to every affair that the register names, inside the giver's open pass; how many took part that
    hadn't had it yet. ``subject``: whose it is («kind:key»), for the log; ``occasion``: what makes this piece of news another one
    (the day of the death, say): the same again is given once.
    """
    open_pass = passes.current()
    if open_pass is None or open_pass.purpose.partition(".")[0] != giver.partition(".")[0]:
        raise Gap(f"«{giver}» is given inside a pass of its own affair")
    given = 0
    for taker in takers(giver):
        said = "\n".join((giver, taker, about, occasion))
        row, new = Handover.objects.get_or_create(
            # With the city's key: numbers are few enough to try them all.
            fingerprint=hmac.new(settings.SECRET_KEY.encode(), said.encode(), hashlib.sha256).hexdigest(),
            defaults={
                "giver": giver,
                "taker": taker,
                "about": about,
                "subject": subject,
                "given_at": clock.now(),
            },
        )
        if new:
            _note("handed", subject, f"{giver} → {taker}")
            deliver.plan(open_pass.actor, handover=row.pk)
            given += 1
    return given


@job("", title="事務の間の引き継ぎ", piecewise=True)
def deliver(work: Work, handover: int) -> None:
    """Let the other affair take it; once, however often the job runs."""
    row = Handover.objects.get(pk=handover)
    if row.taken_at:
        return
    take = _takes.get((row.taker, row.giver))
    if take is None:
        raise Gap(f"{row.taker} has nothing that takes «{row.giver}»")
    with passes.enter(passes.job_actor(), _purpose(row), row.about):
        held = Handover.objects.select_for_update().get(pk=handover)
        if held.taken_at:
            return
        take(held.about)
        _note("taken", held.subject, f"{held.giver} → {held.taker}")
        held.taken_at, held.about, held.subject = clock.now(), "", ""
        held.save(update_fields=("taken_at", "about", "subject"))


def _purpose(row: Handover) -> str:
    """The purpose under which the taker's register takes it."""
    entry = registers()[row.taker].entry
    return next(f"{row.taker}.{one.purpose}" for one in entry.takes if one.giver == row.giver)


def _note(kind: str, subject: str, note: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT gate.note(%s, 'gate_handover', %s::text[], '{}'::text[], 1, %s)", [kind, [subject], note]
        )
