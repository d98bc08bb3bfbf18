"""A table's rows in the order and on the page that the address asks for; anything else in the address is ignored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

SIZE = 50


@dataclass(frozen=True)
class Column:
    """A column's heading. ``order``: what a click on it sorts by (fields of the query, or keys of the rows); empty: it
    doesn't sort. ``number``: set to the right."""

    key: str
    label: str
    order: tuple[str, ...] = ()
    number: bool = False


@dataclass(frozen=True)
class Heading:
    """A column as it stands in this table: where a click leads, and which way it is sorted now."""

    column: Column
    link: str
    sorted: str


@dataclass(frozen=True)
class Table:
    """What the template shows: ``rows`` of the page at hand."""

    headings: tuple[Heading, ...]
    page: "Page[Any]"
    query: QueryDict

    @property
    def rows(self) -> Sequence[Any]:
        """The rows of this page."""
        return self.page.object_list

    def link(self, **changed: object) -> str:
        """The address of this table with some of its questions changed."""
        query = self.query.copy()
        for name, value in changed.items():
            query[name] = str(value)
        return f"?{query.urlencode()}"


def table(
    request: HttpRequest,
    rows: "QuerySet[Any] | Iterable[dict[str, Any]]",
    columns: Sequence[Column],
    size: int = SIZE,
) -> Table:
    """Sort by «sort» («-» before it: downwards) and cut to the page «page» of the address."""
    wanted = request.GET.get("sort", "")
    chosen = next((one for one in columns if one.order and one.key == wanted.removeprefix("-")), None)
    down = wanted.startswith("-")
    if chosen:
        rows = _ordered(rows, chosen.order, down)
    page = Paginator(rows if isinstance(rows, QuerySet) else list(rows), size).get_page(
        request.GET.get("page")
    )
    headings = tuple(_heading(request.GET, one, chosen, down) for one in columns)
    return Table(headings, page, request.GET)


def _ordered(rows: Any, order: tuple[str, ...], down: bool) -> Any:
    if isinstance(rows, QuerySet):
        return rows.order_by(*((f"-{name}" for name in order) if down else order), "pk")
    return sorted(rows, key=lambda row: tuple(row[name] for name in order), reverse=down)


def _heading(asked: QueryDict, column: Column, chosen: Column | None, down: bool) -> Heading:
    if not column.order:
        return Heading(column, "", "")
    query = asked.copy()
    query.pop("page", None)
    query["sort"] = f"-{column.key}" if column is chosen and not down else column.key
    state = ("descending" if down else "ascending") if column is chosen else "none"
    return Heading(column, f"?{query.urlencode()}", state)
