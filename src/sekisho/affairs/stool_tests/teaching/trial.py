"""A filled sheet is read with a draft, and what was read is set beside the place where it stands (a worker's work)."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from sekisho.affairs.stool_tests.reading.pictures import Picture
from sekisho.affairs.stool_tests.teaching.learning import shown
from sekisho.paper.cells import cut_cells
from sekisho.paper.engine import Engine, Reading
from sekisho.paper.entries import Entry, read_entries
from sekisho.paper.fields import read_fields
from sekisho.paper.form import Form
from sekisho.paper.laid import box_on_form, laid
from sekisho.paper.page import read_placed
from sekisho.paper.register import Placed, Refused, register
from sekisho.paper.results import PageResult, ReadRow, Settings
from sekisho.paper.roster import Roster
from sekisho.paper.scans import Scan


def try_page(
    scan: Scan, form: Form, engine: Engine, rows: bool = True
) -> tuple[dict[str, Any], Picture | None]:
    """What the draft reads on a page, in words for a person, and the page laid on the form; no picture where it doesn't fit.

    Nobody's roster is asked: what counts here is whether the right places are looked at. ``rows``: it is a sheet of results, a
    person a row; else an application, whose boxes are read one by one.
    """
    placed = register(scan, [form])
    if isinstance(placed, Refused):
        return {"page": scan.page, "refused": placed.reason, "fields": [], "rows": []}, None
    if not rows:
        return _boxes(scan, placed, engine), shown(laid(scan, placed), placed.page.width)
    cells = cut_cells(scan, placed)
    result = read_placed(scan, placed, Roster(), engine, Settings(), cells)
    said = {
        "page": scan.page,
        "refused": "",
        "form_page": placed.page_index + 1,
        "size": [placed.page.width, placed.page.height],
        "fields": [
            _cell(name, reading, quad, placed)
            for name, (reading, quad) in read_fields(cells.fields, engine).items()
        ],
        "rows": [{"number": read.row.row, "cells": _cells(read, result, placed)} for read in result.rows],
    }
    return said, shown(laid(scan, placed), placed.page.width)


def _boxes(scan: Scan, placed: Placed, engine: Engine) -> dict[str, Any]:
    entries = read_entries(scan, placed, engine)
    tables: dict[int, list[dict[str, Any]]] = {}
    for one in entries:
        if one.row:
            tables.setdefault(one.row, []).append(_cell(one.name, one, one.quad, placed))
    return {
        "page": scan.page,
        "refused": "",
        "form_page": placed.page_index + 1,
        "size": [placed.page.width, placed.page.height],
        "fields": [_cell(one.name, one, one.quad, placed) for one in entries if not one.row],
        "rows": [{"number": number, "cells": cells} for number, cells in tables.items()],
    }


def _cells(read: ReadRow, result: PageResult, placed: Placed) -> list[dict[str, Any]]:
    """The row's cells in the order of its columns."""
    parts: Mapping[str, Reading] = {
        **read.parts,
        **({result.names: read.parts["name"]} if result.names else {}),
        **({result.dates: read.parts["date"]} if result.dates else {}),
    }
    return [_cell(name, parts.get(name), quad, placed) for name, quad in read.boxes.items()]


def _cell(name: str, reading: Reading | Entry | None, quad: Any, placed: Placed) -> dict[str, Any]:
    return {
        "name": name,
        "text": reading.text if reading else "",
        "reason": reading.reason if reading else "",
        "box": box_on_form(np.asarray(quad, dtype=np.float64), placed),
    }
