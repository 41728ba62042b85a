"""The tree against 98 + 98 vectors that nobody here wrote, and against itself for every small size."""

import base64
import binascii
import hashlib
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.custody.merkle import (
    EMPTY_ROOT,
    Node,
    ProofError,
    completed,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

Case = dict[str, Any]


def cases(vectors: Path, folder: str) -> list[Case]:
    with tarfile.open(vectors / "merkle-testdata.tar.gz") as archive:
        members = [m for m in archive.getmembers() if f"/{folder}/" in m.name and m.name.endswith(".json")]
        return [json.load(archive.extractfile(member)) for member in members]


def decoded(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def hashes(case: Case) -> list[bytes]:
    return [decoded(text) for text in case["proof"] or []]


def judge(case: Case, verify: Callable[[], None]) -> None:
    if case["wantErr"]:
        with pytest.raises(ProofError):
            verify()
    else:
        verify()


@pytest.mark.vectors
def test_inclusion_vectors(vectors: Path) -> None:
    found = cases(vectors, "inclusion")
    assert len(found) == 98
    for case in found:
        judge(
            case,
            lambda case=case: verify_inclusion(
                case["leafIdx"],
                case["treeSize"],
                decoded(case["leafHash"]),
                hashes(case),
                decoded(case["root"]),
            ),
        )


@pytest.mark.vectors
def test_consistency_vectors(vectors: Path) -> None:
    found = cases(vectors, "consistency")
    assert len(found) == 98
    for case in found:
        judge(
            case,
            lambda case=case: verify_consistency(
                case["size1"], case["size2"], decoded(case["root1"]), decoded(case["root2"]), hashes(case)
            ),
        )


def definition(leaves: list[bytes]) -> bytes:
    """The Merkle tree hash exactly as RFC 9162, section 2.1.1 defines it."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(definition(leaves[:split]), definition(leaves[split:]))


def leaves_of(size: int) -> list[bytes]:
    return [b"leaf %d" % number for number in range(size)]


def tree_of(leaves: list[bytes]) -> Node:
    nodes: dict[tuple[int, int], bytes] = {}
    for index, leaf in enumerate(leaves):
        made = completed(index, leaf_hash(leaf), lambda level, position: nodes[level, position])
        nodes.update({(level, position): hashed for level, position, hashed in made})
    return lambda level, position: nodes[level, position]


LARGEST = 40
LEAVES = leaves_of(LARGEST)
NODE = tree_of(LEAVES)


def test_roots_are_those_of_the_definition() -> None:
    assert root(0, NODE) == EMPTY_ROOT == definition([])
    for size in range(1, LARGEST + 1):
        assert root(size, NODE) == definition(LEAVES[:size])


def test_every_inclusion_proof_verifies_and_no_other_leaf_does() -> None:
    for size in range(1, LARGEST + 1):
        for index in range(size):
            proof = inclusion_proof(index, size, NODE)
            verify_inclusion(index, size, leaf_hash(LEAVES[index]), proof, root(size, NODE))
            with pytest.raises(ProofError):
                verify_inclusion(index, size, leaf_hash(b"another"), proof, root(size, NODE))


def test_every_consistency_proof_verifies_and_a_rewritten_log_does_not() -> None:
    rewritten = tree_of([b"rewritten", *LEAVES[1:]])
    for second in range(1, LARGEST + 1):
        for first in range(1, second + 1):
            proof = consistency_proof(first, second, NODE)
            verify_consistency(first, second, root(first, NODE), root(second, NODE), proof)
            with pytest.raises(ProofError):
                steps = consistency_proof(first, second, rewritten)
                verify_consistency(first, second, root(first, NODE), root(second, rewritten), steps)


@pytest.mark.parametrize(("first", "second"), [(0, 5), (6, 5), (-1, 5)])
def test_there_is_no_consistency_proof_for_impossible_sizes(first: int, second: int) -> None:
    with pytest.raises(ProofError):
        consistency_proof(first, second, NODE)


@pytest.mark.parametrize(("index", "size"), [(5, 5), (-1, 5), (0, 0)])
def test_there_is_no_inclusion_proof_for_impossible_places(index: int, size: int) -> None:
    with pytest.raises(ProofError):
        inclusion_proof(index, size, NODE)


@given(st.data())
def test_a_changed_bit_in_a_proof_is_found(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, LARGEST))
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(index, size, NODE)
    place = data.draw(st.integers(0, len(proof) - 1))
    bit = data.draw(st.integers(0, 255))
    flipped = bytearray(proof[place])
    flipped[bit // 8] ^= 1 << bit % 8
    proof[place] = bytes(flipped)
    with pytest.raises(ProofError):
        verify_inclusion(index, size, leaf_hash(LEAVES[index]), proof, root(size, NODE))


def test_a_leaf_is_never_an_inner_node() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != node_hash(left, right)
    assert binascii.hexlify(leaf_hash(b"")) == (
        b"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"  # RFC 6962's own example
    )
