"""Whom a record concerns: from the contents of a case to what the consent gate judges. Pure.

Acts, detentions and involvements concern their victim and everybody behind the accounts and files that report them.
Whoever else a record points at is a part of it, and stays where that person has not agreed. A person of whom nothing
is known here (a relative without a record, an account of another case) is `NOBODY`, who never agrees to anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.consent import rules
from app.domain.consent.reading import read_consent
from app.domain.consent.rules import Item, Level, Part, Passage, Place
from app.records.accounts import Account
from app.records.acts import Act, Involvement
from app.records.base import Content, Reported
from app.records.complaints import Complaint
from app.records.consents import Consent
from app.records.detentions import Detention
from app.records.evidence import Evidence
from app.records.individuals import Identity, Individual
from app.records.notes import Note
from app.records.references import references

NOBODY = ""
UNDER_PSEUDONYMS = frozenset({"individual", "group", "account", "detention", "act", "involvement"})
"""The kinds that leave in the pseudonymised profile. Files are never altered and show faces, hands and voices; what
describes them, notes, complaints and consents carries names, numbers and places of its own."""

_ACCOUNT_BASE = {
    "individual",
    "type",
    "date",
    "language",
    "narrative",
    "translations",
    "mentions",
    "corrects",
}
_INDIVIDUAL_BASE = {"roles", "age_at_time", "vulnerability_factors", "external_ids", "same_as"}


@dataclass(frozen=True)
class CaseRecord:
    """A record of a case, opened: what the gate needs to know of it."""

    id: str
    content: Content
    compartment: str


def items(records: Mapping[str, CaseRecord]) -> list[Item]:
    """What the gate judges, one item for each record. `records` are all that may concern each other."""
    return [_item(record, _Concerns(records)) for record in records.values()]


def consents(records: Mapping[str, CaseRecord]) -> list[rules.Consent]:
    """The consents among the records, as the gate reads them."""
    return [
        read_consent(record.id, record.content)
        for record in records.values()
        if isinstance(record.content, Consent)
    ]


class _Concerns:
    """Everybody whose consent counts for a record, found through the records that it rests on."""

    def __init__(self, records: Mapping[str, CaseRecord]) -> None:
        self._records = records

    def of(self, record: str, seen: frozenset[str] = frozenset()) -> frozenset[str]:
        """The individuals of a record; NOBODY for one that is not there, or that rests on itself."""
        found = self._records.get(record)
        if found is None or record in seen:
            return frozenset({NOBODY})
        content, seen = found.content, seen | {record}
        if isinstance(content, Individual):
            return frozenset({record})
        behind = [self.of(other, seen) for other in self._rests_on(content)]
        return frozenset(content.whose()).union(*behind)

    def _rests_on(self, content: Content) -> list[str]:
        match content:
            case Act() | Detention():
                return _reports(content.reported_in)
            case Involvement():
                return [*_reports(content.reported_in), content.act or content.detention or NOBODY]
            case Evidence():
                return [content.derived_from.original] if content.derived_from else []
            case Complaint():
                return [*content.acts, *content.detentions]
            case Note():
                return list(content.about)
            case _:
                return []


def _item(record: CaseRecord, concerns: _Concerns) -> Item:
    content = record.content
    return Item(
        id=record.id,
        concerns=concerns.of(record.id),
        rests_on=_passages(content, concerns),
        parts=tuple({part.place: part for part in _parts(record.id, content)}.values()),
        depends_on=_depends_on(content),
        identity=isinstance(content, Identity) or record.compartment == "identity",
        full_only=content.kind not in UNDER_PSEUDONYMS,
        privileged=isinstance(content, Note) and bool(content.privileged),
        is_consent=isinstance(content, Consent),
    )


def _reports(reported_in: list[Reported]) -> list[str]:
    return [report.account or report.evidence or NOBODY for report in reported_in]


def _passages(content: Content, concerns: _Concerns) -> tuple[Passage, ...]:
    if not isinstance(content, Act | Detention | Involvement):
        return ()
    told = zip(_reports(content.reported_in), content.reported_in, strict=True)
    return tuple(
        Passage(source, frozenset(report.paragraphs), concerns.of(source)) for source, report in told
    )


def _depends_on(content: Content) -> frozenset[str]:
    if isinstance(content, Involvement):
        return frozenset({content.act or content.detention or NOBODY})
    return frozenset()


def _parts(record: str, content: Content) -> list[Part]:
    """The parts that may stay while the rest leaves. Of two for one place the later, stricter one counts."""
    parts = [] if isinstance(content, Account) else _pointing(content)
    match content:
        case Account():
            parts += _account_parts(content)
        case Individual():
            parts += [
                Part((field,), level=Level.full)
                for field in sorted(content.model_fields_set - _INDIVIDUAL_BASE)
            ]
            if content.external_ids:
                parts.append(Part(("external_ids",), frozenset({record}), Level.identity))
        case Identity():
            parts += [
                Part(("relatives", number), frozenset({relative.individual or NOBODY}), Level.identity)
                for number, relative in enumerate(content.relatives)
            ]
        case _:
            if "notes" in content.model_fields_set:
                parts.append(Part(("notes",), level=Level.full))
    return parts


def _pointing(content: Content) -> list[Part]:
    """A part for each place that points at an individual whom the record does not concern as a whole."""
    whole = {"individual", *(f"individuals.{number}" for number in range(len(content.whose())))}
    return [
        Part(_removable(reference.field), frozenset({reference.id}))
        for reference in references(content)
        if reference.kinds == frozenset({"individual"}) and reference.field not in whole
    ]


def _removable(field: str) -> Place:
    """The place to leave out so that a reference goes: the list element that it is, or is the `individual` of."""
    steps: Place = tuple(int(step) if step.isdecimal() else step for step in field.split("."))
    if len(steps) > 2 and steps[-1] == "individual" and isinstance(steps[-2], int):
        return steps[:-1]
    return steps


def _account_parts(account: Account) -> list[Part]:
    marked: dict[int, frozenset[str]] = {}
    for mention in account.mentions:
        if mention.individual is not None:
            named = marked.get(mention.paragraph, frozenset())
            marked[mention.paragraph] = named | {mention.individual}

    def part(place: Place, paragraph: int) -> Part:
        named = marked.get(paragraph, frozenset())
        return Part(place, named, Level.identity if named else Level.fact, paragraph)

    parts = [part(("narrative", number), number + 1) for number in range(len(account.narrative))]
    parts += [
        part(("mentions", number), mention.paragraph) for number, mention in enumerate(account.mentions)
    ]
    parts += [
        part(("translations", number, "paragraphs", place), translated.paragraph)
        for number, translation in enumerate(account.translations)
        for place, translated in enumerate(translation.paragraphs)
    ]
    parts += [Part((field,), level=Level.full) for field in sorted(account.model_fields_set - _ACCOUNT_BASE)]
    if account.transcript and marked:
        parts.append(Part(("transcript",), frozenset[str]().union(*marked.values()), Level.identity))
    if account.corrects is not None and account.corrects.reason is not None:
        parts.append(Part(("corrects", "reason"), level=Level.full))
    return parts
