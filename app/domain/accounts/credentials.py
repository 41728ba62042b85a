"""A member's seed, sealed under the passphrase and under the printed recovery code. No database here."""

import os
from dataclasses import dataclass, field

from app.domain.accounts.rules import levelled_login
from app.errors import Tampered
from app.vault.base64url import b64url
from app.vault.context import Purpose, context
from app.vault.keys import derive_key
from app.vault.passphrase import (
    SALT_SIZE,
    KdfParams,
    PassphraseKeys,
    WeakKdfError,
    auth_hash,
    derive,
    generate_recovery_code,
    parse_recovery_code,
)
from app.vault.seal import SealError, seal, unseal
from app.vault.tokens import keyed_hash


@dataclass(frozen=True, slots=True)
class PassphraseSeal:
    """What a member's row keeps of a passphrase: it opens the seed, and tells nothing without the pepper."""

    member_id: str
    salt: bytes = field(repr=False)
    memory_kib: int
    iterations: int
    auth_hash: bytes = field(repr=False)
    sealed_seed: bytes = field(repr=False)

    def derive(self, passphrase: str, pepper: bytes) -> PassphraseKeys:
        """Both halves for a passphrase; slow on purpose. Raises Tampered when the row was made easier to
        guess.
        """
        params = KdfParams(self.memory_kib, self.iterations)
        try:
            return derive(passphrase, salt=self.salt, pepper=pepper, params=params, member_id=self.member_id)
        except WeakKdfError:
            raise Tampered("The sign-in data of this member was changed. Tell your administrator.") from None

    def open(self, keys: PassphraseKeys) -> bytes:
        """The member's seed. Raises Tampered when it does not open under the keys of the right passphrase."""
        try:
            return unseal(keys.wrap, self.sealed_seed, self.bound_to())
        except SealError:
            raise Tampered("The sealed key of this member was changed. Tell your administrator.") from None

    def bound_to(self) -> bytes:
        """What the seed is sealed for: this member, and this cost of guessing."""
        return context(
            Purpose.member_seed,
            member=self.member_id,
            memory_kib=self.memory_kib,
            iterations=self.iterations,
        )


@dataclass(frozen=True, slots=True)
class RecoverySeal:
    """What a member's row keeps of a printed code."""

    recovery_id: str
    sealed_seed: bytes = field(repr=False)


def seal_under_passphrase(*, member_id: str, passphrase: str, seed: bytes, pepper: bytes) -> PassphraseSeal:
    """Seals a member's seed under a passphrase; slow on purpose."""
    params = KdfParams()
    empty = PassphraseSeal(member_id, os.urandom(SALT_SIZE), params.memory_kib, params.iterations, b"", b"")
    keys = empty.derive(passphrase, pepper)
    return PassphraseSeal(
        member_id,
        empty.salt,
        empty.memory_kib,
        empty.iterations,
        auth_hash(keys.auth),
        seal(keys.wrap, seed, empty.bound_to()),
    )


def stand_in(login: str, pepper: bytes) -> PassphraseSeal:
    """What an unknown sign-in name is tried against: the same work, and a salt that stays the same for the
    name.
    """
    made_up = bytes.fromhex(keyed_hash(pepper, Purpose.login, f"nobody:{levelled_login(login)}"))
    params = KdfParams()
    return PassphraseSeal(
        made_up[16:].hex(), made_up[:SALT_SIZE], params.memory_kib, params.iterations, os.urandom(32), b""
    )


def seal_under_code(*, member_id: str, seed: bytes, pepper: bytes) -> tuple[str, RecoverySeal]:
    """A fresh recovery code to print, and the seed sealed under it."""
    code = generate_recovery_code()
    secret = parse_recovery_code(code)
    sealed = seal(_code_key(secret, pepper), seed, context(Purpose.recovery_seed, member=member_id))
    return code, RecoverySeal(recovery_id(secret, pepper), sealed)


def open_with_code(secret: bytes, *, member_id: str, sealed_seed: bytes, pepper: bytes) -> bytes:
    """The member's seed. Raises Tampered when the right code does not open it."""
    try:
        return unseal(
            _code_key(secret, pepper), sealed_seed, context(Purpose.recovery_seed, member=member_id)
        )
    except SealError:
        raise Tampered("The sealed key of this member was changed. Tell your administrator.") from None


def recovery_id(secret: bytes, pepper: bytes) -> str:
    """What proves a recovery code."""
    return keyed_hash(pepper, Purpose.recovery_key, b64url(secret))


def login_hash(login: str, pepper: bytes) -> str:
    """What a sign-in name is looked up by."""
    return keyed_hash(pepper, Purpose.login, levelled_login(login))


def _code_key(secret: bytes, pepper: bytes) -> bytes:
    return derive_key(secret, Purpose.recovery_key, salt=pepper)
