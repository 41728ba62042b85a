"""The one form of a ZIP: judged by Python's zipfile and by Debian's unzip, flipped bit by bit, fed with garbage."""

import contextlib
import io
import subprocess
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.exports import zip_framing
from app.domain.exports.zip_framing import FramingError, ZipWriter, check_framing

FILES = {
    "bag/a": b"first",
    "bag/data/b.txt": "зміст".encode(),
    "bag/data/empty": b"",
    "bag/ключ.txt": b"x" * 70_000,
}


def zipped(files: dict[str, bytes]) -> bytes:
    parts: list[bytes] = []
    writer = ZipWriter(parts.append)
    for name in sorted(files, key=str.encode):
        writer.add(name, len(files[name]), zlib.crc32(files[name]), [files[name]])
    writer.close()
    data = b"".join(parts)
    assert writer.size == len(data)
    return data


def reader(data: bytes) -> Callable[[int, int], bytes]:
    return lambda start, end: data[max(start, 0) : end]


def check(data: bytes) -> list[zip_framing.Entry]:
    return check_framing(reader(data), len(data))


def test_other_programs_read_what_is_written(tmp_path: Path):
    data = zipped(FILES)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == FILES
    path = tmp_path / "bundle.zip"
    path.write_bytes(data)
    if Path("/usr/bin/unzip").exists():
        subprocess.run(["unzip", "-tq", path], check=True, capture_output=True)


def test_every_file_is_found_with_its_bytes():
    data = zipped(FILES)

    assert {entry.name: data[entry.start : entry.end] for entry in check(data)} == FILES
    assert check(zipped({})) == []


def test_every_flipped_framing_bit_is_refused_or_changes_a_checksum():
    data = zipped(FILES)
    content = {place for entry in check(data) for place in range(entry.start, entry.end)}
    for place in range(len(data)):
        if place in content:
            continue
        for bit in (1, 16, 128):
            changed = data[:place] + bytes([data[place] ^ bit]) + data[place + 1 :]
            with pytest.raises(FramingError):
                check(changed)


def test_a_checksum_changed_in_both_places_is_told_by_its_entry():
    data = zipped({"bag/a": b"first"})
    crc = zlib.crc32(b"first").to_bytes(4, "little")
    assert data.count(crc) == 2

    (entry,) = check(data.replace(crc, b"\0\0\0\0"))
    assert entry.crc != zlib.crc32(b"first")


def test_what_zipfile_writes_is_another_form():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("bag/a", "first")

    with pytest.raises(FramingError):
        check(buffer.getvalue())


@pytest.mark.parametrize(
    "extended",
    [lambda data: b"x" + data, lambda data: data + b"x", lambda data: data[:-1], lambda data: data[1:]],
)
def test_nothing_before_or_after(extended: Callable[[bytes], bytes]):
    with pytest.raises(FramingError):
        check(extended(zipped(FILES)))


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../x", "a/../x", "a//b", "C:x", "a\\b", "a/", "", "a\nb", "x" * 600, "a./b"]
)
def test_names_that_lead_elsewhere_are_refused(name: str):
    with pytest.raises(FramingError):
        ZipWriter(lambda _: None).add(name, 0, 0, [])
    with pytest.raises(FramingError):
        zip_framing.check_name(name)


def test_order_sizes_and_checksums_are_held_to():
    writer = ZipWriter(lambda _: None)
    writer.add("b", 1, zlib.crc32(b"x"), [b"x"])
    for name, size, crc in (("a", 1, zlib.crc32(b"x")), ("b", 1, zlib.crc32(b"x")), ("c", 2, 0)):
        with pytest.raises(FramingError):
            writer.add(name, size, crc, [b"x"])


def test_zip64_is_used_where_a_number_does_not_fit_and_only_there(monkeypatch: pytest.MonkeyPatch):
    plain = zipped(FILES)
    monkeypatch.setattr(zip_framing, "_LIMIT_32", 60_000)
    wide = zipped(FILES)
    assert b"PK\x06\x06" in wide and b"PK\x06\x06" not in plain
    assert {entry.name: wide[entry.start : entry.end] for entry in check(wide)} == FILES
    monkeypatch.undo()
    with pytest.raises(FramingError):
        check(wide)


def test_a_file_of_five_gib_keeps_its_true_size(tmp_path: Path):
    """Sparse zeros, so that the judge `zipfile` reads a real ZIP64 archive without writing five GiB."""
    size = 5 * 2**30
    block = bytes(1 << 20)
    crc = 0
    for _ in range(size >> 20):
        crc = zlib.crc32(block, crc)
    with (tmp_path / "large.zip").open("wb") as file:

        def write(data: bytes) -> None:
            if data is block:
                file.seek(len(data), 1)
            else:
                file.write(data)

        writer = ZipWriter(write)
        writer.add("bag/a", size, crc, (block for _ in range(size >> 20)))
        writer.add("bag/b", 3, zlib.crc32(b"end"), [b"end"])
        writer.close()

    def read(start: int, end: int) -> bytes:
        with (tmp_path / "large.zip").open("rb") as file:
            file.seek(start)
            return file.read(end - start)

    assert [entry.size for entry in check_framing(read, writer.size)] == [size, 3]
    with zipfile.ZipFile(tmp_path / "large.zip") as archive:
        assert archive.getinfo("bag/a").file_size == size
        assert archive.read("bag/b") == b"end"


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_garbage_is_refused_in_words(data: bytes):
    with pytest.raises(FramingError):
        check(data + b"PK\x05\x06" + data[:18].ljust(18, b"\1"))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_damage_anywhere_is_refused_in_words_or_leaves_the_framing_whole(data: st.DataObject):
    archive = bytearray(zipped(FILES))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(len(archive) - 400, len(archive) - 1))
        archive[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, 30))
    damaged = bytes(archive[: len(archive) - cut])
    with contextlib.suppress(FramingError):
        assert {entry.name for entry in check(damaged)} == FILES.keys()
