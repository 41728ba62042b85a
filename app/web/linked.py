"""What is linked to a post or person, put in order for reading: under headings that say no more than the records do."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import Any, NamedTuple

from app.domain.forces.views import Linked
from app.i18n import gettext as _
from app.i18n import ngettext
from app.records.case_vocabularies import EXCULPATORY, TAKING_PART
from app.records.events import ALLEGED, Reports


class Heading(StrEnum):
    """Under what a link stands, in the order of the page."""

    done = "done"
    knew = "knew"
    alleged = "alleged"
    handled = "handled"
    unsaid = "unsaid"
    present = "present"
    in_favour = "in_favour"
    denied = "denied"


class Row(NamedTuple):
    """One record, once, with everything that is said there of units and persons in it."""

    record: str
    case: str | None
    kind: str
    title: str
    dates: dict[str, Any] | None
    said: tuple[Linked, ...]


class Told(NamedTuple):
    """The records under one heading."""

    heading: Heading
    rows: tuple[Row, ...]


def told(linked: Iterable[Linked]) -> tuple[Told, ...]:
    """The links under their headings, each record once under each; headings without any are left out."""
    under: dict[Heading, dict[str, list[Linked]]] = {heading: {} for heading in Heading}
    for one in linked:
        under[heading_of(one)].setdefault(one.record, []).append(one)
    return tuple(
        Told(heading, tuple(_row(said) for said in records.values()))
        for heading, records in under.items()
        if records
    )


def heading_of(one: Linked) -> Heading:
    """Under what was done is only what somebody did: not what a court or doctor made of it, and no allegation."""
    if one.reports is Reports.contradicted:
        return Heading.denied
    if one.involvement is None:
        return Heading.present
    if one.degree is None:
        return Heading.unsaid
    if one.degree in EXCULPATORY:
        return Heading.in_favour
    if one.degree in TAKING_PART:
        return Heading.done
    return {ALLEGED: Heading.alleged, "superior_who_knew": Heading.knew}.get(one.degree, Heading.handled)


def _row(said: list[Linked]) -> Row:
    first = said[0]
    if first.kind == "incident":  # each of its acts says the same once more, and is a row of its own
        said = list(
            {(one.party, one.degree, one.certainty, one.grade): one for one in reversed(said)}.values()
        )
        said.reverse()
    return Row(first.record, first.case, first.kind, first.title, first.dates, tuple(said))


def heading_in_words(heading: Heading) -> str:
    """What a heading says."""
    return {
        Heading.done: _("What was done"),
        Heading.knew: _("Named as a superior who knew"),
        Heading.alleged: _("Named by a source; an allegation is no finding"),
        Heading.handled: _("Judged, prosecuted, signed, certified or refused"),
        Heading.unsaid: _("Involved, and it is not said how"),
        Heading.present: _("Incidents at which a unit was present, and no more is said"),
        Heading.in_favour: _("What speaks for those involved"),
        Heading.denied: _("What all who tell of it contradict"),
    }[heading]


def counted(rows: Iterable[Row]) -> str:
    """How many there are of each kind. An incident is none of the acts that belong to it: they are never added up."""
    counts = Counter(row.kind for row in rows)
    said = [
        ngettext("%(num)s act", "%(num)s acts", counts["act"]) % {"num": counts["act"]},
        ngettext("%(num)s detention", "%(num)s detentions", counts["detention"])
        % {"num": counts["detention"]},
        ngettext("%(num)s incident", "%(num)s incidents", counts["incident"]) % {"num": counts["incident"]},
    ]
    return ", ".join(
        words for words, kind in zip(said, ("act", "detention", "incident"), strict=True) if counts[kind]
    )
