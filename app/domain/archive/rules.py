"""Who may do what by role, and other decisions that need no database.

Keys come first: whoever cannot open a compartment never gets as far as these rules.
"""

import re
from collections.abc import Iterable, Set
from datetime import datetime, timedelta

from pydantic import TypeAdapter, ValidationError

from app.errors import Conflict, Invalid, NotAllowed, Problem
from app.records.kinds import CASE_KINDS, REGISTER_KINDS
from app.records.part import Line, Text

DOCUMENTER, WRITE_ONLY, INVESTIGATOR, LAWYER = "documenter", "write_only", "investigator", "lawyer"
ADMINISTRATOR = "administrator"

CASE_COMPARTMENTS = ("working", "identity")
REGISTER_COMPARTMENTS = ("register", "register_restricted")

READERS = frozenset({DOCUMENTER, INVESTIGATOR, LAWYER})
"""The roles that read cases, and pass on what they hold. All others hold no grants."""

DEFAULT_WINDOW_HOURS = 72
LONGEST_WINDOW_HOURS = 24 * 90

_LINE = TypeAdapter[str](Line)
_TEXT = TypeAdapter[str](Text)
_CLAIMS = REGISTER_KINDS - {"recipient"}
_ANALYSIS = frozenset({"note", "involvement"})
_WRITES: dict[str, frozenset[str]] = {
    DOCUMENTER: CASE_KINDS | _CLAIMS,
    WRITE_ONLY: CASE_KINDS,  # in cases of his own
    INVESTIGATOR: _ANALYSIS | _CLAIMS,
    LAWYER: _ANALYSIS | _CLAIMS | {"recipient"},
}


def must_open_cases(roles: Set[str]) -> None:
    """Raises NotAllowed unless these roles open cases."""
    if roles.isdisjoint({DOCUMENTER, WRITE_ONLY}):
        raise NotAllowed("Cases are opened by documenters.")


def must_read(roles: Set[str]) -> None:
    """Raises NotAllowed unless these roles read cases that were granted."""
    if roles.isdisjoint(READERS):
        raise NotAllowed("Cases are read by documenters, investigators and lawyers.")


def must_write(roles: Set[str], kind: str) -> None:
    """Raises NotAllowed unless these roles add and amend records of this kind."""
    if not may_write(roles, kind):
        raise NotAllowed("Your roles do not let you add or change records of this kind.")


def may_write(roles: Set[str], kind: str) -> bool:
    """Whether these roles add and amend records of this kind."""
    return any(kind in _WRITES.get(role, ()) for role in roles)


def must_grant(roles: Set[str]) -> None:
    """Raises NotAllowed unless these roles pass on, and take back, compartments that they hold."""
    if roles.isdisjoint(READERS):
        raise NotAllowed("Cases are granted by documenters, investigators and lawyers who hold them.")


def must_receive(kind: str, roles: Set[str]) -> None:
    """Raises Conflict unless a holder of this kind, with these roles, may be granted a case."""
    if kind == "team":
        return
    if kind not in {"member", "token"} or roles.isdisjoint(READERS):
        raise Conflict(
            "This holder does not read cases. Grant to a documenter, investigator, lawyer or team."
        )


def entitled_to_write(roles: Set[str]) -> bool:
    """Whether a signature under a version counts at all with these roles."""
    return any(role in _WRITES for role in roles)


def window_end(now: datetime, hours: int | None) -> datetime:
    """When the edit window of a case opened now ends: rounded up to the hour, so that it tells no minute.

    Raises Invalid for a window of no hours or of more than ninety days.
    """
    hours = DEFAULT_WINDOW_HOURS if hours is None else hours
    if not 1 <= hours <= LONGEST_WINDOW_HOURS:
        message = f"Give a number of hours from 1 to {LONGEST_WINDOW_HOURS}."
        raise Invalid([Problem("edit_window_hours", message)])
    whole = now.replace(minute=0, second=0, microsecond=0)
    return whole + timedelta(hours=hours + (whole < now))


def checked_compartments(names: Iterable[str]) -> tuple[str, ...]:
    """The compartments of a case, each once, in order. Raises Invalid for another name, or for none."""
    wanted = set(names)
    if not wanted or not wanted <= set(CASE_COMPARTMENTS):
        raise Invalid([Problem("compartments", "Choose working, identity, or both.")])
    return tuple(name for name in CASE_COMPARTMENTS if name in wanted)


def checked_title(title: str) -> str:
    """A case's title. Raises Invalid unless it is one line of text."""
    return _checked(_LINE, "title", title)


def checked_reason(reason: str) -> str:
    """The reason of an amendment. Raises Invalid when there is none."""
    return _checked(_TEXT, "reason", reason)


def checked_archive_code(code: str) -> str:
    """The code of an archive. Raises Invalid unless it is 2 to 12 capital letters and digits."""
    if not re.fullmatch("[A-Z][A-Z0-9]{1,11}", code):
        raise Invalid([Problem("code", "Give 2 to 12 capital letters and digits, such as NVR.")])
    return code


def case_code(archive_code: str, number: int) -> str:
    """What people call a case: NVR-C00042."""
    return f"{archive_code}-C{number:05d}"


def _checked(form: TypeAdapter[str], field: str, text: str) -> str:
    try:
        text.encode()
        return form.validate_python(text)
    except (ValidationError, UnicodeEncodeError):
        raise Invalid([Problem(field, "Write a few words here, without control characters.")]) from None
