"""Which records a content names."""

from dataclasses import dataclass

from app.records.base import Content
from app.records.kinds import CASE_KINDS
from app.records.part import Reference
from app.records.walk import leaves


@dataclass(frozen=True)
class Referenced:
    """A record that a content names: in which field, of which kinds it may be, and its id."""

    field: str
    kinds: frozenset[str]
    id: str


def references(content: Content) -> list[Referenced]:
    """Every reference of a content, in the order of its fields; `kinds` is never empty."""
    return [
        Referenced(leaf.field, frozenset(mark.kinds) or CASE_KINDS, leaf.value)
        for leaf in leaves(content)
        for mark in leaf.metadata
        if isinstance(mark, Reference)
    ]
