"""Bars of a chart: where they begin and end. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

#: The drawing's width, that of the labels before the bars, and that of the figures behind them.
WIDTH, LABELS, FIGURES = 640, 150, 80


@dataclass(frozen=True)
class Bar:
    """A bar with its label and figure; ``y``: the row's upper edge."""

    label: str
    value: float
    y: int
    length: int

    @property
    def middle(self) -> int:
        """Where the row's text stands."""
        return self.y + 19

    @property
    def figure_at(self) -> int:
        """Where the figure begins."""
        return LABELS + self.length + 8


def bars(rows: Sequence[tuple[str, float]]) -> list[Bar]:
    """A bar for each row, the longest over the whole width."""
    most = max((value for _, value in rows), default=0) or 1
    room = WIDTH - LABELS - FIGURES
    return [
        Bar(label, value, 4 + 34 * number, round(room * value / most))
        for number, (label, value) in enumerate(rows)
    ]
