"""The records of a case in few words. What is the same in most of them is said here, once.

A key begins with the individual: `act.w0501_removal` is an act against W-0501, and `account.w0501_first` is told by
W-0501 and read from the file of that name in narratives.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from app.cli.demo import papers
from app.cli.demo.narrative import narrative, translation
from app.cli.demo.world import INVESTIGATOR, Content, Entry, Upload


def pseudonym(key: str) -> str:
    """What the individual behind a key is called: W-0501 for `w0501_first`."""
    code = key.partition("_")[0]
    return f"{code[0].upper()}-{code[1:]}"


def individual(key: str, *roles: str, **more: Any) -> Entry:
    """Somebody of the case, under a pseudonym."""
    return Entry(f"individual.{key}", {"pseudonym": pseudonym(key), "roles": list(roles), **more})


def identity(key: str, english: str, own: str, language: str, **more: Any) -> Entry:
    """Who an individual is; the name in its own script comes first."""
    content = {
        "individual": f"@individual.{key}",
        "names": [{"text": own, "language": language}, {"text": english, "language": "en"}],
        "citizenship": ["XN"],
        **more,
    }
    return Entry(f"identity.{key}", content)


def account(
    key: str, kind: str, day: str, language: str, translated_on: str | None = None, **more: Any
) -> Entry:
    """A testimony, from narratives/<key>.<language>.txt; with its English translation from the file beside it."""
    who = key.partition("_")[0]
    content = {
        "individual": f"@individual.{who}",
        "type": kind,
        "date": day,
        "language": language,
        **narrative(f"{key}.{language}", pseudonym(key)),
        **more,
    }
    if translated_on is not None:
        content["translations"] = [translation(f"{key}.en", "en", "T-1", translated_on)]
    return Entry(f"account.{key}", content)


def interview(
    key: str, day: str, language: str, translated_on: str | None = None, by: str = "D-2", **more: Any
) -> Entry:
    """A full interview as this team records it: heard by `by`, read back and signed."""
    usual: Content = {
        "interviewer": by,
        "recorded": ["audio", "notes"],
        "read_back": True,
        "signed": True,
        **more,
    }
    return account(key, "full_interview", day, language, translated_on, **usual)


def detention(key: str, reported_in: list[Content], **more: Any) -> Entry:
    """A detention of the individual whose key stands before the first `_`."""
    content = {"individual": f"@individual.{key.partition('_')[0]}", "reported_in": reported_in, **more}
    return Entry(f"detention.{key}", content)


def act(key: str, kind: str, reported_in: list[Content], dates: Content, **more: Any) -> Entry:
    """An act against the individual whose key stands before the first `_`."""
    content = {
        "individual": f"@individual.{key.partition('_')[0]}",
        "reported_in": reported_in,
        "type": kind,
        "dates": dates,
        **more,
    }
    return Entry(f"act.{key}", content)


def involvement(
    key: str, target: str, degree: str, reported_in: list[Content], by: str = INVESTIGATOR, **more: Any
) -> Entry:
    """Who was involved in `target`, an `act.…` or a `detention.…`."""
    content = {target.partition(".")[0]: f"@{target}", "reported_in": reported_in, "degree": degree, **more}
    return Entry(f"involvement.{key}", content, by)


def paper(
    key: str, kind: str, title: str, lines: tuple[str, ...], seal: str | None = None, **more: Any
) -> Upload:
    """A scanned paper: printed lines and, where it has one, the seal of who issued it."""
    return _file(key, "pdf", "application/pdf", kind, title, partial(papers.scan, *lines, seal=seal), **more)


def picture(key: str, kind: str, title: str, make: Callable[[], bytes], **more: Any) -> Upload:
    """A photograph or a drawing."""
    return _file(key, "png", "image/png", kind, title, make, **more)


def _file(
    key: str, extension: str, media_type: str, kind: str, title: str, make: Callable[[], bytes], **more: Any
) -> Upload:
    compartment = more.pop("compartment", "working")
    details = {"type": kind, "obtained": "given", "originality": "copy", **more}
    name = f"{key.replace('_', '-')}.{extension}"
    return Upload(f"evidence.{key}", name, media_type, make, title, details, compartment)
