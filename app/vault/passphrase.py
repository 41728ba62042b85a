"""What a person remembers or keeps on paper: passphrases, sign-in names, recovery codes.

A passphrase becomes two halves (Argon2id, RFC 9106): `auth` proves it, `wrap` opens the member's seed. The
host's pepper is Argon2's secret, so a stolen database without it cannot be guessed at. The parameters and the
member are bound as associated data and have a floor, so a row with lowered parameters is refused, and another
member's row never fits.
"""

import hashlib
import hmac
import os
import secrets
import threading
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from app.vault import VaultError
from app.vault.context import Purpose, context

SALT_SIZE = 16
PEPPER_SIZE = 32
_HALF = 32

# 64 MiB each: more at once would let sign-ins take the memory of the machine
_AT_ONCE = threading.BoundedSemaphore(4)

# Crockford's alphabet: no I, L, O (read as 1, 1, 0) and no U
_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("ILO", "110", "- \t\r\n")
_CODE_SIZE = 32
_CHECKSUM_SIZE = 3  # 35 bytes are 56 digits: no bit left over
_CODE_DIGITS = (_CODE_SIZE + _CHECKSUM_SIZE) * 8 // 5
_GROUP = 4


class WeakKdfError(VaultError):
    """The parameters are below the floor: somebody wants a passphrase to be easier to guess."""


class RecoveryCodeError(VaultError):
    """The text is not a recovery code, or was copied with a mistake."""


@dataclass(frozen=True, slots=True)
class KdfParams:
    """Argon2id's cost. Lanes are always one: with more, `cryptography` 50.0.2 hangs on concurrent threads."""

    memory_kib: int = 65536
    iterations: int = 3


FLOOR = KdfParams()


@dataclass(frozen=True, slots=True)
class PassphraseKeys:
    """The two halves of a derived passphrase."""

    auth: bytes = field(repr=False)
    wrap: bytes = field(repr=False)


def derive(
    passphrase: str, *, salt: bytes, pepper: bytes, params: KdfParams, member_id: str
) -> PassphraseKeys:
    """Derive both halves; takes about 0.15 s, and at most four threads do so at once.

    Spelling is levelled first (NFKC, single spaces), since keyboards differ in how they type the same
    letters. Raises `WeakKdfError` for parameters, a salt or a pepper below the floor.
    """
    if params.memory_kib < FLOOR.memory_kib or params.iterations < FLOOR.iterations:
        raise WeakKdfError("the key derivation parameters are below the floor")
    if len(salt) < SALT_SIZE or len(pepper) < PEPPER_SIZE:
        raise WeakKdfError("the salt or the pepper is too short")
    bound = context(
        Purpose.passphrase, member=member_id, memory_kib=params.memory_kib, iterations=params.iterations
    )
    argon2 = Argon2id(
        salt=salt,
        length=2 * _HALF,
        iterations=params.iterations,
        lanes=1,
        memory_cost=params.memory_kib,
        ad=bound,
        secret=pepper,
    )
    levelled = " ".join(unicodedata.normalize("NFKC", passphrase).split())
    with _AT_ONCE:
        derived = argon2.derive(levelled.encode())
    return PassphraseKeys(derived[:_HALF], derived[_HALF:])


def auth_hash(auth: bytes) -> bytes:
    """What is stored of the auth half. One fast hash is enough: the half is as long as a key."""
    return hashlib.sha256(context(Purpose.passphrase_check) + auth).digest()


def same(a: bytes, b: bytes) -> bool:
    """Whether two hashes are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(a, b)


def generate_passphrase(words: int = 6) -> str:
    """Random words separated by spaces: 11.5 bits each, so six of them are 69 bits."""
    return " ".join(secrets.choice(word_list()) for _ in range(words))


def generate_login() -> str:
    """A sign-in name that says nothing about its owner: three random words joined by hyphens."""
    return "-".join(secrets.choice(word_list()) for _ in range(3))


@lru_cache(maxsize=1)
def word_list() -> tuple[str, ...]:
    """The 3005 plain English words of 4 to 7 letters in `words.txt`.

    Chosen from the EFF's large word list for passphrases (https://www.eff.org/dice, by Joseph Bonneau and the
    Electronic Frontier Foundation, licensed CC BY 3.0 US); words about violence, custody, bodies and crime
    were left out, since survivors and those who work with them read these words every day.
    """
    return tuple(files("app.vault").joinpath("words.txt").read_text(encoding="ascii").split())


def generate_recovery_code() -> str:
    """A fresh recovery code: 32 random bytes to print and keep. `parse_recovery_code` gives the bytes."""
    return format_recovery_code(os.urandom(_CODE_SIZE))


def format_recovery_code(secret: bytes) -> str:
    """32 bytes and a checksum in Crockford's base32: 14 groups of four digits."""
    if len(secret) != _CODE_SIZE:
        raise ValueError("a recovery secret has 32 bytes")
    number = int.from_bytes(secret + _checksum(secret))
    digits = [_DIGITS[number >> shift & 31] for shift in range((_CODE_DIGITS - 1) * 5, -1, -5)]
    return "-".join("".join(digits[start : start + _GROUP]) for start in range(0, _CODE_DIGITS, _GROUP))


def parse_recovery_code(text: str) -> bytes:
    """The 32 bytes of a recovery code typed from paper.

    Case, spaces, hyphens, and O, I, L for 0, 1, 1 are forgiven. Raises `RecoveryCodeError` when the checksum
    shows that a digit was misread.
    """
    digits = text.upper().translate(_MISREAD)
    if len(digits) != _CODE_DIGITS or not set(digits) <= set(_DIGITS):
        raise RecoveryCodeError("a recovery code has 14 groups of four letters or digits, without U")
    number = 0
    for digit in digits:
        number = number << 5 | _DIGITS.index(digit)
    data = number.to_bytes(_CODE_SIZE + _CHECKSUM_SIZE)
    secret, checksum = data[:_CODE_SIZE], data[_CODE_SIZE:]
    if not same(checksum, _checksum(secret)):
        raise RecoveryCodeError("a letter or digit of the recovery code is not as it was printed")
    return secret


def _checksum(secret: bytes) -> bytes:
    return hashlib.sha256(context(Purpose.recovery_checksum) + secret).digest()[:_CHECKSUM_SIZE]
