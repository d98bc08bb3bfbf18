"""Traces of the erased: found before the owner's part of the night, gone after it, and said to the privacy officer."""

import psycopg
import pytest
from django.db import ProgrammingError, transaction
from django.test import override_settings

from sekisho.base import clock
from sekisho.gate.models import Job, Probe, Scrub, TraceCheck
from sekisho.gate.retention import traces
from sekisho.gate.retention.purge import purge_due
from sekisho.people.models import Staff
from sekisho.project.commands.purge import _unscrubbed, scrub
from tests.cast import Cast, hire, signed_in
from tests.gate.kept import post, scan_of


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
