"""The six pages in mm. Each page says whose it is: the office's number and the child's name stand at its head."""

from collections.abc import Sequence
from dataclasses import dataclass

from sekisho.paper.form import Box

#: A4; boxes between these margins.
SIZE = (210.0, 297.0)
LEFT, RIGHT = 15.0, 195.0
NUMBER, CHILD = "整理番号", "児童氏名"
#: The head: number, child's name; y and height of its boxes.
HEAD = (26.0, 10.0)


@dataclass(frozen=True)
class Slot:
    """A box to write in, right of its printed ``label`` (empty in a table). ``key``: what stands in it, page and label, or page,
    table's column and row from 1. ``choices``: printed with a small box before each."""

    key: str
    label: str
    box: Box
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grid:
    """A table: its columns as (header, width in mm, choices), and the y of all its row borders, the header's first."""

    left: float
    columns: tuple[tuple[str, float, tuple[str, ...]], ...]
    edges: tuple[float, ...]


@dataclass(frozen=True)
class Page:
    """A printed page. ``labels``: (text, box); ``notes``: lines of small print as (text, x, y)."""

    number: int
    title: str
    labels: tuple[tuple[str, Box], ...]
    slots: tuple[Slot, ...]
    grids: tuple[Grid, ...] = ()
    notes: tuple[tuple[str, float, float], ...] = ()


#: A cell of a row: label, its width, the width of the box, choices.
_Cell = tuple[str, float, float, tuple[str, ...]]


def _cell(label: str, label_width: float, width: float, *choices: str) -> _Cell:
    return (label, label_width, width, choices)


def _rows(page: int, top: float, rows: Sequence[tuple[float, Sequence[_Cell]]]) -> tuple[list[tuple[str, Box]], list[Slot]]:  # fmt: skip
    """Rows of label and box, one below the other from ``top``."""
    labels, slots = [], []
    for height, cells in rows:
        x = LEFT
        for label, label_width, width, choices in cells:
            labels.append((label, (x, top, label_width, height)))
            x += label_width
            slots.append(Slot(f"{page}/{label}", label, (x, top, width, height), choices))
            x += width
        top += height
    return labels, slots


def _grid(page: int, top: float, header: float, height: float, rows: int, columns: Sequence[tuple[str, float, tuple[str, ...]]]) -> tuple[Grid, list[Slot]]:  # fmt: skip
    edges = (top, *(round(top + header + row * height, 2) for row in range(rows + 1)))
    slots, x = [], LEFT
    for name, width, choices in columns:
        for row in range(1, rows + 1):
            slots.append(Slot(f"{page}/{name}/{row}", "", (x, edges[row], width, height), choices))
        x += width
    return Grid(LEFT, tuple(columns), edges), slots


OTHER = "その他(　　　　　　)"
YES_NO = ("無", "有")


def _page(
    number: int,
    title: str,
    blocks: Sequence[tuple[float, Sequence[tuple[float, Sequence[_Cell]]]]],
    grids: Sequence[tuple[Grid, list[Slot]]] = (),
    notes: Sequence[tuple[str, float, float]] = (),
) -> Page:
    top, height = HEAD
    labels, slots = _rows(number, top, [(height, [_cell(NUMBER, 26, 34), _cell(CHILD, 26, 94)])])
    for at, rows in blocks:
        more, boxes = _rows(number, at, rows)
        labels += more
        slots += boxes
    for _, boxes in grids:
        slots += boxes
    notes = (*notes, (f"（{number}／6）", 182.0, 289.0))
    return Page(number, title, tuple(labels), tuple(slots), tuple(grid for grid, _ in grids), notes)


def pages() -> tuple[Page, ...]:
    """The form."""
    return (
        _page(
            1,
            "保育所等入所申込書",
            [
                (46, [(10, [_cell("申込年月日", 30, 60), _cell("入所希望年月日", 34, 56)])]),
                (
                    64,
                    [
                        (9, [_cell("児童フリガナ", 30, 150)]),
                        (12, [_cell("児童生年月日", 30, 70), _cell("性別", 20, 60, "男", "女")]),
                        (10, [_cell("クラス年齢", 30, 150, "0歳", "1歳", "2歳", "3歳", "4歳", "5歳")]),
                    ],
                ),
                (
                    106,
                    [
                        (9, [_cell("保護者フリガナ", 30, 150)]),
                        (12, [_cell("保護者氏名", 30, 150)]),
                        (11, [_cell("児童との続柄", 30, 150, "父", "母", "祖父", "祖母", OTHER)]),
                        (10, [_cell("郵便番号", 30, 40)]),
                        (14, [_cell("住所", 30, 150)]),
                        (10, [_cell("電話番号", 30, 55), _cell("緊急連絡先", 40, 55)]),
                    ],
                ),
            ],
            notes=[
                ("みほん市長　あて", 16, 42),
                ("次のとおり保育所等への入所を申し込みます。", 16, 60),
                ("保護者（申込者）", 16, 103),
                ("□の欄は、当てはまるものに✓を付けてください。日付は令和・平成などで書いてください。", 16, 180),
            ],
        ),
        _page(
            2,
            "世帯の状況",
            [(124, [(12, [_cell("世帯の区分", 30, 150, "ひとり親", "生活保護", "該当なし", OTHER)])])],
            [
                _grid(
                    2, 46, 9, 11, 6,
                    [("氏名", 42, ()), ("フリガナ", 42, ()), ("続柄", 18, ()), ("生年月日", 38, ()), ("勤務先・学校等", 40, ())],
                )
            ],
            [
                ("申込児童と同居している方を、保護者から順に全員書いてください（申込児童は除きます）。", 16, 42),
                ("ひとり親・生活保護の方は、証明する書類を添えてください。", 16, 142),
            ],
        ),
        _page(
            3,
            "保護者の就労の状況",
            [
                (
                    52,
                    [
                        (11, [_cell("父の勤務先", 36, 144)]),
                        (10, [_cell("父の電話番号", 36, 54)]),
                        (12, [_cell("父の就労形態", 36, 144, "常勤", "パート", "自営", "求職中", OTHER)]),
                        (10, [_cell("父の就労日数", 36, 30), _cell("父の就労時間", 36, 30)]),
                    ],
                ),
                (
                    112,
                    [
                        (11, [_cell("母の勤務先", 36, 144)]),
                        (10, [_cell("母の電話番号", 36, 54)]),
                        (12, [_cell("母の就労形態", 36, 144, "常勤", "パート", "自営", "求職中", OTHER)]),
                        (10, [_cell("母の就労日数", 36, 30), _cell("母の就労時間", 36, 30)]),
                    ],
                ),
            ],
            notes=[
                ("父（又はこれに代わる保護者）", 16, 49),
                ("母（又はこれに代わる保護者）", 16, 109),
                ("就労日数は 1 か月の日数、就労時間は 1 日の時間を、数字で書いてください。", 16, 162),
            ],
        ),
        _page(
            4,
            "きょうだいの状況",
            [(112, [(12, [_cell("きょうだいの同時申込", 44, 136, "する", "しない")]),
                    (11, [_cell("同じ施設の希望", 44, 80, "必ず", "できれば", "別でもよい")])])],
            [
                _grid(
                    4, 46, 9, 12, 4,
                    [("氏名", 46, ()), ("生年月日", 42, ()), ("在園・在学先", 52, ()), ("同居", 40, ("同居", "別居"))],
                )
            ],
            [("申込児童のきょうだいを、年上から順に書いてください。", 16, 42)],
        ),
        _page(
            5,
            "入所を希望する施設",
            [
                (50, [(13, [_cell("第1希望", 30, 90), _cell("第1希望の見学", 28, 32, "済", "未")])]),
                (68, [(12, [_cell("第2希望", 30, 90), _cell("第2希望の見学", 28, 32, "済", "未")])]),
                (85, [(12, [_cell("第3希望", 30, 90), _cell("第3希望の見学", 28, 32, "済", "未")])]),
                (102, [(12, [_cell("第4希望", 30, 90), _cell("第4希望の見学", 28, 32, "済", "未")])]),
                (119, [(12, [_cell("第5希望", 30, 90), _cell("第5希望の見学", 28, 32, "済", "未")])]),
                (144, [(12, [_cell("保育の時間", 30, 60, "標準時間", "短時間")]), (14, [_cell("希望の理由", 30, 150)])]),
            ],
            notes=[("希望する順に、施設の名前を書いてください。", 16, 46)],
        ),
        _page(
            6,
            "児童の健康と同意",
            [
                (
                    46,
                    [
                        (10, [_cell("アレルギーの有無", 40, 40, *YES_NO), _cell("服薬の有無", 40, 60, *YES_NO)]),
                        (13, [_cell("アレルギーの内容", 40, 140)]),
                        (9, [_cell("持病の有無", 40, 40, *YES_NO)]),
                        (11, [_cell("療育手帳の有無", 40, 60, *YES_NO)]),
                        (13, [_cell("持病の内容", 40, 140)]),
                        (11, [_cell("かかりつけ医", 40, 70)]),
                    ],
                ),
                (
                    128,
                    [
                        (12, [_cell("調査への同意", 40, 80, "同意する", "同意しない")]),
                        (11, [_cell("署名年月日", 40, 80)]),
                        (13, [_cell("保護者署名", 40, 140)]),
                    ],
                ),
            ],
            notes=[
                ("入所の選考のため、市が世帯の住民記録と課税の状況を調べることに同意しますか。", 16, 124),
            ],
        ),
    )  # fmt: skip
