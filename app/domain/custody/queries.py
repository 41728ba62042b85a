"""Reading the log: checkpoints, entries, proofs."""

import base64
from collections.abc import Callable, Collection, Generator
from contextlib import contextmanager
from dataclasses import replace

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from app.domain.custody import merkle, tree
from app.domain.custody.deeds import Leaf
from app.domain.custody.merkle import ProofError
from app.domain.custody.tlog_proof import write_proof
from app.domain.custody.views import (
    ConsistencyProof,
    Custody,
    InclusionProof,
    LastVerification,
    LogEntries,
    LogLine,
)
from app.domain.work import Actor, Work
from app.errors import Invalid, NotAllowed, NotFound, NotReady, Problem, Tampered
from app.models import LogEntry
from app.vault.notes import (
    Checkpoint,
    NoteError,
    parse_checkpoint,
    sign_checkpoint,
    verifier_key,
    verify_checkpoint,
)
from app.vault.signing import SignatureError

MOST_ENTRIES = 1000
NO_LOG = "The database holds no custody log. Restore the archive's database, or check its URL."

Visible = Callable[[frozenset[str]], frozenset[str]]
"""Of these subject ids (cases, records, compartments, holders), those whose custody the actor may see."""


def origin(work: Work) -> str:
    """The log's name in checkpoints."""
    return f"testimonia/{work.setting('archive_id')}"


def size(work: Work) -> int:
    """How many lines the log has."""
    return tree.size(work)


def verifier_key_of(work: Work) -> str:
    """The log's public key as other log tools take it (C2SP signed-note)."""
    return verifier_key(origin(work), work.host.log_key.public)


def anchor(work: Work) -> str:
    """The fingerprint of the founding member's key, on which every certificate rests: public. Empty before `init`."""
    return work.host.anchor or ""


def checkpoint(work: Work) -> str:
    """The checkpoint of all that is committed, as a note signed by the log's key; kept as the highest seen.

    Raises Tampered, and signs nothing, when the log is smaller than the highest checkpoint or does not
    continue it.
    """
    with work.host.checkpoint_turn(), _committed(work) as now:
        size = tree.size(now)
        root = tree.root(now, size)
        kept = highest(now)
        _check_continues(now, kept, size, root)
        note = sign_checkpoint(origin(now), size, root, now.host.log_key)
        if kept is None or kept.size < size:
            now.host.keep_checkpoint(note)
        return note


def check_continues(work: Work) -> int:
    """How many lines the log has. Signs and keeps nothing.

    Raises NotReady when it has none, Tampered when it is smaller than the highest checkpoint or does not continue it.
    """
    kept = highest(work)  # before the lines: another process may add some, and keep them as the highest
    with _committed(work) as now:
        size = tree.size(now)
        if not size:
            raise NotReady(NO_LOG)
        _check_continues(now, kept, size, tree.root(now, size))
    return size


def check_at_start(work: Work) -> None:
    """Refuses to serve a log that lost lines, in which one was changed, or that does not continue the highest
    checkpoint this host has seen. Every line is read: some seconds for a million.

    Raises NotReady before `init`, Tampered when the log is not whole.
    """
    if work.host.anchor is None:
        raise NotReady("This archive has no founding member yet. Run 'testimonia init'.")
    size = tree.size(work)
    lines, last = work.session.execute(select(func.count(), func.max(LogEntry.sequence))).one()
    if not size:
        raise NotReady(NO_LOG)
    if (lines, last) != (size, size - 1):
        raise Tampered("Lines of the custody log are missing. Run 'testimonia log verify', restore a backup.")
    _check_lines(work, size)
    checkpoint(work)


def inclusion(work: Work, index: int, size: int) -> InclusionProof:
    """The proof that line `index` is in the log of `size` lines. Raises Invalid when the log never had
    those.
    """
    _check_size(work, "size", size)
    try:
        proof = tree.inclusion(work, index, size)
    except ProofError:
        raise Invalid([Problem("index", "Give a line that stands before the size.")]) from None
    hashed = tree.node_of(work, 0, index)
    return InclusionProof(
        index, size, _b64(hashed), _b64(tree.root(work, size)), [_b64(step) for step in proof]
    )


def consistency(work: Work, first: int, last: int) -> ConsistencyProof:
    """The proof that the log of `first` lines is the beginning of that of `last`. Raises Invalid for other
    sizes.
    """
    _check_size(work, "to", last)
    try:
        proof = tree.consistency(work, first, last)
    except ProofError:
        raise Invalid([Problem("from", "Give a size from 1 up to the second size.")]) from None
    roots = (_b64(tree.root(work, first)), _b64(tree.root(work, last)))
    return ConsistencyProof(first, last, *roots, [_b64(step) for step in proof])


def proof_files(work: Work, sequences: Collection[int], note: str) -> dict[int, str]:
    """The `.tlog-proof` file of each of these lines under `note`, a checkpoint of this log.

    Raises ProofError for a later line.
    """
    proofs = tree.inclusions(work, sequences, parse_checkpoint(note).size)
    return {sequence: write_proof(sequence, steps, note) for sequence, steps in proofs.items()}


def proof_now(work: Work, sequence: int) -> str:
    """The `.tlog-proof` file of a line under the newest checkpoint. Raises NotFound for a line that is not there."""
    note = checkpoint(work)
    if sequence >= parse_checkpoint(note).size:
        raise NotFound
    return proof_files(work, [sequence], note)[sequence]


def last_verification(work: Work) -> LastVerification | None:
    """What the last `testimonia log verify` found; None before the first. Raises Tampered for a damaged file."""
    kept = work.host.last_verification()
    if kept is None:
        return None
    try:
        return TypeAdapter(LastVerification).validate_json(kept)
    except ValidationError:
        raise Tampered(
            "The result of the last verification is damaged. Run 'testimonia log verify'."
        ) from None


def entries(
    work: Work, actor: Actor, first: int = 0, last: int | None = None, visible: Visible | None = None
) -> LogEntries:
    """Lines from `first` up to but not including `last` that the actor may see; at most 1000 are looked at.

    Auditors see all; others their own and those whose subject `visible` lets through (`archive` knows).
    Raises NotAllowed for write-only members, Invalid for a range that is none, Tampered when a line is not
    what the tree says.
    """
    total = tree.size(work)
    end = total if last is None else min(last, total)
    if first < 0 or (last is not None and last < first):
        raise Invalid([Problem("to", "Give a range whose end is not before its beginning.")])
    end = min(end, first + MOST_ENTRIES)
    found = tree.lines(work, LogEntry.sequence >= first, LogEntry.sequence < end)
    seen = _seen(actor, frozenset(leaf.subject for leaf in found), visible)
    return LogEntries(total, [_line(leaf) for leaf in found if leaf.subject in seen])


def line_at(work: Work, actor: Actor, sequence: int, visible: Visible | None = None) -> LogLine:
    """One line. Raises NotFound for a line that is not there, or that the actor may not see; see `entries`."""
    found = entries(work, actor, sequence, sequence + 1, visible).results
    if not found:
        raise NotFound
    return found[0]


def custody_of(work: Work, actor: Actor, subject: str, visible: Visible | None = None) -> Custody:
    """All lines on one id, oldest first; see `entries` for who may. Raises NotFound where the actor may
    not.
    """
    if subject not in _seen(actor, frozenset({subject}), visible):
        raise NotFound
    found = [_line(leaf) for leaf in tree.lines(work, LogEntry.subject_id == subject)]
    return Custody(len(found), found)


def _seen(actor: Actor, subjects: frozenset[str], visible: Visible | None) -> frozenset[str]:
    if actor.write_only:
        raise NotAllowed("Write-only members read nothing back, the custody log included.")
    if "auditor" in actor.roles:
        return subjects
    own = subjects & {actor.id, actor.member_id}
    return own | (visible(subjects) & subjects) if visible else own


def _line(leaf: Leaf) -> LogLine:
    return LogLine(
        sequence=leaf.sequence,
        day=leaf.day,
        deed=leaf.deed,
        subject=leaf.subject,
        actor=leaf.actor,
        statement=leaf.statement,
        commitment=leaf.commitment,
        leaf=leaf.text,
    )


def _b64(data: bytes) -> str:
    """Base64 as in checkpoints and tlog-proofs."""
    return base64.b64encode(data).decode()


def _check_size(work: Work, field: str, size: int) -> None:
    if not 0 < size <= tree.size(work):
        raise Invalid([Problem(field, "Give a size that the log has reached: see its checkpoint.")])


def highest(work: Work) -> Checkpoint | None:
    """The highest checkpoint in the host's file. Raises Tampered when the log's key has not signed it."""
    note = work.host.highest_checkpoint()
    if note is None:
        return None
    try:
        return verify_checkpoint(note, origin(work), work.host.log_key.public)
    except (NoteError, SignatureError):
        raise Tampered(
            "The checkpoint in the host folder is not of this archive's log. "
            "Restore the host folder from the offline backup."
        ) from None


def _check_lines(work: Work, size: int) -> None:
    """Raises Tampered unless the lines themselves, as they are looked up, make the tree that checkpoints are of.

    What reads few lines compares each with its hash alone: here those hashes are found to be the tree's.
    """
    kept, grown, right = highest(work), merkle.Growing(), True
    columns = (LogEntry.leaf, LogEntry.subject_id, LogEntry.deed)
    rows = select(*columns).order_by(LogEntry.sequence).execution_options(yield_per=MOST_ENTRIES)
    for text, subject, deed in work.session.execute(rows):
        right = right and f'"subject":"{subject}"' in text and f'"deed":"{deed}"' in text
        grown.add(merkle.leaf_hash(text.encode()))
        if kept and grown.size == kept.size:
            right = right and grown.root() == kept.root
    if not right or grown.root() != tree.root(work, size):
        raise Tampered(
            "A line of the custody log was changed. Run 'testimonia log verify', restore a backup."
        )


def _check_continues(work: Work, kept: Checkpoint | None, size: int, root: bytes) -> None:
    if kept is None or kept.size == 0:
        return
    if size < kept.size:
        raise Tampered(
            "The custody log is smaller than the highest checkpoint this host has seen: lines were removed, "
            "or an older backup was put back. Nothing was signed. See 'testimonia restore'."
        )
    try:
        steps = tree.consistency(work, kept.size, size)
        merkle.verify_consistency(kept.size, size, kept.root, root, steps)
    except ProofError:
        raise Tampered(
            "The custody log does not continue the highest checkpoint this host has seen: it was rewritten. "
            "Nothing was signed. Run 'testimonia log verify'."
        ) from None


@contextmanager
def _committed(work: Work) -> Generator[Work]:
    """A view of what is committed by now. `work` may see older data, or its own that is not durable yet."""
    bind = work.session.get_bind()
    engine = bind if isinstance(bind, Engine) else bind.engine
    with Session(engine.execution_options(reads_only=True)) as session:
        yield replace(work, session=session, cache={}, pending=[], on_commit=[], on_rollback=[])
