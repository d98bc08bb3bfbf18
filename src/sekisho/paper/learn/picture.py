"""The picture beside form.toml: the sample with every region drawn, named, and marked where it is unsure."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from sekisho.base.errors import UserError
from sekisho.base.files import whole_file
from sekisho.paper.form import Box, Form, FormPage, Kind
from sekisho.paper.formfile import KINDS
from sekisho.paper.ink import Gray
from sekisho.paper.learn.sheet import SCALE

FONT = Path(__file__).parent.parent / "fonts" / "bizudgothic.ttf"
COLOURS: dict[Kind, tuple[int, int, int]] = {
    "facility": (0, 110, 60),
    "title": (90, 90, 90),
    "name": (0, 80, 190),
    "kana": (130, 130, 130),
    "date": (150, 60, 0),
    "mark": (150, 0, 110),
    "number": (0, 110, 130),
    "text": (90, 70, 160),
    "choice": (120, 100, 0),
    "skip": (130, 130, 130),
}
#: Pixels a mm of the picture.
DRAWN = 5.0
#: Height of a line of a label, and its letters: as large as this, smaller where a column is narrow.
_LINE, _LETTERS, _SMALLEST = 21, 17, 9


def draw_form(form: Form, sheets: Sequence[Gray], path: Path, font: Path = FONT) -> None:
    """Write a PNG: all pages side by side with their regions; notes of what is unsure stand below."""
    with whole_file(path) as stream:
        _drawn(form, sheets, font).save(stream, format="PNG")


def _drawn(form: Form, sheets: Sequence[Gray], font: Path) -> Image.Image:
    pages = [_page(page, sheet, form.unsure, font) for page, sheet in zip(form.pages, sheets, strict=True)]
    notes = [f"要確認：{note}" for note in form.unsure] or ["要確認の箇所はありません。"]
    type_ = _font(font, 22)
    below = 40 + 34 * len(notes)
    height = max(page.height for page in pages)
    whole = Image.new("RGB", (sum(page.width for page in pages), height + below), "white")
    left = 0
    for page in pages:
        whole.paste(page, (left, 0))
        left += page.width
    pen = ImageDraw.Draw(whole)
    for number, note in enumerate(notes):
        pen.text((20, height + 16 + 34 * number), note, font=type_, fill=(180, 0, 0))
    return whole


def _page(page: FormPage, sheet: Gray, unsure: Sequence[str], font: Path) -> Image.Image:
    pale = Image.fromarray((128 + sheet.astype(np.uint16) // 2).astype(np.uint8))
    size = (round(sheet.shape[1] / SCALE * DRAWN), round(sheet.shape[0] / SCALE * DRAWN))
    picture = pale.resize(size, Image.Resampling.BOX).convert("RGB")
    glass = Image.new("RGBA", size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(glass)
    for word in page.words:
        x, y, width, height = word.box
        pen.rectangle(_pixels(x, y, x + width, y + height), outline=(0, 0, 0, 90))
    for field in page.fields:
        x, y, width, height = field.box
        corners = _pixels(x, y, x + width, y + height)
        _region(pen, corners, field.kind)
        said = [f"{field.name}：{KINDS[field.kind]}"]
        free = _free_above(field.box, [other.box for other in page.fields])
        place = (corners[0], corners[1] - _LINE - 4 if free else corners[1] + 3, corners[2])
        _label(pen, place, field.kind, said, _noted(field.name, unsure), font)
    for table in page.tables:
        top, bottom = table.edges[0], table.edges[-1]
        for column in table.columns:
            corners = _pixels(column.left, top, column.right, bottom)
            _region(pen, corners, column.kind)
            # Not in the column: somebody may have written in its first row.
            below = (corners[0], corners[3] + 4, corners[2])
            _label(
                pen, below, column.kind, [column.name, KINDS[column.kind]], _noted(column.name, unsure), font
            )
            if column.upper_part:
                for a, b in zip(table.edges, table.edges[1:], strict=False):
                    line = _pixels(column.left, a, column.right, a + column.upper_part * (b - a))
                    pen.rectangle(line, fill=(130, 130, 130, 70))
        colour = (*COLOURS["name"], 120)
        for edge in table.edges:
            pen.line(_pixels(table.columns[0].left, edge, table.columns[-1].right, edge), fill=colour)
        left, y, right, _ = _pixels(table.columns[0].left, bottom, table.columns[-1].right, 0)
        _label(pen, (left, y + 2 * _LINE + 8, right), "name", [f"{len(table.edges) - 1}行"], False, font)
    picture.paste(glass, (0, 0), glass)
    return picture


def _free_above(box: Box, boxes: Sequence[Box]) -> bool:
    """Whether none of ``boxes`` lies where the label of ``box`` would stand above it."""
    x, y, width, _ = box
    top = y - (_LINE + 4) / DRAWN
    return not any(ox < x + width and x < ox + w and oy < y and top < oy + h for ox, oy, w, h in boxes)


def _noted(name: str, unsure: Sequence[str]) -> bool:
    return any(f"「{name}」" in note for note in unsure)


def _pixels(x1: float, y1: float, x2: float, y2: float) -> tuple[float, float, float, float]:
    return (x1 * DRAWN, y1 * DRAWN, x2 * DRAWN, y2 * DRAWN)


def _region(pen: ImageDraw.ImageDraw, corners: tuple[float, float, float, float], kind: Kind) -> None:
    colour = COLOURS[kind]
    pen.rectangle(corners, fill=(*colour, 26), outline=(*colour, 255), width=3)


def _label(
    pen: ImageDraw.ImageDraw,
    place: tuple[float, float, float],
    kind: Kind,
    lines: Sequence[str],
    unsure: bool,
    font: Path,
) -> None:
    """What a region is, line by line below each other; ``place``: left, top and right, in pixels."""
    left, y, right = place
    lines = [f"？{lines[0]}", *lines[1:]] if unsure else lines
    for line in lines:
        size = next(
            size
            for size in range(_LETTERS, 0, -1)
            if size == _SMALLEST or pen.textlength(line, font=_font(font, size)) <= right - left - 4
        )
        width = pen.textlength(line, font=_font(font, size))
        pen.rectangle(
            (left, y, left + width + 4, y + _LINE - 1),
            fill=(255, 225, 120, 255) if unsure else (255, 255, 255, 255),
        )
        pen.text(
            (left + 2, y + _LINE / 2), line, font=_font(font, size), fill=(*COLOURS[kind], 255), anchor="lm"
        )
        y += _LINE


def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    try:
        return ImageFont.truetype(path, size)
    except OSError as error:
        raise UserError(f"図に使う文字の書体「{path.name}」を開けません。", "入れ直してください。") from error
