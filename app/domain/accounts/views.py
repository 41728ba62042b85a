"""Answers of this area. Secrets that are shown once are kept out of representations."""

from dataclasses import dataclass, field
from datetime import date, datetime

from app.domain.work import Actor


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session: the cookie goes to the browser and is stored nowhere."""

    cookie: str = field(repr=False)
    actor: Actor


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The founding member. `anchor` is the fingerprint of the key on which every certificate rests."""

    archive: str
    actor: Actor
    anchor: str
    recovery_code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TeamName:
    """A team and its name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Me:
    """Who is signed in. `id` is the holder's: to grant to me, grant to it."""

    id: str
    name: str
    roles: list[str]
    teams: list[TeamName]


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member. `roles` come from the certificate; `state` is active or revoked."""

    id: str
    name: str
    roles: list[str]
    state: str


@dataclass(frozen=True, slots=True)
class MemberList:
    """The members of the archive."""

    total: int
    results: list[MemberView]


@dataclass(frozen=True, slots=True)
class Invited:
    """A one-time link's secret, shown once."""

    id: str
    invitation: str = field(repr=False)
    expires_on: date


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An invitation that nobody has accepted yet."""

    id: str
    name: str
    roles: list[str]
    expires_on: date


@dataclass(frozen=True, slots=True)
class InvitationList:
    """Open invitations."""

    total: int
    results: list[InvitationView]


@dataclass(frozen=True, slots=True)
class Joined:
    """A new member: the sign-in name, and the recovery code to print. Both are shown once."""

    id: str
    login: str = field(repr=False)
    recovery_code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Recovered:
    """The recovery code that replaces the one just used."""

    recovery_code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Offer:
    """A generated passphrase to take or leave."""

    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team: `members` are holders' ids; `mine` says whether the actor is in it."""

    id: str
    name: str
    builtin: str | None
    members: list[str]
    mine: bool


@dataclass(frozen=True, slots=True)
class TeamList:
    """The teams of the archive."""

    total: int
    results: list[TeamView]


@dataclass(frozen=True, slots=True)
class TeamMade:
    """A new team."""

    id: str


@dataclass(frozen=True, slots=True)
class TokenView:
    """One of the member's tokens, without its secret."""

    id: str
    name: str
    kind: str
    roles: list[str]
    expires_on: date
    active: bool


@dataclass(frozen=True, slots=True)
class TokenList:
    """The member's tokens."""

    total: int
    results: list[TokenView]


@dataclass(frozen=True, slots=True)
class TokenMade:
    """A new token's secret, shown once."""

    id: str
    token: str = field(repr=False)
    expires_on: date


@dataclass(frozen=True, slots=True)
class SessionView:
    """One of the member's sessions."""

    id: str
    seen_at: datetime
    expires_at: datetime
    current: bool


@dataclass(frozen=True, slots=True)
class SessionList:
    """The member's sessions."""

    total: int
    results: list[SessionView]
