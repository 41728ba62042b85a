"""Who has keys: holders (members, teams, invitations, narrow tokens), and what proves and opens those keys."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Holder(Base):
    """Whoever has keys. `kind`: member, team, invitation, token. Public halves in clear; never a name."""

    __tablename__ = "holder"

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    epoch: Mapped[int] = mapped_column(default=1)  # grows when a team's seed is rotated
    seal_public: Mapped[bytes]
    sign_public: Mapped[bytes]
    key_id: Mapped[str] = mapped_column(unique=True)
    active: Mapped[bool] = mapped_column(default=True)


class Member(Base):
    """A person with an account. The sign-in name is a keyed hash, the display name is sealed to *everyone*."""

    __tablename__ = "member"

    id: Mapped[str] = mapped_column(ForeignKey("holder.id"), primary_key=True)
    login_hash: Mapped[str] = mapped_column(unique=True)
    kdf_salt: Mapped[bytes]
    kdf_memory_kib: Mapped[int]
    kdf_iterations: Mapped[int]
    auth_hash: Mapped[bytes]
    sealed_seed: Mapped[bytes]
    recovery_id: Mapped[str] = mapped_column(unique=True)
    sealed_recovery_seed: Mapped[bytes]
    sealed_name: Mapped[bytes]


class Certificate(Base):
    """A signed statement that keys belong to a holder (or compartment), with roles, without a name.

    `body` is canonical JSON, `sequence` its line in the custody log, `revoked_sequence` the line that ended it.
    """

    __tablename__ = "certificate"

    id: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[str] = mapped_column(index=True)  # holder or compartment
    epoch: Mapped[int] = mapped_column(default=1)
    key_id: Mapped[str] = mapped_column(
        index=True
    )  # of the certified signing (or, for compartments, sealing) key
    issuer_key_id: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    signature: Mapped[bytes]
    sequence: Mapped[int | None]
    revoked_sequence: Mapped[int | None]


class Team(Base):
    """Members who share a key. `builtin` is `everyone` for the team that holds the register."""

    __tablename__ = "team"

    id: Mapped[str] = mapped_column(ForeignKey("holder.id"), primary_key=True)
    builtin: Mapped[str | None] = mapped_column(unique=True)
    sealed_name: Mapped[bytes]


class TeamSeed(Base):
    """The team's seed sealed to one holder: membership. Rows stay after leaving, without the seal, as history."""

    __tablename__ = "team_seed"

    id: Mapped[str] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(ForeignKey("team.id"), index=True)
    holder_id: Mapped[str] = mapped_column(ForeignKey("holder.id"), index=True)
    epoch: Mapped[int]
    sealed_seed: Mapped[bytes | None]
    joined_sequence: Mapped[int | None]
    left_sequence: Mapped[int | None]


class Invitation(Base):
    """A one-time link. Its secret is the seed of a provisional holder; the name is sealed to *everyone*."""

    __tablename__ = "invitation"

    id: Mapped[str] = mapped_column(ForeignKey("holder.id"), primary_key=True)
    secret_id: Mapped[str] = mapped_column(unique=True)
    sealed_name: Mapped[bytes]
    expires_at: Mapped[datetime]
    accepted_by: Mapped[str | None]


class Token(Base):
    """An API token: full (wraps the member's seed) or narrow (a certified holder of its own)."""

    __tablename__ = "token"

    id: Mapped[str] = mapped_column(primary_key=True)  # for a narrow token its holder's id
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), index=True)
    kind: Mapped[str]
    secret_id: Mapped[str] = mapped_column(unique=True)
    sealed_seed: Mapped[bytes]
    sealed_name: Mapped[bytes]
    expires_at: Mapped[datetime]
    active: Mapped[bool] = mapped_column(default=True)


class Session(Base):
    """A signed-in browser. `id` is a hash of the cookie; the seed is sealed under cookie and pepper."""

    __tablename__ = "session"

    id: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), index=True)
    sealed_seed: Mapped[bytes]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class SessionOpening(Base):
    """Which cases a session (or a token on one day) has opened: the first opening is a deed in the log."""

    __tablename__ = "session_opening"

    session_key: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[str] = mapped_column(primary_key=True)


class Throttle(Base):
    """Failed sign-ins of one account (by keyed hash of the name tried) or of the whole archive."""

    __tablename__ = "throttle"

    bucket: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    window_start: Mapped[datetime]
    blocked_until: Mapped[datetime | None]
