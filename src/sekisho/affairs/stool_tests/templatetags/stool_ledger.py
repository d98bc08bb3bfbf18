"""When a batch goes, for the pages that show one."""

import datetime

from django import template

from sekisho.affairs.stool_tests.closing.batches import rule
from sekisho.base.retention import due_on

register = template.Library()


@register.filter
def goes(anchor: datetime.date | None) -> datetime.date | None:
    """The day on which sheets go whose time runs from ``anchor``."""
    return due_on(anchor, rule().length) if anchor else None
