"""What a case still lacks, as a person who keeps a paper file would see it. Pure: no database, no keys.

The order is that of the work: nothing about a person leaves without consent, so consent comes first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.domain.catalogue.views import CaseRecord


class Gap(StrEnum):
    """What is missing."""

    no_individual = "no_individual"
    no_consent = "no_consent"
    no_identity = "no_identity"
    no_account = "no_account"
    no_fact = "no_fact"
    no_involvement = "no_involvement"


@dataclass(frozen=True)
class Missing:
    """Something that is missing: the kind of record that would fill it, and for whom, where it is about one person."""

    gap: Gap
    kind: str
    individual: str | None = None


def missing(records: Iterable[CaseRecord], *, opens_identity: bool) -> list[Missing]:
    """What these records of one case lack. Who does not open identities is not told whether they are there."""
    listed = list(records)
    kinds = {record.kind for record in listed}
    individuals = [record.record for record in listed if record.kind == "individual"]
    if not individuals:
        return [Missing(Gap.no_individual, "individual")]
    found = [
        Missing(Gap.no_consent, "consent", one) for one in individuals if one not in _with(listed, "consent")
    ]
    if opens_identity:
        named = _with(listed, "identity")
        found += [Missing(Gap.no_identity, "identity", one) for one in individuals if one not in named]
    if "account" not in kinds:
        found.append(Missing(Gap.no_account, "account"))
    elif kinds.isdisjoint({"act", "detention"}):
        found.append(Missing(Gap.no_fact, "act"))
    if not kinds.isdisjoint({"act", "detention"}) and "involvement" not in kinds:
        found.append(Missing(Gap.no_involvement, "involvement"))
    return found


def _with(records: Iterable[CaseRecord], kind: str) -> frozenset[str]:
    """The individuals who have a record of this kind."""
    return frozenset(one for record in records if record.kind == kind for one in record.individuals)
