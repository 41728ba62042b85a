"""Building a bundle: gather and decide, number, take checksums, prove, pack and seal, keep. In a process of its own.

Units of work are short: while files are read and packed no transaction is open. What happened meanwhile is looked at
before anything is kept: an export that was ended is dropped, and one whose cases changed has to be asked for again.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from app.domain.archive.access import note_reading
from app.domain.evidence.queries import open_file
from app.domain.exports import sealing
from app.domain.exports.actions import keep_bundle, note_progress, refuse_export
from app.domain.exports.assembling import Assembled, Assembler
from app.domain.exports.contents import payloads
from app.domain.exports.deciding import decide, reached
from app.domain.exports.gathered import Gathered
from app.domain.exports.numbering import allocate
from app.domain.exports.packing import pack
from app.domain.exports.sealing import Result
from app.domain.work import Actor, Work
from app.errors import Conflict, NotFound, TestimoniaError
from app.models import Compartment, Export
from app.storage import ObjectWriter
from app.vault import VaultError
from app.vault.files import FileSealer
from app.vault.padding import padme
from app.vault.seal import new_key

NOTHING = (
    "Nothing may leave: no consent in force covers anything in these cases for this purpose and recipient."
)
CHANGED = "The archive changed while the bundle was being built. Ask for the export again."
DAMAGED = (
    "Something that is stored does not open as it should. Nothing was exported. Tell your administrator."
)
CHUNK = 1 << 20


class Works(Protocol):
    """How units of work are opened: `Runtime.work`."""

    def __call__(self, *, reads_only: bool = False) -> AbstractContextManager[Work]:
        """One unit of work."""
        ...


def build_export(works: Works, actor: Actor, export: str) -> None:
    """Builds an export that was asked for; or refuses it, with the reason in words for who asked."""
    reason = ""
    try:
        _Build(works, actor, export).run()
    except TestimoniaError as error:
        reason = error.detail
    except VaultError:
        reason = DAMAGED
    if reason:
        with works() as work:
            refuse_export(work=work, actor=actor, export=export, result=Result(reason=reason))


class _Build:
    """One export on its way."""

    def __init__(self, works: Works, actor: Actor, export: str) -> None:
        self._works, self._actor, self._export = works, actor, export
        self._done = self._total = 0

    def run(self) -> None:
        with self._works(reads_only=True) as work:
            gathered = self._gather(work)
            secret = work.host.pepper
        self._total = len(gathered.selection.leaves) + len(gathered.files)
        numbers = self._number(gathered)
        assembler = Assembler(self._actor, self._export, gathered, numbers, secret)
        leaving = [chosen.version for chosen in gathered.selection.leaves.values()]
        if not any(version.case and version.kind != "consent" for version in leaving):
            result = Result(reason=NOTHING, withheld=assembler.withheld())
            with self._works() as work:
                refuse_export(work=work, actor=self._actor, export=self._export, result=result)
            return
        gathered.take_checksums(self._one_more)
        with self._works(reads_only=True) as work:
            assembled = assembler.assemble(work)
            writer = work.storage.create(soon_read=False)
        with writer:
            self._pack(gathered, assembler, assembled, writer)

    def _gather(self, work: Work) -> Gathered:
        row = work.session.get(Export, self._export)
        if row is None:
            raise NotFound("This export was ended.")
        return decide(work, self._actor, sealing.open_request(self._actor, row))

    def _number(self, gathered: Gathered) -> dict[str, int]:
        """Gives exhibit numbers and opens the files that leave; each identity that is opened to leave is logged."""
        with self._works() as work:
            for record, chosen in gathered.selection.leaves.items():
                if chosen.version.kind == "identity":
                    compartment = work.session.get_one(Compartment, chosen.version.compartment)
                    note_reading(work, self._actor, compartment, record)
            for record in gathered.files:
                gathered.originals[record] = open_file(work=work, actor=self._actor, record=record)
            note_progress(work=work, export=self._export, done=0, total=self._total)
            return allocate(work, [*gathered.selection.leaves, *gathered.selection.stays])

    def _pack(
        self, gathered: Gathered, assembler: Assembler, assembled: Assembled, writer: ObjectWriter
    ) -> None:
        key = new_key()
        sealer = FileSealer(key, sealing.bundle_context(self._export))

        def write(data: bytes) -> None:
            writer.write(sealer.update(data))

        contents = payloads(assembled.contents)
        size = pack(assembled.cover, contents, assembled.keys, self._actor.keys, write)
        _pad(write, padme(size) - size)
        writer.write(sealer.finalize())
        result = Result(
            filename=f"{assembler.name}.zip",
            size=size,
            released=len(assembled.contents.exhibits),
            withheld=assembler.withheld(),
        )
        with self._works() as work:
            if reached(work, gathered.request.cases) != gathered.reached:
                raise Conflict(CHANGED)
            keep_bundle(
                work=work,
                actor=self._actor,
                export=self._export,
                key=key,
                stored=writer,
                size=padme(size),
                result=result,
            )

    def _one_more(self) -> None:
        self._done += 1
        with self._works() as work:
            note_progress(work=work, export=self._export, done=self._done, total=self._total)


def _pad(write: Callable[[bytes], None], zeros: int) -> None:
    """Zeros after the archive, so that the stored size tells little; they are cut off when it is served."""
    for start in range(0, zeros, CHUNK):
        write(bytes(min(CHUNK, zeros - start)))
