"""Rows told apart by shading alone: the boundaries of the bands stand in for rules."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from sekisho.paper.ink import Gray
from sekisho.paper.learn.rules import Rule

#: Shading is at least this much darker than paper (gray levels) …
FAINTEST = 8.0
#: … and a band is no lower or higher than the usual one by more than this share.
UNEVEN = 0.12
#: Two rules further apart than this (mm) may have bands between them.
ROOM = 20.0


def banded_rules(gray: Gray, scale: float, rules: Sequence[Rule]) -> list[Rule]:
    """Rules to think between evenly shaded bands; ``gray`` has ``scale`` pixels a mm."""
    wide = sorted((rule for rule in rules if rule.across and rule.length > 60), key=lambda rule: rule.at)
    found: list[Rule] = []
    for above, below in pairwise(wide):
        alike = abs(above.start - below.start) < 3 and abs(above.end - below.end) < 3
        if alike and below.at - above.at > ROOM:
            for at in _boundaries(gray, scale, above, below):
                found.append(Rule(True, at, above.start, above.end, above.length, solid=False))
    return found


def _boundaries(gray: Gray, scale: float, above: Rule, below: Rule) -> list[float]:
    """y (mm) where the shading changes, when it does so evenly from one rule to the other."""
    first = round((above.at + 0.8) * scale)
    last, left, right = (round(value * scale) for value in (below.at - 0.8, above.start + 1, above.end - 1))
    # Writing is less than half of any line of pixels: the upper part of the values is paper.
    paper = np.percentile(gray[first:last, left:right:3], 65, axis=1)
    dark, bright = np.percentile(paper, [10, 90])
    if bright - dark < FAINTEST:
        return []
    is_bright = paper > (dark + bright) / 2
    changes = np.flatnonzero(is_bright[1:] != is_bright[:-1]) + 1
    places = [(first + int(change)) / scale for change in changes]
    heights = np.diff([above.at, *places, below.at])
    usual = float(np.median(heights))
    if len(heights) < 4 or usual < 3 or np.abs(heights / usual - 1).max() > UNEVEN:
        return []
    return places
