"""What a person may have to answer for: a page for reading and for print."""

from typing import NamedTuple

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.domain.archive.rules import may_write
from app.domain.catalogue.queries import titles
from app.domain.forces.queries import responsibility, superior
from app.domain.forces.showing import post_in_words
from app.domain.forces.views import Linked, PostHeld
from app.i18n import gettext as _
from app.records.case_vocabularies import CERTAINTY, DEGREES, EXCULPATORY, METHODS, STANCES
from app.records.events import ALLEGED
from app.records.vocabularies import RESPONSIBILITY_ELEMENTS, RESPONSIBILITY_FACTS
from app.web.pictures import posts_answered_for
from app.web.reading import address
from app.web.visit import visiting

router = APIRouter(prefix="/register")


class Told(NamedTuple):
    """What is linked, apart: what was done; where presence alone is said; what speaks for those involved."""

    done: tuple[Linked, ...]
    present: tuple[Linked, ...]
    in_favour: tuple[Linked, ...]


@router.get("/{person}/responsibility")
def page(request: Request, person: str) -> Response:
    """Every posting of a person, the units under it over time, and what is linked to them."""
    with visiting(request, reads_only=True) as visit:
        view = responsibility(work=visit.work, actor=visit.actor, person=person)
        named = {person, *(unit.unit for post in view.postings for unit in post.units)}
        named |= {post.unit for post in view.postings}
        names = titles(work=visit.work, actor=visit.actor, ids=named)
        return visit.page(
            "register/responsibility.html",
            view=view,
            titles=names,
            posts=[(post, _told(post.linked)) for post in view.postings],
            picture=posts_answered_for(view.postings, person, names),
            direct=_told(view.direct),
            role_words=_role_words,
            degree_words=_degree_words,
            address=address,
        )


@router.get("/{person}/responsibility/{unit}")
def superior_page(request: Request, person: str, unit: str) -> Response:
    """The superior responsibility file of a person for a unit: for reading and for print."""
    with visiting(request, reads_only=True) as visit:
        view = superior(work=visit.work, actor=visit.actor, person=person, unit=unit)
        named = {person, unit, *(one.value for one in view.pattern.places)}
        named |= {post.unit for post in (*view.posts, *view.later_posts)}
        cited = [one for element in view.elements for item in element.items for one in item.citations]
        named |= {one[name] for one in cited for name in ("source", "record") if name in one}
        names = titles(work=visit.work, actor=visit.actor, ids=named)
        return visit.page(
            "register/superior.html",
            view=view,
            titles=names,
            picture=posts_answered_for((*view.posts, *view.later_posts), person, names),
            may_add=may_write(visit.actor.roles, "superior_responsibility"),
            element_words={
                code: _(RESPONSIBILITY_ELEMENTS.label(code)) for code in RESPONSIBILITY_ELEMENTS.codes
            },
            about_words={code: _(RESPONSIBILITY_FACTS.label(code)) for code in RESPONSIBILITY_FACTS.codes},
            stance_words={code: _(STANCES.label(code)) for code in STANCES.codes},
            method_words={code: _(METHODS.label(code)) for code in METHODS.codes},
            role_words=_role_words,
            address=address,
        )


def _told(linked: tuple[Linked, ...]) -> Told:
    def those(wanted: bool, present: bool) -> tuple[Linked, ...]:
        return tuple(
            one
            for one in linked
            if (one.degree in EXCULPATORY) is wanted and (one.involvement is None) is present
        )

    return Told(those(False, False), those(False, True), those(True, False))


def _role_words(post: PostHeld) -> str:
    return post_in_words(post.roles, post.title, post.rank) or _("in some way")


def _degree_words(one: Linked) -> str:
    if one.degree == ALLEGED:
        return _("A source names it as having done this; an allegation is no finding")
    degree = _(DEGREES.label(one.degree)) if one.degree else _("Involved")
    sure = _(CERTAINTY.label(one.certainty)) if one.certainty else _("not said how sure")
    return _("%(degree)s; identification: %(sure)s") % {"degree": degree, "sure": sure.lower()}
