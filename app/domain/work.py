"""Work, the unit in which everything is done or nothing; Actor, who acts and with which keys; Shelf.

A door opens one Work for a request or command, calls actions and queries with it, and commits once. The deeds that
the actions recorded are appended to the custody log as the last act before the commit, under the log's lock.
"""

import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar, cast

from sqlalchemy.orm import Session

from app.clock import Clock
from app.errors import NotReady
from app.hostkeys import HostKeys
from app.models import Setting
from app.settings import Settings
from app.storage import Storage
from app.vault.keys import HolderKeys


@dataclass(frozen=True)
class Actor:
    """Who acts: `id` is the holder's (a member's, or a narrow token's), `member_id` the person behind it.

    `session_key` names the session, or the token and day, for which first openings are logged.
    """

    id: str
    member_id: str
    roles: frozenset[str]
    keys: HolderKeys = field(repr=False)
    session_key: str = field(repr=False)
    kind: str = "member"  # or "token": a narrow token with grants of its own

    @property
    def write_only(self) -> bool:
        """Whether this is a member who may add but never read back."""
        return "write_only" in self.roles


class Shelved(Protocol):
    """Something costly that a process keeps open for a signed-in holder, such as a catalogue."""

    def close(self) -> None:
        """Drops it from memory."""
        ...


ShelvedT = TypeVar("ShelvedT", bound=Shelved)


class Shelf:
    """What this process keeps open in memory for signed-in holders, shared by their sessions.

    An item is dropped when the last session that used it has ended or has been idle.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._items: dict[str, Shelved] = {}
        self._users: dict[str, dict[str, float]] = {}  # item key -> session key -> monotonic time of last use

    def get(self, key: str, session_key: str, make: Callable[[], ShelvedT]) -> ShelvedT:
        """The item under `key`, made by `make` if nobody has it open; noted as used by `session_key`."""
        with self._lock:
            if key not in self._items:
                self._items[key] = make()
            self._users.setdefault(key, {})[session_key] = time.monotonic()
            return cast("ShelvedT", self._items[key])

    def end_session(self, session_key: str) -> None:
        """Forgets a session; drops what nobody else uses."""
        with self._lock:
            for key in list(self._items):
                self._users[key].pop(session_key, None)
                self._drop_if_unused(key)

    def end_idle(self, seconds: float) -> None:
        """Forgets sessions that have not used an item for `seconds`; drops what nobody uses."""
        oldest = time.monotonic() - seconds
        with self._lock:
            for key in list(self._items):
                users = self._users[key]
                for session_key in [s for s, used in users.items() if used < oldest]:
                    del users[session_key]
                self._drop_if_unused(key)

    def drop(self, key: str) -> None:
        """Drops the item under `key` at once, whoever uses it."""
        with self._lock:
            self._users.pop(key, None)
            item = self._items.pop(key, None)
        if item is not None:
            item.close()

    def close(self) -> None:
        """Drops everything: the process ends."""
        for key in list(self._items):
            self.drop(key)

    def _drop_if_unused(self, key: str) -> None:
        if not self._users[key]:
            self.drop(key)


class Appender(Protocol):
    """How pending deeds reach the custody log (app.domain.custody.append.append_pending)."""

    def __call__(self, work: "Work") -> None:
        """Appends every pending deed under the log's lock."""
        ...


@dataclass
class Work:
    """One unit of work: all of it is committed, deeds and data, or none of it is."""

    session: Session
    storage: Storage
    host: HostKeys
    clock: Clock
    settings: Settings
    shelf: Shelf
    append_pending: Appender
    pending: list[Any] = field(default_factory=list[Any])  # custody.actions.PendingDeed
    cache: dict[Any, Any] = field(
        default_factory=dict[Any, Any]
    )  # opened keys and verified certificates: this unit's
    on_commit: list[Callable[[], None]] = field(default_factory=list[Callable[[], None]])
    on_rollback: list[Callable[[], None]] = field(default_factory=list[Callable[[], None]])

    def setting(self, name: str, default: str | None = None) -> str:
        """A setting of the archive from its table. Raises NotReady where it is missing and no default is given."""
        row = self.session.get(Setting, name)
        if row is not None:
            return row.value
        if default is None:
            raise NotReady("This database holds no archive. Run 'testimonia init'.")
        return default

    def put_setting(self, name: str, value: str) -> None:
        """Writes a setting of the archive. Ids and codes only: it stands in clear."""
        self.session.merge(Setting(name=name, value=value))

    def commit(self) -> None:
        """Appends the pending deeds to the log as the last act, and commits. Acknowledged means durable."""
        self.session.flush()
        if self.pending:
            self.append_pending(self)
            self.pending.clear()
            self.session.flush()
        self.session.commit()
        self.on_rollback.clear()
        for act in self.on_commit:
            act()
        self.on_commit.clear()

    def rollback(self) -> None:
        """Undoes what was not committed; objects written to the store meanwhile are removed."""
        self.session.rollback()
        self.pending.clear()
        self.on_commit.clear()
        for act in self.on_rollback:
            act()
        self.on_rollback.clear()


@contextmanager
def unit_of(work: Work) -> Generator[Work]:
    """Commits `work` at the end of the block, or rolls it back when the block raises."""
    try:
        yield work
        work.commit()
    except BaseException:
        work.rollback()
        raise
    finally:
        work.session.close()
