"""What a member's row keeps opens with the passphrase or the code and the pepper, and with nothing less."""

from dataclasses import replace

import pytest

from app.domain.accounts import credentials
from app.errors import Tampered
from app.vault.passphrase import auth_hash, parse_recovery_code, same

PEPPER, SEED, MEMBER = b"p" * 32, b"s" * 32, "a" * 32
PASSPHRASE = "seven plain words from one list"


@pytest.fixture(scope="module")
def sealed() -> credentials.PassphraseSeal:
    """A seed sealed once."""
    return credentials.seal_under_passphrase(
        member_id=MEMBER, passphrase=PASSPHRASE, seed=SEED, pepper=PEPPER
    )


def test_the_passphrase_opens_the_seed(sealed: credentials.PassphraseSeal) -> None:
    keys = sealed.derive(PASSPHRASE, PEPPER)
    assert same(auth_hash(keys.auth), sealed.auth_hash)
    assert sealed.open(keys) == SEED
    assert SEED not in sealed.sealed_seed


@pytest.mark.parametrize(("passphrase", "pepper"), [(PASSPHRASE + "!", PEPPER), (PASSPHRASE, b"q" * 32)])
def test_nothing_less_does(sealed: credentials.PassphraseSeal, passphrase: str, pepper: bytes) -> None:
    keys = sealed.derive(passphrase, pepper)
    assert not same(auth_hash(keys.auth), sealed.auth_hash)
    with pytest.raises(Tampered):
        sealed.open(keys)


def test_a_row_in_anothers_place_does_not_open(sealed: credentials.PassphraseSeal) -> None:
    moved = replace(sealed, member_id="b" * 32)
    assert not same(auth_hash(moved.derive(PASSPHRASE, PEPPER).auth), sealed.auth_hash)


@pytest.mark.parametrize(("memory", "iterations"), [(1024, 3), (65536, 1), (65536, 2)])
def test_a_row_made_easier_to_guess_is_refused(
    sealed: credentials.PassphraseSeal, memory: int, iterations: int
) -> None:
    with pytest.raises(Tampered):
        replace(sealed, memory_kib=memory, iterations=iterations).derive(PASSPHRASE, PEPPER)


def test_the_code_opens_the_seed() -> None:
    code, recovery = credentials.seal_under_code(member_id=MEMBER, seed=SEED, pepper=PEPPER)
    secret = parse_recovery_code(code)
    assert credentials.recovery_id(secret, PEPPER) == recovery.recovery_id
    common = {"sealed_seed": recovery.sealed_seed, "pepper": PEPPER, "member_id": MEMBER}
    assert credentials.open_with_code(secret, **common) == SEED
    other = parse_recovery_code(credentials.seal_under_code(member_id=MEMBER, seed=SEED, pepper=PEPPER)[0])
    assert credentials.recovery_id(other, PEPPER) != recovery.recovery_id
    for changed in ({"pepper": b"q" * 32}, {"member_id": "b" * 32}):
        with pytest.raises(Tampered):
            credentials.open_with_code(secret, **(common | changed))
    with pytest.raises(Tampered):
        credentials.open_with_code(other, **common)


def test_unknown_names_are_tried_at_the_same_cost_and_always_the_same_salt() -> None:
    first, again = credentials.stand_in("Nobody", PEPPER), credentials.stand_in(" nobody ", PEPPER)
    assert (first.salt, first.member_id) == (again.salt, again.member_id)
    assert first.salt != credentials.stand_in("somebody", PEPPER).salt
    assert first.salt != credentials.stand_in("nobody", b"q" * 32).salt
    assert (first.memory_kib, first.iterations, len(first.member_id)) == (65536, 3, 32)


def test_sign_in_names_are_keyed_hashes() -> None:
    hashed = credentials.login_hash("Quiet-River", PEPPER)
    assert hashed == credentials.login_hash(" quiet-river", PEPPER)
    assert hashed != credentials.login_hash("quiet-river", b"q" * 32)
    assert len(hashed) == 64
