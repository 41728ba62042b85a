"""Mentions are typed as the words that they mark; stored is from which character to which."""

import re
from typing import Any

from app.errors import Problem
from app.i18n import gettext as _
from app.web.forms.shapes import WORDS, as_dict, as_list

__all__ = ["WORDS", "counts", "settle", "without_words", "words_of"]


def counts(start: str, end: str) -> dict[str, int]:
    """Where the words stood when the page was made, from its hidden fields."""
    if re.fullmatch("[0-9]{1,7}", start) and re.fullmatch("[0-9]{1,7}", end):
        return {"start": int(start), "end": int(end)}
    return {}


def settle(content: dict[str, Any]) -> list[Problem]:
    """Puts the place of the words in their stead. Words that stand nowhere stay, and are a problem."""
    problems: list[Problem] = []
    for at, mark in enumerate(_marks(content)):
        if WORDS not in mark:
            continue
        place = _place(content, mark)
        if place is None:
            message = _("These words do not stand in that paragraph.")
            problems.append(Problem(f"mentions.{at}.{WORDS}", message))
        else:
            del mark[WORDS]
            mark["paragraph"], mark["start"], mark["end"] = place
    return problems


def without_words(content: dict[str, Any]) -> dict[str, Any]:
    """The content as its kind takes it: words that stand nowhere are a problem already, and no field."""
    marks = [
        {"start": 0, "end": 1} | {name: value for name, value in mark.items() if name != WORDS}
        if WORDS in mark
        else mark
        for mark in _marks(content)
    ]
    return content | {"mentions": marks} if marks else content


def words_of(content: dict[str, Any], mark: dict[str, Any]) -> str:
    """The words that a mention marks; empty where it marks none."""
    if WORDS in mark:
        return str(mark[WORDS])
    text = _text(content, mark.get("paragraph"))
    start, end = mark.get("start"), mark.get("end")
    return text[start:end] if isinstance(start, int) and isinstance(end, int) else ""


def _place(content: dict[str, Any], mark: dict[str, Any]) -> tuple[int, int, int] | None:
    """Paragraph, start and end of the words: where they stood before, or the first place where they stand."""
    words, number = mark[WORDS], mark.get("paragraph")
    numbers = [number] if number is not None else range(1, len(as_list(content.get("narrative"))) + 1)
    start, end = mark.get("start"), mark.get("end")
    for at in numbers:
        text = _text(content, at)
        if start is not None and end is not None and text[start:end] == words:
            return at, start, end
        if (found := text.find(words)) >= 0:
            return at, found, found + len(words)
    return None


def _text(content: dict[str, Any], number: Any) -> str:
    """The text of a paragraph, counted from 1; empty where there is none."""
    paragraphs = as_list(content.get("narrative"))
    if not isinstance(number, int) or not 1 <= number <= len(paragraphs):
        return ""
    return str(as_dict(paragraphs[number - 1]).get("text", ""))


def _marks(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [as_dict(mark) for mark in as_list(content.get("mentions"))]
