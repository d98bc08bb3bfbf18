"""Cells with names written in the fonts that ship with the package, as `cells.cut_cells` would give them."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from sekisho.paper.cells import Cell, PageCells
from sekisho.paper.form import Column, Field, Form, FormPage
from sekisho.paper.ink import Gray
from sekisho.paper.register import Placed
from sekisho.paper.synth.fontbook import FOLDER

#: Pixels an em of names on a sheet scanned at 200 dpi (about 13 points).
EM = 36
FONTS = ("bizudgothic", "bizudmincho", "klee-one")
NAME = Column("name", "name", 0.0, 60.0, "氏名")
FACILITY = Field("facility", "facility", (0.0, 0.0, 100.0, 10.0), "施設名")


def write(text: str, font: str = "bizudmincho", em: int = EM, width: int = 0) -> Gray:
    """Black on light gray, ``width`` px or as wide as the text and an em; nothing for an empty text."""
    face = ImageFont.truetype(str(FOLDER / f"{font}.ttf"), em)
    size = (width or round(face.getlength(text)) + em, round(1.6 * em))
    image = Image.new("L", size, 245)
    ImageDraw.Draw(image).text((em // 2, size[1] / 2), text, font=face, anchor="lm", fill=30)
    return np.array(image)


def cell(text: str, region: Column | Field = NAME, font: str = "bizudmincho", row: int | None = 1) -> Cell:
    """A clean cell: nothing struck, nothing over its border."""
    image = write(text, font, width=(9 if row else 14) * EM)
    ink = float((image < 128).mean())
    return Cell(row, 0, region, image, ink, np.zeros((4, 2)), 7.9, 0, False, False, image)


def names(texts: Sequence[str], font: str = "bizudmincho") -> list[Cell]:
    """One name cell a text, as the rows of a sheet."""
    return [cell(text, NAME, font, row) for row, text in enumerate(texts, start=1)]


def with_fields(*texts: str) -> PageCells:
    """A page whose facility fields hold ``texts``."""
    page = FormPage(210.0, 297.0, "", (FACILITY,))
    placed = Placed(Form("f", (page,)), 0, np.eye(3), 1.0, 0)
    fields = {
        f"facility{number}": cell(text, FACILITY, row=None) for number, text in enumerate(texts, start=1)
    }
    return PageCells(placed, fields, {})
