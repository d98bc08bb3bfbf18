"""The catalogue as YAML, in the shape in which procedures were collected (meta, attributes, procedures). Pure.

Keys of our own beside theirs (``length``, ``counted``, ``ask``, ``roles``, the languages, ``confirmed``) lose nothing on the way out and
back; where they are missing they are taken from what is known already, or from theirs.
"""

import ast
import functools
import re
import tomllib
from collections.abc import Mapping
from typing import Any

import yaml

from sekisho.affairs.bereavement.editor import checking
from sekisho.affairs.bereavement.editor.document import Document, row
from sekisho.affairs.bereavement.procedures import CHANNELS, FOLDER, roles_of, roles_unsure
from sekisho.affairs.bereavement.roles import OTHER, of_words
from sekisho.base.errors import UserError

LONGEST = 1_000_000
#: The safe ones; in C where the library has them, which is ten times as fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_WIDE = str.maketrans("()", "（）")
_LENGTH = re.compile(r"(\d+)_(months|years)_")
_FROM_DEATH = ("death", "knew_death", "day_after_death", "death_or_discovery")
_REGISTRY = ("住基", "戸籍")
_KINDS = ("bool", "int", "date", "enum")
_GRAMMAR = "項目名と and、or、not、==、!=、in、>=、<=、>、<。分からない答え（unknown）は三つ目の値で、手続きを消さない。"


@functools.cache
def _counted() -> Mapping[str, str]:
    return tomllib.loads((FOLDER / "counted.toml").read_text(encoding="utf-8"))


def to_yaml(document: Document, title: str) -> str:
    """The document as text. The same document gives the same text."""
    procedures = [_procedure_out(one) for one in document["procedures"]]
    told = {
        "meta": {
            "title": title, "version": document["as_of"], "count": len(procedures),
            "in_city": sum(one["channel"] != "external" for one in procedures), "when_grammar": _GRAMMAR, "channels": CHANNELS,
        },
        "attributes": [_attribute_out(one) for one in document["attributes"]],
        "procedures": procedures,
        "families": document["families"],
    }  # fmt: skip
    return str(yaml.dump(told, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=1000))


def _attribute_out(one: Mapping[str, Any]) -> dict[str, Any]:
    values = one.get("values", {})
    source = {
        "family": "family", "registry": f"system:{_REGISTRY[0]}", "section": f"system:{one.get('from', '')}",
        "offsite": f"offsite:{one.get('from', '')}",
    }[one["source"]]  # fmt: skip
    told = {
        "name": one["name"], "type": one["kind"],
        "desc": f"{'|'.join([*values, 'unknown'])} {one['label']}" if values else one["label"],
        "answer_source": source, "ask": one["ask"],
    }  # fmt: skip
    more = {key: one[key] for key in ("values", "ask_easy", "ask_en", "values_en") if one.get(key)}
    return {**told, **more}


def _procedure_out(one: Mapping[str, Any]) -> dict[str, Any]:
    length, base = one["deadline"].get("length", ""), one["deadline"].get("base", "")
    counted = one["deadline"].get("counted", "")
    number, _, unit = length.partition(" ")
    days = {"days": 1, "years": 365}.get(unit)
    words = [code for code, text in _counted().items() if text == counted]
    told = {
        "id": one["id"], "name": one["name"], "department": one["counter"], "when": one["when"], "items": list(one["bring"]),
        "deadline": {
            "days": int(number) * days if days else None, "from": words[0] if words else counted,
            "kind": one["deadline"]["kind"], "basis": one.get("ground", "") or "-", "length": length, "base": base,
            "counted": counted,
        },
        "form": one["form"][0] if len(one["form"]) == 1 else list(one["form"]), "applicant": list(one["who"]),
        "roles": roles_of(one), "roles_unsure": roles_unsure(one), "channel": one["channel"], "confidence": one.get("confidence", "memory-med" if one.get("unsure") else "law"),
        "source": one.get("confirmed", {}).get("source", ""), "note": one.get("note", ""),
    }  # fmt: skip
    more = {key: one[key] for key in ("name_easy", "name_en", "confirmed") if one.get(key)}
    return {**told, **more}


def from_yaml(text: str, before: Document) -> dict[str, Any]:
    """The document that the text says; UserError names what can't be read. ``before``: what is known already, for what the
    text leaves out (questions, languages, families)."""
    if len(text) > LONGEST:
        raise UserError(
            "ファイルが大きすぎます。", f"{LONGEST // 1000:,} キロバイトまでの YAML を選んでください。"
        )
    try:
        said = yaml.load(text, Loader=_LOADER)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"（{mark.line + 1} 行目）" if mark else ""
        raise UserError(
            f"YAML として読めません{where}。", "書き出したファイルの形に合わせてください。"
        ) from error
    if not isinstance(said, dict):
        raise _unlike("ファイル")
    known = {one["name"]: one for one in before["attributes"]}
    attributes = [_attribute_in(one, known) for one in _list(said, "attributes", "ファイル")]
    procedures = [_procedure_in(one, before) for one in _list(said, "procedures", "ファイル")]
    document = {
        "as_of": before["as_of"], "attributes": attributes, "procedures": procedures,
        "families": _families(said, before),
    }  # fmt: skip
    broken = checking.unreadable(document)
    if broken:
        told = "".join(f"{one.where}：{one.words}" for one in broken[:5])
        raise UserError(
            f"読めないところが {len(broken)} あります。{told}", "直してから、もう一度取り込んでください。"
        )
    return document


def _attribute_in(said: Any, known: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    name = _text(said, "name", "項目")
    before = known.get(name, {})
    kind, source = _text(said, "type", name), _text(said, "answer_source", name)
    if kind not in _KINDS or not re.fullmatch(r"[dh]\.[a-z]\w*", name, re.ASCII):
        raise _unlike(f"項目 {name[:40]}")
    label = _text(said, "desc", name)
    values: dict[str, str] = {}
    if kind == "enum":
        options, _, label = label.partition(" ")
        words = {**before.get("values", {}), **_words(said, "values", name)}
        values = {one: words.get(one, one) for one in options.split("|") if one != "unknown"}
    kept = before.get("label") if before.get("label") and not said.get("ask") else label.translate(_WIDE)
    told = {
        "name": name, "kind": kind, "label": kept, **_source_in(source),
        "ask": said.get("ask") or before.get("ask") or f"「{kept}」に当てはまりますか。",
    }  # fmt: skip
    if values:
        told["values"] = values
        told["values_en"] = {**before.get("values_en", {}), **_words(said, "values_en", name)}
    for key in ("ask_easy", "ask_en"):
        told[key] = str(said.get(key) or before.get(key, ""))
    return told


def _source_in(source: str) -> dict[str, str]:
    kind, _, of = source.partition(":")
    if kind == "system":
        return {"source": "registry"} if of in _REGISTRY else {"source": "section", "from": of or "関係課"}
    return {"source": "offsite", "from": of} if kind == "offsite" else {"source": "family"}


def _procedure_in(said: Any, before: Document) -> dict[str, Any]:
    key = _text(said, "id", "手続き")
    old = row(before, key) or {}
    form = said.get("form", [])
    confidence = str(said.get("confidence", ""))
    told = {
        "id": key, "name": _text(said, "name", key).translate(_WIDE), "counter": _text(said, "department", key).translate(_WIDE),
        "when": _known(_text(said, "when", key)), "bring": _texts(said, "items", key),
        "form": _texts({"form": form if isinstance(form, list) else [form]}, "form", key), "who": _texts(said, "applicant", key),
        "channel": _text(said, "channel", key), "deadline": _deadline_in(said.get("deadline"), key),
        "unsure": confidence not in ("law", "city"), "confidence": confidence, "note": str(said.get("note") or "").translate(_WIDE),
    }  # fmt: skip
    told |= _roles_in(said, told["who"], old, key)
    basis = str(said["deadline"].get("basis", "")).translate(_WIDE)
    told["ground"] = "" if basis == "-" else basis
    for name in ("name_easy", "name_en"):
        # Words in another language are kept only as long as they are about the same thing.
        told[name] = str(said.get(name) or (old.get(name, "") if old.get("name") == told["name"] else ""))
    if isinstance(said.get("confirmed"), dict):
        # Unquoted, a date is one to YAML and «on» is yes; both are text here.
        told["confirmed"] = {
            "on" if name is True else str(name): _plain(value)
            for name, value in said["confirmed"].items()
            if value is not None
        }
    return told


def _roles_in(said: Mapping[str, Any], who: list[str], old: Mapping[str, Any], key: str) -> dict[str, Any]:
    """As the text says; where it doesn't, as they were for the same words, else what the words mean (to be confirmed)."""
    if said.get("roles"):
        return {"roles": _texts(said, "roles", key), "roles_unsure": bool(said.get("roles_unsure"))}
    if old and old["who"] == who:
        return {"roles": roles_of(old), "roles_unsure": roles_unsure(old)}
    return {"roles": of_words(who) or [OTHER], "roles_unsure": True}


def _deadline_in(said: Any, key: str) -> dict[str, str]:
    if not isinstance(said, dict):
        raise _unlike(f"手続き {key} の deadline")
    kind, start, days = _text(said, "kind", key), str(said.get("from", "-")), said.get("days")
    if "length" in said:
        return {"kind": kind, **{name: str(said.get(name) or "") for name in ("length", "base", "counted")}}
    counted = _counted().get(start, start)
    written = _LENGTH.match(start)
    if written:
        base = "" if "acquisition" in start else "death"
        return {"kind": kind, "length": f"{written[1]} {written[2]}", "base": base, "counted": counted}
    if not isinstance(days, int):
        return {"kind": kind, "length": "", "base": "", "counted": counted}
    # A prescription of 730 days is one of two years in the statute.
    whole = kind == "prescription" and days % 365 == 0
    base = {"knew_death_inclusive": "death_inclusive"}.get(start, "death" if start in _FROM_DEATH else "")
    return {
        "kind": kind, "length": f"{days // 365} years" if whole else f"{days} days", "base": base, "counted": counted,
    }  # fmt: skip


def _known(when: str) -> str:
    """The condition without «unknown» among its values: not to know is no answer, and the procedure stays open by itself."""
    try:
        tree = ast.parse(when, mode="eval")
    except (SyntaxError, ValueError, RecursionError):
        return when
    changed = False
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple):
            left = [
                one for one in node.elts if not (isinstance(one, ast.Constant) and one.value == "unknown")
            ]
            changed, node.elts = changed or len(left) != len(node.elts), left
    return ast.unparse(tree) if changed else when


def _families(said: Mapping[str, Any], before: Document) -> list[Any]:
    families = said.get("families")
    if families is None:
        return list(before["families"])
    for one in _list(said, "families", "ファイル"):
        if not isinstance(one.get("name"), str) or not isinstance(one.get("facts"), dict):
            raise _unlike("families")
    return [
        {
            "name": one["name"][:60],
            "facts": {str(name): _plain(value) for name, value in one["facts"].items()},
        }
        for one in families
    ]


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool | int | str) else str(value)


def _list(said: Mapping[str, Any], key: str, where: str) -> list[Any]:
    found = said.get(key)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise _unlike(f"{where} の {key}")
    return found


def _text(said: Any, key: str, where: str) -> str:
    found = said.get(key) if isinstance(said, dict) else None
    if not isinstance(found, str) or not found.strip():
        raise _unlike(f"{where} の {key}")
    return found.strip()


def _texts(said: Mapping[str, Any], key: str, where: str) -> list[str]:
    found = said.get(key)
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise _unlike(f"{where} の {key}")
    return [one.translate(_WIDE) for one in found]


def _words(said: Mapping[str, Any], key: str, where: str) -> dict[str, str]:
    found = said.get(key, {})
    if not isinstance(found, dict):
        raise _unlike(f"{where} の {key}")
    return {str(name): str(words) for name, words in found.items()}


def _unlike(where: str) -> UserError:
    return UserError(
        f"{where}が、手続きの一覧の形ではありません。", "書き出したファイルの形に合わせて直してください。"
    )
