"""What happens to the sheet itself before it is scanned: seals, pencil, holes, folds, ink from the back.

Every function takes (rng, image, dpi, strength 0..1) and returns a new gray image of the same size.
"""

import random

import cv2
import numpy as np

from sekisho.paper.synth.canvas import Canvas
from sekisho.paper.synth.oddities import draw_seal
from sekisho.paper.synth.truth import Gray


def _canvas(image: Gray, dpi: float) -> tuple[Canvas, float, float]:
    """A canvas over a copy of ``image``, its width and height in mm."""
    height, width = image.shape
    size = (width / dpi * 25.4, height / dpi * 25.4)
    return Canvas(size, dpi, image), size[0], size[1]


def stamps(rng: random.Random, image: Gray, dpi: float, strength: float) -> Gray:
    """Seals of the office: in the upper part, and with strength over the table too."""
    canvas, width, height = _canvas(image, dpi)
    for _ in range(1 + round(2 * strength)):
        lower = rng.random() < 0.5 * strength
        place = (rng.uniform(0.1, 0.95) * width, rng.uniform(0.2, 0.9) * height)
        upper = (rng.uniform(0.6, 0.95) * width, rng.uniform(0.04, 0.15) * height)
        draw_seal(canvas, rng, place if lower else upper, rng.uniform(9, 12 + 10 * strength))
    return canvas.image


def pencil(rng: random.Random, image: Gray, dpi: float, strength: float) -> Gray:
    """Ticks of somebody who went through the list, a ring or an underline."""
    canvas, width, height = _canvas(image, dpi)
    column = rng.uniform(0.06, 0.35) * width
    gray = rng.randint(100, 185)
    for _ in range(round(3 + 14 * strength)):
        x, y = column + rng.gauss(0, 3), rng.uniform(0.22, 0.9) * height
        canvas.slanting([(x - 1.2, y - 0.4), (x, y + 1.4), (x + 2.6, y - 2.4)], 0.35, gray)
    if rng.random() < strength:
        x, y = rng.uniform(0.1, 0.7) * width, rng.uniform(0.25, 0.85) * height
        canvas.slanting([(x, y), (x + 12, y + 0.4), (x + 25, y - 0.3)], 0.4, gray)
    return canvas.image


def punch(rng: random.Random, image: Gray, dpi: float, strength: float) -> Gray:
    """Two holes of a filing punch at the left edge, black or a gray ring."""
    out = image.copy()
    scale = dpi / 25.4
    x, middle = rng.uniform(8, 8 + 5 * strength), image.shape[0] / 2 + rng.gauss(0, 4) * scale
    tone = rng.choice((10, 40, 120))
    filled = -1 if tone < 100 else max(1, round(0.4 * scale))
    for side in (-40, 40):
        centre = (round(x * scale), round(middle + side * scale))
        cv2.circle(out, centre, round(3 * scale), tone, filled, cv2.LINE_AA)
    return out


def fold(rng: random.Random, image: Gray, dpi: float, strength: float) -> Gray:
    """A corner folded over, with its shadow."""
    out = image.copy()
    height, width = image.shape
    scale = dpi / 25.4
    a, b = (rng.uniform(8, 12 + 20 * strength) * scale for _ in range(2))
    right, low = rng.random() < 0.5, rng.random() < 0.5
    x, y = (width - 1 if right else 0), (height - 1 if low else 0)
    along, down = (x + (-a if right else a), y), (x, y + (-b if low else b))
    corner = np.array([(x, y), along, down]).round().astype(np.int32)
    cv2.fillPoly(out, [corner], rng.choice((255, 225, 60)))
    cv2.line(
        out,
        tuple(corner[1].tolist()),
        tuple(corner[2].tolist()),
        120,
        max(1, round(0.5 * scale)),
        cv2.LINE_AA,
    )
    return out


def bleed(rng: random.Random, image: Gray, dpi: float, strength: float) -> Gray:
    """The back shows through: the same sheet mirrored, faint and blurred."""
    shift = rng.randint(-40, 40)
    back = cv2.GaussianBlur(np.roll(image[:, ::-1], shift, axis=0), (0, 0), dpi / 160)
    faint = cv2.convertScaleAbs(255 - back, alpha=0.1 + 0.22 * strength)
    return np.asarray(cv2.subtract(image, faint), np.uint8)
