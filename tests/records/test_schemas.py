"""The published schemas: equal to the code, valid, and in agreement with it about every example."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from app.records import case_vocabularies, vocabularies
from app.records.kinds import KINDS, dump, parse
from app.records.schemas import VOCABULARIES, main, publish
from app.records.vocabulary import Vocabulary
from tests.records.examples import EXAMPLES, example

FOLDER = Path(__file__).resolve().parents[2] / "schemas"


def validator(kind: str) -> Draft202012Validator:
    schema = json.loads((FOLDER / f"{kind}.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=FormatChecker())


def test_the_published_files_are_what_the_code_says(tmp_path: Path) -> None:
    """When this fails: `python -m app.records.schemas`."""
    main(tmp_path)
    written = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert written == publish()
    assert {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()} == written


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_valid_and_stands_alone(kind: str) -> None:
    schema = json.loads((FOLDER / f"{kind}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:testimonia:schema:{kind}:1"
    assert schema["additionalProperties"] is False
    text = json.dumps(schema)
    assert all(ref.startswith("#/$defs/") for ref in re.findall(r'"\$ref": "([^"]+)"', text))
    assert '"null"' not in text


@pytest.mark.parametrize(("kind", "content"), EXAMPLES)
def test_what_is_signed_is_valid_against_the_schema(kind: str, content: dict[str, Any]) -> None:
    validator(kind).validate(dump(parse(kind, content)))


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("act", {"type": "beating"}),
        ("act", {"reported_in": []}),
        ("act", {"place": "here"}),
        ("act", {"dates": {"first_precise": "2021-02-30"}}),
        ("act", {"colour": "red"}),
        ("involvement", {"detention": "d" * 32}),
        ("relation", {"citations": [{"source": "7" * 32, "record": "7" * 32}]}),
        ("consent", {"covers": "all"}),
        ("individual", {"pseudonym": "W 1"}),
        ("note", {"text": ""}),
    ],
)
def test_the_schema_refuses_what_the_code_refuses(kind: str, change: dict[str, Any]) -> None:
    assert not validator(kind).is_valid(example(kind) | change)


def test_vocabularies_have_distinct_names_and_plain_codes() -> None:
    published = json.loads((FOLDER / "vocabularies.json").read_text(encoding="utf-8"))
    assert set(published) == set(VOCABULARIES)
    for vocabulary in VOCABULARIES.values():
        for term in vocabulary.terms.values():
            assert re.fullmatch("[a-z][a-z0-9_]*", term.code)
            assert term.label() == term.label("be") == vocabulary.label(term.code)
    declared = [
        value
        for module in (vocabularies, case_vocabularies)
        for value in vars(module).values()
        if isinstance(value, Vocabulary)
    ]
    assert len(declared) == len(VOCABULARIES), "two vocabularies share a name"


FIELDS = {
    "unit_type": "police riot_police special_rapid_response internal_troops organised_crime_directorate "
    "state_security border_guard financial_police forensic_service prison_service facility_administration "
    "prosecutor court investigative_committee army armed_group political_office plain_clothes_unknown other",
    "place_type": "police_station isolation_centre temporary_detention_facility remand_prison prison penal_colony "
    "juvenile_colony open_type_facility labour_treatment_facility psychiatric_hospital hospital police_vehicle "
    "yard stakan_cell punishment_cell cell_block court border_crossing workplace home street school other",
    "act_type": "arbitrary_detention torture cruel_inhuman_degrading_treatment sexual_violence "
    "enforced_disappearance killing denial_of_medical_care forced_statement forced_video unfair_trial raid "
    "confiscation document_seizure passport_refusal citizenship_removal expulsion deportation dismissal "
    "child_removal forced_labour forced_psychiatry reprisal_on_relatives threat persecution other",
    "method": "beating beating_with_batons gauntlet forced_kneeling stress_position lastochka suspension "
    "stretching electroshock gas_in_cell asphyxiation burning cold water rape rape_with_object rape_threat "
    "strip_search forced_nudity mock_execution threat_to_family sleep_deprivation paint_marking hair_cutting "
    "humiliation forced_chanting dogs blinding_light other",
    "condition": "overcrowded cold heat no_mattress no_water no_food lights_always_on night_waking bleach_poured "
    "vermin infected_cellmates no_walks no_shower no_parcels no_letters no_medicines yellow_tag solitary "
    "incommunicado no_toilet_privacy other",
    "incident_type": "dispersal_of_assembly raid mass_arrest transfer killing trial prison_conditions "
    "border_expulsion other",
    "recipient_type": "national_prosecutor international_court un_mechanism investigative_body ngo_partner "
    "sanctions_body court other",
    "source_type": "document web_page video photograph social_media_post official_record dataset testimony other",
    "purpose": "analysis national_prosecution international_court un_mechanism ngo_partner sanctions publication",
    "claim_status": "accepted conflict work_needed issue",
    "certainty": "certain probable possible doubtful",
}


@pytest.mark.parametrize("name", FIELDS)
def test_the_codes_of_the_field_are_all_there(name: str) -> None:
    """A code is never taken away: signed statements hold it."""
    assert set(FIELDS[name].split()) <= set(VOCABULARIES[name].codes)
