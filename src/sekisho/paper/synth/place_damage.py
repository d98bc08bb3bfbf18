"""How the sheet lies: skewed, turned, photographed.

Every function takes (rng, image, dpi, strength 0..1) and returns the new gray image and the 3 × 3
homography from old px to new px.
"""

import random

import cv2
import numpy as np

from sekisho.paper.synth.copy_damage import grain
from sekisho.paper.synth.truth import Gray, Matrix

#: Furthest skew in degrees.
SKEW = 7.0


def skew(rng: random.Random, image: Gray, dpi: float, strength: float) -> tuple[Gray, Matrix]:
    """Laid askew on the glass by up to ±7°; the whole sheet stays in the picture."""
    angle = SKEW * strength * rng.choice((-1, 1)) * rng.uniform(0.7, 1.0)
    height, width = image.shape
    turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), [0.0, 0.0, 1.0]])
    corners = np.array([[0, 0, 1], [width, 0, 1], [width, height, 1], [0, height, 1]], float) @ turn.T
    low, high = corners[:, :2].min(axis=0), corners[:, :2].max(axis=0)
    turn = np.array([[1, 0, -low[0]], [0, 1, -low[1]], [0, 0, 1]]) @ turn
    size = (int(np.ceil(high[0] - low[0])), int(np.ceil(high[1] - low[1])))
    beyond = rng.choice((255, 255, 245, 90))
    out = cv2.warpAffine(image, turn[:2], size, flags=cv2.INTER_LINEAR, borderValue=beyond)
    return np.asarray(out, np.uint8), turn


def turned(quarters: int, image: Gray) -> tuple[Gray, Matrix]:
    """Turned by quarters of a circle, counter-clockwise."""
    height, width = image.shape
    move = {
        1: [[0, 1, 0], [-1, 0, width - 1], [0, 0, 1]],
        2: [[-1, 0, width - 1], [0, -1, height - 1], [0, 0, 1]],
        3: [[0, -1, height - 1], [1, 0, 0], [0, 0, 1]],
    }
    return np.ascontiguousarray(np.rot90(image, quarters)), np.array(move[quarters], float)


def quarter(rng: random.Random, image: Gray, dpi: float, strength: float) -> tuple[Gray, Matrix]:
    """Fed sideways."""
    return turned(rng.choice((1, 3)), image)


def upside_down(rng: random.Random, image: Gray, dpi: float, strength: float) -> tuple[Gray, Matrix]:
    """Fed from the wrong end."""
    return turned(2, image)


def stretch(rng: random.Random, image: Gray, dpi: float, strength: float) -> tuple[Gray, Matrix]:
    """Drawn in unevenly by a feeder: up to 2 % longer or shorter, the width by itself."""
    height, width = image.shape
    across, down = (1 + 0.02 * strength * rng.uniform(-1, 1) for _ in range(2))
    size = (round(width * across), round(height * down))
    out = cv2.resize(image, size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(out, np.uint8), np.diag([size[0] / width, size[1] / height, 1.0])


def photo(rng: random.Random, image: Gray, dpi: float, strength: float) -> tuple[Gray, Matrix]:
    """Photographed by phone on a desk: perspective, shade, the desk around it, a little noise."""
    height, width = image.shape
    edge = round(0.05 * width)
    size = (width + 2 * edge, height + 2 * edge)
    reach = (0.01 + 0.05 * strength) * width
    old = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = [[x + edge + rng.uniform(-reach, reach), y + edge + rng.uniform(-reach, reach)] for x, y in old]
    matrix = cv2.getPerspectiveTransform(old, np.array(moved, np.float32))
    out = cv2.warpPerspective(image, matrix, size, flags=cv2.INTER_LINEAR, borderValue=rng.randint(50, 150))
    lamps = np.array([rng.uniform(1.0 - 0.5 * strength, 1.0) for _ in range(12)], np.float32).reshape(4, 3)
    light = cv2.resize(lamps, size, interpolation=cv2.INTER_CUBIC)
    lit = out.astype(np.float32) * light * rng.uniform(0.8, 0.95) + rng.uniform(5, 25)
    lit += grain(rng, (size[1], size[0])) * (2 + 4 * strength)
    lit = cv2.GaussianBlur(lit, (0, 0), (0.4 + 0.5 * strength) * dpi / 200)
    return np.clip(lit, 0, 255).astype(np.uint8), np.asarray(matrix, float)
