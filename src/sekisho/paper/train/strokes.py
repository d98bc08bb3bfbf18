"""Dates written with free strokes, as in no font: each made-up hand has its own figures, and writes each of them a little
differently every time.

Fonts are a few dozen hands; the network that reads figures has to read those of a city.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sekisho.paper.form import Box
from sekisho.paper.synth.canvas import Canvas

Points = NDArray[np.float64]
#: One movement of the pen: smooth curves through points (x to the right, y down, the character's box 0..1) that meet in corners.
Stroke = tuple[tuple[tuple[float, float], ...], ...]

#: The ways in which each character is written, and how wide it is beside its height.
FIGURES: dict[str, tuple[float, tuple[tuple[Stroke, ...], ...]]] = {
    "0": (
        0.62,
        (
            ((((0.55, 0), (0.1, 0.3), (0.08, 0.68), (0.42, 1), (0.88, 0.72), (0.9, 0.28), (0.5, 0.01)),),),
            ((((0.42, 0.02), (0.05, 0.5), (0.45, 1), (0.95, 0.55), (0.6, 0), (0.3, 0.08)),),),
        ),
    ),
    "1": (
        0.3,
        (
            ((((0.5, 0), (0.5, 0.5), (0.5, 1)),),),
            ((((0.6, 0), (0.5, 0.5), (0.35, 1)),),),
            ((((0, 0.25), (0.6, 0)), ((0.6, 0), (0.6, 1))),),
            ((((0, 0.28), (0.55, 0)), ((0.55, 0), (0.55, 1))), (((-0.2, 1), (1.3, 1)),)),
        ),
    ),
    "2": (
        0.62,
        (
            (
                (
                    ((0.08, 0.25), (0.4, 0), (0.85, 0.22), (0.5, 0.68), (0.05, 1)),
                    ((0.05, 1), (0.5, 0.97), (0.97, 1)),
                ),
            ),
            (
                (
                    (
                        (0.1, 0.22), (0.45, 0), (0.82, 0.25), (0.35, 0.8), (0.08, 0.95), (0.15, 0.78),
                        (0.5, 0.92), (1, 0.95),
                    ),
                ),
            ),
            ((((0.12, 0.1), (0.6, 0), (0.85, 0.3), (0.05, 0.98)), ((0.05, 0.98), (0.5, 0.85), (1, 0.98))),),
        ),
    ),
    "3": (
        0.58,
        (
            (
                (
                    ((0.1, 0.14), (0.5, 0), (0.85, 0.2), (0.35, 0.46)),
                    ((0.35, 0.46), (0.9, 0.62), (0.75, 0.95), (0.35, 1), (0.02, 0.86)),
                ),
            ),
            (
                (
                    ((0.08, 0.03), (0.85, 0.03)),
                    ((0.85, 0.03), (0.38, 0.4)),
                    ((0.38, 0.4), (0.92, 0.6), (0.7, 0.96), (0.05, 0.93)),
                ),
            ),
        ),
    ),
    "4": (
        0.66,
        (
            ((((0.4, 0), (0.05, 0.66)), ((0.05, 0.66), (1, 0.64))), (((0.7, 0.32), (0.62, 1)),)),
            ((((0.68, 0), (0.02, 0.7)), ((0.02, 0.7), (1, 0.7))), (((0.68, 0), (0.68, 1)),)),
            ((((0.1, 0), (0.08, 0.5)), ((0.08, 0.5), (0.95, 0.48))), (((0.75, 0), (0.7, 1)),)),
        ),
    ),
    "5": (
        0.6,
        (
            (
                (((0.25, 0.02), (0.15, 0.46)), ((0.15, 0.46), (0.6, 0.36), (0.9, 0.65), (0.6, 1), (0.05, 0.88))),
                (((0.25, 0.03), (0.92, 0)),),
            ),
            (
                (
                    ((0.9, 0.01), (0.25, 0.03)),
                    ((0.25, 0.03), (0.15, 0.42)),
                    ((0.15, 0.42), (0.65, 0.36), (0.9, 0.68), (0.5, 1), (0.02, 0.9)),
                ),
            ),
        ),
    ),
    "6": (
        0.6,
        (
            ((((0.7, 0), (0.25, 0.35), (0.06, 0.75), (0.45, 1), (0.88, 0.75), (0.55, 0.5), (0.12, 0.72)),),),
            ((((0.45, 0), (0.08, 0.5), (0.2, 0.95), (0.75, 0.97), (0.9, 0.65), (0.5, 0.52), (0.12, 0.8)),),),
        ),
    ),
    "7": (
        0.6,
        (
            ((((0.04, 0.05), (0.92, 0.04)), ((0.92, 0.04), (0.55, 0.5), (0.4, 1))),),
            ((((0.08, 0.32), (0.08, 0.04)), ((0.08, 0.04), (0.92, 0.03)), ((0.92, 0.03), (0.6, 0.5), (0.5, 1))),),
            ((((0.04, 0.05), (0.92, 0.04)), ((0.92, 0.04), (0.35, 1))), (((0.25, 0.52), (0.85, 0.48)),)),
        ),
    ),
    "8": (
        0.6,
        (
            (
                (
                    (
                        (0.82, 0.16), (0.45, 0), (0.14, 0.22), (0.5, 0.46), (0.88, 0.75), (0.48, 1), (0.1, 0.76),
                        (0.5, 0.46), (0.82, 0.18),
                    ),
                ),
            ),
            (
                (((0.5, 0), (0.15, 0.22), (0.5, 0.46), (0.84, 0.22), (0.5, 0)),),
                (((0.5, 0.46), (0.06, 0.74), (0.5, 1), (0.93, 0.74), (0.5, 0.46)),),
            ),
        ),
    ),
    "9": (
        0.58,
        (
            (
                (
                    ((0.86, 0.2), (0.45, 0), (0.08, 0.28), (0.42, 0.54), (0.86, 0.2)),
                    ((0.86, 0.2), (0.8, 0.6), (0.7, 1)),
                ),
            ),
            ((((0.86, 0.18), (0.4, 0), (0.08, 0.3), (0.5, 0.52), (0.86, 0.18), (0.85, 0.65), (0.25, 1)),),),
        ),
    ),
    "/": (0.5, (((((1, -0.05), (0, 1.08)),),), ((((0.9, 0), (0.5, 0.5), (0.15, 1.05)),),))),
    ".": (0.16, (((((0.3, 0.94), (0.6, 0.99)),),), ((((0.5, 0.9), (0.3, 1.08)),),))),
    "-": (0.5, (((((0.05, 0.52), (0.95, 0.5)),),),)),
    "年": (
        0.95,
        (
            (
                (((0.3, 0), (0.08, 0.28)),),
                (((0.25, 0.16), (0.9, 0.15)),),
                (((0.28, 0.42), (0.84, 0.41)),),
                (((0.27, 0.42), (0.25, 0.7)),),
                (((0, 0.71), (1, 0.69)),),
                (((0.57, 0.16), (0.56, 1)),),
            ),
        ),
    ),
    "月": (
        0.75,
        (
            (
                (((0.2, 0.02), (0.2, 0.55), (0, 1)),),
                (((0.2, 0.03), (0.9, 0.02)), ((0.9, 0.02), (0.88, 0.98)), ((0.88, 0.98), (0.7, 0.92))),
                (((0.2, 0.34), (0.88, 0.33)),),
                (((0.18, 0.63), (0.88, 0.62)),),
            ),
        ),
    ),
    "日": (
        0.72,
        (
            (
                (((0.1, 0.02), (0.1, 1)),),
                (((0.1, 0.03), (0.9, 0.02)), ((0.9, 0.02), (0.88, 1))),
                (((0.1, 0.48), (0.88, 0.47)),),
                (((0.1, 0.95), (0.88, 0.95)),),
            ),
        ),
    ),
    "令": (
        1.0,
        (
            (
                (((0.5, 0), (0.3, 0.25), (0, 0.42)),),
                (((0.5, 0), (0.7, 0.24), (1, 0.4)),),
                (((0.3, 0.42), (0.7, 0.42)),),
                (((0.18, 0.6), (0.8, 0.58)), ((0.8, 0.58), (0.66, 0.85))),
                (((0.48, 0.6), (0.48, 1)),),
            ),
        ),
    ),
    "和": (
        1.0,
        (
            (
                (((0.42, 0.02), (0.08, 0.16)),),
                (((0, 0.34), (0.52, 0.32)),),
                (((0.27, 0.12), (0.27, 1)),),
                (((0.26, 0.36), (0.14, 0.6), (0, 0.76)),),
                (((0.3, 0.42), (0.5, 0.6)),),
                (((0.62, 0.36), (0.63, 0.9)),),
                (((0.62, 0.36), (0.96, 0.35)), ((0.96, 0.35), (0.94, 0.88))),
                (((0.63, 0.84), (0.94, 0.83)),),
            ),
        ),
    ),
    "R": (
        0.68,
        (
            (
                (((0.12, 0), (0.12, 1)),),
                (
                    ((0.12, 0.03), (0.6, 0), (0.88, 0.25), (0.55, 0.5), (0.12, 0.5)),
                    ((0.12, 0.5), (0.95, 1)),
                ),
            ),
        ),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Hand:
    """Somebody's way: which way of each character, how far its points lie from the plain ones (by character and way), and lean,
    width, gap (of a figure's height), pen (mm), unsteadiness and gray."""

    ways: dict[str, tuple[Stroke, ...]]
    lean: float
    wide: float
    gap: float
    pen: float
    unsteady: float
    gray: int


def new_hand(rng: random.Random) -> Hand:
    """A made-up hand."""
    own = rng.uniform(0.01, 0.07)
    ways = {
        character: tuple(
            tuple(tuple(_near(rng, point, own) for point in curve) for curve in stroke)
            for stroke in rng.choice(found)
        )
        for character, (_, found) in FIGURES.items()
    }
    return Hand(
        ways=ways,
        lean=rng.gauss(0.08, 0.14),
        wide=rng.uniform(0.75, 1.5),
        gap=rng.uniform(0.08, 0.4),
        pen=rng.uniform(0.15, 0.6),
        unsteady=rng.uniform(0.008, 0.04),
        gray=rng.choice((0, 20, 40, 60, 80, 110)),
    )


def write_freely(canvas: Canvas, rng: random.Random, hand: Hand, text: str, box: Box, height: float) -> None:
    """Write ``text`` into ``box`` (mm), its figures ``height`` mm high; too long a text is squeezed."""
    widths = [FIGURES[character][0] * hand.wide * rng.gauss(1, 0.07) for character in text]
    gaps = [hand.gap * rng.uniform(0.5, 1.5) for _ in text]
    natural = (sum(widths) + sum(gaps)) * height
    squeeze = min(1.0, (box[2] - 2.0) / natural)
    x = box[0] + 1.0 + (box[2] - 2.0 - natural * squeeze) * rng.uniform(0, 0.6)
    for character, width, gap in zip(text, widths, gaps, strict=True):
        tall = height * rng.gauss(1, 0.05)
        # The foot of the character: a little above or below the line.
        foot = box[1] + box[3] / 2 + height / 2 + rng.gauss(0, 0.05) * height
        for stroke in hand.ways[character]:
            points = np.concatenate([_curve(rng, curve, hand.unsteady) for curve in stroke])
            down = points[:, 1] * tall
            across = points[:, 0] * width * squeeze * height + hand.lean * (tall - down)
            path = zip((x + across).tolist(), (foot - tall + down).tolist(), strict=True)
            canvas.slanting(list(path), hand.pen * rng.uniform(0.9, 1.1), hand.gray)
        x += (width + gap) * height * squeeze


def _near(rng: random.Random, point: tuple[float, float], reach: float) -> tuple[float, float]:
    return point[0] + rng.gauss(0, reach), point[1] + rng.gauss(0, reach)


def _curve(rng: random.Random, through: Sequence[tuple[float, float]], unsteady: float) -> Points:
    """A smooth curve (Catmull and Rom 1974) through these points as they come out this time (n × 2)."""
    points = np.array([_near(rng, point, unsteady) for point in through])
    if len(points) == 2:
        return points
    around = np.concatenate([points[:1], points, points[-1:]])
    steps = np.linspace(0, 1, 7)[:, None]
    before, start, end, after = (around[place : len(points) - 1 + place, None] for place in range(4))
    curve = 0.5 * (
        2 * start
        + (end - before) * steps
        + (2 * before - 5 * start + 4 * end - after) * steps**2
        + (3 * start - before - 3 * end + after) * steps**3
    )
    return np.asarray(curve.reshape(-1, 2))
