"""The custody log: its leaves, the nodes of its complete subtrees, and the row that serialises appends."""

from sqlalchemy import BigInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class LogEntry(Base):
    """One leaf (canonical JSON), with what it is looked up by."""

    __tablename__ = "log_entry"

    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    leaf: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[str] = mapped_column(index=True)
    deed: Mapped[str]


class LogNode(Base):
    """The hash of a complete subtree: `position` counts the subtrees of 2**level leaves from the left."""

    __tablename__ = "log_node"

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hash: Mapped[bytes]


class LogState(Base):
    """One row: the size of the log. Locked for the append, which is the last act of a transaction."""

    __tablename__ = "log_state"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(BigInteger)
