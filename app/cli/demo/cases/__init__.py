"""The cases of the demo, the largest first; then in the order in which they were opened."""

from app.cli.demo.cases.border import BORDER
from app.cli.demo.cases.cellar import CELLAR
from app.cli.demo.cases.convoy import CONVOY
from app.cli.demo.cases.court import COURT
from app.cli.demo.cases.death import DEATH
from app.cli.demo.cases.first_contact import FIRST_CONTACT
from app.cli.demo.cases.hospital import HOSPITAL
from app.cli.demo.cases.insider import INSIDER
from app.cli.demo.cases.mill_street import MILL_STREET
from app.cli.demo.cases.school import SCHOOL
from app.cli.demo.cases.varozhsk import VAROZHSK
from app.cli.demo.cases.workshop import WORKSHOP
from app.cli.demo.world import CaseStory

CASES: tuple[CaseStory, ...] = (
    MILL_STREET,
    SCHOOL,
    WORKSHOP,
    VAROZHSK,
    FIRST_CONTACT,
    HOSPITAL,
    COURT,
    CONVOY,
    BORDER,
    CELLAR,
    INSIDER,
    DEATH,
)
