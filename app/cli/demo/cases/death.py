"""A death in Varozhsk: two dates of it, a widow who asks that her husband be named, and refusals in the same words."""

from app.cli.demo import papers
from app.cli.demo.telling import (
    account,
    act,
    detention,
    identity,
    individual,
    interview,
    involvement,
    paper,
    picture,
)
from app.cli.demo.world import FOUNDER, INVESTIGATOR, CaseStory, Entry, consent, on, permission, span, told

_DEATH = {"incident": "@incident.varozhsk_death"}
_CELL = "@place.varozhsk_cell_6"

_PEOPLE = (
    individual(
        "v1100",
        "victim",
        age_at_time=43,
        vulnerability_factors=["illness"],
        death={
            "dates": {"first_imprecise": "2021-08-19", "last_imprecise": "2021-08-21"},
            "official_cause": "Acute heart failure, in the Municipal Hospital, on 21 August.",
            "autopsy": "None that the family was told of. An exhumation was refused.",
            "body_returned": True,
            "notes": "A cellmate: in cell 6, at about four in the morning of 19 August.",
        },
    ),
    individual(
        "w1101",
        "relative",
        "witness",
        age_at_time=41,
        willing_to_testify="yes",
        vulnerability_factors=["trauma", "relatives_at_risk"],
        referrals=[{"type": "psychological", "to": "Partner service, for her son", "on": "2021-11-04"}],
    ),
    individual(
        "w1102",
        "victim",
        "witness",
        age_at_time=61,
        present_country="GE",
        willing_to_testify="yes",
        reliability="usually_reliable",
        vulnerability_factors=["older_person"],
    ),
    individual("w1103", "relative", "source", vulnerability_factors=["illness"]),
    identity(
        "v1100",
        "Radzim Skrypien",
        "Радзім Скрыпень",
        "be",
        born=on("1978-05-08"),
        sex="male",
        languages=["be", "ru"],
        occupation="Piano tuner",
        relatives=[
            {"relation": "wife", "individual": "@individual.w1101"},
            {"relation": "sister", "individual": "@individual.w1103"},
        ],
    ),
    identity("w1101", "Jadviha Skrypien", "Ядвіга Скрыпень", "be", sex="female", languages=["be", "ru"]),
    identity(
        "w1102",
        "Jausiej Palynnik",
        "Евсей Полынник",
        "ru",
        sex="male",
        languages=["ru"],
        occupation="Ship's mechanic",
    ),
    identity("w1103", "Aliesia Skrypien", "Алесія Скрыпень", "be"),
)

_ACCOUNTS = (
    account(
        "w1103_complaint",
        "statement_to_authority",
        "2021-09-06",
        "ru",
        recorded=["written_by_person"],
        signed=True,
    ),
    interview(
        "w1101_first",
        "2021-11-03",
        "be",
        translated_on="2021-11-18",
        start="10:30",
        end="13:00",
        breaks=[{"start": "11:40", "end": "12:00"}],
        support_person="S-1, a psychologist",
        place="Her home, at her wish",
    ),
    interview(
        "w1102_first",
        "2021-12-21",
        "ru",
        start="15:00",
        end="17:10",
        room="A ship's mess; he was alone with the interviewer.",
        prior_accounts=[{"to": "The widow, W-1101", "recorded": "Not at all"}],
    ),
)

_CONSENTS = (
    Entry(
        "consent.v1100",
        consent(
            "v1100",
            "2021-11-03",
            permission(
                "national_prosecution", "disclosed", jurisdictions="all", may_be_contacted=True, onward="ask"
            ),
            permission("un_mechanism", "disclosed", recipients="all", jurisdictions="all"),
            permission("publication", "disclosed", recipients="all", onward="yes"),
            basis="kin",
            guardian={"individual": "@individual.w1101", "relation": "widow", "involved": False},
            conditions="His name is to be said.",
        ),
    ),
    Entry(
        "consent.w1101",
        consent(
            "w1101",
            "2021-11-03",
            permission(
                "national_prosecution", "disclosed", jurisdictions="all", may_be_contacted=True, onward="ask"
            ),
            permission("un_mechanism", "disclosed", recipients="all", jurisdictions="all"),
            language="be",
            notes="The photographs of her brother: a doctor and a court, nobody else.",
        ),
    ),
    Entry(
        "consent.w1102",
        consent(
            "w1102",
            "2021-12-21",
            permission(
                "international_court", "disclosed", recipients="all", jurisdictions="all", onward="ask"
            ),
            permission("national_prosecution", "withheld", jurisdictions=["DE"]),
            language="ru",
            manner="recorded",
        ),
    ),
    Entry(
        "consent.w1103",
        consent(
            "w1103",
            "2021-11-03",
            permission("ngo_partner", "confidential", recipients=["@recipient.partner"], onward="no"),
            language="be",
        ),
        by=FOUNDER,  # recipients stand in the restricted register, which documenters do not see
    ),
)

_EVENTS = (
    detention(
        "v1100",
        [told("w1101_first", 2, known="was_told"), told("w1102_first", 2, 3, 6, known="saw")],
        arrest={"dates": on("2021-08-14"), "place_described": "On the way home from the concert hall"},
        stays=[
            {
                "place": "@place.mill_street",
                "dates": span("2021-08-14", "2021-08-17"),
                "conditions": ["no_medicines"],
            },
            {
                "place": _CELL,
                "dates": span("2021-08-17", "2021-08-19"),
                "cell": "6",
                "cell_capacity": 4,
                "persons_in_cell": 11,
                "conditions": ["overcrowded", "no_medicines", "lights_always_on"],
                "doctor": "denied",
                "family": "denied",
            },
        ],
    ),
    detention(
        "w1102",
        [told("w1102_first", 1, 7)],
        stays=[
            {"place": _CELL, "dates": span("2021-08-16", "2021-08-30"), "cell": "6", "persons_in_cell": 11},
            {
                "place": "@place.varozhsk_punishment",
                "conditions": ["solitary"],
                "notes": "Five days, for not signing.",
            },
        ],
        release={"dates": on("2021-08-30")},
    ),
    act(
        "v1100_refusal",
        "denial_of_medical_care",
        [told("w1102_first", 2, known="saw"), told("w1101_first", 2), told("w1103_complaint", 1, 2)],
        span("2021-08-17", "2021-08-18"),
        **_DEATH,
        place=_CELL,
        detention="@detention.v1100",
        said="“A malingerer. Everybody here has pressure.”",
        medical_help="His tablets were refused at two windows; his pressure was not measured.",
    ),
    act(
        "v1100_hand",
        "torture",
        [told("w1102_first", 3, known="saw"), told("w1101_first", 4, known="saw")],
        on("2021-08-18"),
        **_DEATH,
        place="@place.varozhsk",
        detention="@detention.v1100",
        duration="About two hours",
        methods=["beating"],
        injuries=[
            {
                "view": "hands",
                "x": 0.74,
                "y": 0.4,
                "description": "Two fingers of the right hand out of place",
            },
            {"view": "head", "x": 0.3, "y": 0.5, "description": "Yellow from the temple to the jaw, left"},
        ],
        said="“They know now what I work with.”",
    ),
    act(
        "v1100_death",
        "killing",
        [
            told("w1102_first", 5, 6, known="saw"),
            told("w1101_first", 3, known="was_told", stance="contradicts"),
            told("w1101_first", 5, known="was_told"),
        ],
        {"first_imprecise": "2021-08-19", "last_imprecise": "2021-08-21"},
        **_DEATH,
        time="04:00",
        place=_CELL,
        detention="@detention.v1100",
        medical_help="The cells knocked for about forty minutes. No ambulance was called.",
        witnesses=["@individual.w1102"],
    ),
    Entry(
        "person.hook",
        {
            "unidentified": True,
            "description": "Tall, left-handed: the baton on the right side, he pushed the door with the left.",
            "voice": "Hoarse, as after a cold.",
            "other_names": [{"text": "the one with the fish hook", "language": "en"}],
            "insignia": "Black, with a hood. At the wrist a small tattoo, a fish hook.",
            "citations": [{"record": "@account.w1102_first"}],
        },
        by=INVESTIGATOR,
    ),
    involvement(
        "v1100_refusal",
        "act.v1100_refusal",
        "refused_care",
        [told("w1102_first", 2, known="saw")],
        first_description="The paramedic stood behind the door and looked through the hatch.",
        person="@person.hlushak",
        unit="@unit.varozhsk_administration",
        basis=["recognised_from_before"],
        masked=False,
        witness_certainty="certain",
        assessment="probable",
        citations=[{"source": "@source.orders_2020", "passage": "p. 4"}],
        liability=["rs_25_3_c"],
    ),
    involvement(
        "v1100_hand",
        "act.v1100_hand",
        "carried_out",
        [told("w1102_first", 3, 4, known="saw")],
        first_description="Two in black, with hoods. One tall, left-handed, a fish hook at the wrist.",
        person="@person.hook",
        basis=["seen"],
        masked=True,
        participants={"minimum": 2, "maximum": 2},
        witness_certainty="certain",
        assessment="possible",
        assessment_reason="He saw who led him out and back, not what was done between.",
    ),
    involvement(
        "v1100_head",
        "act.v1100_death",
        "superior_who_knew",
        [told("w1102_first", 5, 6, 7)],
        first_description="In the corridor somebody said: “Stop it, or there will be gas.”",
        person="@person.palaznik",
        unit="@unit.varozhsk_administration",
        basis=["official_statement"],
        witness_certainty="doubtful",
        assessment="possible",
        assessment_reason="Head of the centre by two gazettes; no account shows him there that night.",
        liability=["rs_28_b"],
    ),
)

_REFUSED = (
    "In the course of the examination the facts , stated by you, found no",
    "confirmation. The death was not violent. There are no grounds to open",
    "a criminal case.",
)

_FILES = (
    paper(
        "v1100_certificate",
        "document",
        "Certificate of death",
        (
            "CERTIFICATE OF DEATH                                   No. 2207",
            "",
            "Date of death    21 August 2021",
            "Place            Municipal Hospital of Orsk-na-Nevi",
            "Cause            acute heart failure",
            "",
            "Issued           22 August 2021",
        ),
        seal="CIVIL REGISTRY",
        individuals=["@individual.v1100"],
        received={"on": "2021-11-03", "by": "D-2", "from_whom": "W-1101"},
    ),
    paper(
        "v1100_refusal",
        "document",
        "Refusal by the district prosecutor, 1 October 2021",
        ("PROSECUTOR'S OFFICE OF THE LINDAVA DISTRICT", "1 October 2021     No. 131/21-k", "", *_REFUSED),
        seal="LINDAVA DISTRICT",
        individuals=["@individual.v1100", "@individual.w1101"],
        received={"on": "2021-11-03", "by": "D-2", "from_whom": "W-1101"},
    ),
    paper(
        "v1100_appeal_refusal",
        "document",
        "Refusal of the appeal, 28 October 2021",
        (
            "PROSECUTOR'S OFFICE OF ORSK-NA-NEVI",
            "28 October 2021    No. 7-904",
            "",
            *_REFUSED,
            "",
            "G. Astravuch",
        ),
        seal="ORSK-NA-NEVI",
        shows="The same sentences as the decision appealed against, with the same misplaced comma.",
        individuals=["@individual.v1100", "@individual.w1101"],
        received={"on": "2021-11-03", "by": "D-2", "from_whom": "W-1101"},
    ),
    picture(
        "v1100_cell",
        "photograph",
        "A cell in Varozhsk, from a telephone",
        papers.photograph_of_a_cell,
        shows="Two bunks without mattresses, a window with bars, a lamp. W-1102: “Six looked like that.”",
        individuals=["@individual.w1102"],
        obtained="public",
        captured={"place": _CELL, "dates": {"first_imprecise": "2021-01-01", "last_imprecise": "2021-12-31"}},
        received={"on": "2021-12-21", "by": "D-2", "from_whom": "W-1102"},
    ),
    Entry(
        "complaint.v1100",
        {
            "authority": "Prosecutor's Office of the Lindava District",
            "individuals": ["@individual.v1100", "@individual.w1101", "@individual.w1103"],
            "acts": ["@act.v1100_refusal", "@act.v1100_death"],
            "filed": on("2021-09-06"),
            "registration_number": "131/21-k",
            "text": "To find where he was and when he died; to order an independent examination.",
            "answer": "The death was not violent.",
            "outcome": "refused",
            "decision": "Refused",
            "decided_on": "2021-10-01",
            "files": ["@evidence.v1100_refusal"],
            "appeals": [
                {
                    "authority": "Prosecutor's Office of Orsk-na-Nevi",
                    "filed": on("2021-10-11"),
                    "registration_number": "7-904",
                    "outcome": "refused",
                    "decision": "Refused",
                    "decided_on": "2021-10-28",
                    "reason": "In the same words.",
                    "files": ["@evidence.v1100_appeal_refusal"],
                }
            ],
        },
    ),
)

DEATH = CaseStory(
    "death",
    "A death in Varozhsk, 19 August 2021",
    (*_PEOPLE, *_ACCOUNTS, *_CONSENTS, *_EVENTS, *_FILES),
)
