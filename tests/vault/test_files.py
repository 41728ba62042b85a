"""Sealed files: the published Cobblestone-256 vectors, and random access against the sequential reader."""

import gzip
import hashlib
import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag
from hypothesis import given, settings
from hypothesis import strategies as st

from app.vault.files import CHUNK_SIZE, FileSealer, SealedFile, plain_size, sealed_size
from app.vault.seal import SealError, new_key

PLACE = b"testimonia/v1/file_content\n{}"
HEADER, TAG = 56, 16
SEALED_CHUNK = CHUNK_SIZE + TAG
SIZES = [0, 1, 15, 16, 255, CHUNK_SIZE - 1, CHUNK_SIZE, CHUNK_SIZE + 1, 3 * CHUNK_SIZE, 5 * CHUNK_SIZE + 77]


def reader(sealed: bytes) -> Callable[[int, int], bytes]:
    return lambda start, end: sealed[start:end]


def opened(key: bytes, sealed: bytes, place: bytes = PLACE) -> SealedFile:
    return SealedFile(key, place, reader(sealed), len(sealed))


def seal_file(key: bytes, plain: bytes, place: bytes = PLACE) -> bytes:
    sealer = FileSealer(key, place)
    return sealer.update(plain) + sealer.finalize()


def noise(size: int) -> bytes:
    return hashlib.shake_128(b"noise").digest(size)


@pytest.fixture(scope="session")
def published(vectors: Path) -> list[dict[str, Any]]:
    """The 35 vectors, decoded."""
    with gzip.open(vectors / "cobblestone-256.json.gz") as file:
        (group,) = json.load(file)["testGroups"]
    for test in group["tests"]:
        for name in ("key", "ctx"):
            test[name] = bytes.fromhex(test[name])
        test["ct"] = zlib.decompress(bytes.fromhex(test["ct"]))
    assert len(group["tests"]) == 35
    return group["tests"]


@pytest.mark.vectors
def test_every_published_vector_read_at_random(published: list[dict[str, Any]]) -> None:
    for test in published:
        if test["result"] == "valid":
            file = opened(test["key"], test["ct"], test["ctx"])
            plain = file.read(0, file.size)
            assert (file.size, len(plain)) == (test["msgLength"], test["msgLength"]), test["comment"]
            assert hashlib.sha512(plain).hexdigest() == test["msgSha512"], test["comment"]
            continue
        with pytest.raises(SealError):
            file = opened(test["key"], test["ct"], test["ctx"])
            # a last chunk that is whole proves the length alone; what was changed before it shows when read
            assert "ValidFinalChunk" in test["flags"], test["comment"]
            file.read(0, file.size)


@pytest.mark.vectors
def test_every_published_vector_read_in_order_by_the_library(published: list[dict[str, Any]]) -> None:
    for test in published:
        digest, size = hashlib.sha512(), 0
        try:
            decryptor = Cobblestone256Decryptor(test["key"], test["ctx"])
            for plain in (decryptor.update(test["ct"]), decryptor.finalize()):
                digest.update(plain)
                size += len(plain)
        except (InvalidTag, ValueError):
            assert test["result"] == "invalid", test["comment"]
        else:
            assert test["result"] == "valid", test["comment"]
            assert (size, digest.hexdigest()) == (test["msgLength"], test["msgSha512"]), test["comment"]


@pytest.mark.parametrize("size", SIZES)
def test_a_file_sealed_in_pieces_opens_with_the_library_and_at_random(size: int) -> None:
    key, plain = new_key(), noise(size)
    sealer = FileSealer(key, PLACE)
    pieces = [sealer.update(plain[at : at + 5000]) for at in range(0, size, 5000)]
    sealed = b"".join([*pieces, sealer.finalize()])
    decryptor = Cobblestone256Decryptor(key, PLACE)
    assert decryptor.update(sealed) + decryptor.finalize() == plain
    file = opened(key, sealed)
    assert file.size == size
    assert file.read(0, size) == plain
    assert len(sealed) == sealed_size(size)
    assert plain_size(len(sealed)) == size


FILE_KEY, FILE = bytes(range(32)), noise(4 * CHUNK_SIZE + 1234)
SEALED = seal_file(FILE_KEY, FILE)
positions = st.integers(0, len(FILE) + 50) | st.sampled_from(
    [at for chunk in range(5) for at in (chunk * CHUNK_SIZE - 1, chunk * CHUNK_SIZE, chunk * CHUNK_SIZE + 1)]
)


@given(positions, positions)
def test_any_part_reads_as_it_stands_in_the_whole(start: int, end: int) -> None:
    assert opened(FILE_KEY, SEALED).read(start, end) == FILE[max(start, 0) : max(end, 0)]


def test_only_the_chunks_asked_for_are_read() -> None:
    asked: list[tuple[int, int]] = []

    def read(start: int, end: int) -> bytes:
        asked.append((start, end))
        return SEALED[start:end]

    file = SealedFile(FILE_KEY, PLACE, read, len(SEALED))
    asked.clear()
    file.read(CHUNK_SIZE + 5, CHUNK_SIZE + 6)
    assert asked == [(HEADER + SEALED_CHUNK, HEADER + 2 * SEALED_CHUNK)]


@settings(max_examples=60)
@given(st.integers(0, len(SEALED) - 1), st.integers(1, 255))
def test_a_changed_byte_anywhere_is_noticed(at: int, change: int) -> None:
    changed = bytearray(SEALED)
    changed[at] ^= change
    with pytest.raises(SealError):
        file = opened(FILE_KEY, bytes(changed))
        file.read(0, file.size)


@settings(max_examples=60)
@given(st.integers(0, len(SEALED) - 1) | st.sampled_from([HEADER + n * SEALED_CHUNK for n in range(5)]))
def test_a_shortened_file_does_not_open(size: int) -> None:
    with pytest.raises(SealError):
        opened(FILE_KEY, SEALED[:size])


def test_chunks_do_not_change_places() -> None:
    chunks = [SEALED[at : at + SEALED_CHUNK] for at in range(HEADER, len(SEALED), SEALED_CHUNK)]
    for order in ([1, 0, 2, 3, 4], [0, 0, 2, 3, 4], [0, 1, 3, 2, 4], [1, 2, 3, 4], [0, 1, 2, 3, 3, 4]):
        moved = SEALED[:HEADER] + b"".join(chunks[at] for at in order)
        with pytest.raises(SealError):
            file = opened(FILE_KEY, moved)
            file.read(0, file.size)


def test_chunks_of_another_file_under_the_same_key_do_not_fit() -> None:
    other = seal_file(FILE_KEY, FILE)
    mixed = SEALED[:HEADER] + other[HEADER : HEADER + SEALED_CHUNK] + SEALED[HEADER + SEALED_CHUNK :]
    with pytest.raises(SealError):
        opened(FILE_KEY, mixed).read(0, 1)


@pytest.mark.parametrize(
    ("key", "place"),
    [(new_key(), PLACE), (FILE_KEY, PLACE + b"x"), (FILE_KEY, b""), (FILE_KEY[:16], PLACE), (b"", PLACE)],
    ids=["another key", "place and more", "no place", "half a key", "no key"],
)
def test_another_key_or_place_does_not_open(key: bytes, place: bytes) -> None:
    with pytest.raises(SealError):
        opened(key, SEALED, place)


def test_a_storage_that_gives_too_little_is_noticed() -> None:
    for size in (0, HEADER - 1, HEADER, len(SEALED) - CHUNK_SIZE, len(SEALED) - 1):
        with pytest.raises(SealError):
            SealedFile(FILE_KEY, PLACE, reader(SEALED[:size]), len(SEALED))
    limits = [len(SEALED)]
    file = SealedFile(FILE_KEY, PLACE, lambda start, end: SEALED[start : min(end, limits[-1])], len(SEALED))
    for limit in range(HEADER, HEADER + 2 * SEALED_CHUNK, 1000):
        limits.append(limit)
        with pytest.raises(SealError):
            file.read(0, 2 * CHUNK_SIZE)


@pytest.mark.parametrize(
    "size", [-1, 0, 55, 56, 71, HEADER + SEALED_CHUNK, HEADER + SEALED_CHUNK + 15, 2**60]
)
def test_sizes_that_no_sealed_file_has(size: int) -> None:
    with pytest.raises(SealError):
        plain_size(size)


@given(st.integers(0, 2**45))
def test_sizes_go_both_ways(size: int) -> None:
    assert plain_size(sealed_size(size)) == size


def test_a_file_needs_a_whole_key() -> None:
    with pytest.raises(SealError):
        FileSealer(bytes(16), PLACE)


def test_a_file_that_the_library_sealed_reads_at_random() -> None:
    encryptor = Cobblestone256Encryptor(FILE_KEY, PLACE)
    sealed = encryptor.update(FILE) + encryptor.finalize()
    assert opened(FILE_KEY, sealed).read(20_000, 40_000) == FILE[20_000:40_000]
