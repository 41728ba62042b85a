"""Members and invitations."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field, StringConstraints

from app.api.bodies import Body, Id, PathId
from app.api.session import Secret, refuse_foreign_page
from app.domain.accounts import actions, queries, signing_in
from app.domain.accounts.views import InvitationList, Invited, Joined, MemberList, Offer
from app.http import runtime_of, signed_in

router = APIRouter(prefix="/members", tags=["members"])
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Roles = Annotated[list[str], Field(min_length=1, max_length=10)]


class Invite(Body):
    """Whom to invite (a name that other members will see), with which roles and teams."""

    name: Name
    roles: Roles
    teams: list[Id] = Field(default_factory=list, max_length=100)


class Accept(Body):
    """The secret of the one-time link, and the passphrase that the invited person chose."""

    invitation: Secret
    passphrase: Secret
    login: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None


class Rename(Body):
    """The name that other members see from now on."""

    name: Name


class SetRoles(Body):
    """The member's roles from now on."""

    roles: Roles


@router.get("")
def list_members(request: Request) -> MemberList:
    """The members of the archive with their roles, which come from their certificates."""
    with signed_in(request, reads_only=True) as (work, actor):
        return queries.list_members(work=work, actor=actor)


@router.post("", status_code=201)
def accept_invitation(request: Request, body: Accept) -> Joined:
    """Joins by a one-time link. Answers the sign-in name and the recovery code to print: both are shown once."""
    refuse_foreign_page(request)
    return signing_in.accept_invitation(
        runtime_of(request).work, secret=body.invitation, login=body.login, passphrase=body.passphrase
    )


@router.get("/offer")
def offer_passphrase() -> Offer:
    """A generated passphrase to take or leave. It is stored nowhere."""
    return queries.offer_passphrase()


@router.get("/invitations")
def list_invitations(request: Request) -> InvitationList:
    """Invitations that nobody has accepted yet. For administrators."""
    with signed_in(request, reads_only=True) as (work, actor):
        return queries.list_invitations(work=work, actor=actor)


@router.post("/invitations", status_code=201)
def invite(request: Request, body: Invite) -> Invited:
    """Makes a one-time link. Its secret is answered once and cannot be read again."""
    with signed_in(request) as (work, actor):
        return actions.invite(work=work, actor=actor, **body.model_dump())


@router.delete("/invitations/{invitation}", status_code=204)
def cancel_invitation(request: Request, invitation: PathId) -> None:
    """Makes a link useless."""
    with signed_in(request) as (work, actor):
        actions.cancel_invitation(work=work, actor=actor, invitation=invitation)


@router.patch("/{member}", status_code=204)
def rename_member(request: Request, member: PathId, body: Rename) -> None:
    """Changes a display name: one's own, or as an administrator anybody's."""
    with signed_in(request) as (work, actor):
        actions.rename_member(work=work, actor=actor, member=member, name=body.name)


@router.put("/{member}/roles", status_code=204)
def set_roles(request: Request, member: PathId, body: SetRoles) -> None:
    """Certifies a member's roles anew."""
    with signed_in(request) as (work, actor):
        actions.set_roles(work=work, actor=actor, member=member, roles=body.roles)


@router.delete("/{member}", status_code=204)
def revoke_member(request: Request, member: PathId) -> None:
    """Ends a membership: grants, sessions and tokens at once; teams get new keys."""
    with signed_in(request) as (work, actor):
        actions.revoke_member(work=work, actor=actor, member=member)
