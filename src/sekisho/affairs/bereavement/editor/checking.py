"""What is wrong with a version's conditions, found by trying every combination of answers that they can tell apart. Pure."""

import ast
import copy
import difflib
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sekisho.affairs.bereavement.conditions import Condition, parse
from sekisho.affairs.bereavement.editor.document import Document
from sekisho.affairs.bereavement.procedures import (
    BY_PROGRAM,
    CHANNELS,
    KINDS,
    SOURCES,
    Catalogue,
    Procedure,
    build,
    roles_of,
)
from sekisho.affairs.bereavement.roles import OTHER, roles

#: Combinations of one condition that are tried; none of the delivered ones has more than 150.
MOST = 20_000
_LENGTH = re.compile(r"[1-9]\d{0,3} (days|months|years)")
_BASES = ("", "death", "death_inclusive")
_ID = re.compile(r"[A-Z]\d{2}")
_NAME = re.compile(r"[dh]\.[a-z]\w*", re.ASCII)


@dataclass(frozen=True)
class Finding:
    """What is wrong: with which procedure or question, in a sentence; ``stops``: the version can't be used like that."""

    where: str
    words: str
    stops: bool = True


def unreadable(document: Document) -> list[Finding]:
    """What keeps the document from being a catalogue at all."""
    attributes = {one["name"]: one for one in document["attributes"]}
    found = []
    if len(attributes) < len(document["attributes"]):
        found.append(Finding("質問", "同じ項目名の質問が二つあります。項目名を変えてください。"))
    for name, attribute in attributes.items():
        found += [Finding(name, words) for words in wrong_question(attribute)]
    seen: set[str] = set()
    for one in document["procedures"]:
        if one["id"] in seen:
            found.append(Finding(one["id"], "同じ番号の手続きが二つあります。番号を変えてください。"))
        seen.add(one["id"])
        found += [Finding(one["id"], words) for words in wrong_row(one, attributes)]
    return found


def wrong_question(one: Mapping[str, Any]) -> Iterator[str]:
    """What can't be read in an attribute, a sentence each."""
    if not _NAME.fullmatch(one["name"]):
        yield "項目名は、d.（故人のこと）か h.（家族のこと）に続けて、英小文字で書いてください。"
    if one["kind"] not in KINDS:
        yield f"答え方「{one['kind']}」はありません。"
    if one["source"] not in SOURCES:
        yield f"だれが答えられるか「{one['source']}」はありません。"
    if one["kind"] == "enum" and not one.get("values"):
        yield "選ぶ答えが一つもありません。"
    if "unknown" in one.get("values", {}):
        yield "「分からない」は、いつも選べます。答えには書かないでください。"


def wrong_row(one: Mapping[str, Any], attributes: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """What can't be read in a procedure, a sentence each."""
    if not _ID.fullmatch(one["id"]):
        yield "番号は、英大文字一つと数字二つ（K01 など）で書いてください。"
    if one["channel"] not in CHANNELS:
        yield f"しかた「{one['channel']}」はありません。{'、'.join(CHANNELS)} のどれかにしてください。"
    length, base = one["deadline"].get("length", ""), one["deadline"].get("base", "")
    if length and not _LENGTH.fullmatch(length):
        yield f"期間「{length}」は読めません。14 days、3 months、2 years のように書いてください。"
    if base not in _BASES:
        yield f"数え始め「{base}」はありません。"
    if base and not length:
        yield "数え始めがあるのに、期間がありません。"
    for key in roles_of(one):
        if key not in roles():
            near = difflib.get_close_matches(key, roles(), 1, 0)
            yield f"できる人の役「{key[:40]}」はありません。「{near[0]}」ではありませんか。"
    yield from wrong_condition(one["when"], attributes)


def wrong_condition(text: str, attributes: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """What can't be read in a condition."""
    try:
        condition = parse(text)
    except (ValueError, TypeError, RecursionError, MemoryError):
        yield f"条件「{text[:80]}」を読めません。and、or、not、==、!=、in、>=、<=、>、< と項目名で書いてください。"
        return
    for name, values in condition.constants.items():
        if name not in attributes:
            near = difflib.get_close_matches(name, attributes, 1, 0)
            yield f"項目「{name}」はありません。「{near[0]}」ではありませんか。"
            continue
        yield from _wrong_values(attributes[name], values)


def _wrong_values(attribute: Mapping[str, Any], values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if not isinstance(value, str | int):
            yield f"項目「{attribute['name']}」は、言葉か数と比べてください。"
            continue
        allowed: Iterable[str] = attribute.get("values", {})
        kind = attribute["kind"]
        if kind == "enum" and value not in allowed:
            near = difflib.get_close_matches(str(value), allowed, 1, 0)
            yield f"項目「{attribute['name']}」の答えに「{value}」はありません。「{near[0]}」ではありませんか。"
        if kind == "int" and (isinstance(value, bool) or not isinstance(value, int)):
            yield f"項目「{attribute['name']}」は人数や年齢です。数と比べてください。"
        if kind in ("bool", "date"):
            yield f"項目「{attribute['name']}」は、はい・いいえか日付です。比べずに、名前だけか not を付けて書いてください。"


def findings(document: Document) -> list[Finding]:
    """Everything that the program finds; a document that can't be read isn't tried any further."""
    broken = unreadable(document)
    if broken:
        return broken
    known = build(document)
    found = [*_missed(known)]
    found += [line for one in known.procedures for line in _tried(one, known)]
    for name, attribute in known.attributes.items():
        if not known.about[name]:
            words = f"項目「{attribute.label}」は、どの手続きも使っていません。聞かれることはありません。"
            found.append(Finding(name, words, stops=False))
    return found


def _missed(known: Catalogue) -> Iterator[Finding]:
    """What the program itself writes or reads, and wouldn't find."""
    for name, kind in BY_PROGRAM.items():
        there = known.attributes.get(name)
        if there is None:
            yield Finding(name, "この項目は仕組みが使うので、外せません。")
        elif there.kind != kind:
            yield Finding(
                name, f"この項目は仕組みが使うので、答え方は「{KINDS[kind]}」のままにしてください。"
            )


def _tried(one: Procedure, known: Catalogue) -> Iterator[Finding]:
    if OTHER in one.roles:
        words = (
            "できる人の役が決まっていないので、来庁のときに、だれができるかを示せません。役を選んでください。"
        )
        yield Finding(one.id, words, stops=False)
    for name in sorted(one.when.names):
        if not known.attributes[name].ask:
            yield Finding(one.id, f"項目「{name}」に質問がないので、だれにも聞けず、いつまでも決まりません。")
    if not one.when.names:
        return
    everything = list(itertools.islice(_combinations(one.when, known), MOST + 1))
    if len(everything) > MOST:
        yield Finding(one.id, "条件が大きすぎて、組み合わせを試しきれません。", stops=False)
        return
    values = [one.when.value(facts) for facts in everything]
    if not any(values):
        yield Finding(one.id, "条件が矛盾しています。どう答えても、この手続きが要ることはありません。")
    elif all(known.attributes[name].kind == "date" for name in one.when.names):
        # A day that is known is a yes; there is no other answer to tell apart.
        return
    elif all(values):
        yield Finding(
            one.id, "どう答えても要る条件です。だれにでも案内するなら True と書いてください。", stops=False
        )
    else:
        for part in _idle(one.when, everything):
            yield Finding(
                one.id, f"条件の「{part}」には届きません。あってもなくても、答えは同じです。", stops=False
            )


def _combinations(condition: Condition, known: Catalogue) -> Iterator[dict[str, Any]]:
    names = sorted(condition.names)
    for values in itertools.product(*(known.answers[name] for name in names)):
        yield dict(zip(names, values, strict=True))


def _idle(condition: Condition, everything: list[dict[str, Any]]) -> list[str]:
    """The parts without which the condition says the same."""
    tree = ast.parse(condition.text, mode="eval")
    idle = []
    for place, leaf in enumerate(_leaves(tree.body)):
        without = (parse(_replaced(tree, place, value)) for value in ("True", "not True"))
        if any(all(one.value(facts) == condition.value(facts) for facts in everything) for one in without):
            idle.append(ast.unparse(leaf))
    return idle


def _leaves(tree: ast.expr) -> list[ast.expr]:
    if isinstance(tree, ast.BoolOp):
        return [leaf for part in tree.values for leaf in _leaves(part)]
    if isinstance(tree, ast.UnaryOp):
        return _leaves(tree.operand)
    return [] if isinstance(tree, ast.Constant) else [tree]


class _Replace(ast.NodeTransformer):
    def __init__(self, leaf: ast.expr, by: ast.expr) -> None:
        self._leaf, self._by = leaf, by

    def visit(self, node: ast.AST) -> ast.AST:
        return self._by if node is self._leaf else self.generic_visit(node)


def _replaced(tree: ast.Expression, place: int, value: str) -> str:
    """The condition with the leaf of this place put to «True» or «not True»."""
    copied = copy.deepcopy(tree)
    by = ast.parse(value, mode="eval").body
    return ast.unparse(_Replace(_leaves(copied.body)[place], by).visit(copied))
