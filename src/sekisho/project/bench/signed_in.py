"""A browser at a registered terminal in which somebody is signed in, without the pages that lead there."""

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

    from sekisho.people.models import Staff


def signed_in(staff: "Staff") -> "Client":
    """A terminal of their office."""
    from django.test import Client

    from sekisho.base import clock
    from sekisho.people.models import Terminal
    from sekisho.people.models.terminals import digest
    from sekisho.people.terminals import COOKIE

    client, key = Client(headers={"host": "localhost"}), secrets.token_hex(8)
    office = staff.assignments.earliest("id").office
    Terminal.objects.create(
        name="bench", kind="desk", office=office, key_digest=digest(key), enrolled_at=clock.now()
    )
    client.cookies[COOKIE] = key
    client.force_login(staff)
    return client
