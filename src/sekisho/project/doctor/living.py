"""What should be alive."""

import datetime
from collections.abc import Iterator

from django.conf import settings

from sekisho.base import clock
from sekisho.base.errors import UserError
from sekisho.gate.jobs import hearts as signs
from sekisho.gate.messages.port import carrier
from sekisho.gate.models import City, Job
from sekisho.gate.words import ZONES
from sekisho.project.doctor import Finding

_LONG = datetime.timedelta(hours=1)


def hearts() -> Iterator[Finding]:
    """A worker for this zone, and a scheduler."""
    if not signs.alive(signs.WORKER, settings.SEKISHO_ZONE):
        yield Finding(
            f"{ZONES[settings.SEKISHO_ZONE]}の処理係が、どの機械でも動いていません。",
            "sekisho worker を動かしてください。",
            fatal=False,
        )
    if not signs.alive(signs.SCHEDULER):
        yield Finding(
            "時計係が、どの機械でも動いていません。",
            "sekisho scheduler を 1 つ動かしてください。",
            fatal=False,
        )


def stuck() -> Iterator[Finding]:
    """Jobs that have waited for long."""
    waiting = Job.objects.filter(state=Job.WAITING, planned_at__lt=clock.now() - _LONG).count()
    if waiting:
        yield Finding(
            f"1 時間より前から待っている処理が {waiting} 件あります。",
            "処理係を増やすか、「処理の様子」の画面で止まったわけを見てください。",
            fatal=False,
        )


def messages() -> Iterator[Finding]:
    """A real city whose heads are told nothing outside the program, or a setting that can't be read."""
    try:
        sends = carrier().sends
        carrier("sms")
    except UserError as error:
        yield Finding(error.message, error.remedy)
        return
    if not sends and City.objects.filter(demo=False).exists():
        yield Finding(
            "職員への通知を外へ送っていません（控えに残すだけです）。",
            "メールサーバーを SEKISHO_MAIL に設定してください（docs/operations.md）。",
            fatal=False,
        )
