"""What an export has gathered before it is packed, when nothing of it needs the database any more."""

import hashlib
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from app.domain.evidence.views import OpenFile
from app.domain.exports.contents import Payload, original_path
from app.domain.exports.sealing import Request
from app.domain.exports.selection import Selection
from app.errors import Tampered
from app.records.sources import Recipient

_KNOWN_ENDINGS = {
    **{
        "image/jpeg": "jpg",
        "image/png": "png",
        "image/gif": "gif",
        "image/webp": "webp",
        "image/tiff": "tif",
    },
    **{"audio/mpeg": "mp3", "audio/wav": "wav", "audio/ogg": "ogg", "video/mp4": "mp4", "video/webm": "webm"},
    **{"video/quicktime": "mov", "application/pdf": "pdf", "text/plain": "txt", "text/csv": "csv"},
    **{"application/zip": "zip", "application/json": "json", "text/html": "html"},
}


@dataclass(frozen=True)
class Gathered:
    """The request and what was decided on it. `reached` is the last line of the log on the cases' records."""

    request: Request
    recipient: Recipient
    selection: Selection
    archive_code: str
    reached: int
    originals: dict[str, OpenFile] = field(default_factory=dict[str, OpenFile], repr=False)
    checksums: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def files(self) -> list[str]:
        """The evidence records whose files leave."""
        leaves = self.selection.leaves
        return [record for record, chosen in leaves.items() if chosen.version.kind == "evidence"]

    def take_checksums(self, one_more: Callable[[], object]) -> None:
        """Notes the checksum that a ZIP wants before a file.

        A file whose record does not state it is read for it: then raises Tampered.
        """
        for record, file in self.originals.items():
            self.checksums[record] = _crc32(file) if file.crc32 is None else file.crc32
            one_more()

    def original(self, record: str, exhibit: str) -> Payload | None:
        """The original file of an evidence record, under its exhibit number."""
        if record not in self.checksums:
            return None
        file = self.originals[record]
        path = original_path(exhibit, _KNOWN_ENDINGS.get(file.media_type, "bin"))
        return Payload(path, file.size, self.checksums[record], file.sha256, lambda: _stated(file))


def _crc32(file: OpenFile) -> int:
    crc = 0
    for chunk in file.chunks(0, file.size):
        crc = zlib.crc32(chunk, crc)
    return crc


def _stated(file: OpenFile) -> Iterator[bytes]:
    """The bytes of a file as they leave. Raises Tampered when they are not those that its record states.

    Measuring them, the slowest part of an export, lets go of the interpreter: a second core does it while this one
    opens, seals and writes.
    """
    digest, crc = hashlib.sha256(), 0

    def measure(chunk: bytes) -> None:
        nonlocal crc
        digest.update(chunk)
        crc = zlib.crc32(chunk, crc)

    with ThreadPoolExecutor(max_workers=1) as beside:
        measuring: Future[None] | None = None
        for chunk in file.chunks(0, file.size):
            if measuring is not None:
                measuring.result()
            measuring = beside.submit(measure, chunk)
            yield chunk
    if digest.hexdigest() != file.sha256 or file.crc32 not in (None, crc):
        raise Tampered("A file is not the one that its record states. Nothing was exported.")
