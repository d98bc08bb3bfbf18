"""What would have been sent: only where no carrier sends anything out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sekisho import gate
from sekisho.gate.messages.port import kept_channels
from sekisho.gate.models import Message
from sekisho.site import menu

_SHOWN = 50


@menu.page("送る通知の控え")
@require_safe
@gate.purpose("gate.spool")
def spool(request: HttpRequest) -> HttpResponse:
    """The latest messages, opened."""
    kept = Message.objects.filter(channel__in=kept_channels())
    return render(request, "site/spool.html", {"found": list(kept[:_SHOWN])})
