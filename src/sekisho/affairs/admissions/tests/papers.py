"""Applications for tests: the form as a clerk taught it, and what families hand in."""

import functools
from collections.abc import Sequence

from sekisho import gate
from sekisho.affairs.admissions.actions.forms import publish_form
from sekisho.affairs.admissions.actions.intake import receive_file
from sekisho.affairs.admissions.demo import DPI, FORM, demo_form
from sekisho.affairs.admissions.jobs import read_scan
from sekisho.affairs.admissions.models import Scan
from sekisho.paper.synth.admission.drawing import blank_pages, filled_pages
from sekisho.paper.synth.admission.family import Family, make_family
from sekisho.paper.synth.fontbook import DEMO
from sekisho.paper.synth.scanfile import pdf
from tests.cast import Cast, actor
from tests.jobs import work_off

#: The nurseries of the cast.
FACILITIES = ("丘の上保育園", "小川保育園")


@functools.cache
def form_text() -> str:
    """The form, learned once."""
    return demo_form()


@functools.cache
def family(seed: str) -> Family:
    """A family that wishes for the cast's nurseries."""
    return make_family(seed, facilities=FACILITIES)


def blank_pdf() -> bytes:
    """The blank form."""
    return pdf(blank_pages(DPI), DPI)


def pages_pdf(*pages: tuple[Family, Sequence[int]]) -> bytes:
    """A file with these pages of these families, in this order."""
    images = [
        image for one, numbers in pages for image in filled_pages(one, DEMO[0], one.number, DPI, numbers)
    ]
    return pdf(images, DPI)


def hand_in(cast: Cast, data: bytes, name: str = "申込書.pdf") -> Scan:
    """Alice hands a file in, and a worker reads it."""
    publish_form(FORM, form_text())
    with gate.enter(actor(cast.alice), "admissions.intake"):
        scan = receive_file(name, data, actor(cast.alice), read_scan)
    work_off()
    return scan
