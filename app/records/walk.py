"""A content seen as a tree: its declared fields, its parts, and every text with the metadata of its field.

References, codes and prose are marked in the annotations of the fields (see `part.py`), so one walk finds
them all and no kind has to list its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, cast, get_args, get_origin, get_type_hints

from pydantic import BaseModel


@dataclass(frozen=True)
class Declared:
    """One field of a model: its name in Python, its name in JSON, and its whole annotation."""

    name: str
    alias: str
    hint: Any


@dataclass(frozen=True)
class Leaf:
    """One text of a content: where it stands (`citations.0.source`), what it says, how it was declared."""

    field: str
    value: str
    metadata: tuple[Any, ...]


@cache
def declared(model: type[BaseModel]) -> tuple[Declared, ...]:
    """The fields of a model, in order."""
    annotations = get_type_hints(model, include_extras=True)
    return tuple(
        Declared(name, field.alias or name, annotations[name]) for name, field in model.model_fields.items()
    )


def models_in(hint: Any) -> tuple[type[BaseModel], ...]:
    """The models that an annotation may hold, through lists, unions and metadata."""
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return (hint,)
    inner = get_args(hint)[:1] if get_origin(hint) is Annotated else get_args(hint)
    return tuple(model for choice in inner for model in models_in(choice))


def parts(part: BaseModel) -> Iterator[BaseModel]:
    """A part and every part below it."""
    yield part
    for field in declared(type(part)):
        value = getattr(part, field.name)
        for inner in cast("list[object]", value) if isinstance(value, list) else [value]:
            if isinstance(inner, BaseModel):
                yield from parts(inner)


def leaves(part: BaseModel, path: str = "") -> Iterator[Leaf]:
    """Every text of a part and of the parts below it, in the order of the fields."""
    for field in declared(type(part)):
        value = getattr(part, field.name)
        if value is not None:
            yield from _leaves_of(value, field.hint, (), path + field.alias)


def _leaves_of(value: Any, hint: Any, metadata: tuple[Any, ...], path: str) -> Iterator[Leaf]:
    """The leaves of a value under one annotation. Choices of a union that are not the value's give none."""
    origin = get_origin(hint)
    if origin is Annotated:
        inner, *more = get_args(hint)
        yield from _leaves_of(value, inner, tuple(more), path)
    elif origin in {Union, UnionType}:
        for choice in get_args(hint):
            yield from _leaves_of(value, choice, metadata, path)
    elif origin is list and isinstance(value, list):
        for index, element in enumerate(cast("list[object]", value)):
            yield from _leaves_of(element, get_args(hint)[0], (), f"{path}.{index}")
    elif hint is str and isinstance(value, str):
        yield Leaf(path, value, metadata)
    elif isinstance(value, BaseModel) and hint is type(value):
        yield from leaves(value, f"{path}.")
