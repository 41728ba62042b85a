"""A holder ends: a member who is revoked, a narrow token, an invitation. What it was given is taken back at
once.
"""

from app.domain.accounts.certificates import uncertify
from app.domain.accounts.derived import drop_snapshot, start_renewing
from app.domain.accounts.memberships import end_grant, grants_of, take_out, teams_of
from app.domain.work import Actor, Work
from app.models import Holder


def take_back(*, work: Work, actor: Actor, holders: list[str]) -> None:
    """Ends the grants and memberships of these holders; their teams are rotated once, their compartments
    renewed.
    """
    for holder in holders:
        start_renewing(work, holder)
        for row in grants_of(work, holder):
            end_grant(work, actor, row)
        drop_snapshot(work, holder)
    for team in sorted({team for holder in holders for team in teams_of(work, holder)}):
        take_out(work=work, actor=actor, team=team, holders=holders)
    work.session.flush()


def close(*, work: Work, actor: Actor, holder: str) -> None:
    """Ends the holder's certificates. Nothing is sealed to it any more, and its signatures count no longer."""
    row = work.session.get(Holder, holder)
    if row is not None:
        row.active = False
    uncertify(work=work, actor=actor, subject=holder)
