"""What a person may have to answer for: a page for reading and for print."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.domain.archive.queries import name_cases
from app.domain.archive.rules import may_write
from app.domain.catalogue.queries import titles
from app.domain.forces.queries import must_ask, responsibility, superior
from app.domain.forces.showing import in_time, post_in_words
from app.domain.forces.views import Linked, PostHeld, SuperiorFile
from app.i18n import gettext as _
from app.records.case_vocabularies import CERTAINTY, DEGREES, METHODS, STANCES
from app.records.events import ALLEGED
from app.records.vocabularies import RESPONSIBILITY_ELEMENTS, RESPONSIBILITY_FACTS
from app.web.linked import counted, heading_in_words, told
from app.web.naming import named, problems_of
from app.web.pictures import posts_answered_for
from app.web.reading import address
from app.web.visit import Form, Posted, Visit, see_other, visiting

router = APIRouter(prefix="/register")


@router.get("/responsibility")
def which(request: Request) -> Response:
    """The form that leads to the file of any person for any unit. An address may name one of them by its id."""
    with visiting(request, reads_only=True) as visit:
        must_ask(visit.actor)
        return _which(visit, Posted(tuple(request.query_params.items())))


@router.post("/responsibility")
def find_file(request: Request, form: Form) -> Response:
    """Leads to the file, or asks again which person or unit is meant."""
    with visiting(request, reads_only=True) as visit:
        must_ask(visit.actor)
        person, unit = (named(visit, form, name, name) for name in ("person", "unit"))
        if person.chosen and unit.chosen:
            return see_other(f"/register/{person.chosen.id}/responsibility/{unit.chosen.id}")
        return _which(visit, form)


def _which(visit: Visit, form: Posted) -> Response:
    fields = {name: named(visit, form, name, name) for name in ("person", "unit")}
    if form.has("person-typed"):
        missing = _("Write whose file, and for which unit.")
        fields = {k: one if one.typed else replace(one, problem=missing) for k, one in fields.items()}
    problems = problems_of(fields)
    return visit.page("register/which_file.html", 422 if problems else 200, **fields, problems=problems)


@router.get("/{person}/responsibility")
def page(request: Request, person: str) -> Response:
    """Every posting of a person, the units under it over time, and what is linked to them."""
    with visiting(request, reads_only=True) as visit:
        view = responsibility(work=visit.work, actor=visit.actor, person=person)
        units = {unit.unit for post in view.postings for unit in post.units}
        units |= {post.unit for post in view.postings}
        names = titles(work=visit.work, actor=visit.actor, ids={person, *units})
        cases = {one.case for one in (*view.direct, *(two for post in view.postings for two in post.linked))}
        codes = name_cases(work=visit.work, actor=visit.actor, ids={case for case in cases if case})
        return visit.page(
            "register/responsibility.html",
            view=view,
            titles=names,
            codes={case.id: case.code for case in codes},
            posts=[(post, told(post.linked)) for post in _in_order(view.postings)],
            picture=posts_answered_for(view.postings, person, names),
            direct=told(view.direct),
            **_WORDS,
        )


@router.get("/{person}/responsibility/{unit}")
def superior_page(request: Request, person: str, unit: str) -> Response:
    """The superior responsibility file of a person for a unit: for reading and for print."""
    with visiting(request, reads_only=True) as visit:
        view = superior(work=visit.work, actor=visit.actor, person=person, unit=unit)
        names = titles(work=visit.work, actor=visit.actor, ids=_named_in(view))
        posts, later = _in_order(view.posts), _in_order(view.later_posts)
        return visit.page(
            "register/superior.html",
            view=view,
            titles=names,
            posts=posts,
            later_posts=later,
            picture=posts_answered_for((*posts, *later), person, names),
            may_add=may_write(visit.actor.roles, "superior_responsibility"),
            **_codes_in_words(),
            **_WORDS,
        )


def _in_order(posts: Iterable[PostHeld]) -> list[PostHeld]:
    """As the timeline above them has them."""
    return sorted(posts, key=lambda post: in_time(post.dates))


def _named_in(view: SuperiorFile) -> set[str]:
    """Everything that a superior responsibility file names."""
    ids = {view.person, view.unit, *(one.value for one in view.pattern.places)}
    ids |= {post.unit for post in (*view.posts, *view.later_posts)}
    ids |= {unit for path in view.paths.values() for link in path for unit in (link.unit, link.over)}
    cited = [one for element in view.elements for item in element.items for one in item.citations]
    return ids | {one[name] for one in cited for name in ("source", "record") if name in one}


def _codes_in_words() -> dict[str, Any]:
    return {
        "element_words": {
            code: _(RESPONSIBILITY_ELEMENTS.label(code)) for code in RESPONSIBILITY_ELEMENTS.codes
        },
        "about_words": {code: _(RESPONSIBILITY_FACTS.label(code)) for code in RESPONSIBILITY_FACTS.codes},
        "stance_words": {code: _(STANCES.label(code)) for code in STANCES.codes},
        "degrees": {code: _(DEGREES.label(code)) for code in DEGREES.codes},
        "method_words": {code: _(METHODS.label(code)) for code in METHODS.codes},
    }


def _role_words(post: PostHeld) -> str:
    return post_in_words(post.roles, post.title, post.rank) or _("in some way")


def _degree_words(one: Linked) -> str:
    if one.degree == ALLEGED:
        return _("A source names it as having done this")
    degree = _(DEGREES.label(one.degree)) if one.degree else _("Involved")
    sure = _(CERTAINTY.label(one.certainty)) if one.certainty else _("not said how sure")
    return _("%(degree)s; identification: %(sure)s") % {"degree": degree, "sure": sure.lower()}


_WORDS: dict[str, Any] = {
    "role_words": _role_words,
    "degree_words": _degree_words,
    "heading_words": heading_in_words,
    "counted": counted,
    "address": address,
}
"""Words that both pages are written with."""
