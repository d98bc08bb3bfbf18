"""Tesseract 5 with «jpn» on the same name cells, in the same run."""

import shutil
import statistics
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from sekisho.base.kanji import fold

#: Between the results of the images of a list.
_NEXT = "\f"


@dataclass(frozen=True)
class Crop:
    """A name cell, the name of the person meant, the roster of the facility, print or hand."""

    image: NDArray[np.uint8]
    name: str
    roster: tuple[str, ...]
    style: str


@dataclass(frozen=True)
class Beside:
    """``exact`` and ``nearest`` (the roster's name at the least edit distance is the right one), each by
    style as (right, cells). ``seconds``: a cell, by style's median. ``version``: of the program."""

    exact: dict[str, tuple[int, int]]
    nearest: dict[str, tuple[int, int]]
    seconds: float
    version: str


def beside(crops: Sequence[Crop], folder: Path) -> Beside | None:
    """Read the crops with ``--psm 7``, a style at a time; None when there is no Tesseract with jpn."""
    program = shutil.which("tesseract")
    if program is None or not crops:
        return None
    languages = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)
    if "jpn" not in languages.stdout.split():
        return None
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    exact, nearest, seconds = {}, {}, []
    for style in dict.fromkeys(crop.style for crop in crops):
        own = [crop for crop in crops if crop.style == style]
        start = time.perf_counter()
        texts = _read(program, own, folder)
        seconds.append((time.perf_counter() - start) / len(own))
        right = [fold(text) == fold(crop.name) for text, crop in zip(texts, own, strict=True)]
        near = [
            fold(closest(text, crop.roster)) == fold(crop.name) for text, crop in zip(texts, own, strict=True)
        ]
        exact[style], nearest[style] = (sum(right), len(own)), (sum(near), len(own))
    version = (said.stdout or said.stderr).split("\n")[0]
    return Beside(exact, nearest, statistics.median(seconds), version)


def _read(program: str, crops: Sequence[Crop], folder: Path) -> list[str]:
    """All crops in one process, so that its start counts once."""
    files = []
    for number, crop in enumerate(crops):
        path = folder / f"crop-{number:04}.png"
        padded = cv2.copyMakeBorder(crop.image, 8, 8, 8, 8, cv2.BORDER_REPLICATE)
        cv2.imwrite(str(path), padded)
        files.append(path)
    listing = folder / "crops.txt"
    listing.write_text("".join(f"{path}\n" for path in files), encoding="utf-8")
    command = [program, str(listing), "stdout", "-l", "jpn", "--psm", "7", "--dpi", "200"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    texts = said.split(_NEXT)[: len(crops)]
    for path in (*files, listing):
        path.unlink()
    return texts + [""] * (len(crops) - len(texts))


def closest(text: str, roster: Sequence[str]) -> str:
    """The name of the roster at the least edit distance from ``text``, the first of several."""
    return min(roster, key=lambda name: distance(fold(text), fold(name)), default="")


def distance(one: str, other: str) -> int:
    """Levenshtein's edit distance."""
    above = list(range(len(other) + 1))
    for row, left in enumerate(one, start=1):
        line = [row]
        for column, top in enumerate(other, start=1):
            line.append(min(line[-1] + 1, above[column] + 1, above[column - 1] + (left != top)))
        above = line
    return above[-1]
