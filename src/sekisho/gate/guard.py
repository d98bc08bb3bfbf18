"""The second wall: a statement that names a record table while no pass is open is a mistake, and is said so; and one that names
a column beyond the pass's purpose is refused, whether it would show it, filter, sort or count by it.

Without it a forgotten gate would show an empty page, since row-level security lets no row through; and columns would be
checked only where a model is loaded.
"""

import functools
import re
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from sekisho.gate import passes
from sekisho.gate.answers import GateClosed


@functools.cache
def _record_tables() -> re.Pattern[str]:
    """Every record table's name as a word."""
    tables = list(_models())
    return re.compile(r"\b(?:" + "|".join(map(re.escape, tables)) + r")\b") if tables else re.compile(r"(?!)")


@functools.cache
def _models() -> dict[str, type[models.Model]]:
    """Record models by their tables."""
    from sekisho.gate.records import Record

    return {model._meta.db_table: model for model in apps.get_models() if issubclass(model, Record)}


#: As Django writes them: "table"."column", or T3."column" with "table" T3 before.
_NAMED = re.compile(r'("?)(\w+)\1\."(\w+)"')
_ALIAS = re.compile(r'"(\w+)" ([A-Z]{1,2}\d+)\b')


@functools.lru_cache(maxsize=4096)
def columns_named(sql: str) -> tuple[tuple[type[models.Model], frozenset[str]], ...]:
    """The columns of record tables that a statement of Django's names, by model; values are parameters, never in its text."""
    tables = {alias: table for table, alias in _ALIAS.findall(sql)}
    found: dict[type[models.Model], set[str]] = {}
    for _, named, column in _NAMED.findall(sql):
        model = _models().get(tables.get(named, named))
        if model:
            found.setdefault(model, set()).add(column)
    return tuple((model, frozenset(columns)) for model, columns in found.items())


def guard(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Wrapper of every statement on a run-time connection (django.db: database instrumentation)."""
    open_pass = passes.current()
    if open_pass is None:
        named = sorted(set(_record_tables().findall(str(sql))))
        if named:
            raise GateClosed(named)
    elif isinstance(sql, str):
        for model, columns in columns_named(sql):
            open_pass.check_named(model, columns)
    return execute(sql, params, many, context)


def _guard_connection(connection: BaseDatabaseWrapper, **_: Any) -> None:
    # The owner's connection migrates and loads registers; it is not there at run time.
    if connection.alias != settings.SEKISHO_OWNER_ALIAS and guard not in connection.execute_wrappers:
        connection.execute_wrappers.append(guard)


def install() -> None:
    """Guard every connection from now on."""
    connection_created.connect(_guard_connection, dispatch_uid="gate.guard")
