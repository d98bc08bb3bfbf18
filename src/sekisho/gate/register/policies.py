"""Row-level security of an affair's record tables, as SQL made from its register.

The run-time role sees a row when the open pass reaches the table: everywhere, in its offices, in its case, or for the
subjects that an approved exceptional use names. The functions asked stand in sub-selects, so PostgreSQL asks them once a
statement; why they are asked with IS NOT NULL is told in gate/migrations/sql/0070_reach.sql.
"""

from django.apps import apps
from django.db import models

from sekisho.gate.register.load import Registered
from sekisho.gate.register.schema import RecordKind
from sekisho.gate.vault.fields import VaultRecord

_VERBS = (("SELECT", "read"), ("INSERT", "write"), ("UPDATE", "write"), ("DELETE", "erase"))


def policies(registered: Registered) -> str:
    """The statements for all record tables of the affair; running them twice changes nothing."""
    return "\n".join(_table(registered, kind) for kind in registered.entry.records)


def _table(registered: Registered, kind: RecordKind) -> str:
    model = apps.get_model(registered.key, kind.model)
    table = model._meta.db_table
    lines = [f"-- {kind.model}", f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"]
    for command, verb in _VERBS:
        rule = _reach(model, kind, verb)
        clause = {
            "INSERT": f"WITH CHECK ({rule})",
            "UPDATE": f"USING ({rule}) WITH CHECK ({rule})",
        }.get(command, f"USING ({rule})")
        name = f"gate_{command.lower()}"
        lines += [
            f"DROP POLICY IF EXISTS {name} ON {table};",
            f"CREATE POLICY {name} ON {table} FOR {command} TO sekisho_app {clause};",
        ]
    if not _is_log(registered, kind.model):
        lines += _columns(model)
    if issubclass(model, VaultRecord):
        lines += [
            f"CREATE OR REPLACE TRIGGER gate_forget_keys AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows",
            "    FOR EACH STATEMENT EXECUTE FUNCTION gate.forget_keys();",
        ]
    subject = f"'{kind.subject_kind or model._meta.label_lower}', '{kind.subject}'"
    for event in ("INSERT", "UPDATE", "DELETE") if not _is_log(registered, kind.model) else ():
        tables = {"INSERT": "NEW TABLE AS new_rows", "DELETE": "OLD TABLE AS old_rows"}.get(
            event, "NEW TABLE AS new_rows OLD TABLE AS old_rows"
        )
        name = f"gate_note_{event.lower()}"
        lines += [
            f"CREATE OR REPLACE TRIGGER {name} AFTER {event} ON {table} REFERENCING {tables}",
            f"    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed({subject});",
        ]
    return "\n".join(lines) + "\n"


def _reach(model: type[models.Model], kind: RecordKind, verb: str) -> str:
    """The condition of a policy: what a pass must reach for a row."""
    asked = f"'{model._meta.db_table}', '{verb}'"
    parts = [f"(SELECT gate.everywhere({asked})) IS NOT NULL"]
    if kind.office:
        parts.append(f"{kind.office} = ANY ((SELECT gate.reached_offices({asked}))::bigint[])")
    if kind.case:
        parts.append(f"{kind.case}::text = (SELECT gate.reached_case({asked}))")
    if verb == "read":
        named = kind.subject_kind or model._meta.label_lower
        subjects = f"gate.reached_subjects('{model._meta.db_table}', '{named}')"
        parts.append(f"{kind.subject}::text = ANY ((SELECT {subjects})::text[])")
    return "\n    OR ".join(parts)


def _columns(model: type[models.Model]) -> list[str]:
    """Texts and files lie uncompressed, so that the search for a marker sees them; and the planner's statistics, which would
    keep the most common names beyond their purge, aren't gathered on them (nor on the search keys made from names)."""
    kinds = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
    columns = [
        field.column
        for field in model._meta.concrete_fields
        if isinstance(getattr(field, "output_field", field), kinds)
    ]
    actions = (f"ALTER {name} SET STORAGE EXTERNAL, ALTER {name} SET STATISTICS 0" for name in columns)
    return [f"ALTER TABLE {model._meta.db_table} {', '.join(actions)};"] if columns else []


def _is_log(registered: Registered, model: str) -> bool:
    """The log's own lines: they come and go by the gate's functions, which note it; they hold numbers, no names, and auditors'
    searches need the planner's statistics."""
    return (registered.key, model) == ("gate", "LogLine")
