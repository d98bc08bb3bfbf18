"""Damages: each does something, and the truth still points at the ink."""

import io
import random

import cv2
import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageSequence

from sekisho.paper.form import Box
from sekisho.paper.synth import scanfile
from sekisho.paper.synth.city import make_city
from sekisho.paper.synth.corpus import corpus
from sekisho.paper.synth.damage import BENCH_ONLY, NAMES, PLACE, damage, recipe
from sekisho.paper.synth.fontbook import DEMO
from sekisho.paper.synth.layouts import layout_named
from sekisho.paper.synth.page import render
from sekisho.paper.synth.sheets import month_sheets
from sekisho.paper.synth.truth import Matrix, Page

LAYOUT = layout_named("train-plain")
SHEET = max(month_sheets(make_city(5, 3, 90), 2025, 5), key=lambda sheet: len(sheet.rows))
PAGE = render(LAYOUT, SHEET, DEMO[:1], 1, dpi=150, oddities=0)


def _cut(page: Page, box: Box) -> Matrix:
    """A cell brought upright, 160 × 40 px."""
    target = np.array([[0, 0], [160, 0], [160, 40], [0, 40]], np.float32)
    back = cv2.getPerspectiveTransform(page.corners(box).astype(np.float32), target)
    cut: Matrix = cv2.warpPerspective(page.image, back, (160, 40), flags=cv2.INTER_AREA).astype(float)
    return cut


@pytest.mark.parametrize("name", NAMES)
def test_every_damage_changes_the_page_and_keeps_the_truth(name: str) -> None:
    hurt = damage(PAGE, [name], 3, "bench", strength=0.5)
    assert hurt.image.dtype == np.uint8 and hurt.image.ndim == 2
    assert hurt.image.shape != PAGE.image.shape or not np.array_equal(hurt.image, PAGE.image)
    assert hurt.damages == (name,)
    likeness = []
    for row in PAGE.truth.rows:
        cell = row.cell("name")
        assert cell is not None
        likeness.append(np.corrcoef(_cut(PAGE, cell.box).ravel(), _cut(hurt, cell.box).ravel())[0, 1])
    assert np.median(likeness) > (0.6 if name == "fax" else 0.75), likeness


@pytest.mark.parametrize("name", NAMES)
def test_strongest_and_weakest_work(name: str) -> None:
    for strength in (0.0, 1.0):
        assert damage(PAGE, [name], 1, strength=strength).image.size


def test_skew_reaches_seven_degrees_and_no_more() -> None:
    angles = []
    for seed in range(20):
        corners = damage(PAGE, ["skew"], seed, strength=1.0).corners((0, 0, 210, 297))
        run, rise = corners[1] - corners[0]
        angles.append(abs(np.degrees(np.arctan2(rise, run))))
    assert 6.0 < max(angles) <= 7.0


def test_same_seed_same_damage() -> None:
    first, again = (damage(PAGE, ["photocopy", "skew", "jpeg"], 4, "calibrate") for _ in range(2))
    assert np.array_equal(first.image, again.image)
    assert np.array_equal(first.matrix, again.matrix)


def test_recipes_of_training_lack_what_is_kept_for_the_bench() -> None:
    met = {name for seed in range(400) for name in recipe(seed, "train")}
    assert not met & BENCH_ONLY
    assert set(PLACE) <= met
    assert {name for seed in range(400) for name in recipe(seed, "bench")} >= BENCH_ONLY


def test_pdf_and_tiff_hold_every_page_and_the_same_bytes() -> None:
    pages = [
        PAGE.image,
        damage(PAGE, ["fax"], 1).image,
        scanfile.blank_back(random.Random(1), PAGE.image, 150),
    ]
    depths: tuple[scanfile.Depth, ...] = ("gray", "bits")
    for depth in depths:
        data = scanfile.pdf(pages, 150, depth)
        assert data == scanfile.pdf(pages, 150, depth)
        document = pypdfium2.PdfDocument(data)
        assert len(document) == 3
        assert document[0].get_width() == pytest.approx(210 / 25.4 * 72, abs=1)
        assert document[0].get_textpage().count_chars() == 0
        stack = Image.open(io.BytesIO(scanfile.tiff(pages, 150, depth)))
        assert len(list(ImageSequence.Iterator(stack))) == 3
        assert stack.info["dpi"][0] == pytest.approx(150)
    assert Image.open(io.BytesIO(scanfile.jpeg(PAGE.image, 150))).size == PAGE.image.shape[::-1]
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(scanfile.png(PAGE.image, 150)))), PAGE.image)


def test_corpus_takes_turns_and_repeats_itself() -> None:
    cases = list(corpus("bench", DEMO, "print", "harsh", 1, cells=260, dpi=100))
    assert sum(len(case.page.truth.rows) for case in cases) >= 260
    assert len({case.layout.name for case in cases}) >= 5
    assert len({case.page.truth.face for case in cases}) == 2
    again = list(corpus("bench", DEMO, "print", "harsh", 1, cells=40, dpi=100))
    assert all(np.array_equal(a.page.image, b.page.image) for a, b in zip(cases, again, strict=False))
    rosters = {facility.name for facility in cases[0].city.facilities}
    assert cases[0].page.truth.facility in rosters
