"""What happens to single rows in an office: struck out, corrected, two names, beside the cell, seal."""

import random
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from sekisho.paper.form import Box
from sekisho.paper.synth.canvas import Canvas
from sekisho.paper.synth.fontbook import GOTHIC
from sekisho.paper.synth.layout import Align
from sekisho.paper.synth.names import draw_name, draw_surname

ODDITIES = ("struck", "corrected", "two_names", "outside", "stamped", "pencil")

#: (shift in mm, size factor, text) of each name to be written; the last is the one that counts.
Placed = tuple[tuple[float, float], float, str]


@dataclass(frozen=True)
class Odd:
    """``names``: what to write for a name; ``finish``: what to draw over it, given the box of its ink."""

    names: Callable[[str], list[Placed]]
    finish: Callable[[Canvas, Box | None], None]


def odd(rng: random.Random, box: Box, flag: str, half: float, align: Align) -> Odd:
    """How the name cell ``box`` is filled in under ``flag`` ("" for an ordinary row).

    ``half``: half the width of the name in mm; ``align``: where names stand in their cells.
    """
    height = box[3]
    other = draw_name(rng)
    second = other.surname + rng.choice(("", "\u3000")) + other.given

    def nothing(canvas: Canvas, ink: Box | None) -> None:
        return

    def strike(canvas: Canvas, ink: Box | None) -> None:
        width = ink[2] if ink else box[2] / 2
        left = ink[0] if ink else box[0]
        y = box[1] + height * rng.uniform(0.62, 0.72)
        canvas.slanting([(left - 1, y), (left + width * 1.5 + 2, y + rng.uniform(-0.5, 0.3))], 0.3, 20)

    def seal(canvas: Canvas, ink: Box | None) -> None:
        middle = (ink or box)[0] + (ink or box)[2] * rng.uniform(0.2, 1.0)
        draw_seal(canvas, rng, (middle, box[1] + height * rng.uniform(0.3, 0.7)), rng.uniform(8.0, 11.0))

    def tick(canvas: Canvas, ink: Box | None) -> None:
        x = (ink or box)[0] + (ink or box)[2] * rng.choice((-0.08, 0.3, 0.7, 1.05))
        y = box[1] + height * 0.5
        points = [(x - 1.4, y - 0.3), (x - 0.3, y + 1.6), (x + 2.4, y - 2.2)]
        canvas.slanting(points, rng.uniform(0.25, 0.5), rng.randint(70, 170))

    plain: Callable[[str], list[Placed]] = lambda name: [((0.0, 0.0), 1.0, name)]
    # Outside: the name lies half across the left or the right edge of its cell.
    centred = align == "center"
    right = box[2] / 2 if centred else box[2] - half - 1
    left = -box[2] / 2 if centred else -half - 0.1 * box[2]
    shift = (left if box[0] > 40 and rng.random() < 0.5 else right, 0.0)
    ways: dict[str, Odd] = {
        "corrected": Odd(
            lambda name: [((0.0, height * 0.16), 0.62, second), ((1.5, -height * 0.3), 0.5, name)], strike
        ),
        "two_names": Odd(
            lambda name: [((0.0, height * 0.24), 0.52, second), ((0.0, -height * 0.24), 0.52, name)], nothing
        ),
        "outside": Odd(lambda name: [(shift, 1.0, name)], nothing),
        "stamped": Odd(plain, seal),
        "pencil": Odd(plain, tick),
    }
    return ways.get(flag, Odd(plain, nothing))


def draw_seal(canvas: Canvas, rng: random.Random, centre: tuple[float, float], diameter: float) -> None:
    """A round red seal with a surname, as gray as a copier makes red."""
    scale = canvas.scale
    side = round(diameter * scale) + 4
    ink = np.zeros((side, side), np.uint8)
    middle, radius = side // 2, round(diameter * scale / 2)
    cv2.circle(ink, (middle, middle), radius, 255, max(1, round(0.5 * scale)), cv2.LINE_AA)
    surname = draw_surname(rng)[0][:3]
    inner = Canvas((side / scale, side / scale), scale * 25.4)
    size = diameter * 0.8 / max(2, len(surname))
    for place, character in enumerate(surname):
        y = side / scale / 2 + (place - (len(surname) - 1) / 2) * size
        inner.type(GOTHIC, character, side / scale / 2 - size / 2, y, size)
    written = inner.image[:side, :side]
    ink[: written.shape[0], : written.shape[1]] |= 255 - written
    turn = cv2.getRotationMatrix2D((middle, middle), rng.gauss(0, 8), 1.0)
    turned = cv2.warpAffine(ink, turn, (side, side)).astype(np.uint8)
    x, y = round(centre[0] * scale) - middle, round(centre[1] * scale) - middle
    canvas.stamp(turned, x, y, rng.randint(90, 170))
