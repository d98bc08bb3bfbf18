import datetime
import random

import numpy as np

from sekisho.paper.synth import dates
from sekisho.paper.synth.canvas import Canvas
from sekisho.paper.synth.fontbook import DEMO
from sekisho.paper.train.date_sheets import date_sheet
from sekisho.paper.train.strokes import new_hand, write_freely


def test_the_columns_that_dates_are_calibrated_on_end_where_their_rules_do() -> None:
    """Else first figures are cut off (11/20 is seen as 1/20), and every date is doubted for it."""
    for seed in range(4):
        columns = date_sheet(random.Random(seed), DEMO, "calibrate")
        lefts = np.array([[cell.quad[0, 0] for cell in column.cells] for column in columns])
        widths = np.diff(lefts, axis=0)
        assert np.ptp(widths) < 0.1 * widths.mean()


def test_every_date_can_be_written_with_free_strokes_and_stays_in_its_cell() -> None:
    rng = random.Random(7)
    canvas = Canvas((60, 20), 200)
    for writer in dates.WRITTEN:
        for day in (datetime.date(2025, 12, 31), datetime.date(2026, 4, 7), datetime.date(2027, 8, 26)):
            canvas.image[:] = 255
            write_freely(canvas, rng, new_hand(rng), writer(day), (10, 5, 30, 10), 4.0)
            down, across = np.nonzero(canvas.image < 128)
            assert across.min() / canvas.scale > 8.5 and across.max() / canvas.scale < 41.5
            assert down.min() / canvas.scale > 5 and down.max() / canvas.scale < 15


def test_each_hand_is_its_own_and_never_writes_twice_alike() -> None:
    def written(hand: int, time: int) -> np.ndarray:
        canvas = Canvas((40, 10), 200)
        write_freely(canvas, random.Random(time), new_hand(random.Random(hand)), "12/28", (0, 0, 40, 10), 5.0)
        return canvas.image

    assert (written(1, 1) == written(1, 1)).all()
    assert (written(1, 1) != written(1, 2)).any() and (written(1, 1) != written(2, 1)).any()
