"""What will go when: counts by rule and month. Derived from the events each time, so a case reopened moves by itself."""

import datetime
from collections import Counter
from dataclasses import dataclass, field

from django.db import connection

from sekisho.base.retention import due_on
from sekisho.gate.retention.rules import Rule, rules


@dataclass
class Plan:
    """One rule's future. ``months``: records by the first day of the month in which they go; ``due``: those that go with
    the next purge; ``held`` of them or later ones stay under a hold; ``open``: no clock has started."""

    rule: Rule
    due: int = 0
    held: int = 0
    open: int = 0
    months: Counter[datetime.date] = field(default_factory=Counter)


def plans(today: datetime.date) -> list[Plan]:
    """A plan for each rule, within an open pass of «gate.retention»."""
    return [_plan(rule, today) for rule in rules()]


def _plan(rule: Rule, today: datetime.date) -> Plan:
    plan = Plan(rule)
    with connection.cursor() as cursor:
        cursor.execute("SELECT event, fell_back, held, rows FROM gate.purge_preview(%s)", [rule.table])
        for event, fell_back, held, rows in cursor.fetchall():
            if held:
                plan.held += rows
            elif event is None:
                plan.open += rows
            else:
                due = due_on(event, rule.fallback_length if fell_back else rule.length)
                if due <= today:
                    plan.due += rows
                else:
                    plan.months[due.replace(day=1)] += rows
    return plan
