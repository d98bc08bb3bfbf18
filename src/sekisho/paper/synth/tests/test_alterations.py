"""What is drawn over filled cells, and what the truth says of it."""

import random

import numpy as np
import pytest

from sekisho.paper.form import Box
from sekisho.paper.synth.alterations import Way, alter, choose
from sekisho.paper.synth.canvas import Canvas

CELL: Box = (10.0, 10.0, 50.0, 9.0)
INK: Box = (14.0, 12.0, 24.0, 5.0)


def altered(seed: int, way: Way) -> tuple[Canvas, list[tuple[str, Box, float]]]:
    canvas = Canvas((70, 30), 200)
    written: list[tuple[str, Box, float]] = []

    def write(text: str, box: Box, size: float) -> Box:
        written.append((text, box, size))
        return box

    alter(canvas, random.Random(seed), way, CELL, INK, "山田　花子", "佐藤　健太", write)
    return canvas, written


@pytest.mark.parametrize("seed", range(12))
def test_lines_run_over_what_stands_there(seed: int) -> None:
    canvas, written = altered(seed, "struck")
    rows, columns = np.nonzero(canvas.image < 200)
    assert len(rows) and not written
    inside = (columns > 13 * canvas.scale) & (columns < 39 * canvas.scale)
    assert inside.mean() > 0.6
    assert rows.min() > 8 * canvas.scale and rows.max() < 22 * canvas.scale


@pytest.mark.parametrize("seed", range(12))
def test_other_characters_stand_near_it(seed: int) -> None:
    for way in ("replaced", "word"):
        _, written = altered(seed, way)
        ((text, box, size),) = written
        assert (text and set(text) <= set("佐藤　健太")) or way == "word"
        assert 5 < box[1] < 20 and box[0] < 60 and 1.5 < size < 6


def test_what_befalls_rows() -> None:
    rng = random.Random(1)
    struck = [choose(rng, "struck", True) for _ in range(400)]
    corrected = [choose(rng, "corrected", True) for _ in range(400)]
    assert {("name", "struck"), ("date", "struck"), None} == set(struck)
    assert {one and one[1] for one in corrected} == {"replaced", "word", None}
    assert {one and one[0] for one in (choose(rng, "struck", False) for _ in range(99))} == {"name", None}
    assert choose(rng, "pencil", True) is choose(rng, "", True) is None
