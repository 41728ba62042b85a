"""Which records tell of one person: proposals, decisions, and taking one back."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.domain.archive.queries import read_record
from app.domain.archive.rules import may_write
from app.domain.catalogue.queries import titles
from app.domain.forces import actions, queries
from app.errors import Conflict, Invalid, NotFound, TestimoniaError
from app.web.visit import Form, Posted, Visit, problems_by_field, see_other, visiting

router = APIRouter(prefix="/register")
MOST_PAIRS = 200


@router.get("/duplicates")
def duplicates(request: Request) -> Response:
    """Pairs of the whole register that may tell of one person."""
    with visiting(request, reads_only=True) as visit:
        pairs = queries.duplicates(work=visit.work, actor=visit.actor)
        named = {one for pair in pairs[:MOST_PAIRS] for one in (pair.person, pair.other)}
        named |= {post.unit for pair in pairs[:MOST_PAIRS] for post in pair.posts}
        return visit.page(
            "register/duplicates.html",
            pairs=pairs[:MOST_PAIRS],
            more=len(pairs) > MOST_PAIRS,
            titles=titles(work=visit.work, actor=visit.actor, ids=named),
        )


@router.get("/{person}/same-as")
def page(request: Request, person: str) -> Response:
    """The records that may tell of the same person, and those that a decision joins with it."""
    with visiting(request) as visit:
        return _page(visit, person, Posted())


@router.post("/{person}/same-as")
def join(request: Request, person: str, form: Form) -> Response:
    """Records that another record tells of the same person."""
    try:
        with visiting(request) as visit:
            actions.join_persons(
                work=visit.work,
                actor=visit.actor,
                person=person,
                other=form.text("other"),
                reason=form.text("reason"),
            )
    except (Invalid, Conflict) as error:
        with visiting(request) as visit:
            return _page(visit, person, form, error)
    return see_other(f"/register/{person}/same-as")


@router.post("/{person}/same-as/{other}/end")
def part(request: Request, person: str, other: str, form: Form) -> Response:
    """Takes a decision back."""
    try:
        with visiting(request) as visit:
            actions.part_persons(
                work=visit.work, actor=visit.actor, person=person, other=other, reason=form.text("reason")
            )
    except (Invalid, Conflict) as error:
        with visiting(request) as visit:
            return _page(visit, person, form, error)
    return see_other(f"/register/{person}/same-as")


def _page(visit: Visit, person: str, form: Posted, error: TestimoniaError | None = None) -> Response:
    view = read_record(work=visit.work, actor=visit.actor, record=person)
    if view.kind != "person":
        raise NotFound
    decided = queries.persons_joined(work=visit.work, actor=visit.actor, person=person)
    pairs = queries.duplicates(work=visit.work, actor=visit.actor, person=person)
    named = {person, *(one for pair in decided for one in pair)}
    named |= {one for pair in pairs for one in (pair.person, pair.other, *(post.unit for post in pair.posts))}
    return visit.page(
        "register/same_person.html",
        error.status if error else 200,
        person=person,
        decided=decided,
        pairs=[pair for pair in pairs if pair.person == person],
        may_decide=may_write(visit.actor.roles, "person"),
        titles=titles(work=visit.work, actor=visit.actor, ids=named),
        reason=form.text("reason"),
        problems=problems_by_field(error) if error else {},
    )
