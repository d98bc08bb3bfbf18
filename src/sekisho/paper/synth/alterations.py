"""How people take back what stands in a cell: lines through all or a part of it, other characters above or beside, words.

What is drawn here must never be accepted by a reader; ``synth.page`` says in its truth which cells were altered.
"""

import math
import random
from collections.abc import Callable
from typing import Literal

from sekisho.paper.form import Box
from sekisho.paper.synth.canvas import Canvas

#: Writes a text into a box with characters of a size (mm) and says where its ink lies.
Write = Callable[[str, Box, float], Box | None]
#: «struck»: only lines; «replaced»: lines through a part and other characters for it; «word»: a word that takes the entry back.
Way = Literal["struck", "replaced", "word"]
WORDS = (
    "欠", "欠", "欠席", "取消", "取消", "取り消し", "×", "×", "休", "転園", "退園", "未", "不要", "再検査", "再", "辞退", "誤",
    "誤記", "入院", "無効", "検体不良", "提出なし", "重複", "なし", "要確認", "変更",
)  # fmt: skip
#: What befalls a row of each flag: in which kind of cell, and how; the rest goes as `oddities` and `page` do it.
_HOW: dict[str, tuple[tuple[float, Literal["name", "date"], Way], ...]] = {
    "struck": ((0.45, "name", "struck"), (0.2, "date", "struck")),
    "corrected": ((0.3, "name", "replaced"), (0.2, "name", "word"), (0.2, "date", "replaced"), (0.1, "date", "word")),
}  # fmt: skip


def choose(rng: random.Random, flag: str, dated: bool) -> tuple[Literal["name", "date"], Way] | None:
    """In which cell a row with this flag is altered and how, if that is done here; ``dated``: its date is written out."""
    share = rng.random()
    for chance, kind, way in _HOW.get(flag, ()):
        share -= chance
        if share < 0:
            return ("name" if not dated else kind), way
    return None


def alter(
    canvas: Canvas,
    rng: random.Random,
    way: Way,
    cell: Box,
    ink: Box,
    text: str,
    other: str,
    write: Write,
) -> None:
    """Alter what stands in ``cell``: ``text``, its ink in ``ink`` (mm). ``other``: a text of the same kind to replace it."""
    pen, gray = rng.uniform(0.18, 0.6), rng.choice((0, 0, 20, 40, 70, 100, 125))
    if way == "word":
        _write_word(canvas, rng, cell, ink, write)
        return
    start, end = _part(rng, text) if way == "replaced" or rng.random() < 0.35 else (0, len(text))
    width = ink[2] / max(1, len(text))
    part = (ink[0] + start * width, ink[1], (end - start) * width, ink[3])
    if way == "struck" or rng.random() < 0.9:
        _strike(canvas, rng, part, pen, gray)
    if way == "replaced":
        _replace(rng, cell, part, ink, other[start : max(end, start + 1)] or other, write)


def _part(rng: random.Random, text: str) -> tuple[int, int]:
    """A part of the text: before or behind its gap, one or two characters, or all of it."""
    gap = next((place for place, character in enumerate(text) if character in " \u3000"), len(text) // 2)
    kind = rng.random()
    if kind < 0.3 and gap > 0:
        return 0, gap
    if kind < 0.6 and gap + 1 < len(text):
        return gap, len(text)
    if kind < 0.85:
        start = rng.randrange(len(text))
        return start, min(len(text), start + rng.choice((1, 1, 2)))
    return 0, len(text)


def _strike(canvas: Canvas, rng: random.Random, ink: Box, pen: float, gray: int) -> None:
    """One line, two, a cross, a wave, slashes or a scribble through what is written."""
    left, right = ink[0] - rng.uniform(-0.4, 2.5), ink[0] + ink[2] + rng.uniform(-0.4, 3.5)
    middle, height = ink[1] + ink[3] / 2, ink[3]

    def line(x1: float, y1: float, x2: float, y2: float) -> None:
        bow = rng.gauss(0, 0.04) * height
        points = [
            (
                x1 + (x2 - x1) * t / 4,
                y1 + (y2 - y1) * t / 4 + bow * math.sin(t * math.pi / 4) + rng.gauss(0, 0.015) * height,
            )
            for t in range(5)
        ]
        canvas.slanting(points, pen, gray)

    kind = rng.random()
    if kind < 0.62:
        y, rise = middle + rng.gauss(0, 0.1) * height, rng.gauss(0, 0.12) * height
        line(left, y + rise, right, y - rise)
        if kind > 0.42:
            apart = rng.uniform(0.6, 1.6)
            line(left + rng.gauss(0, 0.5), y + rise + apart, right + rng.gauss(0, 0.5), y - rise + apart)
    elif kind < 0.76:
        line(left, ink[1], right, ink[1] + height)
        line(left, ink[1] + height, right, ink[1])
    elif kind < 0.84:
        line(left, middle + height * rng.uniform(0.2, 0.6), right, middle - height * rng.uniform(0.2, 0.6))
    elif kind < 0.92:
        steps = max(4, round((right - left) / 1.2))
        swing = height * rng.uniform(0.12, 0.4)
        canvas.slanting(
            [
                (
                    left + (right - left) * t / steps,
                    middle + (1 if t % 2 else -1) * swing * rng.uniform(0.7, 1.2),
                )
                for t in range(steps + 1)
            ],
            pen,
            gray,
        )
    else:
        for _ in range(max(1, round((right - left) / rng.uniform(2.0, 4.0)))):
            x = rng.uniform(left, right)
            line(x + height * 0.3, ink[1] - 0.3, x - height * 0.3, ink[1] + height + 0.3)


def _replace(rng: random.Random, cell: Box, part: Box, ink: Box, other: str, write: Write) -> None:
    """Write ``other`` above what it replaces, below it, or behind all that is written."""
    size = min(max(part[3] * rng.uniform(0.4, 0.85), 1.8), 4.5)
    width = size * (len(other) + 1) + 2.0
    kind = rng.random()
    left = part[0] + rng.uniform(-0.5, 0.6) * size - 1.0
    if kind < 0.6:
        top = part[1] - size * rng.uniform(0.35, 0.95)
    elif kind < 0.72:
        top = part[1] + part[3] - size * rng.uniform(0.05, 0.6)
    else:
        left, top = ink[0] + ink[2] + rng.uniform(0.2, 2.0), ink[1] + (ink[3] - size) / 2
    # Nobody writes far into the next cell.
    left = min(left, cell[0] + cell[2] - size * len(other) * 0.8)
    write(other, (left, top, width, size), size)


def _write_word(canvas: Canvas, rng: random.Random, cell: Box, ink: Box, write: Write) -> None:
    """A word behind the entry, before it, over it or above it, at times in a ring."""
    word = rng.choice(WORDS)
    size = min(cell[3] * rng.uniform(0.35, 0.8), 5.5)
    width = size * (len(word) + 0.5) + 2.0
    kind = rng.random()
    middle = cell[1] + (cell[3] - size) / 2
    if kind < 0.6:
        place = (ink[0] + ink[2] + rng.uniform(0.3, 3.0), middle)
    elif kind < 0.75:
        place = (ink[0] - width - rng.uniform(-1.0, 1.0), middle)
    elif kind < 0.9:
        place = (ink[0] + ink[2] * rng.uniform(0, 0.6), middle + rng.gauss(0, 0.1) * cell[3])
    else:
        place = (ink[0] + ink[2] * rng.uniform(0, 0.8), cell[1] - size * rng.uniform(0, 0.4))
    left = min(max(place[0], cell[0] - 0.5), cell[0] + cell[2] - min(width, cell[2]) + 1.0)
    found = write(word, (left, place[1], width, size), size)
    if found and rng.random() < 0.2:
        x, y = found[0] + found[2] / 2, found[1] + found[3] / 2
        wide, high = found[2] * 0.72, found[3] * 0.75
        turns = [rng.uniform(0, 0.4) + t / 3 for t in range(20)]
        canvas.slanting([(x + wide * math.cos(t), y + high * math.sin(t)) for t in turns], 0.3, 40)
