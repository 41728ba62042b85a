"""The sealed copy of a catalogue on disk. It saves time and never counts as truth.

An object is a fresh key and the true size, sealed under the holder's catalogue key, and then the padded
database in Cobblestone-256 under that key. Both are bound to archive, holder and watermark, so that an older copy
under a newer watermark, or another holder's, does not open. What does not open is ignored: the catalogue is
built anew.
"""

from dataclasses import dataclass

import structlog
from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.domain.catalogue.store import Catalogue
from app.domain.custody.deeds import Deed
from app.domain.work import Work
from app.errors import NotFound
from app.models import CatalogueSnapshot, Holder, LogEntry
from app.storage import Storage
from app.vault.context import Purpose, context
from app.vault.files import FileSealer, SealedFile
from app.vault.keys import HolderKeys
from app.vault.padding import padme
from app.vault.seal import KEY_SIZE, SealError, new_key, seal, unseal

log = structlog.get_logger("testimonia")

SAVE_AFTER = 500
"""So many records taken in since the last snapshot are worth a new one."""

TAKING_AWAY = (Deed.revoked, Deed.erased, Deed.renewed)
"""Deeds after which a snapshot may hold what its holder lost: none is written that does not know of them."""

_SIZE = 8
_SEALED_HEADER = len(seal(bytes(KEY_SIZE), bytes(KEY_SIZE + _SIZE), b""))
_PIECE = 1 << 20


@dataclass(frozen=True)
class Place:
    """Where a holder's snapshots are, and the keys that open them."""

    archive: str
    holder: str
    keys: HolderKeys
    storage: Storage

    def context(self, purpose: Purpose, watermark: int) -> bytes:
        """What a snapshot with this watermark is bound to."""
        return context(purpose, archive=self.archive, holder=self.holder, watermark=watermark)


def load(work: Work, place: Place, catalogue: Catalogue, head: int) -> None:
    """Fills an empty catalogue from its snapshot, if there is one that opens and is not ahead of the log."""
    row = work.session.get(CatalogueSnapshot, place.holder)
    if row is None or row.watermark > head:
        return
    try:
        catalogue.load(_unsealed(place, row.object_name, row.watermark))
    except (SealError, NotFound):
        return


def save(work: Work, place: Place, catalogue: Catalogue) -> None:
    """Stores a snapshot when this unit of work has committed, in a transaction of its own."""
    engine = work.session.get_bind()
    assert isinstance(engine, Engine)
    writing = engine.execution_options(reads_only=False)
    work.on_commit.append(lambda: _save(writing, place, catalogue))


def _save(engine: Engine, place: Place, catalogue: Catalogue) -> None:
    with catalogue.reading():
        watermark, serialized = catalogue.watermark, catalogue.serialized()
        catalogue.unsaved = 0
    try:
        unneeded = name = _stored(place, watermark, serialized)
        with Session(engine) as session:
            if _current(session, place, watermark):
                replaced = _replaced(session, place.holder, watermark, name)
                session.commit()
                unneeded = replaced
    except (OSError, SQLAlchemyError):  # a full disk or a busy database must not refuse an answer
        log.warning("catalogue_snapshot_not_written")
    else:
        if unneeded is not None:
            place.storage.delete(unneeded)


def _current(session: Session, place: Place, watermark: int) -> bool:
    """Whether the holder still has these keys, and nothing was taken away since the watermark."""
    holder = session.get(Holder, place.holder)
    taken = (
        select(LogEntry.sequence)
        .where(LogEntry.sequence > watermark, LogEntry.deed.in_(TAKING_AWAY))
        .limit(1)
    )
    same = holder is not None and holder.active and holder.key_id == place.keys.key_id
    return same and session.scalar(taken) is None


def _replaced(session: Session, holder: str, watermark: int, name: str) -> str | None:
    """Makes `name` the holder's snapshot. The answer is the object that nobody needs: an older one, or `name`."""
    row = session.get(CatalogueSnapshot, holder, with_for_update=True)
    if row is None:
        session.add(CatalogueSnapshot(holder_id=holder, watermark=watermark, object_name=name))
        return None
    if row.watermark >= watermark:
        return name
    old, row.watermark, row.object_name = row.object_name, watermark, name
    return old


def _stored(place: Place, watermark: int, serialized: bytes) -> str:
    key = new_key()
    header = key + len(serialized).to_bytes(_SIZE)
    sealer = FileSealer(key, place.context(Purpose.snapshot, watermark))
    with place.storage.create() as writer:
        writer.write(seal(place.keys.catalogue_key, header, place.context(Purpose.snapshot_key, watermark)))
        for start in range(0, len(serialized), _PIECE):
            writer.write(sealer.update(serialized[start : start + _PIECE]))
        missing = padme(len(serialized)) - len(serialized)
        while missing:
            piece = min(missing, _PIECE)
            writer.write(sealer.update(bytes(piece)))
            missing -= piece
        writer.write(sealer.finalize())
        writer.commit()
        return writer.name


def _unsealed(place: Place, name: str, watermark: int) -> bytes:
    def read(start: int, end: int) -> bytes:
        return place.storage.read(name, start + _SEALED_HEADER, end + _SEALED_HEADER)

    sealed_header = place.storage.read(name, 0, _SEALED_HEADER)
    header = unseal(place.keys.catalogue_key, sealed_header, place.context(Purpose.snapshot_key, watermark))
    key, size = header[:KEY_SIZE], int.from_bytes(header[KEY_SIZE:])
    sealed_size = place.storage.size(name) - _SEALED_HEADER
    file = SealedFile(key, place.context(Purpose.snapshot, watermark), read, sealed_size)
    return b"".join(file.read(start, min(start + _PIECE, size)) for start in range(0, size, _PIECE))
