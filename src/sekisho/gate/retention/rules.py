"""The [[retention]] lines of all registers, a table each, with the words that people read."""

from dataclasses import dataclass

from django.apps import apps

from sekisho.base.retention import Length, parse_length
from sekisho.gate.models.retention import RetentionRule
from sekisho.gate.register.load import registers


@dataclass(frozen=True)
class Rule:
    """How long the records of one table are kept. ``kind``: the register's items that the table holds."""

    table: str
    affair: str
    kind: str
    event: str
    length: Length
    fallback_length: Length
    unsure: bool

    @property
    def words(self) -> str:
        """«退職した日から1年»."""
        return f"{self.event}から{self.length.words}"


def rules() -> list[Rule]:
    """All rules that the purge works by, in the register's order."""
    worked = set(RetentionRule.objects.values_list("table_name", flat=True))
    found = []
    for key, registered in registers().items():
        for line in registered.entry.retention:
            for name in line.models:
                table = apps.get_model(key, name)._meta.db_table
                items = [
                    item.name
                    for item in registered.entry.items
                    if any(column.startswith(f"{name}.") for column in item.columns)
                ]
                if table in worked:
                    found.append(
                        Rule(
                            table, registered.entry.affair.name, "、".join(items), line.event,
                            parse_length(line.length), parse_length(line.fallback_length or line.length), line.unsure,
                        )
                    )  # fmt: skip
    return found
