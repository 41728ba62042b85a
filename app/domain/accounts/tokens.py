"""API tokens: full (as the member) or narrow (a certified holder of its own, with its own grants). Both
expire.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import select

from app.domain.accounts.certificates import add_holder, trusted_key
from app.domain.accounts.ending import end_token
from app.domain.accounts.keyring import keyring
from app.domain.accounts.memberships import admit
from app.domain.accounts.names import seal_own_name
from app.domain.accounts.rules import (
    ADMINISTRATOR,
    MOST_TOKEN_DAYS,
    checked_name,
    checked_token_roles,
    require_member,
    require_person,
)
from app.domain.accounts.sessions import member_actor
from app.domain.accounts.views import TokenMade
from app.domain.custody.actions import record
from app.domain.custody.deeds import Deed
from app.domain.once import unused_id
from app.domain.work import Actor, Work
from app.errors import Invalid, NotFound, NotSignedIn, Problem, Tampered
from app.models import Token
from app.vault.context import Purpose, context
from app.vault.keys import HolderKeys
from app.vault.seal import SealError, seal, unseal
from app.vault.tokens import new_secret, secret_id, secret_key


def make_token(
    *,
    work: Work,
    actor: Actor,
    name: str,
    kind: str = "full",
    roles: Iterable[str] | None = None,
    days: int | None = None,
    teams: Sequence[str] = (),
    once: str | None = None,
) -> TokenMade:
    """Makes a token for a program of the actor; its secret is answered once.

    A full token acts as the member. A narrow one is a holder of its own: some of the member's `roles` (all,
    if none are named), only the grants made to it afterwards, and `teams` of the actor if asked. Raises
    NotAllowed when a token asks for another, Invalid for what does not fit, Conflict when `once`, the id to give
    it, was sent before.
    """
    require_person(actor)
    name = checked_name(name)
    token = unused_id(work, once)
    secret = new_secret()
    expires = work.clock.now() + timedelta(days=_checked_days(work, days))
    if kind == "narrow":
        keys = HolderKeys.generate()
        _narrow(work, actor, token=token, keys=keys, roles=roles, teams=teams)
    elif kind == "full" and roles is None and not teams:
        keys = actor.keys
        record(work=work, actor=actor, deed=Deed.administered, subject=actor.id)
    else:
        raise Invalid(
            [Problem("kind", "Choose narrow, or full without roles and teams: it has the member's.")]
        )
    row = Token(
        id=token,
        member_id=actor.member_id,
        kind=kind,
        secret_id=secret_id(secret),
        sealed_seed=b"",
        sealed_name=seal_own_name(actor.keys, Purpose.token_name, token, name),
        expires_at=expires,
    )
    row.sealed_seed = seal(_key(work, secret), keys.seed, _context(row))
    work.session.add(row)
    return TokenMade(token, secret, expires.date())


def revoke_token(*, work: Work, actor: Actor, token: str) -> None:
    """Ends a token at once: one's own, or as an administrator anybody's.

    Raises NotFound for another, or none; NotAllowed to a narrow token, which ends nothing of its owner's.
    """
    row = work.session.get(Token, token)
    if row is None or not row.active:
        raise NotFound
    if row.member_id != actor.member_id and (ADMINISTRATOR not in actor.roles or actor.kind != "member"):
        raise NotFound
    require_member(actor)
    end_token(work=work, actor=actor, token=row)
    if row.kind == "full":
        record(work=work, actor=actor, deed=Deed.administered, subject=row.member_id)


def actor_of_token(work: Work, secret: str) -> Actor:
    """Who acts with this token. Raises NotSignedIn when it ended, expired, or never was."""
    row = work.session.scalar(select(Token).where(Token.secret_id == secret_id(secret)))
    now = work.clock.now()
    if row is None or not row.active or now >= row.expires_at:
        raise NotSignedIn
    try:
        seed = unseal(_key(work, secret), row.sealed_seed, _context(row))
    except SealError:
        raise NotSignedIn from None
    session_key = f"{row.id}:{now.date().isoformat()}"
    if row.kind == "full":
        return member_actor(work, row.member_id, seed, session_key)
    return _narrow_actor(work, row, seed, session_key)


def _narrow_actor(work: Work, row: Token, seed: bytes, session_key: str) -> Actor:
    keys = HolderKeys.from_seed(seed)
    try:
        certified = trusted_key(work, row.id)
    except NotFound:
        raise NotSignedIn from None
    if certified.key_id != keys.key_id:
        raise Tampered("The certified key of this token is not the one that was opened.")
    return Actor(row.id, row.member_id, certified.roles, keys, session_key, kind="token")


def _narrow(
    work: Work,
    actor: Actor,
    *,
    token: str,
    keys: HolderKeys,
    roles: Iterable[str] | None,
    teams: Sequence[str],
) -> None:
    wanted = actor.roles if roles is None else checked_token_roles(roles, actor.roles)
    own = keyring(work, actor)
    if actor.id in teams or not own.keys() >= set(teams):
        raise Invalid([Problem("teams", "Choose teams that you are in yourself.")])
    add_holder(work=work, actor=actor, kind="token", keys=keys, roles=wanted, holder_id=token)
    for team in dict.fromkeys(teams):
        admit(work=work, actor=actor, team=team, seed=own[team].seed, holder=token)


def _checked_days(work: Work, days: int | None) -> int:
    days = work.settings.token_days if days is None else days
    if not 1 <= days <= MOST_TOKEN_DAYS:
        raise Invalid([Problem("days", f"Give a number of days from 1 to {MOST_TOKEN_DAYS}.")])
    return days


def _key(work: Work, secret: str) -> bytes:
    return secret_key(secret, work.host.pepper, Purpose.token_key)


def _context(row: Token) -> bytes:
    return context(Purpose.token_seed, token=row.id, member=row.member_id)
