"""Who commanded a unit, what a person commanded, what the claims leave open, and which records are one person."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from app.api.bodies import Body, Id, PathId
from app.api.records import Reason
from app.domain.archive.views import Written
from app.domain.forces import actions, queries
from app.domain.forces.views import CommandView, Doubt, Duplicate, ResponsibilityView, SuperiorFile
from app.errors import Invalid, Problem
from app.http import signed_in
from app.records.part import Day

router = APIRouter(tags=["forces"])


class SamePerson(Body):
    """The other record, and why the two tell of one person."""

    other: Id
    reason: Reason


class OtherPerson(Body):
    """Why the two are not one person after all."""

    reason: Reason


def asked_days(
    on: Annotated[Day | None, Query()] = None,
    first: Annotated[Day | None, Query(alias="from")] = None,
    last: Annotated[Day | None, Query(alias="to")] = None,
) -> tuple[date, date]:
    """One day (`on`), or a span of days (`from`, `to`). Raises Invalid."""
    if on is not None and first is None and last is None:
        return on, on
    if on is not None or first is None or last is None:
        raise Invalid(
            [Problem("on", "Give one day with `on`, or a first and a last day with `from` and `to`.")]
        )
    if first > last:
        raise Invalid([Problem("from", "The first day is after the last day. Please check both.")])
    return first, last


@router.get("/units/{unit}/command")
def command(
    request: Request,
    unit: PathId,
    days: Annotated[tuple[date, date], Depends(asked_days)],
    subordinates: bool = False,
) -> CommandView:
    """The commanders of a unit on a day (`on`) or in a span (`from`, `to`) and every superior unit through command
    relations, graded and cited; with `subordinates`, the units under it too."""
    with signed_in(request, reads_only=True) as (work, actor):
        return queries.command(
            work=work, actor=actor, unit=unit, first=days[0], last=days[1], subordinates=subordinates
        )


@router.get("/people/{person}/responsibility")
def responsibility(request: Request, person: PathId) -> ResponsibilityView:
    """Every posting of a person, the units under it over time, and the acts, detentions and incidents linked to them
    or to the person directly, graded."""
    with signed_in(request, reads_only=True) as (work, actor):
        return queries.responsibility(work=work, actor=actor, person=person)


@router.get("/people/{person}/responsibility/{unit}")
def superior(request: Request, person: PathId, unit: PathId) -> SuperiorFile:
    """What is recorded for and against the superior responsibility of a person for a unit, and the pattern of the acts
    linked to that unit while it was under the person."""
    with signed_in(request, reads_only=True) as (work, actor):
        return queries.superior(work=work, actor=actor, person=person, unit=unit)


@router.get("/register/{record}/doubts")
def doubts(request: Request, record: PathId) -> list[Doubt]:
    """What the claims about a unit or person leave open: questions to a researcher, with the days they are about."""
    with signed_in(request, reads_only=True) as (work, actor):
        return list(queries.doubts(work=work, actor=actor, record=record))


@router.get("/people/duplicates")
def duplicates(
    request: Request, person: Annotated[str | None, Query(pattern="^[0-9a-f]{32}$")] = None
) -> list[Duplicate]:
    """Pairs of records that may tell of one person, by names and a shared posting; of one `person`, or of all."""
    with signed_in(request, reads_only=True) as (work, actor):
        return list(queries.duplicates(work=work, actor=actor, person=person))


@router.post("/people/{person}/same-as", status_code=201)
def join_persons(request: Request, person: PathId, body: SamePerson) -> Written:
    """Records the decision that two records tell of one person. Both stay; the decision can be taken back."""
    with signed_in(request) as (work, actor):
        return actions.join_persons(
            work=work, actor=actor, person=person, other=body.other, reason=body.reason
        )


@router.post("/people/{person}/same-as/{other}/end", status_code=201)
def part_persons(request: Request, person: PathId, other: PathId, body: OtherPerson) -> Written:
    """Takes the decision back. The register is again what it was."""
    with signed_in(request) as (work, actor):
        return actions.part_persons(work=work, actor=actor, person=person, other=other, reason=body.reason)
