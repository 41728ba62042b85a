"""Versions and files, row by row against the log, and the log's lines against the rows."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import func, select

from app.domain.custody.deeds import Deed
from app.domain.custody.replay import Replay
from app.domain.custody.rows import as_far_as_read, differs, stream
from app.domain.work import Work
from app.errors import TestimoniaError
from app.models import File, LogEntry, Record, Version
from app.vault.statements import StatementError, header_kid, open_statement, statement_hash

_BLOCK = 1 << 20


def problems(work: Work, replay: Replay) -> Iterator[str]:
    """What does not match. Rows that were erased, with a line that says so, are not missed."""
    for table, found in (
        ("version", _versions(work, replay)),
        ("record", _records(work)),
        ("file", _files(work)),
        ("log_entry", _without_rows(work, replay)),
    ):
        yield from as_far_as_read(work, replay, table, found)


def _versions(work: Work, replay: Replay) -> Iterator[str]:
    columns = (Version.record_id, Version.number, Version.statement, Version.author_key_id, Version.sequence)
    query = (
        select(*columns, LogEntry.leaf)
        .outerjoin(LogEntry, LogEntry.sequence == Version.sequence)
        .order_by(Version.record_id, Version.number)
    )
    before: tuple[str, int, str, int] | None = None  # record, number, statement's hash, place in the log
    for record, number, statement, author, sequence, leaf in stream(work, query):
        what, hashed = f"version {record}/{number}", statement_hash(statement)
        yield from differs(what, leaf, Deed.wrote, record, statement=hashed, actor=author)
        previous, place, follows = None, -1, 1
        if before is not None and before[0] == record:
            _, number_before, previous, place = before
            follows = number_before + 1
        if number != follows or (sequence is not None and sequence <= place):
            yield f"{what}: a version before it is missing, or stands after it in the log"
        for problem in _unsigned(replay, statement, author, (record, number, previous)):
            yield f"{what}: {problem}"
        before = (record, number, hashed, -1 if sequence is None else sequence)


def _unsigned(
    replay: Replay, statement: str, author: str, place: tuple[str, int, str | None]
) -> Iterator[str]:
    """Why this is not the author's statement for its place (record, number, hash of the one before), if it
    is not.

    What the statement says stays sealed.
    """
    public = replay.registry.publics.get(author)
    try:
        if public is None or header_kid(statement) != author:
            raise StatementError("its author was never certified, or is not the one it names")
        says = open_statement(statement, [], public)
    except StatementError:
        yield "its statement is not signed by a certified author"
        return
    if (says.record, says.version, says.previous) != place:
        yield "its statement is of another version, or does not follow on the one before"


def _records(work: Work) -> Iterator[str]:
    newest = select(Version.record_id, func.max(Version.number).label("number"))
    newest_of = newest.group_by(Version.record_id).subquery()
    query = select(Record.id, Record.latest, newest_of.c.number).outerjoin(
        newest_of, newest_of.c.record_id == Record.id
    )
    for record, latest, number in stream(work, query):
        if number is None:
            yield f"record {record}: it has no version"
        elif number != latest:
            yield f"record {record}: it names version {latest} as its newest, and has {number}"


def _files(work: Work) -> Iterator[str]:
    query = select(
        File.record_id, File.object_name, File.sealed_size, File.sealed_sha256, LogEntry.leaf
    ).outerjoin(LogEntry, LogEntry.sequence == File.sequence)
    for record, name, size, sha256, leaf in stream(work, query):
        what = f"file {record}"
        yield from differs(what, leaf, Deed.added_file, record, commitment=sha256)
        try:
            if work.storage.size(name) != size or _sha256(work, name, size) != sha256:
                yield f"{what}: its sealed bytes are not those that were stored"
        except (TestimoniaError, OSError):
            yield f"{what}: its sealed bytes are missing or cannot be read"


def _sha256(work: Work, name: str, size: int) -> bytes:
    hashed = hashlib.sha256()
    for start in range(0, size, _BLOCK):
        hashed.update(work.storage.read(name, start, min(start + _BLOCK, size)))
    return hashed.digest()


def _without_rows(work: Work, replay: Replay) -> Iterator[str]:
    """Lines whose row is gone."""
    for deed, table, column in (
        (Deed.wrote, "version", Version.sequence),
        (Deed.added_file, "file", File.sequence),
    ):
        query = (
            select(LogEntry.sequence, LogEntry.subject_id)
            .outerjoin(column.class_, column == LogEntry.sequence)
            .where(LogEntry.deed == str(deed), column.is_(None))
            .order_by(LogEntry.sequence)
        )
        for sequence, subject in stream(work, query):
            if subject not in replay.erased:
                yield f"log_entry {sequence}: the {table} of record {subject} is missing"
