"""The Merkle tree of RFC 9162 (sections 2.1.1 to 2.1.4) as pure functions over SHA-256.

A tree is given by `node(level, position)`: the hash of the complete subtree of 2**level leaves that is
number `position` from the left. Those hashes never change once written, so every root and proof, of any
size the tree ever had, is made of O(log n) of them.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()

Node = Callable[[int, int], bytes]
"""The hash of the complete subtree at (level, position)."""


class ProofError(ValueError):
    """A proof does not show what it should."""


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of a leaf; the prefix keeps leaves and inner nodes apart."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def completed(index: int, leaf: bytes, node: Node) -> Iterator[tuple[int, int, bytes]]:
    """The complete subtrees, as (level, position, hash), that come to be when leaf hash `leaf` is appended
    at `index`.

    `node` is asked for their left siblings only.
    """
    level, position, hashed = 0, index, leaf
    yield level, position, hashed
    while position & 1:
        hashed = node_hash(node(level, position - 1), hashed)
        level, position = level + 1, position >> 1
        yield level, position, hashed


class Growing:
    """A tree that grows leaf by leaf; it keeps the roots of its complete subtrees alone."""

    def __init__(self) -> None:
        self.size = 0
        self._subtrees: list[bytes] = []  # from the left, each smaller than the one before

    def add(self, leaf: bytes) -> None:
        """Appends a leaf hash."""
        below = self.size
        while below & 1:
            leaf, below = node_hash(self._subtrees.pop(), leaf), below >> 1
        self._subtrees.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The root hash as it is now."""
        if not self._subtrees:
            return EMPTY_ROOT
        *others, hashed = self._subtrees
        for left in reversed(others):
            hashed = node_hash(left, hashed)
        return hashed


def root(size: int, node: Node) -> bytes:
    """The root hash of the first `size` leaves."""
    return _subtree(0, size, node) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, node: Node) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root of size `size` (RFC 9162, 2.1.3.1)."""
    if not 0 <= index < size:
        raise ProofError("there is no such leaf in a tree of this size")
    start, end = 0, size
    path: list[bytes] = []
    while end - start > 1:
        split = start + _split(end - start)
        if index < split:
            path.append(_subtree(split, end, node))
            end = split
        else:
            path.append(_subtree(start, split, node))
            start = split
    return path[::-1]


def consistency_proof(first: int, second: int, node: Node) -> list[bytes]:
    """The hashes that show that the tree of `first` leaves is the beginning of that of `second` (2.1.4.1)."""
    if not 0 < first <= second:
        raise ProofError("consistency is between a tree that is not empty and one at least as large")
    start, end = 0, second
    path: list[bytes] = []
    while end != first:
        split = start + _split(end - start)
        if first <= split:
            path.append(_subtree(split, end, node))
            end = split
        else:
            path.append(_subtree(start, split, node))
            start = split
    if start:  # otherwise the verifier has the whole first tree already: its root
        path.append(_subtree(start, end, node))
    return path[::-1]


def verify_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Raises ProofError unless `proof` leads from leaf hash `leaf` at `index` to `root` of size `size`
    (2.1.3.2).
    """
    if not 0 <= index < size or len(leaf) != HASH_SIZE:
        raise ProofError("there is no such leaf in a tree of this size")
    place, last, hashed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ProofError("the inclusion proof is too long")
        if place & 1 or place == last:
            hashed = node_hash(sibling, hashed)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            hashed = node_hash(hashed, sibling)
        place, last = place >> 1, last >> 1
    if last != 0 or hashed != root:
        raise ProofError("the inclusion proof does not lead to this root")


def verify_consistency(
    first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]
) -> None:
    """Raises ProofError unless `proof` shows that the first tree is the beginning of the second (2.1.4.2)."""
    if not 0 < first <= second:
        raise ProofError("consistency is between a tree that is not empty and one at least as large")
    if first == second:
        if proof or first_root != second_root:
            raise ProofError("two trees of one size have different roots")
        return
    path = list(proof)
    if first & (first - 1) == 0:
        path.insert(0, first_root)
    if not path:
        raise ProofError("the consistency proof is empty")
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise ProofError("the consistency proof is too long")
        if place & 1 or place == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        place, last = place >> 1, last >> 1
    if last != 0 or old != first_root or new != second_root:
        raise ProofError("the consistency proof does not lead from one root to the other")


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def _subtree(start: int, end: int, node: Node) -> bytes:
    size = end - start
    if size & (size - 1) == 0:
        return node(size.bit_length() - 1, start // size)
    split = start + _split(size)
    return node_hash(_subtree(start, split, node), _subtree(split, end, node))
