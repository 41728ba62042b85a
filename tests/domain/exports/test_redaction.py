"""Blacking out: what leaves verifies, says nothing of what stays, and keeps paragraphs by their numbers."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.exports.redaction import citations_that_stay, release
from app.vault.keys import HolderKeys
from app.vault.statements import StatementError, issue, open_statement

KEYS = HolderKeys.generate()
CONTENT: dict[str, Any] = {
    "individual": "1" * 32,
    "narrative": [{"text": "one", "speaker": "A"}, {"text": "two"}, {"text": "three"}],
    "mentions": [{"paragraph": 1, "start": 0, "end": 1}, {"paragraph": 2, "start": 0, "end": 1}],
    "prior": {"to": "somebody", "notes": "where"},
}
PLACES = [
    *(("narrative", 0), ("narrative", 1), ("narrative", 2), ("mentions", 0), ("mentions", 1)),
    *(("prior",), ("prior", "notes"), ("individual",)),
]


def told(places: set[Any], **more: Any) -> dict[str, Any]:
    claims = {"kind": "account", "schema": "account/1", "recorded_at": "x", "case": None, "content": CONTENT}
    issued = issue(KEYS, record="r", version=1, previous=None, claims=claims | more)
    whole = open_statement(issued.jwt, issued.disclosures, KEYS.sign_public)
    released = release(whole.claims, whole.disclosures, places)
    left = open_statement(issued.jwt, released.disclosures, KEYS.sign_public)
    assert left.claims["content"] == released.content
    return dict(left.claims)


def test_a_paragraph_leaves_its_place_and_a_list_element_does_not():
    content = told({("narrative", 1), ("mentions", 1), ("prior", "notes")})["content"]

    assert content["narrative"] == [{"text": "one", "speaker": "A"}, {}, {"text": "three"}]
    assert content["mentions"] == [CONTENT["mentions"][0]]
    assert content["prior"] == {"to": "somebody"}


def test_the_reason_and_other_claims_never_leave():
    assert told(set(), reason="Ada asked", file_key="k") == told(set(), reason="Ada asked")
    assert "reason" not in told(set(), reason="Ada asked")
    assert "reason" not in told({("individual",)}, reason="Ada asked")


def test_a_mistaken_place_releases_nothing():
    for place in [("nowhere",), ("narrative", 9), ("prior", "nothing")]:
        with pytest.raises(StatementError):
            told({place})


@given(st.sets(st.sampled_from(PLACES)))
def test_nothing_of_what_stays_is_told(places: set[Any]):
    content = told(places)["content"]
    for place in places:
        value = CONTENT
        for step in place:
            value = value[step]
        if place[0] == "narrative":
            assert content["narrative"][place[1]] == {}
        elif place[0] == "mentions":
            assert value not in content["mentions"]
        else:
            found = content
            for step in place:
                found = found.get(step, {})
            assert found == {}


def test_citations_of_what_does_not_leave_stay():
    case = {
        "citations": [{"source": "a"}, {"record": "b"}],
        "statuses": [{"type": "x", "citations": [{"source": "a"}]}],
    }

    assert citations_that_stay(case, {"b"}, claim=False) == {
        ("citations", 0),
        ("statuses", 0, "citations", 0),
    }
    assert citations_that_stay(case, {"a", "b"}, claim=False) == set()
    assert citations_that_stay({"names": []}, set(), claim=True) == set()


def test_a_claim_without_a_citation_that_leaves_stays_as_a_whole():
    claim = {"citations": [{"source": "a"}], "units_present": [{"unit": "u", "citations": [{"source": "b"}]}]}

    assert citations_that_stay(claim, {"b"}, claim=True) == {()}
    assert citations_that_stay(claim, {"a"}, claim=True) == {("units_present", 0)}
