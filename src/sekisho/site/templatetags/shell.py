"""Tags and filters of the house's pages: dates in words, headings of tables, notices, charts."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sekisho.base.wareki import format_date
from sekisho.site.charts import Bar, bars
from sekisho.site.tables import Table

register = template.Library()

#: Kinds of notices: the sign and the word that say the kind, so that colour is never alone.
NOTICES = {
    "info": ("ｉ", "お知らせ"),
    "success": ("✓", "完了"),
    "warning": ("!", "注意"),
    "error": ("×", "誤り"),
}


@register.filter
def wareki(day: datetime.date | None) -> SafeString | str:
    """令和8年4月1日(水), readable by machines too; for a time 令和8年4月1日(水) 9時05分."""
    if day is None or day == "":
        return "―"
    if isinstance(day, datetime.datetime):
        local = timezone.localtime(day) if timezone.is_aware(day) else day
        words = f"{format_date(local.date(), weekday=True)} {local.hour}時{local.minute:02}分"
        return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), words)
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), format_date(day, weekday=True))


@register.inclusion_tag("site/parts/notice.html")
def notice(kind: str, text: str, remedy: str = "") -> dict[str, object]:
    """A sentence that needs noticing, and what to do; ``kind``: info, success, warning, error."""
    kind = kind if kind in NOTICES else "info"
    sign, word = NOTICES[kind]
    return {"kind": kind, "sign": sign, "word": word, "text": text, "remedy": remedy}


@register.inclusion_tag("site/parts/table_head.html")
def table_head(table: Table, caption: str) -> dict[str, object]:
    """Caption and headings of a table; headings that sort are links."""
    return {"table": table, "caption": caption}


@register.inclusion_tag("site/parts/table_foot.html")
def table_foot(table: Table) -> dict[str, object]:
    """How many rows, and the way to the other pages of a table."""
    page: Any = table.page
    before = table.link(page=page.previous_page_number()) if page.has_previous() else ""
    after = table.link(page=page.next_page_number()) if page.has_next() else ""
    return {"page": page, "before": before, "after": after}


@register.inclusion_tag("site/parts/chart.html")
def chart(title: str, rows: Sequence[tuple[str, float]], unit: str = "件") -> dict[str, object]:
    """Bars as SVG, with the same figures as a table below."""
    drawn: list[Bar] = bars(rows)
    return {"title": title, "bars": drawn, "unit": unit, "height": 8 + 34 * len(drawn)}


@register.inclusion_tag("site/parts/progress.html")
def progress(job: object) -> dict[str, object]:
    """A job's progress, asked for again until it ends; ``job`` as sekisho.site.jobs_shown.Shown describes it."""
    return {"job": job, "first": True}
