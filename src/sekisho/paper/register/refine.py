"""From a rough pose to a close one: a homography drawn to the page's lines, then a gentle bend for curled
paper."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sekisho.paper.form import FormPage
from sekisho.paper.ink import Floats, Mask, Rules, straight

#: Powers of x and y in the bend: all terms up to the third degree.
POWERS = tuple((i, j) for i in range(4) for j in range(4) if i + j <= 3)
#: Rules at least this long beside the longest tell by their ends how a form without vertical rules lies, where there are so many;
#: a piece of a rule lies within so many pixels of it. A rule that ends so far (mm) from its place says that the form leans.
_LONG, _ENDS, _BESIDE, _ASIDE = 0.6, 6, 4.0, 0.8


@lru_cache(maxsize=64)
def line_samples(page: FormPage) -> tuple[Floats, NDArray[np.bool_]]:
    """Points (mm) every 4 mm along the form's lines, and which of them lie on lines that run across."""
    points: list[tuple[float, float]] = []
    across: list[bool] = []
    for line in page.lines:
        length = abs(line.x2 - line.x1) + abs(line.y2 - line.y1)
        count = max(2, round(length / 4))
        for part in (np.arange(count) + 0.5) / count:
            points.append((line.x1 + part * (line.x2 - line.x1), line.y1 + part * (line.y2 - line.y1)))
            across.append(abs(line.x2 - line.x1) > abs(line.y2 - line.y1))
    step = max(1, -(-len(points) // 500))
    return np.array(points, dtype=np.float64).reshape(-1, 2)[::step], np.array(across, dtype=np.bool_)[::step]


def project(matrix: Floats, points: Floats) -> Floats:
    """Apply a 3x3 homography to N x 2 points."""
    along = points @ matrix[:, :2].T + matrix[:, 2]
    return np.asarray(along[:, :2] / along[:, 2:], dtype=np.float64)


def distances(matrix: Floats, page: FormPage, rules: Rules, reach: int, bend: Floats | None = None) -> Floats:
    """Signed distance in pixels from each sample to the nearest line of its direction; NaN beyond
    ``reach``."""
    points, across = line_samples(page)
    places = project(matrix, points if bend is None else bent(points, bend, page))
    off = np.full(len(points), np.nan)
    off[across] = _nearest(rules.across_mask, places[across, 1], places[across, 0], reach)
    off[~across] = _nearest(rules.down_mask.T, places[~across, 0], places[~across, 1], reach)
    return off


def _nearest(mask: Mask, through: Floats, along: Floats, reach: int) -> Floats:
    height, width = mask.shape
    steps = np.arange(-reach, reach + 1)
    base = np.rint(through).astype(np.int64)
    rows = base[:, None] + steps
    columns = np.rint(along).astype(np.int64)
    inside = (rows >= 0) & (rows < height) & ((columns >= 0) & (columns < width))[:, None]
    dark = (mask[np.clip(rows, 0, height - 1), np.clip(columns, 0, width - 1)[:, None]] > 0) & inside
    away = np.where(dark, np.abs(steps), 10**6)
    nearest = steps[away.argmin(1)]
    # Centre of the line that was hit, not its edge.
    near = dark & (np.abs(steps - nearest[:, None]) <= 3)
    centre = (near * steps).sum(1) / np.maximum(1, near.sum(1))
    return np.where(dark.any(1), base + centre - through, np.nan)


def refine(matrix: Floats, page: FormPage, rules: Rules, reaches: tuple[int, ...]) -> Floats:
    """Draw a homography (mm to pixels) to the lines: Gauss-Newton on distances along the lines' normals."""
    points, across = line_samples(page)
    middle = np.array([page.width / 2, page.height / 2])
    unit = np.array([[100.0, 0, middle[0]], [0, 100.0, middle[1]], [0, 0, 1]])
    small = (points - middle) / 100.0
    x, y = small.T
    one, none = np.ones_like(x), np.zeros_like(x)
    current = matrix @ unit
    current = current / current[2, 2]
    for reach in reaches:
        off = distances(current @ np.linalg.inv(unit), page, rules, reach)
        good = ~np.isnan(off)
        if good.sum() < 12:
            break
        along = small @ current[:, :2].T + current[:, 2]
        u, v, w = along[:, 0] / along[:, 2], along[:, 1] / along[:, 2], along[:, 2]
        to_v = np.stack([none, none, none, x / w, y / w, one / w, -v * x / w, -v * y / w], 1)
        to_u = np.stack([x / w, y / w, one / w, none, none, none, -u * x / w, -u * y / w], 1)
        slope = np.where(across[:, None], to_v, to_u)[good]
        rest = off[good]
        spread = max(0.7, 1.5 * float(np.median(np.abs(rest - np.median(rest)))))
        weight = 1 / (1 + (rest / spread) ** 2)
        normal = (slope * weight[:, None]).T @ slope
        damp = np.diag(normal) * 1e-4 + 1e-6
        step = np.linalg.solve(normal + np.diag(damp), (slope * weight[:, None]).T @ rest)
        current = current + np.append(step, 0.0).reshape(3, 3)
    return np.asarray(current @ np.linalg.inv(unit), dtype=np.float64)


def bent(points: Floats, bend: Floats, page: FormPage) -> Floats:
    """Points (mm) moved by the bend: two polynomials (10 x 2 coefficients) over the page stretched to
    -1..1."""
    u = points[:, 0] / page.width * 2 - 1
    v = points[:, 1] / page.height * 2 - 1
    return np.asarray(points + np.stack([u**i * v**j for i, j in POWERS], 1) @ bend, dtype=np.float64)


def find_bend(matrix: Floats, page: FormPage, rules: Rules, reach: int) -> Floats:
    """Polynomials (mm) for what the homography leaves over; held small where no line speaks."""
    points, across = line_samples(page)
    bend = np.zeros((len(POWERS), 2))
    u = points[:, 0] / page.width * 2 - 1
    v = points[:, 1] / page.height * 2 - 1
    terms = np.stack([u**i * v**j for i, j in POWERS], 1)
    scale = pixels_per_mm(matrix, page)
    for _ in range(3):
        off = distances(matrix, page, rules, reach, bend) / scale
        for axis, chosen in ((0, ~across), (1, across)):
            good = chosen & ~np.isnan(off)
            if good.sum() < 20:
                continue
            rest = off[good]
            weight = 1 / (1 + (rest / 0.3) ** 2)
            weighted = terms[good] * weight[:, None]
            hold = np.eye(len(POWERS)) * (0.02 * good.sum())
            bend[:, axis] += np.linalg.solve(weighted.T @ terms[good] + hold, weighted.T @ rest)
    return bend


def other_rows(page: FormPage, matrix: Floats, bend: Floats, rules: Rules) -> bool:
    """Has the page other rows than the form: a rule as wide as a table where the form has none, or none where the
    form's table ends?"""
    return _unknown_rule(page, matrix, rules) or _end_missing(page, matrix, bend, rules)


def _unknown_rule(page: FormPage, matrix: Floats, rules: Rules) -> bool:
    """Rules as wide as a table where the form has none: one right below it, or so many between its edges that
    nobody can have struck out as many rows."""
    if not len(rules.across):
        return False
    back = np.asarray(np.linalg.inv(matrix), dtype=np.float64)
    starts, ends = project(back, rules.across[:, :2]), project(back, rules.across[:, 2:])
    y = (starts[:, 1] + ends[:, 1]) / 2
    for table in page.tables:
        left = min(column.left for column in table.columns)
        right = max(column.right for column in table.columns)
        pitch = float(np.median(np.diff(table.edges)))
        known = np.array([line.y1 for line in page.lines if line.x2 - line.x1 > 5] + list(table.edges))
        length = np.maximum(0.0, np.minimum(ends[:, 0], right) - np.maximum(starts[:, 0], left))
        apart = np.abs(y[:, None] - known).min(1) > max(1.2, 0.3 * pitch)
        # The edge of the sheet or of the glass runs past the table, on one side only where a corner is folded.
        beyond = (starts[:, 0] < left - 4) | (ends[:, 0] > right + 4)
        new = np.flatnonzero(apart & ~beyond & (y > table.edges[0]) & (y < table.edges[-1] + 1.4 * pitch))
        # Pieces of one broken rule count together.
        wide = [k for k in new if length[new][np.abs(y[new] - y[k]) < 0.6].sum() > 0.8 * (right - left)]
        places = np.unique(np.round(y[wide]))
        if (places > table.edges[-1]).any() or len(places) > max(3, 0.25 * len(table.edges)):
            return True
    return False


def _end_missing(page: FormPage, matrix: Floats, bend: Floats, rules: Rules) -> bool:
    """Is there no rule where a table's printed last edge should be, though most of its other edges are there?"""
    for table in page.tables:
        left, right = table.columns[0].left, table.columns[-1].right
        end, top = table.edges[-1], table.edges[0] - 15
        wide = {y for y in _wide_rules(page, left, right) if y > top}
        others = sorted(y for y in wide if y < end - 2)[-6:]
        if not any(abs(y - end) < 0.6 for y in wide) or len(others) < 2:
            continue
        drawn = [_drawn(page, matrix, bend, rules, (left, right, y)) for y in others]
        seen = [share for share in drawn if share is not None]
        last = _drawn(page, matrix, bend, rules, (left, right, end))
        if last is not None and last < 0.2 and len(seen) > 1 and float(np.median(seen)) > 0.6:
            return True
    return False


def weakest_rule(page: FormPage, matrix: Floats, bend: Floats, rules: Rules) -> float:
    """The least share that is drawn of any printed rule as wide as its table; 1 where there is none in sight."""
    shares = []
    for table in page.tables:
        left, right = table.columns[0].left, table.columns[-1].right
        shares += [
            _drawn(page, matrix, bend, rules, (left, right, y)) for y in _wide_rules(page, left, right)
        ]
    return min((share for share in shares if share is not None), default=1.0)


def _wide_rules(page: FormPage, left: float, right: float) -> set[float]:
    """Where (y in mm) printed rules run along most of the way from ``left`` to ``right``."""
    return {line.y1 for line in page.lines if min(line.x2, right) - max(line.x1, left) > 0.8 * (right - left)}


def _drawn(
    page: FormPage, matrix: Floats, bend: Floats, rules: Rules, line: tuple[float, float, float]
) -> float | None:
    """Share of a level line (left, right, y in mm) that is drawn on the page; None where it lies outside."""
    left, right, y = line
    along = np.linspace(left + 2, right - 2, 60)
    places = project(matrix, bent(np.column_stack([along, np.full(60, y)]), bend, page))
    height, width = rules.across_mask.shape
    inside = (places >= 6).all(1) & (places[:, 0] < width - 6) & (places[:, 1] < height - 6)
    if inside.mean() < 0.7:
        return None
    return float((~np.isnan(_nearest(rules.across_mask, places[inside, 1], places[inside, 0], 4))).mean())


def pixels_per_mm(matrix: Floats, page: FormPage) -> float:
    """Scale of a homography about the middle of the page."""
    middle = np.array([page.width / 2, page.height / 2])
    corners = project(matrix, middle + np.array([[-20.0, 0], [20, 0], [0, -20], [0, 20]]))
    across, down = corners[1] - corners[0], corners[3] - corners[2]
    return float(np.hypot(*across) + np.hypot(*down)) / 80.0


def hung_on_ends(matrix: Floats, page: FormPage, rules: Rules, stretching: bool = False) -> Floats:
    """A form without vertical rules may lean sideways unseen in a photograph: shift and shear it until its rules end where the
    page's do. Unchanged where fewer than ``_ENDS`` rules say so. ``stretching``: it may be too wide or too narrow as well."""
    ends = _ends(matrix, page, rules, stretching)
    if len(ends) < _ENDS:
        return matrix
    y, left, right, off_left, off_right = ends.T
    stretch = float(np.median((off_right - off_left) / (right - left))) if stretching else 0.0
    x = (off_left + off_right - stretch * (left + right)) / 2
    lean, shift = straight(y, x)
    return np.asarray(matrix @ np.array([[1.0 + stretch, lean, shift], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]))


def ends_agree(matrix: Floats, page: FormPage, rules: Rules) -> bool:
    """Whether enough rules are seen whole, and the form's end where the page's do."""
    ends = _ends(matrix, page, rules, stretching=False)
    return len(ends) >= _ENDS and float((np.abs(ends[:, 3] + ends[:, 4]) < 2 * _ASIDE).mean()) > 0.8


def _ends(matrix: Floats, page: FormPage, rules: Rules, stretching: bool) -> Floats:
    """Of each long rule of the form that is seen whole: where it lies, its two ends, and how far those of the page are from
    them (y, left, right, off at the left, off at the right; mm)."""
    long = [line for line in page.lines if line.x2 > line.x1]
    longest = max((line.x2 - line.x1 for line in long), default=0.0)
    middle = (rules.across[:, [0, 1]] + rules.across[:, [2, 3]]) / 2
    found = []
    for line in long:
        if line.x2 - line.x1 < _LONG * longest:
            continue
        left, right = project(matrix, np.array([(line.x1, line.y1), (line.x2, line.y2)]))
        scale = (right[0] - left[0]) / (line.x2 - line.x1)
        level = left[1] + (middle[:, 0] - left[0]) * (right[1] - left[1]) / (right[0] - left[0])
        own = rules.across[np.abs(middle[:, 1] - level) < _BESIDE]
        if not len(own):
            continue
        start, end = own[:, 0].min(), own[:, 2].max()
        # Half of a rule lost at one side would say that the form leans.
        if (own[:, 2] - own[:, 0]).sum() > 0.8 * (end - start if stretching else right[0] - left[0]):
            found.append((line.y1, line.x1, line.x2, (start - left[0]) / scale, (end - right[0]) / scale))
    return np.array(found, dtype=np.float64).reshape(-1, 5)
