"""The consent gate: what each rule says, and what no set of consents may ever change."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.consent.rules import (
    Consent,
    Decision,
    Item,
    Level,
    Outcome,
    Part,
    Passage,
    Permission,
    Profile,
    Question,
    Reason,
    decide,
)

DAY = date(2026, 3, 2)
QUESTION = Question("national_prosecution", "prosecutor", "NV", Profile.full, DAY)
PERMISSION = Permission("national_prosecution", jurisdictions=frozenset({"NV"}), identity="disclosed")
CONSENT = Consent("c1", "ada", "own", None, (PERMISSION,), given_on=date(2021, 9, 1))
ACCOUNT = Item(
    "account",
    frozenset({"ada"}),
    parts=(
        Part(("narrative", 0), paragraph=1),
        Part(("narrative", 1), frozenset({"boris"}), Level.identity, 2),
        Part(("narrative", 2), paragraph=3),
        Part(("room",), level=Level.full),
    ),
)
ACT = Item("act", frozenset({"ada"}), (Passage("account", frozenset({1})),))
IDENTITY = Item("identity", frozenset({"ada"}), identity=True)
BORIS = replace(CONSENT, id="c2", individual="boris")


def ask(item: Item, *consents: Consent, **changes: object) -> Decision:
    return decide([item], consents, replace(QUESTION, **changes))[item.id]


def test_a_consent_that_names_purpose_and_jurisdiction_releases_the_item_and_says_on_what_ground():
    decision = ask(ACT, CONSENT)

    assert decision.outcome is Outcome.released
    assert [(ground.individual, ground.consent) for ground in decision.grounds] == [("ada", "c1")]


@pytest.mark.parametrize(
    "consent",
    [
        replace(CONSENT, basis=None),
        replace(CONSENT, covers=()),
        replace(CONSENT, permissions=()),
        replace(CONSENT, individual="boris"),
        replace(CONSENT, given_on=DAY + timedelta(1)),
        replace(CONSENT, expires_on=DAY - timedelta(1)),
        replace(CONSENT, withdrawn_from=DAY),
        replace(CONSENT, permissions=(replace(PERMISSION, purpose="publication"),)),
        replace(CONSENT, permissions=(replace(PERMISSION, jurisdictions=frozenset({"ZZ"})),)),
        replace(CONSENT, permissions=(replace(PERMISSION, jurisdictions=frozenset()),)),
        replace(CONSENT, permissions=(Permission("national_prosecution", frozenset({"another"})),)),
        replace(CONSENT, basis="kin", guardian_involved=True),
        replace(CONSENT, basis="guardian"),
        replace(CONSENT, basis="guardian", majority_on=DAY),
        replace(CONSENT, basis="guardian", majority_on=DAY, confirmed_on=DAY + timedelta(1)),
    ],
)
def test_what_is_not_said_or_no_longer_holds_releases_nothing(consent: Consent):
    assert ask(ACT, consent).outcome is Outcome.withheld


@pytest.mark.parametrize(
    "consent",
    [
        replace(CONSENT, expires_on=DAY),
        replace(CONSENT, withdrawn_from=DAY + timedelta(1)),
        replace(CONSENT, given_on=None),
        replace(CONSENT, basis="kin"),
        replace(CONSENT, basis="mandate"),
        replace(CONSENT, basis="guardian", majority_on=DAY + timedelta(1)),
        replace(CONSENT, basis="guardian", majority_on=DAY, confirmed_on=DAY),
        replace(CONSENT, permissions=(Permission("national_prosecution", frozenset({"prosecutor"})),)),
        replace(CONSENT, permissions=(Permission("national_prosecution", frozenset({"all"})),)),
        replace(CONSENT, permissions=(replace(PERMISSION, jurisdictions=frozenset({"all"})),)),
    ],
)
def test_what_still_holds_releases(consent: Consent):
    assert ask(ACT, consent).outcome is Outcome.released


def test_a_recipient_without_a_jurisdiction_is_met_only_by_name_or_by_all():
    assert ask(ACT, CONSENT, jurisdiction=None).outcome is Outcome.withheld
    named = replace(CONSENT, permissions=(Permission("national_prosecution", frozenset({"prosecutor"})),))
    assert ask(ACT, named, jurisdiction=None).outcome is Outcome.released


def test_everybody_shown_must_agree_and_the_strictest_wins():
    both = Item("video", frozenset({"ada", "boris"}), identity=True)

    assert ask(both, CONSENT).reasons == {Reason.no_consent}
    assert ask(both, CONSENT, BORIS).outcome is Outcome.released
    shy = replace(BORIS, permissions=(replace(PERMISSION, identity="withheld"),))
    assert ask(both, CONSENT, shy).reasons == {Reason.identity}


def test_the_beating_may_leave_and_the_rest_stay():
    chosen = replace(CONSENT, covers=(Passage("account", frozenset({1})),))

    account = ask(ACCOUNT, chosen)
    assert account.outcome is Outcome.partly
    assert account.withheld == {("narrative", 1), ("narrative", 2), ("room",)}
    assert ask(ACT, chosen).outcome is Outcome.released
    assert ask(replace(ACT, rests_on=(Passage("account", frozenset({1, 3})),)), chosen).reasons == {
        Reason.not_covered
    }
    assert ask(replace(ACT, rests_on=(Passage("account"),)), chosen).outcome is Outcome.withheld
    assert ask(replace(ACT, rests_on=()), chosen).outcome is Outcome.withheld
    assert ask(IDENTITY, chosen).outcome is Outcome.withheld


def test_words_that_may_name_somebody_stay_without_that_persons_consent_to_be_known():
    assert ask(ACCOUNT, CONSENT).withheld == {("narrative", 1)}
    assert ask(ACCOUNT, CONSENT, BORIS).outcome is Outcome.released
    shy = replace(BORIS, permissions=(replace(PERMISSION, identity="confidential"),))
    assert ask(ACCOUNT, CONSENT, shy).withheld == {("narrative", 1)}


def test_an_account_of_which_no_paragraph_may_leave_stays_as_a_whole():
    only = replace(ACCOUNT, parts=ACCOUNT.parts[1:2])

    assert ask(only, CONSENT) == Decision(Outcome.withheld, frozenset({Reason.no_consent}))


def test_identity_leaves_only_disclosed_and_only_in_full():
    assert ask(IDENTITY, CONSENT).outcome is Outcome.released
    assert ask(IDENTITY, CONSENT, profile=Profile.pseudonymised).reasons == {Reason.identity}
    for degree in ("confidential", "withheld"):
        shy = replace(CONSENT, permissions=(replace(PERMISSION, identity=degree),))
        assert ask(IDENTITY, shy).reasons == {Reason.identity}
        assert ask(ACT, shy).outcome is Outcome.released
        assert ask(IDENTITY, replace(CONSENT, permissions=(PERMISSION, *shy.permissions))).leaves is False


def test_privileged_never_leaves_and_notes_only_in_full():
    assert ask(replace(ACT, privileged=True), CONSENT).reasons == {Reason.privileged}
    note = replace(ACT, full_only=True)
    assert ask(note, CONSENT).leaves
    assert ask(note, CONSENT, profile=Profile.pseudonymised).reasons == {Reason.profile}
    assert ask(ACCOUNT, CONSENT, profile=Profile.pseudonymised).withheld == {("narrative", 1), ("room",)}


def test_an_item_that_names_nobody_needs_a_consent_that_names_the_item():
    item = Item("photograph", frozenset())

    assert ask(item, CONSENT).reasons == {Reason.names_nobody}
    naming = replace(CONSENT, covers=(Passage("photograph"),))
    assert ask(item, naming).outcome is Outcome.released
    assert ask(item, replace(naming, withdrawn_from=DAY)).leaves is False
    shy = replace(naming, permissions=(replace(PERMISSION, identity="withheld"),))
    assert ask(replace(item, identity=True), shy).leaves is False


def test_the_last_consent_is_the_persons_word_and_an_earlier_wider_one_does_not_come_back():
    later = replace(CONSENT, id="c9", given_on=date(2024, 1, 1), covers=())

    assert ask(ACT, CONSENT, later).leaves is False
    assert (
        ask(ACT, CONSENT, replace(later, covers=None)).grounds
        == ask(ACT, replace(later, covers=None)).grounds
    )
    assert ask(ACT, CONSENT, replace(later, covers=None, withdrawn_from=DAY)).leaves is False
    elsewhere = replace(later, permissions=(replace(PERMISSION, purpose="publication"),))
    assert ask(ACT, CONSENT, elsewhere).leaves is True


def test_consents_of_one_day_must_agree():
    beating = replace(CONSENT, id="c3", covers=(Passage("account", frozenset({1})),))
    other = replace(CONSENT, id="c4", covers=(Passage("account", frozenset({3})),))

    assert ask(ACCOUNT, beating, other).leaves is False
    assert ask(ACCOUNT, beating, CONSENT).withheld >= {("narrative", 2)}


def test_what_is_about_something_that_stays_stays_too():
    involvement = Item("involvement", frozenset({"ada"}), depends_on=frozenset({"act"}))

    assert decide([involvement], [CONSENT], QUESTION)["involvement"].reasons == {Reason.depends}
    assert decide([involvement, ACT], [CONSENT], QUESTION)["involvement"].leaves
    chained = replace(involvement, id="note", depends_on=frozenset({"involvement"}))
    stays = decide([replace(ACT, privileged=True), involvement, chained], [CONSENT], QUESTION)
    assert not any(decision.leaves for decision in stays.values())


def test_a_consent_leaves_without_what_it_permits_to_others():
    consent = replace(CONSENT, permissions=(replace(PERMISSION, purpose="publication"), PERMISSION))
    item = Item("c1", frozenset({"ada"}), full_only=True, is_consent=True)

    assert ask(item, consent).withheld == {("permissions", 0)}
    assert ask(item, replace(consent, withdrawn_from=DAY)).leaves is False
    assert ask(replace(item, id="c0"), consent).leaves is False


def test_a_consent_that_covers_chosen_records_leaves_with_them():
    """It shows on what ground they left. Whom else it tells of still has to agree."""
    consent = replace(CONSENT, covers=(Passage("account"),))
    item = Item("c1", frozenset({"ada"}), parts=(Part(("explained", 0)),), full_only=True, is_consent=True)

    assert ask(item, consent).outcome is Outcome.released
    assert ask(replace(item, is_consent=False), consent).leaves is False
    other = replace(item, parts=(Part(("guardian", 0), frozenset({"boris"}), Level.identity),))
    assert ask(other, consent).withheld == {("guardian", 0)}


def test_a_consent_to_chosen_records_goes_with_them_and_stays_by_every_other_rule():
    consent = replace(CONSENT, covers=(Passage("account", frozenset({1})),))
    item = Item("c1", frozenset({"ada"}), full_only=True, is_consent=True)

    assert ask(item, consent).outcome is Outcome.released
    assert ask(item, replace(consent, covers=())).reasons == {Reason.not_covered}
    assert ask(item, consent, purpose="publication").reasons == {Reason.no_consent}
    assert ask(item, consent, recipient="another", jurisdiction="ZZ").reasons == {Reason.no_consent}
    assert ask(item, consent, profile=Profile.pseudonymised).reasons == {Reason.profile}
    shy = replace(consent, permissions=(replace(PERMISSION, identity="confidential"),))
    assert ask(replace(item, identity=True), consent).leaves
    assert ask(replace(item, identity=True), shy).reasons == {Reason.identity}
    assert ask(replace(ACT, rests_on=()), consent).reasons == {Reason.not_covered}  # nothing else is freed
    guardian = Part(("guardian",), frozenset({"boris"}))
    assert ask(replace(item, parts=(guardian,)), consent).withheld == {("guardian",)}
    of_another = replace(BORIS, covers=(Passage("account"),))
    assert ask(replace(item, parts=(guardian,)), consent, of_another).withheld == {("guardian",)}


def test_where_an_act_rests_on_several_peoples_words_each_answers_for_their_own():
    by_ada = Passage("account", frozenset({1}), frozenset({"ada"}))
    by_boris = Passage("other", frozenset({2}), frozenset({"boris"}))
    act = Item("act", frozenset({"ada", "boris"}), (by_ada, by_boris))
    ada, boris = replace(CONSENT, covers=(by_ada,)), replace(BORIS, covers=(by_boris,))

    assert ask(act, ada, boris).outcome is Outcome.released
    assert ask(act, ada, replace(boris, covers=(by_ada,))).reasons == {Reason.not_covered}
    assert ask(act, ada).reasons == {Reason.no_consent}
    more = replace(act, rests_on=(*act.rests_on, Passage("account", frozenset({3}), frozenset({"ada"}))))
    assert ask(more, ada, boris).reasons == {Reason.not_covered}
    silent = replace(act, rests_on=(by_boris,))  # Ada, the victim, said nothing of it herself
    assert ask(silent, ada, boris).reasons == {Reason.not_covered}
    assert ask(silent, replace(ada, covers=(Passage("act"),)), boris).leaves
    nobodys = replace(act, rests_on=(by_ada, Passage("photograph")))
    assert ask(nobodys, ada, boris).reasons == {Reason.not_covered}


# --- what no consent may change ------------------------------------------------------------------------------

PEOPLE = ("ada", "boris", "vera")
RECORDS = ("account", "act", "video", "c1", "c2")
days = st.none() | st.dates(date(2025, 12, 1), date(2026, 6, 1))
paragraphs = st.frozensets(st.integers(1, 3), max_size=3)
people = st.frozensets(st.sampled_from(PEOPLE), max_size=2)
passages = st.builds(Passage, st.sampled_from(RECORDS), paragraphs, people)
permissions = st.builds(
    Permission,
    st.sampled_from(["national_prosecution", "publication"]),
    st.frozensets(st.sampled_from(["prosecutor", "other", "all"]), max_size=2),
    st.frozensets(st.sampled_from(["NV", "ZZ", "all"]), max_size=2),
    st.sampled_from(["disclosed", "confidential", "withheld"]),
)
consents = st.lists(
    st.builds(
        Consent,
        st.sampled_from(["c1", "c2", "c3", "c4"]),
        st.sampled_from(PEOPLE),
        st.sampled_from([None, "own", "own", "own", "guardian", "kin"]),
        st.none() | st.lists(passages, max_size=3).map(tuple),
        st.lists(permissions, max_size=3).map(tuple),
        given_on=st.none() | st.dates(date(2025, 1, 1), date(2026, 4, 1)),
        expires_on=days,
        withdrawn_from=days,
        guardian_involved=st.booleans(),
        majority_on=days,
        confirmed_on=days,
    ),
    max_size=5,
    unique_by=lambda consent: consent.id,
)
parts = st.builds(
    Part,
    st.tuples(st.sampled_from(["narrative", "stays"]), st.integers(0, 3)),
    people,
    st.sampled_from(Level),
    st.none() | st.integers(1, 3),
)
items = st.lists(
    st.builds(
        Item,
        st.sampled_from(RECORDS),
        people,
        st.lists(passages, max_size=2).map(tuple),
        st.lists(parts, max_size=3, unique_by=lambda part: part.place).map(tuple),
        st.frozensets(st.sampled_from(RECORDS), max_size=1),
        st.booleans(),
        st.booleans(),
        st.just(False) | st.booleans(),
        st.booleans(),
    ),
    max_size=4,
    unique_by=lambda item: item.id,
)
questions = st.builds(replace, st.just(QUESTION), profile=st.sampled_from(Profile))


def released(
    every: list[Item], given_consents: list[Consent], question: Question
) -> set[tuple[str, tuple[str | int, ...]]]:
    """Everything that leaves: each item that does, and each of its parts that does."""
    decisions = decide(every, given_consents, question)
    return {
        (item.id, place)
        for item in every
        if decisions[item.id].leaves
        for place in [(), *(part.place for part in item.parts)]
        if place not in decisions[item.id].withheld
    }


@settings(max_examples=150, deadline=None)
@given(items, consents, questions, st.data())
def test_a_restriction_never_releases_more(
    every: list[Item], given_consents: list[Consent], question: Question, data: st.DataObject
):
    if not given_consents:
        return
    index = data.draw(st.integers(0, len(given_consents) - 1))
    consent = given_consents[index]
    strict = data.draw(
        st.sampled_from(
            [
                replace(consent, withdrawn_from=DAY),
                replace(consent, expires_on=DAY - timedelta(1)),
                replace(consent, basis=None),
                replace(consent, covers=()),
                replace(consent, covers=(consent.covers or ())[:1]),
                replace(consent, guardian_involved=True),
                replace(consent, majority_on=None, confirmed_on=None),
                replace(
                    consent, permissions=tuple(replace(p, identity="withheld") for p in consent.permissions)
                ),
            ]
        )
    )
    restricted = [*given_consents[:index], strict, *given_consents[index + 1 :]]

    assert released(every, restricted, question) <= released(every, given_consents, question)


@settings(max_examples=100, deadline=None)
@given(items, questions)
def test_without_consents_nothing_leaves(every: list[Item], question: Question):
    assert not released(every, [], question)


@settings(max_examples=100, deadline=None)
@given(items, consents, questions, st.randoms(use_true_random=False))
def test_order_changes_nothing(every: list[Item], given_consents: list[Consent], question: Question, random):
    first = decide(every, given_consents, question)
    random.shuffle(every)
    random.shuffle(given_consents)

    assert decide(every, given_consents, question) == first


def permits(consent: Consent, question: Question) -> bool:
    """Written again on purpose, from the words of the rules."""
    return any(
        permission.purpose == question.purpose
        and (
            question.recipient in permission.recipients
            or "all" in permission.recipients
            or question.jurisdiction in permission.jurisdictions
            or "all" in permission.jurisdictions
        )
        for permission in consent.permissions
    ) and (
        consent.basis is not None
        and (consent.expires_on is None or consent.expires_on >= question.day)
        and (consent.withdrawn_from is None or consent.withdrawn_from > question.day)
    )


@settings(max_examples=150, deadline=None)
@given(items, consents, questions)
def test_each_release_rests_on_a_named_permission_of_everybody(
    every: list[Item], given_consents: list[Consent], question: Question
):
    by_id = {consent.id: consent for consent in given_consents}
    for identifier, decision in decide(every, given_consents, question).items():
        item = next(one for one in every if one.id == identifier)
        if not decision.leaves:
            assert not decision.grounds and not decision.withheld
            continue
        told = {
            name for part in item.parts if part.place not in decision.withheld for name in part.individuals
        }
        agreed = {ground.individual for ground in decision.grounds}
        assert item.concerns | told <= agreed and agreed
        for ground in decision.grounds:
            assert by_id[ground.consent].individual == ground.individual
            assert permits(by_id[ground.consent], question)


@settings(max_examples=100, deadline=None)
@given(items, consents, questions)
def test_a_consent_that_leaves_is_in_force_for_this_and_covers_something(
    every: list[Item], given_consents: list[Consent], question: Question
):
    by_id = {consent.id: consent for consent in given_consents}
    for item in every:
        if item.is_consent and decide(every, given_consents, question)[item.id].leaves:
            assert permits(by_id[item.id], question) and by_id[item.id].covers != ()
            assert by_id[item.id].individual in item.concerns
            assert not (item.identity and question.profile is Profile.pseudonymised)


@settings(max_examples=100, deadline=None)
@given(items, consents)
def test_pseudonymised_never_releases_identity(every: list[Item], given_consents: list[Consent]):
    question = replace(QUESTION, profile=Profile.pseudonymised)
    leaving = released(every, given_consents, question)

    for item in every:
        assert not (item.identity and (item.id, ()) in leaving)
        for part in item.parts:
            if part.level is not Level.fact and (part.individuals or part.level is Level.full):
                assert (item.id, part.place) not in leaving
    assert leaving <= released(every, given_consents, replace(question, profile=Profile.full))
