import cv2
import numpy as np

from sekisho.paper.ink import Gray
from sekisho.paper.lighting import evenly_lit


def page() -> Gray:
    image = np.full((1200, 900), 245, np.uint8)
    for row in range(60, 1150, 60):
        cv2.putText(image, "12/7 SATO", (80, row), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 30, 3)
        image[row + 14 : row + 16] = 40
    return image


def test_an_even_page_is_left_as_it_is() -> None:
    even = page()
    assert evenly_lit(even) is even
    gray = np.asarray(even * 0.8, np.uint8)
    assert evenly_lit(gray) is gray


def test_a_shadow_goes_and_the_writing_stays() -> None:
    shadow = np.linspace(0.35, 1.0, 900)[None, :] * np.linspace(1.0, 0.8, 1200)[:, None]
    lit = evenly_lit(np.asarray(page() * shadow, np.uint8)).astype(int)
    paper, ink = page() > 240, page() < 60
    away = cv2.erode(paper.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    assert np.percentile(lit[away], 95) - np.percentile(lit[away], 5) < 40
    assert np.percentile(lit[away], 5) - np.percentile(lit[ink], 95) > 120


def test_a_dark_table_around_the_sheet_is_made_no_paper() -> None:
    around = np.full((1500, 1200), 40, np.uint8)
    around[150:1350, 150:1050] = page()
    lit = evenly_lit(around)
    assert (lit[:100] < 130).all()
    assert abs(int(np.median(lit[160:1340, 700:1040])) - 245) < 6
