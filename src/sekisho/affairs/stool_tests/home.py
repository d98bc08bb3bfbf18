"""Blocks of the home page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from sekisho.affairs.stool_tests.models import Finding, Row
from sekisho.affairs.stool_tests.queries import people_on
from sekisho.base import clock
from sekisho.site import home


@home.block("health", "検便の受検者", "stool_tests/home_roster.html", purpose="stool_tests.roster")
def roster(request: HttpRequest) -> Mapping[str, Any]:
    """How many people are on the rosters that the post sees today."""
    return {"count": people_on(clock.today()).count()}


@home.block(
    "warnings", "陽性の結果", "stool_tests/home_positives.html", purpose="stool_tests.positives", order=1
)
def positives(request: HttpRequest) -> Mapping[str, Any] | None:
    """Positive results that wait for the responsible post; shown to nobody else."""
    count = Finding.objects.filter(state=Finding.OPEN).count()
    return {"said": f"対応を待っている陽性の結果が {count} 件あります。"} if count else None


@home.block("waiting", "検便の読み取りの確認", "stool_tests/home_doubtful.html", purpose="stool_tests.review")
def doubtful(request: HttpRequest) -> Mapping[str, Any] | None:
    """How many rows wait for a person."""
    count = Row.objects.filter(state=Row.DOUBTFUL).count()
    return {"count": count} if count else None
