"""Cells cut from the original pixels of a placed page: rules taken out, strokes kept, odd ones flagged."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from sekisho.paper.astray import names_astray
from sekisho.paper.borders import settled_tables
from sekisho.paper.form import Box, Column, Field, Kind, numbered_rows
from sekisho.paper.furigana import names_alone
from sekisho.paper.ink import Floats, Gray
from sekisho.paper.lighting import evenly_lit
from sekisho.paper.register import Placed
from sekisho.paper.rulings import band_of, contrast_of, dark_pixels, erase_rules, faint_limit, paper_of
from sekisho.paper.scans import Scan
from sekisho.paper.streaks import Crop, erase_streaks
from sekisho.paper.strikes import is_struck

#: Kinds that nobody reads.
UNREAD: tuple[Kind, ...] = ("skip", "kana", "title")
#: Kinds where a seal may be what is to be read.
SEALED: tuple[Kind, ...] = ("mark", "choice")
#: Paper beyond the borders, as a share of the cell's height: people write over the lines.
MARGIN = 0.12
#: Dark spots smaller than this across (mm) are dirt, unless others lie this near (mm): then they are what is left of a stroke.
SPECK, NEAR = 0.22, 0.2


@dataclass(frozen=True)
class Cell:
    """One cut cell.

    ``row``: from 1 through all tables of the page, None for a field outside tables. ``image``: gray, rules
    painted
    paper-white. ``ink``: share of dark pixels within the borders. ``quad``: corners on the scan in pixels
    (upper
    left, upper right, lower right, lower left), without the margin. ``pixels_per_mm``: resolution of
    ``image``;
    ``margin``: pixels of ``image`` on each side that lie beyond the borders. ``struck``: a long line runs
    through
    what is written. ``overflow``: writing crosses a border. Both flags mean «doubtful», never a reading.
    ``whole``: ``image`` with the strokes of the neighbouring cells still in it.
    """

    row: int | None
    table: int | None
    region: Column | Field
    image: NDArray[np.uint8]
    ink: float
    quad: Floats
    pixels_per_mm: float
    margin: int
    struck: bool
    overflow: bool
    whole: NDArray[np.uint8]

    @property
    def empty(self) -> bool:
        """Nothing is written in it (specks don't count)."""
        return self.ink < 0.002


#: Row, table, region and box (mm) of a cell that is to be cut; no row or table outside tables.
_Place = tuple[int | None, int | None, Column | Field, Box]


@dataclass(frozen=True)
class PageCells:
    """The cells of one page: ``fields`` outside tables, ``rows`` by number, each by the name of its
    region."""

    placed: Placed
    fields: dict[str, Cell]
    rows: dict[int, dict[str, Cell]]

    def __iter__(self) -> Iterator[Cell]:
        yield from self.fields.values()
        for row in self.rows.values():
            yield from row.values()


def cut_cells(
    scan: Scan, placed: Placed, skip: Collection[Kind] = UNREAD, margin: float = MARGIN
) -> PageCells:
    """Cut every field and every cell of every table row, except regions of the kinds in ``skip``."""
    page = placed.page
    plan: list[_Place] = []
    for region in page.fields:
        if region.kind not in skip:
            plan.append((None, None, region, region.box))
    tables = settled_tables(scan.gray, placed)
    for row, number, top, bottom in numbered_rows(tables):
        for column in tables[number].columns:
            if column.kind not in skip:
                start = top + column.upper_part * (bottom - top)
                box = (column.left, start, column.right - column.left, bottom - start)
                plan.append((row, number, column, box))
    boxes = np.array([box for _, _, _, box in plan], dtype=np.float64).reshape(-1, 4)
    quads = _corners(placed, boxes)
    gray = evenly_lit(scan.gray)
    unsealed = gray if scan.unsealed is None else evenly_lit(scan.unsealed)
    crops = [
        _crop(gray if region.kind in SEALED else unsealed, quad, box, margin)
        for quad, (_, _, region, box) in zip(quads, plan, strict=True)
    ]
    contrast = contrast_of([image for image, _, _, _ in crops])
    _clean_columns(plan, crops, contrast)
    fields: dict[str, Cell] = {}
    rows: dict[int, dict[str, Cell]] = {}
    for (number_, table_, place, _), (image, quad, scale, pad) in zip(plan, crops, strict=True):
        cell = _finish(number_, table_, place, image, quad, scale, pad, contrast)
        if number_ is None:
            fields[place.name] = cell
        else:
            rows.setdefault(number_, {})[place.name] = cell
    _without_furigana(rows)
    return PageCells(placed, fields, rows)


def cut_boxes(scan: Scan, placed: Placed, boxes: Sequence[Box]) -> list[Gray]:
    """What stands in some boxes (mm) of the page, straightened; nothing is taken out, and no shadow."""
    quads = _corners(placed, np.array(boxes, dtype=np.float64).reshape(-1, 4))
    return [_crop(scan.gray, quad, box, 0.0)[0] for quad, box in zip(quads, boxes, strict=True)]


def _clean_columns(
    plan: Sequence[_Place], crops: Sequence[tuple[Gray, Floats, float, int]], contrast: float
) -> None:
    """Take the streaks of a copier out of the columns of all tables, in place."""
    columns: dict[tuple[int, str], list[Crop]] = {}
    for (_, table, region, _), (image, _, scale, pad) in zip(plan, crops, strict=True):
        if table is not None:
            columns.setdefault((table, region.name), []).append(Crop(image, pad, scale))
    for cells in columns.values():
        erase_streaks(cells, contrast)


def _without_furigana(rows: dict[int, dict[str, Cell]]) -> None:
    """Cut furigana off the name cells; a single name with something above it counts as written over the border,
    and so does one that stands elsewhere than the others."""
    named = [cell for row in rows.values() for cell in row.values() if cell.region.kind == "name"]
    images, odd = names_alone([cell.image for cell in named])
    astray = names_astray(images, [c.margin for c in named], [c.pixels_per_mm for c in named])
    for cell, image, alone, away in zip(named, images, odd, astray, strict=True):
        if alone or away or len(image) != len(cell.image):
            whole = image if len(image) != len(cell.image) else cell.whole
            changed = replace(cell, image=image, whole=whole, overflow=cell.overflow or alone or away)
            rows[cell.row or 0][cell.region.name] = changed


def _corners(placed: Placed, boxes: Floats) -> Floats:
    """N x 4 x 2: the corners on the scan of N boxes (x, y, width, height in mm)."""
    x, y, width, height = boxes.T
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    points = np.stack([np.stack(corner, 1) for corner in corners], 1)
    return placed.to_pixels(points.reshape(-1, 2)).reshape(-1, 4, 2)


def _crop(gray: Gray, quad: Floats, box: Box, margin: float) -> tuple[Gray, Floats, float, int]:
    """The cell with its margin straightened, its corners on the scan, its pixels a mm and its margin in
    pixels."""
    _, _, width, height = box
    across = (np.hypot(*(quad[1] - quad[0])) + np.hypot(*(quad[2] - quad[3]))) / 2
    down = (np.hypot(*(quad[3] - quad[0])) + np.hypot(*(quad[2] - quad[1]))) / 2
    scale = float(max(across / width, down / height))
    inner = (max(4, round(width * scale)), max(4, round(height * scale)))
    pad = max(2, round(margin * inner[1]))
    corners = np.array([(0, 0), (inner[0], 0), inner, (0, inner[1])], dtype=np.float32) + np.float32(
        pad - 0.5
    )
    places = quad.astype(np.float32)
    size = (inner[0] + 2 * pad, inner[1] + 2 * pad)
    how = {"flags": cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, "borderMode": cv2.BORDER_REPLICATE}
    if np.abs(quad[0] + quad[2] - quad[1] - quad[3]).max() < 0.7:
        # Nearly a parallelogram: the cheaper affine map is as good.
        image = cv2.warpAffine(gray, cv2.getAffineTransform(corners[:3], places[:3]), size, **how)
    else:
        image = cv2.warpPerspective(gray, cv2.getPerspectiveTransform(corners, places), size, **how)
    return np.asarray(image, dtype=np.uint8), quad, scale, pad


def _finish(
    row: int | None,
    table: int | None,
    region: Column | Field,
    image: Gray,
    quad: Floats,
    scale: float,
    pad: int,
    contrast: float,
) -> Cell:
    paper = paper_of(image)
    if region.kind not in SEALED and _is_bare(image, pad, scale, paper, contrast):
        image[:] = paper
        return Cell(row, table, region, image, 0.0, quad, scale, pad, False, False, image)
    erase_rules(image, pad, scale, paper, contrast)
    dark = dark_pixels(image, paper, contrast)
    whole = image.copy()
    overflow = _clear_neighbours(image, dark, pad, scale, paper)
    height, width = dark.shape
    inside = dark[pad : height - pad, pad : width - pad]
    return Cell(
        row=row,
        table=table,
        region=region,
        image=image,
        ink=float(inside.mean()) / 255 if inside.size else 0.0,
        quad=quad,
        pixels_per_mm=scale,
        margin=pad,
        struck=is_struck(inside),
        overflow=overflow,
        whole=whole,
    )


def _is_bare(image: Gray, pad: int, scale: float, paper: int, contrast: float) -> bool:
    """Nothing stands in a cell, not even a speck or a pale stroke, but what lies along its borders."""
    rim = pad + band_of(scale)
    inside = image[rim : len(image) - rim, rim : image.shape[1] - rim]
    return bool(inside.size and inside.min() >= faint_limit(paper, contrast))


def _clear_neighbours(image: Gray, dark: Gray, pad: int, scale: float, paper: int) -> bool:
    """Paint over specks and what belongs to the neighbouring cells; True when writing crosses the border
    for good."""
    count, labels, stats, centres = cv2.connectedComponentsWithStats(dark, connectivity=8, ltype=cv2.CV_16U)
    if count < 2:
        return False
    height, width = dark.shape
    speck = max(3.0, (SPECK * scale) ** 2)
    top = stats[:, cv2.CC_STAT_TOP]
    bottom = top + stats[:, cv2.CC_STAT_HEIGHT]
    inside_x = (centres[:, 0] >= pad) & (centres[:, 0] < width - pad)
    inside_y = (centres[:, 1] >= pad) & (centres[:, 1] < height - pad)
    small = stats[:, cv2.CC_STAT_AREA] < speck
    if small[1:].any():
        small &= ~_of_strokes(dark, labels, count, scale, speck)
    outside = ~(inside_x & inside_y)
    # Ordinary strokes run over the lines above and below: a name is written there only when most of it is cut off.
    area = stats[:, cv2.CC_STAT_AREA]
    written = float(area[1:][~small[1:]].sum())
    over = ~small & ((top <= 1) ^ (bottom >= height - 1)) & (bottom - top > 0.3 * (height - 2 * pad))
    over &= np.where(top <= 1, bottom < 0.7 * height, top > 0.3 * height)
    over[0] = False
    across = bool(over.any()) and float(area[over].sum()) > 0.6 * written
    drop = small | (outside & ~over)
    drop[0] = False
    if drop.any():
        gone = cv2.dilate(drop[labels].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        gone &= (dark == 0) | drop[labels]
        image[gone] = paper
        dark[drop[labels]] = 0
    return across


def _of_strokes(
    dark: Gray, labels: NDArray[np.uint16], count: int, scale: float, speck: float
) -> NDArray[np.bool_]:
    """Which of the ``count`` spots have so much ink near them that they are pieces of a stroke that the copier broke up."""
    reach = 2 * max(1, round(NEAR * scale)) + 1
    _, groups = cv2.connectedComponents(cv2.dilate(dark, np.ones((reach, reach), np.uint8)), ltype=cv2.CV_16U)
    ys, xs = np.nonzero(dark)
    group = groups[ys, xs]
    enough = np.bincount(group, minlength=int(groups.max()) + 1) >= 2 * speck
    kept = np.zeros(count, bool)
    kept[labels[ys, xs]] = enough[group]
    return kept
