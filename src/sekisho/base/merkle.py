"""Merkle trees as RFC 6962 (2.1) has them: leaves and nodes are hashed apart, an odd node goes up as it is."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass


def leaf_hash(data: bytes) -> bytes:
    """The leaf of ``data``."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The node above two others."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes; ValueError for none."""
    if not leaves:
        raise ValueError("a tree has at least one leaf")
    level = list(leaves)
    while len(level) > 1:
        level = _above(level)
    return level[0]


def _above(level: list[bytes]) -> list[bytes]:
    pairs = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
    return pairs + level[len(pairs) * 2 :]


@dataclass(frozen=True)
class Proof:
    """That a leaf stands at ``place`` (from 0) of ``size``: the hashes beside its way to the root, from below."""

    place: int
    size: int
    beside: tuple[bytes, ...]

    def root(self, leaf: bytes) -> bytes:
        """The root that ``leaf`` leads to; ValueError when the proof is of another shape than its numbers say."""
        if not 0 <= self.place < self.size:
            raise ValueError("no such place")
        left, node, place, size = list(self.beside), leaf, self.place, self.size
        while size > 1:
            if place % 2 or place + 1 < size:
                if not left:
                    raise ValueError("too short a proof")
                other = left.pop(0)
                node = node_hash(other, node) if place % 2 else node_hash(node, other)
            place, size = place // 2, (size + 1) // 2
        if left:
            raise ValueError("too long a proof")
        return node


def proof(leaves: Sequence[bytes], place: int) -> Proof:
    """The proof for the leaf at ``place``."""
    if not 0 <= place < len(leaves):
        raise ValueError("no such place")
    beside: list[bytes] = []
    level, at = list(leaves), place
    while len(level) > 1:
        other = at - 1 if at % 2 else at + 1
        if other < len(level):
            beside.append(level[other])
        level, at = _above(level), at // 2
    return Proof(place, len(leaves), tuple(beside))
