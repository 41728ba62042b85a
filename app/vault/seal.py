"""Sealing with a key: AES-256-GCM, bound to a context.

A sealed value is a random 12-byte nonce and the ciphertext with its tag. Nonces are random, so one key seals
at most 2**32 values (NIST SP 800-38D); keys here are fresh for each version, file and draft, or seal a
handful of values.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.vault import VaultError
from app.vault.padding import PaddingError, pad, unpad

KEY_SIZE = 32
_NONCE_SIZE = 12


class SealError(VaultError):
    """A sealed value does not open: wrong key, wrong place, or changed. Which of them, nobody is told."""

    def __init__(self) -> None:
        super().__init__("this does not open: key, place or bytes are not those it was sealed with")


def new_key() -> bytes:
    """A fresh random key."""
    return os.urandom(KEY_SIZE)


def seal(key: bytes, plaintext: bytes, context: bytes) -> bytes:
    """Seal `plaintext` under a 32-byte `key`, bound to `context` (see `app.vault.context`)."""
    nonce = os.urandom(_NONCE_SIZE)
    return nonce + _cipher(key).encrypt(nonce, plaintext, context)


def unseal(key: bytes, sealed: bytes, context: bytes) -> bytes:
    """Open what `seal` made; raises `SealError` unless key, context and every byte are the same."""
    try:
        return _cipher(key).decrypt(sealed[:_NONCE_SIZE], sealed[_NONCE_SIZE:], context)
    except (InvalidTag, ValueError):
        raise SealError from None


def seal_padded(key: bytes, plaintext: bytes, context: bytes) -> bytes:
    """As `seal`, hiding the size of `plaintext`: for everything whose length says something."""
    return seal(key, pad(plaintext), context)


def unseal_padded(key: bytes, sealed: bytes, context: bytes) -> bytes:
    """Open what `seal_padded` made; raises `SealError`."""
    try:
        return unpad(unseal(key, sealed, context))
    except PaddingError:
        raise SealError from None


def _cipher(key: bytes) -> AESGCM:
    if len(key) != KEY_SIZE:  # AESGCM would take 16 bytes too, and quietly be weaker
        raise SealError
    return AESGCM(key)
