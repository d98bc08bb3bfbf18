"""Pages into the files that a scanner leaves: PDF of pictures, multi-page TIFF, JPEG, PNG."""

import io
import random
import time
from collections.abc import Iterable
from typing import Literal

import cv2
import numpy as np
from PIL import Image

from sekisho.paper.synth.copy_damage import grain, specks
from sekisho.paper.synth.truth import Gray

Depth = Literal["gray", "bits"]

#: A PDF names the time of its making; here always the same.
_MADE = time.struct_time((2025, 4, 1, 0, 0, 0, 0, 91, 0))
#: Between ink and paper when a scanner saves black and white.
_LEVEL = 165


def picture(image: Gray, depth: Depth) -> Image.Image:
    """As an image of Pillow, gray or of one bit a pixel."""
    if depth == "gray":
        return Image.fromarray(image)
    return Image.fromarray(np.where(image < _LEVEL, 0, 255).astype(np.uint8)).convert("1")


def pdf(pages: Iterable[Gray], dpi: float, depth: Depth = "gray", quality: int = 80) -> bytes:
    """A PDF without text: each page one picture, JPEG when gray, fax G4 when of one bit."""
    pictures = [picture(page, depth) for page in pages]
    buffer = io.BytesIO()
    pictures[0].save(
        buffer,
        "PDF",
        save_all=True,
        append_images=pictures[1:],
        resolution=dpi,
        creationDate=_MADE,
        modDate=_MADE,
        **({"quality": quality} if depth == "gray" else {}),
    )
    return buffer.getvalue()


def tiff(pages: Iterable[Gray], dpi: float, depth: Depth = "bits") -> bytes:
    """A TIFF of many pages: fax G4 when of one bit, LZW when gray."""
    pictures = [picture(page, depth) for page in pages]
    buffer = io.BytesIO()
    pictures[0].save(
        buffer,
        "TIFF",
        save_all=True,
        append_images=pictures[1:],
        dpi=(dpi, dpi),
        compression="group4" if depth == "bits" else "tiff_lzw",
    )
    return buffer.getvalue()


def jpeg(page: Gray, dpi: float, quality: int = 85) -> bytes:
    """One page as JPEG."""
    buffer = io.BytesIO()
    picture(page, "gray").save(buffer, "JPEG", dpi=(round(dpi), round(dpi)), quality=quality)
    return buffer.getvalue()


def png(page: Gray, dpi: float) -> bytes:
    """One page as PNG."""
    buffer = io.BytesIO()
    picture(page, "gray").save(buffer, "PNG", dpi=(dpi, dpi))
    return buffer.getvalue()


def blank_back(rng: random.Random, front: Gray, dpi: float) -> Gray:
    """The back of a sheet that a duplex scanner took along: a shadow of the front, specks, noise."""
    shadow = cv2.GaussianBlur(front[:, ::-1], (0, 0), dpi / 80).astype(np.float32)
    paper = 246 - (255 - shadow) * 0.03 + grain(rng, front.shape) * 2
    image: Gray = np.clip(paper, 0, 255).astype(np.uint8)
    specks(rng, image, dpi, 0.05)
    return image
