"""What a case lacks: filled by adding it, and never invented by adding something else of its kind."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.catalogue.views import CaseRecord
from app.domain.consent.checklist import Gap, Missing, missing

ADA, BORIS = "ada", "boris"


def record(kind: str, name: str = "", *whose: str) -> CaseRecord:
    return CaseRecord(name or kind, kind, kind, 1, whose)


def gaps(*records: CaseRecord, opens_identity: bool = True) -> set[Missing]:
    return set(missing(records, opens_identity=opens_identity))


def test_an_empty_case_begins_with_a_person():
    assert gaps() == {Missing(Gap.no_individual, "individual")}
    assert gaps(record("note")) == {Missing(Gap.no_individual, "individual")}


def test_each_person_needs_a_consent_and_a_name_of_their_own():
    people = (record("individual", ADA, ADA), record("individual", BORIS, BORIS))
    told = gaps(*people, record("consent", "c1", ADA), record("identity", "i1", BORIS), record("account"))
    assert Missing(Gap.no_consent, "consent", BORIS) in told
    assert Missing(Gap.no_consent, "consent", ADA) not in told
    assert Missing(Gap.no_identity, "identity", ADA) in told
    assert Missing(Gap.no_identity, "identity", BORIS) not in told


def test_who_opens_no_identities_is_not_told_whether_they_are_there():
    assert all(one.kind != "identity" for one in gaps(record("individual", ADA, ADA), opens_identity=False))


def test_the_work_goes_on_from_accounts_to_facts_to_who_did_it():
    person = record("individual", ADA, ADA)
    assert Missing(Gap.no_account, "account") in gaps(person)
    assert Missing(Gap.no_fact, "act") in gaps(person, record("account"))
    assert Missing(Gap.no_involvement, "involvement") in gaps(person, record("account"), record("detention"))
    assert not {one.gap for one in gaps(person, record("account"), record("act"), record("involvement"))} & {
        Gap.no_account,
        Gap.no_fact,
        Gap.no_involvement,
    }


records = st.lists(
    st.builds(
        CaseRecord,
        st.uuids().map(str),
        st.sampled_from(
            ["consent", "identity", "account", "act", "detention", "involvement", "evidence", "note"]
        ),
        st.just(""),
        st.just(1),
        st.sampled_from([(), (ADA,), (BORIS,), (ADA, BORIS)]),
    ),
    max_size=8,
)


@given(records, records)
def test_adding_records_opens_no_gap_of_their_own_kinds(before: list[CaseRecord], more: list[CaseRecord]):
    people = [record("individual", ADA, ADA), record("individual", BORIS, BORIS)]
    added = {one.kind for one in more}
    opened = gaps(*people, *before, *more) - gaps(*people, *before)
    assert not [one for one in opened if one.kind in added - {"act"}]
