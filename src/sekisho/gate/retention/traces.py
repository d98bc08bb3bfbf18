"""Did the night leave traces? A purge plants a made-up text and erases the one of the purge before; a search looks for erased ones.

The search runs with the run-time role: it reads files. Cleaning them takes the tables' owner and, for statistics and journal, the
database's administrator (``sekisho scrub``), whom no worker knows; so the pages say when their part hasn't been done.
"""

import datetime
import hashlib
import hmac
import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from sekisho.base import clock
from sekisho.base.wareki import format_date
from sekisho.gate.jobs.declare import job
from sekisho.gate.jobs.work import Work
from sekisho.gate.models import Probe, PurgeRun, Scrub, TraceCheck
from sekisho.gate.retention.marker import find_marker

#: Erased probes that are looked for: of the newest purges.
_NEWEST = 3
_KEPT = datetime.timedelta(days=400)


def plant(run: PurgeRun) -> None:
    """Within the purge's pass: erase the probe of the purge before, plant the one of this run."""
    Probe.objects.exclude(run=run).delete()
    text = _text(run)
    Probe.objects.get_or_create(run=run, defaults={"text": text})
    run.probe_digest = _digest(text)
    run.save(update_fields=("probe_digest",))


def _text(run: PurgeRun) -> str:
    said = b"probe %d " % run.pk + bytes(run.salt)
    return f"probe-{hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()}"


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def erased() -> list[str]:
    """The texts of the newest probes that are erased; none that can't be made again (under another key of the city's)."""
    runs = PurgeRun.objects.filter(
        probe__isnull=True, probe_digest__isnull=False, certified_at__isnull=False
    ).order_by("-id")[:_NEWEST]
    return [text for run in runs if _digest(text := _text(run)) == bytes(run.probe_digest)]


@job("", title="消した跡の確認", every="0 5 * * *", piecewise=True)
def look_for_traces(work: Work) -> None:
    """Look for erased probes in everything below the data folder, the vault and the key store. No transaction is open meanwhile: the
    owner's ``sekisho scrub`` would wait for its locks in vain."""
    texts = erased()
    folders = {settings.SEKISHO_DATA, settings.SEKISHO_VAULT, settings.SEKISHO_KEYS}
    unread: set[Path] = set()
    found = {hit.path for text in texts for hit in find_marker(text, folders, unread)}
    database, now = _reads_database(), clock.now()
    if not database:
        # Another user's: said by itself.
        unread = {one for one in unread if not one.is_relative_to(settings.SEKISHO_DATA / "postgres")}
    TraceCheck.objects.create(
        at=now, probes=len(texts), files=len(found), unread=len(unread), database=database
    )
    TraceCheck.objects.filter(at__lt=now - _KEPT).delete()


def _reads_database() -> bool:
    """Are the database's own files on this machine, and ours to read?"""
    folder = settings.SEKISHO_DATA / "postgres" / "base"
    return folder.is_dir() and os.access(folder, os.R_OK | os.X_OK)


@dataclass(frozen=True)
class Said:
    """A sentence about the traces; ``wrong``: somebody has to do something."""

    text: str
    remedy: str = ""
    wrong: bool = True


def said() -> list[Said]:
    """What the privacy officer has to know, the worst first; nothing before the first purge."""
    run = PurgeRun.objects.filter(certified_at__isnull=False).order_by("-certified_at").first()
    if run is None:
        return []
    assert run.certified_at
    scrub, check = Scrub.objects.first(), TraceCheck.objects.first()
    found = []
    if scrub is None or scrub.at < run.certified_at:
        found.append(
            Said(
                f"{_when(run.certified_at)}の消去のあと、消した跡（表の隙間やジャーナル）の始末がまだです。",
                "データベースの移行をする機械で、sekisho scrub が毎晩動いているかを、情報担当に確かめてください。",
            )
        )
    elif scrub.busy:
        found.append(
            Said(
                f"使われていたため、消した跡を始末できなかった表が {len(scrub.busy)} 件あります。",
                "使われていない時間に、もう一度 sekisho scrub を動かしてもらってください。",
            )
        )
    elif not scrub.whole:
        found.append(
            Said(
                f"{_when(scrub.at)}に、表に残る跡を始末しました。統計とジャーナルは、データベースの管理者が毎晩始末します。",
                "管理者に、毎晩の作業（運用の手引き「Purge」）をしているかを確かめてください。",
                wrong=False,
            )
        )
    if check and check.files:
        found.append(
            Said(
                f"{_when(check.at)}の確認で、消したはずの見本の文字列が {check.files} 件のファイルに残っていました。",
                "上の始末が済んでも残るときは、情報担当に伝えてください。",
            )
        )
    elif check and check.unread:
        found.append(
            Said(
                f"{_when(check.at)}の確認では、{check.unread} 件のファイルやフォルダーを読めず、消した跡がないとは言えません。",
                "情報担当に、作業をする利用者がデータフォルダーの中を読めるかを確かめてもらってください。",
            )
        )
    elif check and check.probes:
        where = (
            "データベースのファイルを含め"
            if check.database
            else "この機械のファイル（読めないデータベースのものを除く）の"
        )
        found.append(
            Said(
                f"{_when(check.at)}の確認では、消した見本の文字列は{where}どこにもありませんでした。",
                wrong=False,
            )
        )
    return found


def _when(moment: datetime.datetime) -> str:
    here = moment.astimezone(clock.TOKYO)
    return f"{format_date(here.date())} {here.hour}時{here.minute:02}分"
