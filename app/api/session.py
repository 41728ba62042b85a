"""Sign in, sign out, recover, and who I am."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field, StringConstraints

from app.api.bodies import Body, PathId
from app.domain.accounts import actions, queries, signing_in
from app.domain.accounts.views import Me, Recovered, SessionList
from app.domain.catalogue.actions import put_away
from app.http import (
    SIGN_INS,
    apart,
    current_actor,
    drop_session,
    form_token,
    refuse_foreign_page,
    runtime_of,
    set_session,
    signed_in,
)

router = APIRouter(tags=["session"])
Secret = Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class SignIn(Body):
    """A sign-in name and its passphrase; with a second factor, its code."""

    login: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    passphrase: Secret
    code: Annotated[str, StringConstraints(max_length=100)] | None = Field(
        default=None,
        description="Of a second factor. No member has one in this version: leave it out, or empty; any code is wrong.",
    )


class SignedInAnswer(BaseModel):
    """Who signed in. `form_token` goes into the header X-Form-Token of each write that uses the cookie."""

    id: str
    roles: list[str]
    form_token: str


class Recover(Body):
    """A printed recovery code and the new passphrase."""

    login: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    recovery_code: Secret
    passphrase: Secret


class NewPassphrase(Body):
    """The passphrase until now and the new one."""

    current: Secret
    passphrase: Secret = Field(description="At least 12 characters; six random words are better.")


@router.post("/session", status_code=201)
async def sign_in(request: Request, response: Response, body: SignIn) -> SignedInAnswer:
    """Signs in and sets the session cookie. One answer for an unknown name, a wrong passphrase and a wrong code."""
    return await apart(request, SIGN_INS, lambda: _sign_in(request, response, body))


def _sign_in(request: Request, response: Response, body: SignIn) -> SignedInAnswer:
    refuse_foreign_page(request)
    signed = signing_in.sign_in(
        runtime_of(request).work, login=body.login, passphrase=body.passphrase, code=body.code
    )
    set_session(response, signed.cookie)
    token = form_token(signed.cookie)
    return SignedInAnswer(id=signed.actor.id, roles=sorted(signed.actor.roles), form_token=token)


@router.delete("/session", status_code=204)
def sign_out(request: Request, response: Response) -> None:
    """Ends this session; what it had open in memory is dropped."""
    with signed_in(request) as (work, actor):
        put_away(work=work, actor=actor)
        actions.sign_out(work=work, actor=actor)
    drop_session(response)


@router.get("/sessions")
def list_sessions(request: Request) -> SessionList:
    """The member's own sessions: when each was last used, when it ends at the latest, and which of them this is."""
    with signed_in(request, reads_only=True) as (work, actor):
        return queries.list_sessions(work=work, actor=actor)


@router.delete("/sessions/{session}", status_code=204)
def end_session(request: Request, session: PathId) -> None:
    """Ends one of the member's own sessions, such as that of a lost device."""
    with signed_in(request) as (work, actor):
        actions.end_own_session(work=work, actor=actor, session=session)


@router.post("/session/recovery")
def recover(request: Request, body: Recover) -> Recovered:
    """Sets a new passphrase with the printed recovery code, ends all sessions, and answers a new code, once."""
    refuse_foreign_page(request)
    work = runtime_of(request).work
    return signing_in.recover(
        work, login=body.login, recovery_code=body.recovery_code, passphrase=body.passphrase
    )


@router.put("/me/passphrase", status_code=204)
def change_passphrase(request: Request, body: NewPassphrase) -> None:
    """Changes the passphrase and ends the other sessions."""
    with runtime_of(request).work(reads_only=True) as work:
        actor = current_actor(request, work)
    signing_in.change_passphrase(
        runtime_of(request).work, actor=actor, current=body.current, passphrase=body.passphrase
    )


@router.get("/me")
def me(request: Request) -> Me:
    """Who is signed in: id, name, roles, teams."""
    with signed_in(request, reads_only=True) as (work, actor):
        return queries.me(work=work, actor=actor)
