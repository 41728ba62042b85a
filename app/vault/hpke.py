"""Sealing to a public key: HPKE (RFC 9180) with X-Wing (ML-KEM-768 and X25519), HKDF-SHA256 and AES-256-GCM.

Secure while either ML-KEM or X25519 is, so what is copied today stays closed to a later quantum computer.
HPKE names no sender: check that the public key is certified before anything is sealed to it
(`app.domain.accounts.certificates`), and that what opens is signed.

`cryptography` cannot serialise this private key, so we keep its 32-byte seed and expand it as X-Wing does
(draft-connolly-cfrg-xwing-kem: SHAKE256 into ML-KEM's d and z and the X25519 key). A public key is the ML-KEM
encapsulation key (1184 bytes) followed by the X25519 one (32 bytes).
"""

import hashlib
import os
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from app.vault.seal import SealError

SEED_SIZE = 32
_MLKEM_PUBLIC_SIZE = 1184
PUBLIC_SIZE = _MLKEM_PUBLIC_SIZE + 32
_MLKEM_SEED_SIZE = 64

_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


@dataclass(frozen=True, slots=True)
class SealPair:
    """A key pair that others can seal to. `seed` is the private key, and the only thing to keep."""

    seed: bytes = field(repr=False)
    public: bytes = field(repr=False)
    _private: MLKEM768X25519PrivateKey = field(repr=False, compare=False)

    @classmethod
    def from_seed(cls, seed: bytes) -> "SealPair":
        """The pair of a 32-byte seed: always the same. Raises `ValueError` for another size."""
        if len(seed) != SEED_SIZE:
            raise ValueError("a seed has 32 bytes")
        expanded = hashlib.shake_256(seed).digest(_MLKEM_SEED_SIZE + 32)
        mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:_MLKEM_SEED_SIZE])
        x25519 = X25519PrivateKey.from_private_bytes(expanded[_MLKEM_SEED_SIZE:])
        public = mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
        return cls(seed, public, MLKEM768X25519PrivateKey(mlkem, x25519))

    @classmethod
    def generate(cls) -> "SealPair":
        """A pair of a fresh random seed."""
        return cls.from_seed(os.urandom(SEED_SIZE))

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """Open what was sealed to this pair for `context`; raises `SealError`."""
        try:
            return _SUITE.decrypt(sealed, self._private, info=context)
        except (InvalidTag, ValueError):
            raise SealError from None


def seal_to(public: bytes, plaintext: bytes, context: bytes) -> bytes:
    """Seal `plaintext` to a certified `public` key, bound to `context`; `SealError` for an unusable key."""
    try:
        return _SUITE.encrypt(plaintext, _parsed(public), info=context)
    except ValueError:  # of another size, out of range, or of low order
        raise SealError from None


@lru_cache(maxsize=4096)
def _parsed(public: bytes) -> MLKEM768X25519PublicKey:
    """Parsing costs more than sealing, and a case is written to the same few keys again and again."""
    mlkem = MLKEM768PublicKey.from_public_bytes(public[:_MLKEM_PUBLIC_SIZE])
    x25519 = X25519PublicKey.from_public_bytes(public[_MLKEM_PUBLIC_SIZE:])
    return MLKEM768X25519PublicKey(mlkem, x25519)
