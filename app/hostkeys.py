"""What the host keeps outside the database, mode 0600: pepper, log key, database key, anchor, highest checkpoint.

All nodes of an archive share these files; the offline backup holds them. `testimonia init` makes them.
"""

import fcntl
import os
import secrets
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import NotReady
from app.settings import Settings
from app.vault.signing import SigningKey

FILE_MODE = 0o600
FOLDER_MODE = 0o700


def write_durably(path: Path, data: bytes) -> None:
    """Replaces `path` by `data` (mode 0600) so that a crash leaves the old content or the new, never a part."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@dataclass
class HostKeys:
    """The host's secrets, in memory. `anchor` is the founding member's key id, absent only during `init`."""

    pepper: bytes = field(repr=False)
    log_key: SigningKey
    database_key: bytes = field(repr=False)
    anchor: str | None
    folder: Path

    def highest_checkpoint(self) -> str | None:
        """The highest checkpoint seen by any node, as its signed note; None before the first."""
        path = self.folder / "checkpoint"
        return _text(path) if path.exists() else None

    def keep_checkpoint(self, note: str) -> None:
        """Keeps `note` as the highest checkpoint. The caller has proved that it extends the one before."""
        write_durably(self.folder / "checkpoint", note.encode())

    def last_verification(self) -> bytes | None:
        """What the last full verification of the log found; None before the first."""
        path = self.folder / "verification.json"
        return path.read_bytes() if path.exists() else None

    def keep_verification(self, result: bytes) -> None:
        """Keeps what a full verification found: ids and counts, no content."""
        write_durably(self.folder / "verification.json", result)

    @contextmanager
    def checkpoint_turn(self) -> Generator[None]:
        """One thread of one process at a time compares and replaces the highest checkpoint."""
        with (self.folder / "checkpoint.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def keep_anchor(self, key_id: str) -> None:
        """Writes the founding member's fingerprint. Once: a second anchor is refused."""
        path = self.folder / "anchor"
        if path.exists():
            raise NotReady("This archive has a founding member already.")
        write_durably(path, f"{key_id}\n".encode())
        self.anchor = key_id

    def drop_anchor(self) -> None:
        """Takes the fingerprint back: the founding was not committed."""
        (self.folder / "anchor").unlink(missing_ok=True)
        self.anchor = None


def make_host_keys(settings: Settings) -> HostKeys:
    """Makes the host folder (0700) with fresh secrets, or takes up those of a founding that was not completed.

    Raises NotReady if there is an archive already.
    """
    folder = settings.host_folder
    if (folder / "anchor").exists():
        raise NotReady(
            "There is an archive in this data folder already. Choose another folder for a new one."
        )
    folder.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
    folder.chmod(FOLDER_MODE)
    settings.folder.chmod(FOLDER_MODE)
    for path in (settings.pepper_path, folder / "database.key", folder / "log.key"):
        if not path.exists():
            write_durably(path, f"{secrets.token_hex(32)}\n".encode())
    return load_host_keys(settings)


def load_host_keys(settings: Settings) -> HostKeys:
    """Reads the host's secrets. Raises NotReady, saying which file is missing, readable by others or damaged."""
    folder = settings.host_folder
    anchor = folder / "anchor"
    if settings.pepper_file is not None and not settings.pepper_file.is_file():
        raise NotReady(
            "The file that TESTIMONIA_PEPPER_FILE names is not there. Check the path, or restore it from the offline "
            "backup."
        )
    return HostKeys(
        pepper=_secret(settings.pepper_path),
        log_key=SigningKey.from_seed(_secret(folder / "log.key")),
        database_key=_secret(folder / "database.key"),
        anchor=_text(anchor).strip() if anchor.exists() else None,
        folder=folder,
    )


def _text(path: Path) -> str:
    """A public file of the host. What is not text in it cannot match anything: whoever compares it says what to do."""
    return path.read_text(encoding="utf-8", errors="replace")


def _secret(path: Path) -> bytes:
    if not path.exists():
        raise NotReady(
            f"There is no archive here: {path.name} is missing in the host folder. "
            "Run 'testimonia init', or set TESTIMONIA_DATA to the archive's data folder."
        )
    if path.stat().st_mode & 0o077:
        raise NotReady(
            f"The host file {path.name} can be read by others on this machine. Run: chmod 600 on it."
        )
    try:
        secret = bytes.fromhex(path.read_text().strip())
    except ValueError:
        secret = b""
    if len(secret) != 32:
        raise NotReady(f"The host file {path.name} is damaged. Restore it from the offline backup.")
    return secret
