"""Forms in the house's look: errors in place, and dates that are typed as paper writes them."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.urls import reverse_lazy

from sekisho.base.wareki import format_date, parse_date


class Renderer(DjangoTemplates):
    """``{{ form }}``: what is wrong first, then every field with its help and its errors beside it."""

    form_template_name = "site/parts/form.html"
    field_template_name = "site/parts/field.html"


class WarekiInput(forms.TextInput):
    """A date as text, with its wareki and weekday beside it while it is typed."""

    template_name = "site/parts/date_input.html"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        asking = {
            "autocomplete": "off",
            "hx-get": reverse_lazy("wareki"),
            "hx-include": "this",
            "hx-trigger": "input changed delay:300ms",
            "hx-target": "next .beside",
        }
        super().__init__({**asking, **(attrs or {})})

    def get_context(self, name: str, value: object, attrs: dict[str, object] | None) -> dict[str, object]:
        """As Django's; with the date in full, where there is one."""
        context = super().get_context(name, value, attrs)
        day = value if isinstance(value, datetime.date) else parse_date(str(value or ""))
        context["beside"] = format_date(day, weekday=True) if day else ""
        return context

    def format_value(self, value: object) -> str | None:
        """A date in its era's words; what was typed stays as it was."""
        if isinstance(value, datetime.date):
            return format_date(value)
        return str(value) if value else None


class WarekiField(forms.Field):
    """A date in any common writing: 令和8年4月1日, R8.4.1, 2026-04-01, 2026/4/1."""

    widget = WarekiInput

    def to_python(self, value: object) -> datetime.date | None:
        """The date; a sentence in Japanese when it is none."""
        if value in self.empty_values:
            return None
        day = value if isinstance(value, datetime.date) else parse_date(str(value))
        if day is None:
            raise ValidationError(
                "日付として読めません。「令和8年4月1日」「R8.4.1」「2026-04-01」のように書いてください。",
                "date",
            )
        return day
