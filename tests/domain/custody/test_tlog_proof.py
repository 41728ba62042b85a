"""C2SP tlog-proof: written, read, verified; and everything that is none refused."""

import base64

import pytest

from app.domain.custody.merkle import ProofError, completed, inclusion_proof, leaf_hash, root
from app.domain.custody.tlog_proof import parse_proof, verify_proof, write_proof
from app.vault.notes import sign_checkpoint
from app.vault.signing import SigningKey

ORIGIN = "testimonia/0123456789abcdef0123456789abcdef"
KEY = SigningKey.from_seed(b"\x02" * 32)
SIZE = 11
NODES: dict[tuple[int, int], bytes] = {}


def node(level: int, position: int) -> bytes:
    return NODES[level, position]


for index in range(SIZE):
    for level_, position_, hashed_ in completed(index, leaf_hash(b"%d" % index), node):
        NODES[level_, position_] = hashed_
NOTE = sign_checkpoint(ORIGIN, SIZE, root(SIZE, node), KEY)
PROOF = write_proof(6, inclusion_proof(6, SIZE, node), NOTE)


def test_the_form_is_that_of_the_specification() -> None:
    lines = PROOF.split("\n")
    assert lines[:2] == ["c2sp.org/tlog-proof@v1", "index 6"]
    hashes = lines[2 : lines.index("")]
    assert [len(base64.b64decode(line)) for line in hashes] == [32] * len(hashes)
    assert PROOF.endswith("\n\n" + NOTE)


def test_it_verifies() -> None:
    index, checkpoint = verify_proof(PROOF, leaf_hash(b"6"), ORIGIN, KEY.public)
    assert (index, checkpoint.size) == (6, SIZE)


def test_an_extra_line_is_read_over() -> None:
    extra = base64.b64encode(b"out of band").decode()
    text = PROOF.replace("index 6", f"extra {extra}\nindex 6")
    assert parse_proof(text) == parse_proof(PROOF)
    verify_proof(text, leaf_hash(b"6"), ORIGIN, KEY.public)


@pytest.mark.parametrize(
    ("leaf", "origin", "key"),
    [
        (b"7", ORIGIN, KEY),
        (b"6", "testimonia/another", KEY),
        (b"6", ORIGIN, SigningKey.from_seed(b"\x03" * 32)),
    ],
)
def test_another_leaf_log_or_key_is_refused(leaf: bytes, origin: str, key: SigningKey) -> None:
    with pytest.raises(ProofError):
        verify_proof(PROOF, leaf_hash(leaf), origin, key.public)


@pytest.mark.parametrize(
    "text",
    [
        "",
        PROOF.replace("@v1", "@v2"),
        PROOF.replace("index 6", "index 06"),
        PROOF.replace("index 6", "index -6"),
        PROOF.replace("index 6\n", ""),
        PROOF.replace("index 6", "index 5"),
        PROOF.replace("index 6", "extra !!\nindex 6"),
        PROOF.replace("\n\n", "\n", 1),
        PROOF.replace("index 6\n", "index 6\n" + "A" * 44 + "\n"),
        PROOF.replace("index 6\n", "index 6\n" + base64.b64encode(b"x" * 31).decode() + "\n"),
        PROOF.replace("index 6\n", "index 6\n" + base64.b64encode(b"x" * 32).decode() + "\n"),
        PROOF.replace(f"\n{SIZE}\n", f"\n{SIZE + 1}\n"),
        PROOF.replace("\n", "\r\n"),
    ],
)
def test_a_proof_in_another_form_is_refused(text: str) -> None:
    with pytest.raises(ProofError):
        verify_proof(text, leaf_hash(b"6"), ORIGIN, KEY.public)
