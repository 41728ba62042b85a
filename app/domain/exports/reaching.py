"""The claims of the register that leave with a case. Pure but for `load` and `find`.

1. What a leaving record or claim names leaves, when a citation of it does: a source that is not restricted, or a
   record of the same bundle. A claim without one stays, and so does a restricted source.
2. A person named so brings all their postings.
3. A unit named so, and one in which such a person was on the dates, brings its superiors, as far up as relations of
   class command lead; each of these units brings its places and its commanders, and these their other postings to
   these units, which may show that they had left.
4. The persons and units that leave by now bring the items on the superior responsibility of the one for the other,
   whatever they say and whenever it was.

The dates are those of the acts, detentions and incidents that leave, or all if none is dated; a claim that its own
dates do not exclude then may hold. Nothing restricted is brought. See docs/adr/0006-register-entries-of-a-bundle.md
and, for the last step, docs/adr/0011-superior-responsibility-in-bundles.md.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import cast

from app.domain.archive.opening import OpenedVersion
from app.domain.catalogue.days import Days, days_of
from app.domain.catalogue.lookups import Claim
from app.domain.exports.fairness import KIND as ON_SUPERIORS
from app.domain.exports.gathering import Find
from app.domain.exports.redaction import citations_that_stay
from app.domain.exports.selection import NO_CITATION, RESTRICTED, Chosen, Selection
from app.domain.forces.chain import commands

Load = Callable[[Collection[str]], dict[str, OpenedVersion]]

_ID = re.compile("[0-9a-f]{32}")


def reach(chosen: Selection, load: Load, find: Find) -> None:
    """Adds the claims that leave with the records chosen, and drops their citations of what does not leave."""
    cases = dict(chosen.leaves)
    reached = _Reach(chosen, load, find)
    reached.run()
    leaving = cases.keys() | reached.sources
    for id_, one in cases.items():
        places = citations_that_stay(one.version.content, leaving, claim=False)
        chosen.leaves[id_] = one.without(places, RESTRICTED)


class _Reach:
    def __init__(self, chosen: Selection, load: Load, find: Find) -> None:
        self._chosen, self._load, self._find = chosen, load, find
        self._cases = frozenset(chosen.leaves)
        self._seen = set(chosen.known)  # records decided on
        self._opened: dict[str, OpenedVersion] = {}
        self._asked: set[str] = set()  # ids that were loaded, whether they are claims or not
        self._days: list[tuple[int, int]] = []
        self.sources: set[str] = set()

    def run(self) -> None:
        """The four steps."""
        self._take(set(_named(one.released.content for one in self._chosen.leaves.values())))
        days = [day for one in self._chosen.leaves.values() for day in _days(one.version)]
        self._days = [(day.first, day.last) for day in days if day.first is not None and day.last is not None]
        persons, units = self._leaving("person"), self._leaving("unit")
        postings = self._bring(self._find("posting", "one", persons))
        units |= {posting.other for posting in postings if self._may_hold(posting)}
        units = self._upward(units)
        self._bring(claim for claim in self._find("positioning", "one", units) if self._may_hold(claim))
        commanders = self._bring(
            claim
            for claim in self._find("posting", "other", units)
            if commands(claim) and self._may_hold(claim)
        )
        others = self._find("posting", "one", {posting.one for posting in commanders})
        self._bring(posting for posting in others if posting.other in units)
        persons, units = self._leaving("person"), self._leaving("unit")
        self._bring(item for item in self._find(ON_SUPERIORS, "one", persons) if item.other in units)

    def _upward(self, units: Collection[str]) -> set[str]:
        """These units and those above them, with the relations that lead there."""
        seen, waiting = set(units), set(units)
        while waiting:
            relations = self._bring(
                claim
                for claim in self._find("relation", "one", waiting)
                if claim.content["class"] == "command" and self._may_hold(claim)
            )
            waiting = {relation.other for relation in relations} - seen
            seen |= waiting
        return seen

    def _bring(self, found: Iterable[Claim]) -> list[Claim]:
        """Adds claims between records of the open register, with what they name; answers those that leave."""
        listed = list(found)
        ends = self._open({end for claim in listed for end in (claim.one, claim.other)})
        fit = [claim for claim in listed if claim.one in ends and claim.other in ends]
        self._take({claim.record for claim in fit} - self._seen, restricted=False)
        return [claim for claim in fit if claim.record in self._chosen.leaves]

    def _open(self, ids: Collection[str]) -> dict[str, OpenedVersion]:
        """Those of these ids that are claims which everybody in the archive may read."""
        return {id_: version for id_, version in self._loaded(ids).items() if _is_open(version)}

    def _take(self, wanted: set[str], *, restricted: bool = True) -> None:
        """Decides on claims, then on those that they name, and so on; `restricted` ones only if they may be named."""
        wanted = wanted - self._seen
        while wanted:
            self._seen |= wanted
            found = self._loaded(wanted) if restricted else self._open(wanted)
            cited = self._loaded(set(_named(version.content for version in found.values())))
            self.sources |= {id_ for id_, version in (found | cited).items() if _is_open_source(version)}
            for version in found.values():
                self._decide(version)
            leaving = [self._chosen.leaves[id_] for id_ in found if id_ in self._chosen.leaves]
            wanted = set(_named(one.released.content for one in leaving)) - self._seen

    def _decide(self, version: OpenedVersion) -> None:
        self._chosen.known[version.record] = version
        if version.kind == "recipient" or (version.kind == "source" and not _is_open(version)):
            self._chosen.stays[version.record] = (RESTRICTED,)
            return
        places = citations_that_stay(version.content, self._cases | self.sources, claim=True)
        if () in places:
            self._chosen.stays[version.record] = (NO_CITATION,)
            return
        self._chosen.leaves[version.record] = Chosen.of(version, places, {RESTRICTED} if places else ())

    def _loaded(self, ids: Collection[str]) -> dict[str, OpenedVersion]:
        self._opened |= self._load(set(ids) - self._asked)
        self._asked |= set(ids)
        return {id_: self._opened[id_] for id_ in ids if id_ in self._opened}

    def _leaving(self, kind: str) -> set[str]:
        return {id_ for id_, one in self._chosen.leaves.items() if one.version.kind == kind}

    def _may_hold(self, claim: Claim) -> bool:
        """Whether its dates do not exclude it on all days of what leaves."""
        first, last = claim.days.first, claim.days.last
        if first is None or last is None:
            return False
        return not self._days or any(first <= until and last >= since for since, until in self._days)


def _days(version: OpenedVersion) -> list[Days]:
    """The days of what a record or an incident tells."""
    if version.kind == "incident":
        return [days_of(version.parsed.when())]
    return [days_of(event.dates) for event in version.parsed.events()]


def _is_open(version: OpenedVersion) -> bool:
    return version.compartment_name == "register"


def _is_open_source(version: OpenedVersion) -> bool:
    return version.kind == "source" and _is_open(version)


def _named(contents: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """Every id that contents name."""
    for content in contents:
        yield from _ids(content)


def _ids(value: object) -> Iterator[str]:
    if isinstance(value, str) and _ID.fullmatch(value):
        yield value
    elif isinstance(value, Mapping):
        for inner in cast("Mapping[str, object]", value).values():
            yield from _ids(inner)
    elif isinstance(value, list):
        for inner in cast("list[object]", value):
            yield from _ids(inner)
