"""Blocks of the home page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from sekisho.affairs.bereavement import queries
from sekisho.site import home


@home.block(
    "waiting", "ご遺族コーナーの予約", "bereavement/home_visits.html", purpose="bereavement.reception"
)
def visits(request: HttpRequest) -> Mapping[str, Any] | None:
    """The next visits, and calls that have no slot yet."""
    found = list(queries.current().only("id", "state", "starts_at", "desk")[:5])
    return {"visits": found} if found else None
