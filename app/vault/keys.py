"""The keys of a holder (a member, a team, an invitation, a narrow token), all from one 32-byte seed."""

import os
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.vault.context import Purpose, context
from app.vault.hpke import SealPair
from app.vault.signing import SigningKey

SEED_SIZE = 32


def derive_key(secret: bytes, purpose: Purpose, *, salt: bytes | None = None) -> bytes:
    """A 32-byte key for one purpose from a uniformly random secret (HKDF-SHA256, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=context(purpose)).derive(secret)


@dataclass(frozen=True, slots=True)
class HolderKeys:
    """Everything a holder can do: open what is sealed to it, sign, and open its catalogue."""

    seed: bytes = field(repr=False)
    catalogue_key: bytes = field(repr=False)
    own_key: bytes = field(repr=False)  # seals what the holder alone writes and reads
    _pair: SealPair = field(repr=False, compare=False)
    _signing: SigningKey = field(compare=False)

    @classmethod
    def from_seed(cls, seed: bytes) -> "HolderKeys":
        """The keys of a 32-byte seed: always the same. Raises `ValueError` for another size."""
        if len(seed) != SEED_SIZE:
            raise ValueError("a seed has 32 bytes")
        return cls(
            seed,
            derive_key(seed, Purpose.holder_catalogue_key),
            derive_key(seed, Purpose.holder_own_key),
            SealPair.from_seed(derive_key(seed, Purpose.holder_seal_seed)),
            SigningKey.from_seed(derive_key(seed, Purpose.holder_sign_seed)),
        )

    @classmethod
    def generate(cls) -> "HolderKeys":
        """The keys of a fresh random seed."""
        return cls.from_seed(os.urandom(SEED_SIZE))

    @property
    def seal_public(self) -> bytes:
        """The public key others seal to (1216 bytes)."""
        return self._pair.public

    @property
    def sign_public(self) -> bytes:
        """The public key this holder's signatures verify with (32 bytes)."""
        return self._signing.public

    @property
    def key_id(self) -> str:
        """The name of `sign_public`: its JWK thumbprint."""
        return self._signing.key_id

    def sign(self, message: bytes) -> bytes:
        """A 64-byte Ed25519 signature over `message`."""
        return self._signing.sign(message)

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """Open what was sealed to `seal_public` for `context`; raises `SealError`."""
        return self._pair.open(sealed, context)
