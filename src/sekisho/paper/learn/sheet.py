"""The sample made ready for learning: upright, level, 8 pixels a millimetre, its rules and its words
apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np

from sekisho.paper.form import Box
from sekisho.paper.ink import Gray, Mask, ink_mask, skew_degrees, turn_about_centre
from sekisho.paper.learn.rules import Rule, clean_rules
from sekisho.paper.learn.vocabulary import match
from sekisho.paper.scans import Scan

#: Pixels a millimetre of the sheet that is learned from (203 dpi).
SCALE = 8.0
#: Paper sizes (mm, short side first) that a page is taken for when it comes within 3 %.
PAPERS = ((148, 210), (182, 257), (210, 297), (257, 364), (297, 420), (216, 279), (216, 356))


class ReadsText(Protocol):
    """Whatever reads printed words: gray crops in, text and mean confidence (0..1) of each out."""

    def read(self, crops: list[Gray]) -> list[tuple[str, float]]: ...


@dataclass(frozen=True)
class Text:
    """A line of print: ``box`` in mm, what it says, how sure the reader is (0..1)."""

    box: Box
    text: str
    confidence: float


@dataclass(frozen=True)
class Sheet:
    """A sample page: sizes in mm, pictures at SCALE. ``bare``: the page with its rules painted white;
    ``ink``: its dark pixels without rules."""

    width: float
    height: float
    gray: Gray
    bare: Gray
    ink: Mask
    rules: tuple[Rule, ...]
    size_known: bool


def prepare(scan: Scan, reader: ReadsText) -> Sheet:
    """Level and upright sheet of a scan; which side is up is found by reading a few words in all four
    turns."""
    gray, known = _at_scale(scan)
    small_scale = 1170 / max(gray.shape)
    small = cv2.resize(gray, None, fx=small_scale, fy=small_scale, interpolation=cv2.INTER_AREA)
    lean = skew_degrees(ink_mask(np.asarray(small, dtype=np.uint8), 31))
    if abs(lean) >= 0.06:
        matrix = turn_about_centre((gray.shape[0], gray.shape[1]), lean)
        size = (gray.shape[1], gray.shape[0])
        gray = np.asarray(
            cv2.warpAffine(
                gray, matrix[:2], size, flags=cv2.INTER_LINEAR, borderValue=float(np.median(gray))
            ),
            dtype=np.uint8,
        )
    sheets = (_sheet(np.ascontiguousarray(np.rot90(gray, turn)), known) for turn in (0, 2, 1, 3))
    best: tuple[float, Sheet] | None = None
    for sheet in sheets:
        score = _legible(sheet, reader)
        if best is None or score > best[0] + 0.05:
            best = (score, sheet)
        if score > 1.0:
            break
    assert best is not None
    return best[1]


def _at_scale(scan: Scan) -> tuple[Gray, bool]:
    """The scan at SCALE; its paper size from the dpi when that gives a sheet of sensible size, else A4."""
    height, width = scan.gray.shape
    long_side = max(height, width) / scan.dpi * 25.4 if scan.dpi else 0.0
    known = 130 <= long_side <= 620
    if known:
        short_side = long_side * min(height, width) / max(height, width)
        for short, long in PAPERS:
            if abs(long_side / long - 1) < 0.03 and abs(short_side / short - 1) < 0.03:
                long_side = float(long)
    else:
        long_side = 297.0
    factor = long_side * SCALE / max(height, width)
    size = (round(width * factor), round(height * factor))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(scan.gray, size, interpolation=how), dtype=np.uint8), known


def _sheet(gray: Gray, known: bool) -> Sheet:
    height, width = gray.shape
    ink = ink_mask(gray, 61)
    rules, mask = clean_rules(ink, SCALE)
    bare = gray.copy()
    wide = cv2.dilate(mask, np.ones((5, 5), np.uint8))
    bare[wide > 0] = np.uint8(np.median(gray))
    left = cv2.subtract(ink, cv2.dilate(mask, np.ones((3, 3), np.uint8)))
    return Sheet(width / SCALE, height / SCALE, gray, bare, np.asarray(left, dtype=np.uint8), rules, known)


def _legible(sheet: Sheet, reader: ReadsText) -> float:
    """How well the largest lines of print can be read in this turn: mean confidence, more for known words."""
    boxes = sorted(text_boxes(sheet, (0, 0, sheet.width, sheet.height)), key=lambda box: -box[3] * box[2])
    boxes = [box for box in boxes if box[2] > 1.5 * box[3]][:14]
    texts = [text for text in read_boxes(sheet, boxes, reader) if len(text.text) >= 2]
    if not texts:
        return 0.0
    known = sum(1 for text in texts if match(text.text)) / len(texts)
    enough = min(1.0, len(texts) / 4)
    return (sum(text.confidence for text in texts) / len(texts)) * enough + known


def text_boxes(sheet: Sheet, region: Box, join: float = 1.1) -> list[Box]:
    """Boxes (mm) around lines of print within a region; pieces closer than ``join`` times their height are
    one."""
    x, y, width, height = (round(value * SCALE) for value in region)
    part = sheet.ink[max(0, y) : y + height, max(0, x) : x + width]
    if part.size == 0 or not part.any():
        return []
    count, _, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    pieces = [stats[index, :4].astype(float) for index in range(1, count) if stats[index, 4] >= 6]
    pieces = [piece for piece in pieces if piece[3] < 18 * SCALE]
    boxes = _joined([(p[0], p[1], p[0] + p[2], p[1] + p[3]) for p in pieces], join)
    found = []
    for x1, y1, x2, y2 in boxes:
        if (y2 - y1) >= 1.3 * SCALE or (x2 - x1) >= 1.3 * SCALE:
            left, top = float(x1 + max(0, x)) / SCALE, float(y1 + max(0, y)) / SCALE
            found.append((left, top, float(x2 - x1) / SCALE, float(y2 - y1) / SCALE))
    return sorted(found, key=lambda box: (round(box[1] / 3), box[0]))


def _joined(
    pieces: list[tuple[float, float, float, float]], join: float
) -> list[tuple[float, float, float, float]]:
    """Grow lines from pieces, left to right: a piece joins a line that it overlaps in height and nearly
    touches."""
    lines: list[tuple[float, float, float, float]] = []
    for piece in sorted(pieces):
        home = -1
        for index, line in enumerate(lines):
            overlap = min(line[3], piece[3]) - max(line[1], piece[1])
            lower = min(line[3] - line[1], piece[3] - piece[1])
            tall = max(line[3] - line[1], piece[3] - piece[1])
            reach = join * max(tall, 2.0 * SCALE)
            if overlap > 0.4 * lower and piece[0] - line[2] <= reach and tall < 16 * SCALE:
                home = index
                break
        if home < 0:
            lines.append(piece)
        else:
            line = lines[home]
            lines[home] = (
                min(line[0], piece[0]),
                min(line[1], piece[1]),
                max(line[2], piece[2]),
                max(line[3], piece[3]),
            )
    merged = True
    while merged:
        merged = False
        for a in range(len(lines)):
            for b in range(a + 1, len(lines)):
                p, q = lines[a], lines[b]
                over = min(p[3], q[3]) - max(p[1], q[1])
                beside = max(p[0], q[0]) - min(p[2], q[2])
                lower = min(p[3] - p[1], q[3] - q[1])
                tall = max(p[3] - p[1], q[3] - q[1])
                if over > 0.4 * lower and beside <= join * max(tall, 2.0 * SCALE) * 0.6:
                    lines[a] = (min(p[0], q[0]), min(p[1], q[1]), max(p[2], q[2]), max(p[3], q[3]))
                    del lines[b]
                    merged = True
                    break
            if merged:
                break
    return lines


def read_boxes(sheet: Sheet, boxes: Sequence[Box], reader: ReadsText) -> list[Text]:
    """Read lines of print; a little paper is left around each."""
    crops = []
    for x, y, width, height in boxes:
        pad = 0.12 * height + 0.3
        top, bottom = max(0, round((y - pad) * SCALE)), round((y + height + pad) * SCALE)
        left, right = max(0, round((x - 2 * pad) * SCALE)), round((x + width + 2 * pad) * SCALE)
        crops.append(np.ascontiguousarray(sheet.bare[top:bottom, left:right]))
    if not crops:
        return []
    read = reader.read(crops)
    return [Text(box, text, sure) for box, (text, sure) in zip(boxes, read, strict=True)]
