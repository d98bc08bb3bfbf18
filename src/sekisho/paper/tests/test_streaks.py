import numpy as np
import pytest

from sekisho.paper.ink import Gray
from sekisho.paper.streaks import Crop, erase_streaks

PAD, SCALE, PAPER, CONTRAST = 6, 8.0, 250, 220.0


def column(rows: int, at: int | None, shade: int = 150, names: int = 5) -> list[Crop]:
    """Cells of 40 × 6 mm, the first of them with two crossing strokes, a streak two pixels wide at ``at``."""
    crops = []
    for row in range(rows):
        image = np.full((6 * 8 + 2 * PAD, 40 * 8 + 2 * PAD), PAPER, np.uint8)
        if row < names:
            image[30:33, 80:140] = 20
            image[16:50, 100:104] = 20
        if at is not None:
            image[:, at : at + 2] = np.minimum(image[:, at : at + 2], shade)
        crops.append(Crop(image, PAD, SCALE))
    return crops


def images(crops: list[Crop]) -> Gray:
    return np.stack([crop.image for crop in crops])


@pytest.mark.parametrize("shade", [60, 150, 190])
def test_a_line_through_every_row_goes_and_the_strokes_it_crosses_stay(shade: int) -> None:
    crops = column(12, at=120, shade=shade)
    erase_streaks(crops, CONTRAST)
    assert (images(crops) == images(column(12, at=None))).all()


def test_a_line_beside_a_stroke_leaves_the_stroke() -> None:
    crops = column(12, at=108)
    erase_streaks(crops, CONTRAST)
    left = images(crops)
    assert (left[:5, 16:50, 100:104] == 20).all()
    assert (left[5:] == PAPER).all()


def test_what_stands_in_few_rows_or_not_from_border_to_border_is_writing() -> None:
    for crops in (
        column(3, at=120),
        column(12, at=None),
        column(12, at=120, names=0)[:4] + column(12, at=None),
    ):
        before = images(crops)
        erase_streaks(crops, CONTRAST)
        assert (images(crops) == before).all()


def test_the_rule_at_the_border_is_left_to_others() -> None:
    crops = column(12, at=PAD)
    before = images(crops)
    erase_streaks(crops, CONTRAST)
    assert (images(crops) == before).all()
