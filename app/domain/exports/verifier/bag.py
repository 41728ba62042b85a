"""Steps 1 to 5: the ZIP around the bag, the bag's declaration, its manifests, and the digest of every file."""

import hashlib
import zlib
from collections.abc import Collection

from app.domain.exports import bagit
from app.domain.exports.bagit import BagError, Measured
from app.domain.exports.packing import MANIFEST, TAGMANIFEST, TEXTS
from app.domain.exports.verifier.reading import Failed, Reading
from app.domain.exports.zip_framing import FramingError, check_framing

TAG_FILES = frozenset({"bagit.txt", "bag-info.txt", MANIFEST, *TEXTS})
_FOLDERS = (bagit.PAYLOAD, "signature/")


def framing(reading: Reading) -> str:
    """1: every byte of the ZIP that is not a file's own is the one that must stand there."""
    try:
        entries = check_framing(reading.at, reading.size)
    except FramingError as error:
        raise Failed(str(error), _inside(error.file)) from None
    if not entries:
        raise Failed("the archive is empty")
    reading.base = entries[0].name.split("/")[0] + "/"
    for entry in entries:
        if not entry.name.startswith(reading.base):
            raise Failed(
                "the archive holds more than one folder", entry.name
            )  # whole: its folder is the fault
        reading.entries[entry.name.removeprefix(reading.base)] = entry
    return f"{len(entries)} files"


def declaration(reading: Reading) -> str:
    """2: it is a BagIt 1.0 bag, with the files it must have and no path that leads outside."""
    for path in (*sorted(TAG_FILES), TAGMANIFEST):
        reading.entry(path)
    for path in reading.entries:
        known = path in TAG_FILES or path == TAGMANIFEST or path.startswith(_FOLDERS)
        if not known or not bagit.is_inside(path):
            raise Failed("this file does not belong in a bundle", path)
    if len({path.casefold() for path in reading.entries}) != len(reading.entries):
        raise Failed("two paths differ in capitals alone")
    if reading.read("bagit.txt") != bagit.DECLARATION:
        raise Failed("this is not the declaration of a BagIt 1.0 bag", "bagit.txt")
    return "BagIt 1.0, UTF-8"


def manifests(reading: Reading) -> str:
    """3: the two manifests list every file, each once, and nothing else."""
    payload = [path for path in reading.entries if path.startswith(bagit.PAYLOAD)]
    _compare(reading, [TAGMANIFEST], {})
    _compare(
        reading, [MANIFEST], _listed(reading, TAGMANIFEST)
    )  # so that its own damage is not blamed on others
    for name, present in ((MANIFEST, payload), (TAGMANIFEST, TAG_FILES)):
        listed = _listed(reading, name)
        try:
            bagit.check_complete(present, listed, name)
        except BagError as error:
            raise Failed(str(error), error.file) from None
        if reading.read(name) != bagit.manifest(listed):
            raise Failed("the manifest is not in its one form", name)
    return f"{len(payload)} files of payload, {len(TAG_FILES)} tag files"


def payload_digests(reading: Reading) -> str:
    """4: every file of the payload is the one that was packed."""
    payload = [path for path in reading.entries if path.startswith(bagit.PAYLOAD)]
    _compare(reading, payload, _listed(reading, MANIFEST))
    try:
        bagit.check_oxum(reading.read("bag-info.txt"), [reading.measured[path] for path in payload])
    except BagError as error:
        raise Failed(str(error), error.file) from None
    return f"{sum(reading.measured[path].size for path in payload)} bytes"


def tag_digests(reading: Reading) -> str:
    """5: every tag file is the one that was packed."""
    others = [path for path in reading.entries if not path.startswith(bagit.PAYLOAD)]
    _compare(reading, others, _listed(reading, TAGMANIFEST))
    return "SHA-256"


def _inside(name: str) -> str:
    """A path as all other steps name it, without the bundle's folder."""
    return name.partition("/")[2] or name


def _listed(reading: Reading, name: str) -> dict[str, str]:
    try:
        return bagit.parse_manifest(reading.read(name), name)
    except BagError as error:
        raise Failed(str(error), error.file) from None


def _compare(reading: Reading, paths: Collection[str], listed: dict[str, str]) -> None:
    """Measures files; compares their digests where one is listed, and their checksums in the ZIP."""
    for path in sorted(paths):
        digest, crc = hashlib.sha256(), 0
        for chunk in reading.chunks(path):
            digest.update(chunk)
            crc = zlib.crc32(chunk, crc)
        entry = reading.entries[path]
        reading.measured[path] = Measured(entry.size, digest.hexdigest())
        if path in listed and listed[path] != digest.hexdigest():
            raise Failed("the file is not the one that was packed: its SHA-256 is another", path)
        if crc != entry.crc:
            raise Failed("the checksum in the ZIP is not that of the file", path)
