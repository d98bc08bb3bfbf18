"""Filters of the stool tests' pages."""

import datetime

from django import template

from sekisho.base.wareki import format_month

register = template.Library()


@register.filter
def wareki_month(month: datetime.date | None) -> str:
    """令和7年5月."""
    return format_month(month) if month else ""


@register.filter
def less(number: int, other: int) -> int:
    """The difference."""
    return number - other
