"""What each witness agreed to: whole, without a name, in part, and no longer."""

from datetime import date

from app.cli.demo import papers
from app.cli.demo.world import Entry, Step, Upload, Withdrawal, consent, permission

PROSECUTION_DE = permission(
    "national_prosecution", "disclosed", jurisdictions=["DE"], may_be_contacted=True, onward="ask"
)

_FORM = (
    "CONSENT TO THE USE OF MY ACCOUNT",
    "",
    "It was explained to me in Belarusian on 2 September 2021 what may happen",
    "with my account: that the lawyers of the accused may read it, and that",
    "copies which have been given cannot be recalled.",
    "",
    "[x] prosecution in a state: Germany, with my name",
    "[x] a mechanism of the United Nations, in confidence",
    "[ ] publication",
    "",
    "Signed:  U. Luhaviec (W-0001)",
)


def _form() -> bytes:
    return papers.page(*_FORM)


CONSENTS: tuple[Step, ...] = (
    Upload(
        "evidence.w0001_consent_form",
        "consent-w0001.pdf",
        "application/pdf",
        _form,
        "Signed consent, W-0001",
        {
            "type": "consent_form",
            "individuals": ["@individual.w0001"],
            "originality": "copy",
            "kept_at": "The paper itself: safe of the team, folder 1.",
        },
        compartment="identity",
    ),
    Entry(
        "consent.w0001",
        consent(
            "w0001",
            "2021-09-02",
            PROSECUTION_DE,
            permission("un_mechanism", "confidential", jurisdictions="all"),
            language="be",
            form_file="@evidence.w0001_consent_form",
        ),
    ),
    Entry(
        "consent.w0002",
        consent(
            "w0002",
            "2021-11-29",
            PROSECUTION_DE,
            permission("international_court", "disclosed", jurisdictions="all"),
            language="ru",
            conditions="Tell him before his account goes anywhere.",
        ),
    ),
    Entry(
        "consent.w0003",
        consent(
            "w0003",
            "2021-10-11",
            permission("national_prosecution", "withheld", jurisdictions=["DE"], onward="no"),
            language="be",
            manner="recorded",
        ),
    ),
    Entry(
        "consent.w0004",
        consent(
            "w0004",
            "2021-09-15",
            permission("national_prosecution", "withheld", jurisdictions=["DE"], onward="no"),
            language="ru",
            covers=[
                {"record": "@account.w0004_own", "paragraphs": [1, 2, 4]},
                {"record": "@individual.w0004"},
            ],
            notes="The third paragraph would tell who the doctor is.",
        ),
    ),
    Entry("consent.w0005", consent("w0005", "2021-11-30", PROSECUTION_DE, language="be")),
    Entry("consent.w0007", consent("w0007", "2021-10-02", PROSECUTION_DE, language="en")),
    Withdrawal("consent.w0007", "She asked by letter. She gave no reason and need not.", date(2022, 5, 16)),
)
