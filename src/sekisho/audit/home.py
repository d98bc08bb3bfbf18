"""What waits for the privacy officer on the home page, and what is wrong."""

from typing import Any

from django.http import HttpRequest

from sekisho.gate import exceptions
from sekisho.gate.models import Emergency, ExceptionalUse
from sekisho.gate.retention import traces
from sekisho.site import home


@home.block("waiting", "非常時の利用の点検", "audit/home_waiting.html", purpose=exceptions.REVIEW, order=10)
def unreviewed(request: HttpRequest) -> dict[str, Any] | None:
    """Emergencies that nobody has reviewed yet; they stay until somebody does."""
    count = Emergency.objects.filter(reviewed_at__isnull=True).count()
    return {"count": count, "url": "emergencies", "words": "点検を待っています"} if count else None


@home.block("waiting", "目的外利用の申請", "audit/home_waiting.html", purpose=exceptions.DECISION, order=11)
def undecided(request: HttpRequest) -> dict[str, Any] | None:
    """Requests that wait for a decision."""
    count = ExceptionalUse.objects.filter(decided_at__isnull=True).count()
    return {"count": count, "url": "exception_decisions", "words": "決定を待っています"} if count else None


@home.block("warnings", "消した跡", "site/home_warnings.html", purpose="gate.retention", order=20)
def traces_left(request: HttpRequest) -> dict[str, Any] | None:
    """What the night's purge has left in the database's own files."""
    wrong = [one.text for one in traces.said() if one.wrong]
    return {"warnings": wrong} if wrong else None
