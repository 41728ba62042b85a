"""What a catalogue indexes of a content, so that search never needs to know a kind."""

from dataclasses import dataclass

from app.records.base import Content, ExternalId, Name
from app.records.dates import Dates
from app.records.events import Event, Involves
from app.records.part import Prose, Reference
from app.records.vocabulary import Vocabulary
from app.records.walk import leaves, parts

__all__ = ["Event", "Involves", "Projection", "external_key", "project"]

NAME_FIELDS = {"source": "title", "recipient": "authority", "individual": "pseudonym"}
"""Fields that are looked up as names, beside every `Name`."""


@dataclass(frozen=True)
class Projection:
    """The searchable side of one content.

    `words` is all free text, for full-text search; `names` what is found across scripts and spellings;
    `dates` the dates of the fact, resolved; `individuals` those whose record it is. A facet is `(name, code
    or id)`: a reference under the kind it names (`unit`, `place`, `individual`, ...; `record` for any
    sealed record), a code under the name of its vocabulary, the record's own type under `type`,
    its country under `country`, a number of others under `external_id` (see `external_key`).
    """

    title: str
    words: str
    names: tuple[str, ...]
    dates: Dates | None
    individuals: tuple[str, ...]
    facets: frozenset[tuple[str, str]]
    events: tuple[Event, ...]
    involves: Involves | None


def external_key(organisation: str, number: str) -> str:
    """The value under which a number that others gave is looked up."""
    return f"{organisation}\n{number}"


def project(content: Content) -> Projection:
    """The projection of a content of any kind."""
    words: list[str] = []
    facets: set[tuple[str, str]] = set()
    for leaf in leaves(content):
        if leaf.field == "country":
            facets.add(("country", leaf.value))
        for mark in leaf.metadata:
            if isinstance(mark, Prose) and mark.searchable:
                words.append(leaf.value)
            elif isinstance(mark, Reference):
                facets.add((mark.kinds[0] if mark.kinds else "record", leaf.value))
            elif isinstance(mark, Vocabulary):
                facets.add(("type" if leaf.field == "type" else mark.name, leaf.value))
    names: list[str] = []
    for part in parts(content):
        if isinstance(part, Name):
            names.append(part.text)
        elif isinstance(part, ExternalId):
            facets.add(("external_id", external_key(part.organisation, part.number)))
    if content.kind in NAME_FIELDS:
        names.append(getattr(content, NAME_FIELDS[content.kind]))
    return Projection(
        title=content.heading(),
        words="\n".join(dict.fromkeys([*words, *names])),
        names=tuple(dict.fromkeys(names)),
        dates=content.when(),
        individuals=content.whose(),
        facets=frozenset(facets),
        events=content.events(),
        involves=content.involves(),
    )
