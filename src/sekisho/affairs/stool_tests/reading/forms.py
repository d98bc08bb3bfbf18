"""The forms in use, parsed once a process."""

import functools

from sekisho.affairs.stool_tests import models
from sekisho.paper.form import Form
from sekisho.paper.formfile import parse_form


def forms_in_use() -> dict[str, tuple[int, Form]]:
    """Every form that sheets are read with, by name, with the number of its version."""
    rows = models.Form.objects.filter(retired_at__isnull=True).only("id", "name")
    return {form.name: (row.pk, form) for row in rows if (form := _parsed(row.pk))}


@functools.lru_cache(maxsize=64)
def _parsed(key: int) -> Form:
    """A version never changes, so its number tells it."""
    row = models.Form.objects.get(pk=key)
    return parse_form(row.content, row.name)
