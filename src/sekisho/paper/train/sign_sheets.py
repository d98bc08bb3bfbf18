"""Samples for the reader of signs: sheets full of signs from the generator, cut as real pages are cut."""

import datetime
import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sekisho.paper.cells import Cell
from sekisho.paper.form import Box
from sekisho.paper.signs import SIGNS, window
from sekisho.paper.synth import dates
from sekisho.paper.synth.canvas import Canvas
from sekisho.paper.synth.damage import damage, recipe
from sekisho.paper.synth.fontbook import Face, has
from sekisho.paper.synth.layouts import layouts
from sekisho.paper.synth.names import draw_name
from sekisho.paper.synth.page import Style, choose_style, put
from sekisho.paper.synth.truth import Page, PageTruth, to_pixels
from sekisho.paper.train.ruled import cut_ruled

Windows = NDArray[np.float32]
Classes = NDArray[np.int64]

#: How each sign is typed or written; what a font lacks is left to its other writings.
WRITINGS: dict[str, tuple[str, ...]] = {
    "−": (
        "(－)",
        "(－)",
        "－",
        "－",
        "(-)",
        "(-)",
        "-",
        "（－）",
        "ー",
        "(ー)",
        "−",
        "(−)",
        "( - )",
        "【－】",
    ),
    "陰性": ("陰性", "陰性", "陰", "陰性(－)", "(陰性)"),
    "＋": (
        "(＋)",
        "(＋)",
        "＋",
        "+",
        "(+)",
        "(+)",
        "（＋）",
        "( + )",
        "【＋】",
        "±",
        "(±)",
        "2+",
        "1+",
        "3+",
        "(2+)",
    ),
    "陽性": ("陽性", "陽性", "陽", "陽性(＋)", "(陽性)"),
    "○": ("○", "◯", "〇", "◎"),
    "×": ("×", "✕", "X", "x"),
    "✓": ("✓", "レ", "✔", "V"),
    "／": ("／", "/", "╱"),
    "△": ("△",),
    "1": ("1", "１"),
    "〃": ("〃", "〃", "〃", "″", '"', "''"),
    "同上": ("同上", "同上", "同", "々", "同じ"),
}
_OTHERS = (
    "再検査",
    "済",
    "未",
    "欠",
    "有",
    "無",
    "産休",
    "新規",
    "要",
    "不明",
    "否",
    "可",
    "A",
    "B",
    "正",
    "常",
    "二",
    "三",
    "11",
    "7",
    "0",
    "2",
    # Brackets whose sign has faded say nothing.
    "( )",
    "(\u3000)",
)
_PITCH = (16.0, 7.0)


def random_day(rng: random.Random) -> datetime.date:
    """Any day of a few years."""
    return datetime.date(2019, 5, 1) + datetime.timedelta(days=rng.randrange(4000))


def draw_stroke(rng: random.Random, canvas: Canvas, sign: str, box: Box, gray: int) -> bool:
    """Draw the sign with free strokes, as nobody's font has it; False for signs that are characters."""
    x, y = box[0] + box[2] * rng.uniform(0.35, 0.65), box[1] + box[3] * rng.uniform(0.42, 0.58)
    size = box[3] * rng.uniform(0.22, 0.42)
    pen = rng.uniform(0.2, 0.6)

    def near(dx: float, dy: float) -> tuple[float, float]:
        return x + (dx + rng.gauss(0, 0.09)) * size, y + (dy + rng.gauss(0, 0.09)) * size

    def stroke(*points: tuple[float, float]) -> None:
        canvas.slanting([near(*point) for point in points], pen, gray)

    if sign == "−":
        stroke((-0.8, 0), (0, rng.uniform(-0.1, 0.1)), (0.8, 0))
        if rng.random() < 0.5:
            _brackets(rng, stroke)
    elif sign == "＋":
        stroke((-0.8, 0), (0.8, 0))
        stroke((0, -0.8), (0, 0.8))
        if rng.random() < 0.5:
            _brackets(rng, stroke)
    elif sign == "○":
        start, turn = rng.uniform(0, 6.3), rng.uniform(5.4, 7.2)
        wide = rng.uniform(0.8, 1.25)
        stroke(
            *((math.cos(start + turn * t / 20) * wide, math.sin(start + turn * t / 20)) for t in range(21))
        )
    elif sign == "×":
        stroke((-0.8, -0.8), (0.8, 0.8))
        stroke((0.8, -0.8), (-0.8, 0.8))
    elif sign == "✓":
        stroke((-0.8, -0.1), (-0.25, 0.8), (rng.uniform(0.7, 1.4), -0.9))
    elif sign == "／":
        stroke((0.9, -1.0), (-0.9, 1.0))
    elif sign == "△":
        stroke((0, -0.9), (0.9, 0.8), (-0.9, 0.8), (0, -0.9))
    elif sign == "1":
        stroke((rng.uniform(-0.1, 0.2), -1.0), (0, 1.0))
    elif sign == "〃":
        lean, apart = rng.uniform(-0.05, 0.35), rng.uniform(0.3, 0.6)
        for side in (-apart, apart):
            stroke((side + lean, -0.55), (side - lean, 0.55))
    else:
        return False
    return True


def _brackets(rng: random.Random, stroke: Callable[..., None]) -> None:
    wide = rng.uniform(1.3, 1.9)
    for side in (-1, 1):
        stroke((side * wide * 0.8, -1.0), (side * wide, -0.4), (side * wide, 0.4), (side * wide * 0.8, 1.0))


@dataclass(frozen=True)
class SignCell:
    """One cell of a sheet: its picture, its class in SIGNS, and what was written; a sign drawn with free strokes is named."""

    cell: Cell
    sign: str
    text: str


def sign_cells(rng: random.Random, faces: tuple[Face, ...], role: str) -> list[SignCell]:
    """One damaged sheet of cells with a sign each."""
    width, height = _PITCH[0] * rng.uniform(0.8, 1.4), _PITCH[1] * rng.uniform(0.75, 1.3)
    columns, rows = int(198 / width), int(280 / height)
    size, left, top, dpi = (210.0, 297.0), 6.0, 8.0, rng.choice((150, 200, 200, 200, 300))
    canvas = Canvas(size, dpi)
    _rule(canvas, rng, left, top, (width, height), (columns, rows))
    written: dict[tuple[int, int], tuple[str, str]] = {}
    for column in range(columns):
        # Each column has its writer, as real ones have; its signs are of all kinds.
        style = choose_style(rng, layouts("train")[0], rng.choice(faces))
        gray = rng.choice((0, 0, 0, rng.randint(20, 110), rng.randint(110, 190)))
        style = replace(style, gray=gray)
        ghost = replace(style, gray=rng.randint(205, 242)) if rng.random() < 0.12 else None
        for row in range(rows):
            box = (left + column * width, top + row * height, width, height)
            sign = rng.choice(SIGNS)
            if ghost:
                _write(canvas, rng, ghost, rng.choice(SIGNS), _beside(rng, box))
            written[row, column] = sign, _write(canvas, rng, style, sign, box)
    page = _damaged(rng, canvas, size, dpi, role)
    xs = [left + column * width for column in range(columns + 1)]
    edges = [top + row * height for row in range(rows + 1)]
    cells = cut_ruled(rng, page, "mark", xs, edges)
    return [
        SignCell(cells.rows[row + 1][str(column)], *written[row, column])
        for row in range(rows)
        for column in range(columns)
    ]


def sign_sheet(rng: random.Random, faces: tuple[Face, ...], role: str) -> tuple[Windows, Classes]:
    """The windows and classes of one damaged sheet."""
    made = sign_cells(rng, faces, role)
    found = np.stack([window(one.cell) for one in made])
    classes = np.array([SIGNS.index(one.sign) for one in made])
    # What the copier has swallowed whole teaches nothing but doubt about empty cells.
    seen = (found.sum((1, 2)) > 1) | (classes == SIGNS.index("nothing"))
    return found[seen], classes[seen]


def _rule(
    canvas: Canvas,
    rng: random.Random,
    left: float,
    top: float,
    pitch: tuple[float, float],
    count: tuple[int, int],
) -> None:
    """The rules of the table: plain, dotted between the rows, or none upright."""
    pen, dotted, upright = rng.choice((0.1, 0.2, 0.3)), rng.random() < 0.25, rng.random() < 0.8
    right, bottom = left + count[0] * pitch[0], top + count[1] * pitch[1]
    for row in range(count[1] + 1):
        y = top + row * pitch[1]
        canvas.line(left, y, right, y, pen, dotted=dotted)
    for column in range(count[0] + 1 if upright else 0):
        x = left + column * pitch[0]
        canvas.line(x, top, x, bottom, pen)


def _beside(rng: random.Random, box: Box) -> Box:
    """Where something shows through from the back: anywhere about the cell."""
    return (box[0] + rng.gauss(0, 0.3) * box[2], box[1] + rng.gauss(0, 0.3) * box[3], box[2], box[3])


def _write(canvas: Canvas, rng: random.Random, style: Style, sign: str, box: Box) -> str:
    """Put a sign into its cell as the column's writer does, or with free strokes; returns what was written."""
    gray = max(style.gray, rng.randint(0, 110)) if style.writer else style.gray
    if sign == "nothing":
        return ""
    if rng.random() < 0.3 and draw_stroke(rng, canvas, sign, box, gray):
        return sign
    if sign == "other":
        named = draw_name(rng)
        day = rng.choice(dates.WRITTEN)(random_day(rng))
        text = rng.choice((named.surname, named.given, day, rng.choice(_OTHERS)))
    else:
        able = [text for text in WRITINGS[sign] if all(has(style.face, character) for character in text)]
        text = rng.choice(able or WRITINGS[sign][:1])
    size = min(box[3] * rng.uniform(0.36, 0.8), 9.0 if style.writer else 5.0)
    put(canvas, rng, style, text, box, size, rng.choice(("center", "center", "left")))
    return text


def _damaged(rng: random.Random, canvas: Canvas, size: tuple[float, float], dpi: int, role: str) -> Page:
    """The sheet as it comes out of the scanner; now and then copied too pale, or in black and white."""
    truth = PageTruth("signs", role, "print", "", role, size, "", random_day(rng), (), ())
    image = canvas.image
    if rng.random() < 0.25:
        image = (255 - (255 - image.astype(np.float32)) * rng.uniform(0.3, 0.9)).astype(np.uint8)
    number = rng.randrange(1 << 30)
    names = [name for name in recipe(number, role) if name not in ("quarter", "upside_down")]
    page = damage(Page(image, truth, to_pixels(dpi), dpi), names, number, role)
    if rng.random() < 0.15:
        image = np.where(page.image < rng.randint(110, 200), 0, 255).astype(np.uint8)
        page = replace(page, image=image)
    return page


def sheets(faces: tuple[Face, ...], role: str, seed: int, count: int) -> Iterator[tuple[Windows, Classes]]:
    """``count`` sheets, always the same for one seed."""
    for number in range(count):
        yield sign_sheet(random.Random(f"signs {role} {seed} {number}"), faces, role)
