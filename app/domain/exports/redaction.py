"""Blacking out: which disclosures of a statement leave, so that what is left still verifies.

A paragraph that stays leaves its place behind, without words: paragraphs are cited by their numbers. Anything else
that stays leaves nothing, not even its place in a list. Pure.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, cast

from app.domain.consent.rules import Place
from app.vault.statements import Path, withhold, without

CONTENT = "content"
PLAIN_CLAIMS = frozenset({"kind", "schema", "recorded_at", "case", CONTENT})
"""What a bundle discloses of a statement, content as far as it may. The reason of an amendment is free text of the
team, which may name anybody; like all else that a statement says, it is for the archive alone."""

_NUMBERED = ("narrative",)


@dataclass(frozen=True)
class Released:
    """Of a statement, the disclosures that leave, and the content as far as they tell it."""

    disclosures: list[str]
    content: dict[str, Any]
    whole: bool


def release(
    claims: Mapping[str, Any], disclosures: Mapping[Path, str], withheld: Collection[Place]
) -> Released:
    """A verified statement without what stands at the `withheld` places of its content.

    Raises StatementError for a place at which there is nothing, so that a mistaken one releases nothing.
    """
    hidden = {hidden for place in withheld for hidden in _hidden((CONTENT, *place), disclosures.keys())}
    hidden |= {(name,) for name in claims.keys() - PLAIN_CLAIMS}
    content = without(claims, hidden)[CONTENT]
    return Released(withhold(disclosures, hidden), cast("dict[str, Any]", content), whole=not withheld)


def citations_that_stay(content: Mapping[str, Any], leaves: Collection[str], *, claim: bool) -> set[Place]:
    """The places of citations whose source or record does not leave.

    In a claim of the register, what has no citation left stays as a whole: an element of a list, or the claim itself,
    answered as the empty place.
    """
    return set(_uncited(content, (), leaves, claim=claim))


def _hidden(path: Path, paths: Collection[Path]) -> set[Path]:
    """The disclosures to leave out for one place. A place without a disclosure is passed on, to be refused."""
    if len(path) == 3 and path[1] in _NUMBERED and path in paths:
        return {below for below in paths if below[:3] == path and len(below) == 4}
    return {path}


def _uncited(value: object, place: Place, leaves: Collection[str], *, claim: bool) -> list[Place]:
    if isinstance(value, list):
        elements = cast("list[object]", value)
        inner = [(*place, number) for number in range(len(elements))]
        found = [_uncited(*pair, leaves, claim=claim) for pair in zip(elements, inner, strict=True)]
        return [place for places in found for place in places]
    if not isinstance(value, dict):
        return []
    fields = cast("dict[str, Any]", value)
    citations: list[dict[str, str]] = fields.get("citations", [])
    cited = [citation.get("source") or citation.get("record") for citation in citations]
    if claim and citations and not any(id_ in leaves for id_ in cited):
        return [place]
    places: list[Place] = [
        (*place, "citations", number) for number, id_ in enumerate(cited) if id_ not in leaves
    ]
    for name in fields.keys() - {"citations"}:
        places += _uncited(fields[name], (*place, name), leaves, claim=claim)
    return places
