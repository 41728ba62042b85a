"""Claims as answers show them: their citations as the reader may open them, their days as dates, codes as words."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from app.domain.catalogue.lookups import Claim
from app.domain.catalogue.store import Catalogue
from app.domain.forces import rules
from app.domain.forces.rules import Window, Windows
from app.domain.forces.sameness import same_person
from app.domain.forces.views import Citations, Period, Post, Shown
from app.i18n import gettext as _
from app.records.dates import Dates, Grade
from app.records.vocabularies import CLAIM_STATUS, CONTROL, POSTING_ROLES

LOW = 1
"""Of the confidence of a citation: 1 low, 2 medium, 3 high."""


def shown(grade: Grade) -> Shown:
    """The grade of something that is shown at all."""
    return "certain" if grade is Grade.certain else "possible"


@lru_cache(maxsize=1000)
def periods(windows: Windows) -> tuple[Period, ...]:
    """Windows as dates. Kept, since most of an answer holds in the same ones: days alone, of nobody."""
    return tuple(_period(window) for window in windows)


def _period(window: Window) -> Period:
    first, last, sure_first, sure_last = map(date.fromordinal, window)
    return Period(first, last, sure_first, sure_last) if window.sure else Period(first, last, None, None)


def stated(dates: object, *, default: bool = False) -> Dates | None:
    """The dates of a content, with what absent `starts` and `ends` mean there: no, for most claims of the register."""
    return Dates.model_validate_json(json.dumps(dates)).resolved(default) if dates else None


def citations(claim: Claim, openable: Collection[str]) -> Citations:
    """The claim's citations; those to records that the reader may not open are reduced to their ids."""
    told = claim.content["citations"]
    if all(map(openable.__contains__, claim.cites)):
        return tuple(told)
    pairs = zip(told, claim.cites, strict=True)
    return tuple(one if id_ in openable else _restricted(one, id_) for one, id_ in pairs)


def _restricted(citation: dict[str, Any], cited: str) -> dict[str, Any]:
    return {"source" if "source" in citation else "record": cited, "restricted": True}


def cited(claims: Iterable[Claim]) -> set[str]:
    """The ids of all sources and records that claims cite."""
    return {id_ for claim in claims for id_ in claim.cites}


def posts(
    held: Sequence[Catalogue],
    postings: Collection[Claim],
    windows: Collection[Window],
    openable: Collection[str],
) -> tuple[Post, ...]:
    """Those postings that may hold in these windows, as they hold in them, the surest first."""
    if not postings:
        return ()
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


def post_in_time(content: Mapping[str, Any], name: str) -> str:
    """A posting on a timeline, with whose it is, or where. The post comes first: a long name may be cut."""
    post = post_in_words(content.get("roles", ()), content.get("title"), content.get("rank"))
    said = marks(content.get("status"), content.get("citations", ()))
    return ", ".join(filter(None, (post, *said, name)))


def control_in_words(code: str) -> str:
    """Whether a relation is control in law or in fact."""
    return _(CONTROL.label(code))


def grade_in_words(grade: Shown) -> str:
    """How sure the sources let us be of something that is shown."""
    return _("certain") if grade == "certain" else _("possible")


def marks(status: str | None, citations: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """What is said beside a claim wherever it is shown: that another contradicts it, that it needs work, or that no
    citation of it that says how sure the researcher was says more than a little."""
    said = [] if status in {None, "accepted"} else [_(CLAIM_STATUS.label(str(status))).lower()]
    sure = [one["confidence"] for one in citations if "confidence" in one]
    if sure and max(sure) <= LOW:
        said.append(_("low confidence"))
    return tuple(said)


def periods_in_words(parts: Iterable[Period]) -> str:
    """When something holds in a span of time. A grade alone would be read as said of all of its days."""
    return "; ".join(period_in_words(part) for part in parts)


def certain_throughout(parts: Iterable[Period]) -> bool:
    """Whether it is certain on every day on which it may hold."""
    return all((one.first, one.last) == (one.certain_first, one.certain_last) for one in parts)


def period_in_words(period: Period) -> str:
    """One part of that time, and how sure it is in it."""
    told = {"days": days_in_words(period.first, period.last)}
    if certain_throughout([period]):
        return _("certain %(days)s") % told
    if period.certain_first is None or period.certain_last is None:
        return _("possible %(days)s") % told
    told["sure"] = days_in_words(period.certain_first, period.certain_last)
    return _("possible %(days)s, certain %(sure)s") % told


def days_in_words(first: date, last: date) -> str:
    """A span of days, or one day; an end of time is none that a source shows."""
    if first == last:
        return str(first)
    begins = str(first) if first.year > date.min.year else _("start not shown")
    ends = str(last) if last.year < date.max.year else _("end not shown")
    return f"{begins} – {ends}"


def in_time(dates: Mapping[str, Any] | None) -> tuple[date, date]:
    """For sorting claims as timelines do: by the first day shown, those without dates before all others."""
    known = stated(dates)
    return known.place_in_time if known else (date.min, date.min)
