"""What an entry of the register is connected with: posts, units above and below, places, incidents, cases.

Everything comes from what the member may open; what is closed is neither shown nor counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.archive.queries import name_cases
from app.domain.archive.rules import READERS
from app.domain.archive.views import CaseItem, RecordView
from app.domain.catalogue.queries import titles
from app.domain.forces.chain import commands
from app.domain.forces.pictures.chart import drawn_records
from app.domain.forces.queries import command, connections, doubts
from app.domain.forces.showing import control_in_words, in_time, post_in_words, roles_in_words
from app.domain.forces.views import CommandView, Connection
from app.domain.search.queries import search
from app.domain.search.views import MOST_RESULTS, Question, Result
from app.i18n import gettext as _
from app.records.case_vocabularies import STANCES
from app.records.kinds import parse
from app.records.vocabularies import (
    POSITIONING_CLASSES,
    RELATION_CLASSES,
    RESPONSIBILITY_ELEMENTS,
)
from app.web.claims import marks_in
from app.web.commanding import Asked, existence
from app.web.pictures import chain_picture, commanders_in_time, posts_in_time
from app.web.reading import facts, ids_named
from app.web.rendering import dates_in_words
from app.web.visit import Visit

ASKED_BY = {"unit": "unit", "person": "person", "place": "place", "incident": "incident"}
"""Kinds that a search asks for, and by which criterion."""
TELLING = ("account", "act", "detention", "involvement")
"""Kinds of a case that say that something happened: a case with one of these is a case of the entry."""


@dataclass(frozen=True)
class Line:
    """One connection: to which entry, as what, when, and the claim that says so. `file` is the page of what is known of
    whether a commander answers for the unit."""

    claim: str
    entry: str
    title: str = field(repr=False)
    role: str = field(repr=False)
    when: str = field(repr=False)
    marks: tuple[str, ...] = ()
    file: str = ""


@dataclass(frozen=True)
class Group:
    """Connections of one kind under a heading."""

    heading: str
    lines: tuple[Line, ...]
    picture: str = field(default="", repr=False)


def about(visit: Visit, view: RecordView, asked: Asked) -> dict[str, Any]:
    """What the page of an entry shows, with who commanded on the days asked about. Raises Invalid for no day at all."""
    span = asked.span() if view.kind == "unit" else None
    joined = connections(work=visit.work, actor=visit.actor, record=view.id)
    chain = (
        command(work=visit.work, actor=visit.actor, unit=view.id, subordinates=True, **span._asdict())
        if span
        else None
    )
    named = {
        view.id,
        *ids_named(view.kind, view.content),
        *_ends(joined),
        *(_of_chain(chain) if chain else ()),
    }
    known = titles(work=visit.work, actor=visit.actor, ids=named)
    reads = not visit.actor.roles.isdisjoint(READERS)
    return {
        "title": parse(view.kind, dict(view.content)).heading(),
        "facts": facts(view.kind, view.content, known),
        "groups": _groups(view, joined, known),
        "chain": chain,
        "existence": existence(dict(view.content), span) if span else None,
        "chart": chain_picture(chain, known) if chain else None,
        "doubts": doubts(work=visit.work, actor=visit.actor, record=view.id),
        "titles": known,
        "role_words": roles_in_words,
        "control_label": control_in_words,
        "incidents": _found(visit, view, ["incident"]) if reads else [],
        "cases": _cases(visit, view) if reads else (),
    }


def _ends(joined: Iterable[Connection]) -> set[str]:
    return {end for one in joined for end in (one.one, one.other)}


def _of_chain(chain: CommandView) -> set[str]:
    deputies = [*chain.deputies, *(post for superior in chain.superiors for post in superior.deputies)]
    links = (*chain.superiors, *(chain.subordinates or ()))
    posts = [*chain.commanders, *deputies, *(post for step in links for post in step.commanders)]
    named = {gap.unit for gap in chain.gaps} | {gap.other for gap in chain.gaps if gap.other}
    named |= {other for post in posts for other in post.same_as}
    return drawn_records(chain) | {post.person for post in deputies} | named


def _groups(view: RecordView, joined: Sequence[Connection], known: dict[str, str]) -> list[Group]:
    """The connections under their headings, in the order of their days."""
    kinds = [
        (_("Persons posted here"), "posting", "other"),
        (_("Posts"), "posting", "one"),
        (_("Units above"), "relation", "one"),
        (_("Units below"), "relation", "other"),
        (_("Superior responsibility for"), "superior_responsibility", "one"),
        (_("Superiors who may have to answer for it"), "superior_responsibility", "other"),
        (_("Places where it was"), "positioning", "one"),
        (_("Units that were here"), "positioning", "other"),
    ]
    pictures = {
        ("posting", "other"): commanders_in_time(joined, view.id, known),
        ("posting", "one"): posts_in_time(joined, view.id, known),
    }
    found: list[Group] = []
    for heading, kind, side in kinds:
        lines = tuple(
            _line(one, one.other if side == "one" else one.one, known)
            for one in sorted(joined, key=lambda one: in_time(one.content.get("dates")))
            if one.kind == kind and getattr(one, side) == view.id
        )
        if lines:
            found.append(Group(heading, lines, pictures.get((kind, side), "")))
    return found


def _line(one: Connection, entry: str, known: dict[str, str]) -> Line:
    content = one.content
    if one.kind == "posting":
        role = post_in_words(content.get("roles", ()), content.get("title"), content.get("rank"))
    elif one.kind == "relation":
        role = _(RELATION_CLASSES.label(content["class"]))
    elif one.kind == "positioning":
        role = _(POSITIONING_CLASSES.label(content["class"]))
    else:
        stance = _(STANCES.label(content["stance"])).lower()
        role = f"{_(RESPONSIBILITY_ELEMENTS.label(content['element']))} ({stance})"
    when = dates_in_words(content.get("dates"))
    title = known.get(entry, _("Not open to you"))
    file = f"/register/{one.one}/responsibility/{one.other}" if _answers(one) else ""
    return Line(one.record, entry, title, role, when, marks_in(content), file)


def _answers(one: Connection) -> bool:
    """Whether by this a person may have to answer for a unit."""
    return one.kind == "superior_responsibility" or (one.kind == "posting" and commands(one))


def _found(visit: Visit, view: RecordView, kinds: Iterable[str]) -> list[Result]:
    """What a search for this entry finds, of these kinds, without the entry itself."""
    if view.kind not in ASKED_BY:
        return []
    found: list[Result] = []
    for kind in kinds:
        asked = {ASKED_BY[view.kind]: view.id, "kind": kind, "limit": MOST_RESULTS}
        question = Question.model_validate(asked)
        found += search(work=visit.work, actor=visit.actor, question=question).results
    return [result for result in found if result.record != view.id]


def _cases(visit: Visit, view: RecordView) -> tuple[CaseItem, ...]:
    ids = {result.case for result in _found(visit, view, TELLING) if result.case}
    return name_cases(work=visit.work, actor=visit.actor, ids=ids)
