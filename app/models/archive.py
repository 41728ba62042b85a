"""Cases, their compartments and grants; records, versions, drafts and files. Content only in `sealed_...`."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Case(Base):
    """A sealed dossier. `number` makes its code; `edit_until` ends the window of a write-only author."""

    __tablename__ = "case"

    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    author_id: Mapped[str] = mapped_column(ForeignKey("holder.id"), index=True)
    sealed_title: Mapped[bytes]
    edit_until: Mapped[datetime | None]


class Compartment(Base):
    """A key pair, per epoch, of a case (`working`, `identity`) or of the register (`register`, `register_restricted`).

    `state` is `open`, or `renewing` between a revocation and the new epoch: no writes until then.
    """

    __tablename__ = "compartment"
    __table_args__ = (Index("ix_compartment_case_id_name", "case_id", "name", unique=True),)

    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str | None] = mapped_column(ForeignKey("case.id"))
    name: Mapped[str]
    epoch: Mapped[int] = mapped_column(default=1)
    public_key: Mapped[bytes]
    state: Mapped[str] = mapped_column(default="open")


class Grant(Base):
    """The compartment's private key sealed to a holder. Kept after revocation, without the seal, as history."""

    __tablename__ = "grant"
    __table_args__ = (Index("ix_grant_compartment_id_holder_id", "compartment_id", "holder_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    compartment_id: Mapped[str] = mapped_column(ForeignKey("compartment.id"))
    holder_id: Mapped[str] = mapped_column(ForeignKey("holder.id"), index=True)
    epoch: Mapped[int]
    sealed_key: Mapped[bytes | None]
    granted_sequence: Mapped[int | None]
    revoked_sequence: Mapped[int | None]


class Record(Base):
    """A thing of one kind (the kind itself is sealed). `exhibit` is given at its first export and stays."""

    __tablename__ = "record"

    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str | None] = mapped_column(ForeignKey("case.id"), index=True)
    compartment_id: Mapped[str] = mapped_column(ForeignKey("compartment.id"), index=True)
    latest: Mapped[int] = mapped_column(default=1)
    exhibit: Mapped[int | None] = mapped_column(unique=True)


class Version(Base):
    """One immutable state of a record: the statement in clear (it reveals nothing), its disclosures sealed."""

    __tablename__ = "version"

    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    compartment_id: Mapped[str] = mapped_column(ForeignKey("compartment.id"), index=True)
    epoch: Mapped[int]  # of the compartment key that `sealed_key` is sealed to
    sealed_key: Mapped[bytes]
    sealed_content: Mapped[bytes]
    statement: Mapped[str] = mapped_column(Text)
    author_key_id: Mapped[str]
    sequence: Mapped[int | None] = mapped_column(BigInteger, index=True)


class Draft(Base):
    """Work not yet submitted. Its key is sealed to its author and destroyed with the row."""

    __tablename__ = "draft"

    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), index=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), index=True)
    sealed_key: Mapped[bytes]
    sealed_content: Mapped[bytes]
    version: Mapped[int] = mapped_column(default=1)
    expires_at: Mapped[datetime | None]


class File(Base):
    """The sealed bytes of an evidence record: the object's name in storage, its key, its padded size."""

    __tablename__ = "file"

    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), primary_key=True)
    compartment_id: Mapped[str] = mapped_column(ForeignKey("compartment.id"), index=True)
    epoch: Mapped[int]
    object_name: Mapped[str] = mapped_column(unique=True)
    sealed_key: Mapped[bytes]
    sealed_size: Mapped[int] = mapped_column(BigInteger)
    sealed_sha256: Mapped[bytes]  # of the sealed bytes: the log can be checked without keys
    sequence: Mapped[int | None] = mapped_column(BigInteger)
