"""The largest case: Mill Street, 13 to 16 August 2021. Most of it may go to a prosecutor in DE; some may not.

W-0001 corrects himself and contradicts W-0003; W-0003 keeps his name back; W-0004 gave three of four
paragraphs; W-0007 took her consent back; M-0006 is only mentioned, so nothing about him leaves.
"""

from app.cli.demo.cases.mill_street.accounts import ACCOUNTS
from app.cli.demo.cases.mill_street.aftermath import AFTERMATH
from app.cli.demo.cases.mill_street.consents import CONSENTS
from app.cli.demo.cases.mill_street.events import EVENTS
from app.cli.demo.cases.mill_street.involvements import INVOLVEMENTS
from app.cli.demo.cases.mill_street.people import PEOPLE
from app.cli.demo.world import CaseStory

MILL_STREET = CaseStory(
    "mill_street",
    "Mill Street facility, 13 to 16 August 2021",
    (*PEOPLE, *ACCOUNTS, *CONSENTS, *EVENTS, *INVOLVEMENTS, *AFTERMATH),
)
