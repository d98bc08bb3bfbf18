"""Handwriting out of a font: every character differs in place, size, slant, turn, bend and pressure."""

import math
import random
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from sekisho.paper.form import Box
from sekisho.paper.synth.canvas import BASELINE, Canvas
from sekisho.paper.synth.fontbook import Face, Glyph, able, glyph

#: Glyphs are drawn this much larger than needed and bent down to size.
OVERSIZE = 1.5


@dataclass(frozen=True)
class Writer:
    """A person's hand. ``slope``: of a line, radians; ``wobble``: of each character, ems; ``bend``: of
    strokes, ems; ``thickness``: -2 thin .. 2 thick; ``spread``: mm an em between characters."""

    face: Face
    slant: float
    slope: float
    wobble: float
    turn: float
    bend: float
    thickness: float
    spread: float
    size: float
    gray: int


def new_writer(rng: random.Random, face: Face) -> Writer:
    """Somebody who writes with ``face``; a font of felt-tip strokes isn't made bolder still."""
    most = min(1.8, (0.36 - _weight(face)) * 11)
    return Writer(
        face=face,
        slant=rng.gauss(0.02, 0.07),
        slope=rng.gauss(0.0, 0.012),
        wobble=rng.uniform(0.015, 0.06),
        turn=rng.uniform(0.01, 0.06),
        bend=rng.uniform(0.01, 0.035),
        thickness=rng.uniform(min(-0.3, most - 1.2), most),
        spread=rng.uniform(-0.08, 0.12),
        size=rng.uniform(0.86, 1.1),
        gray=rng.choice((10, 30, 45, 60, 80)),
    )


@lru_cache
def _weight(face: Face) -> float:
    """How black a font is: share of ink in an em of some ordinary kanji (0.15 a fine pen, 0.4 felt tip)."""
    blacks = [glyph(face, 64, character).ink.sum(dtype=float) for character in "国東田美"]
    return float(sum(blacks)) / (len(blacks) * 255 * 64 * 64)


@lru_cache(maxsize=12_000)
def _thickened(face: Face, em: int, character: str, level: int) -> Glyph:
    """A glyph with strokes thinner (level < 0) or thicker (> 0), in half steps, with room around."""
    drawn = glyph(able(face, character), em, character)
    ink = np.pad(drawn.ink, 3)
    if level:
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
        changed = (cv2.dilate if level > 0 else cv2.erode)(ink, kernel, iterations=1)
        share = min(1.0, level / 4) if level > 0 else min(0.7, -level / 7)
        ink = cv2.addWeighted(ink, 1 - share, changed, share, 0).astype(np.uint8)
    return Glyph(ink, drawn.left - 3, drawn.top - 3, drawn.advance)


def write(
    canvas: Canvas,
    writer: Writer,
    rng: random.Random,
    text: str,
    x: float,
    y: float,
    size: float,
    width: float,
) -> Box | None:
    """Write ``text`` from x on around height y, ``size`` mm an em, squeezed into ``width`` mm.

    Returns the box in mm around the ink.
    """
    em = max(6.0, size * writer.size * canvas.scale)
    advances = [_thickened(writer.face, round(em), c, 0).advance * (1 + writer.spread) for c in text]
    natural = sum(advances)
    squeeze = min(1.0, max(0.55, width * canvas.scale / natural)) if natural else 1.0
    pen = x * canvas.scale
    middle = y * canvas.scale
    found = []
    for character, advance in zip(text, advances, strict=True):
        if character not in " \u3000":
            drawn = _bent(writer, rng, character, em, squeeze)
            left = round(pen + drawn.left + rng.gauss(0, writer.wobble * 0.6) * em)
            rise = (pen - x * canvas.scale) * writer.slope + rng.gauss(0, writer.wobble) * em
            top = round(middle + rise + drawn.top)
            gray = min(110, max(0, writer.gray + rng.randint(-15, 15)))
            canvas.stamp(drawn.ink, left, top, gray)
            found.append((left, top, left + drawn.ink.shape[1], top + drawn.ink.shape[0]))
        pen += advance * squeeze
    return canvas.around(found)


def _bent(writer: Writer, rng: random.Random, character: str, em: float, squeeze: float) -> Glyph:
    """One character as this hand writes it this time; ``top`` is from the middle of the line."""
    level = round(2 * (writer.thickness + rng.gauss(0, 0.3)))
    master_em = round(em * OVERSIZE)
    master = _thickened(writer.face, master_em, character, level)
    height, width = master.ink.shape
    zoom = rng.gauss(1.0, 0.04)
    across, down = zoom * squeeze / OVERSIZE, zoom * rng.gauss(1.0, 0.03) / OVERSIZE
    angle = rng.gauss(0, writer.turn)
    slant = writer.slant + rng.gauss(0, 0.03)
    # target = turn · shear · scale · (source - centre); the map below needs the inverse.
    forward = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]]) @ np.array(
        [[across, -slant * down], [0.0, down]]
    )
    half_w = (abs(forward[0, 0]) * width + abs(forward[0, 1]) * height) / 2
    half_h = (abs(forward[1, 0]) * width + abs(forward[1, 1]) * height) / 2
    n_w, n_h = math.ceil(2 * half_w) + 2, math.ceil(2 * half_h) + 2
    back = np.linalg.inv(forward).astype(np.float32)
    xs = np.arange(n_w, dtype=np.float32) - (n_w - 1) / 2
    ys = (np.arange(n_h, dtype=np.float32) - (n_h - 1) / 2)[:, None]
    reach = writer.bend * master_em
    grid = np.array([rng.uniform(-reach, reach) for _ in range(18)], np.float32).reshape(2, 3, 3)
    shift_x = cv2.resize(grid[0], (n_w, n_h), interpolation=cv2.INTER_CUBIC)
    shift_y = cv2.resize(grid[1], (n_w, n_h), interpolation=cv2.INTER_CUBIC)
    map_x = back[0, 0] * xs + back[0, 1] * ys + (width - 1) / 2 + shift_x
    map_y = back[1, 0] * xs + back[1, 1] * ys + (height - 1) / 2 + shift_y
    ink = cv2.remap(master.ink, map_x, map_y, cv2.INTER_LINEAR, borderValue=0)
    centre_x = (master.left + width / 2) * squeeze / OVERSIZE
    centre_y = (master.top + height / 2) / OVERSIZE + BASELINE * em
    return Glyph(
        ink.astype(np.uint8).reshape(n_h, n_w),
        round(centre_x - n_w / 2),
        round(centre_y - n_h / 2),
        master.advance,
    )
