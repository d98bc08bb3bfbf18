"""Blocks of the home page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from sekisho.affairs.bereavement import queries
from sekisho.affairs.bereavement.inquiries import queries as inquiries
from sekisho.site import home


@home.block(
    "waiting", "ご遺族コーナーの予約", "bereavement/home_visits.html", purpose="bereavement.reception"
)
def visits(request: HttpRequest) -> Mapping[str, Any] | None:
    """The next visits, and calls that have no slot yet."""
    found = list(queries.current().only("id", "state", "starts_at", "desk")[:5])
    return {"visits": found} if found else None


@home.block(
    "waiting", "ご遺族コーナーからの照会", "bereavement/home_inquiries.html", purpose="bereavement.inquiry"
)
def asked(request: HttpRequest) -> Mapping[str, Any] | None:
    """How many inquiries wait for the office's answer."""
    late, waiting = inquiries.waiting()
    return {"late": late, "waiting": waiting} if waiting else None
