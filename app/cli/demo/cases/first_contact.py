"""A first contact, written down by a write-only documenter who cannot read it back. There is no consent yet."""

from app.cli.demo.narrative import narrative
from app.cli.demo.world import WRITE_ONLY, CaseStory, Entry

_STEPS = (
    Entry(
        "individual.w0401",
        {
            "protection_risks": "They live in Orsk-na-Nevi. The telephone may be listened to.",
            "protection_measures": "She calls us; nobody calls her.",
            "pseudonym": "W-0401",
            "roles": ["relative", "source"],
        },
    ),
    Entry(
        "individual.m0402",
        {"pseudonym": "M-0402", "roles": ["mentioned", "victim"], "vulnerability_factors": ["injury"]},
    ),
    Entry(
        "account.w0401_contact",
        {
            "individual": "@individual.w0401",
            "type": "first_contact",
            "date": "2021-08-30",
            "interviewer": "D-5",
            "language": "ru",
            "recorded": ["notes"],
            **narrative("w0401_contact.ru"),
        },
    ),
    Entry(
        "account.w0401_second",
        {
            "individual": "@individual.w0401",
            "type": "first_contact",
            "date": "2021-09-03",
            "interviewer": "D-5",
            "others_present": ["M-0402, for some minutes"],
            "language": "ru",
            "recorded": ["notes"],
            "prior_accounts": [{"to": "This team", "account": "@account.w0401_contact"}],
            **narrative("w0401_second.ru"),
        },
    ),
)

FIRST_CONTACT = CaseStory(
    "first_contact",
    "First contact, 30 August 2021",
    _STEPS,
    by=WRITE_ONLY,
    teams=None,
    without_names=(),
)
