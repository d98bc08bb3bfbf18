"""Samples for the verifier: one character in its window, with neighbours, rules, stamps and copying damage.

What is varied, and how far, is the training's own; the bench's pages come from ``paper.synth`` with other
fonts, other code and other ranges.
"""

import math
from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from sekisho.paper.train.glyphs import EM, SIDE, Bank
from sekisho.paper.verifier import SIZE, WINDOW, normalise

Ink = NDArray[np.float32]


def font_scales(bank: Bank) -> NDArray[np.float64]:
    """Factor that brings each font's kanji to the same height (brush fonts sit small in their em square)."""
    scales = np.ones(len(bank.names))
    middle = slice(len(bank.characters) // 4, None, 97)
    for row in range(len(bank.names)):
        glyphs = bank.ink[row, middle][bank.present[row, middle]]
        heights = [np.ptp(np.flatnonzero(glyph.max(1) > 64)) + 1 for glyph in glyphs if glyph.max() > 64]
        scales[row] = 0.92 * EM / float(np.median(heights))
    return scales


def _elastic(rng: np.random.Generator, side: int, amount: float) -> NDArray[np.float32]:
    """A smooth field of displacements (2 × side × side, px) with standard deviation ``amount``."""
    knots = int(rng.integers(3, 6))
    field = rng.normal(0, amount, (2, knots, knots)).astype(np.float32)
    return np.stack([cv2.resize(plane, (side, side), interpolation=cv2.INTER_CUBIC) for plane in field])


def _placed(
    rng: np.random.Generator,
    glyph: NDArray[np.uint8],
    side: int,
    scale: tuple[float, float],
    turn: float,
    shear: float,
    centre: tuple[float, float],
    warp: float,
) -> NDArray[np.uint8]:
    """Draw ``glyph`` (SIDE²) into a ``side``² canvas around ``centre``; ``warp`` is the elastic share of the size."""
    cos, sin = math.cos(turn), math.sin(turn)
    forward = np.array([[cos, -sin], [sin, cos]]) @ np.array([[1, shear], [0, 1]]) @ np.diag(scale)
    shift = np.array(centre) - forward @ np.array([SIDE / 2, SIDE / 2])
    if warp <= 0:
        matrix = np.column_stack([forward, shift])
        return np.asarray(
            cv2.warpAffine(
                glyph, matrix, (side, side), flags=cv2.INTER_AREA if scale[0] < 0.5 else cv2.INTER_LINEAR
            ),
            np.uint8,
        )
    back = np.linalg.inv(forward)
    grid_y, grid_x = np.mgrid[0:side, 0:side].astype(np.float32)
    field = _elastic(rng, side, warp * EM * scale[0])
    x, y = grid_x - shift[0] + field[0], grid_y - shift[1] + field[1]
    map_x = (back[0, 0] * x + back[0, 1] * y).astype(np.float32)
    map_y = (back[1, 0] * x + back[1, 1] * y).astype(np.float32)
    return np.asarray(cv2.remap(glyph, map_x, map_y, cv2.INTER_LINEAR), np.uint8)


def _strokes(rng: np.random.Generator, glyph: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Thicker or thinner pens."""
    chance = rng.random()
    if chance < 0.2:
        return np.asarray(cv2.dilate(glyph, np.ones((int(rng.integers(2, 4)),) * 2, np.uint8)), np.uint8)
    if chance < 0.32:
        return np.asarray(cv2.erode(glyph, np.ones((2, 2), np.uint8)), np.uint8)
    return glyph


def _overlays(rng: np.random.Generator, ink: Ink, em: float) -> Ink:
    """Rules left at the borders, stamps, ticks, low toner."""
    side = len(ink)
    if rng.random() < 0.2:
        y = int(
            rng.choice([rng.integers(0, max(1, side // 7)), side - 1 - rng.integers(0, max(1, side // 7))])
        )
        step = int(rng.choice([1, 1, 3]))
        ink[y : y + max(1, int(em / 25)), ::step] = rng.uniform(0.4, 1)
    if rng.random() < 0.08:
        x = int(
            rng.choice([rng.integers(0, max(1, side // 8)), side - 1 - rng.integers(0, max(1, side // 8))])
        )
        ink[:, x : x + max(1, int(em / 25))] = rng.uniform(0.4, 1)
    if rng.random() < 0.1:
        ring = np.zeros_like(ink)
        centre = tuple(int(v) for v in rng.uniform(-0.6, 1.6, 2) * side)
        cv2.circle(
            ring, centre, int(em * rng.uniform(0.6, 1.6)), 1.0, max(1, int(em * rng.uniform(0.04, 0.09)))
        )
        ink = np.maximum(ink, ring * rng.uniform(0.2, 0.75))
    if rng.random() < 0.06:
        line = np.zeros_like(ink)
        start, end = (tuple(int(v) for v in rng.uniform(-0.3, 1.3, 2) * side) for _ in range(2))
        cv2.line(line, start, end, 1.0, max(1, int(em / 22)))
        ink = np.maximum(ink, line * rng.uniform(0.3, 0.9))
    if rng.random() < 0.05:
        x = int(rng.integers(0, side))
        ink[:, x : x + max(1, int(side * rng.uniform(0.03, 0.15)))] *= rng.uniform(0.1, 0.7)
    return ink


def _copied(rng: np.random.Generator, ink: Ink, em: float) -> Ink:
    """What scanning and copying do to it: blur, noise, threshold, paper gray."""
    if rng.random() < 0.8:
        ink = np.asarray(
            cv2.GaussianBlur(ink, (0, 0), max(0.25, em / 32 * rng.uniform(0.2, 1.3))), np.float32
        )
    noise = rng.choice([0.01, 0.03, 0.06, 0.11], p=[0.45, 0.3, 0.17, 0.08])
    grain = rng.standard_normal(ink.shape, np.float32)
    if rng.random() < 0.4:
        grain = np.asarray(cv2.GaussianBlur(grain, (0, 0), 0.8), np.float32) * 2
    ink = ink + noise * grain
    if rng.random() < 0.35:
        level = rng.uniform(0.25, 0.6) * max(0.4, float(np.percentile(ink, 97)))
        soft = rng.choice([0.01, 0.08, 0.2])
        ink = 1 / (1 + np.exp(np.clip(-(ink - level) / soft, -30, 30)))
        if rng.random() < 0.3:
            ink = ink + 0.03 * grain
    if rng.random() < 0.15:
        ink = np.maximum(ink, (rng.random(ink.shape) < rng.uniform(0.002, 0.02)).astype(np.float32))
    return np.asarray(ink, np.float32)


def sample(
    rng: np.random.Generator,
    bank: Bank,
    scales: NDArray[np.float64],
    column: int,
    cumulative: NDArray[np.float64],
) -> NDArray[np.float32]:
    """One window (SIZE², 0 paper … 1 ink) around a drawing of class ``column``."""
    rows = np.flatnonzero(bank.present[:, column])
    hand = bank.hand[rows]
    if hand.any() and not hand.all():
        rows = rows[hand] if rng.random() < 0.6 else rows[~hand]
    row = int(rng.choice(rows))
    by_hand = bank.hand[row] or rng.random() < 0.1
    em = math.exp(rng.uniform(math.log(17), math.log(52)))
    side = round(WINDOW * em)
    loose = 1.8 if by_hand else 1.0
    base = em / EM * scales[row]
    aspect = math.exp(rng.normal(0, 0.09))
    shear = rng.normal(0, 0.04 * loose)
    size = math.exp(rng.normal(0, 0.075 * loose))
    centre = side / 2 + rng.normal(0, 0.055, 2) * em
    warp = rng.uniform(0, 0.035) if by_hand else max(0.0, rng.uniform(-0.02, 0.01))
    pen = _strokes(rng, bank.ink[row, column])
    canvas = _placed(
        rng,
        pen,
        side,
        (base * size * aspect, base * size / aspect),
        rng.normal(0, 0.03 * loose),
        shear,
        (centre[0], centre[1]),
        warp,
    )
    pitch = rng.uniform(0.82, 1.5)
    for sign in (-1, 1):
        if rng.random() < 0.75:
            other = int(np.searchsorted(cumulative, rng.random()))
            if bank.present[row, other]:
                factor = base * math.exp(rng.normal(0, 0.07 * loose))
                place = (centre[0] + sign * pitch * em, centre[1] + rng.normal(0, 0.05) * em)
                beside = _placed(
                    rng,
                    bank.ink[row, other],
                    side,
                    (factor * aspect, factor / aspect),
                    0.0,
                    shear,
                    place,
                    0.0,
                )
                canvas = np.maximum(canvas, beside)
    ink = canvas.astype(np.float32) * (rng.uniform(0.45, 1.0) / 255)
    ink = _copied(rng, _overlays(rng, ink, em), em)
    gray = np.clip(255 * (1 - ink * rng.uniform(0.6, 1.0)) - rng.uniform(0, 40), 0, 255).astype(np.uint8)
    small = cv2.resize(gray, (SIZE, SIZE), interpolation=cv2.INTER_AREA if side > SIZE else cv2.INTER_LINEAR)
    return normalise(np.asarray(small, np.uint8))


def batches(
    bank: Bank, weights: NDArray[np.float32], size: int, seed: int
) -> Iterator[tuple[NDArray[np.float32], NDArray[np.int64]]]:
    """Endless batches: windows (size × 1 × SIZE × SIZE) and their classes (size)."""
    rng = np.random.default_rng(seed)
    scales = font_scales(bank)
    drawn = np.where(bank.present.any(0), weights, 0).astype(np.float64)
    cumulative = np.cumsum(drawn / drawn.sum())
    while True:
        columns = np.minimum(np.searchsorted(cumulative, rng.random(size)), len(weights) - 1)
        windows = np.stack([sample(rng, bank, scales, int(column), cumulative) for column in columns])
        yield windows[:, None], columns.astype(np.int64)
