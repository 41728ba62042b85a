"""Files: sealed as they arrive, readable in any part by holders, and by nobody else."""

import hashlib
import os
import random
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.accounts.actions import make_team
from app.domain.archive.actions import open_case, set_case_defaults
from app.domain.archive.compartments import of_case
from app.domain.archive.grants import revoke_grant
from app.domain.archive.queries import read_custody, read_record
from app.domain.archive.records import amend_record
from app.domain.archive.versions import file_key_context
from app.domain.evidence.actions import add_file
from app.domain.evidence.queries import open_file, takes_files
from app.domain.evidence.sealing import store
from app.domain.evidence.views import Described, FileAdded
from app.domain.work import Actor
from app.errors import Conflict, Invalid, NotAllowed, NotFound, Tampered, TooLarge
from app.models import Compartment, File, Record, Version
from app.vault.base64url import b64url
from app.vault.hpke import seal_to
from app.vault.padding import padme
from tests.conftest import STORES, TestClock
from tests.domain.scenes import Scene
from tests.people import join

VIDEO = random.Random(7).randbytes(100_000)
MARK = b"Zorana of Orsk-na-Nevi says: they came at night. "


def pieces(data: bytes, size: int = 7_001) -> Iterator[bytes]:
    """The bytes as a network brings them."""
    for start in range(0, len(data), size):
        yield data[start : start + size]


def attach(
    scene: Scene,
    data: bytes = VIDEO,
    *,
    by: Actor | None = None,
    case: str | None = None,
    name: str | None = "yard.mp4",
    media_type: str | None = "video/mp4",
    **described: Any,
) -> FileAdded:
    """A file in the case."""
    said = Described(name, media_type, **described)
    given = {"case": case or scene.case, "chunks": pieces(data), "describe": lambda: said}
    return scene.do(by or scene.owner, add_file, **given)


def read_all(scene: Scene, record: str, by: Actor | None = None) -> bytes:
    file = scene.do(by or scene.owner, open_file, record=record)
    return b"".join(file.chunks(0, file.size))


def test_what_is_said_of_the_bytes_comes_from_the_bytes_alone(scene: Scene) -> None:
    """A checksum that the sender states is refused in words, not dropped: it may be another file's."""
    stored = set(scene.runtime.storage.names())
    with pytest.raises(Invalid) as refused:
        attach(scene, content={"file": {"sha256": "0" * 64}})
    (problem,) = refused.value.problems
    assert problem.field == "content.file" and "Compare the checksum in the answer" in problem.message
    assert set(scene.runtime.storage.names()) == stored


@pytest.mark.parametrize("settings", STORES, indirect=True)
def test_a_file_is_read_back_by_holders_alone(scene: Scene) -> None:
    added = attach(scene, title="The yard")
    assert (added.size, added.sha256) == (len(VIDEO), hashlib.sha256(VIDEO).hexdigest())
    assert scene.do(scene.owner, read_record, record=added.record).content == {
        "file": {
            "sha256": added.sha256,
            "size": added.size,
            "media_type": "video/mp4",
            "name": "yard.mp4",
            "crc32": zlib.crc32(VIDEO),
        },
        "title": "The yard",
    }
    assert read_all(scene, added.record) == VIDEO
    for stranger in (scene.teammate, scene.outsider):
        with pytest.raises(NotFound):
            scene.do(stranger, open_file, record=added.record)
        with pytest.raises(NotFound):
            attach(scene, by=stranger)
    scene.grant(scene.teammate, "working")
    assert read_all(scene, added.record, scene.teammate) == VIDEO
    scene.do(scene.owner, revoke_grant, case=scene.case, holder=scene.teammate.id)
    with pytest.raises(NotFound):
        scene.do(scene.teammate, open_file, record=added.record)
    assert read_all(scene, added.record) == VIDEO  # its key was sealed to the new epoch


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (0, 1),
        (0, 0),
        (5, 5),
        (16_383, 16_385),
        (99_999, 100_000),
        (99_999, 2**40),
        (100_000, 100_001),
        (40_000, 90_000),
    ],
)
def test_any_range_is_read(scene: Scene, start: int, end: int) -> None:
    file = scene.do(scene.owner, open_file, record=attach(scene).record)
    assert file.read(start, end) == VIDEO[start:end]
    assert b"".join(file.chunks(start, end)) == VIDEO[start:end]


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 16_384, 16_385, 3_000_000])
def test_sizes_are_padded_and_told_exactly(scene: Scene, size: int) -> None:
    data = os.urandom(size)
    added = attach(scene, data)
    file = scene.do(scene.owner, open_file, record=added.record)
    assert (file.size, file.read(0, size + 1)) == (size, data)
    assert b"".join(file.chunks(0, size)) == data
    with scene.runtime.work() as work:
        row = work.session.get_one(File, added.record)
    plain = padme(size)
    assert row.sealed_size == 56 + plain + 16 * (plain // 16_384 + 1)


def test_nothing_of_it_is_on_the_disk_in_clear(scene: Scene) -> None:
    attach(scene, MARK * 20_000, name="Zorana.txt", title="Zorana speaks")
    for path in Path(scene.runtime.settings.folder).rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert b"Zorana" not in data, path
            assert b"came at night" not in data, path


def test_bytes_are_sealed_while_they_arrive(scene: Scene) -> None:
    """When half has come, the disk holds sealed bytes only, and no lock is held: others write meanwhile."""
    folder = Path(scene.runtime.settings.folder) / "objects"
    seen: list[int] = []

    def arriving() -> Iterator[bytes]:
        for number in range(64):
            if number == 32:
                scene.individual()  # another unit of work commits while this file is arriving
                parts = [path for path in folder.rglob("*") if path.is_file()]
                seen.append(sum(path.stat().st_size for path in parts))
                assert all(MARK not in path.read_bytes() for path in parts)
            yield (MARK * 1500)[:65_536]

    with scene.runtime.work() as work:
        describe = lambda: Described("a.txt", "text/plain")  # noqa: E731
        added = add_file(work=work, actor=scene.owner, case=scene.case, chunks=arriving(), describe=describe)
    assert seen[0] > 1_000_000
    assert added.size == 64 * 65_536


def test_a_file_over_the_limit_leaves_nothing_behind(scene: Scene) -> None:
    scene.runtime.settings.max_file_bytes = 50_000
    with pytest.raises(TooLarge):
        attach(scene)
    objects = Path(scene.runtime.settings.folder) / "objects"
    assert [path for path in objects.rglob("*") if path.is_file()] == []
    assert attach(scene, VIDEO[:50_000]).size == 50_000


@pytest.mark.parametrize(
    ("described", "error"),
    [
        ({"compartment": "register"}, Invalid),
        ({"content": {"individuals": ["0" * 32]}}, Invalid),
        ({"content": {"unknown": 1}}, Invalid),
        ({"title": "two\nlines"}, Invalid),
    ],
)
def test_a_refused_description_leaves_nothing_behind(
    scene: Scene, described: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        attach(scene, **described)
    assert list(scene.runtime.storage.names()) == []
    with scene.runtime.work() as work:
        assert work.session.scalars(select(Record)).first() is None


@pytest.mark.parametrize("broken", [NotFound, OSError, KeyboardInterrupt])
def test_a_sender_who_breaks_off_leaves_nothing_behind(scene: Scene, broken: type[BaseException]) -> None:
    def arriving() -> Iterator[bytes]:
        yield VIDEO
        raise broken

    with pytest.raises(broken), scene.runtime.work() as work:
        add_file(
            work=work,
            actor=scene.owner,
            case=scene.case,
            chunks=arriving(),
            describe=lambda: Described(None, None),
        )
    objects = Path(scene.runtime.settings.folder) / "objects"
    assert [path for path in objects.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("described", "compartment"),
    [
        ({}, "working"),
        ({"compartment": "identity"}, "identity"),
        ({"content": {"type": "consent_form"}}, "identity"),
        ({"content": {"type": "identity_document"}}, "identity"),
        ({"content": {"type": "photograph"}}, "working"),
        ({"compartment": "working", "content": {"type": "consent_form"}}, "working"),
    ],
)
def test_each_file_goes_to_its_compartment(scene: Scene, described: dict[str, Any], compartment: str) -> None:
    added = attach(scene, **described)
    assert scene.do(scene.owner, read_record, record=added.record).compartment == compartment
    assert read_all(scene, added.record) == VIDEO
    scene.grant(scene.teammate, "working")
    if compartment == "working":
        assert read_all(scene, added.record, scene.teammate) == VIDEO
        return
    with pytest.raises(NotFound):
        scene.do(scene.teammate, open_file, record=added.record)
    with pytest.raises(NotAllowed):
        attach(scene, by=scene.teammate, **described)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (("C:\\Users\\zorana\\a.jpg", "image/jpeg; charset=x"), ("a.jpg", "image/jpeg")),
        (("../../etc/passwd", "IMAGE/PNG"), ("passwd", "image/png")),
        (("a\x00\r\nb.txt", "no type"), ("ab.txt", "application/octet-stream")),
        (("", ""), (None, "application/octet-stream")),
        ((None, None), (None, "application/octet-stream")),
        (("x" * 300 + ".pdf", None), ("x" * 251 + ".pdf", "application/octet-stream")),
    ],
)
def test_what_a_sender_says_of_a_file_is_tidied(
    scene: Scene, given: tuple[str | None, str | None], kept: tuple[str | None, str]
) -> None:
    file = scene.do(
        scene.owner, open_file, record=attach(scene, b"x", name=given[0], media_type=given[1]).record
    )
    assert (file.name, file.media_type) == kept


def test_evidence_is_amended_and_its_file_stays(scene: Scene) -> None:
    added = attach(scene)
    file = scene.do(scene.owner, read_record, record=added.record).content["file"]
    given = {"record": added.record, "reason": "seen again"}
    scene.do(scene.owner, amend_record, **given, content={"shows": "The yard"}, expected=1)
    with pytest.raises(Invalid):
        changed = {"file": file | {"sha256": "0" * 64}}
        scene.do(scene.owner, amend_record, **given, content=changed, expected=2)
    view = scene.do(scene.owner, read_record, record=added.record)
    assert view.content == {"file": file, "shows": "The yard"}
    assert read_all(scene, added.record) == VIDEO


def test_adding_and_reading_are_in_the_log(scene: Scene) -> None:
    added = attach(scene, compartment="identity")
    read_all(scene, added.record)
    lines = scene.do(scene.owner, read_custody, record=added.record).results
    assert [line.deed for line in lines] == ["wrote", "added_file", "read"]
    with scene.runtime.work() as work:
        row = work.session.get_one(File, added.record)
        sealed = work.storage.read(row.object_name, 0, row.sealed_size)
    assert lines[1].commitment == b64url(hashlib.sha256(sealed).digest())


def test_a_record_without_a_file_has_none_to_open(scene: Scene) -> None:
    for record in (scene.individual(), "0" * 32):
        with pytest.raises(NotFound):
            scene.do(scene.owner, open_file, record=record)


def test_files_are_added_by_documenters(scene: Scene) -> None:
    member = join(scene.runtime, scene.owner, "investigator", "lawyer")
    scene.grant(member)
    with pytest.raises(NotAllowed):
        attach(scene, by=member)
    with pytest.raises(NotAllowed):
        scene.do(member, takes_files, case=scene.case)
    with pytest.raises(NotFound):
        scene.do(scene.outsider, takes_files, case=scene.case)
    scene.do(scene.owner, takes_files, case=scene.case)


def test_a_write_only_member_attaches_and_never_reads_back(scene: Scene, clock: TestClock) -> None:
    intake = scene.do(scene.owner, make_team, name="Intake").id
    scene.do(scene.owner, set_case_defaults, new_case_teams=[], intake_teams=[intake])
    writer = join(scene.runtime, scene.owner, "write_only")
    case = scene.do(writer, open_case, title="Heard today", edit_window_hours=1).id
    scene.do(writer, takes_files, case=case)
    added = attach(scene, by=writer, case=case, content={"type": "consent_form"})
    with pytest.raises(NotAllowed):
        scene.do(writer, open_file, record=added.record)
    assert read_all(scene, added.record) == VIDEO
    clock.at = clock.at.replace(hour=14)
    for deed in (
        lambda: scene.do(writer, takes_files, case=case),
        lambda: attach(scene, by=writer, case=case),
    ):
        with pytest.raises(Conflict):
            deed()
    assert len(list(scene.runtime.storage.names())) == 1


def object_of(scene: Scene, record: str) -> Path:
    with scene.runtime.work() as work:
        name = work.session.get_one(File, record).object_name
    return Path(scene.runtime.settings.folder) / "objects" / name[:2] / name


@pytest.mark.parametrize("place", [0, 30, 60, 20_000, -1])
def test_a_changed_byte_is_never_given(scene: Scene, place: int) -> None:
    added = attach(scene)
    path = object_of(scene, added.record)
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    with pytest.raises(Tampered):
        read_all(scene, added.record)


@pytest.mark.parametrize("cut", [1, 16_400, 100_000])
def test_a_file_that_was_cut_is_not_opened(scene: Scene, cut: int) -> None:
    added = attach(scene)
    path = object_of(scene, added.record)
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(Tampered):
        scene.do(scene.owner, open_file, record=added.record)
    path.unlink()
    with pytest.raises(NotFound, match="missing"):
        scene.do(scene.owner, open_file, record=added.record)


@pytest.mark.parametrize(
    "also", [(), ("sealed_key",), ("sealed_key", "sealed_sha256", "sequence", "sealed_size")]
)
def test_files_swapped_between_records_are_refused(scene: Scene, also: tuple[str, ...]) -> None:
    first, second = attach(scene), attach(scene, VIDEO[::-1])
    with scene.runtime.work() as work:
        rows = [work.session.get_one(File, added.record) for added in (first, second)]
        cells = ("object_name", *also)
        values = [{cell: getattr(row, cell) for cell in cells} for row in rows]
        rows[0].object_name, rows[1].object_name = "a" * 32, "b" * 32
        work.session.flush()
        for row, swapped in zip(rows, reversed(values), strict=True):
            for cell, value in swapped.items():
                setattr(row, cell, value)
    for added in (first, second):
        with pytest.raises(Tampered):
            read_all(scene, added.record)


def test_a_file_put_in_place_of_another_is_refused(scene: Scene) -> None:
    """Anybody can seal to a compartment's public key: the author's statement says which key the file has."""
    added = attach(scene)
    with scene.runtime.work() as work:
        row = work.session.get_one(File, added.record)
        part = work.session.get_one(Compartment, row.compartment_id)
        forged = store(work.storage, added.record, pieces(VIDEO[::-1]), most_bytes=10**9)
        bound = file_key_context(part.id, added.record, part.epoch)
        row.object_name, row.sealed_key = forged.object_name, seal_to(part.public_key, forged.key, bound)
    with pytest.raises(Tampered, match="not the one its author signed for"):
        scene.do(scene.owner, open_file, record=added.record)


@pytest.mark.parametrize("sequence", [None, 0])
def test_a_file_is_bound_to_its_line_in_the_log(scene: Scene, sequence: int | None) -> None:
    added = attach(scene)
    with scene.runtime.work() as work:
        work.session.get_one(File, added.record).sequence = sequence
    with pytest.raises(Tampered, match="custody log"):
        scene.do(scene.owner, open_file, record=added.record)


def test_a_file_whose_record_does_not_stand_up_is_not_opened(scene: Scene) -> None:
    added = attach(scene)
    with scene.runtime.work() as work:
        work.session.get_one(Version, (added.record, 1)).author_key_id = scene.outsider.keys.key_id
    with pytest.raises(Tampered):
        scene.do(scene.owner, open_file, record=added.record)


def test_the_compartments_of_a_file_and_its_record_are_one(scene: Scene) -> None:
    added = attach(scene)
    with scene.runtime.work() as work:
        row = work.session.get_one(File, added.record)
        row.compartment_id = of_case(work, scene.case)["identity"].id
    with pytest.raises(Tampered):
        scene.do(scene.owner, open_file, record=added.record)
