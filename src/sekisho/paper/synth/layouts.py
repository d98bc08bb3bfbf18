"""All layouts by role."""

from sekisho.paper.synth import (
    layouts_bench,
    layouts_calibrate,
    layouts_heldout,
    layouts_other,
    layouts_train,
)
from sekisho.paper.synth.layout import Layout

ALL: tuple[Layout, ...] = (
    *layouts_train.LAYOUTS,
    *layouts_calibrate.LAYOUTS,
    *layouts_bench.LAYOUTS,
    *layouts_heldout.LAYOUTS,
    *layouts_other.LAYOUTS,
)


def layouts(role: str) -> tuple[Layout, ...]:
    """The layouts of a role: train, calibrate, bench, heldout (for the last bench alone), other."""
    return tuple(layout for layout in ALL if layout.role == role)


def layout_named(name: str) -> Layout:
    """The layout of this name; KeyError when there is none."""
    found = {layout.name: layout for layout in ALL}
    return found[name]
