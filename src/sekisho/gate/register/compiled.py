"""The registers into the database, where gate.open asks them. Run by ``sekisho migrate`` as the owner of the tables."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction

from sekisho.base import clock
from sekisho.base.retention import parse_length
from sekisho.gate.register.load import Registered, registers
from sekisho.gate.rights import readable_columns, record_kind, writable_columns


def compile_registers(owner: str) -> None:
    """Replace the compiled registers by what the files say now. ``owner``: alias of the owner's connection."""
    from sekisho.gate.models import Grant, NamedSubject, PurposeEntry, RetentionRule, Right

    with transaction.atomic(using=owner):
        for model in (PurposeEntry, Grant, Right, RetentionRule, NamedSubject):
            model.objects.using(owner).all().delete()
        RetentionRule.objects.using(owner).bulk_create(RetentionRule(**row) for row in retention_rows())
        NamedSubject.objects.using(owner).bulk_create(NamedSubject(**row) for row in subject_rows())
        for registered in registers().values():
            purposes, grants, rights = _rows(registered)
            PurposeEntry.objects.using(owner).bulk_create(PurposeEntry(**row) for row in purposes)
            Grant.objects.using(owner).bulk_create(Grant(**row) for row in grants)
            Right.objects.using(owner).bulk_create(Right(**row) for row in rights)
            _remember(registered, owner)


def _remember(registered: Registered, owner: str) -> None:
    """Add the wording to the history of the entry, unless it is the newest there."""
    from sekisho.gate.models import Wording

    wordings = Wording.objects.using(owner).filter(affair=registered.key)
    newest = wordings.order_by("-id").first()
    if newest is None or newest.hash != registered.hash():
        wordings.create(
            affair=registered.key,
            hash=registered.hash(),
            since=clock.today(),
            entry=registered.entry.model_dump(mode="json"),
        )


def subject_rows() -> Iterator[dict[str, object]]:
    """A row for every record table that has its subjects' names."""
    for registered in registers().values():
        for kind in registered.entry.records:
            if kind.name:
                model = apps.get_model(registered.key, kind.model)
                yield {
                    "table_name": model._meta.db_table,
                    "kind": record_kind(model).subject_kind,
                    "key_column": kind.subject,
                    "name_column": kind.name,
                    "address_column": kind.address,
                }


def retention_rows() -> Iterator[dict[str, object]]:
    """A row for every table that a [[retention]] line names, of all registers."""
    from sekisho.gate.models import LogLine

    for registered in registers().values():
        for line in registered.entry.retention:
            length = parse_length(line.length)
            fallback_length = parse_length(line.fallback_length or line.length)
            for name in line.models:
                model = apps.get_model(registered.key, name)
                if model is LogLine:
                    # The log's lines stand under seals: they go with these, not line by line.
                    continue
                kind = record_kind(model)
                yield {
                    "table_name": model._meta.db_table,
                    "subject": kind.subject,
                    "subject_kind": kind.subject_kind,
                    "anchor": line.anchor.split(".")[1],
                    "anchor_is_time": _is_time(model, line.anchor),
                    "number": length.number,
                    "unit": length.unit,
                    "fallback": line.fallback.split(".")[1],
                    "fallback_is_time": _is_time(model, line.fallback),
                    "fallback_number": fallback_length.number,
                    "fallback_unit": fallback_length.unit,
                }


def _is_time(model: type[models.Model], column: str) -> bool:
    return isinstance(model._meta.get_field(column.split(".")[1]), models.DateTimeField)


def _rows(
    registered: Registered,
) -> tuple[list[dict[str, object]], list[dict[str, object]], list[dict[str, object]]]:
    """Rows of purposes, grants and rights of an affair."""
    purposes: list[dict[str, object]] = []
    grants: list[dict[str, object]] = []
    rights: list[dict[str, object]] = []
    for purpose in registered.entry.purposes:
        name = f"{registered.key}.{purpose.key}"
        purposes.append(
            {
                "key": name,
                "affair": registered.key,
                "entry_hash": registered.hash(),
                "zones": list(purpose.zones),
                "terminals": list(purpose.terminals),
                "job": purpose.job,
                "export": purpose.export,
            }
        )
        grants += [
            {
                "purpose": name,
                "post": who.post,
                "at": list(who.at) or [registered.entry.affair.office_code],
                "scope": who.scope,
                "offices": list(who.offices),
            }
            for who in purpose.who
        ]
        for held in sorted(
            {column.split(".")[0] for item in registered.entry.items for column in item.columns}
        ):
            model = apps.get_model(registered.key, held)
            reads, writes = readable_columns(model, name), writable_columns(model, name)
            if reads or writes:
                rights.append(
                    {
                        "purpose": name,
                        "table_name": model._meta.db_table,
                        "reads": sorted(reads),
                        "writes": sorted(writes),
                        "erases": purpose.erases and bool(reads),
                    }
                )
    return purposes, grants, rights
