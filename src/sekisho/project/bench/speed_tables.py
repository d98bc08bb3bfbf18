"""The tables of speed and memory, and Tesseract beside us."""

from typing import Any

from sekisho.project.bench.tables import Table, mebibytes, percent, seconds, verdict

_GIB = 2**30
#: A run is flat when it takes at most this much more at its end than after a quarter.
_FLAT = 0.10


def promises(parts: dict[str, Any]) -> list[tuple[str, ...]]:
    """Lines (what, floor, aim, measured, verdict) for the first table of the document."""
    page, month, year, long, books = (parts[key] for key in ("page", "month", "year", "long", "books"))
    whole = page["seconds"]["whole"]
    growth = year["end"] / year["quarter"] - 1 if year["quarter"] else 0.0
    return [
        (
            "A page of 40 rows, 200 dpi (incumbent: 7 s)",
            "≤ 0.5 s",
            "≤ 0.2 s",
            seconds(whole),
            verdict(whole, 0.5, 0.2),
        ),
        (
            f"A month by `sekisho read` ({month['pages']} pages with backs)",
            "≤ 20 s",
            "",
            seconds(month["seconds"]),
            verdict(month["seconds"], 20),
        ),
        (
            f"A year ({year['sheets']} sheets, {year['pages']} pages): memory at the end against a quarter",
            "flat",
            "",
            f"{growth * 100:+.1f} %, peak {mebibytes(year['peak'])}",
            verdict(growth, _FLAT),
        ),
        (
            f"A PDF of {long['pages']} pages: peak memory of all processes",
            "≤ 1,536 MiB",
            "",
            mebibytes(long["peak"]),
            verdict(long["peak"], 1.5 * _GIB),
        ),
        (
            "Start of the command until the first page's work",
            "≤ 1 s",
            "",
            seconds(parts["start"]["seconds"]),
            verdict(parts["start"]["seconds"], 1),
        ),
        (
            f"Posting {books['rows']:,.0f} cells into a ledger of {books['sheets']:.0f} sheets",
            "≤ 0.5 s",
            "",
            seconds(books["post"]),
            verdict(books["post"], 0.5),
        ),
        ("Learning a rule from five cells", "≤ 2 s", "", seconds(books["learn"]), verdict(books["learn"], 2)),
    ]


def tables(parts: dict[str, Any]) -> list[Table]:
    """The steps of a page, the runs of the command, Tesseract."""
    page = parts["page"]
    steps = tuple((name, seconds(value)) for name, value in page["seconds"].items() if name != "whole")
    found = [
        Table(
            "A page of 40 rows, step by step",
            ("", "median"),
            (
                *steps,
                ("whole", seconds(page["seconds"]["whole"])),
                ("slowest page", seconds(page["slowest"])),
            ),
            f"Medians over {page['pages']} pages × {page['repeats']} runs, print and handwriting in turn, "
            "200 dpi, one process on all cores, from the bytes of a PDF to rows, networks loaded before; the "
            "sum of medians need not be the median of sums.",
        ),
        _runs(parts),
    ]
    return [*found, _tesseract(page)] if page["theirs"] else found


def _runs(parts: dict[str, Any]) -> Table:
    names = {"month": "a month", "year": "a year", "long": "one long PDF"}
    rows = [
        (
            name,
            f"{part['pages']}",
            seconds(part["seconds"]),
            seconds(part["seconds"] / part["pages"]),
            mebibytes(part["quarter"]),
            mebibytes(part["end"]),
            mebibytes(part["peak"]),
            mebibytes(part["largest"]),
        )
        for key, name in names.items()
        if (part := parts[key])
    ]
    header = (
        "`sekisho read` of",
        "pages",
        "wall time",
        "a page",
        "memory after a quarter",
        "at the end",
        "peak",
        "largest process",
    )
    return Table(
        "Runs of the command",
        header,
        tuple(rows),
        "Memory is that of the whole tree of processes, shared pages once (PSS, sampled four times a second); "
        "the largest single process by `ru_maxrss`, which is what `/usr/bin/time` shows. The year is the month's "
        "files over and over under other names and with other bytes; the long PDF holds their pages.",
    )


def _tesseract(page: dict[str, Any]) -> Table:
    theirs, ours = page["theirs"], page["ours"]
    rows = []
    for style in theirs["exact"]:
        title = "handwriting" if style == "hand" else "print"
        (exact, cells), (near, _) = theirs["exact"][style], theirs["nearest"][style]
        rows.append(
            (f"{theirs['version']}, {title}: exact", f"{exact} of {cells}", percent(exact / cells, 1))
        )
        rows.append(
            (
                f"… nearest name of the roster is right, {title}",
                f"{near} of {cells}",
                percent(near / cells, 1),
            )
        )
    known = ours["known"]
    rows += [
        ("ours: first candidate is right", f"{ours['top']} of {known}", percent(ours["top"] / known, 1)),
        (
            "ours: accepted of all rows",
            f"{ours['accepted']} of {ours['rows']}",
            percent(ours["accepted"] / ours["rows"], 1),
        ),
        ("ours: wrong among the accepted", f"{ours['wrong']} of {ours['accepted']}", ""),
        ("Tesseract, 40 name cells alone", seconds(40 * theirs["seconds"]), ""),
        ("ours, the whole page", seconds(page["seconds"]["whole"]), ""),
    ]
    return Table(
        "Tesseract 5 `jpn` beside it",
        ("", "cells or time", "share"),
        tuple(rows),
        f"The same {page['pages']} pages in the same run. Tesseract gets the name cells as cut by our "
        "registration, rules already erased, with `--psm 7`, all of a style in one process; spaces and variants "
        "don't count. It has no notion of people who aren't on the roster: all of its readings would have to be "
        "checked.",
    )
