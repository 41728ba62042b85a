"""A record in words: everything that was given is shown, for every kind, and what is closed stays closed."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from app.records.kinds import KINDS, REGISTER_KINDS, parse
from app.records.part import Prose, Reference
from app.records.vocabulary import Vocabulary
from app.records.walk import leaves
from app.web.reading import Fact, Words, facts, ids_named, size_in_words
from app.web.rendering import dates_in_words
from tests.api.filled import filled
from tests.records.examples import example

IDS = {kind: f"{number:032x}" for number, kind in enumerate([*KINDS, "superior"], 1)}
TITLES = {record: f"the {kind}" for kind, record in IDS.items()}


def content_of(kind: str) -> dict[str, Any]:
    """A content with every field filled; each free text tells itself from the others."""
    numbers = count()
    content = filled(kind, lambda: f"слова-{next(numbers)}-words", IDS)
    if kind == "account":
        content["narrative"] = [{"text": "The door\nwas open."}, {"text": "Four.", "speaker": "I-1"}]
    return content


def values(given: tuple[Fact, ...]) -> Iterator[tuple[str, Words]]:
    """Every value with the name of its field, at every depth."""
    for fact in given:
        yield from ((fact.name, value) for value in fact.values)
        for part in fact.parts:
            yield from values(part)


@pytest.mark.parametrize("kind", KINDS)
def test_everything_that_was_given_is_shown(kind: str) -> None:
    content = content_of(kind)
    said = "\n".join(line for fact in facts(kind, content, TITLES) for line in fact.lines())
    spoken = [value.lang for _name, value in values(facts(kind, content, TITLES))]
    for leaf in leaves(parse(kind, content)):
        if leaf.field.endswith("language") and leaf.value in spoken:
            continue  # told by the mark of the language
        expected = leaf.value
        for mark in leaf.metadata:
            if isinstance(mark, Vocabulary):
                expected = mark.label(leaf.value)
            elif isinstance(mark, Reference):
                expected = TITLES[leaf.value]
            elif isinstance(mark, Prose):
                expected = leaf.value
        assert expected in said, f"{leaf.field} of {kind} is not shown"


@pytest.mark.parametrize("kind", KINDS)
def test_every_reference_leads_to_its_record_and_to_nothing_when_it_is_closed(kind: str) -> None:
    content = content_of(kind)
    named = ids_named(kind, content)
    led = {value.href.split("#")[0] for _name, value in values(facts(kind, content, TITLES)) if value.href}
    kinds = {record: name for name, record in IDS.items()} | {IDS["superior"]: "unit"}
    assert led == {
        f"/{'register' if kinds[record] in REGISTER_KINDS else 'records'}/{record}" for record in named
    }
    closed = facts(kind, content, {})
    assert not [value for _name, value in values(closed) if value.href]
    lines = "\n".join(line for fact in closed for line in fact.lines())
    assert not [record for record in named if record in lines]
    assert not named or "Not open to you" in lines


def test_only_what_was_given_is_shown() -> None:
    (pseudonym,) = facts("individual", {"pseudonym": "W-0001", "roles": []}, {})
    assert (pseudonym.label, [value.text for value in pseudonym.values]) == ("Pseudonym", ["W-0001"])


def test_paragraphs_have_the_number_they_are_cited_by_and_their_language() -> None:
    content: dict[str, Any] = {
        "individual": IDS["individual"],
        "type": "full_interview",
        "language": "be",
        "narrative": [{"text": "Першы."}, {"text": "Другі.", "speaker": "W-0001"}],
        "translations": [{"language": "en", "paragraphs": [{"paragraph": 2, "text": "Second."}]}],
        "mentions": [{"paragraph": 2, "start": 0, "end": 5, "unit": IDS["unit"]}],
    }
    by_name = {fact.name: fact for fact in facts("account", content, TITLES)}
    first, second = by_name["narrative"].values
    assert (first.number, first.lang, second.number, second.note) == (1, "be", 2, "Speaker: W-0001")
    (translated,) = by_name["translations"].parts
    (paragraph,) = translated[-1].values
    assert (paragraph.number, paragraph.lang, paragraph.text) == (2, "en", "Second.")
    (mention,) = by_name["mentions"].values
    assert (mention.text, mention.note) == ("the unit", "“Другі”, paragraph 2")


def test_a_reported_fact_leads_to_its_paragraph() -> None:
    content = {
        "individual": IDS["individual"],
        "type": "torture",
        "reported_in": [{"account": IDS["account"], "paragraphs": [3, 4], "known": "lived"}],
        "dates": {"first_precise": "2021-03-07", "last_precise": "2021-03-07", "ends": False},
    }
    by_name = {fact.name: fact for fact in facts("act", content, TITLES)}
    (told,) = by_name["reported_in"].values
    assert told.href == f"/records/{IDS['account']}#p3"
    assert told.note.startswith("Paragraphs: 3, 4; How known:")
    assert by_name["dates"].values[0].text == "on 2021-03-07, perhaps later"


@pytest.mark.parametrize(
    ("kind", "words"),
    [("posting", "on 2021-03-07, perhaps earlier and later"), ("incident", "2021-03-07")],
)
def test_what_dates_leave_open_is_read_as_the_kind_means_it(kind: str, words: str) -> None:
    content = example(kind) | {"dates": {"first_precise": "2021-03-07", "last_precise": "2021-03-07"}}
    by_name = {fact.name: fact for fact in facts(kind, content, TITLES)}
    assert by_name["dates"].values[0].text == words


def test_a_date_of_birth_is_that_day_itself() -> None:
    content = example("person") | {"born": {"first_precise": "1971-03-07", "last_precise": "1971-03-07"}}
    by_name = {fact.name: fact for fact in facts("person", content, TITLES)}
    assert by_name["born"].values[0].text == "1971-03-07"


def test_the_dates_of_a_claim_in_a_list_say_what_is_open_as_its_title_does() -> None:
    day = {"first_precise": "2021-03-07", "last_precise": "2021-03-07"}
    posting = example("posting") | {"dates": day}
    assert dates_in_words(day) in parse("posting", posting).heading()
    assert dates_in_words(day | {"starts": True, "ends": True}) == "2021-03-07"


def test_nobody_reads_a_code_where_all_was_written() -> None:
    content = {
        "individual": IDS["individual"],
        "covers": "everything",
        "permissions": [{"purpose": "analysis", "jurisdictions": "all", "may_be_contacted": False}],
    }
    lines = [line for fact in facts("consent", content, TITLES) for line in fact.lines()]
    assert lines == [
        "the individual",
        "Everything",
        "Purpose: Analysis",
        "Jurisdictions: All",
        "May be contacted: No",
    ]


def test_sizes_in_words() -> None:
    assert size_in_words(0) == "0 bytes"
    assert size_in_words(999) == "999 bytes"
    assert size_in_words(1_500_000) == "1.5 MB (1,500,000 bytes)"
    assert size_in_words(3 * 10**15) == "3000.0 TB (3,000,000,000,000,000 bytes)"
