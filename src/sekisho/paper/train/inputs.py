"""Cells of generated pages, as the networks meet them: what the ranges of whole-number weights are taken from."""

from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sekisho.paper.cells import cut_cells
from sekisho.paper.ctc import greedy
from sekisho.paper.engine import Engine
from sekisho.paper.form import Form
from sekisho.paper.register import Refused, register
from sekisho.paper.scans import Scan
from sekisho.paper.synth.corpus import corpus
from sekisho.paper.synth.fontbook import Style, listed
from sekisho.paper.train.names import taught
from sekisho.paper.verifier import windows

Gray = NDArray[np.uint8]
_STYLES: tuple[Style, ...] = ("print", "hand")
_CELLS, _EVERY, _SEED = 260, 12, 5


def sample_cells(fonts: Path, engine: Engine, most: int = 128) -> list[Gray]:
    """Name and date cells of pages of the role «train», print and handwriting, every twelfth."""
    faces = listed(fonts, fonts.parent / ".fonts", "train")
    forms: dict[str, Form] = {}
    found: list[Gray] = []
    for style in _STYLES:
        cells: list[Gray] = []
        for number, case in enumerate(corpus("train", faces, style, "harsh", _SEED, _CELLS)):
            if case.layout.name not in forms:
                forms[case.layout.name] = taught(case.layout, engine)
            scan = Scan(f"{number}", 1, case.page.image, case.page.dpi)
            placed = register(scan, [forms[case.layout.name]])
            if not isinstance(placed, Refused):
                page = cut_cells(scan, placed)
                cells += [c.image for c in page if c.region.kind in ("name", "date") and not c.empty]
        found += list(islice(cells[::_EVERY], most // 2))
    return found


def sample_windows(crops: list[Gray], engine: Engine, batch: int = 32) -> list[NDArray[np.float32]]:
    """Windows around the characters that the recogniser reads in ``crops``, in batches (n × 1 × SIZE × SIZE)."""
    lines = engine.recogniser.lines(crops)
    found = np.concatenate([windows(line, greedy(line.logp)[1]) for line in lines])
    return [found[start : start + batch, None] for start in range(0, len(found), batch)]
