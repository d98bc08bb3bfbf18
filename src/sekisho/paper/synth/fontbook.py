"""Fonts of the generator: those that ship with the package, and those that `fonts.toml` lists.

Glyphs come as small arrays of ink (0 none .. 255 full) and are kept, since a page repeats them.
"""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

import numpy as np
from numpy.typing import NDArray
from PIL import ImageFont

Style = Literal["print", "hand"]
Ink = NDArray[np.uint8]
FOLDER = Path(__file__).resolve().parent.parent / "fonts"


@dataclass(frozen=True)
class Face:
    """A font file. ``style``: print or hand; ``role``: train, calibrate, bench or heldout."""

    name: str
    path: Path
    style: Style
    role: str


@dataclass(frozen=True)
class Glyph:
    """``ink`` with its corner at (left, top) from the pen on the baseline, in px."""

    ink: Ink
    left: int
    top: int
    advance: float


#: For forms and whatever a font lacks.
GOTHIC = Face("bizudgothic", FOLDER / "bizudgothic.ttf", "print", "train")
#: For the pages of the demo: of no role that anything was trained on.
DEMO = (
    Face("zen-kaku-gothic-new", FOLDER / "zen-kaku-gothic-new.ttf", "print", "calibrate"),
    Face("bizudmincho", FOLDER / "bizudmincho.ttf", "print", "calibrate"),
    Face("klee-one", FOLDER / "klee-one.ttf", "hand", "bench"),
    Face("yusei-magic", FOLDER / "yusei-magic.ttf", "hand", "calibrate"),
)


def listed(toml: Path, folder: Path, role: str, style: Style | None = None) -> tuple[Face, ...]:
    """The fonts of ``toml`` (the repository's fonts.toml) with this role whose files lie in ``folder``."""
    fonts = tomllib.loads(toml.read_text(encoding="utf-8"))["font"]
    faces = (
        Face(
            font["name"],
            folder / f"{font['name']}.{font.get('suffix', 'ttf')}",
            cast(Style, font["style"]),
            font["role"],
        )
        for font in fonts
        if font["role"] == role and style in (None, font["style"])
    )
    return tuple(face for face in faces if face.path.exists())


@lru_cache(maxsize=128)
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=12_000)
def glyph(face: Face, size: int, character: str) -> Glyph:
    """``character`` of ``face`` at ``size`` px an em."""
    font = _font(face.path, size)
    mask, (left, top) = font.getmask2(character, mode="L", anchor="ls")
    width, height = mask.size
    ink = np.frombuffer(bytes(mask), np.uint8).reshape(height, width)
    return Glyph(ink, left, top, font.getlength(character))


@lru_cache(maxsize=100_000)
def has(face: Face, character: str) -> bool:
    """Whether ``face`` draws ``character``: neither nothing nor the box for missing ones."""
    if character in " \u3000":
        return True
    drawn, missing = glyph(face, 24, character), glyph(face, 24, "\uffff")
    return bool(drawn.ink.any()) and not np.array_equal(drawn.ink, missing.ink)


def able(face: Face, character: str) -> Face:
    """``face``, or a vendored font for a character that it lacks."""
    return next((one for one in (face, GOTHIC, DEMO[2]) if has(one, character)), face)


def covering(faces: tuple[Face, ...], text: str) -> tuple[Face, ...]:
    """Those of ``faces`` that have every character of ``text``; all of them when none has."""
    return tuple(face for face in faces if all(has(face, character) for character in text)) or faces
