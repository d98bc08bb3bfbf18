"""Merkle trees: known roots of RFC 6962's definition, and proofs that hold for their leaf alone."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.base import merkle

_leaves = st.lists(st.binary(max_size=8).map(merkle.leaf_hash), min_size=1, max_size=40)


def _by_definition(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1: split at the largest power of two below n."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + _by_definition(leaves[:split]) + _by_definition(leaves[split:])).digest()


@given(_leaves)
def test_the_root_is_that_of_the_definition(leaves: list[bytes]) -> None:
    assert merkle.root(leaves) == _by_definition(leaves)


@given(_leaves, st.data())
def test_a_proof_leads_from_its_leaf_to_the_root_and_from_no_other(
    leaves: list[bytes], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(leaves) - 1))
    proof = merkle.proof(leaves, place)
    assert proof.root(leaves[place]) == merkle.root(leaves)
    assert proof.root(merkle.leaf_hash(b"another leaf")) != merkle.root(leaves)


@given(_leaves, st.data())
def test_a_proof_of_another_length_is_refused(leaves: list[bytes], data: st.DataObject) -> None:
    proof = merkle.proof(leaves, data.draw(st.integers(0, len(leaves) - 1)))
    with pytest.raises(ValueError):
        merkle.Proof(proof.place, proof.size, (*proof.beside, bytes(32))).root(leaves[proof.place])


def test_nothing_has_no_root() -> None:
    with pytest.raises(ValueError):
        merkle.root([])
