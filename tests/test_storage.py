"""Sealed objects in a folder: durable before they are named, read by range, deleted, never half there."""

import os
import stat
import time
from pathlib import Path

import pytest

from app.errors import NotFound
from app.settings import Settings
from app.storage import LET_GO_BYTES, FolderStorage, Unfinished, make_storage


@pytest.fixture
def storage(tmp_path: Path) -> FolderStorage:
    return FolderStorage(tmp_path)


def put(storage: FolderStorage, data: bytes) -> str:
    with storage.create() as writer:
        writer.write(data[:3])
        writer.write(data[3:])
        writer.commit()
    return writer.name


def test_what_was_written_is_read_by_range(storage: FolderStorage) -> None:
    name = put(storage, b"0123456789")
    assert storage.size(name) == 10
    assert storage.read(name, 0, 10) == b"0123456789"
    assert storage.read(name, 3, 5) == b"34"
    assert storage.read(name, 8, 99) == b"89"
    assert list(storage.names()) == [name]


def test_objects_never_share_a_name_and_none_tells_when_it_was_made(storage: FolderStorage) -> None:
    names = {put(storage, b"x") for _ in range(50)}
    assert len(names) == 50
    assert set(storage.names()) == names
    assert len({name[:2] for name in names}) > 10


def test_nothing_is_there_unless_it_was_committed(storage: FolderStorage, tmp_path: Path) -> None:
    with storage.create() as writer:
        writer.write(b"half of it")
        assert list(storage.names()) == []
    with pytest.raises(RuntimeError), storage.create() as writer:
        writer.write(b"half of it")
        raise RuntimeError
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_objects_are_for_this_user_alone(storage: FolderStorage, tmp_path: Path) -> None:
    name = put(storage, b"sealed")
    path = tmp_path / name[:2] / name
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_an_object_is_synced_before_it_has_its_name(
    storage: FolderStorage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """File first, then its name, then the folder that holds the name: a power cut leaves all or nothing."""
    done: list[str] = []
    sync, replace = os.fsync, Path.replace

    def fsync(descriptor: int) -> None:
        target = Path(f"/proc/self/fd/{descriptor}").readlink()
        done.append("file" if target.is_file() else f"folder {target.relative_to(tmp_path)}")
        sync(descriptor)

    def renamed(self: Path, target: Path) -> Path:
        done.append("name")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", renamed)
    name = put(storage, b"sealed")
    assert done == ["file", "name", f"folder {name[:2]}", "folder ."]


def test_what_is_not_read_soon_goes_to_the_disk_while_it_is_written_and_is_synced_all_the_same(
    storage: FolderStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    advise, sync = os.posix_fadvise, os.fsync

    def let_go(descriptor: int, start: int, length: int, advice: int) -> None:
        done.append(f"let go {os.fstat(descriptor).st_size // LET_GO_BYTES}")
        advise(descriptor, start, length, advice)

    def fsync(descriptor: int) -> None:
        done.append("synced")
        sync(descriptor)

    monkeypatch.setattr(os, "posix_fadvise", let_go)
    monkeypatch.setattr(os, "fsync", fsync)
    block = os.urandom(LET_GO_BYTES)
    with storage.create(soon_read=False) as writer:
        for part in (block, block, b"the rest"):
            writer.write(part)
        writer.commit()
    assert done[:3] == ["let go 1", "let go 2", "synced"]
    assert storage.read(writer.name, 0, 3 * LET_GO_BYTES) == block + block + b"the rest"

    done.clear()
    with storage.create() as writer:
        writer.write(block)
        writer.commit()
    assert "let go 1" not in done


def test_deleting_is_silent_for_what_is_gone(storage: FolderStorage) -> None:
    name = put(storage, b"sealed")
    storage.delete(name)
    storage.delete(name)
    for act in (lambda: storage.size(name), lambda: storage.read(name, 0, 1)):
        with pytest.raises(NotFound):
            act()


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 32, "a" * 31, "a" * 33, "a" * 31 + "\n"])
def test_only_names_of_our_own_form_are_looked_up(storage: FolderStorage, name: str) -> None:
    for act in (storage.size, storage.delete, lambda name: storage.read(name, 0, 1)):
        with pytest.raises(NotFound):
            act(name)


def test_other_files_in_the_folder_are_no_objects(storage: FolderStorage, tmp_path: Path) -> None:
    (tmp_path / "ab").mkdir()
    for name in ("README", f"{'ab' * 16}.part"):
        (tmp_path / "ab" / name).write_text("not ours")
    assert list(storage.names()) == []


def aged(path: Path, hours: float) -> Path:
    """A file that nobody has written to for so long."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"half of it")
    at = time.time() - hours * 3600
    os.utime(path, (at, at))
    return path


def test_what_a_killed_process_began_is_counted_and_removed_after_a_day(
    storage: FolderStorage, tmp_path: Path
) -> None:
    """What another process, here or on another node, is writing now stays, however slow its line is."""
    name = put(storage, b"sealed")
    old, young = (
        aged(tmp_path / "ab" / f"{start * 16}.part", hours) for start, hours in (("ab", 25), ("ac", 23))
    )
    others = [aged(tmp_path / "ab" / other, 99) for other in ("notes.part", "README")]
    with storage.create() as writer:
        writer.write(b"now")
        assert storage.unfinished() == Unfinished(3, 1)
        assert storage.remove_abandoned() == 1
        assert not old.exists() and young.exists() and all(path.exists() for path in others)
        writer.commit()
    assert storage.unfinished() == Unfinished(1, 0)
    assert set(storage.names()) == {name, writer.name}


@pytest.mark.parametrize("url", ["", "{folder}/elsewhere", "file://{folder}/elsewhere"])
def test_the_store_is_where_the_settings_say(tmp_path: Path, url: str) -> None:
    storage = make_storage(Settings(data=tmp_path / "data", storage_url=url.format(folder=tmp_path)))
    with storage.create() as writer:
        writer.write(b"sealed")
        writer.commit()
    expected = tmp_path / "elsewhere" if url else tmp_path / "data" / "objects"
    assert (expected / writer.name[:2] / writer.name).is_file()


def test_a_store_that_this_version_does_not_know_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="STORAGE_URL"):
        make_storage(Settings(data=tmp_path, storage_url="ftp://example"))
