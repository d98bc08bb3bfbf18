"""A version of the catalogue as plain data, as ``procedures.delivered`` reads it from the files, with the test families. Pure.

Nothing is changed in place: each function returns a new document.
"""

import tomllib
from collections.abc import Mapping
from typing import Any

from sekisho.affairs.bereavement.procedures import FOLDER, delivered

Document = Mapping[str, Any]
Row = Mapping[str, Any]


def first() -> dict[str, Any]:
    """The catalogue as it is delivered, with the made-up families."""
    families = tomllib.loads((FOLDER / "families.toml").read_text(encoding="utf-8"))["families"]
    return {**delivered(), "families": families}


def row(document: Document, key: str) -> Row | None:
    """The procedure of this id."""
    return next((one for one in document["procedures"] if one["id"] == key), None)


def with_row(document: Document, new: Row) -> dict[str, Any]:
    """With this procedure in the place of the one of its id, or at the end."""
    rows = list(document["procedures"])
    places = [place for place, one in enumerate(rows) if one["id"] == new["id"]]
    if places:
        rows[places[0]] = new
    else:
        rows.append(new)
    return {**document, "procedures": rows}


def without_row(document: Document, key: str) -> dict[str, Any]:
    """Without the procedure of this id."""
    return {**document, "procedures": [one for one in document["procedures"] if one["id"] != key]}


def question(document: Document, name: str) -> Row | None:
    """The attribute of this name."""
    return next((one for one in document["attributes"] if one["name"] == name), None)


def with_question(document: Document, new: Row) -> dict[str, Any]:
    """With this attribute in the place of the one of its name, or at the end."""
    rows = [new if one["name"] == new["name"] else one for one in document["attributes"]]
    return {**document, "attributes": rows if question(document, new["name"]) else [*rows, new]}


def without_question(document: Document, name: str) -> dict[str, Any]:
    """Without the attribute of this name."""
    return {**document, "attributes": [one for one in document["attributes"] if one["name"] != name]}


def confirmed(document: Document, key: str, by: int, on: str, source: str) -> dict[str, Any]:
    """The procedure isn't 要確認 any more: ``by`` (a member of staff) has it from ``source`` on the day ``on`` (ISO)."""
    found = row(document, key)
    assert found, key
    note = {"by": by, "on": on, "source": source}
    return with_row(
        document, {**found, "unsure": False, "roles_unsure": False, "confidence": "city", "confirmed": note}
    )


def with_families(document: Document, families: list[Mapping[str, Any]]) -> dict[str, Any]:
    """With these test families."""
    return {**document, "families": families}
