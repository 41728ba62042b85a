"""Dates as people say them, to and from the two ranges that are stored."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from app.i18n import gettext as _
from app.records.dates import Dates, sentence

BOXES = ("first", "last", "first_possible", "last_possible")
"""The boxes for days. Every way of saying a date uses the first of them, or more."""

WAYS: Mapping[str, tuple[str, ...]] = {
    "on": ("first_precise",),
    "every": ("first_precise", "last_precise"),
    "between": ("first_imprecise", "last_imprecise"),
    "before": ("last_imprecise",),
    "ranges": ("first_precise", "last_precise", "first_imprecise", "last_imprecise"),
}
"""What the boxes mean, in order: all fields of the stored dates that a way of saying them fills."""

FLAGS = ("starts", "ends")


def ways() -> list[tuple[str, str]]:
    """The ways of saying a date, each with its words."""
    return [
        ("on", _("Exactly on")),
        ("every", _("Every day from … to …")),
        ("between", _("Some time between … and …")),
        ("before", _("At some time before or on")),
        ("ranges", _("Certain days, and possible days around them")),
    ]


def way_of(dates: Mapping[str, Any]) -> str:
    """The simplest way that says exactly these dates."""
    days = {name for name in WAYS["ranges"] if name in dates}
    if not days:
        return "on"
    if days == {"first_precise", "last_precise"}:
        return "on" if dates["first_precise"] == dates["last_precise"] else "every"
    if days == {"last_imprecise"}:
        return "before"
    return "between" if days == {"first_imprecise", "last_imprecise"} else "ranges"


def boxes(dates: Mapping[str, Any], way: str) -> dict[str, str]:
    """What stands in each box, said this way."""
    return {box: str(dates[name]) for box, name in zip(BOXES, WAYS[way], strict=False) if name in dates}


def dates_from(way: str, typed: Mapping[str, str]) -> dict[str, Any]:
    """The days to store, from what was typed into the boxes of this way."""
    dates: dict[str, Any] = {
        name: typed[box] for box, name in zip(BOXES, WAYS[way], strict=False) if typed.get(box)
    }
    if way == "on" and dates:
        dates["last_precise"] = dates["first_precise"]
    return dates


def lacking(way: str, dates: Mapping[str, Any]) -> str:
    """What to do where one of two days is missing: alone it would say something else. Empty when all is well."""
    if way in {"every", "between"} and sum(name in dates for name in WAYS[way]) == 1:
        return _("Give both days, or choose another way to say when.")
    return ""


def in_words(dates: Mapping[str, Any], default: bool) -> str:
    """The sentence that these dates become; empty while they do not fit. `default`: what an open question means."""
    try:
        return sentence(Dates.model_validate_json(json.dumps(dates)).resolved(default))
    except ValidationError:
        return ""
