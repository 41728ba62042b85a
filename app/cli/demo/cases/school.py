"""School No. 7, 14 August 2021: a witness who speaks to a UN mechanism alone, and a consent that expired."""

from typing import Any

from app.cli.demo.narrative import narrative
from app.cli.demo.world import FOUNDER, INVESTIGATOR, CaseStory, Entry, consent, on, permission, span, told

_SCHOOL: dict[str, Any] = {"incident": "@incident.school_night", "place": "@place.school"}

_PEOPLE = (
    Entry(
        "individual.w0101",
        {
            "pseudonym": "W-0101",
            "roles": ["witness"],
            "age_at_time": 59,
            "protection_risks": "Still works in the school. Very few people were in the building.",
            "willing_to_testify": "no",
        },
    ),
    Entry(
        "individual.w0102",
        {
            "pseudonym": "W-0102",
            "roles": ["victim", "witness"],
            "age_at_time": 34,
            "vulnerability_factors": ["trauma"],
            "referrals": [{"type": "psychological", "to": "Partner service", "on": "2021-10-25"}],
        },
    ),
    Entry(
        "identity.w0101",
        {
            "individual": "@individual.w0101",
            "names": [{"text": "Вусціння Імшара", "language": "be"}],
            "sex": "female",
            "occupation": "Caretaker",
        },
    ),
    Entry(
        "identity.w0102",
        {
            "individual": "@individual.w0102",
            "names": [{"text": "Лукьян Ветошник", "language": "ru"}],
            "sex": "male",
            "languages": ["ru"],
        },
    ),
)

_ACCOUNTS = (
    Entry(
        "account.w0101_first",
        {
            "individual": "@individual.w0101",
            "type": "full_interview",
            "date": "2021-10-08",
            "interviewer": "D-2",
            "interpreter": "I-3",
            "language": "en",
            "recorded": ["notes"],
            "read_back": True,
            "restrictions": "She spoke from her home and stopped twice when neighbours passed.",
            **narrative("w0101_first.en", "W-0101"),
        },
    ),
    Entry(
        "account.w0102_first",
        {
            "individual": "@individual.w0102",
            "type": "full_interview",
            "date": "2021-10-24",
            "interviewer": "D-2",
            "language": "ru",
            "recorded": ["audio", "notes"],
            "read_back": True,
            "signed": True,
            **narrative("w0102_first.ru", "W-0102"),
        },
    ),
    Entry(
        "consent.w0101",
        consent(
            "w0101",
            "2021-10-08",
            permission("un_mechanism", "confidential", recipients=["@recipient.mechanism"], onward="no"),
            language="be",
            manner="oral",
        ),
        by=FOUNDER,  # recipients stand in the restricted register, which documenters do not see
    ),
    Entry(
        "consent.w0102",
        consent(
            "w0102",
            "2021-10-24",
            permission("national_prosecution", "disclosed", jurisdictions=["DE"]),
            language="ru",
            expires_on="2023-12-31",
            notes="He wanted to be asked again after two years. We have not reached him.",
        ),
    ),
)

_EVENTS = (
    Entry(
        "detention.w0102",
        {
            "individual": "@individual.w0102",
            "reported_in": [told("w0102_first", 1, 2, 5)],
            "incident": "@incident.school_night",
            "arrest": {
                "dates": on("2021-08-14"),
                "time": "18:30",
                "who": "Four men in black",
                "uniforms": "Black; a yellow 4 in a circle on the shoulder",
            },
            "stays": [
                {"place": "@place.school", "dates": span("2021-08-14", "2021-08-15"), "lawyer": "denied"}
            ],
            "release": {"dates": on("2021-08-15"), "condition": "None; no record was made."},
        },
    ),
    Entry(
        "act.w0102_suffocation",
        {
            **_SCHOOL,
            "individual": "@individual.w0102",
            "reported_in": [
                told("w0102_first", 2),
                told("w0101_first", 3, known="heard"),
            ],
            "type": "torture",
            "methods": ["asphyxiation"],
            "dates": on("2021-08-14"),
            "detention": "@detention.w0102",
            "place_described": "Behind the curtain of the stage, in the gymnasium",
            "duration": "Three times",
            "stated_purposes": ["extract_information"],
            "psychological_consequences": "Slept sitting for three months.",
        },
    ),
    Entry(
        "act.w0102_video",
        {
            **_SCHOOL,
            "individual": "@individual.w0102",
            "reported_in": [told("w0102_first", 3)],
            "type": "forced_video",
            "dates": on("2021-08-14"),
            "detention": "@detention.w0102",
        },
    ),
    Entry(
        "act.w0102_dismissal",
        {
            "individual": "@individual.w0102",
            "reported_in": [told("w0102_first", 3)],
            "type": "dismissal",
            "dates": {"first_imprecise": "2021-08-20", "last_imprecise": "2021-08-24"},
            "grounds": ["opinion"],
        },
    ),
    Entry(
        "involvement.w0102_arrest",
        {
            "first_description": "Four in black; on the shoulder of the one who held me, a yellow four.",
            "reported_in": [told("w0102_first", 1), told("w0101_first", 3, known="saw")],
            "detention": "@detention.w0102",
            "unit": "@unit.fourth_company",
            "degree": "carried_out",
            "basis": ["insignia"],
            "masked": True,
            "witness_certainty": "certain",
            "assessment": "probable",
        },
        by=INVESTIGATOR,
    ),
    Entry(
        "involvement.w0102_suffocation",
        {
            "first_description": "Grey-haired, called “chief”. He came in, looked, said: “Faster.” He left.",
            "reported_in": [told("w0102_first", 4), told("w0101_first", 4, known="saw")],
            "act": "@act.w0102_suffocation",
            "unit": "@unit.disorder_directorate",
            "degree": "present_did_not_stop",
            "basis": ["seen"],
            "masked": False,
            "witness_certainty": "probable",
            "assessment": "possible",
            "liability": ["rs_28_b"],
        },
        by=INVESTIGATOR,
    ),
)

SCHOOL = CaseStory("school", "School No. 7, 14 August 2021", (*_PEOPLE, *_ACCOUNTS, *_EVENTS))
