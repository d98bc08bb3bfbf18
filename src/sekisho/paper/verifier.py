"""A second opinion, one character at a time: does this ink really show this kanji and not its look-alike?

The recogniser reads a line 48 px high in steps of 8 px and can't tell 恵 from 惠; the verifier looks at each
character in a window of its own, with classes for every variant (trained by ``sekisho train``).
"""

from itertools import combinations_with_replacement, pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from sekisho.paper.ink import around, runs
from sekisho.paper.recogniser import FRAME, Line, LogProbs, Network, log_softmax

#: Side of a window in px, and how many times the character's em it covers.
SIZE = 48
WINDOW = 1.4
#: Windows that go through the network together: as fast as all of a page, in a fraction of the memory.
_BATCH = 32
#: Share of the em square that the ink of an ordinary kanji fills from top to bottom.
_FILLED = 0.92
#: What is so many times as wide as an ordinary character is more than one.
_WIDEST = 1.15

Gray = NDArray[np.uint8]
Mask = NDArray[np.bool_]


def normalise(gray: Gray) -> NDArray[np.float32]:
    """Gray window to ink 0 (paper) … 1 (darkest), whatever the paper's shade and the pen's."""
    ends = np.cumsum(np.bincount(gray.ravel(), minlength=256)[::-1])
    paper, dark = np.searchsorted(
        ends, (gray.size // 4, round(0.985 * (gray.size - 1))), side="right"
    ).tolist()
    # What becomes of each of the 256 shades.
    ink = (255 - np.arange(256, dtype=np.float32) - np.float32(paper)) / max(float(dark - paper), 40.0)
    return np.asarray(np.clip(ink, 0, 1.2), np.float32)[gray]


class Verifier:
    """The shipped network (``paper/models/verifier.onnx``); ``characters[i]`` is class ``i``."""

    def __init__(self, threads: int) -> None:
        self._network = Network("verifier.onnx", threads)
        self.characters = self._network.characters

    def logp(self, windows: NDArray[np.float32]) -> LogProbs:
        """Log-probabilities (n × classes) of the characters in the middle of ``windows`` (n × SIZE × SIZE)."""
        if not len(windows):
            return np.zeros((0, len(self.characters)), np.float32)
        parts = [windows[start : start + _BATCH, None] for start in range(0, len(windows), _BATCH)]
        return log_softmax(np.concatenate(list(self._network.run(parts))))


def spans(line: Line, frames: list[int]) -> list[tuple[float, float]]:
    """Left and right end of each character in the pixels of ``line.image``, from the frames that the recogniser
    saw them at: between two of them the cut goes where there is least ink."""
    if not frames:
        return []
    middles = [(frame + 0.5) * FRAME / line.scale for frame in frames]
    width = line.image.shape[1]
    column_ink = (255.0 - line.image).sum(0)
    column_ink = np.convolve(column_ink, np.ones(3) / 3, "same")
    cuts = [0.0]
    for one, two in pairwise(middles):
        start, stop = round(max(one, 0)), round(min(two, width - 1))
        if stop - start < 3:
            cuts.append((one + two) / 2)
            continue
        reach = np.arange(start, stop)
        away = (reach - (one + two) / 2) / max(1.0, two - one)
        cuts.append(
            float(reach[np.argmin(column_ink[start:stop] * (1 + 4 * away**2) + column_ink.mean() * away**2)])
        )
    cuts.append(float(width))
    return list(pairwise(cuts))


def windows(line: Line, frames: list[int]) -> NDArray[np.float32]:
    """One normalised window (SIZE × SIZE) around each character that ``frames`` (of ``align``) name."""
    ink = line.image < 160
    parts = [(round(left), max(round(right), round(left) + 1)) for left, right in spans(line, frames)]
    boxes = [_box(ink, left, right) for left, right in parts]
    if not boxes:
        return np.zeros((0, SIZE, SIZE), np.float32)
    box = np.array(boxes, np.float64)
    sizes, usual = _sizes(box)
    wide = np.flatnonzero(box[:, 2] - box[:, 0] > _WIDEST * usual).tolist()
    for number in wide:
        middle = (frames[number] + 0.5) * FRAME / line.scale
        box[number] = _box(ink, *_own(ink, parts[number], middle, usual))
    if wide:
        sizes, usual = _sizes(box)
    em = usual / _FILLED
    tall = sizes >= 0.7 * usual
    found = []
    for number, (left, top, right, bottom) in enumerate(box.tolist()):
        x = (left + right) / 2
        # A low character (一, ー) sits on the line of its taller neighbours, not on its own middle.
        y = (top + bottom) / 2 if tall[number] else float(np.median((box[tall, 1] + box[tall, 3]) / 2))
        found.append(_window(line.image, x, y, WINDOW * em))
    return np.stack(found)


def _box(ink: Mask, left: int, right: int) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the ink between two columns; the whole where there is none."""
    first, top, last, bottom = around(ink[:, left:right]) or (0, 0, right - left, len(ink))
    return left + first, top, left + last, bottom


def _sizes(boxes: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """The sizes of the characters in these boxes, and that of an ordinary one."""
    sizes = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    return sizes, float(np.percentile(sizes, 70))


def _own(ink: Mask, part: tuple[int, int], middle: float, usual: float) -> tuple[int, int]:
    """The columns of a character beside which something else stands, a tick, a speck, a seal: the most ink about its ``middle``
    that is no wider than one character."""
    columns = ink[:, part[0] : part[1]].sum(0)
    found = runs(columns > 0) + part[0]
    most, best = 0, part
    for (left, _), (_, right) in combinations_with_replacement(found.tolist(), 2):
        near = abs((left + right) / 2 - middle) < 0.75 * usual
        weight = int(columns[left - part[0] : right - part[0]].sum())
        if near and right - left <= _WIDEST * usual and weight > most:
            most, best = weight, (left, right)
    return best


def _window(image: Gray, x: float, y: float, side: float) -> NDArray[np.float32]:
    """The square of ``side`` px around (x, y), as SIZE × SIZE; beyond the image there is paper."""
    x0, y0, whole = round(x - side / 2), round(y - side / 2), max(4, round(side))
    canvas = np.full((whole, whole), 255, np.uint8)
    top, left = max(0, y0), max(0, x0)
    bottom, right = min(image.shape[0], y0 + whole), min(image.shape[1], x0 + whole)
    if bottom > top and right > left:
        canvas[top - y0 : bottom - y0, left - x0 : right - x0] = image[top:bottom, left:right]
    flags = cv2.INTER_AREA if whole > SIZE else cv2.INTER_LINEAR
    return normalise(np.asarray(cv2.resize(canvas, (SIZE, SIZE), interpolation=flags), np.uint8))
