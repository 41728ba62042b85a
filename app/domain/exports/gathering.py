"""What an export draws on: the records of its cases and the claims of the register, each opened and verified."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select

from app.domain.accounts.keyring import keyring
from app.domain.archive.access import case_access, granted_ids
from app.domain.archive.compartments import of_register
from app.domain.archive.lines import batches
from app.domain.archive.opening import OpenedVersion, latest_versions, open_versions
from app.domain.catalogue import lookups
from app.domain.catalogue.lookups import Claim, Side
from app.domain.catalogue.queries import catalogues, of_everyone
from app.domain.work import Actor, Work
from app.models import Compartment, Record

Find = Callable[[str, Side, Collection[str]], list[Claim]]
"""The open claims of a kind that connect one of these records, on one side, with another."""


@dataclass(frozen=True)
class CaseRecords:
    """The records of cases: those opened, by id; and the ids of those in compartments not held by the exporter."""

    opened: dict[str, OpenedVersion]
    closed: frozenset[str]


def case_records(work: Work, actor: Actor, cases: Iterable[str]) -> CaseRecords:
    """The latest version of every record of these cases. Raises NotFound, NotAllowed, Tampered."""
    opened: dict[str, OpenedVersion] = {}
    closed: set[str] = set()
    for case in cases:
        access = case_access(work, actor, case)
        access.must_hold("working")
        held = {access.compartments[name].id for name in access.opens}
        rows = work.session.execute(select(Record.id, Record.compartment_id).where(Record.case_id == case))
        ids = {id_: compartment in held for id_, compartment in rows}
        closed |= {id_ for id_, holds in ids.items() if not holds}
        for version in _open(work, actor, [id_ for id_, holds in ids.items() if holds]):
            opened[version.record] = version
    return CaseRecords(opened, frozenset(closed))


def claims(work: Work, actor: Actor, ids: Collection[str]) -> dict[str, OpenedVersion]:
    """Those of these ids that are claims of the register which the exporter opens."""
    parts: list[Compartment] = list(of_register(work).values())
    held = granted_ids(work, actor, [part.id for part in parts])
    found: list[str] = []
    for batch in batches(ids):
        query = select(Record.id).where(Record.id.in_(batch), Record.compartment_id.in_(held))
        found += work.session.scalars(query)
    return {version.record: version for version in _open(work, actor, found)}


def connecting(work: Work, actor: Actor) -> Find:
    """Finds claims of the open register by what they connect. What is found is still to be opened and verified."""
    held = of_everyone(work, actor)
    return lambda kind, side, ids: lookups.claims(held, kind, side, ids)


def on_superiors(work: Work, actor: Actor, persons: Collection[str]) -> list[Claim]:
    """The items on the superior responsibility of these persons that the exporter may open, restricted ones too."""
    return lookups.claims(catalogues(work, actor), "superior_responsibility", "one", persons)


def _open(work: Work, actor: Actor, ids: Collection[str]) -> Iterator[OpenedVersion]:
    for batch in batches(ids):
        yield from open_versions(work, keyring(work, actor), latest_versions(work, batch))
