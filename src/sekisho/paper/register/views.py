"""A scan made small and level, in its four turns: what registration looks at."""

from dataclasses import dataclass

import cv2
import numpy as np

from sekisho.paper.ink import Floats, Gray, Rules, find_rules, ink_mask, skew_degrees, turn_about_centre
from sekisho.paper.register.shapes import soft_ink

#: Longest side of the working picture in pixels: about 100 dpi for A4.
WORKING_SIDE = 1170
#: Shortest rule that counts, pixels of the working picture (about 9 mm).
SHORTEST_RULE = 36
WINDOW = 31


@dataclass(frozen=True)
class View:
    """A level working picture: ``soft`` ink, its rules, and the 3x3 matrix from its pixels to those of the
    scan."""

    soft: Gray
    rules: Rules
    back: Floats

    def turned(self, quarter_turns: int) -> "View":
        """The view turned counter-clockwise by quarters."""
        view = self
        for _ in range(quarter_turns % 4):
            _height, width = view.soft.shape
            rules = view.rules
            turned = Rules(
                _turn(rules.down, width)[:, [0, 1, 2, 3]],
                _turn(rules.across, width)[:, [2, 3, 0, 1]],
                np.rot90(rules.down_mask),
                np.rot90(rules.across_mask),
            )
            back = view.back @ np.array([[0, -1.0, width - 1], [1, 0, 0], [0, 0, 1]])
            view = View(np.rot90(view.soft), turned, back)
        return view


def _turn(pieces: Floats, width: int) -> Floats:
    """(x, y) becomes (y, width - 1 - x)."""
    return np.stack([pieces[:, 1], width - 1 - pieces[:, 0], pieces[:, 3], width - 1 - pieces[:, 2]], 1)


def shrink(gray: Gray, longest: int = WORKING_SIDE) -> tuple[Gray, Floats]:
    """The scan at working size, and the matrix from its pixels back to the scan's."""
    height, width = gray.shape
    scale = longest / max(height, width)
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small = cv2.resize(gray, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    back = np.diag([width / size[0], height / size[1], 1.0])
    back[0, 2], back[1, 2] = back[0, 0] / 2 - 0.5, back[1, 1] / 2 - 0.5
    return np.asarray(small, dtype=np.uint8), back


def level_view(small: Gray, back: Floats) -> View:
    """Take out the skew of a flat scan and find its rules."""
    lean = skew_degrees(ink_mask(small, WINDOW))
    if abs(lean) < 0.06:
        return view_of(small, back)
    matrix = turn_about_centre((small.shape[0], small.shape[1]), lean)
    size = (small.shape[1], small.shape[0])
    level = cv2.warpAffine(
        small, matrix[:2], size, flags=cv2.INTER_LINEAR, borderValue=float(np.median(small))
    )
    return view_of(np.asarray(level, dtype=np.uint8), back @ np.linalg.inv(matrix))


def view_of(level: Gray, back: Floats) -> View:
    """The view of an already level picture."""
    rules = find_rules(ink_mask(level, WINDOW), SHORTEST_RULE)
    return View(soft_ink(level, WINDOW), rules, back)
