"""The print workshop, 20 August 2021: for partners and for publication, without a name."""

from app.cli.demo.narrative import narrative
from app.cli.demo.world import INVESTIGATOR, CaseStory, Entry, consent, on, permission, told

_STEPS = (
    Entry(
        "individual.w0201",
        {
            "pseudonym": "W-0201",
            "roles": ["victim", "witness"],
            "age_at_time": 47,
            "present_country": "LT",
            "departure": {
                "dates": {"first_imprecise": "2021-11-01", "last_imprecise": "2021-11-30"},
                "cause": "fear",
                "state_entered": "LT",
            },
        },
    ),
    Entry(
        "individual.m0202",
        {
            "pseudonym": "M-0202",
            "roles": ["mentioned", "victim"],
            "notes": "The colleague; may tell it himself.",
        },
    ),
    Entry(
        "account.w0201_first",
        {
            "individual": "@individual.w0201",
            "type": "full_interview",
            "date": "2021-12-06",
            "interviewer": "D-2",
            "language": "en",
            "recorded": ["audio"],
            "read_back": True,
            "signed": True,
            "prior_accounts": [
                {
                    "to": "A newspaper abroad",
                    "dates": {"first_imprecise": "2021-11-15", "last_imprecise": "2021-11-30"},
                    "recorded": "Sound",
                }
            ],
            **narrative("w0201_first.en", "W-0201"),
        },
    ),
    Entry(
        "consent.w0201",
        consent(
            "w0201",
            "2021-12-06",
            permission("ngo_partner", "confidential", recipients="all"),
            permission("publication", "withheld", recipients="all", onward="yes"),
            language="en",
            manner="recorded",
        ),
    ),
    Entry(
        "act.w0201_raid",
        {
            "individual": "@individual.w0201",
            "reported_in": [told("w0201_first", 2)],
            "type": "raid",
            "dates": on("2021-08-20"),
            "time": "08:10",
            "duration": "About an hour and a half",
            "place": "@place.workshop",
            "incident": "@incident.workshop_raid",
            "grounds": ["opinion", "profession"],
        },
    ),
    Entry(
        "act.w0201_confiscation",
        {
            "individual": "@individual.w0201",
            "reported_in": [told("w0201_first", 3, 5)],
            "type": "confiscation",
            "dates": on("2021-08-20"),
            "place": "@place.workshop",
            "incident": "@incident.workshop_raid",
            "description": "Two presses, plates, computers and the cash box. The list was torn up.",
        },
    ),
    Entry(
        "act.w0201_threat",
        {
            "individual": "@individual.w0201",
            "reported_in": [told("w0201_first", 4)],
            "type": "threat",
            "methods": ["threat_to_family"],
            "dates": on("2021-08-20"),
            "place": "@place.workshop",
            "incident": "@incident.workshop_raid",
            "said": "That presses catch fire.",
        },
    ),
    Entry(
        "act.m0202_beating",
        {
            "individual": "@individual.m0202",
            "reported_in": [told("w0201_first", 4, known="saw")],
            "type": "cruel_inhuman_degrading_treatment",
            "methods": ["beating"],
            "dates": on("2021-08-20"),
            "place": "@place.workshop",
            "incident": "@incident.workshop_raid",
        },
    ),
    Entry(
        "involvement.w0201_threat",
        {
            "first_description": "The one in charge. An identity card on a band round his neck: Builavets.",
            "reported_in": [told("w0201_first", 3, 4)],
            "act": "@act.w0201_threat",
            "person": "@person.builavets",
            "unit": "@unit.disorder_directorate",
            "degree": "carried_out",
            "basis": ["document", "insignia"],
            "masked": False,
            "witness_certainty": "certain",
            "assessment": "probable",
        },
        by=INVESTIGATOR,
    ),
)

WORKSHOP = CaseStory("workshop", "Print workshop on Canal Lane, 20 August 2021", _STEPS)
