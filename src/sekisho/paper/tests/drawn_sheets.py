"""Small sheets drawn for the tests of scans, forms, registration and cells."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from sekisho.paper import learn
from sekisho.paper.ink import Floats, Gray

FONT = Path(learn.__file__).parent.parent / "fonts" / "bizudgothic.ttf"
HEADS = (("No.", 12.0), ("氏名", 60.0), ("検査日", 38.0), ("結果", 28.0), ("備考", 40.0))
NAMES = ("山田　花子", "佐藤太郎", "鈴木 一郎", "高橋結衣", "伊藤　健", "渡辺美咲", "中村千夏", "小林　大輔")
PX = 200 / 25.4


def draw_sheet(
    names: Sequence[str] = (),
    title: str = "検便検査受付票",
    heads: Sequence[tuple[str, float]] = HEADS,
    rows: int = 20,
    struck: Sequence[int] = (),
    ruled: bool = True,
    banded: bool = False,
) -> Gray:
    """A4 at 200 dpi: title, facility and date fields, a table whose body begins at y = 60 mm, rows of 9
    mm. Without ``ruled`` it has no upright rules; ``banded`` rows are shaded in place of level ones."""
    image = Image.new("L", (1654, 2339), 255)
    pen = ImageDraw.Draw(image)

    def write(x: float, y: float, text: str, size: float, anchor: str = "lm") -> None:
        pen.text(
            (x * PX, y * PX), text, font=ImageFont.truetype(FONT, round(size * PX)), anchor=anchor, fill=0
        )

    def rule(x1: float, y1: float, x2: float, y2: float) -> None:
        pen.line((x1 * PX, y1 * PX, x2 * PX, y2 * PX), fill=0, width=2)

    write(105, 20, title, 7, "mm")
    write(20, 34, "施設名", 4.5)
    rule(38, 37, 110, 37)
    write(130, 34, "報告日", 4.5)
    rule(148, 37, 190, 37)
    xs = [16.0]
    for _, width in heads:
        xs.append(xs[-1] + width)
    ys = [52.0] + [60.0 + 9 * row for row in range(rows + 1)]
    for top in ys[1:-1:2] if banded else ():
        pen.rectangle((xs[0] * PX, top * PX, xs[-1] * PX, (top + 9) * PX), fill=225)
    for x in xs if ruled else ():
        rule(x, ys[0], x, ys[-1])
    for y in (*ys[:2], ys[-1]) if banded else ys:
        rule(xs[0], y, xs[-1], y)
    for (head, width), x in zip(heads, xs, strict=False):
        write(x + width / 2, 56, head, 4, "mm")
    for row, name in enumerate(names, start=1):
        middle = ys[row] + 4.5
        write(xs[1] + 4, middle, name, 5)
        write(xs[2] + 4, middle, f"5/{row}", 4.5)
        if row in struck:
            rule(xs[1] + 2, middle, xs[1] + 40, middle)
    if names:
        write(42, 33.5, "みどり保育園", 5)
    return np.array(image)


#: Rows of an application form: labels, each with what is printed in its box.
BOXES = (
    (("申請者氏名", ""), ("生年月日", "")),
    (("住所", ""),),
    (("性別", "男・女"), ("電話番号", "")),
)


def printed(
    page: Gray, text: str, x: float, y: float, size: float = 4.5, font: Path = FONT, shade: int = 0
) -> Gray:
    """The page with a word, its left end and middle at (x, y) in mm."""
    image = Image.fromarray(page)
    letters = ImageFont.truetype(font, round(size * PX))
    ImageDraw.Draw(image).text((x * PX, y * PX), text, font=letters, anchor="lm", fill=shade)
    return np.array(image)


def draw_application(
    title: str = "保育所入所申込書", down: float = 0.0, name: str = "", street: str = ""
) -> Gray:
    """A4 at 200 dpi: a title and boxes with labels left of them, 14 mm high, from 40 mm + ``down`` on."""
    image = Image.new("L", (1654, 2339), 255)
    pen = ImageDraw.Draw(image)

    def write(x: float, y: float, text: str, size: float) -> None:
        font = ImageFont.truetype(FONT, round(size * PX))
        pen.text((x * PX, y * PX), text, font=font, anchor="mm", fill=0)

    write(105, 20, title, 7)
    for number, row in enumerate(BOXES):
        y, width = 40 + down + 14 * number, 180 / len(row)
        for place, (label, printed) in enumerate(row):
            x = 15 + place * width
            for left, right in ((x, x + 30), (x + 30, x + width)):
                pen.rectangle((left * PX, y * PX, right * PX, (y + 14) * PX), outline=0, width=2)
            write(x + 15, y + 7, label, 4.2)
            write(x + 15 + width / 2, y + 7, printed, 4.2)
    write(65, 47 + down, name, 6)
    write(75, 61 + down, street, 5)
    return np.array(image)


def moved(page: Gray, matrix: Floats, paper: int = 255) -> Gray:
    """The page under a 3x3 map of its pixels."""
    size = (page.shape[1], page.shape[0])
    return np.asarray(
        cv2.warpPerspective(page, matrix, size, flags=cv2.INTER_LINEAR, borderValue=paper), np.uint8
    )


def leaning(page: Gray, degrees: float) -> tuple[Gray, Floats]:
    """The page turned about its centre, and the map."""
    matrix = np.eye(3)
    matrix[:2] = cv2.getRotationMatrix2D((page.shape[1] / 2, page.shape[0] / 2), degrees, 1.0)
    return moved(page, matrix), matrix
