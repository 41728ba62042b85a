"""Original files: what leaves is what the record states, or nothing does."""

import hashlib
import zlib
from typing import Any

import pytest

from app.domain.evidence.views import OpenFile
from app.domain.exports.gathered import Gathered
from app.errors import Tampered

FILE = b"a photograph" * 1000


def gathered(data: bytes, crc32: int | None = None) -> Gathered:
    """An export with one file, stated as FILE (with a checksum, or without one), that reads as `data`."""
    nothing: Any = None
    made = Gathered(nothing, nothing, nothing, "NVR", 0)
    made.originals["r"] = OpenFile(
        record="r",
        name="x.jpg",
        media_type="image/jpeg",
        size=len(FILE),
        sha256=hashlib.sha256(FILE).hexdigest(),
        crc32=crc32,
        read=lambda start, end: data[start:end],
        chunks=lambda start, end: iter([data[start:7], data[7:end]]),
    )
    return made


@pytest.mark.parametrize("stated", [None, zlib.crc32(FILE)])
def test_a_file_leaves_under_its_exhibit_number_with_its_checksum(stated: int | None):
    one = gathered(FILE, stated)
    assert one.original("r", "NVR-000001") is None
    told: list[None] = []
    one.take_checksums(lambda: told.append(None))
    payload = one.original("r", "NVR-000001")
    assert payload is not None and len(told) == 1
    assert (payload.path, payload.crc) == ("data/files/NVR-000001/original.jpg", zlib.crc32(FILE))
    assert b"".join(payload.chunks()) == FILE


def test_other_bytes_than_the_record_states_never_leave():
    one = gathered(FILE[:-1] + b"!")
    one.take_checksums(lambda: None)
    payload = one.original("r", "NVR-000001")
    assert payload is not None
    with pytest.raises(Tampered):
        b"".join(payload.chunks())


def test_a_record_that_states_another_checksum_than_its_file_has_never_leaves():
    one = gathered(FILE, zlib.crc32(FILE) ^ 1)
    one.take_checksums(lambda: None)
    payload = one.original("r", "NVR-000001")
    assert payload is not None
    with pytest.raises(Tampered):
        b"".join(payload.chunks())
