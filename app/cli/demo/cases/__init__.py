"""The cases of the demo, the largest first."""

from app.cli.demo.cases.first_contact import FIRST_CONTACT
from app.cli.demo.cases.mill_street import MILL_STREET
from app.cli.demo.cases.school import SCHOOL
from app.cli.demo.cases.varozhsk import VAROZHSK
from app.cli.demo.cases.workshop import WORKSHOP
from app.cli.demo.world import CaseStory

CASES: tuple[CaseStory, ...] = (MILL_STREET, SCHOOL, WORKSHOP, VAROZHSK, FIRST_CONTACT)
