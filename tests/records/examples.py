"""The shapes that other programs rely on, kind by kind, and one content of each kind with every field filled.

All of it is fictional: the Republic of Nevaria does not exist.
"""

from typing import Any

UNIT, SUPERIOR, PERSON, POSTING = "1" * 32, "2" * 32, "3" * 32, "4" * 32
PLACE, INCIDENT, SOURCE, RECIPIENT = "5" * 32, "6" * 32, "7" * 32, "8" * 32
INDIVIDUAL, OTHER_INDIVIDUAL, ACCOUNT, DETENTION = "a" * 32, "b" * 32, "c" * 32, "d" * 32
ACT, EVIDENCE, RECORD = "e" * 32, "f" * 32, "0" * 32

DATES = {"first_precise": "2021-03-01", "last_precise": "2021-12-31", "starts": True, "ends": False}
CITED = [{"source": SOURCE, "passage": "p. 3"}]
LIVED = [{"account": ACCOUNT, "paragraphs": [1], "known": "lived"}]

EXAMPLES: list[tuple[str, dict[str, Any]]] = [
    ("source", {"title": "Gazette 12", "type": "document"}),
    (
        "unit",
        {
            "names": [{"text": "Second Patrol Company", "language": "en"}],
            "type": "riot_police",
            "citations": [{"source": SOURCE, "passage": "p. 3"}],
        },
    ),
    (
        "relation",
        {"subordinate": UNIT, "superior": SUPERIOR, "class": "command", "dates": DATES, "citations": CITED},
    ),
    ("person", {"names": [{"text": "Ардан Вельскі", "language": "be"}], "citations": CITED}),
    (
        "person",
        {
            "unidentified": True,
            "description": "Tall, about forty, limps.",
            "citations": [{"record": ACCOUNT}],
        },
    ),
    (
        "posting",
        {
            "person": PERSON,
            "unit": UNIT,
            "roles": ["commander"],
            "rank": "colonel",
            "dates": DATES,
            "citations": CITED,
        },
    ),
    ("positioning", {"unit": UNIT, "place": PLACE, "class": "present", "dates": DATES, "citations": CITED}),
    (
        "place",
        {
            "names": [{"text": "Orsk-na-Nevi, Mill Street 4"}],
            "type": "temporary_detention_facility",
            "citations": CITED,
        },
    ),
    (
        "superior_responsibility",
        {
            "person": PERSON,
            "unit": UNIT,
            "element": "knowledge",
            "about": "reports_received",
            "text": "The daily report named the number of those held in the yard.",
            "stance": "supports",
            "dates": DATES,
            "citations": CITED,
        },
    ),
    (
        "incident",
        {
            "names": [{"text": "The square in March"}],
            "type": "dispersal_of_assembly",
            "dates": {"first_precise": "2021-03-07", "last_precise": "2021-03-07"},
            "place": PLACE,
            "units_present": [{"unit": UNIT, "citations": CITED}],
            "citations": CITED,
        },
    ),
    (
        "recipient",
        {
            "authority": "Federal Prosecutor",
            "jurisdiction": "DE",
            "type": "national_prosecutor",
            "age_keys": ["age1qqqq"],
        },
    ),
    ("individual", {"pseudonym": "W-0001", "roles": ["victim"]}),
    (
        "identity",
        {
            "individual": INDIVIDUAL,
            "names": [{"text": "Стася Нявіч", "language": "be"}],
            "born": {"first_imprecise": "1985-01-01", "last_imprecise": "1985-12-31"},
        },
    ),
    ("group", {"counted": "men held in the yard", "minimum": 30, "maximum": 40}),
    (
        "consent",
        {
            "individual": INDIVIDUAL,
            "basis": "own",
            "given_on": "2021-09-01",
            "covers": "everything",
            "permissions": [
                {"purpose": "national_prosecution", "jurisdictions": ["DE"], "identity": "disclosed"}
            ],
        },
    ),
    (
        "account",
        {
            "individual": INDIVIDUAL,
            "type": "full_interview",
            "date": "2021-09-01",
            "language": "be",
            "narrative": [{"text": "They stopped the bus."}, {"text": "Then we stood in the yard."}],
        },
    ),
    (
        "detention",
        {
            "individual": INDIVIDUAL,
            "arrest": {"who": "Men in grey without badges."},
            "reported_in": LIVED,
            "stays": [
                {"place": PLACE, "dates": DATES, "persons_in_cell": 30, "conditions": ["no_water"]},
            ],
        },
    ),
    (
        "act",
        {
            "individual": INDIVIDUAL,
            "reported_in": LIVED,
            "type": "torture",
            "methods": ["beating"],
            "dates": DATES,
            "incident": INCIDENT,
            "place": PLACE,
            "detention": DETENTION,
        },
    ),
    (
        "involvement",
        {
            "act": ACT,
            "unit": UNIT,
            "degree": "carried_out",
            "basis": ["insignia"],
            "witness_certainty": "probable",
            "reported_in": LIVED,
        },
    ),
    (
        "evidence",
        {
            "file": {"sha256": "ab" * 32, "size": 123, "media_type": "image/jpeg"},
            "title": "The yard from the third floor",
            "individuals": [INDIVIDUAL],
        },
    ),
    (
        "complaint",
        {"authority": "Prosecutor of Orsk-na-Nevi", "individuals": [INDIVIDUAL], "acts": [ACT]},
    ),
    ("note", {"text": "Ask about the second bus.", "about": [ACCOUNT], "privileged": True}),
]


def example(kind: str, /, **changes: Any) -> dict[str, Any]:
    """The first example of a kind with some fields set, or taken out when they are None."""
    content = next(content for name, content in EXAMPLES if name == kind) | changes
    return {field: value for field, value in content.items() if value is not None}
