"""Stony Ford: a reporter expelled on foot, who speaks under her own name, and a husband who may not be heard yet."""

from datetime import date

from app.cli.demo.telling import (
    account,
    act,
    detention,
    identity,
    individual,
    interview,
    involvement,
    paper,
)
from app.cli.demo.world import (
    FIELD,
    FIELD_OFFICE,
    LAWYER,
    LEGAL,
    CaseStory,
    Entry,
    Withdrawal,
    consent,
    on,
    permission,
    told,
)

_BORDER = {"incident": "@incident.border"}

_PEOPLE = (
    individual(
        "w0801",
        "victim",
        "witness",
        age_at_time=36,
        present_country="LT",
        willing_to_testify="yes",
        departure={
            "dates": on("2021-08-25"),
            "border": "Stony Ford, on foot",
            "state_entered": "LT",
            "cause": "expelled",
            "documents_taken": True,
            "return_barred": True,
        },
        reliability="completely_reliable",
    ),
    individual(
        "w0802",
        "victim",
        "relative",
        protection_risks="May not leave the country. His daughter was photographed.",
        protection_measures="Nobody calls him.",
        vulnerability_factors=["relatives_at_risk"],
    ),
    identity(
        "w0801",
        "Inesa Dzivasil",
        "Інэса Дзівасіл",
        "be",
        born=on("1985-04-02"),
        sex="female",
        languages=["be", "ru", "en"],
        occupation="Reporter",
        relatives=[{"relation": "husband", "individual": "@individual.w0802"}],
    ),
    identity("w0802", "Julian Dzivasil", "Юлиан Девясил", "ru", sex="male", languages=["ru", "be"]),
)

_ACCOUNTS = (
    account(
        "w0802_contact",
        "first_contact",
        "2021-08-26",
        "ru",
        interviewer="D-3",
        start="21:40",
        recorded=["notes"],
        restrictions="He read from a sheet and was cut off.",
    ),
    interview(
        "w0801_first",
        "2021-09-18",
        "en",
        by="D-3",
        prior_accounts=[
            {
                "to": "Three newspapers abroad",
                "recorded": "Printed",
                "notes": "Shorter; the same in substance.",
            }
        ],
    ),
)

_CONSENTS = (
    Entry(
        "consent.w0801",
        consent(
            "w0801",
            "2021-09-18",
            permission(
                "national_prosecution", "disclosed", jurisdictions="all", may_be_contacted=True, onward="yes"
            ),
            permission("sanctions", "disclosed", recipients="all", jurisdictions="all", onward="yes"),
            permission("un_mechanism", "disclosed", recipients="all", jurisdictions="all"),
            permission("publication", "disclosed", recipients="all", onward="yes"),
            explained_by="D-3",
            language="en",
        ),
    ),
    Entry(
        "consent.w0802",
        consent(
            "w0802",
            "2021-08-26",
            permission("analysis", "withheld", recipients="all"),
            explained_by="D-3",
            language="ru",
            manner="oral",
            conditions="Nothing while his daughter is in the country.",
        ),
    ),
    Withdrawal("consent.w0802", "His wife brought his word: not even that, for now.", date(2021, 11, 2)),
)

_EVENTS = (
    detention(
        "w0801",
        [told("w0801_first", 2, 3, 4)],
        **_BORDER,
        arrest={
            "dates": on("2021-08-24"),
            "time": "05:50",
            "place_described": "At home",
            "who": "Five men, one with a camera",
            "documents": "A paper shown from a distance; two passports taken.",
        },
        stays=[
            {
                "place_described": "A corridor in a building with a ramp",
                "dates": on("2021-08-24"),
                "lawyer": "denied",
            }
        ],
        release={
            "dates": on("2021-08-25"),
            "place": "@place.stony_ford",
            "condition": "Made to walk across.",
        },
    ),
    act(
        "w0801_statement",
        "forced_statement",
        [told("w0801_first", 3)],
        on("2021-08-24"),
        **_BORDER,
        detention="@detention.w0801",
        methods=["threat_to_family"],
        said="“The choice is yours; I can see that you like choices.”",
        stated_purposes=["extract_statement"],
        grounds=["opinion", "profession"],
    ),
    act(
        "w0801_passport",
        "document_seizure",
        [told("w0801_first", 5)],
        on("2021-08-25"),
        **_BORDER,
        place="@place.stony_ford",
        said="“You are not our citizen, you are a misprint.”",
        objects=["Office scissors"],
    ),
    act(
        "w0801_expulsion",
        "expulsion",
        [told("w0801_first", 4, 6), told("w0802_contact", 1, known="was_told")],
        on("2021-08-25"),
        **_BORDER,
        place="@place.stony_ford",
        grounds=["opinion", "profession"],
    ),
    act(
        "w0802_threat",
        "threat",
        [told("w0802_contact", 2)],
        on("2021-08-25"),
        **_BORDER,
        methods=["threat_to_family"],
        objects=["A photograph of a child at a gate"],
    ),
    involvement(
        "w0801_passport",
        "act.w0801_passport",
        "carried_out",
        [told("w0801_first", 5)],
        by=LAWYER,
        first_description="An officer of the border guard; the younger one called him “comrade major”.",
        person="@person.zatoka",
        unit="@unit.border_detachment",
        basis=["insignia", "name_said_by_others"],
        masked=False,
        witness_certainty="certain",
        assessment="possible",
        assessment_reason="The rank fits. No source names the major who was on duty that day.",
        citations=[{"source": "@source.expelled", "passage": "Third paragraph"}],
    ),
    involvement(
        "w0802_accountant",
        "act.w0802_threat",
        "carried_out",
        [told("w0802_contact", 3, known="heard")],
        by=LAWYER,
        first_description="Spoke quietly, with pauses; clicked a pen. A smell of menthol.",
        person="@person.accountant",
        basis=["voice"],
        witness_certainty="doubtful",
        assessment="possible",
    ),
)

_FILES = (
    paper(
        "w0801_statement",
        "document",
        "Statement of leaving “of my own will”, her copy",
        (
            "STATEMENT",
            "",
            "I, the undersigned, have decided of my own will to leave the territory",
            "of Nevaria for permanent residence and have no property claims",
            "against the state.",
            "",
            "24 August 2021            signed",
        ),
        shows="Typed. The last word is in her hand: in her office it marked what was printed under protest.",
        individuals=["@individual.w0801"],
        received={"on": "2021-09-18", "by": "D-3", "from_whom": "W-0801"},
    ),
    paper(
        "w0801_passport",
        "identity_document",
        "Half of a passport",
        (
            "REPUBLIC OF NEVARIA",
            "PASSPORT",
            "",
            "Surname   DZIVASIL",
            "Given     INESA",
            "Born      02.04.1985",
        ),
        compartment="identity",
        individuals=["@individual.w0801"],
        physical_item="The half without a number.",
        kept_at="With her.",
    ),
    Entry(
        "complaint.w0801",
        {
            "authority": "Southern Detachment of the Border Guard",
            "individuals": ["@individual.w0801"],
            "acts": ["@act.w0801_passport", "@act.w0801_expulsion"],
            "filed": on("2021-10-04"),
            "answer": "The applicant crossed the border voluntarily, on foot. Her passport was not presented.",
            "outcome": "refused",
            "decision": "Refused",
            "decided_on": "2021-11-18",
        },
    ),
)

BORDER = CaseStory(
    "border",
    "Expulsion at Stony Ford, 25 August 2021",
    (*_PEOPLE, *_ACCOUNTS, *_CONSENTS, *_EVENTS, *_FILES),
    by=FIELD,
    teams=(FIELD_OFFICE, LEGAL),
    without_names=(),
)
