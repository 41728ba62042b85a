"""Certificates, holders, compartments, grants and memberships, row by row against the log."""

from collections.abc import Iterator
from typing import TypeVarTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from app.domain.custody.damage import UNREADABLE
from app.domain.custody.deeds import (
    Deed,
    LeafError,
    commitment_to,
    grant_commitment,
    membership_commitment,
    parse_leaf,
)
from app.domain.custody.replay import Replay
from app.domain.custody.rules import CertificateError, parse_certificate
from app.domain.work import Work
from app.models import Certificate, Compartment, Grant, Holder, LogEntry, TeamSeed
from app.vault.base64url import b64url

BATCH = 500

_Began = aliased(LogEntry)
_Ended = aliased(LogEntry)

Ts = TypeVarTuple("Ts")


def problems(work: Work, replay: Replay) -> Iterator[str]:
    """What does not match, table by table."""
    live: set[tuple[str, str]] = set()
    for table, found in (
        ("certificate", _certificates(work, replay)),
        ("holder", _holders(work, replay)),
        ("compartment", _compartments(work, replay)),
        ("grant", _grants(work, live)),
        ("team_seed", _memberships(work, live)),
    ):
        yield from as_far_as_read(work, replay, table, found)
    if replay.damaged:
        return  # what is live is not known
    for subject, _ in sorted(live - replay.registry.given):
        yield f"grant or team_seed on {subject}: the log says that it was taken back, or never given"
    for subject, _ in sorted(replay.registry.given - live):
        yield f"grant or team_seed on {subject}: the log says that it was given, and it is missing"


def as_far_as_read(work: Work, replay: Replay, table: str, found: Iterator[str]) -> Iterator[str]:
    """What is found in a table, up to where a damaged database gives no more; this is then the last of it."""
    try:
        yield from found
    except UNREADABLE:
        replay.damaged = True
        work.session.rollback()
        yield f"{table}: not compared to its end: it, or a line of the log that it names, cannot be read"


def stream(work: Work, query: Select[*Ts]) -> Iterator[tuple[*Ts]]:
    """The rows of a query, a batch in memory at a time."""
    return iter(work.session.execute(query.execution_options(yield_per=BATCH)))


def differs(
    what: str,
    text: str | None,
    deed: Deed,
    subject: str,
    *,
    commitment: bytes | None = None,
    statement: str | None = None,
    actor: str | None = None,
) -> Iterator[str]:
    """How a row, called `what`, differs from the line that it names."""
    if text is None:
        yield f"{what}: the log has no line for it"
        return
    try:
        leaf = parse_leaf(text)
    except LeafError:
        yield f"{what}: its line in the log cannot be read"
        return
    if (leaf.deed, leaf.subject) != (deed, subject):
        yield f"{what}: line {leaf.sequence} of the log is about something else"
    elif commitment is not None and leaf.commitment != b64url(commitment):
        yield f"{what}: not what line {leaf.sequence} of the log committed to"
    elif leaf.statement != statement:
        yield f"{what}: not the statement in line {leaf.sequence} of the log"
    elif actor is not None and leaf.actor != actor:
        yield f"{what}: not by the author that line {leaf.sequence} of the log names"


def _certificates(work: Work, replay: Replay) -> Iterator[str]:
    query = (
        select(Certificate, _Began.leaf, _Ended.leaf)
        .outerjoin(_Began, _Began.sequence == Certificate.sequence)
        .outerjoin(_Ended, _Ended.sequence == Certificate.revoked_sequence)
    )
    for row, began, ended in stream(work, query):
        what, commitment = f"certificate {row.id}", commitment_to(row.body.encode())
        yield from differs(what, began, Deed.certified, row.subject_id, commitment=commitment)
        if row.revoked_sequence is not None:
            yield from differs(what, ended, Deed.uncertified, row.subject_id, commitment=commitment)
        if replay.registry.counts(row.subject_id, b64url(commitment)) != (row.revoked_sequence is None):
            yield f"{what}: the log says otherwise whether it still counts"
        yield from _certificate_columns(what, row)


def _certificate_columns(what: str, row: Certificate) -> Iterator[str]:
    try:
        says = parse_certificate(row.body)
    except CertificateError:
        yield f"{what}: its body cannot be read"
        return
    columns = (row.id, row.subject_id, row.epoch, row.key_id, row.issuer_key_id)
    if columns != (says.id, says.subject, says.epoch, says.key_id, says.issuer):
        yield f"{what}: its columns are not what its body says"


def _holders(work: Work, replay: Replay) -> Iterator[str]:
    for (row,) in stream(work, select(Holder)):
        standing = replay.registry.of_subject(row.id)
        if standing is None or standing.certificate is None:
            if row.active:
                yield f"holder {row.id}: active, and not certified by the log"
            continue
        says = standing.certificate
        certified = (says.kind, says.epoch, says.seal_public, says.sign_public)
        if certified != (row.kind, row.epoch, row.seal_public, row.sign_public) or says.key_id != row.key_id:
            yield f"holder {row.id}: its keys are not those that are certified"
        if not row.active:
            yield f"holder {row.id}: inactive, and still certified by the log"


def _compartments(work: Work, replay: Replay) -> Iterator[str]:
    columns = (
        Compartment.id,
        Compartment.name,
        Compartment.case_id,
        Compartment.epoch,
        Compartment.public_key,
    )
    for row_id, name, case, epoch, public in stream(work, select(*columns)):
        says = replay.registry.of_subject(row_id)
        certified = (says.kind, says.name, says.case, says.epoch, says.key_id) if says else None
        if certified != ("compartment", name, case, epoch, b64url(commitment_to(public))):
            yield f"compartment {row_id}: its key is not the one that is certified for it"


def _grants(work: Work, live: set[tuple[str, str]]) -> Iterator[str]:
    query = (
        select(Grant, _Began.leaf, _Ended.leaf)
        .outerjoin(_Began, _Began.sequence == Grant.granted_sequence)
        .outerjoin(_Ended, _Ended.sequence == Grant.revoked_sequence)
    )
    for row, began, ended in stream(work, query):
        commitment = grant_commitment(row.compartment_id, row.holder_id)
        if row.sealed_key is not None:
            live.add((row.compartment_id, b64url(commitment)))
        what = f"grant {row.id}"
        yield from differs(what, began, Deed.granted, row.compartment_id, commitment=commitment)
        if row.revoked_sequence is not None or row.sealed_key is None:
            yield from differs(what, ended, Deed.revoked, row.compartment_id, commitment=commitment)


def _memberships(work: Work, live: set[tuple[str, str]]) -> Iterator[str]:
    query = (
        select(TeamSeed, _Began.leaf, _Ended.leaf)
        .outerjoin(_Began, _Began.sequence == TeamSeed.joined_sequence)
        .outerjoin(_Ended, _Ended.sequence == TeamSeed.left_sequence)
    )
    for row, began, ended in stream(work, query):
        commitment = membership_commitment(row.team_id, row.holder_id)
        if row.sealed_seed is not None:
            live.add((row.team_id, b64url(commitment)))
        what = f"team_seed {row.id}"
        yield from differs(what, began, Deed.granted, row.team_id, commitment=commitment)
        if row.left_sequence is not None or row.sealed_seed is None:
            yield from differs(what, ended, Deed.revoked, row.team_id, commitment=commitment)
