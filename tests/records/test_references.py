"""Every reference of a content is found, wherever it stands."""

from app.records.kinds import CASE_KINDS, parse
from app.records.references import Referenced, references
from tests.records.examples import (
    ACCOUNT,
    ACT,
    EVIDENCE,
    INDIVIDUAL,
    PLACE,
    RECIPIENT,
    SOURCE,
    SUPERIOR,
    UNIT,
    example,
)


def found(kind: str, **changes: object) -> dict[str, tuple[frozenset[str], str]]:
    content = parse(kind, example(kind, **changes))
    return {reference.field: (reference.kinds, reference.id) for reference in references(content)}


def test_references_are_found_in_fields_lists_and_parts() -> None:
    assert found("incident", part_of=None) == {
        "place": (frozenset({"place"}), PLACE),
        "units_present.0.unit": (frozenset({"unit"}), UNIT),
        "units_present.0.citations.0.source": (frozenset({"source"}), SOURCE),
        "citations.0.source": (frozenset({"source"}), SOURCE),
    }
    relation = found("relation")
    assert (relation["subordinate"][1], relation["superior"][1]) == (UNIT, SUPERIOR)


def test_a_reference_to_a_sealed_record_may_be_of_any_case_kind() -> None:
    assert found("place", citations=[{"record": ACCOUNT}])["citations.0.record"] == (CASE_KINDS, ACCOUNT)
    assert found("note")["about.0"] == (CASE_KINDS, ACCOUNT)


def test_recipients_and_covered_records_of_a_consent_are_references_and_words_are_not() -> None:
    permission = {"purpose": "analysis", "recipients": [RECIPIENT], "jurisdictions": "all"}
    consent = found("consent", covers=[{"record": ACT}], permissions=[permission], form_file=EVIDENCE)
    assert consent == {
        "individual": (frozenset({"individual"}), INDIVIDUAL),
        "form_file": (frozenset({"evidence"}), EVIDENCE),
        "covers.0.record": (CASE_KINDS, ACT),
        "permissions.0.recipients.0": (frozenset({"recipient"}), RECIPIENT),
    }
    assert found("consent") == {"individual": (frozenset({"individual"}), INDIVIDUAL)}


def test_marks_of_a_narrative_are_references() -> None:
    mark = {"paragraph": 1, "start": 0, "end": 4, "unit": UNIT}
    content = parse("account", example("account", mentions=[mark]))
    assert Referenced("mentions.0.unit", frozenset({"unit"}), UNIT) in references(content)
