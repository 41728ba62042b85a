"""The Municipal Hospital: a patient taken from his bed, a medic who kept the first sheet, two days that disagree.

The patient is the student whom others of the Mill Street case only mention; the two records are one by a decision.
"""

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
from app.cli.demo.world import INVESTIGATOR, Amendment, CaseStory, Entry, consent, on, permission, span, told

_REMOVAL = {"incident": "@incident.hospital_removal", "place": "@place.hospital"}

_PEOPLE = (
    individual(
        "w0501",
        "witness",
        protection_risks="Few were on the ward that night. She signed a paper that says the contrary.",
        protection_measures="Her letter is never quoted with its hours together with the name of the ward.",
        age_at_time=44,
        willing_to_testify="undecided",
        reliability="usually_reliable",
    ),
    individual(
        "w0502",
        "victim",
        "witness",
        age_at_time=20,
        present_country="DE",
        willing_to_testify="yes",
        vulnerability_factors=["injury", "trauma", "relatives_at_risk"],
        referrals=[{"type": "medical", "to": "Hand surgeon, partner clinic", "on": "2021-10-01"}],
        statuses=[
            {"type": "missing", "by": "His brother, W-0503", "dates": span("2021-08-19", "2021-08-27")}
        ],
        same_as=[
            {
                "individual": "@individual.m0006",
                "reason": "He tells of the splint, of cell 14 and of the same paramedic. He recognised the drawing.",
                "decided_on": "2021-11-15",
            }
        ],
    ),
    individual("w0503", "relative", "source", protection_risks="His telephone may be listened to."),
    individual(
        "m0504",
        "mentioned",
        "witness",
        notes="The surgeon. We have not reached him. Do not write to the hospital.",
    ),
    identity(
        "w0501",
        "Ahlaia Zvierabojnik",
        "Аглая Зверобойник",
        "ru",
        sex="female",
        languages=["ru"],
        occupation="Nurse",
    ),
    identity(
        "w0502",
        "Januk Sunichnik",
        "Янук Сунічнік",
        "be",
        born=on("2001-03-19"),
        sex="male",
        languages=["be", "ru"],
        occupation="Student of forestry",
        safe_contact="Through the social worker of the clinic, on weekdays.",
        relatives=[{"relation": "brother", "individual": "@individual.w0503"}],
    ),
)

_ACCOUNTS = (
    account(
        "w0503_contact",
        "first_contact",
        "2021-08-19",
        "ru",
        interviewer="D-2",
        start="09:05",
        recorded=["notes"],
        restrictions="He spoke from a car and broke off twice.",
    ),
    account("w0501_own", "own_writing", "2021-09-28", "ru", recorded=["written_by_person"], signed=True),
    interview(
        "w0502_first",
        "2021-11-12",
        "be",
        translated_on="2021-11-28",
        start="10:00",
        end="14:30",
        breaks=[{"start": "12:10", "end": "13:15", "reason": "His hand hurt."}],
        room="A quiet room of the clinic; a nurse was in the next one.",
        support_person="S-1, a psychologist",
        prior_accounts=[{"to": "A surgeon of the partner clinic", "recorded": "Medical notes"}],
    ),
)

_CONSENTS = (
    Entry(
        "consent.w0501",
        consent(
            "w0501",
            "2021-09-28",
            permission("national_prosecution", "withheld", jurisdictions=["DE"], onward="no"),
            permission("analysis", "withheld", recipients="all"),
            language="ru",
            covers=[
                {"record": "@account.w0501_own", "paragraphs": [1, 2, 3, 5, 6]},
                {"record": "@individual.w0501"},
            ],
            notes="Paragraphs 4 and 7 tell who the surgeon is and what she has at home.",
        ),
    ),
    Entry(
        "consent.w0502",
        consent(
            "w0502",
            "2021-11-12",
            permission(
                "national_prosecution", "disclosed", jurisdictions="all", may_be_contacted=True, onward="ask"
            ),
            permission("international_court", "disclosed", jurisdictions="all", recipients="all"),
            permission("publication", "withheld", recipients="all", onward="yes"),
            language="be",
            conditions="Publication: nothing by which his grandmother's village can be known.",
        ),
    ),
)

_EVENTS = (
    detention(
        "w0502",
        [told("w0502_first", 1, 3, 5, 7, 8), told("w0501_own", 2, 6, known="saw")],
        arrest={
            "dates": on("2021-08-13"),
            "place": "@place.station_square",
            "force_used": "Thrown into a minibus",
        },
        stays=[
            {"place": "@place.mill_street_yard", "dates": span("2021-08-13", "2021-08-14")},
            {
                "place": "@place.mill_street_cell_14",
                "dates": on("2021-08-14"),
                "cell": "14",
                "doctor": "limited",
            },
            {
                "place": "@place.hospital",
                "dates": {"first_imprecise": "2021-08-14", "last_imprecise": "2021-08-18"},
                "conditions_described": "The right hand chained to the bed, day and night.",
                "family": "denied",
                "lawyer": "denied",
            },
            {
                "place": "@place.varozhsk",
                "dates": span("2021-08-19", "2021-08-27"),
                "conditions": ["no_medicines"],
                "doctor": "denied",
            },
        ],
        release={"dates": on("2021-08-27"), "condition": "None; put outside the gate at night."},
        disappearance={
            "whereabouts_denied": True,
            "denied_by": "The hospital, the district police, the prosecutor",
            "dates": span("2021-08-19", "2021-08-27"),
        },
    ),
    act(
        "w0502_arm",
        "torture",
        [told("w0502_first", 6), told("w0501_own", 5, known="saw")],
        on("2021-08-17"),
        **_REMOVAL,
        detention="@detention.w0502",
        methods=["other"],
        description="A pen pressed on the plaster over the break, about ten times.",
        asked="Who carried the megaphone.",
        said="“You and I are in no hurry.”",
        stated_purposes=["extract_information"],
        objects=["A pen"],
        injuries=[
            {
                "view": "front",
                "x": 0.78,
                "y": 0.47,
                "description": "Open fracture of both bones of the forearm",
            }
        ],
    ),
    act(
        "w0502_removal",
        "denial_of_medical_care",
        [told("w0502_first", 7), told("w0501_own", 6, known="saw")],
        on("2021-08-18"),
        **_REMOVAL,
        time="23:10",
        detention="@detention.w0502",
        medical_help="Third day after an operation, with fever and a drain.",
    ),
    act(
        "w0502_infection",
        "denial_of_medical_care",
        [told("w0502_first", 7, 8)],
        span("2021-08-19", "2021-08-27"),
        place="@place.varozhsk",
        detention="@detention.w0502",
        physical_consequences="The bone festered; broken again and plated abroad. The fingers bend half way.",
    ),
    Entry(
        "person.accountant",
        {
            "unidentified": True,
            "description": "Grey jacket, grey trousers with a crease, black laced shoes, one sole glued. Clean hands. "
            "Writes in a squared notebook and clicks a pen.",
            "age_range": {"minimum": 40, "maximum": 60},
            "voice": "Low, even, tired; never raised. “You and I are in no hurry.”",
            "accent": "Russian and Belarusian, both without an accent.",
            "call_sign": "Бухгалтер (Accountant)",
            "citations": [{"record": "@account.w0501_own"}, {"record": "@account.w0502_first"}],
            "notes": "Smells of menthol sweets. Do not show photographs to anybody who heard him.",
        },
        by=INVESTIGATOR,
    ),
    involvement(
        "w0502_arm",
        "act.w0502_arm",
        "carried_out",
        [told("w0502_first", 6), told("w0501_own", 5, known="saw")],
        first_description="A man in a grey jacket, a white coat on his shoulders. Clean hands, a pen that clicks.",
        person="@person.accountant",
        basis=["seen", "voice"],
        masked=False,
        witness_certainty="certain",
        assessment="probable",
        assessment_reason="Two accounts, given apart: the words, the notebook and the menthol agree.",
        liability=["rs_25_3_a"],
    ),
    involvement(
        "w0502_removal",
        "act.w0502_removal",
        "carried_out",
        [told("w0501_own", 6, known="saw"), told("w0502_first", 7)],
        first_description="Four in civilian clothes, two of them with vests and the letters DCD.",
        unit="@unit.disorder_directorate",
        basis=["insignia"],
        masked=False,
        participants={"minimum": 4, "maximum": 4},
        witness_certainty="certain",
        assessment="probable",
    ),
    involvement(
        "w0502_surgeon",
        "act.w0502_removal",
        "tried_to_stop",
        [told("w0501_own", 6, known="saw"), told("w0502_first", 7, 9, known="saw")],
        first_description="The surgeon stood in the doorway of the ward.",
        basis=["recognised_from_before"],
        witness_certainty="certain",
        notes="Not a suspect. Both witnesses asked that it be written down.",
    ),
)

_FILES = (
    paper(
        "w0501_sheet",
        "medical_document",
        "Temperature sheet of bed 3, 15 to 18 August 2021",
        (
            "MUNICIPAL HOSPITAL OF ORSK-NA-NEVI          TRAUMATOLOGY, BED 3",
            "",
            "15.08  07:40  admitted      38.9    130/80",
            "15.08  19:00                38.4    125/80   after operation",
            "16.08  07:00                38.1    120/75",
            "16.08  19:00                38.6    125/80",
            "17.08  07:00                38.0    120/80",
            "17.08  15:30                38.2    155/95   pulse 130",
            "18.08  07:00                37.9    120/80",
            "18.08  23:25  left ward     38.3    drain clamped. Where to: -",
        ),
        seal="WARD 4",
        shows="Admission on Sunday at 07:40, a pulse of 130 on Tuesday afternoon, and “left ward” at 23:25.",
        individuals=["@individual.w0501", "@individual.w0502"],
        received={"on": "2021-09-28", "by": "D-2", "from_whom": "W-0501"},
        related=["@account.w0501_own"],
    ),
    paper(
        "w0501_first_sheet",
        "medical_document",
        "First sheet of the history, torn in two",
        (
            "MUNICIPAL HOSPITAL OF ORSK-NA-NEVI          TRAUMATOLOGY",
            "",
            "Open fracture of both bones of the left forearm, more than 24 hours.",
            "Multiple linear haematomas of buttocks and thighs, parallel.",
            "Red paint on the back, a cross, 30 by 30 cm.",
            "",
            "As told by the patient: beaten in a police building.",
            "- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -",
            "(torn here; both halves are kept together)",
        ),
        shows="What was written before it was written anew as “a fall from his own height”.",
        individuals=["@individual.w0501", "@individual.w0502", "@individual.m0504"],
        physical_item="Two halves of a printed form, in an envelope.",
        kept_at="Safe of the team, folder 5.",
        received={"on": "2021-09-28", "by": "D-2", "from_whom": "W-0501"},
    ),
    picture(
        "w0503_corridor",
        "photograph",
        "Corridor of the ward, 19 August 2021",
        papers.photograph_of_a_ward,
        shows="A corridor with four doors and an empty bed. The witness says that the shoes stood under it.",
        individuals=["@individual.w0503"],
        captured={"dates": on("2021-08-19"), "time": "08:12", "place": "@place.hospital", "by": "W-0503"},
        received={"on": "2021-08-20", "by": "D-2", "from_whom": "W-0503"},
    ),
    Amendment(
        "individual.w0503",
        {"present_country": "DE", "protection_risks": "Left the country with his brother in September 2021."},
        "He is safe now.",
    ),
    Entry(
        "note.w0502_day",
        {
            "text": "When did he reach the hospital? W-0502 remembers Saturday evening and street lamps. The sheet "
            "says Sunday, 07:40. He knows it and leaves both as they are. The stay is dated from the earlier one.",
            "about": ["@detention.w0502", "@evidence.w0501_sheet"],
            "tasks": [
                {"text": "Ask W-0004 for the hour of the second call-out.", "for_whom": "D-2", "done": False}
            ],
        },
    ),
)

HOSPITAL = CaseStory(
    "hospital",
    "Municipal Hospital, 15 to 19 August 2021",
    (*_PEOPLE, *_ACCOUNTS, *_CONSENTS, *_EVENTS, *_FILES),
)
