"""Tables written into the register: every record signed, sealed and logged as one that was typed."""

from app.domain.archive.records import add_claim
from app.domain.imports.queries import planned
from app.domain.imports.views import ImportView
from app.domain.work import Actor, Work


def import_tables(*, work: Work, actor: Actor, format_: str, name: str, data: bytes) -> ImportView:
    """Writes what a file brings: all that `preview_import` shows as created, or nothing where it fails.

    What the register holds already is left as it is, so a file sent twice brings nothing the second time. Raises
    Invalid for a format or file that cannot be read, NotAllowed by role.
    """
    plan = planned(work, actor, format_, name, data)
    for record in plan.in_order():
        add_claim(work=work, actor=actor, kind=record.kind, content=record.content, once=record.id)
    return plan.view(written=True)
