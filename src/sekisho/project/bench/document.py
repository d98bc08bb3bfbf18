"""docs/benchmarks.md: the promises with their verdicts first, then every detail."""

from collections.abc import Sequence
from typing import Any

from sekisho.project.bench import quality_tables, speed_tables, stool_tables
from sekisho.project.bench.counting import PageRecord
from sekisho.project.bench.tables import Table, markdown

_HEADER = ("", "floor", "aim", "measured", "verdict")
_HOW = """Quality is measured on pages of the generator (`sekisho.paper.synth`), filled in from rosters of made-up
cities, with seeds, fonts and layouts that neither training nor calibration uses; two kinds of damage (ink
shining through from the back, a weak toner) are met here alone, the others in strengths of 0.2 to 0.85 (training
0 to 1, calibration 0.05 to 0.95). Mix *life*: 1 % of the
rows are strangers, newcomers and leavers at random or with a surname of the roster. Mix *harsh*: 5 %, a third
of them one look-alike kanji away from somebody on the roster. Each page goes the way of `sekisho read`: the
form as `sekisho form learn` finds it on the layout's blank, the roster of the whole city (38 facilities), the
default risk. The only help: a page whose dates name no year, or seem to be of another month, is read again with its
month, as a run over a month's scans does (that rule came after a first run of this bench had shown sheets whose
year was misread in every row alike; nothing else was tuned on these pages). Handwriting means handwriting-like fonts, shaken and slanted; real hands are harder."""


def promises(pages: Sequence[PageRecord], speed: dict[str, Any] | None) -> Table:
    """Floor, aim, measured, verdict."""
    bench = [page for page in pages if page.role == "bench"]
    lines = quality_tables.promises(bench) + (speed_tables.promises(speed["parts"]) if speed else [])
    return Table("What was promised", _HEADER, tuple(lines))


def all_tables(
    pages: Sequence[PageRecord], speed: dict[str, Any] | None, stool_tests: dict[str, Any] | None = None
) -> list[Table]:
    """Every table of the document, in its order."""
    web = [stool_tables.table(stool_tests)] if stool_tests else []
    details = (quality_tables.tables(pages) if pages else []) + (
        speed_tables.tables(speed["parts"]) if speed else []
    )
    return [promises(pages, speed), *web, *details]


def document(
    pages: Sequence[PageRecord],
    speed: dict[str, Any] | None,
    command: str,
    date: str,
    machine: dict[str, str],
    stool_tests: dict[str, Any] | None = None,
) -> str:
    """The whole file as Markdown."""
    tables = all_tables(pages, speed, stool_tests)
    promised = [tables[0], *(one for one in tables if one.title == stool_tables.TITLE)]
    short = quality_tables.falls_short([row for one in promised for row in one.rows])
    facts = "\n".join(f"- {name}: {fact}" for name, fact in machine.items())
    head = [
        "# Benchmarks",
        f"Made by `{command}` (`make fonts bench` repeats it) on {date}. Written by the program; do not edit.",
        f"Falls short: {'; '.join(short)}." if short else "Nothing falls short of its floor.",
        facts,
        _load(speed),
        _amount(pages),
    ]
    text = "\n\n".join(part for part in head if part)
    first, *rest = tables
    return "\n".join(
        [text, "", markdown(first), "## How quality is measured\n", _HOW, "", *map(markdown, rest)]
    )


def with_section(text: str, table: Table) -> str:
    """The document with the table in the place of the section of its name, or behind the last one."""
    head, found, rest = text.partition(f"## {table.title}\n")
    if not found:
        return f"{text.rstrip()}\n\n{markdown(table)}"
    _, another, after = rest.partition("\n## ")
    return head + markdown(table) + another + after


def _load(speed: dict[str, Any] | None) -> str:
    if not speed:
        return "Speed was not measured."
    return (
        f"Before the speed was measured, {speed['load']:.1f} processes wanted the cores on average "
        "(load of the last minute): much above 0.5 means that others were at work."
    )


def _amount(pages: Sequence[PageRecord]) -> str:
    if not pages:
        return "Quality was not measured."
    counts = {
        role: sum(len(page.rows) for page in pages if page.role == role) for role in ("bench", "heldout")
    }
    layouts = len({page.layout for page in pages if page.role == "bench"})
    faces = len({page.face for page in pages if page.role == "bench"})
    return (
        f"{counts['bench']:,} name cells on {layouts} layouts in {faces} fonts, and {counts['heldout']:,} on "
        "layouts and in fonts that were kept out of everything."
    )
