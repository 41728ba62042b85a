"""What is derived or built: sealed catalogue snapshots, and exports with their sealed bundles."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class CatalogueSnapshot(Base):
    """A holder's sealed catalogue and the log sequence that it has caught up to."""

    __tablename__ = "catalogue_snapshot"

    holder_id: Mapped[str] = mapped_column(ForeignKey("holder.id"), primary_key=True)
    watermark: Mapped[int] = mapped_column(BigInteger)
    object_name: Mapped[str]


class Export(Base):
    """A bundle asked for. The request, the result and the bundle's key are sealed to who asked."""

    __tablename__ = "export"

    id: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("holder.id"), index=True)
    state: Mapped[str]  # building, ready, refused
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    alive_at: Mapped[datetime | None]  # while it is being built, each minute
    sealed_request: Mapped[bytes]
    sealed_result: Mapped[bytes | None]
    sealed_key: Mapped[bytes | None]
    object_name: Mapped[str | None]
    size: Mapped[int | None] = mapped_column(BigInteger)


class ExportCase(Base):
    """Which cases a stored bundle draws on, so that a revocation or withdrawal can destroy it without keys."""

    __tablename__ = "export_case"

    export_id: Mapped[str] = mapped_column(ForeignKey("export.id"), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case.id"), primary_key=True, index=True)
