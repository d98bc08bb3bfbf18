"""All layouts by role."""

from sekisho.paper.synth import layouts_train
from sekisho.paper.synth.layout import Layout

ALL: tuple[Layout, ...] = layouts_train.LAYOUTS


def layouts(role: str) -> tuple[Layout, ...]:
    """The layouts of a role: train, calibrate, bench, or heldout (looked at by nobody before the bench)."""
    return tuple(layout for layout in ALL if layout.role == role)
