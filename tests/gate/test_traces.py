"""Traces of the erased: found before the owner's part of the night, gone after it, and said to the privacy officer."""

import os
import tempfile
from pathlib import Path

import psycopg
import pytest
from django.db import ProgrammingError, transaction
from django.test import override_settings

from sekisho import gate
from sekisho.base import clock
from sekisho.gate.models import Job, Probe, Scrub, TraceCheck
from sekisho.gate.retention import traces
from sekisho.gate.retention.marker import Hit, find_marker
from sekisho.gate.retention.purge import purge_due
from sekisho.people.models import Staff
from sekisho.project import scrub as cleaning
from sekisho.project.commands.purge import _unscrubbed, scrub
from tests.cast import Cast, hire, signed_in
from tests.gate.kept import post, scan_of
from tests.jobs import work_off


@pytest.fixture
def fumi(cast: Cast) -> Staff:
    """The privacy officer."""
    return hire("2001", "藤井 ふみ", "privacy_officer", cast.erin.assignments.get().office)


def _purge(cast: Cast) -> None:
    post(cast, scan_of(cast, b"over"), 90)
    assert purge_due(clock.today()).certificate


def _check() -> TraceCheck:
    traces.look_for_traces.handler(None)
    found = TraceCheck.objects.first()
    assert found
    return found


def test_what_the_owner_has_not_cleaned_is_found_and_said_and_gone_afterwards(
    cast: Cast, fumi: Staff, superuser: psycopg.Connection
) -> None:
    officer = signed_in(fumi)
    assert traces.said() == []
    _purge(cast)
    superuser.execute("CHECKPOINT")
    assert (_check().probes, len(traces.erased())) == (0, 0), "the first purge's probe is still planted"
    planted = Probe.objects.get().text
    _purge(cast)
    assert traces.erased() == [planted] and Probe.objects.get().text != planted
    superuser.execute("CHECKPOINT")
    check = _check()
    assert check.probes == 1 and check.files > 0 and check.database
    page = officer.get("/retention/").content.decode()
    assert "始末がまだです" in page and "残っていました" in page and "sekisho scrub" in page
    assert "始末がまだです" in officer.get("/").content.decode()
    assert "始末がまだです" not in signed_in(cast.alice).get("/").content.decode()
    with override_settings(SECRET_KEY="another city's"):
        assert traces.erased() == [], "nothing is called clean that can't be looked for"
    assert _unscrubbed() == ["stool_tests_scan"]
    scrub()
    assert _unscrubbed() == []
    check = _check()
    assert (check.probes, check.files) == (1, 0)
    page = officer.get("/retention/").content.decode()
    assert "どこにもありませんでした" in page and "始末" not in page
    assert "消した跡" not in officer.get("/").content.decode()


def test_a_purge_that_ends_while_the_owner_cleans_is_not_called_clean(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    _purge(cast)
    clean = cleaning.scrub

    def meanwhile(owner: str, superuser: str | None, tables: list[str]) -> list[str]:
        done = clean(owner, superuser, tables)
        _purge(cast)
        return done

    monkeypatch.setattr(cleaning, "scrub", meanwhile)
    scrub()
    assert _unscrubbed() == ["stool_tests_scan"] and "始末がまだです" in traces.said()[0].text


def test_the_search_stands_in_nobodys_way(
    cast: Cast, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    _purge(cast)
    _purge(cast)
    look, looked = traces.find_marker, []

    def while_cleaning(text: str, folders: set[Path], unread: set[Path]) -> list[Hit]:
        for table in ("gate_probe", "gate_purge_run", "gate_job", "gate_trace_check"):
            superuser.execute(f"VACUUM FULL {table}")
        looked.append(text)
        return look(text, folders, unread)

    superuser.execute("SET lock_timeout = '3s'")
    monkeypatch.setattr(traces, "find_marker", while_cleaning)
    with transaction.atomic():
        traces.look_for_traces.plan(gate.job_actor())
    work_off()
    assert Job.objects.get().state == Job.DONE and looked and TraceCheck.objects.get().probes == 1


def test_what_cannot_be_read_is_told_and_the_rest_is_searched() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        for one in ("a", "b", "c"):
            (folder / one).write_text("MARK")
        (folder / "shut").mkdir(mode=0)
        (folder / "a").chmod(0)
        (folder / "gone").symlink_to(folder / "nowhere")
        unread: set[Path] = set()
        # Codecs are loaded while the process may still read its own library.
        assert find_marker("MARK", []) == []
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            found = [hit.path.name for hit in find_marker("MARK", [folder, folder / "none"], unread)]
            with pytest.raises(PermissionError):
                find_marker("MARK", [folder])
        finally:
            if root:
                os.seteuid(0)
        assert found == ["b", "c"] and {one.name for one in unread} == {"a", "shut"}


def test_what_cannot_be_read_is_not_called_clean(cast: Cast, fumi: Staff) -> None:
    _purge(cast)
    TraceCheck.objects.create(at=clock.now(), probes=1, files=0, unread=2, database=True)
    page = signed_in(fumi).get("/retention/").content.decode()
    assert "2 件のファイルやフォルダーを読めず" in page and "どこにもありませんでした" not in page


@pytest.mark.parametrize(
    ("busy", "whole", "told", "warns"),
    [(["stool_tests_person"], True, "表が 1 件あります", True), ([], False, "データベースの管理者が", False)],
)
def test_a_night_half_done_is_said(
    cast: Cast, fumi: Staff, busy: list[str], whole: bool, told: str, warns: bool
) -> None:
    _purge(cast)
    Scrub.objects.using("owner").create(at=clock.now(), busy=busy, whole=whole)
    assert _unscrubbed() == busy, "what was busy comes again with the next purge"
    page = signed_in(fumi).get("/retention/").content.decode()
    assert told in page and ("notice warning" in page) is warns


def test_no_worker_says_that_the_owner_has_cleaned(cast: Cast) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic():
        Scrub.objects.create(at=clock.now(), busy=[], whole=True)
    assert not Job.objects.exists()
