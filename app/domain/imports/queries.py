"""What a table would bring, before anything is written."""

from app.domain.accounts.keyring import keyring
from app.domain.archive import access, rules
from app.domain.archive.compartments import of_register
from app.domain.archive.opening import open_latest
from app.domain.catalogue.queries import catalogues
from app.domain.imports.plan import Plan, Register
from app.domain.imports.posts import plan_posts
from app.domain.imports.sfm import plan_tables
from app.domain.imports.tables import read_tables
from app.domain.imports.views import ImportView
from app.domain.work import Actor, Work
from app.errors import Invalid, Problem
from app.i18n import gettext as _

FORMATS = ("posts", "sfm")
"""A plain list of posts; Security Force Monitor's importer tables."""


def preview_import(*, work: Work, actor: Actor, format_: str, name: str, data: bytes) -> ImportView:
    """What a file would bring, row by row: created, matched or refused. Writes nothing.

    Raises Invalid for a format or file that cannot be read, NotAllowed by role.
    """
    return planned(work, actor, format_, name, data).view()


def planned(work: Work, actor: Actor, format_: str, name: str, data: bytes) -> Plan:
    """The plan for a file, against what the register holds now. Raises as `preview_import`."""
    for kind in ("source", "person", "unit", "posting"):
        rules.must_write(actor.roles, kind)
    if format_ not in FORMATS:
        message = _("Choose one of: %(known)s.") % {"known": ", ".join(FORMATS)}
        raise Invalid([Problem("format", message)])
    tables = read_tables(name, data)
    restricted = of_register(work)["register_restricted"].id
    held = bool(access.granted_ids(work, actor, [restricted]))
    keys = keyring(work, actor)
    plan = Plan(
        format_,
        Register(catalogues(work, actor), held, lambda record: open_latest(work, keys, record).content),
    )
    if format_ == "sfm":
        plan_tables(plan, tables)
        return plan
    plan_posts(plan, tables)
    return plan
