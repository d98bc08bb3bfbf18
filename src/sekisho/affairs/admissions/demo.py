"""The demo city's form and a few families' applications; made-up people."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.db import transaction

from sekisho import gate
from sekisho.affairs.admissions.actions.forms import publish_form
from sekisho.affairs.admissions.actions.intake import receive_file
from sekisho.affairs.admissions.jobs import demo_families, read_scan
from sekisho.base.errors import UserError
from sekisho.paper.form import Column, Field, Form

FORM = "保育所等入所申込書"
#: What a clerk puts right of what the program proposes: kinds of figures, a column of choices, a label in small kana.
_FIGURES = ("緊急連絡先", "父の就労日数", "父の就労時間", "母の就労日数", "母の就労時間")
_LIVING = ("同居", "別居")
DPI = 200


def demo_form() -> str:
    """The form learned from its blank, with what a clerk would put right, as the text of a form file."""
    # Only the worker and tests load the engine.
    from sekisho.paper.formfile import form_to_toml
    from sekisho.paper.learn import PrintReader, learn_form
    from sekisho.paper.recogniser import load_recogniser
    from sekisho.paper.scans import Scan
    from sekisho.paper.synth.admission.drawing import blank_pages

    sheets = [Scan("白紙", number, image, DPI) for number, image in enumerate(blank_pages(DPI), start=1)]
    return form_to_toml(put_right(learn_form(sheets, FORM, PrintReader(load_recogniser())).form))


def put_right(form: Form) -> Form:
    """The proposed form as a clerk leaves it."""
    pages = []
    for page in form.pages:
        tables = tuple(
            replace(table, columns=tuple(_column(one) for one in table.columns)) for table in page.tables
        )
        pages.append(replace(page, fields=tuple(_field(one) for one in page.fields), tables=tables))
    return replace(form, pages=tuple(pages), unsure=())


def _field(one: Field) -> Field:
    name = one.name.replace("きよう", "きょう")
    return replace(one, name=name, kind="number" if name in _FIGURES else one.kind)


def _column(one: Column) -> Column:
    return replace(one, kind="choice", choices=_LIVING) if one.name == _LIVING[0] else one


def families_pdf(facilities: Sequence[str], seed: str, count: int = 3) -> bytes:
    """A feeder's load: the pages of some families one after the other."""
    from sekisho.paper.synth.admission.drawing import filled_pages
    from sekisho.paper.synth.admission.family import make_family
    from sekisho.paper.synth.fontbook import DEMO
    from sekisho.paper.synth.scanfile import pdf

    def pages() -> Iterator[object]:
        for number in range(count):
            wishes = [facilities[(7 * number + rank) % len(facilities)] for rank in range(3)]
            family = make_family(f"{seed} {number}", facilities=wishes)
            yield from filled_pages(family, DEMO[number % len(DEMO)], f"{seed} {number}", DPI)

    return pdf(list(pages()), DPI)  # type: ignore[arg-type]


def plan_families(clerk: gate.Actor) -> None:
    """Let a worker make and hand in the applications, so that nobody waits for them."""
    with transaction.atomic():
        demo_families.plan(clerk, clerk=clerk.key or 0)


def scan_families(clerk: gate.Actor, facilities: Sequence[str]) -> None:
    """Publish the form, and hand a file in as the clerk would."""
    publish_form(FORM, demo_form())
    data = families_pdf(facilities, "demo")
    with gate.enter(clerk, "admissions.intake"):
        try:
            receive_file("入所申込書_11月.pdf", data, clerk, read_scan)
        except UserError:
            return
