import numpy as np
import pytest

from sekisho.paper.cells import Cell
from sekisho.paper.form import Column
from sekisho.paper.signs import HEIGHT, SIGNS, WIDTH, load_signs, window

PAD = 6
MARK = Column("result", "mark", 0.0, 22.0)


def cell() -> Cell:
    """A cell of 22 × 7 mm with a dash in its middle."""
    image = np.full((56 + 2 * PAD, 176 + 2 * PAD), 250, np.uint8)
    image[33:35, 84:104] = 20
    return Cell(1, 0, MARK, image, 0.004, np.zeros((4, 2)), 8.0, PAD, False, False, image)


def test_a_speck_beside_a_dash_does_not_move_it() -> None:
    clean, dirty = cell(), cell()
    dirty.image[50:54, 130:134] = 20
    assert np.array_equal(window(dirty), window(clean))
    assert SIGNS[int(load_signs().read([dirty])[0].argmax())] == "−"


def test_rests_of_a_rule_are_no_part_of_a_sign() -> None:
    clean, ruled = cell(), cell()
    ruled.image[56, PAD:-PAD:3] = 60
    assert np.array_equal(window(ruled), window(clean))


def test_what_stands_near_belongs_to_the_sign() -> None:
    bracketed = cell()
    for x in (76, 110):
        bracketed.image[26:42, x : x + 2] = 20
    assert np.count_nonzero(window(bracketed)) > 2 * np.count_nonzero(window(cell()))


@pytest.mark.parametrize("gray", [250, 240])
def test_an_empty_cell_shows_nothing(gray: int) -> None:
    empty = cell()
    empty.image[:] = gray
    assert window(empty).shape == (HEIGHT, WIDTH)
    assert not window(empty).any()


def test_a_lone_speck_is_still_seen() -> None:
    speck = cell()
    speck.image[33:35, 84:104] = 250
    speck.image[50:54, 130:134] = 20
    assert window(speck).any()


def test_a_streak_down_the_sheet_is_no_part_of_a_sign() -> None:
    clean, streaked = cell(), cell()
    streaked.image[:, 74:76] = 150
    streaked.image[20:26, 74:76] = 250
    assert np.array_equal(window(streaked), window(clean))
