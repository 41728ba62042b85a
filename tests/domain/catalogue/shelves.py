"""Catalogues filled by hand: contents of every kind, parsed and projected as the archive would have them."""

import json
from typing import Any

from app.domain.catalogue.entries import Entry
from app.domain.catalogue.store import Catalogue, Held
from app.models import new_id
from app.records.kinds import dump, parse
from app.records.projection import project

SOURCE = "5" * 32
CITED = [{"source": SOURCE}]
REGISTER = "c" * 32


def entry(
    kind: str,
    content: dict[str, Any],
    *,
    case: str | None = None,
    compartment: str = REGISTER,
    record: str = "",
    version: int = 1,
) -> Entry:
    parsed = parse(kind, content)
    # Through JSON, as what comes out of the archive does
    plain = json.loads(json.dumps(dump(parsed)))
    return Entry(record or new_id(), version, compartment, case, kind, plain, project(parsed))


def on(day: str, last: str = "", *, starts: bool | None = None, ends: bool | None = None) -> dict[str, Any]:
    """Precise dates."""
    dates: dict[str, Any] = {"first_precise": day, "last_precise": last or day}
    return dates | {name: value for name, value in (("starts", starts), ("ends", ends)) if value is not None}


def some_day(first: str, last: str) -> dict[str, Any]:
    """Imprecise dates: on at least one day of these."""
    return {"first_imprecise": first, "last_imprecise": last}


class Shelf:
    """A catalogue, and short ways to put things on it. Each way answers with the record's id."""

    def __init__(self, holder: str = "a" * 32) -> None:
        self.catalogue = Catalogue(holder)
        self.catalogue.reach(0, {REGISTER: Held(None, "register")})

    def put(self, kind: str, content: dict[str, Any], **place: Any) -> str:
        made = entry(kind, content, **place)
        name = "identity" if kind == "identity" else "working" if made.case else "register"
        self.catalogue.reach(0, {made.compartment: Held(made.case, name)})
        self.catalogue.take_in([made])
        return made.record

    def unit(self, name: str = "First Patrol Company", **more: Any) -> str:
        return self.put("unit", {"names": [{"text": name}], "citations": CITED, **more})

    def person(self, name: str = "Ардан Вельскі", **more: Any) -> str:
        return self.put("person", {"names": [{"text": name}], "citations": CITED, **more})

    def place(self, name: str = "Remand prison of Orsk-na-Nevi", **more: Any) -> str:
        return self.put("place", {"names": [{"text": name}], "citations": CITED, **more})

    def incident(self, name: str = "Dispersal on Linden Square", **more: Any) -> str:
        return self.put("incident", {"names": [{"text": name}], "citations": CITED, **more})

    def posting(self, person: str, unit: str, role: str = "commander", **more: Any) -> str:
        return self.put(
            "posting", {"person": person, "unit": unit, "roles": [role], "citations": CITED, **more}
        )

    def relation(self, subordinate: str, superior: str, class_: str = "command", **more: Any) -> str:
        content = {
            "subordinate": subordinate,
            "superior": superior,
            "class": class_,
            "citations": CITED,
            **more,
        }
        return self.put("relation", content)

    def positioning(self, unit: str, place: str, class_: str = "present", **more: Any) -> str:
        return self.put(
            "positioning", {"unit": unit, "place": place, "class": class_, "citations": CITED, **more}
        )


class Case:
    """A case on a shelf, with one individual and an account."""

    def __init__(self, shelf: Shelf, words: str = "They beat us with batons in the yard.") -> None:
        self.shelf, self.id, self.working, self.identity = shelf, new_id(), new_id(), new_id()
        self.individual = self.put("individual", {"pseudonym": "W-0001"})
        self.account = self.put(
            "account",
            {"individual": self.individual, "type": "full_interview", "narrative": [{"text": words}]},
        )

    def put(self, kind: str, content: dict[str, Any], **more: Any) -> str:
        place = {"case": self.id, "compartment": self.identity if kind == "identity" else self.working}
        return self.shelf.put(kind, content, **(place | more))

    @property
    def told(self) -> list[dict[str, Any]]:
        return [{"account": self.account}]

    def act(self, type_: str = "torture", **more: Any) -> str:
        return self.put(
            "act", {"individual": self.individual, "type": type_, "reported_in": self.told, **more}
        )

    def detention(self, *stays: dict[str, Any], **more: Any) -> str:
        content = {"individual": self.individual, "reported_in": self.told, "stays": list(stays), **more}
        return self.put("detention", content)

    def involvement(self, degree: str | None = "carried_out", **more: Any) -> str:
        degreed = {"degree": degree} if degree else {}
        return self.put("involvement", {"reported_in": self.told, **degreed, **more})
