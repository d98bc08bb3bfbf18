"""RFC 6962 trees: every leaf's path leads to the head, and no other leaf's does."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from sekisho.base import merkle


def _by_the_book(leaves: list[bytes]) -> bytes:
    """Section 2.1's own recursion."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\1" + _by_the_book(leaves[:split]) + _by_the_book(leaves[split:])).digest()


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=40), st.data())
def test_paths_lead_to_the_head(data: list[bytes], draw: st.DataObject) -> None:
    leaves = [merkle.leaf_hash(one) for one in data]
    head = merkle.root(leaves)
    assert head == _by_the_book(leaves)
    index = draw.draw(st.integers(0, len(leaves) - 1))
    path = merkle.proof(leaves, index)
    assert merkle.verify(leaves[index], index, len(leaves), path, head)
    assert not merkle.verify(merkle.leaf_hash(b"another leaf"), index, len(leaves), path, head)
    assert not merkle.verify(leaves[index], index, len(leaves), [*path, head], head)


def test_an_empty_tree() -> None:
    assert merkle.root([]) == hashlib.sha256(b"").digest()
    assert not merkle.verify(b"", 0, 0, [], merkle.root([]))
