"""Varozhsk isolation centre, from 16 August 2021: a witness who was a child then, and a guardian's permission."""

from app.cli.demo.narrative import narrative
from app.cli.demo.world import INVESTIGATOR, CaseStory, Entry, consent, on, permission, span, told

_STEPS = (
    Entry(
        "individual.w0301",
        {
            "pseudonym": "W-0301",
            "roles": ["victim", "witness"],
            "age_at_time": 17,
            "vulnerability_factors": ["child", "trauma"],
            "present_country": "PL",
            "willing_to_testify": "undecided",
        },
    ),
    Entry("individual.w0302", {"pseudonym": "W-0302", "roles": ["relative"]}),
    Entry(
        "identity.w0301",
        {
            "individual": "@individual.w0301",
            "names": [{"text": "Ждан Вераско", "language": "be"}],
            "born": on("2004-04-11"),
            "sex": "male",
            "relatives": [{"relation": "mother", "individual": "@individual.w0302"}],
        },
    ),
    Entry(
        "account.w0301_first",
        {
            "individual": "@individual.w0301",
            "type": "full_interview",
            "date": "2021-12-18",
            "interviewer": "D-2",
            "interviewer_trained": True,
            "support_person": "W-0302, his mother",
            "language": "be",
            "recorded": ["audio", "notes"],
            "read_back": True,
            "signed": True,
            **narrative("w0301_first.be", "W-0301"),
        },
    ),
    Entry(
        "consent.w0301",
        consent(
            "w0301",
            "2021-12-18",
            permission("national_prosecution", "withheld", jurisdictions=["DE"]),
            language="be",
            basis="guardian",
            guardian={
                "individual": "@individual.w0302",
                "relation": "mother",
                "involved": False,
                "majority_on": "2022-04-11",
            },
            assent=True,
            notes="He is of age now. Ask him himself: until he confirms it, nothing leaves.",
        ),
    ),
    Entry(
        "detention.w0301",
        {
            "individual": "@individual.w0301",
            "reported_in": [told("w0301_first", 1, 2, 3, 4)],
            "incident": "@incident.transfer",
            "stays": [
                {"place": "@place.mill_street", "dates": span("2021-08-15", "2021-08-16")},
                {
                    "place": "@place.varozhsk",
                    "dates": span("2021-08-16", "2021-08-28"),
                    "cell_capacity": 4,
                    "persons_in_cell": 9,
                    "conditions": [
                        "overcrowded",
                        "no_mattress",
                        "lights_always_on",
                        "night_waking",
                        "infected_cellmates",
                        "no_shower",
                    ],
                    "lawyer": "denied",
                    "family": "limited",
                },
            ],
            "transfers": [
                {
                    "from_place": "@place.mill_street",
                    "to_place": "@place.varozhsk",
                    "dates": on("2021-08-16"),
                    "description": "Forty people in a vehicle for twenty; four hours with closed doors.",
                }
            ],
            "release": {"dates": on("2021-08-28"), "condition": "Given to his parents against a signature."},
        },
    ),
    Entry(
        "act.w0301_transfer",
        {
            "individual": "@individual.w0301",
            "reported_in": [told("w0301_first", 2)],
            "type": "cruel_inhuman_degrading_treatment",
            "dates": on("2021-08-16"),
            "duration": "Four hours",
            "incident": "@incident.transfer",
            "detention": "@detention.w0301",
        },
    ),
    Entry(
        "act.w0301_sleep",
        {
            "individual": "@individual.w0301",
            "reported_in": [told("w0301_first", 3)],
            "type": "cruel_inhuman_degrading_treatment",
            "methods": ["sleep_deprivation"],
            "dates": span("2021-08-16", "2021-08-28"),
            "place": "@place.varozhsk",
            "detention": "@detention.w0301",
        },
    ),
    Entry(
        "involvement.w0301_sleep",
        {
            "first_description": "The night shift of the isolation centre.",
            "reported_in": [told("w0301_first", 3)],
            "act": "@act.w0301_sleep",
            "unit": "@unit.varozhsk_administration",
            "degree": "carried_out",
            "basis": ["seen"],
            "witness_certainty": "certain",
        },
        by=INVESTIGATOR,
    ),
)

VAROZHSK = CaseStory("varozhsk", "Varozhsk isolation centre, 16 to 28 August 2021", _STEPS)
