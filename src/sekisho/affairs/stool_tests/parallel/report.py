"""The report of a parallel run for the council: figures and places, nobody's name."""

import datetime
from collections.abc import Sequence
from pathlib import Path

from sekisho.affairs.stool_tests.models import Difference, ParallelRun
from sekisho.affairs.stool_tests.parallel.figures import KINDS, Figures, saved
from sekisho.base.wareki import format_date, format_month
from sekisho.gate.exports import Export
from sekisho.site.documents import pdf

_LAYOUT = Path(__file__).parent.parent / "layouts" / "parallel.typ"


def report(
    run: ParallelRun,
    found: Figures,
    differences: Sequence[Difference],
    city: str,
    today: datetime.date,
    export: Export,
) -> bytes:
    """The PDF; the same run and day give the same bytes."""
    data = {
        **export.typst(),
        "city": city,
        "day": format_date(today),
        "date": [today.year, today.month, today.day],
        "month": format_month(run.month),
        "basis": run.basis,
        "sentence": found.sentence,
        "hand": found.hand_sentence,
        "saved": saved(run.typing, run.looking),
        "figures": [
            ["照らし合わせたセル", f"{found.cells:,}"],
            ["一致したセル", f"{found.alike:,}"],
            ["相違のあったセル", f"{found.differences:,}"],
            ["　うち読み取りの誤り", f"{found.machine_wrong:,}"],
            ["　うち手入力の誤り", f"{found.hand_wrong:,}"],
            ["　うちまだ決めていないもの", f"{found.open:,}"],
            ["転記せずに人へ回したセル", f"{found.left:,}"],
        ],
        "sheets": [
            [title, f"{cells:,}", f"{wrong:,}"]
            for title, (cells, wrong) in run.counts.get("sheets", {}).items()
        ],
        "differences": [
            [f"{one.sheet} {one.cell}", KINDS.get(one.kind, one.kind), one.get_verdict_display() or "未決定"]
            for one in differences
            if one.kind != "left"
        ],
    }
    return pdf(_LAYOUT, data)
