"""The convoy of 16 August, or 17: three who tell of one halt and disagree on the day, the place and the shots."""

from app.cli.demo.telling import act, detention, identity, individual, interview, involvement
from app.cli.demo.world import (
    ANALYSIS,
    FIELD,
    FIELD_OFFICE,
    INVESTIGATOR,
    LEGAL,
    Amendment,
    CaseStory,
    Entry,
    consent,
    on,
    permission,
    span,
    told,
)

_CONVOY = {"incident": "@incident.transfer"}
_DAYS = {"first_imprecise": "2021-08-16", "last_imprecise": "2021-08-17"}

_PEOPLE = (
    individual(
        "w0701",
        "victim",
        "witness",
        age_at_time=55,
        vulnerability_factors=["illness", "trauma"],
        protection_risks="Lives in his village; everybody knows where he was.",
        willing_to_testify="yes",
        reliability="usually_reliable",
    ),
    individual(
        "w0702",
        "victim",
        "witness",
        age_at_time=24,
        present_country="PL",
        vulnerability_factors=["trauma"],
        willing_to_testify="yes",
    ),
    individual(
        "w0703",
        "witness",
        age_at_time=71,
        vulnerability_factors=["older_person"],
        protection_risks="Her house is the only one from which the lay-by can be seen.",
        protection_measures="In everything that leaves: a person who lives near the road.",
        willing_to_testify="no",
    ),
    identity(
        "w0701",
        "Jazep Krushynik",
        "Язэп Крушынік",
        "be",
        born=on("1966-06-24"),
        sex="male",
        languages=["be", "ru"],
        occupation="Machine operator",
    ),
    identity(
        "w0702", "Platon Osinnik", "Платон Осинник", "ru", sex="male", languages=["ru"], occupation="Cook"
    ),
    identity(
        "w0703",
        "Marfa Viarbina",
        "Марфа Вярбіна",
        "be",
        born={"first_imprecise": "1950-01-01", "last_imprecise": "1950-12-31"},
        sex="female",
        languages=["be"],
        safe_contact="Through the interpreter I-4 alone, in person.",
    ),
)

_ACCOUNTS = (
    interview(
        "w0701_first",
        "2021-10-30",
        "be",
        translated_on="2021-11-20",
        by="D-3",
        start="12:00",
        end="15:10",
        breaks=[{"start": "13:20", "end": "13:45", "reason": "He needed air."}],
        interpreter_ties="No interpreter.",
    ),
    interview(
        "w0702_first",
        "2021-11-20",
        "ru",
        by="D-3",
        start="09:30",
        end="12:00",
        recorded=["video", "notes"],
        prior_accounts=[{"to": "A doctor at an emergency ward", "recorded": "A line in the record: a burn."}],
    ),
    interview(
        "w0703_first",
        "2022-02-08",
        "en",
        by="D-3",
        interpreter="I-4",
        interpreter_ties="Has known the witness for many years; no tie to anybody in the vehicle.",
        languages=["be", "en"],
        recorded=["notes"],
        signed=False,
        restrictions="In the car of the interpreter. She did not want to be seen with strangers.",
    ),
)

_CONSENTS = (
    Entry(
        "consent.w0701",
        consent(
            "w0701",
            "2021-10-30",
            permission("national_prosecution", "confidential", jurisdictions=["DE"], may_be_contacted=False),
            permission("ngo_partner", "withheld", recipients="all"),
            explained_by="D-3",
            language="be",
            manner="recorded",
        ),
    ),
    Entry(
        "consent.w0702",
        consent(
            "w0702",
            "2021-11-20",
            permission(
                "national_prosecution", "disclosed", jurisdictions=["DE", "PL"], may_be_contacted=True
            ),
            permission("international_court", "disclosed", recipients="all"),
            explained_by="D-3",
            language="ru",
        ),
    ),
    Entry(
        "consent.w0703",
        consent(
            "w0703",
            "2022-02-08",
            permission("analysis", "withheld", recipients="all", onward="no"),
            explained_by="D-3",
            language="be",
            manner="oral",
            conditions="Nobody comes to her house.",
        ),
    ),
)

_EVENTS = (
    detention(
        "w0701",
        [told("w0701_first", 1, 2, 6)],
        **_CONVOY,
        arrest={"dates": on("2021-08-13"), "place": "@place.station_square"},
        stays=[
            {"place": "@place.mill_street", "dates": span("2021-08-13", "2021-08-16")},
            {"place": "@place.varozhsk", "dates": span("2021-08-16", "2021-08-26")},
        ],
        transfers=[
            {
                "from_place": "@place.mill_street",
                "to_place": "@place.varozhsk",
                "dates": on("2021-08-16"),
                "description": "Fifty-two people in a box for twenty-four, standing.",
            }
        ],
    ),
    detention(
        "w0702",
        [told("w0702_first", 1, 2, 3, 7)],
        **_CONVOY,
        arrest={
            "dates": on("2021-08-13"),
            "place_described": "At home",
            "reason_stated": "He is on a video.",
        },
        stays=[
            {"place": "@place.mill_street", "dates": span("2021-08-13", "2021-08-17")},
            {"place": "@place.varozhsk", "dates": span("2021-08-17", "2021-08-27")},
        ],
        transfers=[
            {
                "from_place": "@place.mill_street",
                "to_place": "@place.varozhsk",
                "dates": on("2021-08-17"),
                "description": "About forty people in an iron box.",
            }
        ],
        release={"dates": on("2021-08-27")},
    ),
    act(
        "w0701_air",
        "cruel_inhuman_degrading_treatment",
        [told("w0701_first", 2, 3), told("w0702_first", 3, known="saw")],
        _DAYS,
        **_CONVOY,
        detention="@detention.w0701",
        place_described="In the vehicle",
        methods=["stress_position", "asphyxiation"],
        medical_help="His inhaler had been taken; an escort gave it back at the halt.",
    ),
    act(
        "w0701_shots",
        "torture",
        [
            told("w0701_first", 4),
            told("w0702_first", 4, 5, stance="supports"),
            told("w0703_first", 3, 4, known="saw"),
        ],
        _DAYS,
        **_CONVOY,
        place="@place.halt",
        detention="@detention.w0701",
        methods=["mock_execution", "forced_kneeling", "dogs"],
        objects=["A firearm", "A dog on a leash"],
        said="“Get up, you are alive.”",
        stated_purposes=["intimidate"],
        psychological_consequences="Hears the six shots at night.",
        witnesses=["@individual.w0702", "@individual.w0703"],
    ),
    act(
        "w0702_shots",
        "torture",
        [told("w0702_first", 4, 5), told("w0701_first", 4, known="saw", stance="contradicts")],
        _DAYS,
        **_CONVOY,
        place_described="A petrol station, he thinks: a smell of diesel, a lamp on a post",
        detention="@detention.w0702",
        methods=["mock_execution", "forced_kneeling", "dogs"],
        injuries=[
            {"view": "back", "x": 0.5, "y": 0.12, "description": "A burn of a cartridge case on the neck"}
        ],
    ),
    Entry(
        "positioning.escort_company_halt",
        {
            "unit": "@unit.escort_company",
            "place": "@place.halt",
            "class": "escorts",
            "dates": _DAYS,
            "citations": [{"record": "@account.w0702_first"}],
            "status": "work_needed",
        },
        by=INVESTIGATOR,
    ),
    Entry(
        "person.water_carrier",
        {
            "unidentified": True,
            "description": "Older, grey-haired, a scar through one eyebrow. Carried water to the people in the ditch.",
            "age_range": {"minimum": 50, "maximum": 60},
            "accent": "A southern way of speaking.",
            "insignia": "Green, no patch.",
            "citations": [
                {"record": "@account.w0701_first"},
                {"record": "@account.w0702_first"},
                {"record": "@account.w0703_first"},
            ],
            "notes": "Three accounts, given apart, tell of his help. Exculpatory. He may be in danger himself.",
        },
        by=INVESTIGATOR,
    ),
    involvement(
        "w0701_shots",
        "act.w0701_shots",
        "carried_out",
        [told("w0701_first", 4, 5), told("w0702_first", 7)],
        first_description="The escort was in green, without patches; the senior one walked with a dog.",
        unit="@unit.escort_company",
        basis=["seen", "document"],
        masked=False,
        witness_certainty="certain",
        assessment="probable",
        assessment_reason="A round seal with a nine on the paper of the transfer.",
    ),
    involvement(
        "w0702_captain",
        "act.w0702_shots",
        "present_did_not_stop",
        [told("w0702_first", 7, known="heard")],
        first_description="They called one of them “comrade captain”; a surname like Kaliaina or Kalina.",
        person="@person.kaliaina",
        unit="@unit.escort_company",
        basis=["name_said_by_others"],
        witness_certainty="possible",
        assessment="possible",
        assessment_reason="The gazette shows a captain Kaliaina at this company. The name was said once, in the dark.",
        citations=[{"source": "@source.orders_2020", "passage": "p. 3"}],
        liability=["rs_28_a"],
    ),
    involvement(
        "w0701_water",
        "act.w0701_air",
        "helped",
        [told("w0701_first", 5), told("w0702_first", 6), told("w0703_first", 5, known="saw")],
        first_description="One of the escort, no longer young, gave us to drink from a mug.",
        person="@person.water_carrier",
        unit="@unit.escort_company",
        basis=["seen"],
        masked=False,
        witness_certainty="certain",
        assessment="certain",
        notes="Kept apart from the rest of the escort, as W-0701 asked.",
    ),
    Entry(
        "note.days",
        {
            "text": "W-0701: Monday the 16th, kilometre 61, six shots, fifty-two people. W-0702: Tuesday the 17th, a "
            "petrol station, four shots, about forty. W-0703: a Monday. W-0301 of another case: the 16th, forty. But "
            "W-0702 held up a man over a hole in the floor, and W-0701 lay there. One convoy, then, and two memories.",
            "about": ["@detention.w0701", "@detention.w0702", "@act.w0701_shots"],
        },
        by=INVESTIGATOR,
    ),
    Amendment(
        "act.w0702_shots",
        {
            "place": "@place.halt",
            "place_described": "A petrol station, as he remembers it. W-0701 and W-0703: the lay-by at kilometre 61.",
        },
        "Two other accounts name the place. What he said stays beside it.",
    ),
)

CONVOY = CaseStory(
    "convoy",
    "The convoy to Varozhsk, 16 or 17 August 2021",
    (*_PEOPLE, *_ACCOUNTS, *_CONSENTS, *_EVENTS),
    by=FIELD,
    teams=(FIELD_OFFICE, LEGAL),
    without_names=(ANALYSIS,),
)
