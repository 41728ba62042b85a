"""What a catalogue indexes: titles, words, names, facets, events."""

from datetime import date

import pytest

from app.records.dates import Grade
from app.records.kinds import KINDS, parse
from app.records.projection import Projection, project
from app.records.vocabularies import POSTING_ROLES, command_class
from tests.records.examples import (
    ACT,
    EXAMPLES,
    INCIDENT,
    INDIVIDUAL,
    OTHER_INDIVIDUAL,
    PERSON,
    PLACE,
    SOURCE,
    SUPERIOR,
    UNIT,
    example,
)


def projected(kind: str, **changes: object) -> Projection:
    return project(parse(kind, example(kind, **changes)))


TITLES = {
    "source": "Gazette 12",
    "unit": "Second Patrol Company",
    "relation": "Relation: command, 2021-03-01 to 2021-12-31 or later",
    "person": "Ардан Вельскі",
    "posting": "Posting: commander, colonel, 2021-03-01 to 2021-12-31 or later",
    "positioning": "Unit at a place: present, 2021-03-01 to 2021-12-31 or later",
    "superior_responsibility": "Knowledge: The daily report named the number of those held in the yard.",
    "place": "Orsk-na-Nevi, Mill Street 4",
    "incident": "The square in March",
    "recipient": "Federal Prosecutor",
    "individual": "W-0001",
    "identity": "Identity",
    "group": "30 to 40 men held in the yard",
    "consent": "Consent, 2021-09-01",
    "account": "Full interview, 2021-09-01",
    "detention": "Detention, 2021-03-01 to 2021-12-31 or later",
    "act": "Torture, 2021-03-01 to 2021-12-31 or later",
    "involvement": "Involvement: carried it out",
    "evidence": "The yard from the third floor",
    "complaint": "Complaint to Prosecutor of Orsk-na-Nevi",
    "note": "Ask about the second bus.",
}


@pytest.mark.parametrize("kind", KINDS)
def test_titles_are_short_words_for_people(kind: str) -> None:
    assert projected(kind).title == TITLES[kind]


@pytest.mark.parametrize(("kind", "content"), EXAMPLES)
def test_every_projection_is_complete_and_resolved(kind: str, content: dict[str, object]) -> None:
    projection = project(parse(kind, content))
    assert projection.title
    for dates in [projection.dates, *(event.dates for event in projection.events)]:
        assert dates is None or (dates.starts is not None and dates.ends is not None)
    assert all(name in projection.words for name in projection.names)


def test_titles_without_details_still_say_what_it_is() -> None:
    assert projected("posting", roles=None, rank=None, dates=None).title == "Posting"
    assert projected("relation", dates=None).title == "Relation: command"
    assert projected("account", date=None).title == "Full interview"
    assert projected("identity", names=None).title == "Identity"
    assert projected("group", minimum=None).title == "At most 40 men held in the yard"
    assert projected("group", maximum=30).title == "30 men held in the yard"
    assert projected("involvement", degree=None, unit=None, first_description="Short.").title == (
        "Involvement: Short."
    )
    assert projected("detention", stays=None).title == "Detention"
    withdrawn = projected("consent", withdrawal={"on": "2022-01-01"})
    assert withdrawn.title == "Withdrawn consent, 2021-09-01"
    file = {"sha256": "ab" * 32, "size": 1, "media_type": "image/jpeg"}
    assert projected("evidence", title=None).title == "Evidence"
    assert projected("evidence", title=None, file=file | {"name": "yard.jpg"}).title == "yard.jpg"


def test_an_unidentified_person_is_titled_by_the_beginning_of_the_description() -> None:
    title = projected("person", names=None, unidentified=True, description="Tall\nman. " + "x" * 100).title
    assert title.startswith("Unidentified: Tall man. xxx")
    assert title.endswith("…")
    assert len(title) == len("Unidentified: ") + 60


def test_words_are_everything_written_and_no_ids_or_codes() -> None:
    account = projected(
        "account",
        translations=[{"language": "en", "paragraphs": [{"paragraph": 2, "text": "In the yard."}]}],
        restrictions="A guard at the door.",
    )
    for text in (
        "They stopped the bus.",
        "Then we stood in the yard.",
        "In the yard.",
        "A guard at the door.",
    ):
        assert text in account.words
    assert INDIVIDUAL not in account.words
    assert "full_interview" not in account.words
    recipient = projected("recipient", openpgp_keys=["-----BEGIN PGP PUBLIC KEY BLOCK-----"])
    assert recipient.words == "Federal Prosecutor"


def test_names_are_those_that_people_look_for() -> None:
    unit = projected("unit", other_names=[{"text": "2nd Patrol"}])
    assert unit.names == ("Second Patrol Company", "2nd Patrol")
    identity = projected("identity", relatives=[{"names": [{"text": "Мілка Нявіч"}]}])
    assert identity.names == ("Стася Нявіч", "Мілка Нявіч")
    assert projected("source").names == ("Gazette 12",)
    assert projected("recipient").names == ("Federal Prosecutor",)
    assert projected("individual").names == ("W-0001",)
    assert projected("account").names == ()


def test_facets_are_references_codes_and_the_records_own_type() -> None:
    act = projected("act")
    assert {
        ("type", "torture"),
        ("method", "beating"),
        ("incident", INCIDENT),
        ("place", PLACE),
        ("individual", INDIVIDUAL),
    } <= act.facets
    individual = projected("individual", statuses=[{"type": "political_prisoner"}])
    assert ("individual_status", "political_prisoner") in individual.facets
    assert not any(name == "type" for name, _ in individual.facets)
    relation = projected("relation")
    assert {("unit", UNIT), ("unit", SUPERIOR), ("source", SOURCE)} <= relation.facets
    marked = projected("account", mentions=[{"paragraph": 1, "start": 0, "end": 4, "person": PERSON}])
    assert ("person", PERSON) in marked.facets
    assert marked.individuals == (INDIVIDUAL,)


def test_an_act_is_one_event() -> None:
    (event,) = projected("act").events
    assert (event.key, event.type, event.methods) == ("act", "torture", ("beating",))
    assert (event.place, event.incident) == (PLACE, INCIDENT)
    assert event.dates == projected("act").dates


def test_a_part_of_a_detention_without_dates_is_possible_within_what_is_known_of_the_whole() -> None:
    year = {"first_precise": "2021-01-01", "last_precise": "2021-12-31"}
    stays = [{"place": PLACE, "dates": year}, {"place": PLACE}]
    arrest, first, second = projected("detention", arrest={"who": "Men in grey."}, stays=stays).events[1:]
    assert arrest.dates and first.dates and second.dates
    assert first.dates.on(date(2021, 6, 1)) is Grade.certain
    for undated in (arrest, second):
        assert undated.dates.on(date(2021, 6, 1)) is Grade.possible
        assert undated.dates.on(date(2022, 6, 1)) is Grade.not_shown
        assert undated.dates.on(date(2020, 6, 1)) is Grade.not_shown


def test_a_detention_is_one_event_for_the_whole_the_arrest_and_each_stay() -> None:
    def one_day(text: str) -> dict[str, str]:
        return {"first_precise": text, "last_precise": text}

    detention = projected(
        "detention",
        incident=INCIDENT,
        arrest={"dates": one_day("2021-03-07")},
        stays=[{"place": PLACE, "dates": one_day("2021-03-07")}, {"dates": one_day("2021-03-09")}],
    )
    whole, arrest, first, second = detention.events
    assert [event.key for event in detention.events] == ["whole", "arrest", "stays.0", "stays.1"]
    assert {event.incident for event in detention.events} == {INCIDENT}
    assert (first.place, second.place) == (PLACE, None)
    assert whole.dates and arrest.dates and second.dates
    day_between = date(2021, 3, 8)
    assert whole.dates.on(day_between) is Grade.possible
    assert arrest.dates.on(day_between) is second.dates.on(day_between) is Grade.not_shown
    assert detention.dates == whole.dates


def test_a_detention_may_give_the_dates_of_the_whole_alone() -> None:
    whole = {"first_imprecise": "2021-03-01", "last_imprecise": "2021-03-31"}
    dates = projected("detention", stays=None, dates=whole).dates
    assert dates and dates.on(date(2021, 3, 15)) is Grade.possible
    assert projected("detention", stays=None).dates is None


def test_involvement_and_those_shown() -> None:
    involves = projected("involvement", person=PERSON).involves
    assert involves is not None
    assert (involves.target, involves.units, involves.persons) == (ACT, (UNIT,), (PERSON,))
    assert involves.degree == "carried_out"
    both = [INDIVIDUAL, OTHER_INDIVIDUAL]
    assert projected("evidence", individuals=both).individuals == tuple(both)
    assert projected("complaint").individuals == (INDIVIDUAL,)


def test_dates_of_sources_and_files() -> None:
    published = projected("source", published_on="2021-04-01", created={"last_imprecise": "2021-03-30"}).dates
    assert published and published.on(date(2021, 4, 1)) is Grade.certain
    created = projected("source", created={"last_imprecise": "2021-03-30"}).dates
    assert created and created.on(date(2021, 3, 1)) is Grade.possible
    captured = {"dates": {"first_precise": "2021-03-07", "last_precise": "2021-03-07"}}
    file = projected("evidence", captured=captured).dates
    assert file and file.on(date(2021, 3, 8)) is Grade.not_shown


def test_only_some_roles_mean_command() -> None:
    commanding = {role for role in POSTING_ROLES.codes if command_class([role]) == "command"}
    assert commanding == {"head", "commander", "acting_commander", "minister"}
    assert {role for role in POSTING_ROLES.codes if command_class([role]) == "deputy"} == {"deputy"}
    assert command_class(["deputy", "acting_commander"]) == "command"
