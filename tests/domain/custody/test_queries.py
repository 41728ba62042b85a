"""Who sees which lines: auditors all, others their own and what they may open, write-only members none."""

import pytest

from app.domain.custody import queries
from app.domain.custody.actions import record
from app.domain.custody.deeds import Deed
from app.errors import Invalid, NotAllowed, NotFound, Tampered
from app.models import LogEntry, new_id
from app.runtime import Runtime
from tests.people import found, join


def test_auditors_see_all_and_others_what_they_may_open(runtime: Runtime) -> None:
    founder = found(runtime)
    auditor, lawyer = join(runtime, founder, "auditor"), join(runtime, founder, "lawyer")
    mine, anothers = new_id(), new_id()
    with runtime.work() as work:
        for subject in (mine, anothers):
            record(work=work, actor=founder, deed=Deed.read, subject=subject)
    with runtime.work(reads_only=True) as work:
        seen = queries.entries(work, auditor)
        assert [line.sequence for line in seen.results] == list(range(seen.total))
        own = queries.entries(work, lawyer)
        assert {line.subject for line in own.results} == {lawyer.id}
        assert own.total == seen.total
        opened = queries.entries(work, lawyer, visible=lambda subjects: subjects & {mine, "never asked"})
        assert {line.subject for line in opened.results} == {lawyer.id, mine}
        assert [line.deed for line in queries.custody_of(work, auditor, anothers).results] == ["read"]
        with pytest.raises(NotFound):
            queries.custody_of(work, lawyer, anothers)
        found_ = queries.custody_of(work, lawyer, mine, visible=lambda subjects: subjects)
        assert [(line.deed, line.actor) for line in found_.results] == [("read", founder.keys.key_id)]


def test_write_only_members_read_no_lines(runtime: Runtime) -> None:
    founder = found(runtime)
    witness = join(runtime, founder, "write_only")
    with runtime.work(reads_only=True) as work:
        with pytest.raises(NotAllowed):
            queries.entries(work, witness)
        with pytest.raises(NotAllowed):
            queries.custody_of(work, witness, witness.id)


def test_pages_of_lines(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    founder = found(runtime)
    with runtime.work(reads_only=True) as work:

        def places(first: int = 0, last: int | None = None) -> list[int]:
            return [line.sequence for line in queries.entries(work, founder, first, last).results]

        size = len(places())
        assert places() == list(range(size))
        assert places(1, 2) == [1]
        assert places(1, 100) == list(range(1, size))
        assert places(size) == []
        assert places(2, 2) == []
        for first, last in [(2, 1), (-1, 3)]:
            with pytest.raises(Invalid):
                places(first, last)
        monkeypatch.setattr(queries, "MOST_ENTRIES", 2)
        assert places() == [0, 1]


def test_a_changed_line_is_not_shown(runtime: Runtime) -> None:
    founder = found(runtime)
    with runtime.work() as work:
        work.session.get_one(LogEntry, 1).subject_id = founder.id
    with runtime.work(reads_only=True) as work, pytest.raises(Tampered):
        queries.entries(work, founder)
