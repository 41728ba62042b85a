"""Security Force Monitor's importer tables: units, persons, persons_extra, incidents, sources.

reading   a table's rows: its datapoints with their sources and confidence, its dates
entries   sources and places, by the numbers that their makers gave them
units     units, what they are under, where they are
persons   persons, what else is known of them, their postings
incidents incidents, and whom their sources name

Rows are taken at status 3 (published) alone; all others are told of and left. `owner`, `comments` and `notes` are the
working notes of whoever keeps the tables, and are not taken. What the register has no field for stays in the notes of a
record, in the words of the table.
"""

from app.domain.imports.plan import Plan
from app.domain.imports.sfm.entries import Entries
from app.domain.imports.sfm.incidents import plan_incidents
from app.domain.imports.sfm.persons import plan_persons
from app.domain.imports.sfm.units import plan_units
from app.domain.imports.tables import Table
from app.errors import Invalid, Problem
from app.i18n import gettext as _

TABLES = ("sources", "units", "persons", "persons_extra", "incidents")


def plan_tables(plan: Plan, tables: list[Table]) -> None:
    """Plans what the tables bring. Each is known by its name, `units.csv`. Raises Invalid where none is known."""
    named = {table.name.rsplit(".", 1)[0].casefold(): table for table in tables}
    if not named.keys() & set(TABLES):
        message = _("Give the tables under their names: %(names)s.")
        names = ", ".join(f"{name}.csv" for name in TABLES)
        raise Invalid([Problem("file", message % {"names": names})])
    entries = Entries(plan, named.get("sources"))
    units = plan_units(plan, entries, named.get("units"))
    persons = plan_persons(plan, entries, named.get("persons"), named.get("persons_extra"), units)
    plan_incidents(plan, entries, named.get("incidents"), units, persons)
