"""A BagIt 1.0 bag (RFC 8493): the tag files that are written, and what must hold of a bag that is read.

Reading is stricter than the RFC: one manifest algorithm, no fetch.txt, every file in exactly one manifest line.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

ALGORITHM = "sha256"
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOAD = "data/"
_DIGESTS = {"sha256": 64, "sha512": 128, "md5": 32}
_ESCAPED = {"%": "%25", "\n": "%0A", "\r": "%0D"}
_UNESCAPED = re.compile(r"%(25|0A|0D)", re.IGNORECASE)
_OXUM = re.compile(rb"^Payload-Oxum: (\d{1,20})\.(\d{1,20})$", re.MULTILINE)


class BagError(ValueError):
    """A tag file is not as RFC 8493 wants it. `file` names it, or the file that it is about."""

    def __init__(self, message: str, file: str) -> None:
        super().__init__(message)
        self.file = file


@dataclass(frozen=True, slots=True)
class Measured:
    """A file's size and digest, in hexadecimal."""

    size: int
    digest: str


def manifest(digests: Mapping[str, str]) -> bytes:
    """A manifest: one line for each path, in the order of the paths."""
    lines = (f"{digests[path]}  {_escape(path)}\n" for path in sorted(digests, key=str.encode))
    return "".join(lines).encode()


def bag_info(*, name: str, archive: str, software: str, day: date, size: int, files: int) -> bytes:
    """bag-info.txt; `size` and `files` are those of the payload."""
    fields = {
        "Bag-Software-Agent": software,
        "Bagging-Date": day.isoformat(),
        "External-Identifier": name,
        "Payload-Oxum": f"{size}.{files}",
        "Source-Organization": f"Testimonia archive {archive}",
    }
    return "".join(f"{label}: {value}\n" for label, value in fields.items()).encode()


def parse_manifest(data: bytes, file: str, algorithm: str = ALGORITHM) -> dict[str, str]:
    """The digest of each path. Raises BagError for another line, a path twice, or one that leads outside."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise BagError("the manifest is not UTF-8", file) from None
    digests: dict[str, str] = {}
    for line in text.replace("\r\n", "\n").removesuffix("\n").split("\n"):
        digest, separator, path = line.partition(" ")
        path = _unescape(path.lstrip(" \t"))
        if not separator or not re.fullmatch(f"[0-9a-fA-F]{{{_DIGESTS[algorithm]}}}", digest):
            raise BagError("a line of the manifest is not a digest and a path", file)
        if path in digests:
            raise BagError("the manifest lists a file twice", file)
        if not is_inside(path):
            raise BagError("the manifest lists a path outside the bag", file)
        digests[path] = digest.lower()
    return digests


def is_inside(path: str) -> bool:
    """Whether a path stays inside the bag on every system: relative, no steps up, no drive, no home."""
    steps = path.replace("\\", "/").split("/")
    return not (any(step in {"", ".", ".."} for step in steps) or path.startswith("~") or ":" in steps[0])


def check_declaration(data: bytes) -> None:
    """Raises BagError unless bagit.txt is exactly the declaration of a BagIt 1.0 bag in UTF-8."""
    if data.replace(b"\r\n", b"\n").removesuffix(b"\n") != DECLARATION.removesuffix(b"\n"):
        raise BagError("this is not the declaration of a BagIt 1.0 bag", "bagit.txt")


def check_complete(names: Iterable[str], listed: Mapping[str, str], file: str) -> None:
    """Raises BagError unless the manifest `file` lists exactly the files `names`."""
    present = set(names)
    for path in sorted(present ^ listed.keys()):
        message = "a file is in no manifest" if path in present else "a file of the manifest is missing"
        raise BagError(f"{message} ({file})", path)


def check_digests(measured: Mapping[str, Measured], listed: Mapping[str, str]) -> None:
    """Raises BagError naming the first file that has another digest than the one listed."""
    for path in sorted(listed):
        if measured[path].digest != listed[path]:
            raise BagError("the file is not the one that was packed: its digest is another", path)


def check_oxum(info: bytes, payload: Iterable[Measured]) -> None:
    """Raises BagError unless the Payload-Oxum of bag-info.txt counts these files and bytes."""
    sizes = [file.size for file in payload]
    found = _OXUM.findall(info)
    if [(int(size), int(files)) for size, files in found] != [(sum(sizes), len(sizes))]:
        raise BagError("Payload-Oxum does not count the files that are there", "bag-info.txt")


def check_bag(files: Mapping[str, bytes], algorithm: str = ALGORITHM) -> None:
    """Judges a small bag in memory by all of the above; raises BagError. Bundles are judged in steps."""
    measured = {path: Measured(len(data), _digest(data, algorithm)) for path, data in files.items()}
    tags = [f"manifest-{algorithm}.txt", f"tagmanifest-{algorithm}.txt"]
    for required in ("bagit.txt", tags[0]):
        if required not in files:
            raise BagError("a tag file is missing", required)
    check_declaration(files["bagit.txt"])
    listed = parse_manifest(files[tags[0]], tags[0], algorithm)
    check_complete(_payload(files), listed, tags[0])
    check_digests(measured, listed)
    if tags[1] in files:
        listed = parse_manifest(files[tags[1]], tags[1], algorithm)
        for path in sorted(listed.keys() - files.keys()):
            raise BagError("a file of the manifest is missing", path)
        check_digests(measured, listed)
    if "bag-info.txt" in files and b"Payload-Oxum" in files["bag-info.txt"]:
        check_oxum(files["bag-info.txt"], [measured[path] for path in _payload(files)])


def _payload(names: Iterable[str]) -> Iterator[str]:
    return (path for path in names if path.startswith(PAYLOAD))


def _digest(data: bytes, algorithm: str) -> str:
    return hashlib.new(algorithm, data, usedforsecurity=False).hexdigest()


def _escape(path: str) -> str:
    return "".join(_ESCAPED.get(sign, sign) for sign in path)


def _unescape(path: str) -> str:
    return _UNESCAPED.sub(lambda match: chr(int(match[1], 16)), path)
