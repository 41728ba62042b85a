"""Secrets handed to a browser or a program: session cookies, API tokens, invitation links.

The archive stores `secret_id(secret)` to find the row, and a seed sealed under `secret_key(...)`: what is
stored opens nothing without the secret, and the secret opens nothing without the pepper.
"""

import hashlib
import hmac
import os

from app.vault.base64url import b64url
from app.vault.context import Purpose, context
from app.vault.keys import derive_key


def new_secret() -> str:
    """A fresh secret of 32 random bytes as 43 characters of base64url."""
    return b64url(os.urandom(32))


def secret_id(secret: str) -> str:
    """The name under which a secret is looked up (64 hex characters); it does not reveal the secret."""
    return hashlib.sha256(context(Purpose.secret_id) + secret.encode()).hexdigest()


def secret_key(secret: str, pepper: bytes, purpose: Purpose) -> bytes:
    """The 32-byte key that a secret and the host's pepper make together, one for each purpose."""
    return derive_key(secret.encode(), purpose, salt=pepper)


def keyed_hash(pepper: bytes, purpose: Purpose, text: str) -> str:
    """A hash (64 hex characters) that finds equal texts; without the pepper nobody can guess at them."""
    return hmac.new(pepper, context(purpose) + text.encode(), hashlib.sha256).hexdigest()
