"""What leaves: the consent gate over the records of the cases, and from these the claims of the register they reach.

A claim leaves with the citations that leave: sources that are not restricted, and records that are in the same
bundle. A claim without one stays, and so does a restricted source. Pure but for `load`, which opens claims.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from app.domain.archive.opening import OpenedVersion
from app.domain.consent import rules
from app.domain.consent.rules import Place, Question
from app.domain.exports.concerns import CaseRecord, consents, items
from app.domain.exports.gathering import CaseRecords
from app.domain.exports.redaction import Released, citations_that_stay, release

NO_CITATION, RESTRICTED, CLOSED = "no_citation", "restricted", "closed"
"""Why something stays, beside the codes of the consent gate: no citation of it leaves; its source is restricted; the
exporter does not open it."""

_ID = re.compile("[0-9a-f]{32}")

Load = Callable[[Collection[str]], dict[str, OpenedVersion]]


@dataclass(frozen=True)
class Chosen:
    """A version that leaves: with which disclosures, and why parts of it stay."""

    version: OpenedVersion
    released: Released
    reasons: tuple[str, ...]


@dataclass
class Selection:
    """What leaves, by record, and what stays, with the codes why."""

    leaves: dict[str, Chosen] = field(default_factory=dict[str, Chosen])
    stays: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    known: dict[str, OpenedVersion] = field(default_factory=dict[str, OpenedVersion])


def select(records: CaseRecords, question: Question, load: Load) -> Selection:
    """Decides for every record of the cases, and for every claim reached from what leaves."""
    chosen = Selection(known=dict(records.opened))
    known = {
        id_: CaseRecord(id_, version.parsed, version.compartment_name)
        for id_, version in records.opened.items()
    }
    decisions = rules.decide(items(known), consents(known), question)
    for id_, decision in decisions.items():
        if decision.leaves:
            chosen.leaves[id_] = _choose(records.opened[id_], decision.withheld, decision.reasons)
        else:
            chosen.stays[id_] = _codes(decision.reasons)
    chosen.stays |= dict.fromkeys(records.closed, (CLOSED,))
    leaving = frozenset(chosen.leaves)
    sources = _reach_claims(chosen, load)
    for id_ in leaving:
        _drop_citations(chosen, id_, decisions[id_].withheld, decisions[id_].reasons, leaving | sources)
    return chosen


def _reach_claims(chosen: Selection, load: Load) -> set[str]:
    """Adds the claims reached from what leaves, then from those claims; answers the sources among them that leave."""
    cases = frozenset(chosen.leaves)
    seen: set[str] = set(chosen.known)
    claims: dict[str, OpenedVersion] = {}
    wanted = {id_ for one in chosen.leaves.values() for id_ in _ids(one.released.content)} - seen
    sources: set[str] = set()
    while wanted:
        found = load(wanted)
        seen |= wanted
        cited = load({id_ for version in found.values() for id_ in _ids(version.content)} - seen)
        sources |= {id_ for id_, version in (found | cited).items() if _is_open_source(version)}
        wanted = set[str]()
        for id_, version in found.items():
            claims[id_] = version
            _choose_claim(chosen, version, cases | sources)
            if id_ in chosen.leaves:
                wanted |= set(_ids(chosen.leaves[id_].released.content)) - seen
    chosen.known |= claims
    return sources


def _choose_claim(chosen: Selection, version: OpenedVersion, leaving: Collection[str]) -> None:
    if version.kind == "recipient" or (version.kind == "source" and not _is_open_source(version)):
        chosen.stays[version.record] = (RESTRICTED,)
        return
    places = citations_that_stay(version.content, leaving, claim=True)
    if () in places:
        chosen.stays[version.record] = (NO_CITATION,)
        return
    chosen.leaves[version.record] = _choose(version, places, {RESTRICTED} if places else ())


def _drop_citations(
    chosen: Selection,
    id_: str,
    withheld: Collection[Place],
    reasons: Collection[str],
    leaving: Collection[str],
) -> None:
    """Leaves out, of a record of a case, the citations of what does not leave: they repeat its words."""
    version = chosen.leaves[id_].version
    places = citations_that_stay(version.content, leaving, claim=False)
    places = {place for place in places if not any(place[: len(above)] == above for above in withheld)}
    if places:
        chosen.leaves[id_] = _choose(version, {*withheld, *places}, {*reasons, RESTRICTED})


def _choose(version: OpenedVersion, places: Collection[Place], reasons: Collection[str]) -> Chosen:
    released = release(version.claims, version.disclosures, places)
    return Chosen(version, released, _codes(reasons))


def _codes(reasons: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(str(reason) for reason in reasons))


def _is_open_source(version: OpenedVersion) -> bool:
    return version.kind == "source" and version.compartment_name == "register"


def _ids(value: object) -> Iterator[str]:
    """Every id that a content names."""
    if isinstance(value, str) and _ID.fullmatch(value):
        yield value
    elif isinstance(value, Mapping):
        for inner in cast("Mapping[str, object]", value).values():
            yield from _ids(inner)
    elif isinstance(value, list):
        for inner in cast("list[object]", value):
            yield from _ids(inner)
