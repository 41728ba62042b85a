"""Shapes that several routes share: the base of every request body, ids in paths, and paging."""

from typing import Annotated

from fastapi import Path, Query
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from app.errors import NotFound


def _possible(text: str) -> str:
    """Raises NotFound for what no id holds and PostgreSQL cannot be asked for."""
    if "\0" in text:
        raise NotFound
    return text


Id = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[^\x00]*$")]
PathId = Annotated[str, Path(max_length=64), AfterValidator(_possible)]
Limit = Annotated[int, Query(ge=1, le=1000)]
Offset = Annotated[int, Query(ge=0, le=10_000_000)]
Sequence = Annotated[int, Query(ge=0, le=2**53)]


class Body(BaseModel):
    """A request body: unknown fields are refused, so that a misspelt one is not lost in silence."""

    model_config = ConfigDict(extra="forbid")
