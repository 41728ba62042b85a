"""Who is in the case, under pseudonyms; and in the identity compartment, who they are."""

from typing import Any

from app.cli.demo.world import Entry, Step, between, on

INDIVIDUALS = (
    Entry(
        "individual.w0001",
        {
            "pseudonym": "W-0001",
            "roles": ["victim", "witness"],
            "age_at_time": 38,
            "present_country": "DE",
            "willing_to_testify": "yes",
            "reliability": "usually_reliable",
            "protection_risks": "His parents live in Orsk-na-Nevi. He was asked at work about his absence.",
            "protection_measures": "No contact by telephone. Letters go through the team alone.",
            "vulnerability_factors": ["injury", "relatives_at_risk"],
            "referrals": [
                {"type": "medical", "to": "Neurologist, partner clinic", "on": "2021-09-03"},
                {"type": "psychological", "to": "Partner service", "on": "2021-09-10"},
            ],
            "departure": {
                "dates": {"first_precise": "2021-11-20", "last_precise": "2021-11-20"},
                "state_entered": "DE",
                "cause": "fear",
            },
            "external_ids": [{"organisation": "Orsk Solidarity Register", "number": "2021-0418"}],
        },
    ),
    Entry(
        "individual.w0002",
        {
            "pseudonym": "W-0002",
            "roles": ["victim", "witness"],
            "age_at_time": 22,
            "present_country": "DE",
            "willing_to_testify": "yes",
            "vulnerability_factors": ["injury", "trauma"],
            "referrals": [{"type": "medical", "to": "Hand surgeon, partner clinic", "on": "2021-09-06"}],
            "statuses": [
                {
                    "type": "missing",
                    "by": "His mother, W-0005",
                    "dates": {
                        "first_precise": "2021-08-14",
                        "last_precise": "2021-08-16",
                        "starts": True,
                        "ends": True,
                    },
                }
            ],
        },
    ),
    Entry(
        "individual.w0003",
        {
            "pseudonym": "W-0003",
            "roles": ["victim", "witness"],
            "age_at_time": 31,
            "protection_risks": "His brother serves in the army. He lives in Orsk-na-Nevi.",
            "protection_measures": "His name goes to nobody outside the archive, whoever asks.",
            "willing_to_testify": "no",
            "vulnerability_factors": ["relatives_at_risk"],
        },
    ),
    Entry(
        "individual.w0004",
        {
            "pseudonym": "W-0004",
            "roles": ["witness"],
            "age_at_time": 45,
            "protection_risks": "His colleague of that night still works in the same hospital.",
            "willing_to_testify": "undecided",
        },
    ),
    Entry(
        "individual.w0005",
        {
            "pseudonym": "W-0005",
            "roles": ["relative", "witness"],
            "age_at_time": 51,
            "protection_risks": "She was visited at work after her complaint.",
            "willing_to_testify": "yes",
        },
    ),
    Entry(
        "individual.m0006",
        {
            "pseudonym": "M-0006",
            "roles": ["mentioned", "victim"],
            "notes": "Known from W-0001 and W-0004 alone. We have not reached him; there is no consent.",
        },
    ),
    Entry(
        "individual.w0007",
        {
            "pseudonym": "W-0007",
            "roles": ["victim", "witness"],
            "age_at_time": 40,
            "vulnerability_factors": ["trauma", "relatives_at_risk"],
            "notes": "Took her consent back in 2022. Do not contact her; she may contact us.",
        },
    ),
)


def _identity(
    individual: str, english: str, own: str, language: str, born: dict[str, Any], **more: Any
) -> Entry:
    """Who an individual is; the name in its own script comes first."""
    content = {
        "individual": f"@individual.{individual}",
        "names": [{"text": own, "language": language}, {"text": english, "language": "en"}],
        "born": born,
        "citizenship": ["XN"],
        **more,
    }
    return Entry(f"identity.{individual}", content)


IDENTITIES = (
    _identity(
        "w0001",
        "Ustyn Luhaviec",
        "Устын Лугавец",
        "be",
        on("1983-03-02"),
        sex="male",
        languages=["be", "ru"],
        occupation="Fitter in a carriage depot",
        safe_contact="By letter to the partner clinic, marked with the number of his referral.",
    ),
    _identity(
        "w0002",
        "Mikita Haścianok",
        "Микита Гостянок",
        "ru",
        on("1999-05-27"),
        sex="male",
        languages=["ru", "be"],
        occupation="Student",
        safe_contact="Through his mother (W-0005), in the evening, never by text message.",
        relatives=[{"relation": "mother", "individual": "@individual.w0005"}],
    ),
    _identity(
        "w0003",
        "Todar Bierazun",
        "Тодар Беразун",
        "be",
        between("1990-01-01", "1990-12-31"),
        sex="male",
        languages=["be"],
        occupation="Bicycle courier",
    ),
    _identity(
        "w0004",
        "Visaryion Talakno",
        "Виссарион Толокно",
        "ru",
        on("1976-10-09"),
        sex="male",
        languages=["ru"],
        occupation="Paramedic",
        safe_contact="At the second number of the safe book, on Sundays.",
    ),
    _identity(
        "w0005",
        "Rahnieda Haścianok",
        "Рагнеда Гасцянок",
        "be",
        on("1970-01-18"),
        sex="female",
        languages=["be", "ru"],
        occupation="Accountant",
    ),
    _identity(
        "w0007",
        "Zarynia Palaviec",
        "Зарыня Палявец",
        "be",
        on("1981-06-30"),
        sex="female",
        languages=["be", "ru", "en"],
        occupation="Teacher",
    ),
)

PEOPLE: tuple[Step, ...] = (*INDIVIDUALS, *IDENTITIES)
