"""The document says plainly what falls short; slices are kept and taken up again."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from sekisho.base.errors import UserError
from sekisho.project.bench import quality, stool_tables
from sekisho.project.bench.counting import PageRecord
from sekisho.project.bench.document import document, with_section
from sekisho.project.bench.judging import Judged
from sekisho.project.bench.processes import run, sekisho
from sekisho.project.bench.records import SliceResult, Wrong, load, save
from sekisho.project.bench.tables import Table, verdict
from sekisho.project.bench.tesseract import closest, distance

RIGHT = Judged(1, "accepted", 0.99999, "", "", True)
LEFT = Judged(2, "doubtful", 0.5, "", "name", True)


def page(mix: str, style: str, right: int, left: int, role: str = "bench") -> PageRecord:
    rows = tuple(replace(RIGHT, row=number) for number in range(right)) + (LEFT,) * left
    return PageRecord(role, style, mix, "bench-ledger", "font", ("fax",), 200, "", rows)


def speed_parts() -> dict[str, dict[str, object]]:
    run = {"seconds": 25.0, "pages": 50, "peak": 2**30, "largest": 2**29, "quarter": 2**30, "end": 2**30}
    theirs = {"exact": {"print": (3, 10)}, "nearest": {"print": (9, 10)}, "seconds": 0.05, "version": "t 5"}
    ours = {"rows": 12, "accepted": 11, "wrong": 0, "left": 1, "known": 10, "top": 10}
    return {
        "page": {
            "pages": 2,
            "repeats": 3,
            "seconds": {"registration": 0.05, "whole": 0.3},
            "slowest": 0.4,
            "theirs": theirs,
            "ours": ours,
        },
        "start": {"seconds": 0.9},
        "month": {**run},
        "year": {**run, "sheets": 418, "end": 1.3 * 2**30},
        "long": {**run, "pages": 500},
        "books": {"rows": 1300.0, "sheets": 38.0, "post": 0.2, "learn": 2.5},
    }


def test_the_document_names_what_falls_short() -> None:
    pages = [
        page("life", "print", 97, 3),
        page("harsh", "print", 97, 3),
        page("life", "print", 5, 0, "heldout"),
    ]
    speed = {"load": 0.2, "machine": {}, "parts": speed_parts()}
    text = document(pages, speed, "sekisho bench", "2025-05-12", {"CPU": "abacus"})
    lines = {line.split(" | ")[0].strip("| "): line for line in text.splitlines() if line.startswith("|")}
    assert lines["Left to a person, life mix, print"].endswith("| ≤ 2 % |  | 3.00 % | falls short |")
    assert lines["Left to a person, harsh mix, print"].endswith("| 3.00 % | floor met |")
    assert lines["Wrong accepts, life mix"].endswith("floor met, not proven |")
    assert "falls short" in lines["A month by `sekisho read` (50 pages with backs)"]
    assert "+30.0 %" in text and "≤ 0.2 s | 0.30 s | floor met" in text
    head = text.split("## ")[0]
    assert "Left to a person, life mix, print" in head and "Learning a rule" in head and "abacus" in head
    assert "## Kept out of everything" in text


def web_parts() -> dict[str, object]:
    return {
        "first": [3.2, 1.5], "pages": 60, "web": 1.8, "bare": 2.0, "one": 1.0, "two": 1.75, "cells": 61, "keys": 58, "rows": 1240,
        "wrong": 0, "next": [15.0, 20.0, 70.0], "months": {"cells": 1300.0, "preview": 0.2, "board": 0.2},
    }  # fmt: skip


def test_the_table_of_the_stool_tests_says_what_falls_short() -> None:
    table = stool_tables.table({"load": 0.3, "parts": web_parts()})
    assert [row[-1] for row in table.rows] == [
        "falls short", "floor met", "floor met", "floor met", "floor met", "falls short", "aim met",
    ]  # fmt: skip
    assert table.rows[1][-2] == "10.0 % (1.80 and 2.00 pages/s)" and "31 minutes" in table.notes[0]
    text = document([], None, "c", "d", {}, {"load": 0.3, "parts": web_parts()})
    assert "## Stool tests on the web" in text and "Falls short: First doubtful cell" in text


def test_a_section_takes_the_place_of_the_one_before() -> None:
    one, other = (Table("Of the web", ("", "measured"), (("a page", said),)) for said in ("1 s", "2 s"))
    text = "# Benchmarks\n\n## Of the web\n\nold\n\n## Last\n\nend\n"
    assert with_section(text, one).count("## ") == 2 and "old" not in with_section(text, one)
    assert with_section(with_section(text, one), other) == with_section(text, other)
    assert with_section("# Benchmarks\n", one).endswith("| a page | 1 s |\n")


def test_without_figures_the_document_says_so() -> None:
    assert "Speed was not measured." in document([page("life", "hand", 5, 0)], None, "c", "d", {})


@pytest.mark.parametrize(("measured", "said"), [(0.3, "floor met"), (0.2, "aim met"), (0.51, "falls short")])
def test_verdicts(measured: float, said: str) -> None:
    assert verdict(measured, 0.5, 0.2) == said


def test_a_slice_is_kept_for_the_same_engine_only(tmp_path: Path) -> None:
    wrong = Wrong(
        "accepted", "date", "l", "f", "", 3, 1, "甲", "乙", "丙", "", "", 0.9999, {"name": 1.0}, "roster"
    )
    result = SliceResult((page("life", "print", 2, 1),), (wrong,))
    save(tmp_path / "a.json", "this", result)
    assert load(tmp_path / "a.json", "this") == result
    assert load(tmp_path / "a.json", "other") is None
    assert load(tmp_path / "b.json", "this") is None


def test_the_plan_holds_enough_cells_of_every_kind() -> None:
    plan = quality.slices(30_000)
    assert sum(part.cells for part in plan if part.role == "bench") >= 30_000
    assert sum(part.cells for part in plan if part.role == "heldout") >= 3_000
    assert len({part.seed for part in plan}) == len(plan)
    kinds = [(part.style, part.mix) for part in plan if part.role == "bench"]
    assert len(set(kinds)) == 4 and len({kinds.count(kind) for kind in kinds}) == 1


def test_without_fonts_it_says_how_to_get_them(tmp_path: Path) -> None:
    (tmp_path / "fonts.toml").write_text('[[font]]\nname = "x"\nstyle = "print"\nrole = "bench"\n', "utf-8")
    with pytest.raises(UserError, match="make fonts"):
        quality.bench_faces(tmp_path / "fonts.toml")


def test_memory_of_a_command_and_its_children_is_seen() -> None:
    child = "import time; held = bytearray(60_000_000); time.sleep(0.9)"
    command = [
        sys.executable,
        "-c",
        f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])",
    ]
    ran = run(command, watch=True)
    assert ran.peak > 60_000_000 and ran.largest > 60_000_000
    assert ran.around(0.0, 1.0) == ran.peak
    with pytest.raises(UserError):
        run(sekisho("no-such-command"))


def test_edit_distance() -> None:
    assert [distance(*pair) for pair in (("", "ab"), ("abc", "abc"), ("山本太郎", "山太朗"))] == [2, 0, 2]
    assert closest("髙橋恵子", ("山本　太郎", "高橋　恵")) == "高橋　恵"
