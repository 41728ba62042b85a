"""The archive's own settings: to which teams new cases are granted."""

from fastapi import APIRouter, Request
from pydantic import Field

from app.api.bodies import Body, Id
from app.domain.archive import actions, queries
from app.domain.archive.views import CaseDefaults
from app.http import signed_in

router = APIRouter(prefix="/archive", tags=["archive"])


class SetCaseDefaults(Body):
    """The teams that new cases are granted to, and those that receive what write-only members open."""

    new_case_teams: list[Id] = Field(max_length=100)
    intake_teams: list[Id] = Field(max_length=100)


@router.get("/case-defaults")
def read_case_defaults(request: Request) -> CaseDefaults:
    """The teams that new cases are granted to."""
    with signed_in(request, reads_only=True) as (work, actor):
        return queries.read_case_defaults(work=work, actor=actor)


@router.put("/case-defaults")
def set_case_defaults(request: Request, body: SetCaseDefaults) -> CaseDefaults:
    """Sets them. For administrators."""
    with signed_in(request) as (work, actor):
        actions.set_case_defaults(work=work, actor=actor, **body.model_dump())
        return queries.read_case_defaults(work=work, actor=actor)
