"""Blank sheets: what the laboratory has printed before anybody fills it in."""

from functools import lru_cache

from sekisho.paper.synth.canvas import Canvas, measure
from sekisho.paper.synth.fontbook import GOTHIC, Face
from sekisho.paper.synth.layout import Layout, Print
from sekisho.paper.synth.truth import Gray


def write_print(canvas: Canvas, word: Print, face: Face = GOTHIC) -> None:
    """Set a printed word at its place."""
    dpi = canvas.scale * 25.4
    width = measure(face, word.text, word.size, dpi)
    left = word.x - {"left": 0.0, "center": width / 2, "right": width}[word.align]
    canvas.type(face, word.text, left, word.y, word.size)


@lru_cache(maxsize=8)
def blank(layout: Layout, dpi: float, face: Face = GOTHIC) -> Gray:
    """The blank of ``layout`` in gray, to be copied before it is written on."""
    canvas = Canvas(layout.size, dpi)
    edges = layout.edges()
    for block in range(layout.blocks):
        left = layout.block_left(block)
        if layout.shaded:
            canvas.fill((left, layout.top, layout.block_width, layout.header_height), 205)
        if layout.rules == "banded":
            for top in edges[1:-1:2]:
                canvas.fill((left, top, layout.block_width, layout.row_height), 228)
    for rule in layout.all_rules():
        canvas.line(rule.x1, rule.y1, rule.x2, rule.y2, rule.width, rule.gray, rule.dotted)
    for word in layout.words():
        write_print(canvas, word, face)
    number = next((column for column in layout.columns if column.name == "no"), None)
    if number and layout.numbered:
        for row in range(1, layout.capacity + 1):
            x, y, width, height = layout.cell(row, number)
            size = min(3.2, height * 0.6)
            write_print(canvas, Print(str(row), x + width / 2, y + height / 2, size, "center"), face)
    canvas.image.setflags(write=False)
    return canvas.image
