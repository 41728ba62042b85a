"""The verbs that write, in one place for the doors. Each has its line in the custody log; none commits."""

from app.domain.accounts.members import cancel_invitation, invite, rename_member, revoke_member, set_roles
from app.domain.accounts.sessions import end_own_session, sign_out
from app.domain.accounts.teams import add_to_team, leave_team, make_team
from app.domain.accounts.tokens import make_token, revoke_token

__all__ = [
    "add_to_team",
    "cancel_invitation",
    "end_own_session",
    "invite",
    "leave_team",
    "make_team",
    "make_token",
    "rename_member",
    "revoke_member",
    "revoke_token",
    "set_roles",
    "sign_out",
]
