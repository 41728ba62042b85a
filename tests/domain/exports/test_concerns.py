"""Whom a record concerns, and what of it points at others."""

from typing import Any

import pytest

from app.domain.consent.rules import Item, Level, Passage
from app.domain.exports.concerns import NOBODY, CaseRecord, consents, items
from app.records.kinds import KINDS, parse

ADA, BORIS, VERA = "a" * 32, "b" * 32, "c" * 32
ACCOUNT, ACT, VIDEO, OTHER = "1" * 32, "2" * 32, "3" * 32, "4" * 32
SHA = "0" * 64
FILE = {"sha256": SHA, "size": 1, "media_type": "video/mp4"}


def item(
    kind: str, content: dict[str, Any], compartment: str = "working", **others: tuple[str, dict[str, Any]]
) -> Item:
    records = {OTHER: CaseRecord(OTHER, parse(kind, content), compartment)}
    base = {
        ACCOUNT: ("account", {"individual": ADA, "type": "full_interview", "narrative": [{"text": "x"}]}),
        VIDEO: ("evidence", {"file": FILE, "individuals": [VERA]}),
        ACT: ("act", {"individual": BORIS, "type": "torture", "reported_in": [{"account": ACCOUNT}]}),
    }
    for id_, (of, told) in (base | others).items():
        records[id_] = CaseRecord(id_, parse(of, told), "working")
    return next(one for one in items(records) if one.id == OTHER)


def test_an_act_concerns_its_victim_and_everybody_who_reports_it():
    reports = [{"account": ACCOUNT, "paragraphs": [2]}, {"evidence": VIDEO}]
    act = item(
        "act", {"individual": BORIS, "type": "torture", "reported_in": reports, "witnesses": [VERA, ADA]}
    )

    assert act.concerns == {ADA, BORIS, VERA}
    assert act.rests_on == (Passage(ACCOUNT, frozenset({2})), Passage(VIDEO))
    assert [passage.by for passage in act.rests_on] == [{ADA}, {VERA}]
    assert {part.place: part.individuals for part in act.parts} == {
        ("witnesses", 0): {VERA},
        ("witnesses", 1): {ADA},
    }


def test_an_involvement_concerns_everybody_behind_its_act_and_stays_with_it():
    told = {"act": ACT, "first_description": "Tall.", "reported_in": [{"evidence": VIDEO}]}
    involvement = item("involvement", told)

    assert involvement.concerns == {ADA, BORIS, VERA}
    assert involvement.depends_on == {ACT}


def test_what_is_not_there_concerns_nobody_who_could_agree():
    act = item("act", {"individual": ADA, "type": "torture", "reported_in": [{"account": "9" * 32}]})

    assert NOBODY in act.concerns
    loop = {"file": FILE, "individuals": [ADA], "derived_from": {"original": OTHER, "type": "redaction"}}
    assert item("evidence", loop).concerns == {ADA, NOBODY}


def test_co_detainees_are_parts_that_may_stay():
    stays = [{"co_detainees": [BORIS, VERA]}]
    detention = item("detention", {"individual": ADA, "reported_in": [{"account": ACCOUNT}], "stays": stays})

    assert detention.concerns == {ADA}
    assert [part.place for part in detention.parts] == [
        ("stays", 0, "co_detainees", 0),
        ("stays", 0, "co_detainees", 1),
    ]


def test_an_account_is_told_paragraph_by_paragraph():
    account = item(
        "account",
        {
            "individual": ADA,
            "type": "full_interview",
            "room": "The kitchen",
            "narrative": [{"text": "one"}, {"text": "two"}],
            "translations": [{"language": "en", "paragraphs": [{"paragraph": 2, "text": "two"}]}],
            "mentions": [{"paragraph": 2, "start": 0, "end": 1, "individual": BORIS}],
            "transcript": [{"at": "0:00:01", "text": "one"}],
            "corrects": {"account": ACCOUNT, "reason": "She remembered."},
        },
    )
    parts = {part.place: part for part in account.parts}

    assert parts[("narrative", 0)].level is Level.fact and parts[("narrative", 0)].paragraph == 1
    for place in [("narrative", 1), ("mentions", 0), ("translations", 0, "paragraphs", 0)]:
        assert (parts[place].individuals, parts[place].level, parts[place].paragraph) == (
            {BORIS},
            Level.identity,
            2,
        )
    assert parts[("transcript",)].level is Level.identity and parts[("transcript",)].individuals == {BORIS}
    assert parts[("room",)].level is Level.full and parts[("corrects", "reason")].level is Level.full


def test_a_relative_without_a_record_has_agreed_to_nothing():
    told = {
        "individual": ADA,
        "names": [{"text": "Ada"}],
        "relatives": [{"relation": "sister"}, {"individual": BORIS}],
    }
    identity = item("identity", told, compartment="identity")

    assert identity.identity and identity.concerns == {ADA}
    parts = {part.place: part.individuals for part in identity.parts}
    assert parts == {("relatives", 0): {NOBODY}, ("relatives", 1): {BORIS}}


def test_what_is_kept_with_the_identities_is_identity():
    assert item("evidence", {"file": FILE, "individuals": [ADA]}, compartment="identity").identity
    assert not item("evidence", {"file": FILE, "individuals": [ADA]}).identity


def test_an_individual_is_itself_and_keeps_its_pseudonym_and_numbers_to_itself():
    told = {
        "pseudonym": "W-0001",
        "roles": ["victim"],
        "external_ids": [{"organisation": "X", "number": "7"}],
        "same_as": [{"individual": BORIS}],
        "notes": "n",
    }
    individual = item("individual", told)
    parts = {part.place: part for part in individual.parts}

    assert individual.concerns == {OTHER}
    assert parts[("pseudonym",)].level is parts[("notes",)].level is Level.full
    assert parts[("external_ids",)].level is Level.identity and parts[("external_ids",)].individuals == {
        OTHER
    }
    assert parts[("same_as", 0)].individuals == {BORIS}
    assert ("roles",) not in parts


@pytest.mark.parametrize(
    "kind", sorted(set(KINDS) & {"evidence", "note", "consent", "complaint", "identity"})
)
def test_some_kinds_leave_in_full_alone(kind: str):
    told = {
        "evidence": {"file": FILE},
        "note": {"text": "x", "privileged": True, "about": [ACT]},
        "consent": {"individual": ADA},
        "complaint": {"authority": "x", "acts": [ACT], "individuals": [VERA]},
        "identity": {"individual": ADA},
    }
    found = item(kind, told[kind], "identity" if kind == "identity" else "working")

    assert found.full_only
    assert found.privileged == (kind == "note")
    assert found.is_consent == (kind == "consent")
    if kind == "complaint":
        assert found.concerns == {ADA, BORIS, VERA}


def test_a_consent_is_read_as_it_was_written():
    told = {
        "individual": ADA,
        "basis": "guardian",
        "given_on": "2021-09-01",
        "expires_on": "2027-01-01",
        "covers": [{"record": ACCOUNT, "paragraphs": [1]}],
        "guardian": {"individual": BORIS, "involved": True, "majority_on": "2025-01-01"},
        "withdrawal": {"on": "2026-01-01", "from": "2026-02-01"},
        "permissions": [
            {"purpose": "sanctions", "jurisdictions": "all"},
            {"purpose": "publication", "recipients": [OTHER], "identity": "disclosed"},
        ],
    }
    (consent,) = consents({OTHER: CaseRecord(OTHER, parse("consent", told), "working")})

    assert consent.covers == (Passage(ACCOUNT, frozenset({1})),)
    assert consent.withdrawn_from is not None and consent.withdrawn_from.isoformat() == "2026-02-01"
    assert consent.guardian_involved and consent.majority_on is not None
    assert consent.permissions[0].jurisdictions == {"all"} and consent.permissions[0].identity == "withheld"
    assert consent.permissions[1].recipients == {OTHER}
    bare = CaseRecord(OTHER, parse("consent", {"individual": ADA}), "working")
    assert consents({OTHER: bare})[0].covers == ()
    everything = CaseRecord(OTHER, parse("consent", {"individual": ADA, "covers": "everything"}), "working")
    assert consents({OTHER: everything})[0].covers is None
