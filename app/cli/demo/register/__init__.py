"""The register of the demo: what every member of the archive knows. Never victims or witnesses."""

from app.cli.demo.register.forces import FORCES
from app.cli.demo.register.people import PEOPLE
from app.cli.demo.register.places import PLACES
from app.cli.demo.register.sources import SOURCES
from app.cli.demo.register.superior import SUPERIOR
from app.cli.demo.world import Entry

REGISTER: tuple[Entry, ...] = (*SOURCES, *FORCES, *PEOPLE, *SUPERIOR, *PLACES)
