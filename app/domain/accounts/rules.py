"""Pure decisions about members, passphrases, sign-in names and failed sign-ins."""

import re
import unicodedata
from collections.abc import Iterable, Set
from datetime import timedelta

from app.domain.custody.rules import ADMINISTRATOR, ROLES, valid_roles
from app.domain.work import Actor
from app.errors import Invalid, NotAllowed, Problem

LEAST_PASSPHRASE = 12
LONGEST_NAME = 200
MOST_TOKEN_DAYS = 366
_LOGIN = re.compile(r"[a-z0-9._-]{3,64}", re.ASCII)

FREE_FAILURES = 5
FREE_FAILURES_IN_ALARM = 1
ALARM_FAILURES = 200
ALARM_WINDOW = timedelta(minutes=10)
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGET_AFTER = timedelta(hours=1)


def require_administrator(actor: Actor) -> None:
    """Raises NotAllowed unless an administrator acts, as a member: narrow tokens certify nobody."""
    if ADMINISTRATOR not in actor.roles or actor.kind != "member":
        raise NotAllowed("Only an administrator may do this.")


def require_member(actor: Actor) -> None:
    """Raises NotAllowed when a narrow token acts: what is its owner's alone, and what would outlive it."""
    if actor.kind != "member":
        raise NotAllowed("A narrow token may not do this.")


def by_token(actor: Actor) -> bool:
    """Whether a program acts: the session key of a token is its id and the day."""
    return ":" in actor.session_key


def require_person(actor: Actor) -> None:
    """Raises NotAllowed when a token acts: what outlives it is for the member in person."""
    if by_token(actor):
        raise NotAllowed("A token may not do this. Sign in with your passphrase.")


def checked_roles(roles: Iterable[str]) -> frozenset[str]:
    """The roles as a set. Raises Invalid for none, an unknown one, or write_only beside another."""
    wanted = frozenset(roles)
    if not wanted <= set(ROLES):
        raise Invalid([Problem("roles", f"Choose among: {', '.join(ROLES)}.")])
    if not valid_roles(wanted):
        raise Invalid([Problem("roles", "Choose at least one role; write_only stands alone.")])
    return wanted


def checked_token_roles(roles: Iterable[str], own: Set[str]) -> frozenset[str]:
    """The roles of a token: some of its owner's. Raises Invalid for others."""
    wanted = checked_roles(roles)
    if not wanted <= own:
        raise Invalid([Problem("roles", "A token may have no role that its owner has not.")])
    return wanted


def checked_name(name: str, field: str = "name") -> str:
    """A display name without spaces around it. Raises Invalid when it is empty, too long or not printable."""
    trimmed = " ".join(name.split())
    if not trimmed or len(trimmed) > LONGEST_NAME or not trimmed.isprintable():
        raise Invalid([Problem(field, f"Give a name of 1 to {LONGEST_NAME} characters.")])
    return trimmed


def levelled_login(login: str) -> str:
    """A sign-in name as it is looked up: capitals and surrounding spaces do not matter."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def checked_login(login: str) -> str:
    """A chosen sign-in name. Raises Invalid unless it has 3 to 64 letters a-z, digits, dots, hyphens,
    underscores.
    """
    levelled = levelled_login(login)
    if not _LOGIN.fullmatch(levelled):
        message = "Choose 3 to 64 letters (a-z), digits, dots, hyphens or underscores. Do not use your name."
        raise Invalid([Problem("login", message)])
    return levelled


def check_passphrase(passphrase: str, field: str = "passphrase") -> None:
    """Raises Invalid for a passphrase that is guessed at once: short, or one character over and over."""
    levelled = " ".join(unicodedata.normalize("NFKC", passphrase).split())
    if len(levelled) < LEAST_PASSPHRASE:
        message = f"Use at least {LEAST_PASSPHRASE} characters. Six random words are good."
        raise Invalid([Problem(field, message)])
    if len(set(levelled.replace(" ", ""))) == 1:
        raise Invalid([Problem(field, "This is one character over and over. Six random words are good.")])


def wait_after(failures: int, *, alarm: bool) -> timedelta:
    """How long an account waits after its so many-th failure: nothing, then 30 s, doubling up to 15
    minutes.
    """
    free = FREE_FAILURES_IN_ALARM if alarm else FREE_FAILURES
    if failures < free:
        return timedelta()
    doublings = min(failures - free, 10)
    return min(FIRST_WAIT * 2**doublings, LONGEST_WAIT)
