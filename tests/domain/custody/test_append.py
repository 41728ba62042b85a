"""Whoever was revoked while writing writes nothing: on PostgreSQL two units of work can be under way at
once.
"""

import threading
from collections.abc import Callable
from contextlib import nullcontext

import pytest

from app.domain.accounts.actions import add_to_team, leave_team, make_team, revoke_member, set_roles
from app.domain.accounts.keyring import keyring
from app.domain.custody.actions import record
from app.domain.custody.certificates import trusted_key
from app.domain.custody.deeds import Deed
from app.domain.custody.verify import verify_log
from app.domain.work import Work
from app.errors import Conflict, NotFound, NotSignedIn, TestimoniaError
from app.runtime import Runtime
from tests.people import found, join

POSTGRESQL = pytest.mark.parametrize("settings", ["postgresql"], indirect=True)


def meanwhile(
    runtime: Runtime, act: Callable[[Work], None]
) -> tuple[threading.Thread, list[TestimoniaError]]:
    """Begins another unit of work, which may have to wait for locks; its refusal, if any, is kept."""
    refusals: list[TestimoniaError] = []

    def run() -> None:
        try:
            with runtime.work() as work:
                act(work)
        except TestimoniaError as error:
            refusals.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, refusals


def agrees(runtime: Runtime) -> bool:
    with runtime.work(reads_only=True) as work:
        return verify_log(work).problems == []


@pytest.mark.parametrize("settings", ["sqlcipher", "postgresql"], indirect=True)
def test_a_deed_of_somebody_who_was_revoked_is_not_appended(runtime: Runtime) -> None:
    founder = found(runtime)
    other = join(runtime, founder, "lawyer")
    with runtime.work() as work:
        revoke_member(work=work, actor=founder, member=other.id)
    with pytest.raises(NotSignedIn, match="Nothing was changed"), runtime.work() as work:
        work.put_setting("by", "somebody revoked")
        record(work=work, actor=other, deed=Deed.read, subject=other.id)
    with runtime.work(reads_only=True) as work:
        assert work.setting("by", "nobody") == "nobody"
    assert agrees(runtime)


@POSTGRESQL
def test_nor_of_somebody_who_is_revoked_meanwhile(runtime: Runtime) -> None:
    founder = found(runtime)
    other = join(runtime, founder, "lawyer")
    with pytest.raises(NotSignedIn), runtime.work() as work:
        assert trusted_key(work, other.id).roles == {"lawyer"}
        record(work=work, actor=other, deed=Deed.read, subject=other.id)
        thread, refusals = meanwhile(
            runtime, lambda work: revoke_member(work=work, actor=founder, member=other.id)
        )
        thread.join()
        assert refusals == []
    assert agrees(runtime)


@POSTGRESQL
def test_nor_of_somebody_who_loses_the_role_meanwhile(runtime: Runtime) -> None:
    """Its signature would not count there, and the record would never open again."""
    founder = found(runtime)
    other = join(runtime, founder, "documenter", "lawyer")
    for roles, error in ((["documenter", "auditor"], NotSignedIn), (["documenter", "lawyer"], None)):
        with pytest.raises(NotSignedIn, match="roles") if error else nullcontext(), runtime.work() as work:
            record(work=work, actor=other, deed=Deed.read, subject=other.id)
            thread, refusals = meanwhile(
                runtime,
                lambda work, roles=roles: set_roles(work=work, actor=founder, member=other.id, roles=roles),
            )
            thread.join()
            assert refusals == []
    assert agrees(runtime)


@POSTGRESQL
def test_two_administrators_who_end_each_other_leave_one(runtime: Runtime) -> None:
    founder = found(runtime)
    other = join(runtime, founder, "administrator")
    with runtime.work() as work:
        set_roles(work=work, actor=founder, member=other.id, roles=["lawyer"])
        set_roles(work=work, actor=founder, member=other.id, roles=["administrator"])
        thread, refusals = meanwhile(
            runtime, lambda work: revoke_member(work=work, actor=other, member=founder.id)
        )
        thread.join(0.3)
        assert thread.is_alive()
        revoke_member(work=work, actor=founder, member=other.id)
    thread.join()
    assert [type(refusal) for refusal in refusals] == [Conflict]
    assert agrees(runtime)


@POSTGRESQL
def test_nobody_is_taken_into_a_team_with_a_seed_that_is_being_replaced(runtime: Runtime) -> None:
    founder = found(runtime)
    leaver, joiner = join(runtime, founder, "lawyer"), join(runtime, founder, "lawyer")
    with runtime.work() as work:
        team = make_team(work=work, actor=founder, name="North").id
        add_to_team(work=work, actor=founder, team=team, member=leaver.id)
    with runtime.work() as work:
        leave_team(work=work, actor=founder, team=team, member=leaver.id)
        thread, refusals = meanwhile(
            runtime, lambda work: add_to_team(work=work, actor=founder, team=team, member=joiner.id)
        )
        thread.join(0.3)
        assert thread.is_alive()
    thread.join()
    assert [type(refusal) for refusal in refusals] == [Conflict]
    with runtime.work(reads_only=True) as work:
        assert team not in keyring(work, joiner)
    assert agrees(runtime)


@POSTGRESQL
def test_nobody_is_taken_into_a_team_while_being_revoked(runtime: Runtime) -> None:
    founder = found(runtime)
    other = join(runtime, founder, "lawyer")
    with runtime.work() as work:
        team = make_team(work=work, actor=founder, name="North").id
    with runtime.work() as work:
        revoke_member(work=work, actor=founder, member=other.id)
        thread, refusals = meanwhile(
            runtime, lambda work: add_to_team(work=work, actor=founder, team=team, member=other.id)
        )
        thread.join(0.3)
        assert thread.is_alive()
    thread.join()
    assert [type(refusal) for refusal in refusals] in ([NotFound], [Conflict])
    assert agrees(runtime)
