"""Cases and their grants."""

from typing import Annotated, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field, StringConstraints

from app.api.bodies import Body, Id, Limit, Offset, PathId
from app.domain.archive import grants, queries
from app.domain.archive.actions import open_case as open_new_case
from app.domain.archive.views import CaseList, CaseOpened, CaseView, GrantView
from app.domain.catalogue.queries import case_records
from app.domain.catalogue.views import CaseRecord
from app.http import signed_in

router = APIRouter(prefix="/cases", tags=["cases"])
CompartmentName = Literal["working", "identity"]


class OpenCase(Body):
    """A new case. Without `teams` the archive's setting says which teams it is granted to."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    teams: list[Id] | None = Field(default=None, max_length=100)
    edit_window_hours: int | None = Field(default=None, ge=1, le=24 * 90)


class GrantCase(Body):
    """To whom, and which compartments."""

    holder: Id
    compartments: list[CompartmentName] = Field(min_length=1, max_length=2)


class CaseAnswer(BaseModel):
    """A case with the records that the member may open."""

    id: str
    code: str
    title: str | None
    records: list[CaseRecord]
    grants: list[GrantView]

    @classmethod
    def of(cls, case: CaseView, records: list[CaseRecord]) -> "CaseAnswer":
        """The answer for `case` with `records`."""
        return cls(id=case.id, code=case.code, title=case.title, records=records, grants=list(case.grants))


@router.post("", status_code=201)
def open_case(request: Request, body: OpenCase) -> CaseOpened:
    """Opens a case: granted to its author and its teams."""
    with signed_in(request) as (work, actor):
        return open_new_case(work=work, actor=actor, **body.model_dump())


@router.get("")
def list_cases(request: Request, limit: Limit = 100, offset: Offset = 0) -> CaseList:
    """The cases that the member may open, newest first."""
    with signed_in(request, reads_only=True) as (work, actor):
        return queries.list_cases(work=work, actor=actor, limit=limit, offset=offset)


@router.get("/{case}")
def read_case(request: Request, case: PathId) -> CaseAnswer:
    """A case: its title, its records, who holds it. The first opening in a session is a deed in the log."""
    with signed_in(request) as (work, actor):
        view = queries.read_case(work=work, actor=actor, case=case)
        records = [] if actor.write_only else case_records(work=work, actor=actor, case=case)
        return CaseAnswer.of(view, records)


@router.post("/{case}/grants", status_code=201)
def grant_case(request: Request, case: PathId, body: GrantCase) -> list[GrantView]:
    """Grants compartments of the case to a member, a team or a narrow token."""
    with signed_in(request) as (work, actor):
        return grants.grant_case(work=work, actor=actor, case=case, **body.model_dump())


@router.delete("/{case}/grants/{holder}", status_code=204)
def revoke_grant(request: Request, case: PathId, holder: PathId) -> None:
    """Takes the case away from a holder, at once; the next write of a remaining holder makes new keys."""
    with signed_in(request) as (work, actor):
        grants.revoke_grant(work=work, actor=actor, case=case, holder=holder)
