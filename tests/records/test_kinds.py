"""Every kind: the shapes that other programs rely on, what is required, and the way back to JSON."""

import copy
from typing import Any

import pytest

from app.errors import Invalid, NotReady
from app.records.base import Content
from app.records.individuals import Individual
from app.records.kinds import CASE_KINDS, KINDS, REGISTER_KINDS, compartment_of, dump, parse, upcast
from app.records.part import Part
from tests.records.examples import ACCOUNT, ACT, DETENTION, EXAMPLES, LIVED, PERSON, SOURCE, UNIT, example


def problems(kind: str, content: object) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        parse(kind, content)
    return {problem.field: problem.message for problem in refusal.value.problems}


@pytest.mark.parametrize(("kind", "content"), EXAMPLES)
def test_every_example_parses_and_comes_back_unchanged(kind: str, content: dict[str, Any]) -> None:
    before = copy.deepcopy(content)
    parsed = parse(kind, content)
    assert dump(parsed) == before == content
    assert parse(kind, dump(parsed)) == parsed


def test_there_is_an_example_of_every_kind() -> None:
    assert {kind for kind, _ in EXAMPLES} == set(KINDS)


def test_the_kinds_are_the_known_ones_and_no_others() -> None:
    assert set(KINDS) == REGISTER_KINDS | CASE_KINDS
    assert not REGISTER_KINDS & CASE_KINDS
    assert {"medical", "legal", "proceeding"}.isdisjoint(KINDS)
    for kind in ("proceeding", "Unit", ""):
        assert "unit, person, posting" in problems(kind, {})["kind"]


REQUIRED = {
    "unit": {"names", "citations"},
    "person": {"citations"},
    "posting": {"person", "unit", "citations"},
    "relation": {"subordinate", "superior", "class", "citations"},
    "positioning": {"unit", "place", "class", "citations"},
    "superior_responsibility": {"person", "unit", "element", "text", "stance", "citations"},
    "place": {"names", "citations"},
    "incident": {"names", "citations"},
    "source": {"title"},
    "recipient": {"authority"},
    "individual": {"pseudonym"},
    "identity": {"individual"},
    "group": {"counted"},
    "consent": {"individual"},
    "account": {"individual", "type"},
    "detention": {"individual", "reported_in"},
    "act": {"individual", "reported_in", "type"},
    "involvement": {"reported_in"},
    "evidence": {"file"},
    "complaint": {"authority"},
    "note": {"text"},
}


@pytest.mark.parametrize("kind", KINDS)
def test_only_what_makes_no_sense_without_is_required(kind: str) -> None:
    """A survivor does not know everything: a form that insists makes people invent."""
    assert problems(kind, {}) == dict.fromkeys(REQUIRED[kind], "This field is needed.")


@pytest.mark.parametrize("kind", sorted(REGISTER_KINDS - {"source", "recipient"}))
def test_a_claim_of_the_register_needs_a_citation(kind: str) -> None:
    assert problems(kind, example(kind, citations=[])) == {"citations": "Give at least one."}


@pytest.mark.parametrize("kind", ["act", "detention", "involvement"])
def test_a_fact_names_who_tells_of_it(kind: str) -> None:
    assert problems(kind, example(kind, reported_in=[])) == {"reported_in": "Give at least one."}
    both = [LIVED[0] | {"evidence": ACCOUNT}]
    assert (
        "exactly one of: account, evidence"
        in problems(kind, example(kind, reported_in=both))["reported_in.0"]
    )


@pytest.mark.parametrize("content", [[], "text", None, 3, [{}]])
def test_a_content_is_an_object(content: object) -> None:
    assert problems("act", content) == {"content": "Give an object with named fields."}


def test_absent_fields_are_left_out_and_no_is_kept() -> None:
    content = example("person", citizenship=[], born=None, unidentified=False) | {"voice": None}
    assert dump(parse("person", content)) == example("person", unidentified=False)


def test_a_citation_is_of_one_source_or_one_record() -> None:
    for citation in ({}, {"source": SOURCE, "record": ACCOUNT}):
        assert "exactly one" in problems("place", example("place", citations=[citation]))["citations.0"]


def test_the_register_never_holds_the_passage_of_a_sealed_record() -> None:
    sealed = [{"record": ACCOUNT, "passage": "what the witness said"}]
    assert "stays there" in problems("place", example("place", citations=sealed))["citations.0"]
    # Inside the case the passage may stand beside the record.
    assert parse("involvement", example("involvement", citations=sealed))


def test_an_involvement_has_one_target_and_somebody() -> None:
    assert "exactly one of" in problems("involvement", example("involvement", detention=DETENTION))["content"]
    assert "exactly one of" in problems("involvement", example("involvement", act=None))["content"]
    assert "first_description" in problems("involvement", example("involvement", unit=None))
    alone = example("involvement", unit=None, first_description="A short man with a ring.")
    assert parse("involvement", alone)
    both = parse(
        "involvement", example("involvement", person=PERSON, act=None, detention=DETENTION)
    ).involves()
    assert both and (both.target, both.units, both.persons) == (DETENTION, (UNIT,), (PERSON,))
    assert "content" in problems("involvement", example("involvement", proceeding=ACT))


def test_an_unidentified_person_is_described_and_has_no_name() -> None:
    cited = example("person")["citations"]
    assert "names" in problems("person", {"citations": cited})
    assert "description" in problems("person", {"citations": cited, "unidentified": True})
    assert "names" in problems("person", example("person", unidentified=True, voice="Hoarse."))
    for detail in (
        {"voice": "Hoarse."},
        {"age_range": {"minimum": 30}},
        {"other_names": [{"text": "the Tall One"}]},
        {"vehicle_plate": "ends in 17"},
    ):
        assert (
            parse("person", {"citations": cited, "unidentified": True} | detail).heading().startswith("Unid")
        )


def test_a_unit_is_not_above_itself() -> None:
    assert "superior" in problems("relation", example("relation", superior=UNIT))


def test_ranges_of_numbers_are_in_order() -> None:
    assert "minimum" in problems("group", example("group", minimum=41))
    assert "minimum" in problems("group", {"counted": "men"})
    assert "participants.minimum" in problems(
        "involvement", example("involvement", participants={"minimum": 3, "maximum": 2})
    )
    unidentified = {"unidentified": True, "citations": example("person")["citations"]}
    assert "age_range.minimum" in problems(
        "person", unidentified | {"age_range": {"minimum": 40, "maximum": 30}}
    )


def test_consent_is_given_in_words_and_never_assumed() -> None:
    silent = parse("consent", {"individual": ACCOUNT})
    assert dump(silent) == {"individual": ACCOUNT}
    anyone = {"purpose": "analysis", "jurisdictions": "all", "recipients": "all"}
    chosen = {"covers": [{"record": ACCOUNT, "paragraphs": [1, 3]}], "permissions": [anyone]}
    assert dump(parse("consent", example("consent", **chosen)))["permissions"] == [anyone]
    assert "permissions.0.jurisdictions" in problems(
        "consent", example("consent", permissions=[anyone | {"jurisdictions": "DE"}])
    )
    assert "permissions.0.jurisdictions.1" in problems(
        "consent", example("consent", permissions=[anyone | {"jurisdictions": ["DE", "de"]}])
    )
    assert "permissions.0.recipients" in problems(
        "consent", example("consent", permissions=[anyone | {"recipients": {}}])
    )
    assert "covers" in problems("consent", example("consent", covers="all"))
    assert "covers.0.paragraphs.0" in problems(
        "consent", example("consent", covers=[{"record": ACCOUNT, "paragraphs": [0]}])
    )
    taken_back = {"on": "2022-01-01", "from": "2022-01-02", "reason": "I am afraid."}
    assert dump(parse("consent", example("consent", withdrawal=taken_back)))["withdrawal"] == taken_back


def test_an_account_tells_something_and_a_correction_says_of_what() -> None:
    assert "narrative" in problems("account", example("account", narrative=None))
    assert parse(
        "account", example("account", narrative=None, transcript=[{"at": "0:00:05", "text": "Yes."}])
    )
    assert "corrects" in problems("account", example("account", type="correction"))
    corrects = {"account": ACCOUNT, "paragraphs": [2], "reason": "I remembered the second bus."}
    assert parse("account", example("account", type="correction", corrects=corrects))


def test_marks_fall_on_words_of_a_paragraph() -> None:
    mark = {"paragraph": 1, "start": 0, "end": 4, "unit": UNIT}
    assert parse("account", example("account", mentions=[mark]))
    for change, field in (
        ({"paragraph": 3}, "mentions.0.paragraph"),
        ({"end": 400}, "mentions.0.end"),
        ({"start": 4}, "mentions.0.end"),
        ({"person": PERSON}, "mentions.0"),
    ):
        assert field in problems("account", example("account", mentions=[mark | change]))
    translation = {"language": "en", "paragraphs": [{"paragraph": 3, "text": "Nothing."}]}
    assert "translations.0.paragraphs.0.paragraph" in problems(
        "account", example("account", translations=[translation])
    )


def test_each_content_knows_its_compartment() -> None:
    homes = {kind: compartment_of(parse(kind, content)) for kind, content in reversed(EXAMPLES)}
    assert homes["identity"] == "identity"
    assert homes["act"] == homes["consent"] == homes["evidence"] == "working"
    assert homes["unit"] == homes["person"] == homes["source"] == "register"
    assert homes["recipient"] == "register_restricted"
    assert compartment_of(parse("source", example("source", restricted=True))) == "register_restricted"
    unidentified = {"unidentified": True, "voice": "Hoarse.", "citations": example("person")["citations"]}
    assert compartment_of(parse("person", unidentified)) == "register_restricted"


def test_nothing_that_is_printed_shows_what_a_record_holds() -> None:
    content = parse("account", example("account", narrative=[{"text": "the secret words"}]))
    assert "secret" not in repr(content)
    assert "secret" not in str(content)


def test_an_older_schema_is_read_and_a_newer_one_is_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert upcast("individual", 1, example("individual")) == example("individual")
    monkeypatch.setattr(Individual, "schema_version", 2)
    monkeypatch.setattr(Individual, "upgrades", {1: lambda content: content | {"notes": "Moved."}})
    assert upcast("individual", 1, example("individual")) == example("individual", notes="Moved.")
    with pytest.raises(NotReady):
        upcast("individual", 3, {})


def _all_parts(base: type[Part]) -> list[type[Part]]:
    return [part for sub in base.__subclasses__() for part in (sub, *_all_parts(sub))]


def test_every_field_has_a_label_and_help() -> None:
    """Forms are generated from them."""
    for part in _all_parts(Part):
        for name, field in part.model_fields.items():
            assert field.title and field.description, f"{part.__name__}.{name}"
            assert field.description.endswith((".", "?")), f"{part.__name__}.{name}"


def test_every_kind_says_what_it_is() -> None:
    for kind, model in KINDS.items():
        assert issubclass(model, Content)
        assert model.kind == kind
        assert model.label and model.__doc__
