"""FollowTheMoney entities, one JSON object on each line, for sanctions teams and OpenAleph.

unit      Organization
person    Person
posting   Employment, from the person to the unit
relation  Membership of the unit below in the unit above, with the class of the relation as its role
source    Document, which the others name as their proof

A start or an end date is given only where the sources show that it really began or ended then, and only as precisely;
all that is known of the days is in the description, and so is that a claim is in conflict with another. A claim on
which work is not done stays: the model has no word for it. The model: https://followthemoney.tech/explorer/
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from app.domain.forces.showing import control_in_words, roles_in_words, stated
from app.domain.register_exports.countries import COUNTRIES
from app.domain.register_exports.dates import began, ended
from app.domain.register_exports.released import Released
from app.records.base import JsonObject
from app.records.dates import sentence
from app.records.vocabularies import RELATION_CLASSES

Properties = dict[str, list[str | None]]
IN_CONFLICT = "In conflict with another claim of this register: both are given."
GENDERS = {"female": "female", "male": "male"}


def write_followthemoney(told: Released) -> bytes:
    """The entities, as JSON lines."""
    lines = (json.dumps(entity, ensure_ascii=False, sort_keys=True) for entity in _Entities(told).all())
    return "".join(f"{line}\n" for line in lines).encode()


class _Entities:
    def __init__(self, told: Released) -> None:
        self._told = told

    def all(self) -> Iterator[JsonObject]:
        """Every entity: what others refer to first."""
        for record, source in self._told.of("source").items():
            yield self._entity(record, "Document", _document(source))
        for kind, schema, told in (
            ("unit", "Organization", _unit),
            ("person", "Person", _person),
            ("posting", "Employment", self._posting),
            ("relation", "Membership", self._relation),
        ):
            for record, content in self._told.of(kind).items():
                yield self._entity(record, schema, self._marked(record, told(content)) | self._proof(content))

    def _id(self, record: str) -> str:
        """The same in every later export, and another archive's never."""
        return f"{self._told.archive.lower()}-{record}"

    def _entity(self, record: str, schema: str, properties: Properties) -> JsonObject:
        given = {name: [text for text in values if text] for name, values in properties.items()}
        return {
            "id": self._id(record),
            "schema": schema,
            "properties": {name: values for name, values in given.items() if values},
        }

    def _marked(self, record: str, said: Properties) -> Properties:
        """What is said of a claim, with that it is in conflict, where it is."""
        if self._told.status.get(record) != "conflict":
            return said
        return said | {"description": [*said.get("description", ()), IN_CONFLICT]}

    def _proof(self, claim: JsonObject) -> Properties:
        sources = dict.fromkeys(one["source"] for one in claim["citations"] if "source" in one)
        urls = dict.fromkeys(self._told.of("source")[source].get("url") for source in sources)
        return _said(proof=[self._id(source) for source in sources], sourceUrl=urls)

    def _posting(self, posting: JsonObject) -> Properties:
        said = (roles_in_words(posting.get("roles", ())), posting.get("role_stated"), posting.get("title"))
        ends = _said(employee=[self._id(posting["person"])], employer=[self._id(posting["unit"])])
        return ends | _interval(posting, (*said, posting.get("rank")))

    def _relation(self, relation: JsonObject) -> Properties:
        control = relation.get("control")
        said = (RELATION_CLASSES.label(relation["class"]), control and control_in_words(control))
        ends = _said(
            member=[self._id(relation["subordinate"])], organization=[self._id(relation["superior"])]
        )
        return ends | _interval(relation, said)


def _said(**values: Iterable[str | None]) -> Properties:
    return {name: list(texts) for name, texts in values.items()}


def _unit(unit: JsonObject) -> Properties:
    dates = stated(unit.get("dates"))
    return _named(unit) | _said(
        country=[_country(unit.get("country"))],
        classification=unit.get("classifications", ()),
        incorporationDate=[began(dates)],
        dissolutionDate=[ended(dates)],
    )


def _person(person: JsonObject) -> Properties:
    return _named(person) | _said(
        citizenship=[_country(code) for code in person.get("citizenship", ())],
        gender=[GENDERS.get(person.get("gender", ""))],
        birthDate=[_day(person.get("born"))],
        deathDate=[_day(person.get("died"))],
    )


def _document(source: JsonObject) -> Properties:
    return _said(
        title=[source["title"]],
        fileName=[source["title"]],
        author=[source.get("author")],
        publisher=[source.get("publication")],
        publishedAt=[source.get("published_on")],
        sourceUrl=[source.get("url")],
    )


def _named(content: JsonObject) -> Properties:
    return _said(
        name=[one["text"] for one in content.get("names", ())],
        alias=[one["text"] for one in content.get("other_names", ())],
    )


def _interval(claim: JsonObject, role: Iterable[str | None]) -> Properties:
    dates = stated(claim.get("dates"))
    return _said(
        role=[", ".join(filter(None, role))],
        startDate=[began(dates)],
        endDate=[ended(dates)],
        description=[sentence(dates) if dates else None],
    )


def _day(dates: Any) -> str:
    """A day of birth or death: what is told of it is that day itself."""
    return began(stated(dates, default=True))


def _country(code: str | None) -> str | None:
    """A country as the model has it; None for a code that it would refuse the whole entity for."""
    return code.lower() if code and code.lower() in COUNTRIES else None
