"""How far an export is, and its bundle. Only who asked for it sees more than that it is there."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select

from app.domain.archive.lines import lines_on
from app.domain.custody.actions import record
from app.domain.custody.deeds import Deed, Leaf
from app.domain.exports import sealing
from app.domain.exports.actions import READY, REFUSED, must_export
from app.domain.exports.views import ExportItem, ExportList, ExportView, OpenBundle, Progress
from app.domain.work import Actor, Work
from app.errors import Conflict, NotAllowed, NotFound, Tampered
from app.models import Export
from app.vault.files import SealedFile
from app.vault.seal import SealError

CHUNK = 1 << 20
DIED = (
    "There is no bundle: the process that built it ended before it was done. Ask for the export again; if that ends in "
    "the same way, tell your administrator to run 'testimonia doctor'."
)
STOPPED = (
    "There is no bundle: the process that built it ended, or a consent or a case it drew on was taken back. "
    "Ask for the export again."
)


def list_exports(*, work: Work, actor: Actor) -> ExportList:
    """The actor's own exports; for auditors all of them; newest first. Raises NotAllowed for other roles, Tampered."""
    query = select(Export)
    if "auditor" not in actor.roles:
        must_export(actor)
        query = query.where(Export.member_id == actor.id)
    rows = work.session.scalars(query).all()
    asked = lines_on(work, [row.id for row in rows], [Deed.exported])
    newest = sorted(rows, key=lambda row: max((leaf.sequence for leaf in asked.get(row.id, ())), default=0))
    items = [ExportItem(row.id, row.state, row.member_id, _day(asked, row.id)) for row in reversed(newest)]
    return ExportList(len(items), tuple(items))


def read_export(*, work: Work, actor: Actor, export: str) -> ExportView:
    """How far an export of the actor is, and what was withheld. Raises NotFound, NotAllowed."""
    row = _own(work, actor, export)
    request, result = sealing.open_request(actor, row), sealing.open_result(actor, row)
    reason = result.reason if result else None
    return ExportView(
        id=row.id,
        state=row.state,
        progress=Progress(row.done, row.total),
        cases=tuple(request.cases),
        recipient=request.recipient,
        profile=request.profile,
        purpose=request.purpose,
        released=result.released if result else 0,
        withheld=tuple(result.withheld) if result else (),
        reason=reason or (STOPPED if row.state == REFUSED else None),
    )


def open_bundle(*, work: Work, actor: Actor, export: str) -> OpenBundle:
    """The bundle of an export of the actor; the download is a deed, so this needs a unit of work that writes.

    Raises Conflict until it is ready, Tampered when what is stored does not open, NotFound, NotAllowed.
    """
    row = _own(work, actor, export)
    if row.state != READY or row.object_name is None:
        raise Conflict("There is no bundle to download: see the state of the export.")
    result = sealing.open_result(actor, row)
    sealed = _sealed(work, row, row.object_name, sealing.open_key(actor, row))
    if result is None or not 0 < result.size <= sealed.size:
        raise Tampered("What belongs to this export does not open: it was changed.")
    record(work=work, actor=actor, deed=Deed.downloaded, subject=export)
    size = result.size

    def chunks(start: int, end: int) -> Iterator[bytes]:
        for at in range(max(start, 0), min(end, size), CHUNK):
            yield sealed.read(at, min(at + CHUNK, end, size))

    return OpenBundle(result.filename, size, chunks)


def _day(asked: Mapping[str, Sequence[Leaf]], export: str) -> str | None:
    lines = asked.get(export)
    return lines[0].day if lines else None


def _own(work: Work, actor: Actor, export: str) -> Export:
    row = work.session.get(Export, export)
    if row is None or row.member_id != actor.id:
        raise NotFound
    if actor.write_only:
        raise NotAllowed("Write-only members read nothing back.")
    must_export(actor)
    return row


def _sealed(work: Work, row: Export, name: str, key: bytes) -> SealedFile:
    storage = work.storage
    try:
        return SealedFile(
            key,
            sealing.bundle_context(row.id),
            lambda start, end: storage.read(name, start, end),
            storage.size(name),
        )
    except SealError:
        raise Tampered("The stored bundle does not open: it was changed. Ask for the export again.") from None
