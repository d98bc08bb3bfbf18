"""Where may a form lie on a page: scale and offset from the places of its long lines, tried on each axis."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sekisho.paper.form import FormPage
from sekisho.paper.ink import Floats, Rules


@dataclass(frozen=True)
class Marks:
    """Places of lines on one axis with the summed length at each; sorted by place."""

    at: Floats
    length: Floats


@dataclass(frozen=True)
class Guess:
    """A possible pose: pixels = scale * mm + offset on each axis; ``score`` 0..1, how many lines agree."""

    score: float
    scale_x: float
    offset_x: float
    scale_y: float
    offset_y: float

    def matrix(self) -> Floats:
        return np.array([[self.scale_x, 0, self.offset_x], [0, self.scale_y, self.offset_y], [0, 0, 1.0]])


def gather(at: Floats, length: Floats, width: float, most: int) -> Marks:
    """Merge places closer than ``width``; the ``most`` longest stay."""
    order = np.argsort(at)
    at, length = at[order], length[order]
    if not len(at):
        return Marks(at, length)
    group = np.concatenate([[0], np.cumsum(np.diff(at) > width)])
    total = np.bincount(group, length)
    place = np.bincount(group, at * length) / total
    if len(place) > most:
        keep = np.sort(np.argsort(-total, kind="stable")[:most])
        place, total = place[keep], total[keep]
    return Marks(np.asarray(place, dtype=np.float64), np.asarray(total, dtype=np.float64))


@lru_cache(maxsize=64)
def form_marks(page: FormPage) -> tuple[Marks, Marks]:
    """Lines of a form page by x and by y, in mm; the ends of its rules stand in where it has no vertical
    ones."""
    across = np.array(
        [(line.y1, abs(line.x2 - line.x1)) for line in page.lines if _is_across(line.x1, line.x2)]
    )
    down = np.array(
        [(line.x1, abs(line.y2 - line.y1)) for line in page.lines if not _is_across(line.x1, line.x2)]
    )
    if len(down) < 2:
        ends = [(x, 5.0) for line in page.lines if _is_across(line.x1, line.x2) for x in (line.x1, line.x2)]
        down = np.array([*down.tolist(), *ends])
    across, down = across.reshape(-1, 2), down.reshape(-1, 2)
    return gather(down[:, 0], down[:, 1], 0.8, 60), gather(across[:, 0], across[:, 1], 0.8, 90)


def _is_across(x1: float, x2: float) -> bool:
    return abs(x2 - x1) > 1e-6


def page_marks(rules: Rules, with_ends: bool) -> tuple[Marks, Marks]:
    """The same of a scanned page, in pixels."""
    across, down = rules.across, rules.down
    x, x_length = (down[:, 0] + down[:, 2]) / 2, down[:, 3] - down[:, 1]
    if with_ends:
        # The stroke of a character ends anywhere; the table's rules, the longest of all, end at its sides.
        long = across[:, 2] - across[:, 0]
        x = np.concatenate([x, across[:, 0], across[:, 2]])
        x_length = np.concatenate([x_length, np.tile(20.0 * long / max(1.0, float(long.max(initial=0))), 2)])
    y, y_length = (across[:, 1] + across[:, 3]) / 2, across[:, 2] - across[:, 0]
    return gather(x, x_length, 4.0, 40), gather(y, y_length, 4.0, 80)


def guess_poses(
    page: FormPage, rules: Rules, shape: tuple[int, int], uneven: float, most: int
) -> list[Guess]:
    """The best ``most`` poses of a form page on an upright page image of ``shape`` (height, width).

    ``uneven``: by which share the scales of the two axes may differ.
    """
    form_x, form_y = form_marks(page)
    page_x, page_y = page_marks(rules, with_ends=not page.has_uprights)
    height, width = shape
    widest = 1.4 * max(width / page.width, height / page.height)
    found: list[Guess] = []
    # The ends of rules that handwriting runs over are places of little weight: more guesses are tried.
    for score_x, scale_x, offset_x in _align(
        page_x, form_x, 0.25 * widest, widest, 4 if page.has_uprights else 10
    ):
        if score_x < 0.2:
            continue
        low, high = scale_x * (1 - uneven), scale_x * (1 + uneven)
        for score_y, scale_y, offset_y in _align(page_y, form_y, low, high, 6):
            found.append(Guess((score_x * score_y) ** 0.5, scale_x, offset_x, scale_y, offset_y))
    found.sort(key=lambda guess: -guess.score)
    return found[:most]


def _align(
    seen: Marks, wanted: Marks, low: float, high: float, most: int
) -> list[tuple[float, float, float]]:
    """Scale and offset that bring ``wanted`` (mm) onto ``seen`` (pixels), with a score 0..1, best first."""
    if len(seen.at) < 2 or len(wanted.at) < 2:
        return []
    first, second = np.triu_indices(len(seen.at), 1)
    span = seen.at[second] - seen.at[first]
    ends = _wide_pairs(wanted.at)
    scales, offsets = [], []
    for a, b in ends:
        scale = span / (wanted.at[b] - wanted.at[a])
        fits = (scale >= low) & (scale <= high)
        scales.append(scale[fits])
        offsets.append(seen.at[first[fits]] - scale[fits] * wanted.at[a])
    scale, offset = np.concatenate(scales), np.concatenate(offsets)
    if not len(scale):
        return []
    places = scale[:, None] * wanted.at + offset[:, None]
    right = np.clip(np.searchsorted(seen.at, places), 1, len(seen.at) - 1)
    nearest = np.where(places - seen.at[right - 1] < seen.at[right] - places, right - 1, right)
    off = np.abs(seen.at[nearest] - places)
    tolerance = 2.0 + 0.5 * scale[:, None]
    hit = np.clip(1 - off / (2 * tolerance), 0, 1) * (off < tolerance)
    full = np.minimum(1.0, seen.length[nearest] / (0.7 * scale[:, None] * wanted.length))
    found = (hit * full * wanted.length).sum(1) / wanted.length.sum()
    # Lines of the page within the form's reach that the form doesn't know speak against the pose.
    inside = (seen.at >= places[:, :1] - tolerance) & (seen.at <= places[:, -1:] + tolerance)
    reach = (inside * seen.length).sum(1)
    explained = np.minimum(
        1.0, (hit * np.minimum(seen.length[nearest], scale[:, None] * wanted.length)).sum(1) / reach
    )
    score = found * (0.5 + 0.5 * explained)
    picked: list[tuple[float, float, float]] = []
    for index in np.argsort(-score, kind="stable"):
        start, end = places[index, 0], places[index, -1]
        if all(
            abs(s * wanted.at[0] + o - start) + abs(s * wanted.at[-1] + o - end)
            > 2 * float(tolerance[index, 0])
            for _, s, o in picked
        ):
            picked.append((float(score[index]), float(scale[index]), float(offset[index])))
            if len(picked) == most:
                break
    return picked


def _wide_pairs(at: Floats) -> list[tuple[int, int]]:
    """The pairs of the form's lines that lie furthest apart: enough of them that two may be lost on the
    page."""
    count = len(at)
    pairs = [(a, b) for a in range(min(4, count)) for b in range(max(0, count - 4), count) if b > a]
    pairs.sort(key=lambda pair: at[pair[0]] - at[pair[1]])
    return pairs[:9]
