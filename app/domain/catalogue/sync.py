"""Catching up: before every question a catalogue takes in what the custody log says has happened since.

Versions in compartments that the holder opens are taken in; a compartment newly granted comes in whole; after a
revocation or an erasure everything is dropped and built anew without what was lost. Only versions that stand up
(app.domain.archive.opening) are indexed; the others are kept out and named.
"""

from collections.abc import Mapping, Set

from sqlalchemy import ColumnElement, exists, select, tuple_

from app.domain.archive.lines import batches
from app.domain.archive.opening import OpenedVersion, open_versions
from app.domain.catalogue import snapshots
from app.domain.catalogue.entries import Entry
from app.domain.catalogue.snapshots import Place
from app.domain.catalogue.store import NOTHING_YET, Catalogue, Held
from app.domain.custody.deeds import Deed
from app.domain.work import Work
from app.models import Compartment, Grant, LogEntry, Record, Version
from app.records.projection import project


def catch_up(work: Work, place: Place, catalogue: Catalogue, head: int) -> None:
    """Takes in everything up to line `head` of the log. One at a time; others wait, and find it done.

    Raises Tampered when lines of the log itself are not whole.
    """
    with catalogue.catching_up:
        if not catalogue.loaded:
            snapshots.load(work, place, catalogue, head)
            catalogue.loaded = True
        if catalogue.watermark >= head:
            return
        changes = _changes(work, catalogue, head)
        if _lost(work, catalogue, changes):
            catalogue.empty()
        granted = _newly_granted(work, catalogue, changes)
        keys = _written(work, catalogue, head) | _within(work, granted.keys(), head)
        for batch in batches(sorted(keys)):
            _take_in(work, place, catalogue, [(record, number) for _, record, number in batch])
        catalogue.reach(head, granted)
        if catalogue.unsaved >= snapshots.SAVE_AFTER:
            snapshots.save(work, place, catalogue)


def _changes(work: Work, catalogue: Catalogue, head: int) -> Mapping[str, set[str]]:
    """What was granted, revoked and erased since the watermark, to or from whomever, by deed."""
    changes: dict[str, set[str]] = {deed: set() for deed in (Deed.granted, Deed.revoked, Deed.erased)}
    if catalogue.watermark == NOTHING_YET:
        return changes  # everything is new
    since = LogEntry.sequence.between(catalogue.watermark + 1, head)
    query = select(LogEntry.deed, LogEntry.subject_id).where(since, LogEntry.deed.in_(changes))
    for deed, subject in work.session.execute(query):
        changes[deed].add(subject)
    return changes


def _lost(work: Work, catalogue: Catalogue, changes: Mapping[str, set[str]]) -> bool:
    """Whether something that is here was revoked from this holder, or erased."""
    revoked = changes[Deed.revoked] & catalogue.held.keys()
    if revoked - _live(work, catalogue.holder, revoked).keys():
        return True
    return catalogue.holds_any(changes[Deed.erased])


def _newly_granted(work: Work, catalogue: Catalogue, changes: Mapping[str, set[str]]) -> dict[str, Held]:
    """The compartments that the holder opens and that are not here yet."""
    if catalogue.watermark == NOTHING_YET:
        return _live(work, catalogue.holder, None)
    return _live(work, catalogue.holder, changes[Deed.granted] - catalogue.held.keys())


def _live(work: Work, holder: str, among: Set[str] | None) -> dict[str, Held]:
    """The compartments that are granted to a holder now, all or those among some."""
    query = (
        select(Compartment.id, Compartment.case_id, Compartment.name)
        .join(Grant, Grant.compartment_id == Compartment.id)
        .where(Grant.holder_id == holder, Grant.sealed_key.is_not(None))
    )
    queries = (
        [query] if among is None else [query.where(Compartment.id.in_(batch)) for batch in batches(among)]
    )
    return {id_: Held(case, name) for each in queries for id_, case, name in work.session.execute(each)}


def _written(work: Work, catalogue: Catalogue, head: int) -> set[tuple[int, str, int]]:
    """The newest versions written since the watermark to compartments that the holder opens."""
    if catalogue.watermark == NOTHING_YET:
        return set()  # they come with their compartments
    opens = exists().where(
        Grant.compartment_id == Version.compartment_id,
        Grant.holder_id == catalogue.holder,
        Grant.sealed_key.is_not(None),
    )
    since = Version.sequence.between(catalogue.watermark + 1, head)
    return _keys(work, since & opens)


def _within(work: Work, compartments: Set[str], head: int) -> set[tuple[int, str, int]]:
    """The newest versions of everything in these compartments."""
    found: set[tuple[int, str, int]] = set()
    for batch in batches(compartments):
        found |= _keys(work, Version.compartment_id.in_(batch) & (Version.sequence <= head))
    return found


def _keys(work: Work, wanted: ColumnElement[bool]) -> set[tuple[int, str, int]]:
    """Line, record and number of versions that no newer one has replaced."""
    query = (
        select(Version.sequence, Version.record_id, Version.number)
        .join(Record, Record.id == Version.record_id)
        .where(wanted, Version.number == Record.latest)
    )
    rows = work.session.execute(query)
    return {(sequence, record, number) for sequence, record, number in rows if sequence is not None}


def _take_in(work: Work, place: Place, catalogue: Catalogue, keys: list[tuple[str, int]]) -> None:
    query = (
        select(Version).where(tuple_(Version.record_id, Version.number).in_(keys)).order_by(Version.sequence)
    )
    opened = open_versions(
        work, {place.holder: place.keys}, work.session.scalars(query), on_tampered=lambda _: None
    )
    entries = [_entry(version) for version in opened]
    stood_up = {(entry.record, entry.version) for entry in entries}
    catalogue.take_in(entries, [key for key in keys if key not in stood_up])


def _entry(version: OpenedVersion) -> Entry:
    return Entry(
        record=version.record,
        version=version.version,
        compartment=version.compartment,
        case=version.case,
        kind=version.kind,
        content=version.content,
        projection=project(version.parsed),
    )
