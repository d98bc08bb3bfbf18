"""Conditions of the catalogue in three values: True, False, and None for what can't be told yet. Pure.

The grammar is that of Python's boolean expressions over the attributes: and, or, not, ==, !=, in, >=, <=, >, <. Values follow
Kleene's logic: an unknown part leaves the whole unknown unless the other parts decide it, so more knowledge never turns a
decided condition round.
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Facts = Mapping[str, Any]
Value = bool | None


@dataclass(frozen=True)
class Condition:
    """A condition with its attributes, the constants that each is compared with, its value over facts, and the attributes that
    make it so. Two of the same text are equal."""

    text: str
    names: frozenset[str]
    constants: Mapping[str, tuple[Any, ...]]
    value: Callable[[Facts], Value] = field(compare=False)
    because: Callable[[Facts], frozenset[str]] = field(compare=False)


_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: lambda a, b: a == b,
    ast.NotEq: lambda a, b: a != b,
    ast.In: lambda a, b: a in b,
    ast.GtE: lambda a, b: a >= b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.Lt: lambda a, b: a < b,
}


def parse(text: str) -> Condition:
    """The condition written as ``text``; ValueError for anything beyond the grammar."""
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError as error:
        raise ValueError(f"not a condition: {text}") from error
    constants: dict[str, list[Any]] = {}
    node = _node(tree, constants)
    return Condition(
        text, frozenset(constants), {name: tuple(values) for name, values in constants.items()}, node.value, node.because
    )  # fmt: skip


@dataclass(frozen=True)
class _Node:
    value: Callable[[Facts], Value]
    because: Callable[[Facts], frozenset[str]]


def _node(tree: ast.expr, constants: dict[str, list[Any]]) -> _Node:
    if isinstance(tree, ast.Constant) and tree.value is True:
        return _Node(lambda _: True, lambda _: frozenset())
    if isinstance(tree, ast.BoolOp):
        return _several([_node(one, constants) for one in tree.values], isinstance(tree.op, ast.And))
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not):
        return _negated(_node(tree.operand, constants))
    if isinstance(tree, ast.Compare) and len(tree.ops) == 1 and type(tree.ops[0]) in _COMPARE:
        return _compared(tree, constants)
    name = _name(tree)
    constants.setdefault(name, [])
    # A date or a number counts as a yes once it is there.
    return _Node(lambda facts: None if (known := facts.get(name)) is None else bool(known), _itself(name))


def _negated(inner: _Node) -> _Node:
    def value(facts: Facts) -> Value:
        found = inner.value(facts)
        return None if found is None else not found

    return _Node(value, inner.because)


def _compared(tree: ast.Compare, constants: dict[str, list[Any]]) -> _Node:
    name, wanted = _name(tree.left), ast.literal_eval(tree.comparators[0])
    compare = _COMPARE[type(tree.ops[0])]
    if isinstance(tree.ops[0], ast.In) != isinstance(wanted, tuple):
        raise ValueError(f"«in» takes a tuple, and nothing else does: {name}")
    constants.setdefault(name, []).extend(wanted if isinstance(wanted, tuple) else (wanted,))
    return _Node(
        lambda facts: None if (known := facts.get(name)) is None else compare(known, wanted), _itself(name)
    )


def _several(parts: list[_Node], every: bool) -> _Node:
    """«and» where ``every``, else «or»: one part of the value ``not every`` decides."""

    def value(facts: Facts) -> Value:
        unknown = False
        for part in parts:
            found = part.value(facts)
            if found is (not every):
                return not every
            unknown = unknown or found is None
        return None if unknown else every

    def because(facts: Facts) -> frozenset[str]:
        found = value(facts)
        return frozenset().union(*(part.because(facts) for part in parts if part.value(facts) is found))

    return _Node(value, because)


def _itself(name: str) -> Callable[[Facts], frozenset[str]]:
    only = frozenset((name,))
    return lambda _: only


def _name(tree: ast.expr) -> str:
    if isinstance(tree, ast.Attribute) and isinstance(tree.value, ast.Name):
        return f"{tree.value.id}.{tree.attr}"
    raise ValueError(f"not a condition's part: {ast.unparse(tree)}")
