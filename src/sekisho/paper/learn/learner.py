"""A form from sample scans, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sekisho.base.errors import UserError
from sekisho.paper.form import Box, Field, Form, FormPage, Line, Table, Word
from sekisho.paper.ink import Gray
from sekisho.paper.learn.bands import banded_rules
from sekisho.paper.learn.fields import box_fields, find_title, free_fields, free_texts, overlaps
from sekisho.paper.learn.grid import find_grids
from sekisho.paper.learn.rules import open_stacks
from sekisho.paper.learn.sheet import SCALE, ReadsText, Sheet, Text, prepare
from sekisho.paper.learn.tables import Found, find_tables
from sekisho.paper.learn.vocabulary import leading_label, match, tidy
from sekisho.paper.register.shapes import encode_shape, patch, soft_ink
from sekisho.paper.scans import Scan

#: Words kept for finding the form again; the largest come first.
MOST_WORDS = 24


@dataclass(frozen=True)
class LearnedForm:
    """``form`` with its notes in ``form.unsure``; ``sheets``: the upright samples (8 px a mm) for the
    picture."""

    form: Form
    sheets: tuple[Gray, ...]


def learn_form(scans: Sequence[Scan], name: str, reader: ReadsText) -> LearnedForm:
    """Learn a form of as many pages as there are samples; ``reader`` reads the printed words.

    Raises UserError when no sample shows a single region.
    """
    pages: list[FormPage] = []
    sheets: list[Gray] = []
    unsure: list[str] = []
    for number, scan in enumerate(scans, start=1):
        sheet = prepare(scan, reader)
        page, notes = _learn_page(sheet, reader)
        before = f"{number}ページ：" if len(scans) > 1 else ""
        if not sheet.size_known:
            notes.insert(0, "用紙の大きさが分からないため、長い辺を 297mm（A4）としました。")
        unsure.extend(before + note for note in notes)
        pages.append(page)
        sheets.append(sheet.gray)
    if not any(page.tables or page.fields for page in pages):
        raise UserError(
            "見本から表も記入欄も見つけられませんでした。",
            "傾きや汚れの少ない、枠線のはっきりした見本をスキャンし直してお試しください。",
        )
    form = rounded(Form(name, tuple(pages), tuple(dict.fromkeys(unsure))))
    return LearnedForm(form, tuple(sheets))


def rounded(form: Form) -> Form:
    """The form as form.toml keeps it, lengths to 0.1 mm."""

    def mm(value: float) -> float:
        return round(float(value), 1) + 0.0

    def box(area: Box) -> Box:
        return (mm(area[0]), mm(area[1]), mm(area[2]), mm(area[3]))

    def table(old: Table) -> Table:
        columns = tuple(
            replace(column, left=mm(column.left), right=mm(column.right)) for column in old.columns
        )
        return replace(old, columns=columns, edges=tuple(mm(edge) for edge in old.edges))

    pages = tuple(
        replace(
            page,
            width=mm(page.width),
            height=mm(page.height),
            fields=tuple(replace(field, box=box(field.box)) for field in page.fields),
            tables=tuple(table(item) for item in page.tables),
            words=tuple(replace(word, box=box(word.box)) for word in page.words),
            lines=tuple(Line(mm(line.x1), mm(line.y1), mm(line.x2), mm(line.y2)) for line in page.lines),
        )
        for page in form.pages
    )
    return replace(form, pages=pages)


def _learn_page(sheet: Sheet, reader: ReadsText) -> tuple[FormPage, list[str]]:
    found = Found()
    rules = [*sheet.rules, *banded_rules(sheet.gray, SCALE, sheet.rules)]
    grids = find_grids([*rules, *open_stacks(rules)])
    for grid in grids:
        find_tables(sheet, grid, reader, found)
    fields: list[Field] = []
    for grid in grids:
        fields.extend(box_fields(sheet, grid, reader, found))
    texts = free_texts(sheet, reader, found.taken)
    first = min((table.edges[0] for table in found.tables), default=sheet.height * 0.4)
    title = find_title(texts, sheet, first)
    outside = free_fields(sheet, texts, title, found.taken, fields)
    fields = _apart_from_tables(_without_overlap([*outside, *fields]), found.tables)
    fields = _named_apart(fields)
    notes = found.unsure
    if title is None:
        notes.append("表題が見つかりません。")
    elif title.confidence < 0.7:
        notes.append(f"表題「{tidy(title.text)}」がはっきり読めません。")
    if found.tables and not any(field.kind == "facility" for field in fields):
        notes.append("施設名の欄が見つかりません。あれば [[pages.fields]] に書き足してください。")
    if found.tables and not any(column.kind == "name" for table in found.tables for column in table.columns):
        notes.append("氏名の列が見つかりません。列の種類をご確認ください。")
    return (
        FormPage(
            width=sheet.width,
            height=sheet.height,
            title=tidy(title.text) if title else "",
            fields=tuple(fields),
            tables=tuple(_in_reading_order(found.tables)),
            words=_words(sheet, found, texts, title),
            lines=tuple(
                Line(rule.start, rule.at, rule.end, rule.at)
                if rule.across
                else Line(rule.at, rule.start, rule.at, rule.end)
                for rule in sheet.rules
                if rule.solid
            ),
        ),
        notes,
    )


def _without_overlap(fields: Sequence[Field]) -> list[Field]:
    """Earlier fields win over later ones that reach into them."""
    kept: list[Field] = []
    for field in fields:
        if not any(_reach(field.box, other.box) for other in kept):
            kept.append(field)
    return kept


def _apart_from_tables(fields: Sequence[Field], tables: Sequence[Table]) -> list[Field]:
    areas = [
        (
            table.columns[0].left,
            table.edges[0],
            table.columns[-1].right - table.columns[0].left,
            table.edges[-1] - table.edges[0],
        )
        for table in tables
    ]
    return [field for field in fields if not any(_reach(field.box, area) for area in areas)]


def _reach(box: Box, other: Box) -> bool:
    across = min(box[0] + box[2], other[0] + other[2]) - max(box[0], other[0])
    down = min(box[1] + box[3], other[1] + other[3]) - max(box[1], other[1])
    return across > 0.5 and down > 0.5


def _named_apart(fields: Sequence[Field]) -> list[Field]:
    seen: dict[str, int] = {}
    apart = []
    for field in fields:
        seen[field.name] = seen.get(field.name, 0) + 1
        name = field.name if seen[field.name] == 1 else f"{field.name}{seen[field.name]}"
        apart.append(Field(name, field.kind, field.box, field.label, field.choices))
    return apart


def _in_reading_order(tables: Sequence[Table]) -> list[Table]:
    """From the top; blocks that stand side by side from the left."""
    ordered: list[Table] = []
    rest = sorted(tables, key=lambda table: table.edges[0])
    while rest:
        head = rest[0]
        side = [table for table in rest if table.edges[0] < head.edges[-1] - 1]
        ordered.extend(sorted(side, key=lambda table: table.columns[0].left))
        rest = [table for table in rest if table not in side]
    return ordered


def _words(sheet: Sheet, found: Found, texts: Sequence[Text], title: Text | None) -> tuple[Word, ...]:
    """Print by which the form is known again: title, headers, labels; on no account what was filled in."""
    soft = soft_ink(sheet.gray, 61)
    to_pixels = np.diag([SCALE, SCALE, 1.0])
    printed = [title] if title else []
    printed += [text for text in found.words if text.confidence > 0.5]
    for text in texts:
        if text is title:
            continue
        label = leading_label(text.text)
        if (label and len(tidy(text.text)) <= len(label.word) + 1) or (
            (known := match(text.text)) and known.score > 0.9 and known.kind in ("facility", "date")
        ):
            printed.append(text)
    words: list[Word] = []
    taken: list[Box] = []
    for text in printed[:MOST_WORDS]:
        if any(overlaps(text.box, box) for box in taken):
            continue
        taken.append(text.box)
        x, y, width, height = (round(value, 1) for value in text.box)
        shape = encode_shape(patch(soft, to_pixels, (x, y, width, height), 0.0))
        words.append(Word(tidy(text.text), (x, y, width, height), shape))
    return tuple(words)
