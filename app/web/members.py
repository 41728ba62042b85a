"""Members: who they are, inviting them, their roles and names, and the end of a membership."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.domain.accounts import actions, queries
from app.domain.accounts.rules import ADMINISTRATOR, require_administrator
from app.domain.accounts.views import MemberView
from app.domain.custody.rules import ROLES
from app.domain.once import fresh_id
from app.errors import Conflict, Invalid, NotFound, TestimoniaError
from app.web.rendering import filters
from app.web.visit import Form, Posted, Visit, problems_by_field, see_other, visiting
from app.web.words import role_label, role_meaning

router = APIRouter(prefix="/members")
filters(role=role_label, role_meaning=role_meaning)


@router.get("")
def list_members(request: Request) -> Response:
    """Who is a member, with which roles; for administrators the open invitations too."""
    with visiting(request, reads_only=True) as visit:
        administers = ADMINISTRATOR in visit.actor.roles
        members = queries.list_members(work=visit.work, actor=visit.actor).results
        invitations = (
            queries.list_invitations(work=visit.work, actor=visit.actor).results if administers else []
        )
        return visit.page(
            "members/list.html", members=members, invitations=invitations, administers=administers
        )


@router.get("/invite")
def invite_page(request: Request) -> Response:
    """The form for an invitation."""
    with visiting(request, reads_only=True) as visit:
        return _invite_page(visit, Posted())


@router.post("/invite")
def invite(request: Request, form: Form) -> Response:
    """Makes a one-time link, shown once on the page that answers."""
    try:
        with visiting(request) as visit:
            invited = actions.invite(
                work=visit.work,
                actor=visit.actor,
                name=form.text("name"),
                roles=form.all("roles"),
                teams=form.all("teams"),
                once=form.optional("once"),
            )
    except (Invalid, Conflict) as error:
        with visiting(request, reads_only=True) as visit:
            return _invite_page(visit, form, error)
    link = f"{request.url.scheme}://{request.headers.get('host', '')}/join#{invited.invitation}"
    with visiting(request, reads_only=True) as visit:
        return visit.page("members/invited.html", invited=invited, link=link, name=form.text("name"))


@router.post("/invitations/{invitation}/end")
def end_invitation(request: Request, invitation: str, form: Form) -> Response:  # noqa: ARG001 - it holds the form token
    """Makes a link useless."""
    with visiting(request) as visit:
        actions.cancel_invitation(work=visit.work, actor=visit.actor, invitation=invitation)
    return see_other("/members")


@router.get("/{member}")
def show_member(request: Request, member: str) -> Response:
    """One member: name, roles and teams."""
    with visiting(request, reads_only=True) as visit:
        return _member_page(visit, member)


@router.post("/{member}/name")
def rename(request: Request, member: str, form: Form) -> Response:
    """Changes the name that others see."""
    return _change(request, member, form, actions.rename_member, name=form.text("name"))


@router.post("/{member}/roles")
def set_roles(request: Request, member: str, form: Form) -> Response:
    """Certifies a member's roles anew."""
    return _change(request, member, form, actions.set_roles, roles=form.all("roles"))


@router.get("/{member}/end")
def ask_to_end(request: Request, member: str) -> Response:
    """What follows when a membership ends, before it is done."""
    with visiting(request, reads_only=True) as visit:
        require_administrator(visit.actor)
        return visit.page("members/end.html", member=_active(visit, member))


@router.post("/{member}/end")
def end_membership(request: Request, member: str, form: Form) -> Response:  # noqa: ARG001 - it holds the form token
    """Ends a membership at once."""
    try:
        with visiting(request) as visit:
            actions.revoke_member(work=visit.work, actor=visit.actor, member=member)
    except Conflict as error:
        with visiting(request, reads_only=True) as visit:
            told = _active(visit, member)
            return visit.page(
                "members/end.html", error.status, member=told, problems=problems_by_field(error)
            )
    return see_other("/members")


def _change(request: Request, member: str, form: Posted, change: Any, **inputs: Any) -> Response:
    """Does one change and goes back to the member's page, or shows it again with what does not fit."""
    try:
        with visiting(request) as visit:
            change(work=visit.work, actor=visit.actor, member=member, **inputs)
    except (Invalid, Conflict) as error:
        with visiting(request, reads_only=True) as visit:
            return _member_page(visit, member, form, error)
    return see_other(f"/members/{member}")


def _invite_page(visit: Visit, form: Posted, error: TestimoniaError | None = None) -> Response:
    require_administrator(visit.actor)
    teams = queries.list_teams(work=visit.work, actor=visit.actor).results
    return visit.page(
        "members/invite.html",
        error.status if error else 200,
        name=form.text("name"),
        chosen=form.all("roles"),
        roles=ROLES,
        teams=[team for team in teams if team.mine and not team.builtin],
        ticked=form.all("teams"),
        days=visit.work.settings.invitation_days,
        once=fresh_id(),
        problems=problems_by_field(error) if error else {},
    )


def _member_page(
    visit: Visit, member: str, form: Posted | None = None, error: TestimoniaError | None = None
) -> Response:
    told = _member(visit, member)
    teams = queries.list_teams(work=visit.work, actor=visit.actor).results
    administers = ADMINISTRATOR in visit.actor.roles
    return visit.page(
        "members/member.html",
        error.status if error else 200,
        member=told,
        name=form.text("name") if form and form.has("name") else told.name,
        chosen=form.all("roles") if form and not form.has("name") else told.roles,
        roles=ROLES,
        teams=[team for team in teams if member in team.members],
        administers=administers and told.state == "active",
        may_rename=told.state == "active" and (administers or member == visit.actor.id),
        problems=problems_by_field(error) if error else {},
    )


def _member(visit: Visit, member: str) -> MemberView:
    """One member. Raises NotFound."""
    members = queries.list_members(work=visit.work, actor=visit.actor).results
    found = next((one for one in members if one.id == member), None)
    if found is None:
        raise NotFound
    return found


def _active(visit: Visit, member: str) -> MemberView:
    """A member whose membership has not ended. Raises NotFound."""
    found = _member(visit, member)
    if found.state != "active":
        raise NotFound
    return found
