"""What did not fit, as field paths and calm sentences. Nothing that was typed is ever repeated.

An unknown field may itself hold testimony (a paragraph sent as a key), so its path is that of its parent.
"""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from app.errors import Problem
from app.records.walk import declared, models_in

MOST_PROBLEMS = 100
WHOLE, BODY = "content", "body"
"""The path of a problem with a content as a whole, and with the body of a request."""

DAY = "Write the day as year-month-day, such as 2021-09-30."

# Contents are read strictly; the last of these come from requests, whose queries are text.
MESSAGES = {
    "missing": "This field is needed.",
    "string_type": "Write text here.",
    "string_unicode": "This text holds characters that cannot be stored. Please retype it.",
    "string_too_short": "Write something here, or leave the field out.",
    "int_type": "Write a whole number.",
    "float_type": "Write a number.",
    "finite_number": "Write a number.",
    "bool_type": "Answer yes or no (true or false).",
    "list_type": "Give a list.",
    "too_short": "Give at least one.",
    "model_type": "Give an object with named fields.",
    "string_pattern_mismatch": "This is not in the expected form. Please check it.",
    "int_parsing": "Write a whole number.",
    "bool_parsing": "Answer yes or no (true or false).",
    "date_type": DAY,
    "date_parsing": DAY,
    "date_from_datetime_parsing": DAY,
    "model_attributes_type": "Give an object with named fields.",
    "dict_type": "Give an object with named fields.",
}

LIMITS = {
    "string_too_long": ("max_length", "Write at most {:,.12g} characters."),
    "too_long": ("max_length", "Give at most {:,.12g} entries."),
    "greater_than_equal": ("ge", "Write a number of at least {:,.12g}."),
    "less_than_equal": ("le", "Write a number of at most {:,.12g}."),
}

OTHERWISE = "This does not fit here. Please check it."


def problems_of(
    errors: Sequence[ErrorDetails], *, model: type[BaseModel] | None = None, of_request: bool = False
) -> list[Problem]:
    """Every problem that pydantic found, in order, each once, at most a hundred.

    `model` is what was read, if it is known: an unknown field is then answered with the known ones.
    `of_request` leaves out the first step of each path, which says only that it was the body (or the query); what is
    wrong with the whole is then told of "body": a request may have a field "content" of its own.
    """
    found = (
        _problem(model, error["type"], error["loc"][of_request:], error.get("ctx", {})) for error in errors
    )
    named = (Problem(one.field or (BODY if of_request else WHOLE), one.message) for one in found)
    return list(dict.fromkeys(named))[:MOST_PROBLEMS]


def _problem(
    model: type[BaseModel] | None, code: str, location: Sequence[int | str], context: dict[str, Any]
) -> Problem:
    path = [step for step in location if not str(step).startswith("=")]
    if code in {"extra_forbidden", "invalid_key"}:
        known = (
            "" if model is None else f" Known fields: {', '.join(known_fields(_model_at(model, path[:-1])))}."
        )
        return Problem(_dotted(path[:-1]), f"There is no such field.{known}")
    if code == "refused":
        return Problem(_dotted([*path, *filter(None, [context["field"]])]), context["message"])
    if code == "literal_error":
        or_list = ", or give a list" if "=word" in location else ""
        return Problem(_dotted(path), f"Write {context['expected']}{or_list}.")
    if code in LIMITS:
        name, message = LIMITS[code]
        return Problem(_dotted(path), message.format(context[name]))
    return Problem(_dotted(path), MESSAGES.get(code, OTHERWISE))


def known_fields(model: type[BaseModel]) -> tuple[str, ...]:
    """The field names of a model, as JSON writes them."""
    return tuple(field.alias for field in declared(model))


def _dotted(path: Sequence[int | str]) -> str:
    """A path as one text; empty for the whole."""
    return ".".join(str(step) for step in path)


def _model_at(model: type[BaseModel], path: Sequence[int | str]) -> type[BaseModel]:
    """The model of the part that a path leads to. All elements of a list share one model."""
    for step in path:
        if isinstance(step, str):
            model = models_in(next(field.hint for field in declared(model) if field.alias == step))[0]
    return model
