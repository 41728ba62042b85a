"""Who commanded a unit, and what a person commanded."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from app.api.bodies import PathId
from app.domain.forces import queries
from app.domain.forces.views import CommandView, ResponsibilityView
from app.errors import Invalid, Problem
from app.http import signed_in
from app.records.part import Day

router = APIRouter(tags=["forces"])


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
