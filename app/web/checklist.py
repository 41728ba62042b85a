"""A case as a checklist: what is there, what is missing, and how to add it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.archive.rules import may_write
from app.domain.archive.views import CaseView
from app.domain.catalogue.views import CaseRecord
from app.domain.consent.checklist import Gap, Missing, missing
from app.i18n import gettext as _
from app.records.kinds import KINDS
from app.web.visit import Visit

STEPS: tuple[tuple[str, ...], ...] = (
    ("consent",),
    ("individual", "identity"),
    ("account",),
    ("detention",),
    ("act",),
    ("involvement",),
    ("evidence",),
    ("complaint",),
    ("group",),
    ("note",),
)
"""The kinds of a case in the order of the work; a person and their names are one step."""


@dataclass(frozen=True)
class Line:
    """One thing that is missing, and where to add it; no path for who may not."""

    text: str = field(repr=False)
    path: str = ""


@dataclass(frozen=True)
class Part:
    """The records of one kind, and where to add another."""

    kind: str
    label: str
    records: tuple[CaseRecord, ...] = field(repr=False)
    add: str = ""


@dataclass(frozen=True)
class Step:
    """One step of the work: its heading, its records, and what is missing."""

    title: str
    parts: tuple[Part, ...]
    missing: tuple[Line, ...] = field(repr=False)

    @property
    def count(self) -> int:
        """How many records are there."""
        return sum(len(part.records) for part in self.parts)

    @property
    def name(self) -> str:
        """A name for anchors: the first kind."""
        return self.parts[0].kind


def steps_of(visit: Visit, case: CaseView, records: Sequence[CaseRecord]) -> list[Step]:
    """The steps of a case for this member: only what they may add is offered."""
    blind = visit.actor.write_only
    gaps = [] if blind else missing(records, opens_identity="identity" in case.compartments)
    titles = {record.record: record.title for record in records}
    found: list[Step] = []
    for kinds in STEPS:
        parts = tuple(_part(visit, case, kind, records) for kind in kinds if _is_open(case, kind))
        if not parts:
            continue
        told = tuple(_line(visit, case, one, titles) for one in gaps if one.kind in kinds)
        found.append(Step(_title(kinds[0]), parts, told))
    return found


def add_path(case: str, kind: str) -> str:
    """Where a record of a kind is added: a file begins with its upload."""
    return f"/cases/{case}/files" if kind == "evidence" else f"/cases/{case}/new/{kind}"


def _part(visit: Visit, case: CaseView, kind: str, records: Sequence[CaseRecord]) -> Part:
    own = tuple(record for record in records if record.kind == kind)
    path = add_path(case.id, kind) if may_write(visit.actor.roles, kind) else ""
    return Part(kind, _(KINDS[kind].label), own, path)


def _is_open(case: CaseView, kind: str) -> bool:
    return kind != "identity" or "identity" in case.compartments or not case.compartments


def _line(visit: Visit, case: CaseView, one: Missing, titles: dict[str, str]) -> Line:
    who = titles.get(one.individual or "", "")
    path = add_path(case.id, one.kind) if may_write(visit.actor.roles, one.kind) else ""
    if path and one.individual:
        path += f"?individual={one.individual}"
    return Line(_words(one.gap) % {"who": who}, path)


def _title(kind: str) -> str:
    return {
        "consent": _("Consent"),
        "individual": _("Person"),
        "account": _("Accounts"),
        "detention": _("Detentions"),
        "act": _("Acts"),
        "involvement": _("Involvement"),
        "evidence": _("Files"),
        "complaint": _("Complaints"),
        "group": _("Groups of people"),
        "note": _("Notes"),
    }[kind]


def _words(gap: Gap) -> str:
    return {
        Gap.no_individual: _("Nobody is recorded yet. Begin with the person, under a pseudonym."),
        Gap.no_consent: _("%(who)s has no consent yet: nothing about this person can leave."),
        Gap.no_identity: _("%(who)s has no names and no safe contact recorded."),
        Gap.no_account: _("No account is recorded yet."),
        Gap.no_fact: _(
            "Accounts are there. No act and no detention is drawn from them yet: searches find those."
        ),
        Gap.no_involvement: _("It is not said yet which unit or person was involved."),
    }[gap]
