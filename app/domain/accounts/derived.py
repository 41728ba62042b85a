"""What a holder has beyond its grants and loses with them, and the compartments that must then be renewed."""

from sqlalchemy import delete, select, update

from app.domain.work import Work
from app.models import CatalogueSnapshot, Compartment, Draft, Export, ExportCase, Grant


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


def drop_own_work(work: Work, member: str) -> None:
    """Removes a member's drafts and stored bundles: they are sealed to keys that open nothing any more."""
    work.session.execute(delete(Draft).where(Draft.member_id == member))
    for export in work.session.scalars(select(Export).where(Export.member_id == member)).all():
        if export.object_name is not None:
            work.on_commit.append(lambda name=export.object_name: work.storage.delete(name))
        work.session.execute(delete(ExportCase).where(ExportCase.export_id == export.id))
        work.session.delete(export)
    work.session.flush()
