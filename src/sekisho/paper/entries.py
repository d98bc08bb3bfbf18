"""What stands in every box of a placed page of an application form, read for a person who looks at each: text, kana, figures,
dates of any year, ticked boxes. No entry is ever accepted by itself."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sekisho.base.wareki import parse_date
from sekisho.paper.cells import Cell, cut_cells
from sekisho.paper.ctc import Alphabet, greedy
from sekisho.paper.engine import Engine
from sekisho.paper.entry_doubts import FAINT, NO_BOXES, NO_DATE, NONE, OVERFLOW, SEVERAL, STRUCK, UNSURE
from sekisho.paper.form import Kind
from sekisho.paper.ink import Floats, Gray
from sekisho.paper.recogniser import Line
from sekisho.paper.register import Placed
from sekisho.paper.scans import Scan
from sekisho.paper.tickboxes import EMPTY, TICKED, TickBox, find_tickboxes

#: A free reading that is less sure than this is marked for the person who looks.
_SURE = 0.5
#: Pixels a mm of the picture in which boxes are looked for.
_SCALE = 8.0
_DATE = "0123456789年月日令和平成昭大正元明治RHS./-"
_FIGURES = "0123456789-()"
_KANA = "".join(map(chr, (*range(0x3041, 0x3097), *range(0x30A1, 0x30F7)))) + "ー・"


@dataclass(frozen=True)
class Entry:
    """A box. ``row``: of a table, from 1; 0 outside tables. ``text``: dates as yyyy-mm-dd where they are any, choices by their
    words. ``reason``: why a person should look closely, "" where nothing speaks against it. ``quad``: its corners on the scan."""

    name: str
    row: int
    kind: Kind
    choices: tuple[str, ...]
    text: str
    probability: float
    reason: str
    quad: Floats


def read_entries(scan: Scan, placed: Placed, engine: Engine) -> list[Entry]:
    """Every box of the page in the order of its form, empty ones too."""
    cells = list(cut_cells(scan, placed, skip=("title", "skip")))
    written = [cell for cell in cells if not cell.empty and cell.region.kind != "choice"]
    lines = dict(
        zip(map(id, written), engine.recogniser.lines([cell.image for cell in written]), strict=True)
    )
    return [_entry(scan, cell, lines.get(id(cell)), engine) for cell in cells]


def _entry(scan: Scan, cell: Cell, line: Line | None, engine: Engine) -> Entry:
    region = cell.region
    if region.kind == "choice":
        text, sure, reason = _ticked(scan, cell, engine)
    elif line is None:
        text, sure, reason = "", 1.0, ""
    else:
        text, sure, reason = _written(line, region.kind, engine.alphabet)
        if cell.struck or cell.overflow:
            reason = STRUCK if cell.struck else OVERFLOW
    return Entry(
        region.name, cell.row or 0, region.kind, region.choices, text, round(sure, 6), reason, cell.quad
    )


def _written(line: Line, kind: Kind, alphabet: Alphabet) -> tuple[str, float, str]:
    """What a line says among the signs that its kind may hold."""
    signs = {"date": _DATE, "number": _FIGURES, "kana": _KANA}.get(kind, "")
    text, sure = _free(line, alphabet, signs)
    if kind == "date":
        day = parse_date(text)
        return (day.isoformat(), sure, "" if sure >= _SURE else UNSURE) if day else (text, 0.0, NO_DATE)
    return text, sure, "" if sure >= _SURE else UNSURE


def _free(line: Line, alphabet: Alphabet, signs: str) -> tuple[str, float]:
    """The likeliest text of these signs (any where none are named), and the share of all that its path has."""
    logp = line.logp
    if signs:
        kept = [0, *(number for sign in signs if (number := alphabet.encode_exact(sign)))]
        masked = np.full_like(logp, -1e9)
        masked[:, kept] = logp[:, kept]
        logp = masked
    classes, _, _ = greedy(logp)
    path = line.logp[np.arange(len(logp)), logp.argmax(1)]
    text = "".join(alphabet.characters[number - 1] for number in classes)
    return text, float(np.exp(max(float(path.sum()), -50.0)))


def _ticked(scan: Scan, cell: Cell, engine: Engine) -> tuple[str, float, str]:
    """The words whose boxes hold ink; with «その他( )» what is written between its brackets."""
    choices = cell.region.choices
    picture = _upright(scan.gray, cell.quad, cell.pixels_per_mm)
    boxes = find_tickboxes(picture, _SCALE, len(choices))
    if not choices or len(boxes) != len(choices):
        return "", 0.0, NO_BOXES
    words = [
        _with_inside(choice, picture, boxes, place, engine) if "(" in choice else choice
        for place, (choice, box) in enumerate(zip(choices, boxes, strict=True))
        if box.ink > TICKED
    ]
    if any(EMPTY < box.ink <= TICKED for box in boxes):
        return "、".join(words), 0.0, FAINT
    if len(words) != 1:
        return "、".join(words), 0.5, SEVERAL if words else NONE
    return words[0], 1.0, ""


def _with_inside(choice: str, picture: Gray, boxes: Sequence[TickBox], place: int, engine: Engine) -> str:
    """«その他(里親)»: the print behind the box read with what stands between its brackets."""
    start = boxes[place].left + boxes[place].side + round(0.9 * _SCALE)
    end = boxes[place + 1].left - 4 if place + 1 < len(boxes) else picture.shape[1] - 4
    part = np.ascontiguousarray(picture[4:-4, start:end])
    word = choice.partition("(")[0]
    if end - start < 16:
        return word
    columns = np.flatnonzero((part < np.median(part) - 60).any(0))
    if not len(columns):
        return word
    (line,) = engine.recogniser.lines([np.ascontiguousarray(part[:, : columns[-1] + 12])])
    read, _ = _free(line, engine.alphabet, "")
    inside = read.partition("(")[2] or read.removeprefix(word)
    return f"{word}({inside.rstrip(')')})" if inside.strip("()") else word


def _upright(gray: NDArray[np.uint8], quad: Floats, scale: float) -> Gray:
    """The cell as it lies on the scan, straightened, nothing taken out, at _SCALE."""
    across, down = float(np.hypot(*(quad[1] - quad[0]))), float(np.hypot(*(quad[3] - quad[0])))
    size = (max(8, round(across / scale * _SCALE)), max(8, round(down / scale * _SCALE)))
    corners = np.array([(0, 0), (size[0], 0), size, (0, size[1])], dtype=np.float32) - np.float32(0.5)
    matrix = cv2.getPerspectiveTransform(corners, quad.astype(np.float32))
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    image = cv2.warpPerspective(gray, matrix, size, flags=how, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(image, dtype=np.uint8)


def day_of(text: str) -> datetime.date | None:
    """The day of an entry of dates; None where it is none."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
