"""What the registers say about a model and its columns."""

import functools

from django.db import models

from sekisho.gate.answers import Gap
from sekisho.gate.register.load import Registered, find, registers
from sekisho.gate.register.schema import RecordKind


@functools.cache
def record_kind(model: type[models.Model]) -> RecordKind:
    """The register's line about a record model; raises Gap when there is none."""
    registered = _registered(model)
    for kind in registered.entry.records:
        if kind.model == model.__name__:
            named = kind.subject_kind or model._meta.label_lower
            return kind.model_copy(update={"subject_kind": named})
    raise Gap(f"{registered.key}/register.toml has no [[records]] for {model.__name__}")


def _registered(model: type[models.Model]) -> Registered:
    registered = registers().get(model._meta.app_label)
    if registered is None:
        raise Gap(f"{model._meta.app_label} has no register.toml, but {model.__name__} holds personal data")
    return registered


@functools.cache
def readable_columns(model: type[models.Model], purpose: str) -> frozenset[str]:
    """Field names (attnames) of ``model`` that ``purpose`` may read: its items' columns and the technical ones, where it
    reads any item of the model at all."""
    found = find(purpose)
    return _columns(model, found[0], found[1].reads) if found else frozenset()


@functools.cache
def writable_columns(model: type[models.Model], purpose: str) -> frozenset[str]:
    """Field names (attnames) of ``model`` that ``purpose`` may write, as ``readable_columns``."""
    found = find(purpose)
    return _columns(model, found[0], found[1].writes) if found else frozenset()


def _columns(model: type[models.Model], affair: Registered, items: tuple[str, ...]) -> frozenset[str]:
    """The columns of ``items``, with the technical ones where there is any; none of another affair's model."""
    if affair is not _registered(model):
        return frozenset()
    fields = affair.columns(items).get(model.__name__, frozenset())
    return _attnames(model, fields | technical_columns(model)) if fields else frozenset()


def technical_columns(model: type[models.Model]) -> frozenset[str]:
    """Fields of ``model`` that the register lists as saying nothing about a person."""
    columns = [column.split(".") for one in _registered(model).entry.technical for column in one.columns]
    return frozenset(field for name, field in columns if name == model.__name__)


def hidden_columns(model: type[models.Model], purpose: str) -> frozenset[str]:
    """Field names of ``model`` that ``purpose`` may not read and that a query can leave out."""
    readable = readable_columns(model, purpose)
    if not readable:
        return frozenset()
    return frozenset(
        field.name
        for field in model._meta.concrete_fields
        if field.attname not in readable and not field.primary_key
    )


def _attnames(model: type[models.Model], names: frozenset[str]) -> frozenset[str]:
    """«facility» as «facility_id»: what from_db is told."""
    key = frozenset({model._meta.pk.attname})
    return key | {model._meta.get_field(name).attname for name in names}
