"""Adding a file to a case, as an evidence record."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.domain.archive import access, rules
from app.domain.archive.citing import check_references
from app.domain.archive.compartments import certified_public
from app.domain.archive.once import written_before
from app.domain.archive.records import new_record
from app.domain.archive.renewal import writable
from app.domain.archive.versions import file_key_context
from app.domain.custody.actions import record
from app.domain.custody.deeds import Deed
from app.domain.evidence import sealing
from app.domain.evidence.views import Described, FileAdded
from app.domain.once import checked_id
from app.domain.work import Actor, Work
from app.errors import Conflict, Invalid, Problem
from app.models import Compartment, File, new_id
from app.records.kinds import parse
from app.vault.hpke import seal_to

TO_IDENTITY = frozenset({"consent_form", "identity_document"})
UNKNOWN_TYPE = "application/octet-stream"
LONGEST_NAME = 255
OF_THE_BYTES = (
    "Leave this out: the checksum, size and type are taken from the file. Compare the checksum in the answer."
)


def add_file(
    *,
    work: Work,
    actor: Actor,
    case: str,
    chunks: Iterator[bytes],
    describe: Callable[[], Described],
    once: str | None = None,
) -> FileAdded:
    """Seals a file as its bytes arrive, then adds its evidence record; `describe` is asked after the last of them.

    Bytes come first and the database after them, so that a slow sender holds no lock: give a unit of work that has
    asked nothing yet, and ask `queries.takes_files` in another one before. Raises TooLarge, NotFound for the case,
    NotAllowed by role or compartment, Invalid for the description, Conflict after a write-only author's window, or when
    `once` (the id to give it) was sent before: ask `queries.added_before` for it. Nothing stays behind then.
    """
    id_ = new_id() if once is None else checked_id(once)
    stored = sealing.store(work.storage, id_, chunks, most_bytes=work.settings.max_file_bytes)
    work.on_rollback.append(lambda: work.storage.delete(stored.object_name))
    described = describe()
    if (
        "file" in described.content
    ):  # were it dropped in silence, a wrong checksum would look as if it had been compared
        raise Invalid([Problem("content.file", OF_THE_BYTES)])
    if once is not None and written_before(work, actor, once, kind="evidence", case=case):
        raise Conflict("This file was added already. Open the case to see it.")
    found = access.case_access(work, actor, case)
    rules.must_write(actor.roles, "evidence")
    access.must_be_open_for_adding(work, found)
    name = _compartment(described)
    if not found.blind:
        found.must_hold(name)
    content = parse("evidence", _content(described, stored))
    check_references(work, actor, content, case=case, blind=found.blind)
    compartment = writable(work, actor, found.compartments[name].id)
    more = {"file_key": sealing.fingerprint(id_, stored.key)}
    written = new_record(work, actor, compartment, content, record_id=id_, more=more)
    _keep(work, actor, compartment, id_, stored)
    return FileAdded(id_, stored.sha256, stored.size, written.version)


def _keep(work: Work, actor: Actor, compartment: Compartment, id_: str, stored: sealing.Stored) -> None:
    """The file's row: its key sealed to the compartment; and its line in the log, which commits to the sealed bytes."""
    bound = file_key_context(compartment.id, id_, compartment.epoch)
    row = File(
        record_id=id_,
        compartment_id=compartment.id,
        epoch=compartment.epoch,
        object_name=stored.object_name,
        sealed_key=seal_to(certified_public(work, compartment.id), stored.key, bound),
        sealed_size=stored.sealed_size,
        sealed_sha256=stored.sealed_sha256,
    )
    work.session.add(row)
    work.session.flush()

    def place(sequence: int) -> None:
        row.sequence = sequence

    commitment = stored.sealed_sha256
    record(
        work=work, actor=actor, deed=Deed.added_file, subject=id_, commitment=commitment, on_sequence=place
    )


def _compartment(described: Described) -> str:
    chosen = described.compartment
    if chosen is None:
        return "identity" if described.content.get("type") in TO_IDENTITY else "working"
    if chosen not in rules.CASE_COMPARTMENTS:
        raise Invalid([Problem("compartment", "Choose working or identity.")])
    return chosen


def _content(described: Described, stored: sealing.Stored) -> Mapping[str, Any]:
    file = {
        "sha256": stored.sha256,
        "size": stored.size,
        "media_type": _media_type(described.media_type),
        "crc32": stored.crc32,
    }
    name = _name(described.filename)
    title = {} if described.title is None else {"title": described.title}
    return {**described.content, **title, "file": file if name is None else {**file, "name": name}}


def _media_type(given: str | None) -> str:
    """The media type without its parameters. What a browser guessed is no reason to refuse a file."""
    bare = (given or "").partition(";")[0].strip().lower()
    try:
        parse("evidence", {"file": {"sha256": "0" * 64, "size": 0, "media_type": bare}})
    except Invalid:
        return UNKNOWN_TYPE
    return bare


def _name(given: str | None) -> str | None:
    """The last part of a path, without what cannot be printed."""
    last = (given or "").replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable()).strip()[-LONGEST_NAME:] or None
