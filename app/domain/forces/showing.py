"""Claims as answers show them: their citations as the reader may open them, their days as dates, codes as words."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from app.domain.catalogue.lookups import Claim
from app.domain.catalogue.store import Catalogue
from app.domain.forces import rules
from app.domain.forces.rules import Window
from app.domain.forces.sameness import same_person
from app.domain.forces.views import Citations, Period, Post, Shown
from app.i18n import gettext as _
from app.records.dates import Dates, Grade
from app.records.vocabularies import CONTROL, POSTING_ROLES


def shown(grade: Grade) -> Shown:
    """The grade of something that is shown at all."""
    return "certain" if grade is Grade.certain else "possible"


def periods(windows: Iterable[Window]) -> tuple[Period, ...]:
    """Windows as dates."""
    return tuple(_period(window) for window in windows)


def _period(window: Window) -> Period:
    return Period(
        date.fromordinal(window.first),
        date.fromordinal(window.last),
        date.fromordinal(window.sure_first) if window.sure else None,
        date.fromordinal(window.sure_last) if window.sure else None,
    )


def stated(dates: object, *, default: bool = False) -> Dates | None:
    """The dates of a content, with what absent `starts` and `ends` mean there: no, for most claims of the register."""
    return Dates.model_validate_json(json.dumps(dates)).resolved(default) if dates else None


def citations(claim: Claim, openable: Collection[str]) -> Citations:
    """The claim's citations; those to records that the reader may not open are reduced to their ids."""
    pairs = zip(claim.content["citations"], claim.cites, strict=True)
    return tuple(one if id_ in openable else _restricted(one, id_) for one, id_ in pairs)


def _restricted(citation: dict[str, Any], cited: str) -> dict[str, Any]:
    return {"source" if "source" in citation else "record": cited, "restricted": True}


def cited(claims: Iterable[Claim]) -> set[str]:
    """The ids of all sources and records that claims cite."""
    return {id_ for claim in claims for id_ in claim.cites}


def posts(
    held: Sequence[Catalogue],
    postings: Iterable[Claim],
    windows: Collection[Window],
    openable: Collection[str],
) -> tuple[Post, ...]:
    """Those postings that may hold in these windows, as they hold in them, the surest first."""
    answers: list[Post] = []
    for posting in postings:
        parts = rules.parts_within(posting.days, windows)
        if not parts:
            continue
        content = posting.content
        answers.append(
            Post(
                posting.one,
                tuple(sorted(same_person(held, posting.one) - {posting.one})),
                posting.record,
                tuple(content.get("roles", ())),
                shown(rules.grade_within(posting.days, windows)),
                content.get("rank"),
                content.get("status"),
                citations(posting, openable),
                periods(parts),
            )
        )
    return tuple(sorted(answers, key=lambda answer: (answer.grade, answer.person, answer.posting)))


def roles_in_words(roles: Iterable[str]) -> str:
    """The roles of a posting."""
    return ", ".join(_(POSTING_ROLES.label(role)) for role in roles)


def post_in_words(roles: Iterable[str], title: str | None, rank: str | None) -> str:
    """What somebody was by a posting; empty where it says nothing of it."""
    return ", ".join(filter(None, [roles_in_words(roles), title, rank]))


def control_in_words(code: str) -> str:
    """Whether a relation is control in law or in fact."""
    return _(CONTROL.label(code))


def grade_in_words(grade: Shown) -> str:
    """How sure the sources let us be of something that is shown."""
    return _("certain") if grade == "certain" else _("possible")
