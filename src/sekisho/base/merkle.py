"""Merkle trees as in RFC 6962 (section 2.1): leaves and inner nodes are hashed with different prefixes."""

import hashlib
from collections.abc import Sequence


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf."""
    return hashlib.sha256(b"\0" + data).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The tree's head over leaf hashes; that of an empty tree is the hash of nothing."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:
        pairs = [_node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        # A node without a sister moves up as it is: the same tree as splitting at the largest power of two.
        level = pairs + level[2 * len(pairs) :]
    return level[0]


def proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The sisters from the leaf ``index`` up to the root (the audit path)."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    path, level = [], list(leaves)
    while len(level) > 1:
        sister = index ^ 1
        if sister < len(level):
            path.append(level[sister])
        pairs = [_node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = pairs + level[2 * len(pairs) :]
        index //= 2
    return path


def verify(leaf: bytes, index: int, size: int, path: Sequence[bytes], head: bytes) -> bool:
    """Is the leaf hash ``leaf`` number ``index`` of the ``size`` leaves under ``head``?"""
    if not 0 <= index < size:
        return False
    found, last, sisters = leaf, size - 1, iter(path)
    while last > 0:
        if index % 2 or index < last:
            sister = next(sisters, None)
            if sister is None:
                return False
            found = _node(sister, found) if index % 2 else _node(found, sister)
        index //= 2
        last //= 2
    return next(sisters, None) is None and found == head


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()
