"""Received files become rows."""

import pytest
from django.conf import settings

from sekisho import gate
from sekisho.affairs.stool_tests import jobs
from sekisho.affairs.stool_tests.models import Page, Row, Scan
from sekisho.affairs.stool_tests.tests.sheets import MONTH, blank_pdf, drop, little, move_in, scan_pdf
from sekisho.gate.vault.fields import read_file
from sekisho.paper import engine
from tests.cast import Cast, actor
from tests.jobs import work_off

REVIEW, INTAKE = "stool_tests.review", "stool_tests.intake"


def _pages(cast: Cast) -> list[tuple[str, str, str]]:
    with gate.enter(actor(cast.alice), INTAKE):
        pages = Page.objects.select_related("facility").order_by("scan", "number")
        return [(page.state, page.aside, str(page.facility or "")) for page in pages]


def test_a_file_becomes_pages_and_rows(cast: Cast) -> None:
    move_in(cast)
    scan = drop(cast, "5月.pdf", scan_pdf(0, 1))
    work_off()
    names = [sheet.facility for sheet in little().sheets]
    assert _pages(cast) == [(Page.READ, "", names[0]), (Page.READ, "", names[1])]
    with gate.enter(actor(cast.alice), REVIEW):
        rows = list(Row.objects.select_related("person", "page"))
        assert len(rows) == sum(len(sheet.rows) for sheet in little().sheets[:2])
        sure = [row for row in rows if row.state == Row.ACCEPTED]
        assert len(sure) > len(rows) / 2
        truth = {(sheet.facility, n): one for sheet in little().sheets for n, one in enumerate(sheet.rows, 1)}
        for row in sure:
            meant = truth[str(row.facility), row.number]
            assert (row.name, row.tested_on, row.month) == (meant.name, meant.date, MONTH)
            assert row.person is not None
            assert row.person.name == row.name
        for row in rows:
            assert (row.person is None) == ("name" in [asked for asked, _ in row.doubts])
            at, length, width, height = row.strip
            strip = read_file(row.page, "strips")[at : at + length]
            assert strip.startswith(b"\xff\xd8") and width > 5 * height
            assert {"name", "date"} <= set(row.cells)
        assert read_file(rows[0].page, "image").startswith(b"\xff\xd8")
    with gate.enter(actor(cast.alice), INTAKE):
        assert Scan.objects.get(pk=scan.pk).state == Scan.READ


def test_an_empty_sheet_of_the_form_is_set_aside_not_asked_about(cast: Cast) -> None:
    move_in(cast)
    drop(cast, "白紙.pdf", blank_pdf())
    work_off()
    assert _pages(cast) == [(Page.ASIDE, Page.BLANK, "")]


def test_a_file_that_comes_in_meanwhile_is_looked_at_before_the_first_one_ends(cast: Cast) -> None:
    move_in(cast)
    first = drop(cast, "一.pdf", scan_pdf(0, 1))
    second = drop(cast, "二.pdf", scan_pdf(0, month=MONTH.replace(month=6)), MONTH.replace(month=6))
    work_off()
    with gate.enter(actor(cast.alice), INTAKE):
        pages = Page.objects.order_by("read_at").values_list("id", "scan_id", "number", "state")
        assert [page[1:] for page in pages] == [
            (first.pk, 1, Page.READ), (second.pk, 1, Page.READ), (first.pk, 2, Page.READ),
        ]  # fmt: skip
        assert {scan.state for scan in Scan.objects.all()} == {Scan.READ}


def test_a_worker_makes_ready_the_very_networks_that_it_reads_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else each worker that was given one core holds them twice, and its first page waits for them."""
    monkeypatch.setattr(settings, "SEKISHO_READING_THREADS", 1)
    engine._load.cache_clear()
    jobs._ready()
    engine.load_engine(settings.SEKISHO_READING_THREADS)
    assert engine._load.cache_info().misses == 1
