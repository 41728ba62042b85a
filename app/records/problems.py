"""What did not fit, as field paths and calm sentences. Nothing that was typed is ever repeated.

An unknown field may itself hold testimony (a paragraph sent as a key), so its path is that of its parent.
"""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from app.errors import Problem
from app.records.walk import declared, models_in

MOST_PROBLEMS = 100
WHOLE = "content"
"""The path of a problem with the content as a whole."""

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
}

LIMITS = {
    "string_too_long": ("max_length", "Write at most {:,.12g} characters."),
    "too_long": ("max_length", "Give at most {:,.12g} entries."),
    "greater_than_equal": ("ge", "Write a number of at least {:,.12g}."),
    "less_than_equal": ("le", "Write a number of at most {:,.12g}."),
    "literal_error": ("expected", "Write the word {}, or give a list."),
}

OTHERWISE = "This does not fit here. Please check it."


def problems(model: type[BaseModel], error: ValidationError) -> tuple[Problem, ...]:
    """Every problem that pydantic found in a content of `model`, in order, each once, at most a hundred."""
    found = (
        _problem(model, detail["type"], detail["loc"], detail.get("ctx", {}))
        for detail in error.errors(include_url=False, include_input=False)
    )
    return tuple(dict.fromkeys(found))[:MOST_PROBLEMS]


def _problem(
    model: type[BaseModel], code: str, location: Sequence[int | str], context: dict[str, Any]
) -> Problem:
    path = [step for step in location if not str(step).startswith("=")]
    if code in {"extra_forbidden", "invalid_key"}:
        known = ", ".join(known_fields(_model_at(model, path[:-1])))
        return Problem(_dotted(path[:-1]), f"There is no such field. Known fields: {known}.")
    if code == "refused":
        return Problem(_dotted([*path, *filter(None, [context["field"]])]), context["message"])
    if code in LIMITS:
        name, message = LIMITS[code]
        return Problem(_dotted(path), message.format(context[name]))
    return Problem(_dotted(path), MESSAGES.get(code, OTHERWISE))


def known_fields(model: type[BaseModel]) -> tuple[str, ...]:
    """The field names of a model, as JSON writes them."""
    return tuple(field.alias for field in declared(model))


def _dotted(path: Sequence[int | str]) -> str:
    return ".".join(str(step) for step in path) or WHOLE


def _model_at(model: type[BaseModel], path: Sequence[int | str]) -> type[BaseModel]:
    """The model of the part that a path leads to. All elements of a list share one model."""
    for step in path:
        if isinstance(step, str):
            model = models_in(next(field.hint for field in declared(model) if field.alias == step))[0]
    return model
