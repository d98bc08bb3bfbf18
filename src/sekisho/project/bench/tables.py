"""A table of figures, for the terminal and for Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.table import Table as RichTable
from rich.text import Text


@dataclass(frozen=True)
class Table:
    """``rows``: texts, the first of each row being its name. ``notes``: sentences below, ``intro`` above."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    intro: str = ""
    notes: tuple[str, ...] = ()


def markdown(table: Table) -> str:
    """The table as a section of a Markdown document."""
    align = ["---", *["---:"] * (len(table.header) - 1)]
    lines = [_line(table.header), _line(align), *map(_line, table.rows)]
    parts = [f"## {table.title}", table.intro, "\n".join(lines), *table.notes]
    return "\n\n".join(part for part in parts if part) + "\n"


def rich(table: Table) -> RichTable:
    """The table for the terminal; figures that fall short stand out."""
    drawn = RichTable(title=table.title, title_justify="left")
    for number, heading in enumerate(table.header):
        drawn.add_column(heading, justify="right" if number else "left", overflow="fold")
    for row in table.rows:
        drawn.add_row(*(Text(cell, style="bold red" if cell == SHORT else "") for cell in row))
    return drawn


#: What stands beside a figure that doesn't reach its floor.
SHORT = "falls short"


def verdict(measured: float, floor: float, aim: float | None = None) -> str:
    """«aim met», «floor met» or «falls short»; the lower the better."""
    if measured > floor:
        return SHORT
    return "aim met" if aim is not None and measured <= aim else "floor met"


def percent(share: float, digits: int = 2) -> str:
    """0.0213 → 2.13 %."""
    return f"{share * 100:.{digits}f} %"


def seconds(value: float) -> str:
    """0.187 → 0.19 s; below a tenth in milliseconds."""
    return f"{value:.2f} s" if value >= 0.1 else f"{value * 1000:.1f} ms"


def mebibytes(value: float) -> str:
    """Bytes as MiB."""
    return f"{value / 2**20:,.0f} MiB"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
