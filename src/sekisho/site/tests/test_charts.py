"""Bars within their drawing."""

from sekisho.site.charts import FIGURES, LABELS, WIDTH, bars


def test_the_longest_bar_fills_the_width_and_the_rest_is_in_proportion() -> None:
    first, second = bars([("4月", 800), ("5月", 400)])
    assert first.length == WIDTH - LABELS - FIGURES == 2 * second.length
    assert second.y > first.y + 26


def test_nothing_and_noughts_are_drawn_too() -> None:
    assert bars([]) == [] and bars([("4月", 0)])[0].length == 0
