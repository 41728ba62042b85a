"""What an actor may know of: which cases and records, and which of their compartments it opens.

One answer, NotFound, stands for what is not there and for what the actor may not know of. A write-only member knows
the cases that he opened himself, and opens nothing in them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.accounts.keyring import keyring
from app.domain.archive import compartments, rules
from app.domain.custody.actions import record
from app.domain.custody.deeds import Deed
from app.domain.work import Actor, Work
from app.errors import Conflict, NotAllowed, NotFound
from app.models import Case, Compartment, Grant, Record, SessionOpening, Version


@dataclass(frozen=True, slots=True)
class CaseAccess:
    """A case that the actor may know of; `opens` are the compartments that it holds, none for its write-only author."""

    case: Case
    compartments: Mapping[str, Compartment]
    opens: frozenset[str]

    @property
    def blind(self) -> bool:
        """Whether the actor is its write-only author: able to add, unable to read back."""
        return not self.opens

    def must_hold(self, name: str) -> None:
        """Raises NotAllowed unless the actor holds this compartment of the case."""
        if name not in self.opens:
            raise NotAllowed(f"You do not hold the {name} compartment of this case.")


def case_access(work: Work, actor: Actor, case: str) -> CaseAccess:
    """The case, as the actor may know of it. Raises NotFound, NotAllowed to a holder whose roles read no cases."""
    row = work.session.get(Case, case)
    if row is None:
        raise NotFound
    if actor.write_only:
        if row.author_id != actor.id:
            raise NotFound
        return CaseAccess(row, compartments.of_case(work, case), frozenset())
    held = compartments.of_case(work, case)
    granted = granted_ids(work, actor, [part.id for part in held.values()])
    opens = frozenset(name for name, part in held.items() if part.id in granted)
    if not opens:
        raise NotFound
    rules.must_read(actor.roles)
    return CaseAccess(row, held, opens)


def must_be_open_for_adding(work: Work, access: CaseAccess) -> None:
    """Raises Conflict when the edit window of a write-only author has ended."""
    until = access.case.edit_until
    if access.blind and (until is None or work.clock.now() >= until):
        raise Conflict("The edit window of this case has ended. Tell your team what you would add.")


def record_access(work: Work, actor: Actor, record_id: str) -> tuple[Record, Compartment]:
    """A record that the actor opens, and its compartment.

    Raises NotFound, or NotAllowed to a write-only member, of his own records and of the register, and to roles that
    read no cases.
    """
    row = work.session.get(Record, record_id)
    if row is None:
        raise NotFound
    compartment = work.session.get_one(Compartment, row.compartment_id)
    if row.case_id is not None and actor.write_only:
        _refuse_blind(work, actor, row.id)
    if not granted_ids(work, actor, [compartment.id]):
        raise NotFound
    if row.case_id is not None:
        rules.must_read(actor.roles)
    elif actor.write_only:
        raise NotAllowed("Write-only members see the names of the register, and read nothing more of it.")
    return row, compartment


def granted_ids(work: Work, actor: Actor, ids: list[str]) -> frozenset[str]:
    """Which of these compartments the actor holds, itself or by a team."""
    query = select(Grant.compartment_id).where(
        Grant.compartment_id.in_(ids),
        Grant.holder_id.in_(keyring(work, actor)),
        Grant.sealed_key.is_not(None),
    )
    return frozenset(work.session.scalars(query))


def note_opening(work: Work, actor: Actor, case: str) -> None:
    """Records the first opening of a case in a session (or by a token on one day): a line in the log.

    It needs a unit of work that writes.
    """
    dialect = work.session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    first = insert(SessionOpening).values(session_key=actor.session_key, subject_id=case)
    noted = work.session.execute(first.on_conflict_do_nothing().returning(SessionOpening.subject_id))
    if noted.first() is not None:
        record(work=work, actor=actor, deed=Deed.opened_case, subject=case)


def note_reading(work: Work, actor: Actor, compartment: Compartment, subject: str) -> None:
    """Records what opening a record asks for: the case's first opening, and each reading of an identity."""
    if compartment.case_id is None:
        return
    note_opening(work, actor, compartment.case_id)
    if compartment.name == "identity":
        record(work=work, actor=actor, deed=Deed.read, subject=subject)


def _refuse_blind(work: Work, actor: Actor, record_id: str) -> None:
    own = select(Version.number).where(
        Version.record_id == record_id, Version.author_key_id == actor.keys.key_id
    )
    if work.session.scalar(own.limit(1)) is None:
        raise NotFound
    raise NotAllowed("You added this record and cannot read it back. Your team can open it.")
