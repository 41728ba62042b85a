"""A snapshot saves time and is never believed."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from app.domain.archive.grants import grant_case, revoke_grant
from app.domain.catalogue import actions, snapshots
from app.domain.catalogue.queries import catalogues, places
from app.domain.catalogue.store import Catalogue
from app.domain.work import Actor
from app.models import CatalogueSnapshot
from app.runtime import Runtime
from app.vault.files import sealed_size
from app.vault.padding import padme
from tests.conftest import STORES
from tests.domain.catalogue.archives import Told, ask, begin
from tests.people import join

SEALED_HEADER = 12 + 32 + 8 + 16  # nonce, key, size, tag


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every record is worth a snapshot."""
    monkeypatch.setattr(snapshots, "SAVE_AFTER", 1)


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each snapshot that was looked at could be used."""
    seen: list[bool] = []
    load = Catalogue.load

    def noted(self: Catalogue, serialized: bytes) -> bool:
        seen.append(load(self, serialized))
        return seen[-1]

    monkeypatch.setattr(Catalogue, "load", noted)
    return seen


def rows(runtime: Runtime) -> dict[str, tuple[int, str]]:
    with runtime.work(reads_only=True) as work:
        found = work.session.scalars(select(CatalogueSnapshot))
        return {row.holder_id: (row.watermark, row.object_name) for row in found}


def objects(runtime: Runtime) -> set[str]:
    return set(runtime.storage.names())


def object_path(runtime: Runtime, name: str) -> Path:
    return runtime.settings.folder / "objects" / name[:2] / name


def forget(runtime: Runtime) -> None:
    """What a restart does."""
    runtime.shelf.close()


def test_a_catalogue_comes_back_from_its_snapshot(runtime: Runtime, loads: list[bool]) -> None:
    founder = begin(runtime)
    told = Told(runtime, founder)
    assert ask(runtime, founder, q="batons") == {told.account}
    assert founder.id in rows(runtime)
    forget(runtime)
    later = Told(runtime, founder)
    assert ask(runtime, founder, q="batons") == {told.account, later.account}
    assert loads == [True]


@pytest.mark.parametrize("settings", STORES, indirect=True)
def test_only_a_higher_watermark_replaces_a_snapshot(runtime: Runtime) -> None:
    founder = begin(runtime)
    Told(runtime, founder)
    ask(runtime, founder, q="batons")
    watermark, name = rows(runtime)[founder.id]
    Told(runtime, founder)
    ask(runtime, founder, q="batons")
    higher, newer = rows(runtime)[founder.id]
    assert higher > watermark
    assert objects(runtime) == {newer}, "the old object is gone"
    with runtime.work() as work:
        work.session.execute(update(CatalogueSnapshot).values(watermark=10_000))
    Told(runtime, founder)
    ask(runtime, founder, q="batons")
    assert rows(runtime)[founder.id] == (10_000, newer)
    assert objects(runtime) == {newer}, "what was not needed leaves nothing behind"
    assert name != newer


def test_nothing_readable_is_on_disk(runtime: Runtime) -> None:
    founder = begin(runtime)
    Told(runtime, founder, "unmistakable Вельскі " * 200)
    ask(runtime, founder, q="unmistakable")
    (name,) = objects(runtime)
    sealed = object_path(runtime, name).read_bytes()
    assert b"unmistakable" not in sealed
    assert "Вельскі".encode() not in sealed
    assert b"SQLite" not in sealed
    with runtime.work(reads_only=True) as work:
        (own,) = [each for each in catalogues(work, founder) if each.holder == founder.id]
    size = len(own.serialized())
    assert len(sealed) == SEALED_HEADER + sealed_size(padme(size)), "the size is a padded one"


@pytest.mark.parametrize("damage", ["first byte", "middle", "cut", "empty", "gone", "watermark", "other's"])
def test_a_damaged_snapshot_is_ignored_and_built_anew(
    runtime: Runtime, damage: str, loads: list[bool]
) -> None:
    founder = begin(runtime)
    told = Told(runtime, founder)
    ask(runtime, founder, q="batons")
    watermark, name = rows(runtime)[founder.id]
    path = object_path(runtime, name)
    sealed = bytearray(path.read_bytes())
    if damage == "gone":
        path.unlink()
    elif damage == "watermark":
        with runtime.work() as work:
            work.session.execute(update(CatalogueSnapshot).values(watermark=watermark - 1))
    elif damage == "other's":
        friend = join(runtime, founder)
        Told(runtime, friend)
        ask(runtime, friend, q="batons")
        path.write_bytes(object_path(runtime, rows(runtime)[friend.id][1]).read_bytes())
    else:
        at = {"first byte": 0, "middle": len(sealed) // 2}.get(damage)
        if at is not None:
            sealed[at] ^= 1
        path.write_bytes({"cut": sealed[:-20_000], "empty": b""}.get(damage, sealed))
    forget(runtime)
    assert ask(runtime, founder, q="batons") == {told.account}
    assert loads == []


def test_a_snapshot_ahead_of_the_log_is_ignored(runtime: Runtime, loads: list[bool]) -> None:
    """A restored database is older than the snapshot of the days since."""
    founder = begin(runtime)
    told = Told(runtime, founder)
    ask(runtime, founder, q="batons")
    watermark, _ = rows(runtime)[founder.id]
    with runtime.work(reads_only=True) as work:
        (place,) = [each for each in places(work, founder) if each.holder == founder.id]
        for head, used in ((watermark - 1, []), (watermark, [True])):
            snapshots.load(work, place, Catalogue(founder.id), head)
            assert loads == used
    assert ask(runtime, founder, q="batons") == {told.account}


def test_a_revocation_leaves_no_snapshot_and_none_comes_after_it(runtime: Runtime) -> None:
    founder = begin(runtime)
    friend = join(runtime, founder, "investigator")
    told = Told(runtime, founder)
    with runtime.work() as work:
        grant_case(work=work, actor=founder, case=told.case, holder=friend.id, compartments=["working"])
    assert ask(runtime, friend, q="batons") == {told.account}
    assert friend.id in rows(runtime)

    def revoke() -> None:
        with runtime.work() as work:
            revoke_grant(work=work, actor=founder, case=told.case, holder=friend.id)

    # A question of the holder had caught up before the revocation, and writes its snapshot after it
    with runtime.work(reads_only=True) as work:
        for catalogue in catalogues(work, friend):
            catalogue.unsaved = 100
        work.on_commit.append(revoke)
        actions.put_away(work=work, actor=friend)
    assert friend.id not in rows(runtime)
    assert ask(runtime, friend, q="batons") == set()


def test_an_old_snapshot_brings_nothing_back_that_was_revoked(runtime: Runtime, loads: list[bool]) -> None:
    founder = begin(runtime)
    friend = join(runtime, founder, "investigator")
    told = Told(runtime, founder)
    with runtime.work() as work:
        grant_case(work=work, actor=founder, case=told.case, holder=friend.id, compartments=["working"])
    ask(runtime, friend, q="batons")
    watermark, name = rows(runtime)[friend.id]
    kept = object_path(runtime, name).read_bytes()
    with runtime.work() as work:
        revoke_grant(work=work, actor=founder, case=told.case, holder=friend.id)
    forget(runtime)
    with runtime.work() as work:  # somebody puts the old one back
        work.session.add(CatalogueSnapshot(holder_id=friend.id, watermark=watermark, object_name=name))
    object_path(runtime, name).write_bytes(kept)
    assert ask(runtime, friend, q="batons") == set()
    assert loads == [True]


def test_put_away_writes_what_has_grown(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "SAVE_AFTER", 1000)
    founder = begin(runtime)
    Told(runtime, founder)
    ask(runtime, founder, q="batons")
    put_away(runtime, founder)
    assert rows(runtime) == {}, "two records are not worth it"
    monkeypatch.setattr(actions, "WORTH_A_SNAPSHOT", 1)
    put_away(runtime, founder)
    assert founder.id in rows(runtime)


def put_away(runtime: Runtime, actor: Actor) -> None:
    with runtime.work() as work:
        actions.put_away(work=work, actor=actor)


def test_a_full_disk_does_not_refuse_an_answer(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    founder = begin(runtime)
    told = Told(runtime, founder)

    def full(*_: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(runtime.storage), "create", full)
    assert ask(runtime, founder, q="batons") == {told.account}
    assert rows(runtime) == {}
