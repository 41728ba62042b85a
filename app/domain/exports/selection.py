"""What leaves of the cases: the consent gate over their records. Pure.

The claims of the register that these reach, and the citations that go with them, come after: see `reaching`.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from app.domain.archive.opening import OpenedVersion
from app.domain.consent import rules
from app.domain.consent.rules import Place, Question
from app.domain.exports.concerns import CaseRecord, consents, items
from app.domain.exports.gathering import CaseRecords
from app.domain.exports.redaction import Released, release

NO_CITATION, RESTRICTED, CLOSED = "no_citation", "restricted", "closed"
NAMES_SOMEBODY, ONE_SIDED = "names_somebody", "one_sided"
"""Why something stays, beside the codes of the consent gate: no citation of it leaves; its source is restricted; the
exporter does not open it; its words name somebody whose identity stays; it speaks against a superior, and what speaks
for them stays."""


@dataclass(frozen=True)
class Chosen:
    """A version that leaves: with which disclosures, which places of it stay, and why."""

    version: OpenedVersion
    released: Released
    withheld: frozenset[Place]
    reasons: tuple[str, ...]

    @classmethod
    def of(cls, version: OpenedVersion, withheld: Collection[Place], reasons: Collection[str]) -> "Chosen":
        """A version without what stands at some places. Raises StatementError for a place with nothing."""
        released = release(version.claims, version.disclosures, withheld)
        return cls(version, released, frozenset(withheld), codes(reasons))

    def without(self, places: Collection[Place], reason: str) -> "Chosen":
        """The same without these places, too, those aside that stand in what stays already."""
        more = {place for place in places if not any(place[: len(above)] == above for above in self.withheld)}
        return Chosen.of(self.version, self.withheld | more, {*self.reasons, reason}) if more else self


@dataclass
class Selection:
    """What leaves, by record, and what stays, with the codes why."""

    leaves: dict[str, Chosen] = field(default_factory=dict[str, Chosen])
    stays: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    known: dict[str, OpenedVersion] = field(default_factory=dict[str, OpenedVersion])


def select(records: CaseRecords, question: Question) -> Selection:
    """Decides for every record of the cases."""
    chosen = Selection(known=dict(records.opened))
    known = case_contents(records)
    for id_, decision in rules.decide(items(known), consents(known), question).items():
        if decision.leaves:
            chosen.leaves[id_] = Chosen.of(records.opened[id_], decision.withheld, decision.reasons)
        else:
            chosen.stays[id_] = codes(decision.reasons)
    chosen.stays |= dict.fromkeys(records.closed, (CLOSED,))
    return chosen


def case_contents(records: CaseRecords) -> dict[str, CaseRecord]:
    """What was opened of the cases, as the gate reads it."""
    return {
        id_: CaseRecord(id_, version.parsed, version.compartment_name)
        for id_, version in records.opened.items()
    }


def codes(reasons: Collection[str]) -> tuple[str, ...]:
    """Reasons as they are written down."""
    return tuple(sorted(str(reason) for reason in reasons))
