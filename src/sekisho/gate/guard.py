"""The second wall: a statement that names a record table while no pass is open is a mistake, and is said so.

Without it a forgotten gate would show an empty page, since row-level security lets no row through.
"""

import functools
import re
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from sekisho.gate import passes
from sekisho.gate.answers import GateClosed


@functools.cache
def _record_tables() -> re.Pattern[str]:
    """Every record table's name as a word."""
    from sekisho.gate.records import Record

    tables = [model._meta.db_table for model in apps.get_models() if issubclass(model, Record)]
    return re.compile(r"\b(?:" + "|".join(map(re.escape, tables)) + r")\b") if tables else re.compile(r"(?!)")


def guard(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Wrapper of every statement on a run-time connection (django.db: database instrumentation)."""
    if passes.current() is None:
        named = sorted(set(_record_tables().findall(str(sql))))
        if named:
            raise GateClosed(named)
    return execute(sql, params, many, context)


def _guard_connection(connection: BaseDatabaseWrapper, **_: Any) -> None:
    # The owner's connection migrates and loads registers; it is not there at run time.
    if connection.alias != settings.SEKISHO_OWNER_ALIAS and guard not in connection.execute_wrappers:
        connection.execute_wrappers.append(guard)


def install() -> None:
    """Guard every connection from now on."""
    connection_created.connect(_guard_connection, dispatch_uid="gate.guard")
