"""One page: where it belongs in the form, what stands in its boxes, and its picture. Values in, values out."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from sekisho.affairs.admissions.models import Sheet
from sekisho.paper.engine import load_engine
from sekisho.paper.entries import Entry, read_entries
from sekisho.paper.form import Form
from sekisho.paper.held import Held
from sekisho.paper.ink import Gray
from sekisho.paper.laid import box_on_form, laid
from sekisho.paper.register import Placed, Refused, register
from sekisho.paper.scans import load_page

_QUALITY = 70
#: Width in pixels of the picture of a page that shows no page of the form.
_ASIDE = 900


@dataclass
class Found:
    """What became of a page. ``entries``: JSON, each ``name row kind choices text sure reason box``; lengths of boxes in mm."""

    aside: str = ""
    reason: str = ""
    form_page: int = 0
    content: str = ""
    picture: bytes = b""
    size: tuple[int, int] = (0, 0)
    entries: str = ""


def read(file: Held, number: int, form: Form, threads: int) -> Found:
    """Read one page of a file; raises UserError when it can't be opened."""
    scan = load_page(file, number)
    digest = hashlib.sha256(repr(scan.gray.shape).encode())
    digest.update(scan.gray.data)
    placed = register(scan, [form])
    if isinstance(placed, Refused):
        height, width = scan.gray.shape
        factor = min(1.0, _ASIDE / width)
        small = cv2.resize(
            scan.gray, (round(width * factor), round(height * factor)), interpolation=cv2.INTER_AREA
        )
        found = Found(Sheet.BLANK if placed.blank else Sheet.OTHER_FORM, placed.reason)
        return _pictured(found, np.asarray(small, dtype=np.uint8), digest.hexdigest())
    entries = [_kept(one, placed) for one in read_entries(scan, placed, load_engine(threads))]
    found = Found(form_page=placed.page_index + 1, entries=json.dumps(entries, ensure_ascii=False))
    return _pictured(found, laid(scan, placed), digest.hexdigest())


def _pictured(found: Found, image: Gray, content: str) -> Found:
    found.picture = bytes(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1])
    found.size, found.content = (image.shape[1], image.shape[0]), content
    return found


def _kept(one: Entry, placed: Placed) -> dict[str, Any]:
    return {
        "name": one.name, "row": one.row, "kind": one.kind, "choices": list(one.choices), "text": one.text, "sure": one.probability,
        "reason": one.reason, "box": box_on_form(one.quad, placed),
    }  # fmt: skip
