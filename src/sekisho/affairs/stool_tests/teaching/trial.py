"""A filled sheet is read with a draft, and what was read is set beside the place where it stands (a worker's work)."""

from collections.abc import Mapping, Sequence
from typing import Any

import cv2
import numpy as np

from sekisho.affairs.stool_tests.reading.pictures import Picture
from sekisho.affairs.stool_tests.teaching.learning import SHOWN, shown
from sekisho.paper.engine import Engine, Reading
from sekisho.paper.fields import read_fields
from sekisho.paper.form import Form
from sekisho.paper.page import read_page
from sekisho.paper.register import Placed, Refused, register
from sekisho.paper.results import PageResult, ReadRow, Settings
from sekisho.paper.roster import Roster
from sekisho.paper.scans import Scan

#: Paper (mm) shown around what was read.
_AROUND = 0.8


def try_page(scan: Scan, form: Form, engine: Engine) -> tuple[dict[str, Any], Picture | None]:
    """What the draft reads on a page, in words for a person, and the page laid on the form; no picture where it doesn't fit.

    Nobody's roster is asked: what counts here is whether the right places are looked at.
    """
    placed = register(scan, [form])
    if isinstance(placed, Refused):
        return {"page": scan.page, "refused": placed.reason, "fields": [], "rows": []}, None
    result = read_page(scan, [form], Roster(), engine, Settings())
    said = {
        "page": scan.page,
        "refused": "",
        "form_page": placed.page_index + 1,
        "size": [placed.page.width, placed.page.height],
        "fields": [
            _cell(name, reading, quad, placed)
            for name, (reading, quad) in read_fields(scan, placed, engine).items()
        ],
        "rows": [{"number": read.row.row, "cells": _cells(read, result, placed)} for read in result.rows],
    }
    return said, _laid(scan, placed)


def _cells(read: ReadRow, result: PageResult, placed: Placed) -> list[dict[str, Any]]:
    """The row's cells in the order of its columns."""
    parts: Mapping[str, Reading] = {
        **read.parts,
        **({result.names: read.parts["name"]} if result.names else {}),
        **({result.dates: read.parts["date"]} if result.dates else {}),
    }
    return [_cell(name, parts.get(name), quad, placed) for name, quad in read.boxes.items()]


def _cell(name: str, reading: Reading | None, quad: Any, placed: Placed) -> dict[str, Any]:
    return {
        "name": name,
        "text": reading.text if reading else "",
        "reason": reading.reason if reading else "",
        "box": _box(np.asarray(quad, dtype=np.float64), placed),
    }


def _box(quad: Any, placed: Placed) -> Sequence[float]:
    """Where it lies on the picture of the page, in mm: left, top, width, height."""
    points = np.c_[quad, np.ones(len(quad))] @ np.linalg.inv(placed.transform).T
    flat = points[:, :2] / points[:, 2:]
    (left, top), (right, bottom) = flat.min(0) - _AROUND, flat.max(0) + _AROUND
    return [round(float(value), 1) for value in (left, top, right - left, bottom - top)]


def _laid(scan: Scan, placed: Placed) -> Picture:
    """The page as it would lie on the form, without what the curl of the paper adds."""
    page = placed.page
    size = (round(page.width * SHOWN), round(page.height * SHOWN))
    matrix = placed.transform @ np.diag([1 / SHOWN, 1 / SHOWN, 1.0])
    flat = cv2.warpPerspective(
        scan.gray, matrix, size, flags=cv2.INTER_AREA | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
    )
    return shown(np.asarray(flat, dtype=np.uint8), page.width)
