import numpy as np

from sekisho.paper.ink import Gray
from sekisho.paper.rulings import erase_rules

PAD, SCALE, PAPER = 8, 8.0, 250


def cell(dotted: bool) -> Gray:
    """An empty cell of 22 × 8 mm with rules above and below, and a dash in its middle."""
    image = np.full((8 * 8 + 2 * PAD, 22 * 8 + 2 * PAD), PAPER, np.uint8)
    for y in (PAD, image.shape[0] - PAD):
        image[y] = 60
        image[y + 1] = 215
        if dotted:
            for start in range(0, image.shape[1], 7):
                image[y : y + 2, start + 3 : start + 7] = PAPER
                image[y, start + 3 : start + 4] = 225  # dots end in gray
    image[39:41, 90:110] = 30
    return image


def test_rules_go_with_their_gray_seams_whether_dotted_or_not() -> None:
    for dotted in (False, True):
        image = cell(dotted)
        erase_rules(image, PAD, SCALE, PAPER, 190.0)
        assert (image[39:41, 90:110] == 30).all()
        image[39:41, 90:110] = PAPER
        assert (image == PAPER).all()


def test_a_stroke_that_crosses_a_dotted_rule_stays() -> None:
    image = cell(dotted=True)
    image[2:34, 60:63] = 20
    erase_rules(image, PAD, SCALE, PAPER, 190.0)
    assert (image[2:34, 60:63] == 20).all()


def test_a_row_of_letters_along_a_border_is_no_dotted_rule() -> None:
    image = np.full((80, 192), PAPER, np.uint8)
    for x in range(10, 180, 12):
        image[2:20, x : x + 4] = 30
    before = image.copy()
    erase_rules(image, PAD, SCALE, PAPER, 190.0)
    assert (image == before).all()
