"""What is known of a superior's responsibility leaves with the chain of command, and never one side of it."""

from pathlib import Path

import pytest

from app.runtime import Runtime
from tests.domain.exports.archives import Filled, exported, fill, judged
from tests.domain.exports.test_reaching import left

DAY = {"first_precise": "2021-08-10", "last_precise": "2021-08-10"}
LONG_AFTER = {"first_precise": "2024-02-01", "last_precise": "2024-02-01"}


@pytest.fixture
def filled(runtime: Runtime) -> Filled:
    """A dated act by a unit under a colonel; a guild and a clerk, whom nothing of the case leads to."""
    filled = fill(runtime)
    ids = filled.ids
    report = [{"account": ids["account"], "paragraphs": [3], "known": "lived"}]
    filled.amend("act", 1, individual=ids["ada"], type="torture", reported_in=report, dates=DAY)
    cited = {"citations": [{"source": ids["gazette"]}]}
    for name in ("regiment", "guild"):
        filled.claim(name, "unit", names=[{"text": name.title()}], **cited)
    for name in ("colonel", "clerk"):
        filled.claim(name, "person", names=[{"text": name.title()}], **cited)
    under = {"subordinate": ids["unit"], "superior": ids["regiment"], "class": "command"}
    filled.claim("under", "relation", **under, **cited)
    post = {"person": ids["colonel"], "unit": ids["regiment"], "roles": ["commander"]}
    filled.claim("post", "posting", **post, **cited)
    return filled


def item(filled: Filled, name: str, stance: str, cites: str = "gazette", **more: object) -> str:
    ids = filled.ids
    told = {"person": ids["colonel"], "unit": ids["unit"], "element": "measures", "text": name}
    citation = {"record" if cites == "act" else "source": ids[cites]}
    return filled.claim(
        name, "superior_responsibility", **told | {"stance": stance, "citations": [citation]} | more
    )


def reasons(filled: Filled) -> dict[str, tuple[str, ...]]:
    names = {record: name for name, record in filled.ids.items()}
    return {names.get(one.record or "", ""): one.reasons for one in filled.build().withheld}


def test_items_for_and_against_leave_with_their_superior_and_unit(filled: Filled, tmp_path: Path):
    item(filled, "he was told", "supports", dates=LONG_AFTER)
    item(filled, "he forbade it", "contradicts")
    item(filled, "he wrote of the act", "supports", "act")
    item(filled, "of another superior", "supports", person=filled.ids["clerk"])
    item(filled, "of another unit", "supports", unit=filled.ids["guild"])
    bundle = exported(filled)

    judged(bundle.data, tmp_path, filled.actor.keys.key_id)
    found = left(filled, bundle)
    assert found >= {"he was told", "he forbade it", "he wrote of the act", "colonel", "unit"}
    assert found.isdisjoint({"of another superior", "of another unit", "clerk", "guild"})


def test_what_speaks_against_stays_where_what_speaks_for_cannot_leave(filled: Filled, tmp_path: Path):
    item(filled, "he was told", "supports")
    item(filled, "he forbade it", "contradicts", "secret")
    item(filled, "he punished it", "contradicts")
    item(filled, "his own regiment", "supports", unit=filled.ids["regiment"])
    bundle = exported(filled)

    judged(bundle.data, tmp_path, filled.actor.keys.key_id)
    found = left(filled, bundle)
    assert found.isdisjoint({"he was told", "he forbade it"})
    assert found >= {"he punished it", "his own regiment"}, (
        "what contradicts leaves, and other units are apart"
    )
    withheld = reasons(filled)
    assert withheld["he was told"] == ("one_sided",)
    assert withheld["he forbade it"] == ("no_citation",)


def test_a_restricted_item_that_speaks_for_a_superior_counts(filled: Filled):
    item(filled, "he was told", "supports")
    item(filled, "he forbade it", "contradicts", restricted=True)
    bundle = exported(filled)

    assert left(filled, bundle).isdisjoint({"he was told", "he forbade it"})
    assert "he forbade it" not in bundle.everything()
