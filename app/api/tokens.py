"""API tokens: full (as the member) or narrow (a holder of its own, with its own grants). Both expire."""

from typing import Literal

from fastapi import APIRouter, Request
from pydantic import Field

from app.api.bodies import Body, PathId
from app.api.members import Name
from app.domain.accounts import actions, queries
from app.domain.accounts.views import TokenList, TokenMade
from app.http import signed_in

router = APIRouter(prefix="/tokens", tags=["tokens"])


class MakeToken(Body):
    """What the token is for. A narrow token gets only the grants that are made to it afterwards."""

    name: Name
    kind: Literal["full", "narrow"] = "full"
    roles: list[str] | None = Field(default=None, max_length=10)
    days: int | None = Field(default=None, ge=1, le=366)


@router.get("")
def list_tokens(request: Request) -> TokenList:
    """The member's own tokens, without their secrets."""
    with signed_in(request, reads_only=True) as (work, actor):
        return queries.list_tokens(work=work, actor=actor)


@router.post("", status_code=201)
def make_token(request: Request, body: MakeToken) -> TokenMade:
    """Makes a token. Its secret is answered once."""
    with signed_in(request) as (work, actor):
        return actions.make_token(work=work, actor=actor, **body.model_dump())


@router.delete("/{token}", status_code=204)
def revoke_token(request: Request, token: PathId) -> None:
    """Ends a token at once."""
    with signed_in(request) as (work, actor):
        actions.revoke_token(work=work, actor=actor, token=token)
