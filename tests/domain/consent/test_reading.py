"""What a consent is worth on a day: in force only when nothing that it needs is missing, and never more than the gate says."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.consent.reading import State, read_consent, state_on
from app.domain.consent.rules import Consent, Item, Permission, Profile, Question, decide
from app.records.consents import Consent as Content
from app.records.kinds import parse

DAY = date(2026, 3, 2)
PERMISSION = Permission(
    "national_prosecution", jurisdictions=frozenset({"all"}), recipients=frozenset({"all"})
)
GIVEN = Consent("c1", "ada", "own", None, (PERMISSION,), given_on=date(2021, 9, 1))
WHO = "0" * 32


@pytest.mark.parametrize(
    ("consent", "state"),
    [
        (GIVEN, State.in_force),
        (replace(GIVEN, withdrawn_from=DAY), State.withdrawn),
        (replace(GIVEN, withdrawn_from=DAY + timedelta(1)), State.in_force),
        (replace(GIVEN, expires_on=DAY - timedelta(1)), State.ended),
        (replace(GIVEN, given_on=DAY + timedelta(1)), State.not_yet),
        (replace(GIVEN, basis=None), State.nobodys),
        (replace(GIVEN, basis="guardian"), State.guardian),
        (replace(GIVEN, permissions=()), State.permits_nothing),
        (replace(GIVEN, covers=()), State.covers_nothing),
    ],
)
def test_the_first_reason_why_nothing_leaves_is_told(consent: Consent, state: State):
    assert state_on(consent, DAY) is state


def test_an_empty_form_agrees_to_nothing():
    content = parse("consent", {"individual": WHO})
    assert isinstance(content, Content)
    assert state_on(read_consent("c1", content), DAY) is State.nobodys


@given(
    st.sampled_from([None, "own", "guardian", "kin"]),
    st.sampled_from([None, ()]),
    st.sampled_from([(), (PERMISSION,)]),
    st.none() | st.dates(date(2026, 1, 1), date(2026, 6, 1)),
    st.none() | st.dates(date(2026, 1, 1), date(2026, 6, 1)),
    st.booleans(),
)
def test_what_is_said_to_be_in_force_releases_and_what_is_not_does_not(
    basis, covers, permissions, ends, withdrawn, by_guardian
):
    consent = replace(
        GIVEN,
        basis=basis,
        covers=covers,
        permissions=permissions,
        expires_on=ends,
        withdrawn_from=withdrawn,
        guardian_involved=by_guardian,
    )
    question = Question("national_prosecution", "prosecutor", "NV", Profile.full, DAY)
    leaves = decide([Item("act", frozenset({"ada"}))], [consent], question)["act"].leaves
    assert leaves == (state_on(consent, DAY) is State.in_force)
