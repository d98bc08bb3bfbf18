"""The HTML report of a comparison: one file with its pictures inside, for the screen, the phone and paper."""

import base64
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from sekisho.base.files import write_whole
from sekisho.books.bounds import sentence
from sekisho.books.compare import Comparison, Source

_PNG = b"\x89PNG\r\n\x1a\n"
_MAX_CROP = 4 * 1024 * 1024
_KINDS = {
    "different": "値が違う",
    "machine": "機械だけが記入",
    "hand": "手作業だけが記入",
    "left": "機械は書かずに人へ",
}


def write_report(
    path: Path, comparison: Comparison, hand: str, machine: str, crops: Path | None = None
) -> None:
    """Write the report. ``hand``, ``machine``: the ledgers' names as shown; ``crops``: a folder of PNGs."""
    write_whole(path, render(comparison, hand, machine, crops).encode())


def render(comparison: Comparison, hand: str, machine: str, crops: Path | None) -> str:
    """The report as HTML; every value from outside is escaped."""
    environment = Environment(
        loader=PackageLoader("sekisho.books"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("compare.html").render(
        comparison=comparison,
        sentence=sentence(len(comparison.errors), comparison.cells),
        hand=hand,
        machine=machine,
        kinds=_KINDS,
        groups=[
            ("相違", comparison.errors, "相違はありません。"),
            ("機械が書かずに人へ回したセル", comparison.left, "ありません。"),
        ],
        pictures=_pictures(crops, [source for one in comparison.differences for source in one.sources]),
    )


def _pictures(crops: Path | None, sources: Sequence[Source]) -> dict[str, str]:
    """File name of a crop → data URI, for those that are there and are PNG."""
    found = {}
    for name in dict.fromkeys(source.crop for source in sources):
        path = crops / name if crops else None
        if path and path.is_file() and path.stat().st_size <= _MAX_CROP:
            data = path.read_bytes()
            if data.startswith(_PNG):
                found[name] = "data:image/png;base64," + base64.b64encode(data).decode()
    return found
