"""What a holder was given beyond its keys, and loses with them: snapshots; and the compartments that must
be renewed.
"""

from sqlalchemy import delete, select, update

from app.domain.work import Work
from app.models import CatalogueSnapshot, Compartment, Grant


def start_renewing(work: Work, holder: str) -> None:
    """The compartments that a holder can open take no writes until a remaining holder gives them a new key."""
    work.session.flush()
    opened = select(Grant.compartment_id).where(Grant.holder_id == holder, Grant.sealed_key.is_not(None))
    work.session.execute(
        update(Compartment).where(Compartment.id.in_(opened)).values(state="renewing"),
        execution_options={"synchronize_session": "fetch"},
    )


def drop_snapshot(work: Work, holder: str) -> None:
    """Removes a holder's sealed catalogue; its object goes when the unit of work has committed."""
    snapshot = work.session.get(CatalogueSnapshot, holder)
    if snapshot is None:
        return
    name = snapshot.object_name
    work.session.execute(delete(CatalogueSnapshot).where(CatalogueSnapshot.holder_id == holder))
    work.on_commit.append(lambda: work.storage.delete(name))
