"""Sealing: with a key, with padding, to a public key. Whatever is moved or changed does not open."""

import hashlib
import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.vault.context import Purpose, context
from app.vault.hpke import PUBLIC_SIZE, SealPair, seal_to
from app.vault.keys import HolderKeys
from app.vault.padding import FLOOR, PaddingError, pad, padme, unpad
from app.vault.seal import SealError, new_key, seal, seal_padded, unseal, unseal_padded

SECRET = b"Nadzeya Karol, Orsk-na-Nevi, 10 August"
CELLS = [
    *(context(purpose, archive="a", record="r", version=1) for purpose in Purpose),
    context(Purpose.version_content, archive="a", record="r", version=2),
    context(Purpose.version_content, archive="a", record="s", version=1),
    context(Purpose.version_content, archive="b", record="r", version=1),
    context(Purpose.version_content, archive="a", record="r", version=1, compartment="identity"),
    context(Purpose.version_content, archive="a", record="r", version="1"),
]
GOLDEN = json.loads((Path(__file__).parent / "golden.json").read_text())


def test_a_sealed_value_opens_in_its_place_and_reveals_nothing() -> None:
    key = new_key()
    sealed = seal(key, SECRET, CELLS[0])
    assert unseal(key, sealed, CELLS[0]) == SECRET
    assert SECRET[:7] not in sealed
    assert seal(key, SECRET, CELLS[0]) != sealed


def test_no_two_cells_can_be_swapped() -> None:
    key = new_key()
    sealed = [seal(key, SECRET, cell) for cell in CELLS]
    for here, there in itertools.permutations(range(len(CELLS)), 2):
        with pytest.raises(SealError):
            unseal(key, sealed[here], CELLS[there])


def test_no_two_cells_sealed_to_one_public_key_can_be_swapped() -> None:
    pair = SealPair.generate()
    sealed = [seal_to(pair.public, SECRET, cell) for cell in CELLS]
    for here, there in itertools.permutations(range(len(CELLS)), 2):
        with pytest.raises(SealError):
            pair.open(sealed[here], CELLS[there])


@given(st.binary(max_size=600), st.binary(max_size=40), st.data())
def test_a_changed_byte_or_a_lost_one_is_noticed(plain: bytes, place: bytes, data: st.DataObject) -> None:
    key = new_key()
    sealed = bytearray(seal_padded(key, plain, place))
    assert unseal_padded(key, bytes(sealed), place) == plain
    cut = data.draw(st.integers(0, len(sealed) - 1))
    with pytest.raises(SealError):
        unseal_padded(key, bytes(sealed[:cut]), place)
    sealed[cut] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SealError):
        unseal_padded(key, bytes(sealed), place)


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_key_of_another_size_is_refused(size: int) -> None:
    with pytest.raises(SealError):
        seal(bytes(size), SECRET, CELLS[0])
    with pytest.raises(SealError):
        unseal(bytes(size), seal(new_key(), SECRET, CELLS[0]), CELLS[0])


def test_a_value_sealed_without_padding_does_not_open_as_a_padded_one() -> None:
    key = new_key()
    with pytest.raises(SealError):
        unseal_padded(key, seal(key, SECRET, CELLS[0]), CELLS[0])


def test_every_refusal_says_the_same_and_repeats_nothing() -> None:
    key, pair = new_key(), SealPair.generate()
    sealed, sealed_to = seal(key, SECRET, CELLS[0]), seal_to(pair.public, SECRET, CELLS[0])
    said: set[str] = set()
    for open_wrongly in (
        lambda: unseal(new_key(), sealed, CELLS[0]),
        lambda: unseal(key, sealed, CELLS[1]),
        lambda: unseal(key, b"", CELLS[0]),
        lambda: unseal(key, sealed[:-1], CELLS[0]),
        lambda: SealPair.generate().open(sealed_to, CELLS[0]),
        lambda: pair.open(sealed_to, CELLS[1]),
        lambda: pair.open(b"", CELLS[0]),
    ):
        with pytest.raises(SealError) as refused:
            open_wrongly()
        said.add(str(refused.value))
        assert refused.value.__cause__ is None
        assert refused.value.__suppress_context__
    assert len(said) == 1


def test_padme_sizes() -> None:
    sizes = [0, 1, 255, 256, 257, 300, 1000, 9, 65536, 65537, 1_000_000, 2**40 + 1]
    assert [padme(size) for size in sizes] == [
        256, 256, 256, 256, 272, 304, 1024, 256, 65536, 67584, 1015808, 2**40 + 2**34,
    ]  # fmt: skip


@given(st.integers(0, 2**50))
def test_padding_costs_at_most_12_per_cent_and_never_shrinks(size: int) -> None:
    assert size <= padme(size) <= max(FLOOR, size * 1.12)
    assert padme(padme(size)) == padme(size)
    assert padme(size) <= padme(size + 1)


@given(st.binary(max_size=1200), st.integers(0, 40))
def test_padding_comes_off_again(data: bytes, zeros: int) -> None:
    data += bytes(zeros)
    assert unpad(pad(data)) == data
    assert len(pad(data)) == padme(len(data) + 1)


@pytest.mark.parametrize(
    "padded", [b"", bytes(256), b"x" * 256, b"\x80", pad(b"x") + b"\x00", pad(b"x")[:-1]]
)
def test_what_is_not_padding_is_refused(padded: bytes) -> None:
    with pytest.raises(PaddingError):
        unpad(padded)


def test_x_wing_keys_are_those_of_the_draft() -> None:
    # draft-connolly-cfrg-xwing-kem, appendix C, first vector
    seed = bytes.fromhex("7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26")
    public = SealPair.from_seed(seed).public
    assert len(public) == PUBLIC_SIZE
    assert public[:32].hex() == "e2236b35a8c24b39b10aa1323a96a919a2ced88400633a7b07131713fc14b2b5"
    assert public[-32:].hex() == "859edb06eff389b27dce59844570216223593d4ba32d9abac8cd049040ef6534"


def test_what_was_sealed_before_still_opens() -> None:
    key = bytes.fromhex(GOLDEN["key"])
    pair = SealPair.from_seed(bytes.fromhex(GOLDEN["seed"]))
    place = GOLDEN["context"].encode()
    assert hashlib.sha256(pair.public).hexdigest() == GOLDEN["public_sha256"]
    assert unseal(key, bytes.fromhex(GOLDEN["sealed"]), place).decode() == GOLDEN["plaintext"]
    assert unseal_padded(key, bytes.fromhex(GOLDEN["sealed_padded"]), place).decode() == GOLDEN["plaintext"]
    assert pair.open(bytes.fromhex(GOLDEN["sealed_to"]), place).decode() == GOLDEN["plaintext"]


@settings(max_examples=25)
@given(st.binary(max_size=300), st.binary(max_size=60), st.data())
def test_sealing_to_a_public_key(plain: bytes, place: bytes, data: st.DataObject) -> None:
    pair = SealPair.generate()
    sealed = bytearray(seal_to(pair.public, plain, place))
    assert SealPair.from_seed(pair.seed).open(bytes(sealed), place) == plain
    at = data.draw(st.integers(0, len(sealed) - 1))
    with pytest.raises(SealError):
        pair.open(bytes(sealed[:at]), place)
    sealed[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SealError):
        pair.open(bytes(sealed), place)


@pytest.mark.parametrize(
    "public",
    [
        b"",
        bytes(PUBLIC_SIZE),
        b"\xff" * PUBLIC_SIZE,
        SealPair.generate().public[:-1],
        SealPair.generate().public[:-32] + bytes(32),
    ],
    ids=["empty", "zeros", "ones", "short", "x25519 of low order"],
)
def test_nothing_is_sealed_to_an_unusable_key(public: bytes) -> None:
    with pytest.raises(SealError):
        seal_to(public, SECRET, CELLS[0])


def test_the_keys_of_a_holder_are_known() -> None:
    keys = HolderKeys.from_seed(bytes(range(32)))
    assert keys.catalogue_key.hex() == GOLDEN["holder"]["catalogue_key"]
    assert keys.sign_public.hex() == GOLDEN["holder"]["sign_public"]
    assert keys.key_id == GOLDEN["holder"]["key_id"]
    assert hashlib.sha256(keys.seal_public).hexdigest() == GOLDEN["holder"]["seal_public_sha256"]
    place = context(Purpose.team_seed, team="t")
    assert HolderKeys.from_seed(keys.seed).open(seal_to(keys.seal_public, SECRET, place), place) == SECRET


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_a_seed_has_32_bytes(size: int) -> None:
    for from_seed in (HolderKeys.from_seed, SealPair.from_seed):
        with pytest.raises(ValueError, match="32"):
            from_seed(bytes(size))


def test_no_key_shows_itself() -> None:
    keys, pair = HolderKeys.from_seed(b"s" * 32), SealPair.from_seed(b"s" * 32)
    shown = repr(keys) + repr(pair)
    assert "sss" not in shown
    assert repr(keys.catalogue_key) not in shown
