"""Read ``register.toml`` files into entries, with Japanese sentences for what is wrong in them."""

import functools
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from pydantic import ValidationError

from sekisho.base import toml
from sekisho.base.errors import UserError
from sekisho.gate.register.schema import Entry, Purpose

FILE = "register.toml"


@dataclass(frozen=True)
class Registered:
    """An affair's entry with the key (its Django app label) under which purposes name it."""

    key: str
    path: Path
    entry: Entry

    def purpose(self, key: str) -> Purpose | None:
        """The purpose ``key`` of this affair."""
        return next((one for one in self.entry.purposes if one.key == key), None)

    def hash(self) -> str:
        """SHA-256 (hex) of what the entry says; layout and comments of the file don't count."""
        entry = self.entry.model_dump(mode="json")
        # An entry that gives and takes nothing says what it said before hand-overs were thought of: its approval holds.
        for name in ("gives", "takes"):
            if not entry[name]:
                del entry[name]
        said = json.dumps(entry, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()

    def columns(self, items: tuple[str, ...]) -> dict[str, frozenset[str]]:
        """Field names by model name that hold the ``items``."""
        found: dict[str, set[str]] = {}
        for item in self.entry.items:
            if item.name in items:
                for column in item.columns:
                    model, field = column.split(".")
                    found.setdefault(model, set()).add(field)
        return {model: frozenset(fields) for model, fields in found.items()}


def parse(text: str, name: str) -> Entry:
    """The entry in ``text``; UserError names the line to mend. ``name``: how the file is called in messages."""
    data = toml.parse(text, name)
    try:
        return Entry.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UserError(f"「{name}」の {place}：{_said(first['type'], first['msg'])}", "") from error


def _said(kind: str, message: str) -> str:
    """pydantic's kinds of errors in Japanese."""
    return {
        "missing": "書かれていません。この項目を書いてください。",
        "extra_forbidden": "登録簿にない項目です。綴りを確かめるか、消してください。",
        "literal_error": f"選べる値のどれでもありません（{message}）。",
        "string_pattern_mismatch": f"書き方が違います（{message}）。",
        "too_short": "少なくとも一つ書いてください。",
    }.get(kind, f"{message}。")


@functools.cache
def registers() -> dict[str, Registered]:
    """The registers of all installed apps that have one, by app label."""
    found = {}
    for config in apps.get_app_configs():
        path = Path(config.path) / FILE
        if path.is_file():
            entry = parse(path.read_text(encoding="utf-8"), f"{config.label}/{FILE}")
            found[config.label] = Registered(config.label, path, entry)
    return found


def find(purpose: str) -> tuple[Registered, Purpose] | None:
    """The affair and purpose named «affair.purpose»; None when no register speaks of it."""
    affair, _, key = purpose.partition(".")
    registered = registers().get(affair)
    found = registered.purpose(key) if registered else None
    return (registered, found) if registered and found else None
