"""The time, in one place, so that tests can set it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime


def _system_now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Clock:
    """Tells the time. `source` returns an aware UTC datetime."""

    source: Callable[[], datetime] = _system_now

    def now(self) -> datetime:
        """Now, aware, in UTC, without fractions of a second."""
        return self.source().replace(microsecond=0)

    def today(self) -> date:
        """Today in UTC."""
        return self.now().date()
