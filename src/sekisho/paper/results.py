"""What came of a page: its rows, and what each of them rests on."""

import datetime
import re
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from sekisho.base.rows import Row
from sekisho.paper.engine import Reading


@dataclass(frozen=True)
class Settings:
    """What a clerk may set.

    ``facility``: fixed for all pages. ``risk``: wanted share of wrong rows among the accepted.
    ``month``: any day of the sheets' month. ``blanks``: rows without ink are listed too. ``crops``: keep
    pictures of the names.
    """

    facility: str = ""
    risk: float = 0.0001
    month: datetime.date | None = None
    blanks: bool = False
    crops: bool = False


@dataclass(frozen=True)
class ReadRow:
    """A row and what it rests on.

    ``parts``: the reading of each region. ``boxes``: its corners in px of the scan. ``crop``: its
    filled cells side by side as PNG, empty when nobody asked for it. ``objections``: all that speaks against taking
    the row as it is.
    """

    row: Row
    parts: dict[str, Reading]
    boxes: dict[str, list[list[float]]]
    crop: bytes = b""
    objections: tuple[str, ...] = ()


@dataclass(frozen=True)
class PageResult:
    """What became of a page.

    ``refused``: why it was set aside, empty when it was read. ``turn``: degrees by which it had to be turned.
    ``undated``: its dates name no year, and nothing else does. ``month``: what its dates say, yyyy-mm;
    ``month_sure``: nothing is gained by reading it again with that month given.
    ``names`` and ``dates``: the columns that those were read from.
    """

    source: str
    page: int
    refused: str = ""
    blank: bool = False
    form: str = ""
    form_page: int = 0
    turn: int = 0
    fit: float = 0.0
    facility: Reading = field(default_factory=lambda: Reading("", 0.0, ""))
    rows: tuple[ReadRow, ...] = ()
    undated: bool = False
    month: str = ""
    month_sure: bool = True
    names: str = ""
    dates: str = ""


def kind_of(reason: str) -> str:
    """A reason without the words that were read, for counting: 備考：「…」とあります."""
    return re.sub("「[^」]*」とあります", "「…」とあります", reason)


def png(image: NDArray[np.uint8]) -> bytes:
    """A gray image as PNG in 16 shades: small, and to the eye the same."""
    shades = (image >> 4) * np.uint8(17)
    # Of pictures that are mostly paper, runs alone make smaller files than searching for repetitions, in a fifteenth of the time.
    how = [cv2.IMWRITE_PNG_COMPRESSION, 1, cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_RLE]
    return bytes(cv2.imencode(".png", shades, how)[1])


def details(result: PageResult) -> list[dict[str, Any]]:
    """What goes into the JSONL, one object a row; one for the page when it was set aside."""
    page = {"source": result.source, "page": result.page}
    if result.refused:
        return [{**page, "refused": result.refused, "blank": result.blank}]
    page |= {
        "form": result.form,
        "form_page": result.form_page,
        "turn": result.turn,
        "fit": result.fit,
    }
    return [
        {
            **page,
            "row": read.row.row,
            "state": read.row.state,
            "probability": read.row.probability,
            "reason": read.row.reason,
            "parts": {
                name: {
                    "text": part.text,
                    "probability": round(part.probability, 6),
                    "reason": part.reason,
                    "candidates": [list(pair) for pair in part.candidates],
                }
                for name, part in read.parts.items()
            },
            "boxes": read.boxes,
        }
        for read in result.rows
    ]
