"""Fields outside tables: beside or below their labels, in boxes of application forms, before 御中 or 様."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sekisho.paper.form import Box, Field, Kind
from sekisho.paper.learn.grid import Grid, GridCell
from sekisho.paper.learn.sheet import SCALE, ReadsText, Sheet, Text, read_boxes, text_boxes
from sekisho.paper.learn.tables import Found
from sekisho.paper.learn.vocabulary import choices_in, leading_label, match, tidy
from sekisho.paper.tickboxes import EMPTY, find_tickboxes

#: Words in which a title ends.
TITLE_ENDS = ("票", "表", "書", "届", "名簿", "一覧", "台帳", "簿", "申込", "用紙", "報告", "シート")
#: A label longer than this is a sentence.
LONGEST_LABEL = 16


def overlaps(box: Box, other: Box) -> bool:
    """Do two boxes share more than a third of the smaller one?"""
    width = min(box[0] + box[2], other[0] + other[2]) - max(box[0], other[0])
    height = min(box[1] + box[3], other[1] + other[3]) - max(box[1], other[1])
    if width <= 0 or height <= 0:
        return False
    return width * height > 0.33 * min(box[2] * box[3], other[2] * other[3])


def box_fields(sheet: Sheet, grid: Grid, reader: ReadsText, found: Found) -> list[Field]:
    """Boxes of an application form: the empty box right of (or below) a box with a label, or the rest of
    its own."""
    cells = [cell for cell in grid.cells if not any(overlaps(grid.box(cell), box) for box in found.taken)]
    texts = {cell: _read_cell(sheet, grid.box(cell), reader) for cell in cells}
    ticked = {cell: choices_ticked(sheet, grid.box(cell), reader) for cell in cells}
    labels = {cell for cell in cells if not ticked[cell] and _is_label(texts[cell])}
    used: set[GridCell] = set()
    fields: list[Field] = []
    for cell in cells:
        if cell not in labels:
            continue
        target = _neighbour(grid, cell, cells, labels | used)
        label = "".join(tidy(text.text) for text in texts[cell])
        if target is None or len(label) < 1:
            continue
        used.add(target)
        inside = texts[target]
        matched = match(label)
        kind: Kind = matched.kind if matched else "text"
        options = ticked[target] or choices_in("".join(text.text for text in inside))
        if options:
            kind = "choice"
        if matched is None and not options:
            found.unsure.append(f"欄「{label}」の種類が分かりません。仮に text（文字）としました。")
        fields.append(Field(_fresh(label, fields), kind, _shrunk(grid.box(target)), label, options))
        found.words.extend(texts[cell])
    for cell in cells:
        if cell in used or cell in labels:
            continue
        field = _label_within(grid.box(cell), texts[cell], fields)
        if field:
            fields.append(field)
    for cell in cells:
        found.taken.append(grid.box(cell))
    return fields


def _read_cell(sheet: Sheet, box: Box, reader: ReadsText) -> list[Text]:
    x, y, width, height = box
    boxes = text_boxes(sheet, (x + 0.4, y + 0.4, width - 0.8, height - 0.8), join=2.0)
    return [text for text in read_boxes(sheet, boxes, reader) if tidy(text.text)]


def _is_label(texts: Sequence[Text]) -> bool:
    """Printed words that are no value: known to the vocabulary, or short and read with confidence."""
    label = "".join(tidy(text.text) for text in texts)
    if not label or len(label) > LONGEST_LABEL or choices_in("".join(text.text for text in texts)):
        return False
    known = match(label)
    if known and known.score >= 0.8:
        return True
    # A figure is a value, but for the rank in «第1希望».
    figures = any(ch.isdecimal() for ch in re.sub(r"第\d", "", label))
    return min(text.confidence for text in texts) > 0.9 and not figures


def choices_ticked(sheet: Sheet, box: Box, reader: ReadsText) -> tuple[str, ...]:
    """The words behind the small boxes (□) of a cell, from the left; empty when there are fewer than two boxes, or no word."""
    left, top, width, height = (round(value * SCALE) for value in box)
    boxes = find_tickboxes(np.ascontiguousarray(sheet.gray[top : top + height, left : left + width]), SCALE)
    if len(boxes) < 2 or all(one.ink > EMPTY for one in boxes):
        return ()
    bare = sheet.bare.copy()
    for one in boxes:
        # The crop of a word begins before it: no side of its box may be read along.
        edge = round(0.5 * SCALE)
        rows = slice(top + one.top - edge, top + one.top + one.side + edge)
        bare[rows, left + one.left - edge : left + one.left + one.side + edge] = np.uint8(
            np.median(sheet.gray)
        )
    sheet = replace(sheet, bare=bare)
    starts = [(left + one.left + one.side) / SCALE + 0.6 for one in boxes]
    ends = [*((left + one.left) / SCALE - 0.3 for one in boxes[1:]), box[0] + box[2] - 0.4]
    words = []
    for start, end in zip(starts, ends, strict=True):
        region = (start, box[1] + 0.4, end - start, box[3] - 0.8)
        found = read_boxes(sheet, text_boxes(sheet, region, join=2.0), reader)
        words.append("".join(tidy(text.text) for text in found))
    return tuple(words) if all(words) and len(set(words)) == len(words) else ()


def _neighbour(
    grid: Grid, cell: GridCell, cells: Sequence[GridCell], taken: set[GridCell]
) -> GridCell | None:
    """The free box to the right at the same height, else the one below of the same width."""
    right = [
        other
        for other in cells
        if other.left == cell.right + 1 and other.top >= cell.top and other.bottom <= cell.bottom
    ]
    right += [
        other
        for other in cells
        if other.left == cell.right + 1 and other.top <= cell.top and other.bottom >= cell.bottom
    ]
    below = [
        other
        for other in cells
        if other.top == cell.bottom + 1 and other.left == cell.left and other.right == cell.right
    ]
    return next((other for other in right + below if other not in taken), None)


def _label_within(box: Box, texts: Sequence[Text], fields: Sequence[Field]) -> Field | None:
    """«施設名　　　　» in one box: the field is what lies right of the label."""
    for text in texts:
        found = match(text.text)
        if found is None or found.score < 0.9 or found.kind in ("mark", "text", "choice"):
            continue
        start = text.box[0] + text.box[2] + 0.8
        end = box[0] + box[2] - 0.4
        if end - start > 1.5 * text.box[2]:
            area = (start, box[1] + 0.3, end - start, box[3] - 0.6)
            return Field(_fresh(tidy(text.text), fields), found.kind, area, text.text)
    return None


def _shrunk(box: Box) -> Box:
    return (box[0], box[1], box[2], box[3])


def _fresh(name: str, fields: Sequence[Field]) -> str:
    names = {field.name for field in fields}
    number = 1
    fresh = name
    while fresh in names:
        number += 1
        fresh = f"{name}{number}"
    return fresh


def free_texts(sheet: Sheet, reader: ReadsText, taken: Sequence[Box]) -> list[Text]:
    """Lines of print outside of all grids."""
    boxes = text_boxes(sheet, (0, 0, sheet.width, sheet.height), join=1.1)
    boxes = [box for box in boxes if box[3] >= 1.6 and not any(_within(box, other) for other in taken)]
    # The folded corner, the punch hole and the edge of the glass are no print.
    boxes = [box for box in boxes if box[0] > 1 and box[1] > 1 and box[0] + box[2] < sheet.width - 1]
    return [text for text in read_boxes(sheet, boxes, reader) if tidy(text.text) and text.confidence > 0.5]


def _within(box: Box, other: Box) -> bool:
    middle_x, middle_y = box[0] + box[2] / 2, box[1] + box[3] / 2
    return other[0] <= middle_x <= other[0] + other[2] and other[1] <= middle_y <= other[1] + other[3]


def find_title(texts: Sequence[Text], sheet: Sheet, first_table: float) -> Text | None:
    """The largest print above the first table, rather in the middle, rather ending like a title."""

    def worth(text: Text) -> float:
        x, _, width, height = text.box
        off = abs(x + width / 2 - sheet.width / 2) / sheet.width
        ends = 0.5 if tidy(text.text).endswith(TITLE_ENDS) else 0.0
        return height * (1.2 - off) * (1 + ends)

    above = [text for text in texts if text.box[1] < first_table and len(tidy(text.text)) >= 3]
    above = [text for text in above if leading_label(text.text) is None]
    return max(above, key=worth, default=None)


def free_fields(
    sheet: Sheet, texts: Sequence[Text], title: Text | None, taken: Sequence[Box], boxed: Sequence[Field]
) -> list[Field]:
    """Facility and date fields on open paper: right of their label, before 御中, or below the label. 御中 behind a box that
    has a label of its own (``boxed``) says nothing new."""
    fields: list[Field] = []
    for text in texts:
        if text is title:
            continue
        words = tidy(text.text)
        label = leading_label(text.text)
        if label and len(words) <= LONGEST_LABEL + 8:
            share = min(1.0, len(label.word) / max(1, len(words)))
            whole = share > 0.6
            start = text.box[0] + (text.box[2] if whole else text.box[2] * share) + 0.8
            box = _right_of(sheet, text.box, start, texts, taken)
            if box[2] >= 12:
                fields.append(Field(_fresh(label.word, fields), label.kind, box, label.word))
        elif words.endswith(("御中", "様", "殿")) and not any(
            field.kind == "facility" for field in (*fields, *boxed)
        ):
            end = text.box[0] + text.box[2] * (1 - (2 if words.endswith("御中") else 1) / len(words)) - 0.8
            start = _line_start(sheet, text.box, end, texts)
            y, height = text.box[1] - 1.5, text.box[3] + 3
            if end - start >= 15:
                fields.append(
                    Field(_fresh("宛先", fields), "facility", (start, y, end - start, height), words[-2:])
                )
    return fields


def _line_start(sheet: Sheet, suffix: Box, end: float, texts: Sequence[Text]) -> float:
    """Where the strip before 御中 begins: at the rule under it, behind print on the same line, or at the margin."""
    x, y, _, height = suffix
    middle = y + height / 2
    start = 12.0
    for rule in sheet.rules:
        if rule.across and y + 0.4 * height < rule.at < y + height + 5.0 and rule.start < end - 15 < rule.end:
            start = max(start, rule.start)
            break
    for other in texts:
        ox, oy, width, oh = other.box
        if oy < middle < oy + oh and ox + width < min(x, end - 15):
            start = max(start, ox + width + 1.0)
    return min(start, x)


def _right_of(sheet: Sheet, label: Box, start: float, texts: Sequence[Text], taken: Sequence[Box]) -> Box:
    """The free strip right of a label: to the end of the rule under it, the next label, or the margin."""
    x, y, width, height = label
    middle = y + height / 2
    end = sheet.width - 10.0
    lower = y + height + max(1.0, 0.35 * height)
    for rule in sheet.rules:
        under = rule.across and y + 0.4 * height < rule.at < y + height + 5.0
        if under and rule.start - 6 < start < rule.end:
            end = min(end, rule.end)
            lower = rule.at
            break
    for other in texts:
        ox, oy, _, oh = other.box
        known = leading_label(other.text) or match(other.text)
        if known and ox > x + width and oy < middle < oy + oh:
            end = min(end, ox - 1.0)
    for box in taken:
        if box[0] > start and box[1] < middle < box[1] + box[3]:
            end = min(end, box[0] - 0.5)
        elif box[1] > middle:
            lower = min(lower, max(y + height, box[1] - 0.3))
    top = max(0.0, y - max(1.5, 0.4 * height))
    return (start, top, max(0.0, end - start), lower - top)
