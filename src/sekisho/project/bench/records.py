"""Results of slices as JSON files, so that a cut run goes on and a table can be written again."""

import dataclasses
import functools
import hashlib
import json
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from sekisho.base.files import write_whole
from sekisho.project.bench.counting import PageRecord
from sekisho.project.bench.judging import Judged

#: Parts of the package that a reading depends on.
_DEPENDS = ("base", "paper")
_SUFFIXES = (".py", ".onnx", ".json")


@dataclass(frozen=True)
class Wrong:
    """A row that was wrongly accepted, or that would have been soonest (``state`` doubtful), for study.

    All names are made up. ``number``: of the page in its slice. ``chances``: of facility, name and date.
    """

    state: str
    fault: str
    layout: str
    face: str
    damages: str
    number: int
    row: int
    truth: str
    written: str
    read: str
    true_date: str
    read_date: str
    probability: float
    chances: dict[str, float]
    origin: str


@dataclass(frozen=True)
class SliceResult:
    """What came of one slice of the corpus: its pages, and rows for study."""

    pages: tuple[PageRecord, ...]
    wrong: tuple[Wrong, ...]


def save(path: Path, key: str, result: SliceResult) -> None:
    """Write a slice's result; rows as short lists to keep the file small."""
    pages = []
    for page in result.pages:
        flat = dataclasses.asdict(page)
        flat["rows"] = [list(row.values()) for row in flat["rows"]]
        pages.append(flat)
    wrong = [dataclasses.asdict(one) for one in result.wrong]
    text = json.dumps({"key": key, "pages": pages, "wrong": wrong}, ensure_ascii=False)
    write_whole(path, text.encode())


def load(path: Path, key: str) -> SliceResult | None:
    """A slice's result, None when there is none or it was made by another reading engine."""
    if not path.exists():
        return None
    data = json.loads(path.read_text(encoding="utf-8"))
    if data["key"] != key:
        return None
    return SliceResult(tuple(map(_page, data["pages"])), tuple(Wrong(**one) for one in data["wrong"]))


def _page(flat: dict[str, Any]) -> PageRecord:
    rows = tuple(Judged(*row) for row in flat["rows"])
    return PageRecord(**{**flat, "damages": tuple(flat["damages"]), "rows": rows})


@functools.cache
def engine_key() -> str:
    """Digest of the code and the weights that a reading depends on, tests left out."""
    digest = hashlib.sha256()
    root = Path(str(resources.files("sekisho")))
    for part in _DEPENDS:
        for path in sorted((root / part).rglob("*")):
            if path.suffix in _SUFFIXES and "tests" not in path.parts:
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
