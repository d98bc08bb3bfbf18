"""The form as pictures: printed blank, and filled in by a hand or a typewriter's font."""

import random
from collections.abc import Sequence

from sekisho.paper.form import Box
from sekisho.paper.synth.admission.family import Family
from sekisho.paper.synth.admission.layout import LEFT, SIZE, Page, Slot, pages
from sekisho.paper.synth.blank import write_print
from sekisho.paper.synth.canvas import Canvas, measure
from sekisho.paper.synth.fontbook import GOTHIC, Face
from sekisho.paper.synth.hand import Writer, new_writer, write
from sekisho.paper.synth.layout import Print
from sekisho.paper.synth.truth import Gray

#: Side of the small box before a choice, and mm from it to its word.
TICK, GAP = 3.4, 1.2
_PEN = 0.25
_SIZE = 3.3


def blank_pages(dpi: float = 200) -> list[Gray]:
    """All pages as printed."""
    return [_blank(page, dpi).image for page in pages()]


def filled_pages(family: Family, face: Face, seed: int | str, dpi: float = 200, only: Sequence[int] = ()) -> list[Gray]:  # fmt: skip
    """The pages as the family hands them in (``only``: these page numbers)."""
    rng = random.Random(f"admission {seed}")
    writer = new_writer(rng, face)
    return [
        _filled(page, family, face, writer, rng, dpi) for page in pages() if not only or page.number in only
    ]


def _blank(page: Page, dpi: float) -> Canvas:
    canvas = Canvas(SIZE, dpi)
    write_print(canvas, Print(page.title, SIZE[0] / 2, 16, 6.2, "center"))
    for text, x, y in page.notes:
        write_print(canvas, Print(text, x, y, 3.0))
    for text, box in page.labels:
        canvas.fill(box, 246)
        _frame(canvas, box)
        size = min(_SIZE, (box[2] - 3) / len(text))
        write_print(canvas, Print(text, box[0] + box[2] / 2, box[1] + box[3] / 2, size, "center"))
    for grid in page.grids:
        x = LEFT
        for name, width, _ in grid.columns:
            canvas.fill((x, grid.edges[0], width, grid.edges[1] - grid.edges[0]), 246)
            write_print(canvas, Print(name, x + width / 2, sum(grid.edges[:2]) / 2, _SIZE, "center"))
            _frame(canvas, (x, grid.edges[0], width, grid.edges[1] - grid.edges[0]))
            x += width
    for slot in page.slots:
        _frame(canvas, slot.box)
        for choice, x in _places(slot, dpi):
            y = slot.box[1] + slot.box[3] / 2
            _frame(canvas, (x, y - TICK / 2, TICK, TICK), 0.2)
            write_print(canvas, Print(choice, x + TICK + GAP, y, _SIZE))
    return canvas


def _frame(canvas: Canvas, box: Box, pen: float = _PEN) -> None:
    x, y, width, height = box
    for at in (y, y + height):
        canvas.line(x, at, x + width, at, pen)
    for at in (x, x + width):
        canvas.line(at, y, at, y + height, pen)


def _places(slot: Slot, dpi: float) -> list[tuple[str, float]]:
    """The choices with the left side of their small box."""
    found, x = [], slot.box[0] + 3
    for choice in slot.choices:
        found.append((choice, x))
        x += TICK + GAP + measure(GOTHIC, choice, _SIZE, dpi) + 5
    return found


def _filled(page: Page, family: Family, face: Face, writer: Writer, rng: random.Random, dpi: float) -> Gray:
    canvas = _blank(page, dpi)
    for slot in page.slots:
        text = family.values.get(slot.key, "")
        if not text:
            continue
        if slot.choices:
            _choose(canvas, slot, text, face, writer, rng, dpi)
        else:
            x, y, width, height = slot.box
            _put(canvas, text, face, writer, rng, (x + 2.5, y, width - 4, height), dpi)
    return canvas.image


def _choose(canvas: Canvas, slot: Slot, text: str, face: Face, writer: Writer, rng: random.Random, dpi: float) -> None:  # fmt: skip
    """A tick in the box of ``text``; what is written between the brackets of «その他(…)»."""
    word, _, inside = text.partition("(")
    for choice, x in _places(slot, dpi):
        if choice.partition("(")[0] != word:
            continue
        y = slot.box[1] + slot.box[3] / 2
        ends = [(x + 0.5, y - 0.2), (x + 1.5, y + 1.3), (x + TICK + 0.6, y - 2.0)]
        canvas.slanting([(a + rng.gauss(0, 0.2), b + rng.gauss(0, 0.2)) for a, b in ends], 0.45, 20)
        if inside:
            start = x + TICK + GAP + measure(GOTHIC, f"{word}(", _SIZE, dpi)
            room = measure(GOTHIC, choice, _SIZE, dpi) - measure(GOTHIC, f"{word}()", _SIZE, dpi)
            _put(canvas, inside.rstrip(")"), face, writer, rng, (start, slot.box[1], room, slot.box[3]), dpi)


def _put(canvas: Canvas, text: str, face: Face, writer: Writer, rng: random.Random, box: Box, dpi: float) -> None:  # fmt: skip
    x, y, width, height = box
    size = min(5.2, height * 0.5)
    middle = y + height / 2
    if face.style == "hand":
        write(canvas, writer, rng, text, x, middle, size, width)
        return
    natural = measure(face, text, size, dpi)
    squeeze = min(1.0, width / natural) if natural else 1.0
    canvas.type(face, text, x, middle, size, squeeze)
