"""Ed25519 signatures (RFC 8032), and a signing key in the forms that other tools read.

Sign `context(purpose, ...) + body`, never bare bytes, so that a signature made for one purpose says nothing
in another. The formats that forbid a prefix (JWT, signed notes, SSHSIG) bring their own.
"""

import base64
import hashlib
import os
import struct
import textwrap
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.vault import VaultError
from app.vault.base64url import b64url
from app.vault.canonical import canonical

SEED_SIZE = 32
PUBLIC_SIZE = 32
# The points of small order, sign bit cleared (libsodium refuses the same): with such a "key" one signature
# fits every message, so its owner could disown whatever was signed
_SMALL_ORDER = frozenset(
    bytes.fromhex(point)
    for point in (
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    )
)
_SSH_MAGIC = b"SSHSIG"
_SSH_BEGIN = "-----BEGIN SSH SIGNATURE-----\n"
_SSH_END = "\n-----END SSH SIGNATURE-----\n"


class SignatureError(VaultError):
    """A signature does not belong to this key and message."""

    def __init__(self) -> None:
        super().__init__("the signature does not belong to this key and these bytes")


class Signer(Protocol):
    """Whoever can sign: a `SigningKey`, or a holder's keys."""

    @property
    def sign_public(self) -> bytes:
        """The 32-byte public key."""
        ...

    @property
    def key_id(self) -> str:
        """The name of the public key, see `key_id`."""
        ...

    def sign(self, message: bytes) -> bytes:
        """A 64-byte signature over `message`."""
        ...


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key. Its 32-byte private key (the seed of RFC 8032) is the only thing to keep."""

    seed: bytes = field(repr=False)
    public: bytes
    key_id: str
    _private: Ed25519PrivateKey = field(repr=False, compare=False)

    @classmethod
    def from_seed(cls, seed: bytes) -> "SigningKey":
        """The key of a 32-byte seed; `ValueError` for another size."""
        private = Ed25519PrivateKey.from_private_bytes(seed)
        public = private.public_key().public_bytes_raw()
        return cls(seed, public, key_id(public), private)

    @classmethod
    def generate(cls) -> "SigningKey":
        """A key of a fresh random seed."""
        return cls.from_seed(os.urandom(SEED_SIZE))

    @property
    def sign_public(self) -> bytes:
        """`public`, under the name that every `Signer` has."""
        return self.public

    def sign(self, message: bytes) -> bytes:
        """A 64-byte signature over `message`."""
        return self._private.sign(message)


def verify(public: bytes, signature: bytes, message: bytes) -> None:
    """Raise `SignatureError` unless `signature` over `message` was made with the key of `public`.

    Whether a signature fits is a fact about these bytes alone, so one that was seen to fit is remembered, under a hash
    over all of them: readers meet the same certificates and lines again and again. Whether the key counted where it
    signed is another question, and asked each time.
    """
    seen = hashlib.sha256(
        b"".join(len(part).to_bytes(8, "big") + part for part in (public, signature, message))
    ).digest()
    if seen in _fitting:
        return
    try:
        _parsed(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise SignatureError from None
    if len(_fitting) >= MOST_REMEMBERED:
        _fitting.clear()
    _fitting.add(seen)


MOST_REMEMBERED = 1 << 16
_fitting: set[bytes] = set()


@lru_cache(maxsize=4096)
def key_id(public: bytes) -> str:
    """The name of a public key: its JWK thumbprint (RFC 7638, RFC 8037), 43 characters of base64url."""
    jwk = {"crv": "Ed25519", "kty": "OKP", "x": b64url(public)}
    return b64url(hashlib.sha256(canonical(jwk)).digest())


def public_jwk(public: bytes) -> dict[str, str]:
    """The public key as a JSON Web Key (RFC 8037), with its `kid`."""
    return {"crv": "Ed25519", "kid": key_id(public), "kty": "OKP", "x": b64url(public)}


def public_pem(public: bytes) -> str:
    """The public key as PEM, for `openssl pkeyutl -verify -rawin -pubin`."""
    encoded = _parse(public).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return encoded.decode("ascii")


def ssh_public(public: bytes) -> str:
    """The public key as one line `ssh-ed25519 AAAA...`, for an `allowed_signers` file."""
    return "ssh-ed25519 " + base64.b64encode(_ssh_key_blob(public)).decode("ascii")


def ssh_signature(key: Signer, message: bytes, namespace: str) -> str:
    """An armored signature for `ssh-keygen -Y verify -n NAMESPACE` (OpenSSH PROTOCOL.sshsig)."""
    signature = key.sign(_ssh_signed_bytes(message, namespace))
    blob = _ssh_blob(key.sign_public, signature, namespace)
    armored = textwrap.fill(base64.b64encode(blob).decode("ascii"), 70)
    return _SSH_BEGIN + armored + _SSH_END


def verify_ssh_signature(public: bytes, armored: str, message: bytes, namespace: str) -> None:
    """Raise `SignatureError` unless `armored` is what `ssh_signature` makes with the key of `public`.

    Ed25519 is deterministic in length and everything else in the blob is known, so it is rebuilt and compared
    instead of parsed: nothing of it is taken on trust.
    """
    try:
        text = armored.removeprefix(_SSH_BEGIN).removesuffix("\n").removesuffix(_SSH_END.rstrip("\n"))
        blob = base64.b64decode("".join(text.split()), validate=True)
    except ValueError:
        raise SignatureError from None
    signature = blob[-64:]
    if blob != _ssh_blob(public, signature, namespace):
        raise SignatureError
    verify(public, signature, _ssh_signed_bytes(message, namespace))


def _ssh_string(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def _ssh_key_blob(public: bytes) -> bytes:
    return _ssh_string(b"ssh-ed25519") + _ssh_string(public)


def _ssh_signed_bytes(message: bytes, namespace: str) -> bytes:
    digest = hashlib.sha512(message).digest()
    fields = (namespace.encode(), b"", b"sha512", digest)
    return _SSH_MAGIC + b"".join(_ssh_string(field) for field in fields)


def _ssh_blob(public: bytes, signature: bytes, namespace: str) -> bytes:
    signed = _ssh_string(b"ssh-ed25519") + _ssh_string(signature)
    fields = (_ssh_key_blob(public), namespace.encode(), b"", b"sha512", signed)
    return _SSH_MAGIC + struct.pack(">I", 1) + b"".join(_ssh_string(field) for field in fields)


def _parse(public: bytes) -> Ed25519PublicKey:
    if len(public) != PUBLIC_SIZE or public[:-1] + bytes([public[-1] & 0x7F]) in _SMALL_ORDER:
        raise SignatureError
    return Ed25519PublicKey.from_public_bytes(public)


_parsed = lru_cache(maxsize=4096)(_parse)
"""A reader meets the keys of the same few authors again and again."""
