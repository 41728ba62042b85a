"""In what way a unit or person asked for comes into a result. Presence must not read as guilt."""

from collections.abc import Mapping
from functools import lru_cache

from app.domain.search.views import Why
from app.records.case_vocabularies import DEGREES

OF_CODE: Mapping[str, Why] = (
    dict.fromkeys(("", *DEGREES.codes), Why.involved)
    | {why.value: why for why in Why}
    | {"present_did_not_stop": Why.present}
)
"""Degrees of involvement ("" if none is given), classes of positioning, and the words of `statements.WHY`."""


@lru_cache(maxsize=1000)
def why(codes: str) -> tuple[Why, ...]:
    """The ways that stand, by their codes, in an answer; each once."""
    return tuple(sorted({OF_CODE[code] for code in codes.split(",")}))
