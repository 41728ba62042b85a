"""Signatures and checkpoints, judged by published answers, by openssl and by ssh-keygen."""

import base64
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault.keys import HolderKeys
from app.vault.notes import (
    Checkpoint,
    NoteError,
    parse_checkpoint,
    sign_checkpoint,
    verifier_key,
    verify_checkpoint,
    verify_note_signature,
)
from app.vault.signing import (
    SignatureError,
    Signer,
    SigningKey,
    key_id,
    public_jwk,
    public_pem,
    ssh_public,
    ssh_signature,
    verify,
    verify_ssh_signature,
)
from tests.conftest import missing

# RFC 8032, section 7.1, test 2
RFC_SEED = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
RFC_PUBLIC = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
RFC_SIGNATURE = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)
KEY, OTHER = SigningKey.from_seed(RFC_SEED), SigningKey.generate()
MESSAGE, NAMESPACE = b"tag manifest\n", "testimonia-bundle"
ORIGIN, ROOT = "archive.example/log", bytes(range(32))


def program(name: str) -> str:
    """Where a judge of signatures is installed."""
    found = shutil.which(name)
    if not found:
        missing(name)
    return str(found)


def test_the_known_answer_of_rfc_8032() -> None:
    assert KEY.public == KEY.sign_public == RFC_PUBLIC
    assert KEY.sign(b"\x72") == RFC_SIGNATURE
    verify(RFC_PUBLIC, RFC_SIGNATURE, b"\x72")


def test_the_known_answer_of_rfc_8037() -> None:
    jwk = public_jwk(bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"))
    assert jwk == {
        "crv": "Ed25519",
        "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
        "kty": "OKP",
        "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    }
    assert KEY.key_id == key_id(RFC_PUBLIC)


@given(st.binary(max_size=100), st.integers(0, 63), st.integers(1, 255))
def test_a_changed_signature_message_or_key_is_refused(message: bytes, at: int, change: int) -> None:
    signature = bytearray(KEY.sign(message))
    verify(KEY.public, bytes(signature), message)
    for public, said in ((OTHER.public, message), (KEY.public, message + b"."), (KEY.public[:-1], message)):
        with pytest.raises(SignatureError):
            verify(public, bytes(signature), said)
    signature[at] ^= change
    for wrong in (bytes(signature), bytes(signature[:-1]), b""):
        with pytest.raises(SignatureError):
            verify(KEY.public, wrong, message)


@pytest.mark.parametrize("sign_bit", [0, 0x80])
@pytest.mark.parametrize(
    "point",
    ["01" + "00" * 31, "00" * 32, "ec" + "ff" * 30 + "7f", "ed" + "ff" * 30 + "7f", "ee" + "ff" * 30 + "7f"],
)
def test_a_key_with_which_one_signature_fits_every_message_is_refused(point: str, sign_bit: int) -> None:
    public = bytearray.fromhex(point)
    public[-1] |= sign_bit
    disowned = bytes.fromhex("01" + "00" * 63)  # R is the neutral point, S is 0
    with pytest.raises(SignatureError):
        verify(bytes(public), disowned, b"anything at all")


def test_a_signing_key_does_not_show_itself() -> None:
    assert RFC_SEED.hex() not in repr(KEY)
    assert repr(RFC_SEED) not in repr(KEY)


@pytest.mark.parametrize("signer", [KEY, HolderKeys.generate()], ids=["signing key", "holder"])
def test_openssl_verifies(signer: Signer, tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_text(public_pem(signer.sign_public))
    (tmp_path / "signature").write_bytes(signer.sign(MESSAGE))

    def judged(message: bytes) -> int:
        (tmp_path / "message").write_bytes(message)
        judge = [program("openssl"), "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "key.pem"]
        command = [*judge, "-in", "message", "-sigfile", "signature"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode

    assert judged(MESSAGE) == 0
    assert judged(MESSAGE + b".") != 0


@pytest.mark.parametrize("signer", [KEY, HolderKeys.generate()], ids=["signing key", "holder"])
def test_ssh_keygen_verifies(signer: Signer, tmp_path: Path) -> None:
    (tmp_path / "allowed").write_text(f"exporter {ssh_public(signer.sign_public)}\n")
    (tmp_path / "signature").write_text(ssh_signature(signer, MESSAGE, NAMESPACE))

    def judged(message: bytes, namespace: str) -> int:
        judge = [program("ssh-keygen"), "-Y", "verify", "-f", "allowed", "-I", "exporter"]
        command = [*judge, "-n", namespace, "-s", "signature"]
        return subprocess.run(
            command, cwd=tmp_path, input=message, capture_output=True, check=False
        ).returncode

    assert judged(MESSAGE, NAMESPACE) == 0
    assert judged(MESSAGE + b".", NAMESPACE) != 0
    assert judged(MESSAGE, "git") != 0


def test_what_ssh_keygen_signed_verifies(tmp_path: Path) -> None:
    keygen = program("ssh-keygen")
    subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", "key"], cwd=tmp_path, check=True)
    (tmp_path / "message").write_bytes(MESSAGE)
    command = [keygen, "-q", "-Y", "sign", "-f", "key", "-n", NAMESPACE, "message"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    public = base64.b64decode((tmp_path / "key.pub").read_text().split()[1])[-32:]
    verify_ssh_signature(public, (tmp_path / "message.sig").read_text(), MESSAGE, NAMESPACE)


def test_ssh_signatures_bind_key_message_and_namespace() -> None:
    armored = ssh_signature(KEY, MESSAGE, NAMESPACE)
    verify_ssh_signature(KEY.public, armored, MESSAGE, NAMESPACE)
    for public, text, message, namespace in (
        (OTHER.public, armored, MESSAGE, NAMESPACE),
        (KEY.public, armored, MESSAGE + b".", NAMESPACE),
        (KEY.public, armored, MESSAGE, "git"),
        (KEY.public, ssh_signature(OTHER, MESSAGE, NAMESPACE), MESSAGE, NAMESPACE),
        (KEY.public, armored.replace("U1NI", "U1NJ"), MESSAGE, NAMESPACE),
        (KEY.public, armored[:200], MESSAGE, NAMESPACE),
        (KEY.public, "", MESSAGE, NAMESPACE),
        (KEY.public, armored + armored, MESSAGE, NAMESPACE),
    ):
        with pytest.raises(SignatureError):
            verify_ssh_signature(public, text, message, namespace)


# Go's checksum database and the example in Go's documentation of notes: keys and a signature of others
GO_PUBLIC = base64.b64decode("Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")[1:]
NEUMANN_PUBLIC = base64.b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")[1:]
NEUMANN_TEXT = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
)
NEUMANN_SIGNATURE = (
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
)


def test_verifier_keys_of_others() -> None:
    assert verifier_key("sum.golang.org", GO_PUBLIC) == (
        "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
    )
    assert verifier_key("PeterNeumann", NEUMANN_PUBLIC).startswith("PeterNeumann+c74f20a3+")


def test_a_signature_of_go_verifies_as_ours_do() -> None:
    lines = (f"— PeterNeumann {NEUMANN_SIGNATURE}",)
    borrowed = parse_checkpoint(sign_checkpoint(ORIGIN, 1, ROOT, KEY) + "\n".join((*lines, "")))
    note = Checkpoint("", 0, b"", NEUMANN_TEXT, borrowed.signatures)
    verify_note_signature(note, "PeterNeumann", NEUMANN_PUBLIC)


def test_a_checkpoint_reads_as_the_specification_writes_it() -> None:
    note = sign_checkpoint(ORIGIN, 20852163, ROOT, KEY)
    text, signature = note.split("\n\n")
    assert text == f"{ORIGIN}\n20852163\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    assert signature.startswith(f"— {ORIGIN} ")
    checkpoint = verify_checkpoint(note, ORIGIN, KEY.public)
    assert (checkpoint.origin, checkpoint.size, checkpoint.root) == (ORIGIN, 20852163, ROOT)
    assert checkpoint.extensions == ()


def test_the_example_of_the_specification_parses() -> None:
    checkpoint = parse_checkpoint(
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGz"
        "Gku9nTo+zyWE+xeMcTOAYQ8=\n"
    )
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert [len(line.signature) for line in checkpoint.signatures] == [64]


def test_witnesses_may_sign_too_and_are_ignored_until_known() -> None:
    note = sign_checkpoint(ORIGIN, 7, ROOT, KEY)
    cosigned = note + sign_checkpoint("witness.example", 7, ROOT, OTHER).split("\n\n")[1]
    checkpoint = verify_checkpoint(cosigned, ORIGIN, KEY.public)
    assert [line.name for line in checkpoint.signatures] == [ORIGIN, "witness.example"]
    with pytest.raises(SignatureError):  # the witness signed another text
        verify_note_signature(checkpoint, "witness.example", OTHER.public)


def test_a_checkpoint_of_another_key_log_or_content_is_refused() -> None:
    note = sign_checkpoint(ORIGIN, 7, ROOT, KEY)
    with pytest.raises(SignatureError):
        verify_checkpoint(note, ORIGIN, OTHER.public)
    with pytest.raises(NoteError):
        verify_checkpoint(note, "other.example/log", KEY.public)
    with pytest.raises(SignatureError):
        verify_checkpoint(note.replace("\n7\n", "\n8\n"), ORIGIN, KEY.public)
    with pytest.raises(SignatureError):
        verify_checkpoint(note.replace("AAEC", "AAED"), ORIGIN, KEY.public)
    with pytest.raises(SignatureError):
        verify_checkpoint(note.replace("\n\n", "\nan extension\n\n"), ORIGIN, KEY.public)
    with pytest.raises(
        SignatureError
    ):  # one good signature of a key does not excuse a bad one of the same key
        bad = sign_checkpoint(ORIGIN, 8, ROOT, KEY).split("\n\n")[1]
        verify_checkpoint(note + bad, ORIGIN, KEY.public)


GOOD = sign_checkpoint(ORIGIN, 7, ROOT, KEY)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n\n",
        GOOD[:-1],
        GOOD.split("\n\n")[0],
        GOOD.replace("\n7\n", "\n07\n"),
        GOOD.replace("\n7\n", "\n-7\n"),
        GOOD.replace("\n7\n", "\n٧\n"),
        GOOD.replace("\n7\n", "\n" + "9" * 30 + "\n"),
        GOOD.replace("\n7\n", "\n"),
        GOOD.replace("\n7\n", "\n7\r\n"),
        GOOD.replace("\n7\n", "\n7\n\n"),
        GOOD[len(ORIGIN) :],
        GOOD.replace("Hh8=\n", "Hh8=\n\nextension\n"),
        GOOD.replace("Hh8=", "Hh8"),
        GOOD.replace("Hh8=", "Hh9="),
        GOOD.replace("Hh8=", "Hh=="),
        GOOD.replace("—", "-"),
        GOOD + "— nobody\n",
        GOOD + "— nobody AAAA\n",
        GOOD + "\n",
        GOOD + "trailing",
        GOOD + GOOD.split("\n\n")[1] * 100,
        "x" * (1 << 20) + GOOD,
    ],
)
def test_what_is_not_a_checkpoint(note: str) -> None:
    with pytest.raises(NoteError):
        parse_checkpoint(note)


@pytest.mark.parametrize(
    ("origin", "size", "root"),
    [
        ("", 1, ROOT),
        ("two words", 1, ROOT),
        ("a+b", 1, ROOT),
        ("a\nb", 1, ROOT),
        (ORIGIN, -1, ROOT),
        (ORIGIN, 1, b""),
    ],
)
def test_what_cannot_stand_in_a_checkpoint_is_not_signed(origin: str, size: int, root: bytes) -> None:
    with pytest.raises(NoteError):
        sign_checkpoint(origin, size, root, KEY)
