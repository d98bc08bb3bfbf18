"""The regions of a form as a page draws and lists them, with what is doubtful or wrong beside each. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sekisho.paper.form import Column, Field, Form, FormPage, Kind, Line, Table
from sekisho.paper.formfile import KINDS, form_problems

#: How long a handle (mm) is across the border that it moves: a finger finds it, and rows of 5 mm keep theirs apart.
_GRIP, _ROW_GRIP = 3.0, 1.8
_WORDS = re.compile(r"（[a-z_]+(?:・[a-z_]+)*）")
#: The same in the words of the page, where a sentence speaks of the file's.
_SPOKEN = (("upper_part", "フリガナの割合"), ("[[pages.fields]] に書き足して", "「欄を加える」で加えて"))
#: What a person would call the kinds, those first that are wanted most.
OFFERED: tuple[Kind, ...] = (
    "name", "date", "mark", "text", "number", "choice", "facility", "kana", "title", "skip",
)  # fmt: skip


@dataclass(frozen=True)
class Handle:
    """A border that can be dragged. ``edge``: left, top, right, bottom, or the number of a row's border; ``at`` in mm."""

    edge: str
    label: str
    upright: bool
    at: float
    most: float
    left: float
    top: float
    width: float
    height: float


@dataclass
class Region:
    """A region of a page. ``shape``: field, table or column; ``key``: its place in the form; lengths in mm.

    ``notes``: what the program was unsure of; ``problems``: what must be mended before the form can be used.
    """

    key: str
    shape: str
    label: str
    name: str
    kind: str
    left: float
    top: float
    right: float
    bottom: float
    choices: tuple[str, ...] = ()
    upper: int = 0
    edges: tuple[float, ...] = ()
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    handles: list[Handle] = field(default_factory=list)

    @property
    def title(self) -> str:
        """How a person finds it again."""
        return f"{self.label}「{self.name}」" if self.label else self.name

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def word(self) -> str:
        """Its kind in words."""
        return dict[str, str](KINDS).get(self.kind, "")

    @property
    def rows(self) -> int:
        return len(self.edges) - 1

    @property
    def choices_text(self) -> str:
        return "、".join(self.choices)

    @property
    def edges_text(self) -> str:
        return " ".join(f"{edge:.1f}" for edge in self.edges)


@dataclass
class Sheet:
    """A page of the form. ``notes`` and ``problems``: those that name no region of it."""

    number: int
    width: float
    height: float
    title: str
    regions: list[Region]
    lines: Sequence[Line]
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Its place in the form."""
        return f"p{self.number}"


def sheets(form: Form) -> list[Sheet]:
    """All pages with their regions; a table stands before its columns."""
    found = [_sheet(number, page) for number, page in enumerate(form.pages)]
    for note in form.unsure:
        _beside(found, note, lambda target: target.notes)
    for problem in form_problems(form):
        _beside(found, problem, lambda target: target.problems)
    return found


def missing(form: Form) -> list[str]:
    """What a form can do without, though rows then all wait for a person."""
    columns = {column.kind for page in form.pages for table in page.tables for column in table.columns}
    fields = {one.kind for page in form.pages for one in page.fields}
    said = []
    if not any(page.tables for page in form.pages):
        return ["表がありません。行のない用紙は、検便の記録としては読まれません。"]
    if "name" not in columns:
        said.append("氏名の列がありません。どの行も、だれの記録かを職員が確かめることになります。")
    if "date" not in columns | fields:
        said.append("日付の列も欄もありません。どの行も、検査日を職員が確かめることになります。")
    if "facility" not in fields:
        said.append(
            "施設名の欄がありません。どの園の用紙かは、氏名から推し量るか、職員が選ぶことになります。"
        )
    return said


def spoken(sentence: str) -> str:
    """A sentence about the file in the words of the page."""
    for written, said in _SPOKEN:
        sentence = sentence.replace(written, said)
    return _WORDS.sub("", sentence)


def _beside(pages: list[Sheet], sentence: str, of: object) -> None:
    """Put the sentence beside every region that it names, else beside its page."""
    named = re.match(r"(\d+)ページ(?:目の|目|：)", sentence)
    page = pages[int(named[1]) - 1] if named and int(named[1]) <= len(pages) else pages[0] if pages else None
    if page is None:
        return
    targets: list[Region | Sheet] = [one for one in page.regions if _names(sentence, one)]
    for target in targets or [page]:
        of(target).append(sentence)  # type: ignore[operator]


def _names(sentence: str, region: Region) -> bool:
    if region.shape == "table":
        return re.search(f"{region.name}(?!\\d)", sentence) is not None and "列「" not in sentence
    if region.shape == "column" and re.search(r"表\d", sentence):
        return (
            f"列「{region.name}」" in sentence and re.search(f"{region.label}(?!\\d)", sentence) is not None
        )
    return f"「{region.name}」" in sentence


def _sheet(number: int, page: FormPage) -> Sheet:
    regions = [_field(number, place, one) for place, one in enumerate(page.fields)]
    for place, table in enumerate(page.tables):
        if table.columns:
            regions += _table(number, place, table)
    for region in regions:
        region.handles = _handles(region, page)
    return Sheet(number, page.width, page.height, page.title, regions, page.lines)


def _field(page: int, place: int, one: Field) -> Region:
    left, top, width, height = one.box
    return Region(
        f"p{page}f{place}",
        "field",
        "欄",
        one.name,
        one.kind,
        left,
        top,
        left + width,
        top + height,
        one.choices,
    )


def _table(page: int, place: int, table: Table) -> list[Region]:
    name = f"表{place + 1}"
    left, right = table.columns[0].left, max(column.right for column in table.columns)
    whole = Region(
        f"p{page}t{place}",
        "table",
        "",
        name,
        "",
        left,
        table.edges[0],
        right,
        table.edges[-1],
        edges=table.edges,
    )
    if table.unchecked:
        whole.notes.append(table.unchecked)
    return [whole, *(_column(page, place, number, one, table) for number, one in enumerate(table.columns))]


def _column(page: int, place: int, number: int, one: Column, table: Table) -> Region:
    return Region(
        f"p{page}t{place}c{number}", "column", f"表{place + 1}", one.name, one.kind, one.left, table.edges[0],
        one.right, table.edges[-1], one.choices, round(one.upper_part * 100),
    )  # fmt: skip


def _handles(region: Region, page: FormPage) -> list[Handle]:
    named = f"「{region.name}」の"
    upright = [
        Handle(
            edge,
            f"{named}{word}の境目",
            True,
            at,
            page.width,
            at - _GRIP / 2,
            region.top,
            _GRIP,
            region.height,
        )
        for edge, word, at in (("left", "左", region.left), ("right", "右", region.right))
    ]
    if region.shape == "column":
        return upright
    if region.shape == "field":
        return upright + [
            Handle(
                edge,
                f"{named}{word}の境目",
                False,
                at,
                page.height,
                region.left,
                at - _GRIP / 2,
                region.width,
                _GRIP,
            )
            for edge, word, at in (("top", "上", region.top), ("bottom", "下", region.bottom))
        ]
    return [
        Handle(
            str(number), _row_border(named, number, region.rows), False, at, page.height, region.left,
            at - _ROW_GRIP / 2, region.width, _ROW_GRIP,
        )
        for number, at in enumerate(region.edges)
    ]  # fmt: skip


def _row_border(named: str, number: int, rows: int) -> str:
    if number == 0:
        return f"{named}1 行目の上"
    return f"{named}{rows} 行目の下" if number == rows else f"{named}{number} 行目と {number + 1} 行目の境目"
