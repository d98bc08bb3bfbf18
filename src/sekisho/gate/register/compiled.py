"""The registers into the database, where gate.open asks them. Run by ``sekisho migrate`` as the owner of the tables."""

from django.apps import apps
from django.db import transaction

from sekisho.base import clock
from sekisho.gate.register.load import Registered, registers
from sekisho.gate.rights import readable_columns, writable_columns


def compile_registers(owner: str) -> None:
    """Replace the compiled registers by what the files say now. ``owner``: alias of the owner's connection."""
    from sekisho.gate.models import Grant, PurposeEntry, Right

    with transaction.atomic(using=owner):
        for model in (PurposeEntry, Grant, Right):
            model.objects.using(owner).all().delete()
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
