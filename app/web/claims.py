"""Claims as pages show them: what is to be said beside each, and when it holds, in the words that the pictures use."""

from collections.abc import Mapping
from typing import Any, Protocol

from app.domain.forces.showing import certain_throughout, days_in_words, marks, periods_in_words
from app.domain.forces.views import Citations
from app.web.rendering import filters


class Claimed(Protocol):
    """Anything that one claim says: a post, a link, an item."""

    @property
    def status(self) -> str | None:
        """As the claim has it."""
        ...

    @property
    def citations(self) -> Citations:
        """As the reader may open them."""
        ...


def marks_of(one: Claimed) -> tuple[str, ...]:
    """What is said beside a claim."""
    return marks(one.status, one.citations)


def marks_in(content: Mapping[str, Any]) -> tuple[str, ...]:
    """What is said beside a claim that is known by its content."""
    return marks(content.get("status"), content["citations"])


filters(marks=marks_of, periods=periods_in_words, days=days_in_words, certain_throughout=certain_throughout)
