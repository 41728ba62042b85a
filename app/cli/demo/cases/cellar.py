"""A cellar that is on no list: three strikers of the depot, one voice, and a witness who takes a name back."""

from app.cli.demo import papers
from app.cli.demo.telling import (
    account,
    act,
    detention,
    identity,
    individual,
    interview,
    involvement,
    picture,
)
from app.cli.demo.world import (
    ANALYSIS,
    FIELD,
    FIELD_OFFICE,
    INVESTIGATOR,
    Amendment,
    CaseStory,
    Entry,
    consent,
    on,
    permission,
    span,
    told,
)

_CELLAR = {"incident": "@incident.depot_strike", "place": "@place.cellar"}

_PEOPLE = (
    individual(
        "w0901",
        "victim",
        "witness",
        age_at_time=34,
        vulnerability_factors=["trauma"],
        protection_risks="Works in the town still, in another place.",
        referrals=[{"type": "psychological", "to": "Partner service", "on": "2021-11-08"}],
        willing_to_testify="undecided",
    ),
    individual(
        "w0902",
        "victim",
        "witness",
        age_at_time=58,
        vulnerability_factors=["illness", "relatives_at_risk"],
        willing_to_testify="no",
        referrals=[{"type": "medical", "to": "Cardiologist, partner clinic", "on": "2021-12-10"}],
    ),
    individual(
        "w0903",
        "victim",
        "witness",
        age_at_time=37,
        vulnerability_factors=["relatives_at_risk"],
        protection_risks="A son of nine; the guardianship office was named to her.",
        willing_to_testify="undecided",
    ),
    individual(
        "m0904", "mentioned", "victim", notes="The man at whose name W-0901 nodded. Not reached by us."
    ),
    identity(
        "w0901",
        "Afanasij Lazniak",
        "Афанасий Лозняк",
        "ru",
        sex="male",
        languages=["ru"],
        occupation="Repairman",
    ),
    identity(
        "w0902",
        "Apanas Rakitnik",
        "Апанас Ракітнік",
        "be",
        born=on("1963-01-30"),
        sex="male",
        languages=["be", "ru"],
        occupation="Engine driver",
    ),
    identity("w0903", "Vijalieta Lotac", "Віялета Лотаць", "be", sex="female", languages=["be", "en"]),
)

_ACCOUNTS = (
    account(
        "w0903_contact",
        "first_contact",
        "2021-09-07",
        "en",
        interviewer="D-3",
        recorded=["notes"],
        languages=["en"],
    ),
    interview(
        "w0901_first",
        "2021-11-05",
        "ru",
        translated_on="2021-11-30",
        by="D-3",
        start="18:00",
        end="21:15",
        breaks=[{"start": "19:30", "end": "20:05", "reason": "He asked to walk."}],
        support_person="S-2, a psychologist",
        room="The recorder was switched off while he spoke of the nod; he then asked to say it again on tape.",
    ),
    interview("w0902_first", "2021-12-09", "be", by="D-3", recorded=["notes"], signed=False),
    account(
        "w0903_correction",
        "correction",
        "2022-01-20",
        "en",
        interviewer="D-3",
        recorded=["written_by_person"],
        signed=True,
        corrects={
            "account": "@account.w0903_contact",
            "paragraphs": [2],
            "reason": "She takes back whose voice it was: the man she named has a lisp.",
        },
    ),
)

_CONSENTS = (
    Entry(
        "consent.w0901",
        consent(
            "w0901",
            "2021-11-05",
            permission("analysis", "withheld", recipients="all"),
            explained_by="D-3",
            language="ru",
            conditions="Ask him again when the place is found.",
        ),
    ),
    Entry(
        "consent.w0902",
        consent(
            "w0902",
            "2021-12-09",
            permission("analysis", "withheld", recipients="all"),
            explained_by="D-3",
            language="be",
            manner="oral",
            expires_on="2026-12-31",
        ),
    ),
    Entry(
        "consent.w0903",
        consent(
            "w0903",
            "2021-09-07",
            permission("analysis", "withheld", recipients="all"),
            explained_by="D-3",
            language="en",
            manner="oral",
        ),
    ),
)

_EVENTS = (
    detention(
        "w0901",
        [told("w0901_first", 1, 2, 6)],
        incident="@incident.depot_strike",
        arrest={
            "dates": on("2021-08-24"),
            "time": "22:00",
            "place": "@place.depot",
            "who": "Three men in civilian clothes",
            "vehicles": "A grey car",
            "force_used": "A bag over the head, still on the pavement",
        },
        stays=[
            {
                "place": "@place.cellar",
                "dates": span("2021-08-24", "2021-08-26"),
                "place_described": "Fourteen steps down; pipes on the left; damp and hot dust.",
                "conditions": ["incommunicado", "night_waking"],
            }
        ],
        release={"dates": on("2021-08-26"), "condition": "Signed a paper with the bag on; let out barefoot."},
    ),
    detention(
        "w0902",
        [told("w0902_first", 1, 2, 6)],
        incident="@incident.depot_strike",
        arrest={"dates": on("2021-08-25"), "place_described": "In his garden"},
        stays=[
            {
                "place": "@place.cellar",
                "dates": span("2021-08-25", "2021-08-29"),
                "place_described": "Twelve steps down; a tram above.",
                "conditions": ["incommunicado"],
                "doctor": "limited",
            }
        ],
        release={"dates": on("2021-08-29")},
    ),
    detention(
        "w0903",
        [told("w0903_contact", 1, 2)],
        incident="@incident.depot_strike",
        stays=[{"place": "@place.cellar", "dates": on("2021-08-27")}],
    ),
    act(
        "w0901_current",
        "torture",
        [told("w0901_first", 3, 4)],
        on("2021-08-25"),
        **_CELLAR,
        detention="@detention.w0901",
        methods=["electroshock"],
        objects=["A generator with a handle", "A wet rag", "A rag under the handcuffs"],
        asked="Who brought the leaflets; who has the key; who talked to somebody abroad.",
        stated_purposes=["extract_information"],
        injuries=[{"view": "feet", "x": 0.3, "y": 0.1, "description": "A red ring above each ankle"}],
        psychological_consequences="Leaves a trolleybus when a pen clicks.",
    ),
    act(
        "w0901_standing",
        "cruel_inhuman_degrading_treatment",
        [told("w0901_first", 5)],
        on("2021-08-25"),
        **_CELLAR,
        detention="@detention.w0901",
        methods=["stress_position", "sleep_deprivation", "water"],
    ),
    act(
        "w0902_current",
        "torture",
        [told("w0902_first", 4)],
        span("2021-08-26", "2021-08-28"),
        **_CELLAR,
        detention="@detention.w0902",
        methods=["electroshock", "stress_position"],
        injuries=[{"view": "feet", "description": "Two marks on each ankle, as of an iron"}],
        medical_help="Somebody listened to his chest and said: “He can take more”, or: “Enough.”",
    ),
    act(
        "w0902_photograph",
        "threat",
        [told("w0902_first", 5)],
        on("2021-08-27"),
        **_CELLAR,
        methods=["threat_to_family"],
        said="“You have a pretty yard.”",
    ),
    act(
        "w0903_threat",
        "threat",
        [told("w0903_contact", 3), told("w0903_correction", 4)],
        on("2021-08-27"),
        **_CELLAR,
        methods=["threat_to_family"],
        said="That the guardianship office works until five.",
        grounds=["gender", "opinion"],
    ),
    involvement(
        "w0901_accountant",
        "act.w0901_current",
        "carried_out",
        [told("w0901_first", 3, 4, known="heard"), told("w0902_first", 3, known="saw")],
        first_description="One who asked. A low voice, tired. The others called him “the Accountant”.",
        person="@person.accountant",
        basis=["voice", "name_said_by_others"],
        masked=False,
        seen_before="None. W-0901 and W-0902 do not know of each other's accounts.",
        witness_certainty="certain",
        assessment="probable",
        liability=["rs_25_3_a", "rs_25_3_b"],
    ),
    involvement(
        "w0902_medic",
        "act.w0902_current",
        "certified_fit",
        [told("w0902_first", 4)],
        first_description="A third one, a medic it must be, listened to my chest with something cold.",
        basis=["seen"],
        witness_certainty="probable",
        notes="The only trace of a medic in the cellar.",
    ),
    involvement(
        "w0903_voice",
        "act.w0903_threat",
        "carried_out",
        [
            told("w0903_contact", 2, known="heard"),
            told("w0903_correction", 1, 2, 3, stance="contradicts"),
        ],
        first_description="A low, polite voice that clicked a pen. She thought she knew whose it was.",
        person="@person.accountant",
        basis=["voice"],
        witness_certainty="probable",
        assessment="possible",
    ),
    Amendment(
        "involvement.w0903_voice",
        {
            "assessment_reason": "The name that she gave in September is taken back and stands in no record. "
            "The pen and the menthol agree with two other accounts."
        },
        "Her correction of 20 January 2022.",
        by=INVESTIGATOR,
    ),
    Amendment(
        "person.accountant",
        {
            "citations": [
                {"record": f"@account.{key}"}
                for key in ("w0501_own", "w0502_first", "w0901_first", "w0902_first", "w0903_contact")
            ]
        },
        "Three accounts from the cellar describe the same man.",
        by=INVESTIGATOR,
    ),
)

_FILES = (
    picture(
        "w0901_plan",
        "drawing",
        "The cellar, drawn from memory by W-0901",
        papers.drawing_of_the_cellar,
        shows="Fourteen steps, a corridor with two pipes, three rooms. In the middle one a table, in the last a drain.",
        individuals=["@individual.w0901"],
        captured={"dates": on("2021-11-05"), "by": "W-0901"},
        received={"on": "2021-11-05", "by": "D-3", "from_whom": "W-0901"},
    ),
    Entry(
        "note.steps",
        {
            "text": "Fourteen steps (W-0901) and twelve (W-0902). Both were counting with bags on. Both hear trams; "
            "the dispatcher's map has four places where a joint is crossed three times in half an hour.",
            "about": ["@detention.w0901", "@detention.w0902"],
            "tasks": [
                {"text": "Compare with the first contact of 30 August.", "for_whom": "D-3", "done": False}
            ],
        },
        by=INVESTIGATOR,
    ),
)

CELLAR = CaseStory(
    "cellar",
    "The cellar, 24 to 29 August 2021",
    (*_PEOPLE, *_ACCOUNTS, *_CONSENTS, *_EVENTS, *_FILES),
    by=FIELD,
    teams=(FIELD_OFFICE,),
    without_names=(ANALYSIS,),
)
