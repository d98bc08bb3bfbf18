"""What copiers, faxes, scanners and their files do to the picture.

Every function takes (rng, image, dpi, strength 0..1) and returns a new gray image of the same size.
"""

import random
from functools import cache

import cv2
import numpy as np

from sekisho.paper.synth.truth import Gray

_SIDE = 1024


@cache
def _noise(number: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """A tile of normal noise; pages take a random piece of it, which is many times faster than new noise."""
    return np.random.default_rng(number).standard_normal((_SIDE, _SIDE)).astype(np.float32)


def grain(
    rng: random.Random, shape: tuple[int, int], size: float = 1.0
) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Normal noise of unit deviation with grains of ``size`` px for an image of ``shape``."""
    tile = np.roll(_noise(rng.randrange(4)), (rng.randrange(_SIDE), rng.randrange(_SIDE)), (0, 1))
    need = (int(np.ceil(shape[0] / size)), int(np.ceil(shape[1] / size)))
    repeat = (-(-need[0] // _SIDE), -(-need[1] // _SIDE))
    piece = np.tile(tile, repeat)[: need[0], : need[1]]
    if size != 1.0:
        piece = cv2.resize(piece, shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.ascontiguousarray(piece, np.float32)


def photocopy(rng: random.Random, image: Gray, dpi: float, strength: float) -> Gray:
    """A copy of a copy: strokes thicker or thinner, ragged edges, specks, lines of the drum."""
    sharp = cv2.GaussianBlur(image, (0, 0), (0.35 + 0.75 * strength) * dpi / 200).astype(np.float32)
    sharp += grain(rng, image.shape, 1.4) * (6 + 16 * strength)
    level = 155 + rng.uniform(-0.25, 1.0) * 45 * strength
    steep = rng.uniform(3.0, 7.0)
    out: Gray = np.clip((sharp - level) * steep + 128, 0, 255).astype(np.uint8)
    specks(rng, out, dpi, strength)
    if rng.random() < 0.3 + 0.4 * strength:
        x = rng.randrange(out.shape[1])
        wide = max(1, round(rng.uniform(0.05, 0.25) * dpi / 25.4))
        out[:, x : x + wide] = np.minimum(out[:, x : x + wide], rng.choice((90, 150, 190)))
    return out


def specks(rng: random.Random, image: Gray, dpi: float, strength: float) -> None:
    """Dirt on the glass, drawn into ``image``."""
    height, width = image.shape
    for _ in range(round(rng.uniform(0.2, 1.0) * 160 * strength)):
        centre = (rng.randrange(width), rng.randrange(height))
        radius = 0 if rng.random() < 0.7 else max(1, round(rng.uniform(0.1, 0.3) * dpi / 25.4))
        cv2.circle(image, centre, radius, rng.choice((0, 60, 120)), -1)


def fax(rng: random.Random, image: Gray, dpi: float, strength: float) -> Gray:
    """Sent by fax: 204 dots an inch across, 196 or 98 (strong) lines down, black or white."""
    height, width = image.shape
    lines = 98 if strength > 0.75 else 196
    size = (round(width / dpi * 204), round(height / dpi * lines))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    small += grain(rng, (size[1], size[0])) * (4 + 14 * strength)
    level = 165 + rng.uniform(-20, 25)
    black = np.where(small < level, 0, 255).astype(np.uint8)
    specks(rng, black, 204, 0.5 * strength)
    for _ in range(rng.randrange(1 + round(3 * strength))):
        black[rng.randrange(size[1])] = rng.choice((0, 255))  # a line lost in sending
    return np.asarray(cv2.resize(black, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)


def toner(rng: random.Random, image: Gray, dpi: float, strength: float) -> Gray:
    """Low toner: pale stripes down the page."""
    width = image.shape[1]
    across = np.arange(width, dtype=np.float32) / width
    pale = np.zeros(width, np.float32)
    for _ in range(rng.randint(2, 5)):
        pale += np.exp(-(((across - rng.random()) / rng.uniform(0.01, 0.05)) ** 2)).astype(np.float32)
    kept = 1 - np.clip(pale, 0, 1) * (0.4 + 0.4 * strength)
    return np.asarray(255 - (255 - image.astype(np.float32)) * kept, np.uint8)


def scanner(rng: random.Random, image: Gray, dpi: float, strength: float) -> Gray:
    """An office scanner in gray: a little soft, paper not quite white, noise."""
    soft = cv2.GaussianBlur(image, (0, 0), (0.3 + 0.4 * strength) * dpi / 200).astype(np.float32)
    white, black = 254 - 22 * strength * rng.random(), 25 * rng.random()
    soft = black + soft * ((white - black) / 255) + grain(rng, image.shape) * (1 + 5 * strength)
    out: Gray = np.clip(soft, 0, 255).astype(np.uint8)
    return out


def blur(rng: random.Random, image: Gray, dpi: float, strength: float) -> Gray:
    """Out of focus, or moved while scanning."""
    reach = (0.5 + 1.1 * strength) * dpi / 200
    across, down = rng.choice(((1.0, 1.0), (1.0, 0.4), (0.4, 1.0)))
    return np.asarray(cv2.GaussianBlur(image, (0, 0), reach * across, sigmaY=reach * down), np.uint8)


def jpeg(rng: random.Random, image: Gray, dpi: float, strength: float) -> Gray:
    """Saved too small: JPEG of quality 75 down to 18."""
    quality = round(75 - 57 * strength)
    data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)
