"""Filled sheets: `render` writes a sheet's rows into a layout, typed or by hand, and says what is where."""

import copy
import datetime
import random
from dataclasses import dataclass, replace
from typing import Literal

from sekisho.paper.form import Box
from sekisho.paper.synth import alterations, dates
from sekisho.paper.synth.blank import blank
from sekisho.paper.synth.canvas import Canvas, measure
from sekisho.paper.synth.fontbook import GOTHIC, Face, covering
from sekisho.paper.synth.hand import Writer, new_writer, write
from sekisho.paper.synth.layout import Align, Col, Layout
from sekisho.paper.synth.names import draw_name, katakana
from sekisho.paper.synth.oddities import ODDITIES, odd
from sekisho.paper.synth.sheets import Sheet, SheetRow
from sekisho.paper.synth.truth import CellTruth, Page, PageTruth, RowTruth, to_pixels

#: What people put who fill in the results by hand: nothing found, and found.
HAND_MARKS = (
    ("－", "＋"),
    ("(－)", "(＋)"),
    ("○", "×"),
    ("レ", "＋"),
    ("／", "＋"),
    ("ー", "＋"),
    ("陰", "陽"),
)


#: Remarks that take their row back, or leave it open.
TAKEN_BACK = ("再検査", "取消", "検体不良")
#: Rows in whose name cell more than one name stands, or a line over it.
_ALTERED = ("struck", "corrected", "two_names")


@dataclass(frozen=True)
class Style:
    """How one sheet is filled in: the same from its first row to its last.

    ``marks``: written by hand in place of the laboratory's, None when those are printed.
    """

    face: Face
    writer: Writer | None
    size: float
    spacing: float
    align: Align
    gap: str
    spread: bool
    date: dates.Writer
    sheet_date: dates.Writer
    ditto: str
    marks: tuple[str, str] | None
    gray: int


def choose_style(rng: random.Random, layout: Layout, face: Face) -> Style:
    """A way of filling in ``layout`` with ``face``."""
    hand = face.style == "hand"
    return Style(
        face=face,
        writer=new_writer(rng, face) if hand else None,
        size=min(layout.row_height * (rng.uniform(0.68, 0.98) if hand else rng.uniform(0.5, 0.72)), 6.5),
        spacing=rng.choice((0.0, 0.0, 0.0, 0.25, 0.5)),
        align=rng.choice(("left", "left", "center")),
        gap=rng.choice(("\u3000", "\u3000", " ", "")),
        spread=not hand and rng.random() < 0.15,
        date=dates.choose(rng, hand),
        sheet_date=rng.choice(dates.WITH_YEAR),
        ditto=rng.choice(("〃", "〃", "同上", "")) if hand else rng.choice(("", "", "", "〃")),
        marks=rng.choice(HAND_MARKS) if hand and rng.random() < 0.35 else None,
        gray=0 if rng.random() < 0.7 else rng.randint(10, 70),
    )


def render(
    layout: Layout,
    sheet: Sheet,
    faces: tuple[Face, ...],
    seed: int | str,
    dpi: float = 200,
    oddities: float = 0.005,
    pens: tuple[Face, ...] = (),
) -> Page:
    """A filled page.

    ``faces``: the first that has every character of the sheet is taken, else the first. ``oddities``: share
    of rows that are struck out, corrected and so on (flagged in the truth). ``pens``: fonts of handwriting, in one of which
    typed sheets are altered. Raises ValueError when the sheet has more rows than the layout.
    """
    if len(sheet.rows) > layout.capacity:
        raise ValueError(f"{len(sheet.rows)} rows on a sheet for {layout.capacity}")
    rng = random.Random(f"page {layout.name} {seed}")
    text = sheet.facility + "".join(row.parts.surname + row.parts.given for row in sheet.rows)
    face = covering(faces, text)[0]
    style = choose_style(rng, layout, face)
    pen = _pen(copy.copy(rng), style, pens)
    canvas = Canvas(layout.size, dpi, blank(layout, dpi))
    slots = tuple(_fill_slots(canvas, rng, layout, style, sheet))
    rows, above = [], ""
    for number, row in enumerate(sheet.rows, start=1):
        day = row.date if layout.dated_rows else sheet.date
        if number % layout.rows == 1:
            above = ""
        shown = style.date(day)
        ditto = bool(style.ditto) and shown == above
        above = shown
        flag = rng.choice(ODDITIES) if rng.random() < oddities else ""
        # With numbers of its own, an alteration changes nothing else on the page.
        own = copy.copy(rng)
        how = alterations.choose(own, flag, layout.dated_rows and not ditto)
        filled = _fill_row(canvas, rng, layout, style, number, row, day, ditto, "" if how else flag)
        rows.append(_altered(canvas, own, pen, filled, flag, *how) if how else filled)
    truth = PageTruth(
        layout.name,
        layout.role,
        face.style,
        face.name,
        face.role,
        layout.size,
        sheet.facility,
        sheet.date,
        tuple(rows),
        slots,
    )
    return Page(canvas.image, truth, to_pixels(dpi), dpi)


def _fill_slots(
    canvas: Canvas, rng: random.Random, layout: Layout, style: Style, sheet: Sheet
) -> list[CellTruth]:
    found = []
    for slot in layout.slots:
        text = sheet.facility if slot.kind == "facility" else style.sheet_date(sheet.date)
        size = min(slot.box[3] * 0.68, 5.2)
        ink = put(canvas, rng, style, text, slot.box, size, "left")
        found.append(CellTruth(slot.name, slot.kind, slot.box, text, ink))
    return found


def _fill_row(
    canvas: Canvas,
    rng: random.Random,
    layout: Layout,
    style: Style,
    number: int,
    row: SheetRow,
    day: datetime.date,
    ditto: bool,
    flag: str,
) -> RowTruth:
    """Write one row and say what was written."""
    written = row.parts.surname + style.gap + row.parts.given
    flags = [flag] if flag else []
    if row.person and row.parts != row.person.parts:
        flags.append("variant")
    cells = []
    germs = [column.name for column in layout.columns if column.kind == "mark"]
    found = rng.choice(germs) if row.positive and germs else ""
    for column in layout.columns:
        box = layout.cell(number, column)
        if column.kind == "name":
            place = _name_box(box, column)
            name_size = min(style.size, (0.9 if style.writer else 0.78) * place[3])
            half = 0.5 * name_size * len(written)
            drawn = odd(rng, box, flag, half, style.align)
            for shift, size, text in drawn.names(written):
                moved = (place[0] + shift[0], place[1] + shift[1], place[2], place[3])
                ink = put(
                    canvas,
                    rng,
                    style,
                    text,
                    moved,
                    name_size * size,
                    style.align,
                )
            drawn.finish(canvas, ink)
            cells.append(CellTruth(column.name, column.kind, box, written, ink, flag in _ALTERED))
            if column.upper_part:
                upper = (box[0], box[1], box[2], box[3] * column.upper_part)
                text = katakana(row.parts.surname_kana + "\u3000" + row.parts.given_kana)
                put(canvas, rng, style, text, upper, upper[3] * 0.8, style.align)
            continue
        text, by_hand = _cell_text(layout, style, column, row, day, ditto, rng, found)
        if text in TAKEN_BACK:
            flags.append("remark")
        printed = column.name == "no" and layout.numbered
        ink = None
        if text and not printed:
            align: Align = "left" if column.kind in ("text", "kana") else "center"
            own = replace(style if by_hand else _typed(style), spread=False)
            ink = put(canvas, rng, own, text, box, min(style.size * 0.85, 9.0 if own.writer else 3.7), align)
        said = str(number) if printed else text
        cells.append(
            CellTruth(column.name, column.kind, box, said, ink, ink is not None and flag == "struck")
        )
    if ditto and layout.dated_rows:
        flags.append("ditto")
    if flag == "struck":
        _strike(canvas, rng, layout, number)
    name = row.name
    return RowTruth(
        number,
        name,
        written,
        day,
        row.positive,
        row.person is not None,
        row.origin,
        tuple(flags),
        tuple(cells),
    )


def _pen(rng: random.Random, style: Style, pens: tuple[Face, ...]) -> Style:
    """How alterations are written: as the sheet is, or on most typed sheets by hand."""
    if style.writer or not pens or rng.random() < 0.2:
        return style
    face = rng.choice(pens)
    return replace(style, face=face, writer=new_writer(rng, face), spread=False, gray=0)


def _altered(
    canvas: Canvas,
    rng: random.Random,
    pen: Style,
    row: RowTruth,
    flag: str,
    kind: Literal["name", "date"],
    way: alterations.Way,
) -> RowTruth:
    """Alter the row's cell of this kind, which is written already."""
    cell = row.cell(kind)
    if cell is None or cell.ink is None:
        return row
    if kind == "name":
        person = draw_name(rng)
        other = person.surname + "\u3000" + person.given
    else:
        other = pen.date(row.date - datetime.timedelta(days=rng.randint(1, 40)))

    def write(text: str, box: Box, size: float) -> Box | None:
        return put(canvas, rng, pen, text, box, size, "left")

    alterations.alter(canvas, rng, way, cell.box, cell.ink, cell.text, other, write)
    cells = tuple(replace(one, altered=True) if one is cell else one for one in row.cells)
    return replace(row, flags=(flag, *row.flags), cells=cells)


def _strike(canvas: Canvas, rng: random.Random, layout: Layout, number: int) -> None:
    """A line through the whole row, sometimes a double one."""
    first = layout.cell(number, layout.columns[0])
    right = first[0] + layout.block_width
    middle = first[1] + first[3] * rng.uniform(0.4, 0.6)
    for shift in (0.0, 0.9) if rng.random() < 0.5 else (0.0,):
        start, end = first[0] + rng.uniform(1, 5), right - rng.uniform(1, 8)
        canvas.slanting(
            [(start, middle + shift), ((start + end) / 2, middle + shift + 0.2), (end, middle + shift - 0.3)],
            0.3,
            30,
        )


def _name_box(box: Box, column: Col) -> Box:
    """Where the name stands: below the furigana when both share the cell."""
    upper = box[3] * column.upper_part
    return (box[0], box[1] + upper, box[2], box[3] - upper)


def _typed(style: Style) -> Style:
    """What the laboratory fills in by machine on a sheet that was written by hand."""
    if style.writer is None:
        return style
    return replace(style, face=GOTHIC, writer=None, spread=False, spacing=0.0, gray=0)


def _cell_text(
    layout: Layout,
    style: Style,
    column: Col,
    row: SheetRow,
    day: datetime.date,
    ditto: bool,
    rng: random.Random,
    germ: str,
) -> tuple[str, bool]:
    """(text, whether by hand when the names are); ``germ``: the column that is positive, if any."""
    if column.kind == "date":
        return (style.ditto if ditto else style.date(day)), True
    if column.kind == "mark":
        return (style.marks or layout.marks)[column.name == germ], style.marks is not None
    if column.kind == "kana":
        return katakana(row.parts.surname_kana + "\u3000" + row.parts.given_kana), True
    if column.name == "staff":
        return row.number, True
    if column.name == "group":
        return row.group, True
    if column.name == "note" and rng.random() < 0.03:
        return rng.choice((*TAKEN_BACK, "済", "産休", "新規", "連絡済")), True
    return "", False


def put(
    canvas: Canvas, rng: random.Random, style: Style, text: str, box: Box, size: float, align: Align
) -> Box | None:
    """Write ``text`` into a box as ``style`` does; returns the box around its ink (mm)."""
    if style.writer:
        room = box[2] - 2.0
        natural = size * style.writer.size * len(text) * (1 + style.writer.spread)
        free = max(0.0, room - natural)
        left = box[0] + 1.0 + (free / 2 if align == "center" else free * rng.uniform(0.0, 0.25))
        middle = box[1] + box[3] / 2 + rng.gauss(0, 0.05) * box[3]
        return write(canvas, style.writer, rng, text, left, middle, size, room)
    face = style.face
    natural = measure(face, text, size, canvas.scale * 25.4)
    room = box[2] - 2.0
    spacing = style.spacing
    if style.spread and align != "right" and len(text) > 1 and natural < room * 0.8:
        spacing = (room * 0.8 - natural) / (len(text) - 1)
    total = natural + spacing * (len(text) - 1)
    if total > room:
        spacing, total = 0.0, natural
    squeeze = min(1.0, room / total) if total else 1.0
    width = total * squeeze
    left = box[0] + 1.0 + ((room - width) / 2 if align == "center" else 0.0)
    return canvas.type(face, text, left, box[1] + box[3] / 2, size, squeeze, spacing, style.gray)
