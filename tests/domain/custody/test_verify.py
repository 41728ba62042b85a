"""`verify_log` finds every change that somebody with the database or the store in hand can make, and names
it.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from app.domain.accounts.actions import make_team, make_token, revoke_member, revoke_token, set_roles
from app.domain.accounts.certificates import add_holder, certify
from app.domain.custody import queries
from app.domain.custody.actions import record
from app.domain.custody.deeds import Deed, grant_commitment
from app.domain.custody.verify import verify_log
from app.domain.custody.views import LogReport
from app.domain.work import Actor, Work
from app.models import (
    Case,
    Certificate,
    Compartment,
    File,
    Grant,
    Holder,
    LogEntry,
    LogNode,
    LogState,
    Record,
    TeamSeed,
    Version,
    new_id,
)
from app.runtime import Runtime, create_runtime, open_runtime
from app.settings import Settings
from app.vault.hpke import SealPair
from app.vault.keys import HolderKeys
from app.vault.statements import issue, statement_hash
from tests.conftest import STORES, TestClock
from tests.people import found, join


@dataclass
class Written:
    """An archive with a case, a record of two versions, a file and a grant."""

    founder: Actor
    other: Actor
    case: str
    compartment: str
    record: str
    file: str
    object_name: str


def add_version(
    work: Work, actor: Actor, compartment: str, record_id: str, number: int, before: str | None
) -> str:
    issued = issue(
        actor.keys, record=record_id, version=number, previous=before, claims={"content": {"words": "none"}}
    )
    row = Version(
        record_id=record_id,
        number=number,
        compartment_id=compartment,
        epoch=1,
        sealed_key=b"key",
        sealed_content=b"content",
        statement=issued.jwt,
        author_key_id=actor.keys.key_id,
    )
    work.session.add(row)
    hashed = statement_hash(issued.jwt)
    record(
        work=work,
        actor=actor,
        deed=Deed.wrote,
        subject=record_id,
        statement=hashed,
        on_sequence=lambda place: setattr(row, "sequence", place),
    )
    return hashed


def add_file(work: Work, actor: Actor, compartment: str, record_id: str) -> str:
    sealed = b"sealed bytes " * 100_000
    with work.storage.create() as writer:
        writer.write(sealed)
        writer.commit()
    row = File(
        record_id=record_id,
        compartment_id=compartment,
        epoch=1,
        object_name=writer.name,
        sealed_key=b"key",
        sealed_size=len(sealed),
        sealed_sha256=hashlib.sha256(sealed).digest(),
    )
    work.session.add(row)
    record(
        work=work,
        actor=actor,
        deed=Deed.added_file,
        subject=record_id,
        commitment=row.sealed_sha256,
        on_sequence=lambda place: setattr(row, "sequence", place),
    )
    return writer.name


def add_grant(work: Work, actor: Actor, compartment: str, holder: str) -> None:
    row = Grant(id=new_id(), compartment_id=compartment, holder_id=holder, epoch=1, sealed_key=b"sealed")
    work.session.add(row)
    record(
        work=work,
        actor=actor,
        deed=Deed.granted,
        subject=compartment,
        commitment=grant_commitment(compartment, holder),
        on_sequence=lambda place: setattr(row, "granted_sequence", place),
    )


def write(runtime: Runtime) -> Written:
    founder = found(runtime)
    other = join(runtime, founder, "lawyer")
    case, compartment, first, second = new_id(), new_id(), new_id(), new_id()
    with runtime.work() as work:
        pair = SealPair.generate()
        work.session.add(Case(id=case, number=1, author_id=founder.id, sealed_title=b"sealed"))
        work.session.flush()
        work.session.add(Compartment(id=compartment, case_id=case, name="working", public_key=pair.public))
        work.session.flush()
        certify(work=work, actor=founder, subject=compartment, kind="compartment", seal_public=pair.public)
        add_grant(work, founder, compartment, founder.id)
        for id_, latest in ((first, 2), (second, 1)):
            work.session.add(Record(id=id_, case_id=case, compartment_id=compartment, latest=latest))
        work.session.flush()
        before = add_version(work, founder, compartment, first, 1, None)
        add_version(work, founder, compartment, second, 1, None)
        name = add_file(work, founder, compartment, second)
    with runtime.work() as work:
        add_version(work, founder, compartment, first, 2, before)
        add_grant(work, founder, compartment, other.id)
    return Written(founder, other, case, compartment, first, second, name)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Written]:
    """An archive made once, in a folder to copy."""
    folder = tmp_path_factory.mktemp("template") / "archive"
    opened = create_runtime(Settings(data=folder), TestClock())
    try:
        return folder, write(opened)
    finally:
        opened.close()


@pytest.fixture
def copied(template: tuple[Path, Written], tmp_path: Path) -> Iterator[tuple[Runtime, Written]]:
    """A copy of the archive, to tamper with."""
    shutil.copytree(template[0], tmp_path / "archive")
    opened = open_runtime(Settings(data=tmp_path / "archive"), TestClock())
    yield opened, template[1]
    opened.close()


def report(runtime: Runtime) -> LogReport:
    with runtime.work(reads_only=True) as work:
        return verify_log(work)


@pytest.mark.parametrize("settings", STORES, indirect=True)
def test_an_archive_that_nobody_touched_agrees_with_its_log(runtime: Runtime) -> None:
    archive = write(runtime)
    with runtime.work() as work:
        token = make_token(work=work, actor=archive.other, name="script", kind="narrow")
        make_team(work=work, actor=archive.founder, name="North")
    with runtime.work() as work:
        set_roles(work=work, actor=archive.founder, member=archive.other.id, roles=["auditor", "lawyer"])
        revoke_token(work=work, actor=archive.other, token=token.id)
        queries.checkpoint(work)
    with runtime.work() as work:
        revoke_member(work=work, actor=archive.founder, member=archive.other.id)
    found_ = report(runtime)
    assert found_.problems == []
    assert found_.ok
    assert found_.size > 20


def test_it_needs_no_members_keys_and_changes_nothing(runtime: Runtime) -> None:
    write(runtime)
    with runtime.work(reads_only=True) as work:
        before = queries.checkpoint(work)
        assert verify_log(work).ok
        assert not work.session.dirty
        assert not work.pending
        assert queries.checkpoint(work) == before


Tampering = Callable[[Work, Written], object]


def changed(table: type, **values: object) -> Tampering:
    def act(work: Work, _: Written) -> None:
        row = work.session.scalars(select(table)).first()
        for name, value in values.items():
            setattr(row, name, value)

    return act


def version_of(work: Work, archive: Written, number: int) -> Version:
    return work.session.get_one(Version, (archive.record, number))


def another_statement(work: Work, archive: Written) -> None:
    issued = issue(archive.founder.keys, record=archive.record, version=2, previous=None, claims={})
    version_of(work, archive, 2).statement = issued.jwt


def swapped_authors(work: Work, archive: Written) -> None:
    version_of(work, archive, 1).author_key_id = archive.other.keys.key_id


def swapped_places(work: Work, archive: Written) -> None:
    first, second = version_of(work, archive, 1), version_of(work, archive, 2)
    first.sequence, second.sequence = second.sequence, first.sequence


def a_version_from_nowhere(work: Work, archive: Written) -> None:
    add_version(work, archive.founder, archive.compartment, archive.record, 3, None)
    work.pending.clear()


def wrong_chain(work: Work, archive: Written) -> None:
    add_version(work, archive.founder, archive.compartment, archive.record, 3, "another")
    work.session.get_one(Record, archive.record).latest = 3


def by_a_stranger(work: Work, archive: Written) -> None:
    stranger = Actor("s" * 32, "s" * 32, frozenset({"documenter"}), HolderKeys.generate(), "")
    add_version(work, stranger, archive.compartment, archive.record, 3, None)


def by_the_host(work: Work, archive: Written) -> None:
    record(work=work, actor=None, deed=Deed.wrote, subject=archive.record, statement="s")


def object_changed(work: Work, archive: Written) -> None:
    folder = work.settings.folder / "objects"
    path = folder / archive.object_name[:2] / archive.object_name
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


def object_cut(work: Work, archive: Written) -> None:
    path = work.settings.folder / "objects" / archive.object_name[:2] / archive.object_name
    path.write_bytes(path.read_bytes()[:-1])


def revoked_only_in_the_row(work: Work, archive: Written) -> None:
    row = work.session.scalars(select(Grant).where(Grant.holder_id == archive.other.id)).one()
    row.sealed_key = None


def granted_to_another(work: Work, archive: Written) -> None:
    wanted = (Grant.holder_id == archive.founder.id, Grant.compartment_id == archive.compartment)
    row = work.session.scalars(select(Grant).where(*wanted)).one()
    row.holder_id = archive.other.id


def a_grant_from_nowhere(work: Work, archive: Written) -> None:
    add_grant(work, archive.founder, archive.compartment, archive.other.id)
    work.pending.clear()


def a_holder_from_nowhere(work: Work, archive: Written) -> None:
    keys = HolderKeys.generate()
    add_holder(work=work, actor=archive.founder, kind="member", keys=keys, roles=frozenset({"administrator"}))
    work.pending.clear()


def an_administrator_by_a_lawyer(work: Work, archive: Written) -> None:
    keys = HolderKeys.generate()
    add_holder(work=work, actor=archive.other, kind="member", keys=keys, roles=frozenset({"administrator"}))


def deactivated(work: Work, archive: Written) -> None:
    work.session.get_one(Holder, archive.other.id).active = False


@pytest.mark.parametrize(
    ("tamper", "says"),
    [
        (another_statement, "version {record}/2: not the statement in line"),
        (swapped_authors, "version {record}/1: not by the author"),
        (swapped_places, "version {record}/2: a version before it"),
        (
            lambda w, a: setattr(version_of(w, a, 1), "statement", "nonsense"),
            "version {record}/1: its statement is not",
        ),
        (
            lambda w, a: setattr(version_of(w, a, 1), "sequence", None),
            "version {record}/1: the log has no line",
        ),
        (
            lambda w, a: setattr(version_of(w, a, 1), "sequence", 0),
            "version {record}/1: line 0 of the log is about",
        ),
        (lambda w, a: w.session.delete(version_of(w, a, 2)), "the version of record {record} is missing"),
        (
            lambda w, a: w.session.delete(version_of(w, a, 1)),
            "version {record}/2: a version before it is missing",
        ),
        (a_version_from_nowhere, "version {record}/3: the log has no line"),
        (wrong_chain, "version {record}/3: its statement is of another version, or does not follow"),
        (by_a_stranger, "its signer was not certified there"),
        (by_the_host, "the host's key may not do this"),
        (
            lambda w, a: setattr(w.session.get_one(Record, a.record), "latest", 1),
            "record {record}: it names version 1",
        ),
        (
            lambda w, a: w.session.add(Record(id=new_id(), compartment_id=a.compartment, latest=1)),
            "it has no version",
        ),
        (object_changed, "file {file}: its sealed bytes are not those"),
        (object_cut, "file {file}: its sealed bytes are not those"),
        (lambda w, a: w.storage.delete(a.object_name), "file {file}: its sealed bytes are missing"),
        (changed(File, sealed_sha256=b"x" * 32), "file {file}: not what line"),
        (lambda w, _: w.session.execute(delete(File)), "the file of record {file} is missing"),
        (changed(Certificate, body="{}"), "certificate"),
        (changed(Certificate, signature=bytes(64)), "is not signed by its issuer"),
        (changed(Certificate, key_id="another"), "its columns are not what its body says"),
        (changed(Certificate, revoked_sequence=0), "the log says otherwise whether it still counts"),
        (
            lambda w, a: w.session.execute(delete(Certificate).where(Certificate.subject_id == a.other.id)),
            "is not in the table",
        ),
        (changed(Holder, epoch=9), "its keys are not those that are certified"),
        (deactivated, "holder {other}: inactive, and still certified"),
        (a_holder_from_nowhere, "active, and not certified by the log"),
        (an_administrator_by_a_lawyer, "its issuer may not certify this"),
        (changed(Compartment, public_key=b"x"), "its key is not the one that is certified"),
        (changed(Compartment, epoch=2), "its key is not the one that is certified"),
        (revoked_only_in_the_row, "on {compartment}: the log says that it was given"),
        (granted_to_another, "not what line"),
        (a_grant_from_nowhere, "the log has no line for it"),
        (lambda w, _: w.session.execute(delete(Grant)), "on {compartment}: the log says that it was given"),
        (changed(TeamSeed, sealed_seed=None), "the log has no line for it"),
        (
            lambda w, _: w.session.execute(delete(TeamSeed)),
            "the log says that it was given, and it is missing",
        ),
        (changed(LogNode, hash=b"x" * 32), "log_node 0/0: not the hash"),
        (lambda w, _: w.session.add(LogNode(level=9, position=9, hash=b"x")), "hashes that no line makes"),
        (changed(LogState, size=3), "log_state: it says 3 lines"),
        (
            lambda w, _: w.session.execute(delete(LogEntry).where(LogEntry.sequence == 4)),
            "log_entry 4 to 4: missing",
        ),
        (changed(LogEntry, deed="erased"), "log_entry 0: its columns are not what the line says"),
        (changed(LogEntry, leaf="{}"), "log_entry 0: the leaf is not in the form"),
        (
            lambda w, a: w.session.execute(
                update(LogEntry)
                .where(LogEntry.sequence == 1)
                .values(leaf=w.session.get_one(LogEntry, 1).leaf.replace("2026-03-02", "2026-03-01"))
            ),
            "log_entry 1: its signature does not verify",
        ),
    ],
)
def test_every_change_is_named(copied: tuple[Runtime, Written], tamper: Tampering, says: str) -> None:
    runtime, archive = copied
    with runtime.work() as work:
        tamper(work, archive)
    found_ = report(runtime)
    assert not found_.ok
    wanted = says.format(
        record=archive.record, file=archive.file, other=archive.other.id, compartment=archive.compartment
    )
    assert any(wanted in problem for problem in found_.problems), found_.problems


def test_a_log_that_is_not_the_one_of_the_checkpoint(runtime: Runtime) -> None:
    archive = write(runtime)
    with runtime.work() as work:
        note = queries.checkpoint(work)
    size = int(note.splitlines()[1])
    with runtime.work() as work:
        work.session.execute(delete(LogEntry).where(LogEntry.sequence == size - 1))
        for level in range(size.bit_length()):
            end = (LogNode.position + 1) * 2**level
            work.session.execute(delete(LogNode).where(LogNode.level == level, end >= size))
        work.session.get_one(LogState, 1).size = size - 1
    assert any(f"had {size} lines" in problem for problem in report(runtime).problems)
    with runtime.work() as work:
        record(work=work, actor=archive.founder, deed=Deed.read, subject=archive.case)
    assert any("not the log of the highest checkpoint" in problem for problem in report(runtime).problems)


def test_what_was_erased_is_not_missed(runtime: Runtime) -> None:
    archive = write(runtime)
    with runtime.work() as work:
        record(work=work, actor=archive.founder, deed=Deed.erased, subject=archive.file)
        work.session.execute(delete(File))
        work.session.execute(delete(Version).where(Version.record_id == archive.file))
        work.session.execute(delete(Record).where(Record.id == archive.file))
    assert report(runtime).problems == []


def test_a_checkpoint_that_is_not_ours_is_named(runtime: Runtime) -> None:
    write(runtime)
    runtime.host.keep_checkpoint("nonsense")
    assert any(problem.startswith("checkpoint: ") for problem in report(runtime).problems)
