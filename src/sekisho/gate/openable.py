"""Which purposes would open for an actor now: for navigation and home pages, which show nothing that would be refused."""

from django.conf import settings
from django.db import connection

from sekisho.gate.passes import Actor


def openable(actor: Actor) -> dict[str, str]:
    """How far each purpose reaches that gate.open would open for one of the posts held («case»: only with a case at work).

    Asks the database once for every post; nothing is opened and nothing logged, since no record is seen.
    """
    found: dict[str, str] = {}
    if actor.key is None or not actor.held:
        return found
    with connection.cursor() as cursor:
        for held in actor.held:
            cursor.execute(
                "SELECT purpose, scope FROM gate.openable(%s::bigint, %s, %s::bigint, %s, %s, %s)",
                [
                    actor.key, held.post, held.office, actor.terminal_kind, settings.SEKISHO_ZONE,
                    settings.SEKISHO_REQUIRE_APPROVAL,
                ],
            )  # fmt: skip
            for purpose, scope in cursor.fetchall():
                # A post that needs a case at work doesn't shut what another post held opens without one.
                if found.get(purpose, "case") == "case":
                    found[purpose] = scope
    return found
