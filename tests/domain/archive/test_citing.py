"""What is said to who names a record that he may not: one sentence, for every kind."""

import pytest

from app.domain.archive.citing import one_of
from app.records.kinds import KINDS

WITH_AN = {"account", "act", "identity", "incident", "individual", "involvement"}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_has_the_article_that_it_takes(kind: str) -> None:
    words = one_of(kind)
    assert words.startswith("an ") == (kind in WITH_AN)
    assert "_" not in words and words.endswith(kind.replace("_", " "))


def test_nobody_counts_evidence() -> None:
    assert one_of("evidence") == "a piece of evidence"
