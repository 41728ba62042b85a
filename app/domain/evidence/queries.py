"""Reading files."""

from app.domain.accounts.keyring import keyring
from app.domain.archive import access, rules
from app.domain.archive.compartments import openable_compartments
from app.domain.archive.lines import lines_at
from app.domain.archive.once import written_before
from app.domain.archive.opening import OpenedVersion, open_versions
from app.domain.archive.versions import file_key_context
from app.domain.custody.deeds import Deed
from app.domain.evidence.sealing import Reader, fingerprint
from app.domain.evidence.views import OpenFile
from app.domain.work import Actor, Work
from app.errors import NotFound, Tampered
from app.models import File, Version
from app.vault.base64url import b64url
from app.vault.seal import SealError


def takes_files(*, work: Work, actor: Actor, case: str, once: str | None = None) -> bool:
    """Whether `add_file` would take a file for this case from the actor: ask before the bytes are sent.

    False when the file that should get the id `once` is there already, sent before by the same actor. Raises NotFound
    for the case, NotAllowed by role, Conflict after a write-only author's window, Invalid for what is no id.
    """
    found = access.case_access(work, actor, case)
    rules.must_write(actor.roles, "evidence")
    if once is not None and written_before(work, actor, once, kind="evidence", case=case):
        return False
    access.must_be_open_for_adding(work, found)
    return True


def open_file(*, work: Work, actor: Actor, record: str) -> OpenFile:
    """The file of an evidence record, for reading by range, also after the unit of work has ended.

    Logged as `read_record` is, so this needs a unit of work that writes. Raises NotFound, NotAllowed to the write-only
    member who added it, Tampered.
    """
    _, compartment = access.record_access(work, actor, record)
    row = work.session.get(File, record)
    if row is None:
        raise NotFound
    access.note_reading(work, actor, compartment, record)
    first = work.session.get_one(Version, (record, 1))  # a file is never exchanged
    opened = next(open_versions(work, keyring(work, actor), [first]))
    key = _key(work, actor, row, opened)
    file = opened.content["file"]
    reader = Reader(
        work.storage, record, name=row.object_name, key=key, sealed_size=row.sealed_size, size=file["size"]
    )
    return OpenFile(
        record=record,
        name=file.get("name"),
        media_type=file["media_type"],
        size=file["size"],
        sha256=file["sha256"],
        crc32=file.get("crc32"),
        read=reader.read,
        chunks=reader.chunks,
    )


def _key(work: Work, actor: Actor, row: File, opened: OpenedVersion) -> bytes:
    """The file's key, once row, log and statement agree on it. Raises Tampered."""
    leaf = None if row.sequence is None else lines_at(work, [row.sequence]).get(row.sequence)
    wanted = (Deed.added_file, row.record_id, b64url(row.sealed_sha256), opened.author.key_id)
    if leaf is None or (leaf.deed, leaf.subject, leaf.commitment, leaf.actor) != wanted:
        raise Tampered("The custody log does not say that this file was added.")
    compartments = openable_compartments(work, keyring(work, actor), [opened.compartment])
    try:
        bound = file_key_context(row.compartment_id, row.record_id, row.epoch)
        key = compartments[opened.compartment].pair.open(row.sealed_key, bound)
    except (SealError, KeyError):
        raise Tampered("The key of this file does not open: it was changed.") from None
    if opened.claims.get("file_key") != fingerprint(row.record_id, key):
        raise Tampered("The key of this file is not the one its author signed for.")
    return key
