"""What can go wrong, in words for the person in front of it.

Every error carries a title and a detail that are safe to show: they say what to do and never repeat what was
typed, since that may be testimony. The doors translate `status` into an HTTP status or an exit code.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One field that does not fit: its path (`citations.0.source`) and what to do about it."""

    field: str
    message: str


class TestimoniaError(Exception):
    """Base of every refusal. `detail` is shown to the user; it never repeats input."""

    __test__ = False  # not a test class, whatever its name suggests to pytest
    status = 500
    title = "The request could not be completed"

    def __init__(self, detail: str = "") -> None:
        self.detail = detail or self.title
        super().__init__(self.detail)


class NotSignedIn(TestimoniaError):
    """Nobody is signed in, or the session or token has ended."""

    status = 401
    title = "Please sign in"


class WrongSignIn(NotSignedIn):
    """The same answer for an unknown member, a wrong passphrase and a wrong code."""

    title = "Sign-in name and passphrase do not match"


class NotAllowed(TestimoniaError):
    """The actor sees the thing but may not do this with it."""

    status = 403
    title = "You may not do this"


class NotFound(TestimoniaError):
    """There is no such thing, or the actor may not know of it: one answer for both."""

    status = 404
    title = "There is nothing here that you may open"


class Conflict(TestimoniaError):
    """The thing is in a state that does not allow this now."""

    status = 409
    title = "This cannot be done now"


class Stale(Conflict):
    """Somebody else wrote a version in between: nothing was overwritten."""

    title = "Somebody changed this record since you read it"


class TooLarge(TestimoniaError):
    """The body is over the limit."""

    status = 413
    title = "This is larger than the archive accepts"


class Invalid(TestimoniaError):
    """The content does not fit its kind: `problems` names each field and what to do."""

    status = 422
    title = "Some fields need another look"

    def __init__(self, problems: "list[Problem] | tuple[Problem, ...]", detail: str = "") -> None:
        self.problems = tuple(problems)
        super().__init__(detail)


class PreconditionRequired(TestimoniaError):
    """A change was sent without saying which version it changes."""

    status = 428
    title = "Say which version you are changing (If-Match)"


class Throttled(TestimoniaError):
    """Too many attempts. `retry_after` is in seconds."""

    status = 429
    title = "Too many attempts. Please wait and try again"

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__()


class Tampered(TestimoniaError):
    """Something stored does not match its signature or the custody log. It is never shown."""

    status = 500
    title = "This record does not match the custody log. It was not opened. Tell your administrator"


class NotReady(TestimoniaError):
    """The archive cannot start or serve: the detail says what its operator should do."""

    status = 503
    title = "The archive is not ready"


class Unforeseen(TestimoniaError):
    """What nobody thought of. The log says where."""

    title = "Something went wrong here. Nothing was changed. Tell your administrator what you did"
