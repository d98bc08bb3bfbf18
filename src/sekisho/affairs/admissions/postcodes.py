"""The table of postcodes: the one that ships is the demo city's; a city puts its own beside it (SEKISHO_POSTCODES)."""

import functools
from pathlib import Path

from django.conf import settings

from sekisho.affairs.admissions.rules import Postcodes
from sekisho.base import toml
from sekisho.base.errors import UserError
from sekisho.base.files import read_text

SHIPPED = Path(__file__).parent / "data" / "postcodes.toml"


@functools.lru_cache(maxsize=4)
def load(path: Path) -> Postcodes:
    """Read a table; UserError naming what is wrong with it."""
    data = toml.parse(read_text(path), path.name)
    towns = data.get("towns")
    if not isinstance(towns, dict) or not towns or "as_of" not in data:
        raise UserError(
            f"郵便番号の表「{path.name}」に as_of か [towns] がありません。",
            "「data/postcodes.toml」の形に合わせてください。",
        )
    return Postcodes(data["as_of"], {code: tuple(names) for code, names in towns.items()})


def in_force() -> Postcodes:
    """The table that addresses are compared with."""
    return load(Path(settings.SEKISHO_POSTCODES) if settings.SEKISHO_POSTCODES else SHIPPED)
