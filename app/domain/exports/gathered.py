"""What an export has gathered before it is packed, when nothing of it needs the database any more."""

import hashlib
import zlib
from collections.abc import Callable, Iterator
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
        """Reads every original file once, for the checksum that a ZIP wants before a file. Raises Tampered."""
        for record, file in self.originals.items():
            crc = 0
            for chunk in file.chunks(0, file.size):
                crc = zlib.crc32(chunk, crc)
            self.checksums[record] = crc
            one_more()

    def original(self, record: str, exhibit: str) -> Payload | None:
        """The original file of an evidence record, under its exhibit number."""
        if record not in self.checksums:
            return None
        file = self.originals[record]
        path = original_path(exhibit, _KNOWN_ENDINGS.get(file.media_type, "bin"))
        return Payload(path, file.size, self.checksums[record], file.sha256, lambda: _stated(file))


def _stated(file: OpenFile) -> Iterator[bytes]:
    """The bytes of a file as they leave. Raises Tampered when they are not those that its record states."""
    digest = hashlib.sha256()
    for chunk in file.chunks(0, file.size):
        digest.update(chunk)
        yield chunk
    if digest.hexdigest() != file.sha256:
        raise Tampered("A file is not the one that its record states. Nothing was exported.")
