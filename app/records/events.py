"""What a search compares: the events of a record, and who was involved in them."""

from dataclasses import dataclass
from enum import StrEnum

from app.records.dates import Dates


class Reports(StrEnum):
    """How those who tell of a fact stand to it: all support it, some contradict it, or all do."""

    supported = "supported"
    disputed = "disputed"
    contradicted = "contradicted"


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
    reports: Reports = Reports.supported


WHOLE = "whole"
"""The key of the event that a detention is as a whole, beside its arrest and its stays."""

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
    reports: Reports = Reports.supported
