"""What a search compares: the events of a record, and who was involved in them."""

from dataclasses import dataclass

from app.records.dates import Dates


@dataclass(frozen=True)
class Event:
    """One act, one stay or one arrest: one of them must meet a search for type, method, place and date.

    `key` names the event inside its record (`act`, `whole`, `arrest`, `stays.0`). `dates` are resolved.
    """

    key: str
    type: str | None = None
    methods: tuple[str, ...] = ()
    place: str | None = None
    incident: str | None = None
    dates: Dates | None = None


ALLEGED = "alleged"
"""The degree of those whom a source names as having done what an incident tells: no finding of anybody's."""


@dataclass(frozen=True)
class Involves:
    """An involvement: units and persons in the act or detention `target`, to some degree; absent, in the record itself.

    `certainty` is how sure it is that it was they: the analyst's assessment, or else what the witness said.
    """

    target: str | None
    units: tuple[str, ...]
    persons: tuple[str, ...]
    degree: str | None
    certainty: str | None = None
