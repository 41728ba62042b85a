"""Files, complaints that were refused, and the notes of the team."""

from app.cli.demo import papers
from app.cli.demo.world import INVESTIGATOR, LAWYER, Entry, Step, Upload, on

_REFUSAL = (
    "PROSECUTOR'S OFFICE OF THE LINDAVA DISTRICT",
    "5 November 2021                                    No. 114/21-k",
    "",
    "To your complaint of 23 August 2021 we inform you that in the course",
    "of the examination the facts stated by you found no confirmation.",
    "There are no grounds to open a criminal case. The decision may be",
    "appealed to the superior prosecutor within ten days.",
    "",
    "Counsellor  T. Javarysh",
)
_HOSPITAL = (
    "ORSK-NA-NEVI MUNICIPAL HOSPITAL, DEPARTMENT OF HAND SURGERY",
    "Discharge note                                    18 August 2021",
    "",
    "Patient: W-0002 (name removed by the team)",
    "Loss of feeling of both hands after compression at the wrists.",
    "Right: median and ulnar nerve. Left: incomplete, improving.",
    "Haematoma of the left thigh, 31 by 17 cm.",
    "Cause as told by the patient: hands tied behind the back.",
)
_CALL_LOG = b"date,time,direction,duration_s\r\n2021-08-13,21:02,in,41\r\n2021-08-14,00:38,out,17\r\n"


def _refusal() -> bytes:
    return papers.page(*_REFUSAL)


def _hospital() -> bytes:
    return papers.page(*_HOSPITAL)


def _call_log() -> bytes:
    return _CALL_LOG


FILES: tuple[Step, ...] = (
    Upload(
        "evidence.drawing",
        "drawing-of-the-yard.png",
        "image/png",
        papers.drawing_of_the_yard,
        "Drawing of the yard by W-0001",
        {
            "type": "drawing",
            "shows": "The gate, two vans, two rows of men, and fourteen people kneeling along the wall. "
            "Four have a red cross. The red figure is the limping man.",
            "individuals": ["@individual.w0001"],
            "obtained": "given",
            "originality": "copy",
            "captured": {"dates": on("2021-09-02"), "by": "W-0001"},
            "received": {"on": "2021-09-02", "by": "D-2", "from_whom": "W-0001"},
            "related": ["@account.w0001_first", "@act.w0001_yard"],
        },
    ),
    Upload(
        "evidence.call_log",
        "calls.csv",
        "text/csv",
        _call_log,
        "Call log of W-0001, 13 and 14 August 2021",
        {
            "type": "dataset",
            "shows": "The last call went out at 00:38 on 14 August.",
            "individuals": ["@individual.w0001"],
            "obtained": "given",
            "originality": "copy",
            "received": {"on": "2022-01-14", "by": "D-2", "from_whom": "W-0001"},
            "related": ["@account.w0001_correction"],
        },
    ),
    Upload(
        "evidence.hospital",
        "discharge-note.pdf",
        "application/pdf",
        _hospital,
        "Discharge note of W-0002",
        {
            "type": "medical_document",
            "shows": "What the hospital found on 18 August 2021.",
            "individuals": ["@individual.w0002"],
            "obtained": "given",
            "originality": "copy",
            "received": {"on": "2021-11-29", "by": "D-2", "from_whom": "W-0002"},
            "related": ["@act.w0002_room"],
        },
    ),
    Upload(
        "evidence.refusal",
        "refusal-114-21.pdf",
        "application/pdf",
        _refusal,
        "Refusal of the complaint of 23 August 2021",
        {
            "type": "document",
            "shows": "The answer of the district prosecutor, one paragraph.",
            "individuals": ["@individual.w0002", "@individual.w0005"],
            "obtained": "given",
            "originality": "copy",
            "received": {"on": "2021-11-30", "by": "D-2", "from_whom": "W-0005"},
        },
    ),
)

COMPLAINTS: tuple[Step, ...] = (
    Entry(
        "complaint.prosecutor",
        {
            "authority": "Prosecutor's Office of the Lindava District",
            "individuals": ["@individual.w0002", "@individual.w0005"],
            "acts": ["@act.w0002_room", "@act.w0002_gauntlet"],
            "detentions": ["@detention.w0002"],
            "filed": on("2021-08-23"),
            "registration_number": "114/21-k",
            "text": "To open a criminal case for torture and for hiding where a detained person was.",
            "answer": "The facts found no confirmation.",
            "outcome": "refused",
            "decision": "Refused",
            "decided_on": "2021-11-05",
            "reason": "None beyond the sentence above. No witness was heard.",
            "files": ["@evidence.refusal"],
        },
    ),
    Entry(
        "complaint.committee",
        {
            "authority": "Investigative Committee of Nevaria, Orsk-na-Nevi",
            "individuals": ["@individual.w0001"],
            "acts": ["@act.w0001_gauntlet", "@act.w0001_yard"],
            "filed": on("2021-09-08"),
            "answer": "Passed on to the police body whose actions are complained of.",
            "decision": "Not examined",
            "decided_on": "2021-09-30",
            "appeals": [
                {
                    "authority": "Prosecutor's Office of the Lindava District",
                    "filed": on("2021-10-12"),
                    "decision": "No answer until January 2022.",
                }
            ],
        },
    ),
)

NOTES: tuple[Step, ...] = (
    Entry(
        "note.patches",
        {
            "text": "Who beat in the yard? W-0001 first said the heron, then that he cannot say it of all. W-0003 "
            "and W-0004 saw men in green. Both versions stay in the file, side by side.",
            "about": ["@involvement.w0001_yard", "@involvement.w0003_yard"],
            "tasks": [
                {"text": "Ask W-0003 whether he would draw the yard.", "for_whom": "D-2", "done": False}
            ],
        },
        by=INVESTIGATOR,
    ),
    Entry(
        "note.advice",
        {
            "text": "Advice to W-0002 on testifying in Germany. Between lawyer and client.",
            "about": ["@individual.w0002"],
            "privileged": True,
        },
        by=LAWYER,
    ),
)

AFTERMATH = (*FILES, *COMPLAINTS, *NOTES)
