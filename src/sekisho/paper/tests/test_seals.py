"""Vermilion seals over what is written: read through in names and dates, kept where they may be the answer."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from sekisho.paper.cells import cut_cells
from sekisho.paper.ctc import greedy
from sekisho.paper.form import Column, Form, FormPage, Line, Table
from sekisho.paper.recogniser import load_recogniser
from sekisho.paper.register import Placed
from sekisho.paper.scans import Scan, load_page
from sekisho.paper.seals import read_through
from sekisho.paper.synth.fontbook import FOLDER

DPI = 200
PX = DPI / 25.4
RED = (216, 62, 48)
PAPER = (246, 244, 238)


def font(size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FOLDER / "bizudmincho.ttf"), round(size * PX))


def sheet(*names: str) -> Image.Image:
    """Names 12 mm apart, 5 mm high, from 20 mm on."""
    image = Image.new("RGB", (900, 700), PAPER)
    for row, name in enumerate(names):
        ImageDraw.Draw(image).text(
            (20 * PX, (15 + 12 * row) * PX), name, font=font(5), anchor="lm", fill=(45, 45, 50)
        )
    return image


def over(image: Image.Image, draw: str, x: float, y: float) -> Image.Image:
    """``image`` with something in red ink over it about (x, y) mm: ink over ink is no lighter."""
    ink = Image.new("RGB", image.size, "white")
    pen = ImageDraw.Draw(ink)
    x, y, radius = x * PX, y * PX, 5 * PX
    if draw in ("seal", "ring"):
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=RED, width=4)
    if draw == "seal":
        for place, character in ((-0.45, "山"), (0.45, "本")):
            pen.text((x, y + place * radius), character, font=font(4.4), anchor="mm", fill=RED)
    if draw == "line":
        pen.line((x - 20 * PX, y, x + 20 * PX, y + 3), fill=RED, width=4)
    if draw == "character":
        pen.text((x, y), "済", font=font(9), anchor="mm", fill=RED)
    return ImageChops.multiply(image, ink)


def unsealed(image: Image.Image) -> np.ndarray | None:
    colours = np.array(image)
    return read_through(colours, np.array(image.convert("L")), DPI)


def test_a_name_is_read_through_a_seal() -> None:
    names = ("山田　花子", "佐藤　健太", "鈴木　千夏", "高橋　美咲")
    clean = sheet(*names)
    image = clean
    for row, x in enumerate((28, 34, 40, 24)):
        image = over(image, "seal", x, 15 + 12 * row)
    found = unsealed(image)
    assert found is not None
    crops = [
        np.ascontiguousarray(found[round((10 + 12 * row) * PX) : round((20 + 12 * row) * PX)])
        for row in range(4)
    ]
    recogniser = load_recogniser(2)
    read = [
        "".join(recogniser.characters[n - 1] for n in greedy(line.logp)[0])
        for line in recogniser.lines(crops)
    ]
    assert read == [name.replace("\u3000", "") for name in names]
    dark = np.array(clean.convert("L")) < 120
    assert (found[dark] < 150).mean() > 0.98, "what is black under the seal stays"
    assert (found[~dark] > 170).mean() > 0.995, "and the seal is gone"


@pytest.mark.parametrize("other", ["line", "ring", "character"])
def test_whatever_else_is_red_stays_as_dark_as_it_is(other: str) -> None:
    image = over(sheet("山田　花子"), other, 30, 15)
    assert unsealed(image) is None
    both = over(image, "seal", 80, 60)
    found = unsealed(both)
    gray = np.array(both.convert("L"))
    assert found is not None
    top = slice(0, round(30 * PX))
    assert (found[top] == gray[top]).all() and (found != gray).any()


def test_two_seals_that_touch_or_a_form_all_in_red_are_left_alone() -> None:
    assert unsealed(over(over(sheet(), "seal", 40, 40), "seal", 48, 42)) is None
    red = Image.new("RGB", (900, 700), PAPER)
    for x in range(50, 900, 90):
        ImageDraw.Draw(red).line((x, 50, x, 650), fill=RED, width=3)
    for y in range(50, 700, 60):
        ImageDraw.Draw(red).line((50, y, 860, y), fill=RED, width=3)
    assert unsealed(red) is None


@pytest.mark.parametrize("kind", ["png", "jpg", "pdf", "palette.png", "tif"])
def test_seals_are_found_in_every_kind_of_file(tmp_path: Path, kind: str) -> None:
    image = over(sheet("山田　花子"), "seal", 30, 15)
    saved = image.quantize(64) if kind.startswith("palette") else image
    if kind == "pdf":
        saved.save(tmp_path / "a.pdf", resolution=DPI)
    else:
        saved.save(tmp_path / f"a.{kind}", dpi=(DPI, DPI))
    scan = load_page(tmp_path / f"a.{kind}", 1)
    assert scan.unsealed is not None and scan.unsealed.shape == scan.gray.shape
    place = slice(round(10 * PX), round(20 * PX)), slice(round(25 * PX), round(35 * PX))
    assert (scan.unsealed[place] < 160).mean() < 0.7 * (scan.gray[place] < 160).mean()
    sheet("山田　花子").save(tmp_path / f"plain.{kind.removeprefix('palette.')}")
    assert load_page(tmp_path / f"plain.{kind.removeprefix('palette.')}", 1).unsealed is None


def test_a_seal_may_be_the_answer_of_a_mark() -> None:
    columns = (Column("name", "name", 15, 55, "氏名"), Column("mark", "mark", 55, 75, "結果"))
    lines = tuple(Line(x, 9, x, 45) for x in (15, 55, 75))
    page = FormPage(110, 90, "", tables=(Table(columns, (9.0, 21.0, 33.0, 45.0)),), lines=lines)
    image = over(over(sheet("山田　花子", "佐藤　健太"), "seal", 30, 15), "seal", 65, 15)
    gray = np.array(image.convert("L"))
    placed = Placed(Form("f", (page,)), 0, np.diag([PX, PX, 1.0]), 1.0, 0)
    sealed = cut_cells(Scan("", 1, gray, DPI), placed)
    cells = cut_cells(Scan("", 1, gray, DPI, unsealed(image)), placed)
    assert cells.rows[1]["mark"].ink == pytest.approx(sealed.rows[1]["mark"].ink, rel=0.1)
    assert cells.rows[1]["name"].ink < 0.8 * sealed.rows[1]["name"].ink
    assert cells.rows[2]["name"].ink == pytest.approx(sealed.rows[2]["name"].ink, rel=0.1)
