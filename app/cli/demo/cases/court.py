"""The Lindava District Court: trials of minutes, one witness under many names, an appeal that was refused.

M-0604 is a prisoner still; his lawyer, W-0602, speaks for him by a mandate that he wrote himself.
"""

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
from app.cli.demo.world import FOUNDER, INVESTIGATOR, CaseStory, Entry, consent, on, permission, span, told

_COURT = {"incident": "@incident.court_week"}

_PEOPLE = (
    individual(
        "w0601",
        "victim",
        "witness",
        age_at_time=46,
        present_country="LT",
        willing_to_testify="yes",
        statuses=[
            {
                "type": "released",
                "by": "Varozhsk isolation centre",
                "manner": "served",
                "dates": on("2021-08-29"),
            }
        ],
    ),
    individual(
        "w0602",
        "witness",
        age_at_time=39,
        present_country="LT",
        willing_to_testify="yes",
        protection_risks="Her clients, more than she herself.",
    ),
    individual("w0603", "witness", "source", age_at_time=27, willing_to_testify="undecided"),
    individual(
        "m0604",
        "victim",
        "mentioned",
        vulnerability_factors=["in_custody", "injury"],
        protection_risks="He is in their hands. Ask W-0602 before anything of his is used.",
        statuses=[
            {"type": "detained", "by": "Investigative Committee", "dates": span("2021-08-15", "2022-01-31")}
        ],
    ),
    identity(
        "w0601",
        "Savielij Alchounik",
        "Савелий Ольховник",
        "ru",
        born=on("1975-02-14"),
        sex="male",
        languages=["ru", "be"],
        occupation="Tram driver",
    ),
    identity(
        "w0602",
        "Damicela Zhytaviec",
        "Даміцэля Жытавец",
        "be",
        born=on("1982-09-01"),
        sex="female",
        languages=["be", "ru", "en"],
        occupation="Lawyer",
    ),
    identity("w0603", "Edvin Asaka", "Эдвін Асака", "be", sex="male", languages=["be", "ru", "en"]),
    identity("m0604", "Huryj Chabarok", "Гурый Чабарок", "be", sex="male", occupation="Carpenter"),
)

_ACCOUNTS = (
    interview(
        "w0601_first",
        "2021-10-19",
        "ru",
        translated_on="2021-11-02",
        start="16:00",
        end="19:20",
        place="An office of a partner organisation, abroad",
        prior_accounts=[
            {"to": "City Court of Orsk-na-Nevi", "dates": on("2021-08-27"), "recorded": "In writing"}
        ],
    ),
    account(
        "w0601_appeal",
        "statement_to_authority",
        "2021-08-27",
        "ru",
        recorded=["written_by_person"],
        notes="Copied by a cellmate, who brought it out. The original went to the duty officer.",
    ),
    interview(
        "w0602_first",
        "2021-12-02",
        "be",
        lawyer_consulted=True,
        restrictions="She is bound by what clients told her in confidence, and left it out.",
    ),
    account("w0603_own", "own_writing", "2021-08-24", "en", recorded=["written_by_person"], signed=False),
)

_CONSENTS = (
    Entry(
        "consent.w0601",
        consent(
            "w0601",
            "2021-10-19",
            permission(
                "national_prosecution", "disclosed", jurisdictions="all", may_be_contacted=True, onward="yes"
            ),
            permission("un_mechanism", "disclosed", jurisdictions="all", recipients="all"),
            permission("publication", "disclosed", recipients="all", onward="yes"),
            language="ru",
        ),
    ),
    Entry(
        "consent.w0602",
        consent(
            "w0602",
            "2021-12-02",
            permission(
                "national_prosecution", "disclosed", jurisdictions=["DE", "LT"], may_be_contacted=True
            ),
            permission("sanctions", "withheld", recipients="all", onward="ask"),
            language="be",
        ),
    ),
    Entry(
        "consent.w0603",
        consent("w0603", "2021-08-24", permission("analysis", "withheld", recipients="all"), manner="oral"),
    ),
    Entry(
        "consent.m0604",
        consent(
            "m0604",
            "2021-12-02",
            permission("un_mechanism", "disclosed", recipients=["@recipient.mechanism"], onward="no"),
            basis="mandate",
            guardian={"individual": "@individual.w0602", "relation": "His lawyer", "involved": False},
            covers=[
                {"record": "@account.w0602_first", "paragraphs": [4, 5]},
                {"record": "@individual.m0604"},
            ],
            conditions="Nothing while a hearing of his is pending. W-0602 says when.",
            expires_on="2031-12-31",
        ),
        by=FOUNDER,  # recipients stand in the restricted register, which documenters do not see
    ),
)

_EVENTS = (
    detention(
        "w0601",
        [told("w0601_first", 1, 2, 3, 7)],
        **_COURT,
        arrest={
            "dates": on("2021-08-14"),
            "who": "Two men in plain clothes",
            "documents": "Cards, covered by a hand",
        },
        stays=[
            {
                "place": "@place.mill_street",
                "dates": span("2021-08-14", "2021-08-17"),
                "cell_capacity": 4,
                "persons_in_cell": 9,
                "conditions": ["overcrowded"],
                "lawyer": "denied",
            },
            {"place": "@place.varozhsk", "dates": span("2021-08-17", "2021-08-29"), "lawyer": "denied"},
        ],
        release={"dates": on("2021-08-29"), "condition": "None. The passport was not given back."},
    ),
    act(
        "w0601_trial",
        "unfair_trial",
        [told("w0601_first", 3, 4, 5, 6), told("w0601_appeal", 2, 3), told("w0603_own", 2, 3, known="heard")],
        on("2021-08-17"),
        **_COURT,
        time="11:42",
        place="@place.mill_street",
        place_described="A school desk with a laptop at the end of the corridor",
        detention="@detention.w0601",
        duration="Six minutes",
        said="“So you understand.”",
        grounds=["opinion"],
    ),
    act(
        "w0601_passport",
        "document_seizure",
        [told("w0601_first", 7), told("w0601_appeal", 4)],
        {"first_imprecise": "2021-08-14", "last_imprecise": "2021-08-29"},
        detention="@detention.w0601",
    ),
    act(
        "w0601_dismissal",
        "dismissal",
        [told("w0601_first", 8)],
        {"first_imprecise": "2021-08-30", "last_imprecise": "2021-09-30"},
        grounds=["opinion"],
    ),
    act(
        "m0604_legs",
        "torture",
        [told("w0602_first", 5, known="was_told")],
        on("2021-08-15"),
        place_described="A room without a window, down some steps",
        methods=["beating"],
    ),
    act(
        "w0602_licence",
        "persecution",
        [told("w0602_first", 7)],
        on("2021-10-12"),
        grounds=["profession"],
        description="Her licence was withdrawn “for deeds that disgrace the title”.",
    ),
    involvement(
        "w0601_judge",
        "act.w0601_trial",
        "judged",
        [told("w0601_first", 3, 4, 6)],
        first_description="On the screen a woman in a robe. I read the name later, in the ruling.",
        basis=["seen", "document"],
        masked=False,
        witness_certainty="certain",
        assessment="certain",
        assessment_reason="Her name and signature stand under the ruling.",
        person="@person.zhaludzen",
        unit="@unit.lindava_court",
    ),
    Entry(
        "person.bird",
        {
            "unidentified": True,
            "description": "A witness by video under the names of birds: Orlov, Sokolov, Yastrebov. Blinds behind him, "
            "one slat broken.",
            "mask": "A balaclava.",
            "voice": "Does not pronounce the letter r.",
            "citations": [{"record": "@account.w0601_first"}, {"record": "@account.w0603_own"}],
        },
        by=INVESTIGATOR,
    ),
    involvement(
        "w0601_bird",
        "act.w0601_trial",
        "testified_falsely",
        [
            told("w0601_first", 4, 5),
            told("w0603_own", 3, known="heard"),
            told("w0602_first", 6, known="document"),
        ],
        first_description="A man in a balaclava, blinds behind him. All of them birds.",
        person="@person.bird",
        basis=["voice", "document"],
        masked=True,
        witness_certainty="probable",
        assessment="probable",
        assessment_reason="Three accounts; and the same misspelt word in nineteen records.",
    ),
)

_FILES = (
    paper(
        "w0601_ruling",
        "court_document",
        "Ruling of 17 August 2021",
        (
            "LINDAVA DISTRICT COURT                              No. 3-1187/2021",
            "RULING                                              17 August 2021",
            "",
            "The court, judge E. Zhaludzen sitting alone, by video link, has",
            "established: on 13 August 2021 at about 21:30 the citizen took part",
            "in an unauthorised mass event, shouted, and took hold of an officer",
            "by the unifrom. This is proved by the testimony of witness Orlov.",
            "",
            "Guilty. Administrative arrest of 15 (fifteen) days.",
            "You have the right to appeal.",
        ),
        seal="LINDAVA DISTRICT COURT",
        shows="Fifteen days on one witness. A word is misspelt in the seventh line.",
        individuals=["@individual.w0601"],
        captured={"dates": on("2021-08-17")},
        received={"on": "2021-10-19", "by": "D-2", "from_whom": "W-0601"},
    ),
    paper(
        "w0601_trip_sheet",
        "document",
        "Trip sheet of route nine, 13 August 2021",
        (
            "TRAM DEPOT OF ORSK-NA-NEVI            TRIP SHEET, ROUTE 9",
            "",
            "13.08.2021   shift from 15:10 to 00:25   car 208",
            "rounds: 15:10  16:35  18:00  19:25  20:50  22:15  23:40",
            "remarks: 21:40 stopped 9 min, crowd on the rails at Station Square",
        ),
        shows="He was on the line at the hour for which he was sentenced.",
        individuals=["@individual.w0601"],
        received={"on": "2021-10-19", "by": "D-2", "from_whom": "W-0601"},
        related=["@act.w0601_trial"],
    ),
    paper(
        "w0601_refusal",
        "court_document",
        "Refusal of the appeal, 14 September 2021",
        (
            "CITY COURT OF ORSK-NA-NEVI                    14 September 2021",
            "",
            "The appeal against the ruling of 17 August 2021 is left without",
            "satisfaction, the ruling without change. The court has no ground to",
            "doubt the testimony of the witness. The trip sheet was not presented",
            "at first instance and is not examined.",
            "",
            "Final. Not subject to appeal.",
        ),
        seal="CITY COURT",
        individuals=["@individual.w0601"],
        received={"on": "2021-10-19", "by": "D-2", "from_whom": "W-0601"},
    ),
    Entry(
        "complaint.w0601_appeal",
        {
            "authority": "City Court of Orsk-na-Nevi",
            "individuals": ["@individual.w0601"],
            "acts": ["@act.w0601_trial"],
            "detentions": ["@detention.w0601"],
            "filed": on("2021-08-27"),
            "text": "To set the ruling aside, call the dispatcher and ask for the recording.",
            "outcome": "refused",
            "decision": "Refused",
            "decided_on": "2021-09-14",
            "reason": "No ground to doubt the witness; the trip sheet is not examined.",
            "files": ["@evidence.w0601_refusal"],
        },
    ),
    Entry(
        "complaint.w0602_chair",
        {
            "authority": "Chair of the Lindava District Court",
            "individuals": ["@individual.w0602"],
            "filed": on("2021-08-30"),
            "text": "Requests stamped as refused two hours before they were handed in.",
            "answer": "No breaches were found.",
            "outcome": "refused",
            "decision": "Refused",
            "decided_on": "2021-09-20",
        },
    ),
    Entry(
        "note.m0604",
        {
            "text": "M-0604 is still in custody. The man who “spoke quietly and wrote everything down” may be the "
            "Accountant of the hospital case. He told the lawyer, the lawyer told us: no involvement is written.",
            "about": ["@act.m0604_legs"],
            "tasks": [
                {
                    "text": "Ask W-0602 in March how his case stands.",
                    "for_whom": "D-2",
                    "due_on": "2022-03-01",
                }
            ],
        },
        by=INVESTIGATOR,
    ),
)

COURT = CaseStory(
    "court",
    "Lindava District Court, 17 to 24 August 2021",
    (*_PEOPLE, *_ACCOUNTS, *_CONSENTS, *_EVENTS, *_FILES),
)
