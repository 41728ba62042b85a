"""Sealed objects: named ciphertext in a folder. An S3 bucket will stand behind the same verbs.

Objects are immutable: written once under a random name, read by range, deleted. Nothing arrives here in clear.
"""

import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Protocol

from app.errors import NotFound
from app.settings import Settings

NAME = re.compile(r"[0-9a-f]{32}")
LET_GO_BYTES = 8 * 1024**2
PART = re.compile(NAME.pattern + r"\.part")
ABANDONED_AFTER = timedelta(days=1)
"""Other processes and nodes write to the same store, some over slow lines: no line pauses for so long, and clocks that
differ do not matter."""


@dataclass(frozen=True)
class Unfinished:
    """Objects that were begun and not committed; `abandoned` are those of them that nobody writes any more."""

    count: int
    abandoned: int


class ObjectWriter(Protocol):
    """A new object being written. Used as a context manager; nothing is stored unless `commit` was called."""

    name: str

    def write(self, data: bytes) -> None:
        """Appends ciphertext."""
        ...

    def commit(self) -> None:
        """Makes the object durable under its name."""
        ...

    def __enter__(self) -> "ObjectWriter": ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Storage(Protocol):
    """Where sealed objects live."""

    def create(self, *, soon_read: bool = True) -> ObjectWriter:
        """A writer for a new object with a fresh random name.

        Say that a large one will not be read soon: then it goes to the disk while it is being written, and no memory
        of the machine is spent on it.
        """
        ...

    def read(self, name: str, start: int, end: int) -> bytes:
        """Bytes `start` to `end` (exclusive). Raises NotFound when there is no such object."""
        ...

    def size(self, name: str) -> int:
        """The object's size in bytes. Raises NotFound when there is no such object."""
        ...

    def delete(self, name: str) -> None:
        """Removes the object; silently if it is gone."""
        ...

    def names(self) -> Iterator[str]:
        """Every object's name, in no order."""
        ...

    def unfinished(self) -> "Unfinished":
        """How many objects were begun and not committed: by a writer at work, or by a process that was killed."""
        ...

    def remove_abandoned(self) -> int:
        """Removes unfinished objects that nobody has written to for ABANDONED_AFTER; answers how many."""
        ...


class _FolderWriter:
    def __init__(self, folder: Path, *, soon_read: bool) -> None:
        self.name = secrets.token_hex(16)
        self._path = folder / self.name[:2] / self.name
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._part = self._path.with_suffix(".part")
        self._file = os.fdopen(os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._soon_read, self._held = soon_read, 0

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self._held += len(data)
        if not self._soon_read and self._held >= LET_GO_BYTES:
            self._let_go()
            self._held = 0

    def _let_go(self) -> None:
        """Begins to write to the disk what only the page cache has yet, and drops from that what the disk has.

        It waits for nothing and promises nothing: `commit` syncs all the same, and hears of a write that failed. But
        then little is left to wait for, and the next bytes are written into memory that was used a moment ago.
        """
        os.posix_fadvise(self._file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)

    def commit(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.replace(self._path)
        for folder in (self._path.parent, self._path.parent.parent):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def __enter__(self) -> "_FolderWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        self._part.unlink(missing_ok=True)


class FolderStorage:
    """Objects in a folder, `ab/abcd...`, mode 0600, each durable (fsync of file and folder) before it is named."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def create(self, *, soon_read: bool = True) -> ObjectWriter:
        """See Storage.create."""
        return _FolderWriter(self._folder, soon_read=soon_read)

    def read(self, name: str, start: int, end: int) -> bytes:
        """See Storage.read."""
        with self._existing(name).open("rb") as file:
            file.seek(start)
            return file.read(end - start)

    def size(self, name: str) -> int:
        """See Storage.size."""
        return self._existing(name).stat().st_size

    def delete(self, name: str) -> None:
        """See Storage.delete."""
        self._path(name).unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        """See Storage.names."""
        for path in self._folder.glob("??/*"):
            if NAME.fullmatch(path.name):
                yield path.name

    def unfinished(self) -> Unfinished:
        """See Storage.unfinished."""
        ages = [age for _path, age in self._parts()]
        return Unfinished(len(ages), sum(1 for age in ages if age > ABANDONED_AFTER))

    def remove_abandoned(self) -> int:
        """See Storage.remove_abandoned."""
        old = [path for path, age in self._parts() if age > ABANDONED_AFTER]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _parts(self) -> Iterator[tuple[Path, timedelta]]:
        """Each unfinished object, and for how long nobody has written to it."""
        for path in self._folder.glob("??/*.part"):
            if PART.fullmatch(path.name):
                with suppress(FileNotFoundError):  # committed or given up meanwhile
                    yield path, timedelta(seconds=time.time() - path.stat().st_mtime)

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise NotFound
        return self._folder / name[:2] / name

    def _existing(self, name: str) -> Path:
        path = self._path(name)
        if not path.is_file():
            raise NotFound("The sealed file is missing from the store. Tell your administrator.")
        return path


def make_storage(settings: Settings, *, make_folder: bool = True) -> Storage:
    """The store that the settings name: a folder (`file:///path`, a path, or nothing for `objects` in the data)."""
    url = settings.storage_url
    if "://" in url:
        raise ValueError("TESTIMONIA_STORAGE_URL: this version keeps files in a folder. Give a path.")
    folder = Path(url) if url else settings.folder / "objects"
    if make_folder:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return FolderStorage(folder)
