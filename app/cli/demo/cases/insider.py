"""A former officer of the Second Patrol Company: an insider, heard with two lawyers, who accuses himself as well.

Only the legal team opens this case. It was opened by the founding member, since a lawyer opens none.
"""

from app.cli.demo.telling import account, act, identity, individual, interview, involvement, paper
from app.cli.demo.world import FOUNDER, LAWYER, LEGAL, Amendment, CaseStory, Entry, consent, permission, told

_NIGHT = {"incident": "@incident.mill_street_night"}

_PEOPLE = (
    individual(
        "w1001",
        "insider",
        "witness",
        protection_risks="His former unit; those who served beside him; he himself, by what he says.",
        protection_measures="No number is kept. He calls. His own lawyer is present, or there is no talk.",
        willing_to_testify="undecided",
        reliability="fairly_reliable",
        referrals=[{"type": "legal", "to": "A lawyer of his own choice", "on": "2021-11-08"}],
    ),
    individual(
        "m1002",
        "mentioned",
        "victim",
        notes="The man in a work jacket who fell before him. Perhaps W-0001; nobody has asked him.",
    ),
    identity(
        "w1001",
        "Hleb Rahoznik",
        "Глеб Рогозник",
        "ru",
        sex="male",
        languages=["ru"],
        occupation="Lieutenant, platoon commander",
        safe_contact="None. He calls his lawyer, and his lawyer calls ours.",
    ),
)

_ACCOUNTS = (
    account(
        "w1001_contact",
        "first_contact",
        "2021-11-08",
        "en",
        interviewer="D-1",
        lawyer_consulted=True,
        others_present=["L-1, the lawyer of the team"],
        recorded=["notes"],
    ),
    interview(
        "w1001_first",
        "2022-01-25",
        "ru",
        translated_on="2022-02-14",
        by="D-1",
        start="11:00",
        end="16:40",
        lawyer_consulted=True,
        others_present=["L-1, the lawyer of the team", "L-9, his own lawyer"],
        recorded=["notes"],
        restrictions="He was told that he need not incriminate himself, and did. His lawyer stopped him twice.",
    ),
    account(
        "w1001_correction",
        "correction",
        "2022-03-03",
        "ru",
        interviewer="D-1",
        lawyer_consulted=True,
        recorded=["notes"],
        read_back=True,
        signed=True,
        corrects={
            "account": "@account.w1001_first",
            "paragraphs": [3, 5],
            "reason": "He found his duty sheet of 13 August, and says what he could see from the gate.",
        },
    ),
)

_CONSENTS = (
    Entry(
        "consent.w1001",
        consent(
            "w1001",
            "2022-01-25",
            permission("un_mechanism", "confidential", recipients=["@recipient.mechanism"], onward="no"),
            permission(
                "international_court", "confidential", recipients=["@recipient.tribunal"], onward="ask"
            ),
            explained_by="L-1",
            language="ru",
            covers=[
                {"record": "@account.w1001_first", "paragraphs": [2, 3, 5, 6]},
                {"record": "@account.w1001_correction"},
                {"record": "@individual.w1001"},
            ],
            conditions="Paragraph 4, what he did himself, goes with his lawyer's word alone. "
            "Nothing before his children have changed schools.",
            risk_reviewed_on="2022-03-03",
        ),
    ),
)

_EVENTS = (
    act(
        "m1002_rows",
        "torture",
        [told("w1001_first", 4)],
        {"first_imprecise": "2021-08-13", "last_imprecise": "2021-08-14"},
        **_NIGHT,
        place="@place.mill_street",
        methods=["gauntlet", "beating_with_batons"],
        said="“Lieutenant, do not hold up the flow.”",
        description="What the rows did, told from the rows. It names no victim; M-1002 is the man who fell.",
    ),
    involvement(
        "w1001_self",
        "act.m1002_rows",
        "carried_out",
        [told("w1001_first", 4)],
        by=FOUNDER,
        first_description="I stood in a row, the left one, third from the door. I had a baton, and I struck.",
        unit="@unit.second_company",
        basis=["seen"],
        witness_certainty="certain",
        assessment="probable",
        notes="His own words about himself. Lawyer first, always.",
        liability=["rs_25_3_a"],
    ),
    involvement(
        "w1001_company",
        "act.m1002_rows",
        "superior_who_knew",
        [told("w1001_first", 3, known="heard"), told("w1001_correction", 1, 2, known="document")],
        by=LAWYER,
        first_description="The command went over the radio, call sign “Oak”. In that week it was Shalamok's.",
        person="@person.shalamok",
        unit="@unit.second_company",
        basis=["voice", "recognised_from_before", "document"],
        witness_certainty="certain",
        assessment="probable",
        assessment_reason="His duty sheet: at 18:00 on 13 August Karshtan handed over to Shalamok.",
        citations=[{"record": "@evidence.w1001_duty_sheet"}],
        liability=["rs_28_b"],
    ),
    involvement(
        "w1001_stork",
        "act.m1002_rows",
        "ordered",
        [told("w1001_first", 5, known="saw"), told("w1001_correction", 3, known="saw", stance="supports")],
        by=LAWYER,
        first_description="The commander of the third platoon, call sign “Stork”. He limped.",
        person="@person.stork",
        unit="@unit.third_platoon",
        basis=["recognised_from_before"],
        masked=True,
        witness_certainty="certain",
        assessment="probable",
    ),
    Amendment(
        "person.stork",
        {
            "citations": [
                {"record": "@account.w0001_first"},
                {"record": "@account.w0002_first"},
                {"record": "@account.w1001_first"},
            ],
            "notes": "A third account gives him a platoon and the cause of the limp. A name exists, in a sealed "
            "envelope with a lawyer; it stands nowhere here.",
        },
        "A third account describes him.",
        by=LAWYER,
    ),
)

_FILES = (
    paper(
        "w1001_duty_sheet",
        "document",
        "Duty sheet of 13 August 2021, folded in four",
        (
            "SECOND PATROL COMPANY                     DUTY SHEET, 13.08.2021",
            "",
            "06:00  shift taken     Karshtan",
            "14:00  issue of helmets, shields, 62 pcs.",
            "18:00  shift handed over  Karshtan / taken  Shalamok",
            "19:30  departure, groups 21 to 26",
            "21:20  command by radio: Oak",
            "",
            "Groups are entered by number. Surnames are not entered.",
        ),
        seal="COMPANY OFFICE",
        shows="Who handed over to whom at 18:00, and the hour of the command.",
        individuals=["@individual.w1001"],
        obtained="leaked",
        received={"on": "2022-03-03", "by": "D-1", "from_whom": "W-1001"},
    ),
    paper(
        "w1001_patches",
        "photograph",
        "List of patches handed in, 14 August 2021",
        (
            "PATCHES HANDED IN                              14.08.2021  07:15",
            "",
            *(f"group {group}    7 pcs.    signed" for group in range(21, 27)),
            "",
            "total 42.  Received by the sergeant major.",
        ),
        seal="STORE",
        shows="That patches were cut off on the morning after. Groups 21 to 26.",
        individuals=["@individual.w1001"],
        obtained="leaked",
        received={"on": "2022-01-25", "by": "D-1", "from_whom": "W-1001"},
    ),
)

_ADVICE = (
    Entry(
        "note.immunity",
        {
            "text": "No promise of any kind was made to W-1001. Advice on his standing, with his lawyer L-9.",
            "about": ["@individual.w1001"],
            "privileged": True,
        },
        by=LAWYER,
    ),
    Entry(
        "note.leave",
        {
            "text": "In January: Karshtan on leave from the 12th. In March: on duty until 18:00 on the 13th. Both "
            "accounts stay. The gazette shows Karshtan as commander throughout; an interview shows “my company”. "
            "Who commanded at 21:20 is what a court will ask first.",
            "about": ["@account.w1001_first", "@account.w1001_correction"],
        },
        by=LAWYER,
    ),
)

INSIDER = CaseStory(
    "insider",
    "A former officer of the Second Patrol Company",
    (*_PEOPLE, *_ACCOUNTS, *_CONSENTS, *_FILES, *_EVENTS, *_ADVICE),
    by=FOUNDER,
    teams=(LEGAL,),
    without_names=(),
)
