"""Filters of the auditors' pages."""

from collections.abc import Mapping, Sequence

from django import template

register = template.Library()
_FEW = 3


@register.filter
def named(names: Mapping[str, str], key: str) -> str:
    """The words for a key; the key itself where there are none any more."""
    return names.get(key, key)


@register.filter
def few(values: Sequence[str] | None) -> str:
    """The first few, and how many more."""
    values = values or []
    more = f" ほか{len(values) - _FEW}" if len(values) > _FEW else ""
    return "、".join(values[:_FEW]) + more
