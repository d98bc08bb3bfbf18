"""The log's periodic jobs: sealed every minute, erased by seals when its time is over."""

import datetime

from django.conf import settings
from django.db import connection

from sekisho.base import clock
from sekisho.base.retention import cutoff, parse_length
from sekisho.gate.jobs.declare import job
from sekisho.gate.jobs.work import Work
from sekisho.gate.log.heads import folder_of
from sekisho.gate.log.sealing import seal_log
from sekisho.gate.models import LogLine
from sekisho.gate.register.load import registers

#: More seals than a day makes.
_SEALS = 2_000


@job("", title="アクセス記録の封印", every="* * * * *", piecewise=True)
def seal_every_minute(work: Work) -> None:
    """Seal what was logged since; the heads go into the data folder of the machine that works."""
    seal_log(folder_of(settings.SEKISHO_DATA))


@job("gate.log_retention", title="保存期間が満了したアクセス記録の消去", every="20 3 * * *")
def forget_old_lines(work: Work) -> None:
    """Erase whole seals whose newest line is over; their heads stay."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gate.purge_log(%s, %s)", [kept_since(clock.today()), _SEALS])


def kept_since(today: datetime.date) -> datetime.datetime:
    """The moment before which the register keeps no line any more (its own [[retention]] of the log)."""
    line = next(one for one in registers()["gate"].entry.retention if LogLine.__name__ in one.models)
    day = cutoff(today, parse_length(line.length)) + datetime.timedelta(days=1)
    return datetime.datetime.combine(day, datetime.time(), clock.TOKYO)
