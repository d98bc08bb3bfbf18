"""Which of a form's date columns says when somebody was tested."""

from collections.abc import Iterable

from sekisho.paper.form import Column

#: Dates of something else than the test.
_OTHER = ("生", "入所", "入園", "birth")
#: Words of a header, the day of the sample first: a laboratory's own days lie later, sometimes in the next month.
_ORDER = ("採便", "採取", "採", "提出", "受検", "受診", "検査", "受付")


def other_date(text: str) -> bool:
    """Is ``text`` the header or label of a date that isn't the test's?"""
    return any(word in text for word in _OTHER)


def date_columns(columns: Iterable[Column]) -> list[Column]:
    """The columns that may hold the day of the test, the one that is read as such first; blocks repeat a column once."""
    found = {
        column.name: column
        for column in columns
        if column.kind == "date" and not other_date(column.name + column.header)
    }
    return sorted(found.values(), key=_rank)


def _rank(column: Column) -> int:
    words = column.name + column.header
    return next((place for place, word in enumerate(_ORDER) if word in words), len(_ORDER))
