"""Opening versions. Nothing is shown, indexed or exported before it went through every step here.

1. The row stands in the compartment of its record, and the compartment belongs to the record's case.
2. The custody log has, at the version's place, a line that names this record, this statement and this signer.
3. The signer's key counted at that place, with a role that writes, and held the compartment there.
4. The compartment's key opens the version's key, and that the content.
5. The statement verifies, names this record and version, follows on the statement before, and every disclosure
   belongs to it.
6. The statement is of this case, and its content is of its kind and in the compartment where that kind belongs.

A step that fails raises Tampered, naming record, version and step, never content. Rows are handled by hundreds: a
catalogue is built from tens of thousands.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import select, tuple_

from app.domain.archive import authority, rules
from app.domain.archive.compartments import CompartmentKeys, Keyring, openable_compartments
from app.domain.archive.lines import BATCH, lines_at
from app.domain.archive.versions import COUNT, version_context, version_key_context
from app.domain.custody.certificates import TrustedHolder, signer_at
from app.domain.custody.deeds import Deed, Leaf
from app.domain.work import Work
from app.errors import Invalid, Tampered
from app.models import LogEntry, Record, Version
from app.records.base import Content
from app.records.kinds import compartment_of, dump, parse, upcast
from app.vault import VaultError
from app.vault.seal import unseal_padded
from app.vault.statements import Path, Statement, open_statement, statement_hash

OnTampered = Callable[[Tampered], None]

_OF_RECORD = select(Version).join(Record, Record.id == Version.record_id)
_LATEST = _OF_RECORD.where(Version.number == Record.latest)
_PASSED_OVER = _OF_RECORD.with_only_columns(Version.record_id).where(Version.number > Record.latest)
_TAKEN_AWAY = (
    select(LogEntry.subject_id)
    .outerjoin(Version, (Version.sequence == LogEntry.sequence) & (Version.record_id == LogEntry.subject_id))
    .where(LogEntry.deed == str(Deed.wrote), Version.record_id.is_(None))
)


@dataclass(frozen=True, slots=True)
class OpenedVersion:
    """A version that stood up. `content` is in today's schema; `disclosures` and `statement` are as they were signed.

    `claims` are all that the statement says: kind, schema, recorded_at, case, content, reason, ...; `disclosures`
    stand by the places of what they disclose.
    """

    record: str
    case: str | None
    compartment: str
    compartment_name: str
    kind: str
    version: int
    content: dict[str, Any] = field(repr=False)
    parsed: Content = field(repr=False)
    claims: Mapping[str, Any] = field(repr=False)
    disclosures: Mapping[Path, str] = field(repr=False)
    statement: str = field(repr=False)
    author: TrustedHolder
    sequence: int
    recorded_at: datetime

    @property
    def reason(self) -> str | None:
        """Why the version was written, where it amends another."""
        return self.claims.get("reason")


def open_versions(
    work: Work, keyring: Keyring, versions: Iterable[Version], *, on_tampered: OnTampered | None = None
) -> Iterator[OpenedVersion]:
    """Opens versions in their order. Give those whose compartments `keyring` opens.

    Raises Tampered for one that does not stand up, or leaves it out and tells `on_tampered`.
    """
    rows = iter(versions)
    while batch := list(islice(rows, BATCH)):
        opening = _Batch(work, keyring, batch)
        for row in batch:
            try:
                opened = opening.open(row)
            except Tampered as tampered:
                if on_tampered is None:
                    raise
                on_tampered(tampered)
            else:
                yield opened


def latest_versions(work: Work, records: Iterable[str]) -> list[Version]:
    """The latest version of each of these records, for `open_versions`."""
    return list(work.session.scalars(_LATEST.where(Version.record_id.in_(list(records)))))


def open_latest(work: Work, keyring: Keyring, record_id: str) -> OpenedVersion:
    """The latest version of one record. Raises Tampered."""
    return next(open_versions(work, keyring, latest_versions(work, [record_id])))


class _Refused(Exception):
    """A step failed: its number and what does not match."""


class _Form(NamedTuple):
    content: dict[str, Any]
    parsed: Content
    recorded_at: datetime


class _Batch:
    """Versions that are opened together: what they have in common is asked of the database once."""

    def __init__(self, work: Work, keyring: Keyring, rows: Sequence[Version]) -> None:
        self._work = work
        compartments = {row.compartment_id for row in rows}
        self._keys: dict[str, CompartmentKeys] = openable_compartments(work, keyring, compartments)
        authority.prefetch(work, compartments)
        self._records = self._records_of(rows)
        self._lines = lines_at(work, {row.sequence for row in rows if row.sequence is not None})
        self._before = self._statements_before(rows)
        self._cut = self._cut_short(rows)

    def open(self, row: Version) -> OpenedVersion:
        """The six steps. Raises Tampered."""
        try:
            record, keys = self._in_place(row)
            leaf = self._logged(row)
            author = self._entitled(row, leaf)
            statement = self._stated(row, self._unsealed(row, keys), author)
            form = _form(statement.claims, record, keys)
        except _Refused as refused:
            raise Tampered(
                f"Version {row.number} of record {row.record_id} does not stand up: {refused}. It was not opened."
            ) from None
        return OpenedVersion(
            record=row.record_id,
            case=record.case_id,
            compartment=keys.id,
            compartment_name=keys.name,
            kind=form.parsed.kind,
            version=row.number,
            content=form.content,
            parsed=form.parsed,
            claims=statement.claims,
            disclosures=statement.disclosures,
            statement=row.statement,
            author=author,
            sequence=leaf.sequence,
            recorded_at=form.recorded_at,
        )

    def _in_place(self, row: Version) -> tuple[Record, CompartmentKeys]:
        record, keys = self._records.get(row.record_id), self._keys.get(row.compartment_id)
        if keys is None:
            raise _Refused("step 1, the compartment's key does not open")
        if record is None or (record.compartment_id, record.case_id) != (row.compartment_id, keys.case):
            raise _Refused("step 1, it is not in the compartment of its record")
        return record, keys

    def _logged(self, row: Version) -> Leaf:
        leaf = self._lines.get(row.sequence) if row.sequence is not None else None
        if leaf is None:
            raise _Refused("step 2, the custody log has no such line")
        said = (leaf.deed, leaf.subject, leaf.statement, leaf.actor)
        if said != (Deed.wrote, row.record_id, statement_hash(row.statement), row.author_key_id):
            raise _Refused("step 2, the custody log says something else")
        return leaf

    def _entitled(self, row: Version, leaf: Leaf) -> TrustedHolder:
        try:
            author = signer_at(self._work, leaf.actor, leaf.sequence)
        except Tampered:
            raise _Refused("step 3, its signer's key did not count at that place") from None
        if not rules.entitled_to_write(author.roles):
            raise _Refused("step 3, its signer had no role that writes")
        if not authority.may_have_written(self._work, row.compartment_id, author, leaf.sequence):
            raise _Refused("step 3, its signer did not hold the compartment")
        return author

    def _unsealed(self, row: Version, keys: CompartmentKeys) -> list[str]:
        bound = version_key_context(row.compartment_id, row.record_id, row.number, row.epoch)
        place = version_context(row.compartment_id, row.record_id, row.number)
        try:
            key = keys.pair.open(row.sealed_key, bound)
            return json.loads(unseal_padded(key, row.sealed_content, place))
        except (VaultError, ValueError):
            raise _Refused("step 4, its seal does not open") from None

    def _stated(self, row: Version, disclosures: list[str], author: TrustedHolder) -> Statement:
        try:
            statement = open_statement(row.statement, disclosures, author.sign_public)
        except VaultError:
            raise _Refused("step 5, its statement does not verify") from None
        if statement.claims.get(COUNT) != len(disclosures):
            raise _Refused("step 5, something that it states was taken away")
        before = self._before.get((row.record_id, row.number - 1))
        previous = None if before is None else statement_hash(before)
        if (statement.record, statement.version) != (row.record_id, row.number):
            raise _Refused("step 5, its statement is of another version")
        if statement.previous != previous or (before is None) != (row.number == 1):
            raise _Refused("step 5, it does not follow on the version before")
        if row.record_id in self._cut:  # such as the withdrawal of a consent
            raise _Refused("step 5, the custody log knows of another version, which was taken away")
        return statement

    def _records_of(self, rows: Sequence[Version]) -> dict[str, Record]:
        query = select(Record).where(Record.id.in_({row.record_id for row in rows}))
        return {record.id: record for record in self._work.session.scalars(query)}

    def _cut_short(self, rows: Sequence[Version]) -> set[str]:
        """The records of which a version was taken away, or a newer one is passed over."""
        ids = {row.record_id for row in rows}
        missing = self._work.session.scalars(_TAKEN_AWAY.where(LogEntry.subject_id.in_(ids)))
        newer = self._work.session.scalars(_PASSED_OVER.where(Version.record_id.in_(ids)))
        return {*missing, *newer}

    def _statements_before(self, rows: Sequence[Version]) -> dict[tuple[str, int], str]:
        wanted = [(row.record_id, row.number - 1) for row in rows if row.number > 1]
        if not wanted:
            return {}
        query = select(Version.record_id, Version.number, Version.statement).where(
            tuple_(Version.record_id, Version.number).in_(wanted)
        )
        return {(id_, number): statement for id_, number, statement in self._work.session.execute(query)}


def _form(claims: Mapping[str, Any], record: Record, keys: CompartmentKeys) -> _Form:
    """Step 6."""
    if claims.get("case", "") != record.case_id:
        raise _Refused("step 6, its statement is of another case")
    try:
        kind = claims["kind"]
        of, _, number = claims["schema"].partition("/")
        recorded_at = datetime.fromisoformat(claims["recorded_at"])
        parsed = parse(kind, upcast(kind, int(number), claims["content"]))
    except (Invalid, KeyError, TypeError, ValueError, AttributeError):
        raise _Refused("step 6, its content is not of a known form") from None
    home = keys.name if kind == "evidence" else compartment_of(parsed)  # a file chooses its compartment
    if of != kind or home != keys.name or recorded_at.tzinfo is None:
        raise _Refused("step 6, its content does not belong there")
    return _Form(dump(parsed), parsed, recorded_at)  # statements keep no order of fields, kinds do
