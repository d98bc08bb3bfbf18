"""Drawing on a gray sheet in mm: fine lines with true coverage, typed text."""

from functools import lru_cache

import cv2
import numpy as np

from sekisho.paper.form import Box
from sekisho.paper.synth.fontbook import Face, Glyph, Ink, able, glyph
from sekisho.paper.synth.truth import Gray

#: From the middle of an em to the baseline, in ems.
BASELINE = 0.38


class Canvas:
    """A white sheet of ``size`` mm at ``dpi``; ``image`` is gray, height × width, 255 white."""

    def __init__(self, size: tuple[float, float], dpi: float, image: Gray | None = None) -> None:
        self.scale = dpi / 25.4
        shape = (round(size[1] * self.scale), round(size[0] * self.scale))
        self.image: Gray = np.full(shape, 255, np.uint8) if image is None else image.copy()

    def fill(self, box: Box, gray: int) -> None:
        """Darken a rectangle; pixels covered in part are darkened in part."""
        height, width = self.image.shape
        x1, y1 = box[0] * self.scale, box[1] * self.scale
        x2, y2 = x1 + box[2] * self.scale, y1 + box[3] * self.scale
        left, right = max(0, int(x1)), min(width, int(np.ceil(x2)))
        top, bottom = max(0, int(y1)), min(height, int(np.ceil(y2)))
        if left >= right or top >= bottom:
            return
        columns, rows = np.arange(left, right), np.arange(top, bottom)
        across = np.clip(np.minimum(columns + 1, x2) - np.maximum(columns, x1), 0, 1)
        down = np.clip(np.minimum(rows + 1, y2) - np.maximum(rows, y1), 0, 1)
        part = self.image[top:bottom, left:right]
        tone = 255 - (255 - gray) * np.outer(down, across)
        np.minimum(part, tone.astype(np.uint8), out=part)

    def line(
        self, x1: float, y1: float, x2: float, y2: float, width: float, gray: int = 0, dotted: bool = False
    ) -> None:
        """An upright or level line of ``width`` mm."""
        if not dotted:
            half = width / 2
            self.fill((x1 - half, y1 - half, x2 - x1 + width, y2 - y1 + width), gray)
            return
        for start in np.arange(0.0, max(x2 - x1, y2 - y1), 0.9):
            if x2 > x1:
                self.line(x1 + start, y1, min(x2, x1 + start + 0.45), y1, width, gray)
            else:
                self.line(x1, y1 + start, x1, min(y2, y1 + start + 0.45), width, gray)

    def slanting(self, points: list[tuple[float, float]], width: float, gray: int) -> None:
        """A free stroke through ``points`` (mm): a pencil tick, a strike-out."""
        path = (np.array(points) * self.scale * 16).round().astype(np.int32)
        low = np.maximum(path.min(axis=0) // 16 - 8, 0)
        high = path.max(axis=0) // 16 + 9
        part = self.image[low[1] : high[1], low[0] : high[0]]
        if part.size:
            ink = np.zeros(part.shape, np.uint8)
            thick = max(1, round(width * self.scale))
            cv2.polylines(ink, [path - low * 16], False, 255 - gray, thick, cv2.LINE_AA, 4)
            np.minimum(part, 255 - ink, out=part)

    def stamp(self, ink: Ink, x: int, y: int, gray: int = 0) -> None:
        """Darken by ``ink`` with its corner at (x, y) px; what hangs over the edge is cut off."""
        height, width = self.image.shape
        left, top = max(0, x), max(0, y)
        right, bottom = min(width, x + ink.shape[1]), min(height, y + ink.shape[0])
        if left >= right or top >= bottom:
            return
        ink = ink[top - y : bottom - y, left - x : right - x]
        if gray:
            ink = cv2.convertScaleAbs(ink, alpha=(255 - gray) / 255).reshape(ink.shape)
        part = self.image[top:bottom, left:right]
        np.minimum(part, 255 - ink, out=part)

    def type(
        self,
        face: Face,
        text: str,
        x: float,
        y: float,
        size: float,
        squeeze: float = 1.0,
        spacing: float = 0.0,
        gray: int = 0,
    ) -> Box | None:
        """Set ``text`` from x on, its middle at height y; returns the box around its ink, all in mm.

        ``size``: mm an em; ``squeeze``: width factor; ``spacing``: mm between characters.
        """
        em = max(4, round(size * self.scale))
        pen = x * self.scale
        baseline = round(y * self.scale + BASELINE * em)
        found = []
        for character in text:
            drawn = squeezed(able(face, character), em, character, round(squeeze * 32))
            if drawn.ink.size:
                left, top = round(pen) + drawn.left, baseline + drawn.top
                self.stamp(drawn.ink, left, top, gray)
                found.append((left, top, left + drawn.ink.shape[1], top + drawn.ink.shape[0]))
            pen += drawn.advance + spacing * self.scale
        return self.around(found)

    def around(self, boxes: list[tuple[int, int, int, int]]) -> Box | None:
        """Box in mm around boxes of (left, top, right, bottom) px."""
        if not boxes:
            return None
        left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
        right, bottom = max(b[2] for b in boxes), max(b[3] for b in boxes)
        s = self.scale
        return (left / s, top / s, (right - left) / s, (bottom - top) / s)


@lru_cache(maxsize=12_000)
def squeezed(face: Face, em: int, character: str, width: int) -> Glyph:
    """A glyph made narrower to ``width``/32 of its own."""
    drawn = glyph(face, em, character)
    if width == 32 or not drawn.ink.size:
        return Glyph(drawn.ink, drawn.left, drawn.top, drawn.advance * width / 32)
    ink = cv2.resize(
        drawn.ink,
        (max(1, round(drawn.ink.shape[1] * width / 32)), drawn.ink.shape[0]),
        interpolation=cv2.INTER_AREA,
    )
    return Glyph(ink.astype(np.uint8), round(drawn.left * width / 32), drawn.top, drawn.advance * width / 32)


def measure(face: Face, text: str, size: float, dpi: float) -> float:
    """Width of typed ``text`` in mm."""
    em = max(4, round(size * dpi / 25.4))
    return sum(glyph(able(face, c), em, c).advance for c in text) / dpi * 25.4
