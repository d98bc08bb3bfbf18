import random

import numpy as np

from sekisho.paper.synth.fontbook import DEMO
from sekisho.paper.train.date_sheets import date_sheet


def test_the_columns_that_dates_are_calibrated_on_end_where_their_rules_do() -> None:
    """Else first figures are cut off (11/20 is seen as 1/20), and every date is doubted for it."""
    for seed in range(4):
        columns = date_sheet(random.Random(seed), DEMO, "calibrate")
        lefts = np.array([[cell.quad[0, 0] for cell in column.cells] for column in columns])
        widths = np.diff(lefts, axis=0)
        assert np.ptp(widths) < 0.1 * widths.mean()
