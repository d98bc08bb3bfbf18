"""Made-up families for tests: any facts that the catalogue can ask for, some of them unknown."""

import datetime
from typing import Any

from hypothesis import strategies as st

from sekisho.affairs.bereavement.procedures import Attribute, catalogue


def values(attribute: Attribute) -> st.SearchStrategy[Any]:
    """What the attribute can be."""
    if attribute.kind == "bool":
        return st.booleans()
    if attribute.kind == "int":
        return st.integers(0, 12)
    if attribute.kind == "date":
        return st.dates(datetime.date(2024, 1, 1), datetime.date(2027, 12, 31))
    return st.sampled_from(list(attribute.values))


FAMILIES = st.fixed_dictionaries(
    {}, optional={one.name: values(one) for one in catalogue().attributes.values()}
)
