"""What was made of a case for somebody, and is destroyed when they lose it: stored bundles.

No key is needed for this: which cases a bundle draws on stands in clear.
"""

from sqlalchemy import select

from app.domain.work import Work
from app.models import Export, ExportCase


def destroy_bundles(work: Work, case: str, *, member: str | None = None) -> None:
    """Destroys the stored bundles that draw on a case (of one member, if named), with their sealed keys.

    Keys go now, the sealed objects when the unit of work has committed. That the export was asked for stays.
    """
    work.session.flush()
    query = (
        select(Export).join(ExportCase, ExportCase.export_id == Export.id).where(ExportCase.case_id == case)
    )
    if member is not None:
        query = query.where(Export.member_id == member)
    for export in work.session.scalars(query).all():
        if export.object_name is not None:
            work.on_commit.append(lambda name=export.object_name: work.storage.delete(name))
        export.state, export.object_name, export.size = "refused", None, None
        export.sealed_key = export.sealed_result = None
    work.session.flush()
