"""One page through the real road, and the command's table from results that lie there."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sekisho.base.errors import UserError
from sekisho.paper.synth.corpus import corpus
from sekisho.paper.synth.fontbook import DEMO
from sekisho.project.bench import quality
from sekisho.project.bench.counting import tally
from sekisho.project.bench.quality import Slice, read_slice
from sekisho.project.bench.records import engine_key, save
from sekisho.project.cli import app


def _bench(*arguments: str) -> str:
    options = {"catch_exceptions": False, "standalone_mode": False}
    return CliRunner().invoke(app, ["bench", *arguments], **options).output


def test_a_page_is_read_and_counted() -> None:
    part = Slice("bench", "print", "harsh", 11, 20)
    (case,) = corpus(part.role, DEMO, part.style, part.mix, part.seed, part.cells)
    (page,) = read_slice(part, DEMO).pages
    found = tally([page])
    assert (page.layout, page.damages, page.refused) == (case.layout.name, case.page.damages, "")
    assert [row.row for row in page.rows] == [row.row for row in case.page.truth.rows]
    assert found.rows == len(case.page.truth.rows) >= 20
    assert (
        found.ours == sum(row.ours for row in page.rows) <= sum(row.on_roster for row in case.page.truth.rows)
    )
    assert found.wrongs == 0
    assert found.accepted >= found.rows // 2
    strangers = {row.row for row in case.page.truth.rows if not row.on_roster}
    assert {row.row for row in page.rows if row.fault == "stranger"} == strangers


def test_the_table_is_written_from_what_was_measured(tmp_path: Path) -> None:
    target, work = tmp_path / "benchmarks.md", tmp_path / "work"
    options = ("--quick", "--only", "table", "--work", str(work), "-o", str(target))
    with pytest.raises(UserError, match="まだ何も"):
        _bench(*options)
    (work / "quality").mkdir(parents=True)
    part = quality.slices(1200)[0]
    save(work / "quality" / f"{part.name}.json", engine_key(), read_nothing())
    _bench(*options, "--date", "2025-05-12")
    text = target.read_text(encoding="utf-8")
    assert "on 2025-05-12" in text and "`sekisho bench --quick`" in text
    assert "| Left to a person, life mix, print |" in text
    assert json.loads((work / "wrong.json").read_text(encoding="utf-8")) == []


def read_nothing() -> quality.SliceResult:
    """A page whose one row was left to a person."""
    row = quality.Judged(1, "doubtful", 0.5, "", "name", True)
    page = quality.PageRecord("bench", "print", "life", "bench-ledger", "font", (), 200, "", (row,))
    return quality.SliceResult((page,), ())
