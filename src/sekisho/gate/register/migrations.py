"""Policies as migrations: written from the register when it changes, compared with it in CI.

The file holds the SQL itself, so that a reviewer sees what the database will enforce.
"""

import re
from importlib import import_module
from pathlib import Path

from django.apps import apps

from sekisho.gate.register.load import Registered
from sekisho.gate.register.policies import policies

_FILE = '''"""Row-level security of {name}, made from register.toml by ``sekisho register migrations``; not to be edited."""

from django.db import migrations

SQL = """
{sql}"""


class Migration(migrations.Migration):
    dependencies = ({dependencies},)
    operations = (migrations.RunSQL(SQL, migrations.RunSQL.noop),)
'''
_GATE = '("gate", "0070_reach")'


def _folder(registered: Registered) -> Path:
    return Path(apps.get_app_config(registered.key).path) / "migrations"


def _numbered(folder: Path) -> list[str]:
    """Names of the app's migrations, in order."""
    return sorted(path.stem for path in folder.glob("[0-9][0-9][0-9][0-9]_*.py"))


def in_force(registered: Registered) -> str:
    """The SQL of the newest policy migration; "" when there is none."""
    named = [name for name in _numbered(_folder(registered)) if name.endswith("_policies")]
    if not named:
        return ""
    module = f"{apps.get_app_config(registered.key).name}.migrations.{named[-1]}"
    return str(import_module(module).SQL).strip()


def stale(registered: Registered) -> bool:
    """Do the migrations enforce something else than the register says now?"""
    return in_force(registered) != policies(registered).strip()


def write(registered: Registered) -> Path | None:
    """Write the next policy migration; None when the newest one already says it."""
    if not stale(registered):
        return None
    folder = _folder(registered)
    names = _numbered(folder)
    number = int(re.match(r"\d+", names[-1])[0]) + 1 if names else 1  # type: ignore[index]
    before = [f'("{registered.key}", "{names[-1]}")'] if names else []
    if registered.key != "gate":
        before.append(_GATE)
    path = folder / f"{number:04}_policies.py"
    path.write_text(
        _FILE.format(
            name=registered.entry.affair.name, sql=policies(registered), dependencies=", ".join(before)
        ),
        encoding="utf-8",
    )
    return path
