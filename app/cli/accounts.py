"""member, team, token."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.terminal import (
    AsJson,
    Data,
    Login,
    PassphraseFile,
    TokenFile,
    answer,
    archive,
    ask_passphrase,
    first_line,
    signed_in,
)
from app.domain.accounts import actions, queries, signing_in
from app.i18n import gettext as _

member = typer.Typer(help="Invite, list and revoke members.", no_args_is_help=True)
team = typer.Typer(help="Teams: members who share a key.", no_args_is_help=True)
token = typer.Typer(help="API tokens.", no_args_is_help=True)
Name = Annotated[str, typer.Option("--name", help="A name that the members of the archive see.")]


@member.command("invite")
def invite(
    name: Name,
    role: Annotated[list[str], typer.Option("--role", help="A role; repeat for several.")],
    to_team: Annotated[
        list[str] | None, typer.Option("--team", help="A team's id; repeat for several.")
    ] = None,
    login: Login = None,
    passphrase_file: PassphraseFile = None,
    token_file: TokenFile = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Make a one-time invitation. Give it to the person by a safe way; it is shown once."""
    with archive(data) as runtime, signed_in(runtime, login, passphrase_file, token_file) as (work, actor):
        invited = actions.invite(work=work, actor=actor, name=name, roles=role, teams=to_team or [])
    answer(
        invited,
        _("Invitation, valid until {day}:\n{secret}").format(
            day=invited.expires_on, secret=invited.invitation
        ),
        as_json=as_json,
    )


@member.command("join")
def join(
    invitation_file: Annotated[
        Path, typer.Option("--invitation-file", help="A file that holds the invitation.")
    ],
    login: Login = None,
    passphrase_file: PassphraseFile = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Accept an invitation with a passphrase of your own choice."""
    passphrase = first_line(passphrase_file) if passphrase_file else ask_passphrase(confirm=True)
    with archive(data) as runtime:
        joined = signing_in.accept_invitation(
            runtime.work, secret=first_line(invitation_file), login=login, passphrase=passphrase
        )
    text = _("Your sign-in name: {login}\nRecovery code (print it now; it is not shown again):\n  {code}")
    answer(joined, text.format(login=joined.login, code=joined.recovery_code), as_json=as_json)


@member.command("list")
def list_members(
    login: Login = None,
    passphrase_file: PassphraseFile = None,
    token_file: TokenFile = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """List the members with their roles."""
    with archive(data) as runtime, signed_in(runtime, login, passphrase_file, token_file) as (work, actor):
        members = queries.list_members(work=work, actor=actor)
    lines = [f"{m.id}  {m.state:8} {m.name}  ({', '.join(m.roles)})" for m in members.results]
    answer(members, "\n".join(lines), as_json=as_json)


@member.command("revoke")
def revoke(
    member_id: Annotated[str, typer.Argument(metavar="MEMBER")],
    login: Login = None,
    passphrase_file: PassphraseFile = None,
    token_file: TokenFile = None,
    data: Data = None,
) -> None:
    """End a membership: grants, sessions and tokens at once."""
    with archive(data) as runtime, signed_in(runtime, login, passphrase_file, token_file) as (work, actor):
        actions.revoke_member(work=work, actor=actor, member=member_id)
    typer.echo(_("Revoked."))


@team.command("add")
def add_team(
    name: Name,
    login: Login = None,
    passphrase_file: PassphraseFile = None,
    token_file: TokenFile = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Make a team with yourself as its first member; prints its id."""
    with archive(data) as runtime, signed_in(runtime, login, passphrase_file, token_file) as (work, actor):
        made = actions.make_team(work=work, actor=actor, name=name)
    answer(made, made.id, as_json=as_json)


@team.command("join")
def join_team(
    team_id: Annotated[str, typer.Argument(metavar="TEAM")],
    member_id: Annotated[str, typer.Argument(metavar="MEMBER")],
    login: Login = None,
    passphrase_file: PassphraseFile = None,
    token_file: TokenFile = None,
    data: Data = None,
) -> None:
    """Take a member into a team that you are in."""
    with archive(data) as runtime, signed_in(runtime, login, passphrase_file, token_file) as (work, actor):
        actions.add_to_team(work=work, actor=actor, team=team_id, member=member_id)
    typer.echo(_("Joined."))


@team.command("leave")
def leave_team(
    team_id: Annotated[str, typer.Argument(metavar="TEAM")],
    member_id: Annotated[str | None, typer.Argument(metavar="[MEMBER]")] = None,
    login: Login = None,
    passphrase_file: PassphraseFile = None,
    token_file: TokenFile = None,
    data: Data = None,
) -> None:
    """Take a member (yourself unless named) out of a team. Its keys are made anew."""
    with archive(data) as runtime, signed_in(runtime, login, passphrase_file, token_file) as (work, actor):
        actions.leave_team(work=work, actor=actor, team=team_id, member=member_id or actor.member_id)
    typer.echo(_("Left."))


@token.command("add")
def add_token(
    name: Name,
    kind: Annotated[
        str, typer.Option("--kind", help="full (as yourself) or narrow (with grants of its own).")
    ] = "full",
    login: Login = None,
    passphrase_file: PassphraseFile = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Make an API token. The last word printed is the token; it is shown once."""
    with archive(data) as runtime, signed_in(runtime, login, passphrase_file, None) as (work, actor):
        made = actions.make_token(work=work, actor=actor, name=name, kind=kind)
    answer(
        made,
        _("Token, valid until {day}: {token}").format(day=made.expires_on, token=made.token),
        as_json=as_json,
    )
