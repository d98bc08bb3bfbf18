"""Shortcuts over pictures: they must say what the long way says."""

import cv2
import numpy as np

from sekisho.paper.ink import may_run, narrowed, percentiles


def test_percentiles_are_those_of_numpy() -> None:
    rng = np.random.default_rng(1)
    for shape in ((1, 1), (1, 7), (13, 40), (60, 200)):
        gray = rng.integers(0, 256, shape).astype(np.uint8)
        for share in (0, 1, 50, 80, 99.7, 100):
            assert percentiles(gray, share) == [np.percentile(gray, share)]


def test_no_run_is_overlooked() -> None:
    rng = np.random.default_rng(2)
    for length in (5, 8, 13, 40):
        for ink_share in (0.2, 0.5, 0.9):
            ink = (rng.random((9, 30)) < ink_share).astype(np.uint8) * np.uint8(255)
            opened = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
            assert may_run(ink, length) or not opened.any()
    assert not may_run(np.zeros((4, 30), np.uint8), 8)


def test_a_cell_keeps_its_writing_and_loses_its_empty_ends() -> None:
    cell = np.full((40, 300), 240, np.uint8)
    assert narrowed(cell, 240, 240) is cell
    cell[10:30, 120:150] = 30
    found = narrowed(cell, 240, 30)
    assert found.shape == (40, 40) and int((found == 30).sum()) == 20 * 30
