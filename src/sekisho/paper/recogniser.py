"""From a crop of one line to log-probabilities of characters, frame by frame.

The default network is the PP-OCRv6 small recogniser (Apache-2.0) with its last layer cut to Japanese; any other
fits that keeps to the protocol.
"""

import functools
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from importlib import resources
from typing import Protocol

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from sekisho.paper.furigana import ink_of
from sekisho.paper.ink import around, percentiles

Gray = NDArray[np.uint8]
LogProbs = NDArray[np.float32]

HEIGHT = 48
#: Pixels of the scaled line that one frame stands for.
FRAME = 8
_WIDEST = 1600
#: More at a time take twice as long: memory for them goes back to the system after each and must be fetched anew.
_BATCH = 4
#: How far a line is blurred for another look, as a share of its height.
_BLUR = 1 / 40


@dataclass(frozen=True)
class Line:
    """A line of writing as the network read it.

    ``logp``: frames × (1 + characters), class 0 the blank. ``image``: the trimmed line in the crop's own pixels;
    ``left``, ``top``: where it lay in the crop; ``scale``: network pixels a pixel of the crop.
    """

    logp: LogProbs
    image: Gray
    left: int
    top: int
    scale: float


class Recogniser(Protocol):
    """What the reading needs of a recogniser."""

    @property
    def characters(self) -> str:
        """Class ``i + 1`` of every frame is ``characters[i]``."""
        ...

    def lines(self, crops: Sequence[Gray]) -> list[Line]:
        """Read gray crops (height × width, 255 = paper) of one line each."""
        ...

    def again(self, lines: Sequence[Line]) -> list[Line]:
        """The same lines read another time, a little blurred: strokes that broke are whole again. As many frames as before."""
        ...


def trim(crop: Gray) -> tuple[Gray, int, int]:
    """Cut to what is written plus a little paper, its shades stretched; and where that lay (left, top)."""
    paper, dark = (int(value) for value in percentiles(crop, 80, 1))
    ink = ink_of(crop)
    box = around(ink > 0)
    if box is None:
        return crop, 0, 0
    left, top, right, bottom = box
    pad_y, pad_x = max(2, round(0.10 * (bottom - top))), max(3, round(0.18 * (bottom - top)))
    top, bottom = max(0, top - pad_y), min(crop.shape[0], bottom + pad_y)
    left, right = max(0, left - pad_x), min(crop.shape[1], right + pad_x)
    shades = (np.arange(256, dtype=np.float32) - dark) * (255.0 / max(paper - dark, 30))
    stretched = np.clip(shades, 0, 255).astype(np.uint8)[crop[top:bottom, left:right]]
    return stretched, left, top


def log_softmax(logits: NDArray[np.float32]) -> LogProbs:
    """Logarithm of the softmax over the last axis."""
    shifted = logits - logits.max(-1, keepdims=True)
    shifted -= np.log(np.exp(shifted).sum(-1, keepdims=True))
    return np.asarray(shifted, np.float32)


def batches(
    strips: Sequence[NDArray[np.float32]], size: int, paper: float
) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
    """Strips of one height, up to ``size`` of like width at a time: their numbers, and they as one (n × 1 × height × width), filled up
    with ``paper`` at the right."""
    order = sorted(range(len(strips)), key=lambda number: (strips[number].shape[1], number))
    for start in range(0, len(order), size):
        group = order[start : start + size]
        batch = np.full((len(group), 1, *strips[group[-1]].shape), paper, np.float32)
        for place, number in enumerate(group):
            batch[place, 0, :, : strips[number].shape[1]] = strips[number]
        yield group, batch


class Network:
    """A shipped network (``paper/models``): same input, same output, whatever the load.

    Batches run side by side on a thread each: all of them are done sooner so than each by all threads. ``threads`` 0: as many as
    there are cores.
    """

    def __init__(self, name: str, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Each page brings other shapes: an arena would keep the largest of each for ever.
        options.enable_cpu_mem_arena = False
        options.enable_mem_pattern = False
        data = resources.files("sekisho.paper").joinpath("models", name).read_bytes()
        self._session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name
        threads = threads or os.cpu_count() or 1
        self._pool = ThreadPoolExecutor(threads) if threads > 1 else None

    @property
    def characters(self) -> str:
        """Those of its classes, as its file names them."""
        return str(self._session.get_modelmeta().custom_metadata_map["characters"])

    def run(self, batches: Sequence[NDArray[np.float32]]) -> Iterator[NDArray[np.float32]]:
        """What comes out of each batch, in order."""
        return self._pool.map(self._one, batches) if self._pool else map(self._one, batches)

    def over(
        self, strips: Sequence[NDArray[np.float32]], size: int, paper: float
    ) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
        """Strips in ``batches`` of ``size``: their numbers, and what comes out of them."""
        # The widest first, so that no thread begins with them when the others are done.
        groups = list(batches(strips, size, paper))[::-1]
        outputs = self.run([batch for _, batch in groups])
        for (group, _), found in zip(groups, outputs, strict=True):
            yield group, found

    def _one(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        found: NDArray[np.float32] = self._session.run(None, {self._input: batch})[0]
        return found


class LineRecogniser:
    """The shipped recogniser (``paper/models/recogniser.onnx``)."""

    def __init__(self, threads: int) -> None:
        self._network = Network("recogniser.onnx", threads)
        self.characters = self._network.characters
        self._space = self.characters.find(" ") + 1

    def lines(self, crops: Sequence[Gray]) -> list[Line]:
        """See ``Recogniser``; crops of like width share a batch."""
        trimmed = [trim(crop) for crop in crops]
        scaled = [_to_height(image) for image, _, _ in trimmed]
        return [
            Line(logp, image, left, top, small.shape[0] / image.shape[0])
            for logp, small, (image, left, top) in zip(self._read(scaled), scaled, trimmed, strict=True)
        ]

    def again(self, lines: Sequence[Line]) -> list[Line]:
        """See ``Recogniser``."""
        images = [
            np.asarray(cv2.GaussianBlur(one.image, (0, 0), len(one.image) * _BLUR), np.uint8) for one in lines
        ]
        found = self._read([_to_height(image) for image in images])
        return [
            replace(line, logp=logp, image=image)
            for line, logp, image in zip(lines, found, images, strict=True)
        ]

    def _read(self, scaled: Sequence[Gray]) -> list[LogProbs]:
        strips = [np.asarray(image.astype(np.float32) / 127.5 - 1, np.float32) for image in scaled]
        found: dict[int, LogProbs] = {}
        for group, logits in self._network.over(strips, _BATCH, 1.0):
            for place, number in enumerate(group):
                frames = max(1, -(-scaled[number].shape[1] // FRAME))
                found[number] = self._without_spaces(log_softmax(logits[place, :frames]))
        return [found[number] for number in range(len(scaled))]

    def _without_spaces(self, logp: LogProbs) -> LogProbs:
        """A space between surname and given name says as little as the blank: the two are one."""
        if self._space:
            logp[:, 0] = np.logaddexp(logp[:, 0], logp[:, self._space])
            logp[:, self._space] = -1e9
        return logp


def _to_height(image: Gray) -> Gray:
    width = round(image.shape[1] * HEIGHT / image.shape[0])
    width = min(_WIDEST, max(3 * FRAME, -(-width // FRAME) * FRAME))
    flags = cv2.INTER_AREA if image.shape[0] > HEIGHT else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(image, (width, HEIGHT), interpolation=flags), np.uint8)


@functools.cache
def load_recogniser(threads: int = 0) -> LineRecogniser:
    """The shipped recogniser, loaded once a process; ``threads`` 0 takes every core."""
    return LineRecogniser(threads)
