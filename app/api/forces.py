"""Who commanded a unit on a day."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from app.api.bodies import PathId
from app.domain.forces import queries
from app.domain.forces.views import CommandView
from app.http import signed_in
from app.records.part import Day

router = APIRouter(prefix="/units", tags=["forces"])


@router.get("/{unit}/command")
def command(request: Request, unit: PathId, on: Annotated[Day, Query()]) -> CommandView:
    """The commanders of a unit on a day and every superior unit through command relations, graded and cited."""
    with signed_in(request, reads_only=True) as (work, actor):
        return queries.command(work=work, actor=actor, unit=unit, on=on)
