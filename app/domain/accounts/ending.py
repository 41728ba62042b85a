"""A holder ends: a member who is revoked, a narrow token, an invitation. What it was given is taken back at
once.

`actor` None is the host, which ends what has expired.
"""

from sqlalchemy import select

from app.domain.accounts.certificates import hold, uncertify
from app.domain.accounts.derived import drop_own_work, drop_snapshot, start_renewing
from app.domain.accounts.memberships import end_grant, grants_of, take_out, teams_of
from app.domain.work import Actor, Work
from app.models import Holder, Invitation, Token


def take_back(*, work: Work, actor: Actor | None, holders: list[str]) -> None:
    """Ends the grants and memberships of these holders; their teams are rotated once, their compartments
    renewed.
    """
    for holder in sorted(holders):
        hold(work, holder)
        start_renewing(work, holder)
        for row in grants_of(work, holder):
            end_grant(work, actor, row)
        drop_snapshot(work, holder)
        drop_own_work(work, holder)
    for team in sorted({team for holder in holders for team in teams_of(work, holder)}):
        take_out(work=work, actor=actor, team=team, holders=holders)
    work.session.flush()


def close(*, work: Work, actor: Actor | None, holder: str) -> None:
    """Ends the holder's certificates. Nothing is sealed to it any more, and its signatures count no longer."""
    hold(work, holder).active = False
    uncertify(work=work, actor=actor, subject=holder)


def end_invitation(*, work: Work, actor: Actor | None, invitation: Invitation) -> None:
    """Ends an invitation and forgets the name on it."""
    invitation.sealed_name = b""
    take_back(work=work, actor=actor, holders=[invitation.id])
    close(work=work, actor=actor, holder=invitation.id)


def end_token(*, work: Work, actor: Actor | None, token: Token) -> None:
    """Ends a token. A narrow one is a holder, and loses what it was given."""
    token.active, token.sealed_seed = False, b""
    if token.kind == "narrow":
        take_back(work=work, actor=actor, holders=[token.id])
        close(work=work, actor=actor, holder=token.id)


def end_full_tokens(work: Work, actor: Actor) -> None:
    """Ends the member's tokens that act as the member: who changes a passphrase fears that somebody else had the key.

    Narrow tokens stay. They have keys and grants of their own, and the member ends them one by one.
    """
    own = select(Token).where(Token.member_id == actor.member_id, Token.active, Token.kind == "full")
    for token in work.session.scalars(own).all():
        end_token(work=work, actor=actor, token=token)


def end_expired(work: Work) -> None:
    """Ends the invitations and tokens that have expired: nothing stays sealed to them."""
    now = work.clock.now()
    invitations = (
        select(Invitation)
        .join(Holder, Holder.id == Invitation.id)
        .where(Holder.active, Invitation.expires_at <= now)
    )
    for invitation in work.session.scalars(invitations).all():
        end_invitation(work=work, actor=None, invitation=invitation)
    for token in work.session.scalars(select(Token).where(Token.active, Token.expires_at <= now)).all():
        end_token(work=work, actor=None, token=token)
