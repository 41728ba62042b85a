"""The log in the database: deeds and data commit together, in one order, on every store."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from app.domain.custody import merkle, tree
from app.domain.custody.actions import record
from app.domain.custody.deeds import Deed, parse_leaf, verify_leaf
from app.errors import Tampered
from app.models import LogEntry, LogNode, LogState, Setting
from app.runtime import Runtime
from tests.conftest import STORES

SUBJECT = "a" * 32


def append(runtime: Runtime, count: int) -> list[int]:
    places: list[int] = []
    with runtime.work() as work:
        for _ in range(count):
            record(work=work, actor=None, deed=Deed.administered, subject=SUBJECT, on_sequence=places.append)
    return places


def leaves(runtime: Runtime) -> list[str]:
    with runtime.work(reads_only=True) as work:
        return list(work.session.scalars(select(LogEntry.leaf).order_by(LogEntry.sequence)))


@pytest.mark.parametrize("settings", STORES, indirect=True)
def test_lines_get_their_places_in_order_and_roots_are_those_of_the_leaves(runtime: Runtime) -> None:
    assert append(runtime, 3) == [0, 1, 2]
    assert append(runtime, 10) == list(range(3, 13))
    hashes = [merkle.leaf_hash(leaf.encode()) for leaf in leaves(runtime)]
    nodes: dict[tuple[int, int], bytes] = {}
    for index, hashed in enumerate(hashes):
        made = merkle.completed(index, hashed, lambda level, position: nodes[level, position])
        nodes.update({(level, position): node for level, position, node in made})
    with runtime.work(reads_only=True) as work:
        assert tree.size(work) == 13
        for size in range(14):
            root = merkle.root(size, lambda level, position: nodes[level, position])
            assert tree.root(work, size) == root
        proof = tree.inclusion(work, 5, 13)
        merkle.verify_inclusion(5, 13, hashes[5], proof, tree.root(work, 13))
        steps = tree.consistency(work, 3, 13)
        merkle.verify_consistency(3, 13, tree.root(work, 3), tree.root(work, 13), steps)


@pytest.mark.parametrize("settings", STORES, indirect=True)
def test_many_at_once_get_one_order_without_gaps(runtime: Runtime) -> None:
    append(runtime, 1)
    with ThreadPoolExecutor(8) as threads:
        places = [place for got in threads.map(lambda _: append(runtime, 3), range(16)) for place in got]
    assert sorted(places) == list(range(1, 49))
    assert [parse_leaf(leaf).sequence for leaf in leaves(runtime)] == list(range(49))
    with runtime.work(reads_only=True) as work:
        nodes = work.session.scalar(select(func.count()).select_from(LogNode))
        assert nodes == 2 * 49 - (49).bit_count()


def test_a_deed_is_signed_by_the_host_when_nobody_acts(runtime: Runtime) -> None:
    append(runtime, 1)
    leaf = parse_leaf(leaves(runtime)[0])
    assert leaf.actor == runtime.host.log_key.key_id
    assert leaf.day == "2026-03-02"
    verify_leaf(leaf, runtime.host.log_key.public)


def test_deeds_and_data_are_undone_together(runtime: Runtime) -> None:
    with pytest.raises(RuntimeError), runtime.work() as work:
        work.put_setting("something", "x")
        record(work=work, actor=None, deed=Deed.administered, subject=SUBJECT)
        raise RuntimeError
    with runtime.work(reads_only=True) as work:
        assert tree.size(work) == 0
        assert work.session.get(Setting, "something") is None


def test_a_failure_while_appending_undoes_the_data_too(runtime: Runtime) -> None:
    def fail(_: int) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError), runtime.work() as work:
        work.put_setting("something", "x")
        record(work=work, actor=None, deed=Deed.administered, subject=SUBJECT, on_sequence=fail)
    with runtime.work(reads_only=True) as work:
        assert tree.size(work) == 0
        assert work.session.get(Setting, "something") is None
    assert append(runtime, 1) == [0]


def test_a_commitment_has_the_size_of_a_hash(runtime: Runtime) -> None:
    with runtime.work() as work, pytest.raises(ValueError, match="32 bytes"):
        record(work=work, actor=None, deed=Deed.erased, subject=SUBJECT, commitment=b"short")


def test_a_lost_node_is_said(runtime: Runtime) -> None:
    append(runtime, 4)
    with runtime.work() as work:
        work.session.delete(work.session.get_one(LogNode, (2, 0)))
    with runtime.work(reads_only=True) as work, pytest.raises(Tampered, match="lost a part"):
        tree.root(work, 4)


def test_proofs_asked_for_together_are_those_asked_for_one_by_one(runtime: Runtime) -> None:
    append(runtime, 21)
    with runtime.work(reads_only=True) as work:
        together = tree.inclusions(work, range(0, 17, 3), 17)
    for index, proof in together.items():
        with runtime.work(reads_only=True) as work:
            assert tree.inclusion(work, index, 17) == proof
            merkle.verify_inclusion(index, 17, tree.node_of(work, 0, index), proof, tree.root(work, 17))
    with runtime.work() as work:
        work.session.delete(work.session.get_one(LogNode, (1, 1)))
    with runtime.work(reads_only=True) as work, pytest.raises(Tampered, match="lost a part"):
        tree.inclusions(work, [0], 4)


def test_a_leaf_that_is_not_in_the_tree_is_refused(runtime: Runtime) -> None:
    append(runtime, 2)
    with runtime.work() as work:
        row = work.session.get_one(LogEntry, 1)
        row.leaf = row.leaf.replace("administered", "erased")
        row.deed = "erased"
    with runtime.work(reads_only=True) as work:
        assert tree.lines(work, LogEntry.sequence == 0)[0].deed == "administered"
        with pytest.raises(Tampered):
            tree.lines(work, LogEntry.sequence == 1)


def test_there_is_one_state_row(runtime: Runtime) -> None:
    append(runtime, 1)
    append(runtime, 1)
    with runtime.work(reads_only=True) as work:
        assert [state.size for state in work.session.scalars(select(LogState))] == [2]
