"""Named damages and mixtures of them; the truth's matrix follows the picture.

Roles: ``train`` and ``calibrate`` draw strengths from wider ranges than ``bench`` does, and the damages in
BENCH_ONLY are met in the bench alone.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from sekisho.paper.synth import copy_damage, paper_damage, place_damage
from sekisho.paper.synth.truth import Gray, Matrix, Page

Placing = Callable[[random.Random, Gray, float, float], tuple[Gray, Matrix]]
Toning = Callable[[random.Random, Gray, float, float], Gray]

#: In the order in which they befall a sheet.
PAPER: dict[str, Toning] = {
    "bleed": paper_damage.bleed,
    "stamps": paper_damage.stamps,
    "pencil": paper_damage.pencil,
    "toner": copy_damage.toner,
    "photocopy": copy_damage.photocopy,
    "punch": paper_damage.punch,
    "fold": paper_damage.fold,
}
PLACE: dict[str, Placing] = {
    "stretch": place_damage.stretch,
    "skew": place_damage.skew,
    "photo": place_damage.photo,
    "quarter": place_damage.quarter,
    "upside_down": place_damage.upside_down,
}
FILE: dict[str, Toning] = {
    "fax": copy_damage.fax,
    "scanner": copy_damage.scanner,
    "blur": copy_damage.blur,
    "jpeg": copy_damage.jpeg,
}
NAMES = (*PAPER, *PLACE, *FILE)
BENCH_ONLY = frozenset({"bleed", "toner"})
STRENGTHS = {"train": (0.0, 1.0), "calibrate": (0.05, 0.95), "bench": (0.2, 0.85), "heldout": (0.2, 0.85)}

#: What comes together in offices, with its weight.
RECIPES: dict[tuple[str, ...], float] = {
    (): 1.0,
    ("scanner",): 3.0,
    ("scanner", "skew"): 1.5,
    ("photocopy",): 2.0,
    ("stretch", "scanner"): 0.5,
    ("photocopy", "skew", "scanner"): 1.5,
    ("photocopy", "stamps", "pencil", "punch"): 1.0,
    ("stamps", "scanner", "jpeg"): 1.0,
    ("fold", "punch", "scanner", "skew"): 0.5,
    ("fax",): 0.7,
    ("photocopy", "fax"): 0.3,
    ("photo",): 0.6,
    ("photo", "jpeg"): 0.6,
    ("jpeg",): 0.7,
    ("blur", "scanner"): 0.5,
    ("quarter", "scanner"): 0.4,
    ("upside_down", "photocopy"): 0.4,
    ("pencil", "scanner", "skew"): 0.7,
    ("bleed", "scanner"): 0.5,
    ("toner", "photocopy"): 0.5,
}


def damage(
    page: Page, names: Sequence[str], seed: int | str, role: str = "train", strength: float | None = None
) -> Page:
    """``page`` with the named damages, each with a strength (0..1) drawn for ``role`` unless given.

    Raises KeyError for a name that is not in NAMES.
    """
    rng = random.Random(f"damage {role} {seed}")
    low, high = STRENGTHS[role]
    image, matrix = page.image, page.matrix
    for name in sorted(names, key=NAMES.index):
        force = rng.uniform(low, high) if strength is None else strength
        if name in PLACE:
            image, moved = PLACE[name](rng, image, page.dpi, force)
            matrix = moved @ matrix
        else:
            image = (PAPER.get(name) or FILE[name])(rng, image, page.dpi, force)
    return replace(page, image=np.ascontiguousarray(image), matrix=matrix, damages=(*page.damages, *names))


def recipe(seed: int | str, role: str = "train") -> tuple[str, ...]:
    """Damages of a page at random, as offices make them; those of BENCH_ONLY for the bench alone."""
    allowed = [names for names in RECIPES if role in ("bench", "heldout") or not BENCH_ONLY & set(names)]
    rng = random.Random(f"recipe {role} {seed}")
    return rng.choices(allowed, [RECIPES[names] for names in allowed])[0]
