"""What the columns of a table hold: from their header words, and from what is printed in their rows."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sekisho.paper.date_columns import date_columns
from sekisho.paper.form import Box, Column, Kind
from sekisho.paper.learn.headwords import words_beside
from sekisho.paper.learn.sheet import SCALE, ReadsText, Sheet, Text, read_boxes, text_boxes
from sekisho.paper.learn.vocabulary import choices_in, match, tidy

#: Top and bottom of a row in mm.
Row = tuple[float, float]
#: Header words read with less confidence than this are marked as unsure.
SURE = 0.75
#: A column narrower than this (mm) with one line of header is one column.
NARROW = 45.0
#: Values that headers are made of as well: in a filled row they make no header.
VALUES = ("陰性", "陽性", "陰性陽性", "有無")


def read_region(sheet: Sheet, box: Box, reader: ReadsText) -> list[Text]:
    x, y, width, height = box
    boxes = text_boxes(sheet, (x + 0.4, y + 0.4, width - 0.8, height - 0.8), join=2.5)
    return [text for text in read_boxes(sheet, boxes, reader) if tidy(text.text) and text.confidence > 0.3]


def header_worth(texts: Sequence[Sequence[Text]]) -> float:
    """Known header words weigh one each, unknown print a little, handwriting (unsure) nothing."""
    known = sum(_known(column) for column in texts)
    return known + 0.01 * sum(1 for column in texts if column) if known else 0.0


def _known(column: Sequence[Text]) -> int:
    """How many known words head a column: several where no rules stand between columns."""
    kind, wording = _best(column)
    words = [found.word for text in column if (found := match(text.text))]
    beside = len([word for word in words if word not in VALUES]) if column and side_by_side(column) else 0
    return max(beside, int(kind is not None and wording not in VALUES))


def _best(texts: Sequence[Text]) -> tuple[Kind | None, str]:
    """Kind and wording of a header from its lines: a single line that is known beats them all joined."""
    joined = "".join(tidy(text.text) for text in texts)
    candidates = [joined, *(tidy(text.text) for text in reversed(texts))]
    matches = [
        (found.score, -index, found) for index, part in enumerate(candidates) if (found := match(part))
    ]
    if not matches:
        return None, joined
    score, _, found = max(matches, key=lambda item: (item[0], item[1]))
    if found.kind == "kana" and any(
        (other := match(tidy(text.text))) and other.kind == "name" for text in texts
    ):
        found = next(m for text in texts if (m := match(tidy(text.text))) and m.kind == "name")
    # A fuzzy match is the vocabulary's word misread: its wording is the better one.
    return found.kind, found.word if 0.6 <= score < 0.92 and len(found.word) == len(joined) else joined


def learn_columns(
    sheet: Sheet,
    rows: Sequence[Row],
    spans: Sequence[tuple[float, float]],
    uppers: Sequence[float],
    texts: Sequence[Sequence[Text]],
    reader: ReadsText,
) -> tuple[list[Column], list[str]]:
    """Columns of a block of equal rows, and Japanese notes on what is unsure.

    ``spans``: left and right of each column in mm; ``uppers``: height (mm) of a furigana box above each,
    or 0;
    ``texts``: the print of each column's header.
    """
    columns: list[Column] = []
    unsure: list[str] = []
    for (left, right), box_above, header in zip(spans, uppers, texts, strict=True):
        kind, wording = _best(header)
        upper = _upper_part(sheet, rows, box_above, (left, right), header)
        if kind == "kana" and upper:
            kind = "name"
        beside = [] if box_above else _words_without_rules(sheet, rows, (left, right), header, reader)
        if beside:
            columns.extend(_split(sheet, rows, (left, right), beside, reader))
            unsure.append("縦の罫線がない表です。列の境目（left・right）を図でご確認ください。")
            continue
        choices: tuple[str, ...] = ()
        if kind in ("number", None) and _preprinted(sheet, rows, (left, right), reader):
            kind = "skip"
        if kind in ("choice", "mark", None, "text"):
            choices = _printed_choices(sheet, rows, (left, right), reader)
            if choices and kind in (None, "text"):
                kind = "choice"
        name = wording or f"列{len(columns) + 1}"
        if kind is None:
            unsure.append(f"列「{name}」の種類が分かりません。仮に text（文字）としました。")
        elif header and min(text.confidence for text in header) < SURE:
            unsure.append(f"列「{name}」の見出しがはっきり読めません。名前と種類をご確認ください。")
        columns.append(
            Column(
                name=name,
                kind=kind or "text",
                left=left,
                right=right,
                header="".join(text.text for text in header),
                choices=choices,
                upper_part=upper if kind == "name" else 0.0,
            )
        )
    dates = date_columns(columns)
    if len(dates) > 1:
        others = "」「".join(column.name for column in dates[1:])
        unsure.append(
            f"日付の列が {len(dates)} つあります。「{dates[0].name}」を受検の日付として読みます。"
            f"違うときは、「{others}」のうち正しい列だけを date に残し、ほかを text にしてください。"
        )
    return _like_neighbours(columns, unsure), unsure


def _like_neighbours(columns: Sequence[Column], unsure: list[str]) -> list[Column]:
    """A column with an unreadable header beside one of marks, and as wide, is taken for one of marks: a «＋» in a column
    of text would speak against nobody."""
    found = list(columns)
    for place, column in enumerate(columns):
        unknown = column.kind == "text" and column.header and not match(column.header)
        beside = [*columns[max(0, place - 1) : place], *columns[place + 1 : place + 2]]
        wide = column.right - column.left
        if unknown and any(
            other.kind == "mark" and abs(other.right - other.left - wide) < 0.12 * wide for other in beside
        ):
            found[place] = replace(column, kind="mark")
            unsure.append(f"列「{column.name}」は隣の列と同じ mark（印・判定）としました。ご確認ください。")
    return found


def side_by_side(pieces: Sequence[Text]) -> bool:
    """Do words stand beside each other in one line?"""
    ordered = sorted(pieces, key=lambda text: text.box[0])
    level = max(text.box[1] for text in pieces) < min(text.box[1] + text.box[3] for text in pieces)
    return level and all(a.box[0] + a.box[2] < b.box[0] for a, b in itertools.pairwise(ordered))


def _words_without_rules(
    sheet: Sheet,
    rows: Sequence[Row],
    span: tuple[float, float],
    header: Sequence[Text],
    reader: ReadsText,
) -> list[Text]:
    """The headers of several columns with no rule between them; empty when ``span`` is one column."""
    if not header or (len(header) == 1 and span[1] - span[0] < NARROW):
        return []
    top = min(text.box[1] for text in header)
    bottom = max(text.box[1] + text.box[3] for text in header)
    words = words_beside(sheet, (span[0] + 0.4, top, span[1] - span[0] - 0.8, bottom - top), reader)
    if len(words) < 2 or sum(1 for text in words if match(text.text)) < 2:
        return []
    # Numbers down the left side may have no header at all.
    free = (span[0] + 0.4, words[0].box[0] - 0.5)
    if free[1] - free[0] > 4 and numbers_printed(sheet, rows, free, reader) is not None:
        boxes = [
            box
            for top, bottom in rows
            for box in text_boxes(sheet, (free[0], top + 0.4, free[1] - free[0], bottom - top - 0.8))
        ]
        left, right = min(box[0] for box in boxes), max(box[0] + box[2] for box in boxes)
        words.insert(0, Text((left, words[0].box[1], right - left, words[0].box[3]), "", 1.0))
    return words


def _split(
    sheet: Sheet,
    rows: Sequence[Row],
    span: tuple[float, float],
    pieces: Sequence[Text],
    reader: ReadsText,
) -> list[Column]:
    """A table without vertical rules: borders where the least ink stands between neighbouring header
    words."""
    ordered = sorted(pieces, key=lambda text: text.box[0])
    top, bottom = rows[0][0], rows[-1][1]
    borders = column_borders(sheet, (span[0], top, span[1] - span[0], bottom - top), [t.box for t in ordered])
    columns: list[Column] = []
    for text, left, right in zip(ordered, borders, borders[1:], strict=False):
        kind, wording = _best([text])
        if kind in ("number", None) and _preprinted(sheet, rows, (left, right), reader):
            kind = "skip"
        name = wording or f"列{len(columns) + 1}"
        columns.append(Column(name, kind or "text", left, right, text.text))
    return columns


def column_borders(sheet: Sheet, body: Box, headers: Sequence[Box]) -> list[float]:
    """Borders (mm) of columns without rules, from header boxes left to right and the ink of the rows."""
    exact = centred_borders(body[0], body[0] + body[2], headers)
    if exact:
        return exact
    _x, y, _width, height = (round(value * SCALE) for value in body)
    ink = (sheet.ink[y : y + height] > 0).sum(0).astype(float)
    borders = [body[0]]
    for left, right in itertools.pairwise(headers):
        start, end = left[0] + left[2], right[0]
        middle = (start + end) / 2
        places = np.arange(round(start * SCALE), round(end * SCALE) + 1)
        if len(places) > 2 and ink[places].any():
            smooth = np.convolve(ink, np.ones(7) / 7, "same")[places]
            cost = smooth + 0.02 * np.abs(places / SCALE - middle) * (1 + smooth.mean())
            middle = float(places[int(cost.argmin())]) / SCALE
        borders.append(middle)
    return [*borders, body[0] + body[2]]


def centred_borders(left: float, right: float, headers: Sequence[Box]) -> list[float]:
    """Borders (mm) when every header stands in the middle of its column; empty when that doesn't add up.

    n middles and the two ends give one equation more than there are borders: only a table whose headers are
    centred solves them all.
    """
    count = len(headers)
    middles = np.array([x + width / 2 for x, _, width, _ in headers])
    sums = np.zeros((count, count + 1))
    sums[np.arange(count), np.arange(count)] = sums[np.arange(count), np.arange(count) + 1] = 0.5
    known = sums[:, 0] * left + sums[:, -1] * right
    inner, *_ = np.linalg.lstsq(sums[:, 1:-1], middles - known, rcond=None)
    borders = [left, *(float(value) for value in inner), right]
    off = float(np.abs(sums @ np.array(borders) - middles).max())
    between = all(
        a[0] + a[2] < border < b[0]
        for (a, b), border in zip(itertools.pairwise(headers), borders[1:-1], strict=True)
    )
    return borders if off < 0.35 and between else []


def _upper_part(
    sheet: Sheet,
    rows: Sequence[Row],
    box_above: float,
    span: tuple[float, float],
    header: Sequence[Text],
) -> float:
    """Share of the row that is furigana: a box above the name, a dashed line, or a header that says so."""
    if box_above:
        return round(box_above / (rows[0][1] - rows[0][0]), 2)
    shares = []
    for top, bottom in rows:
        first, last = round((top + 0.8) * SCALE), round((bottom - 0.8) * SCALE)
        part = sheet.ink[first:last, round((span[0] + 0.8) * SCALE) : round((span[1] - 0.8) * SCALE)]
        if part.size:
            filled = (part > 0).mean(1)
            line = int(filled.argmax())
            if filled[line] > 0.35 and _evenly(part[max(0, line - 1) : line + 2].max(0) > 0):
                shares.append((line / SCALE + 0.8) / (bottom - top))
    if len(shares) > 0.6 * len(rows) and np.std(shares) < 0.05:
        return round(float(np.median(shares)), 2)
    kinds = {found.kind for text in header if (found := match(text.text))}
    return 0.36 if {"kana", "name"} <= kinds else 0.0


def _evenly(line: np.ndarray) -> bool:
    """Dashes lie along the whole line, no tenth of it empty."""
    parts = np.array_split(line, 10)
    return all(part.any() for part in parts)


def _preprinted(sheet: Sheet, rows: Sequence[Row], span: tuple[float, float], reader: ReadsText) -> bool:
    """Are row numbers printed in the column (1, 2, 3, … down the rows)?"""
    return numbers_printed(sheet, rows, span, reader) is not None


def numbers_printed(
    sheet: Sheet, rows: Sequence[Row], span: tuple[float, float], reader: ReadsText
) -> int | None:
    """The number that stands in the first row, as those printed down the rows say; None when there are none."""
    numbers = []
    for place in sorted({0, 1, 2, len(rows) // 3, len(rows) // 2, len(rows) - 2, len(rows) - 1}):
        if not 0 <= place < len(rows):
            continue
        top, bottom = rows[place]
        box = (span[0], top, span[1] - span[0], bottom - top)
        digits = "".join(tidy(text.text) for text in read_region(sheet, box, reader))
        if digits.isdecimal():
            numbers.append(int(digits) - place)
    usual = max(numbers, key=numbers.count, default=0)
    return usual if numbers.count(usual) >= 3 else None


def _printed_choices(
    sheet: Sheet, rows: Sequence[Row], span: tuple[float, float], reader: ReadsText
) -> tuple[str, ...]:
    """Choices printed alike in the first, the second and the last row («男・女»)."""
    seen = []
    for place in sorted({0, 1, len(rows) - 1}):
        top, bottom = rows[place]
        box = (span[0], top, span[1] - span[0], bottom - top)
        seen.append(choices_in("".join(text.text for text in read_region(sheet, box, reader))))
    usual = max(seen, key=seen.count)
    return usual if usual and seen.count(usual) >= 2 else ()
