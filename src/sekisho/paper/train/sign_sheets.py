"""Samples for the reader of signs: sheets full of signs from the generator, cut as real pages are cut."""

import datetime
import math
import random
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from sekisho.paper.cells import cut_cells
from sekisho.paper.form import Box, Column, Form, FormPage, Table
from sekisho.paper.register import Placed
from sekisho.paper.scans import Scan
from sekisho.paper.signs import SIGNS, window
from sekisho.paper.synth import dates
from sekisho.paper.synth.canvas import Canvas
from sekisho.paper.synth.damage import damage, recipe
from sekisho.paper.synth.fontbook import Face, has
from sekisho.paper.synth.layouts import layouts
from sekisho.paper.synth.names import draw_name
from sekisho.paper.synth.page import choose_style, put
from sekisho.paper.synth.truth import Page, PageTruth, to_pixels

Windows = NDArray[np.float32]
Classes = NDArray[np.int64]

#: How each sign is typed or written; what a font lacks is left to its other writings.
WRITINGS: dict[str, tuple[str, ...]] = {
    "−": ("(－)", "(－)", "－", "(-)", "-", "（－）", "ー", "(ー)", "−"),
    "陰性": ("陰性", "陰", "陰性(－)"),
    "＋": ("(＋)", "(＋)", "＋", "+", "(+)", "（＋）", "±", "(±)", "2+", "1+"),
    "陽性": ("陽性", "陽", "陽性(＋)"),
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


def sign_sheet(rng: random.Random, faces: tuple[Face, ...], role: str) -> tuple[Windows, Classes]:
    """One damaged sheet of cells with a sign each: their windows and classes."""
    face = rng.choice(faces)
    style = choose_style(rng, layouts("train")[0], face)
    columns, rows = 12, 36
    width, height = _PITCH[0] * rng.uniform(0.8, 1.15), _PITCH[1] * rng.uniform(0.75, 1.1)
    size, left, top, dpi = (210.0, 297.0), 6.0, 8.0, rng.choice((150, 200, 200, 200, 300))
    canvas = Canvas(size, dpi)
    pen = rng.choice((0.1, 0.2, 0.3))
    for row in range(rows + 1):
        canvas.line(left, top + row * height, left + columns * width, top + row * height, pen)
    for column in range(columns + 1):
        canvas.line(left + column * width, top, left + column * width, top + rows * height, pen)
    named = draw_name(rng)
    labels = np.zeros((rows, columns), np.int64)
    # Columns of a real sheet show one sign over and over: each sheet has a few, not all.
    for row in range(rows):
        for column in range(columns):
            sign = rng.choice(SIGNS)
            box = (left + column * width, top + row * height, width, height)
            labels[row, column] = SIGNS.index(sign)
            if sign == "nothing" or (
                rng.random() < 0.3 and draw_stroke(rng, canvas, sign, box, rng.randint(0, 110))
            ):
                continue
            if sign == "other":
                named = draw_name(rng)
                day = random_day(rng)
                text = rng.choice(
                    (named.surname, named.given, rng.choice(dates.WRITTEN)(day), rng.choice(_OTHERS))
                )
            else:
                able = [text for text in WRITINGS[sign] if all(has(face, character) for character in text)]
                text = rng.choice(able or WRITINGS[sign][:1])
            put(
                canvas,
                rng,
                style,
                text,
                box,
                height * rng.uniform(0.42, 0.8),
                rng.choice(("center", "center", "left")),
            )
    truth = PageTruth("signs", role, face.style, face.name, face.role, size, "", random_day(rng), (), ())
    page = Page(canvas.image, truth, to_pixels(dpi), dpi)
    number = rng.randrange(1 << 30)
    names = [name for name in recipe(number, role) if name not in ("quarter", "upside_down")]
    page = damage(page, names, number, role)
    # Registration on real pages is good to about a fifth of a millimetre; so is this one.
    shift = np.array([[1, 0, rng.gauss(0, 0.15)], [0, 1, rng.gauss(0, 0.15)], [0, 0, 1]])
    edges = tuple(top + row * height for row in range(rows + 1))
    table = Table(
        tuple(Column(str(c), "mark", left + c * width, left + (c + 1) * width) for c in range(columns)), edges
    )
    form = Form("signs", (FormPage(*size, "", tables=(table,)),))
    cells = cut_cells(Scan("", 1, page.image, dpi), Placed(form, 0, page.matrix @ shift, 1.0, 0))
    windows = [window(cells.rows[row + 1][str(column)]) for row in range(rows) for column in range(columns)]
    return np.stack(windows), labels.ravel()


def sheets(faces: tuple[Face, ...], role: str, seed: int, count: int) -> Iterator[tuple[Windows, Classes]]:
    """``count`` sheets, always the same for one seed."""
    for number in range(count):
        yield sign_sheet(random.Random(f"signs {role} {seed} {number}"), faces, role)
