"""A sample becomes a draft: its regions proposed, its pages level and to scale (a worker's work, it loads the engine)."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sekisho.affairs.stool_tests.reading.pictures import Picture, joined
from sekisho.base.errors import UserError
from sekisho.paper.formfile import form_to_toml
from sekisho.paper.held import Held
from sekisho.paper.laid import SHOWN
from sekisho.paper.learn import PrintReader, learn_form
from sekisho.paper.recogniser import load_recogniser
from sekisho.paper.scans import Scan, count_pages, load_page

MOST_PAGES = 12
_QUALITY = 60
#: Pixels: A3 at 300 dpi. What is larger is made smaller at once, so that all pages find room.
_LONGEST = 5000


@dataclass(frozen=True)
class Learned:
    """``content``: the form file; ``pictures`` and ``places`` as FormSample keeps them."""

    content: str
    pictures: bytes
    places: list[list[int]]


def opened(file: Held) -> list[Scan]:
    """All pages of a sample; raises UserError when it can't be read or has too many."""
    count = count_pages(file)
    if count > MOST_PAGES:
        raise UserError(
            f"ページが多すぎます（{count} ページ）。",
            f"様式 1 部だけの、{MOST_PAGES} ページまでのファイルにしてください。",
        )
    return [_not_larger(load_page(file, number)) for number in range(1, count + 1)]


def _not_larger(scan: Scan) -> Scan:
    factor = _LONGEST / max(scan.gray.shape)
    if factor >= 1:
        return scan
    height, width = scan.gray.shape
    size = (round(width * factor), round(height * factor))
    small = cv2.resize(scan.gray, size, interpolation=cv2.INTER_AREA)
    return Scan(scan.source, scan.page, np.asarray(small, dtype=np.uint8), scan.dpi * factor)


def learn(file: Held, name: str, threads: int, looking: Callable[[], None]) -> Learned:
    """Learn the form; ``looking`` is told when all pages have been opened."""
    scans = opened(file)
    looking()
    learned = learn_form(scans, name, PrintReader(load_recogniser(threads)))
    pictures, places = joined(
        [shown(sheet, page.width) for sheet, page in zip(learned.sheets, learned.form.pages, strict=True)]
    )
    return Learned(form_to_toml(learned.form), pictures, places)


def shown(sheet: NDArray[np.uint8], width: float) -> Picture:
    """A level page as JPEG; ``width``: of the paper in mm."""
    scale = SHOWN * width / sheet.shape[1]
    size = (round(sheet.shape[1] * scale), round(sheet.shape[0] * scale))
    small = cv2.resize(sheet, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    data = bytes(cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1])
    return Picture(data, size[0], size[1], np.diag([scale, scale, 1.0]))
