"""Teams: keys decide. Whoever leaves knows no key that counts, whoever stays reads on."""

import pytest
from sqlalchemy import select

from app.domain.accounts.actions import (
    add_to_team,
    invite,
    leave_team,
    make_team,
    make_token,
    revoke_member,
    set_roles,
)
from app.domain.accounts.keyring import everyone_id, keyring
from app.domain.accounts.memberships import members_of, rotate_due, rotation_due
from app.domain.accounts.queries import actor_of_token, list_teams, read_team
from app.domain.accounts.signing_in import sign_in
from app.domain.archive.compartments import CompartmentKeys, grant, make, openable_compartments
from app.domain.custody.certificates import trusted_key
from app.domain.custody.verify import verify_log
from app.domain.work import Actor
from app.errors import Conflict, Invalid, NotAllowed, NotFound, Tampered
from app.models import CatalogueSnapshot, Compartment, Grant, Holder, TeamSeed, new_id
from app.runtime import Runtime
from app.vault.keys import HolderKeys
from app.vault.seal import SealError
from tests.people import FOUNDER_LOGIN, PASSPHRASE, SERVED, found, join


def agrees(runtime: Runtime) -> bool:
    with runtime.work(reads_only=True) as work:
        return verify_log(work).problems == []


def team_of(runtime: Runtime, by: Actor, *members: Actor) -> str:
    with runtime.work() as work:
        team = make_team(work=work, actor=by, name="North").id
        for member in members:
            add_to_team(work=work, actor=by, team=team, member=member.id)
    return team


def compartment_of(runtime: Runtime, by: Actor, holder: str) -> CompartmentKeys:
    with runtime.work() as work:
        keys = make(work, by, None, "working")
        grant(work, by, keys, holder)
    return keys


def keys_of(runtime: Runtime, actor: Actor) -> dict[str, HolderKeys]:
    with runtime.work(reads_only=True) as work:
        return keyring(work, actor)


def opens(runtime: Runtime, actor: Actor, compartment: CompartmentKeys) -> bool:
    with runtime.work(reads_only=True) as work:
        return compartment.id in openable_compartments(work, keyring(work, actor), [compartment.id])


def state_of(runtime: Runtime, compartment: CompartmentKeys) -> str:
    with runtime.work(reads_only=True) as work:
        return work.session.get_one(Compartment, compartment.id).state


def test_its_maker_is_its_first_member(runtime: Runtime) -> None:
    founder = found(runtime)
    other = join(runtime, founder, "lawyer")
    team = team_of(runtime, founder)
    with runtime.work(reads_only=True) as work:
        assert read_team(work=work, actor=founder, team=team).mine
        shown = read_team(work=work, actor=other, team=team)
        assert (shown.name, shown.members, shown.mine) == ("North", [founder.id], False)
        assert {view.name: view.mine for view in list_teams(work=work, actor=other).results} == {
            "Everyone": True,
            "North": False,
        }
        with pytest.raises(NotFound):
            read_team(work=work, actor=other, team=new_id())


def test_only_administrators_make_teams_with_a_name(runtime: Runtime) -> None:
    founder = found(runtime)
    other = join(runtime, founder, "lawyer")
    with runtime.work() as work:
        with pytest.raises(NotAllowed):
            make_team(work=work, actor=other, name="North")
        with pytest.raises(Invalid):
            make_team(work=work, actor=founder, name=" ")


def test_who_joins_opens_what_the_team_opens(runtime: Runtime) -> None:
    founder = found(runtime)
    first, second, outsider = (join(runtime, founder, "lawyer") for _ in range(3))
    team = team_of(runtime, founder, first)
    shared = compartment_of(runtime, founder, team)
    assert opens(runtime, first, shared)
    assert not opens(runtime, second, shared)
    with runtime.work() as work:
        add_to_team(work=work, actor=first, team=team, member=second.id)  # a member brings in another
    assert opens(runtime, second, shared)
    assert not opens(runtime, outsider, shared)


def test_a_write_only_member_is_given_no_key_that_reads(runtime: Runtime) -> None:
    """Forced to sign in, with a stolen disk beside: there must be nothing that the member's keys open."""
    founder = found(runtime)
    witness, other = join(runtime, founder, "write_only"), join(runtime, founder, "documenter")
    team = team_of(runtime, founder, other)
    with pytest.raises(Conflict, match="write-only"), runtime.work() as work:
        add_to_team(work=work, actor=founder, team=team, member=witness.id)
    with pytest.raises(Conflict, match="write-only"), runtime.work() as work:
        invite(work=work, actor=founder, name="Field", roles=["write_only"], teams=[team])
    with pytest.raises(Conflict, match="take them out of teams"), runtime.work() as work:
        set_roles(work=work, actor=founder, member=other.id, roles=["write_only"])
    with runtime.work() as work:
        leave_team(work=work, actor=founder, team=team, member=other.id)
        set_roles(work=work, actor=founder, member=other.id, roles=["write_only"])


def test_who_is_not_in_a_team_gives_no_key_of_it(runtime: Runtime) -> None:
    founder = found(runtime)
    other, admin = join(runtime, founder, "lawyer"), join(runtime, founder, "administrator")
    witness = join(runtime, founder, "write_only")
    team = team_of(runtime, founder)
    with runtime.work() as work:
        for outsider in (other, admin, witness):
            with pytest.raises(NotAllowed):
                add_to_team(work=work, actor=outsider, team=team, member=other.id)
        with pytest.raises(Conflict, match="already"):
            add_to_team(work=work, actor=founder, team=team, member=founder.id)
        for unknown in (new_id(), team, everyone_id(work)):
            with pytest.raises(NotFound):
                add_to_team(work=work, actor=founder, team=team, member=unknown)
        with pytest.raises(NotFound):
            add_to_team(work=work, actor=founder, team=new_id(), member=other.id)


def test_a_seed_is_not_sealed_to_a_key_that_is_not_certified(runtime: Runtime) -> None:
    founder = found(runtime)
    other = join(runtime, founder, "lawyer")
    team = team_of(runtime, founder)
    with runtime.work() as work:
        work.session.get_one(Holder, other.id).seal_public = HolderKeys.generate().seal_public
    with runtime.work() as work, pytest.raises(Tampered):
        add_to_team(work=work, actor=founder, team=team, member=other.id)


@pytest.mark.parametrize("settings", SERVED, indirect=True)
@pytest.mark.parametrize("by_himself", [True, False])
def test_leaving_rotates_the_seed(runtime: Runtime, by_himself: bool) -> None:
    founder = found(runtime)
    leaver, stays = join(runtime, founder, "lawyer"), join(runtime, founder, "lawyer")
    team = team_of(runtime, founder, leaver, stays)
    shared = compartment_of(runtime, founder, team)
    private = compartment_of(runtime, founder, stays.id)
    old = keys_of(runtime, leaver)[team]
    with runtime.work() as work:
        work.session.add(CatalogueSnapshot(holder_id=team, watermark=1, object_name="a" * 32))
    with runtime.work() as work:
        leave_team(work=work, actor=leaver if by_himself else founder, team=team, member=leaver.id)
    new = keys_of(runtime, stays)[team]
    assert new.key_id != old.key_id
    assert keys_of(runtime, founder)[team].key_id == new.key_id
    assert team not in keys_of(runtime, leaver)
    assert opens(runtime, stays, shared)
    assert not opens(runtime, leaver, shared)
    assert state_of(runtime, shared) == "renewing"
    assert state_of(runtime, private) == "open"
    with runtime.work(reads_only=True) as work:
        assert work.session.get(CatalogueSnapshot, team) is None
        holder = work.session.get_one(Holder, team)
        assert (holder.epoch, trusted_key(work, team).key_id) == (2, new.key_id)
        row = work.session.scalars(select(Grant).where(Grant.holder_id == team)).one()
        assert row.sealed_key is not None
        with pytest.raises(SealError):
            old.open(row.sealed_key, b"any context")
        assert {seed.epoch for seed in members_of(work, team)} == {2}
    assert agrees(runtime)


def test_one_leaves_by_oneself_or_by_an_administrator(runtime: Runtime) -> None:
    founder = found(runtime)
    first, second = join(runtime, founder, "lawyer"), join(runtime, founder, "lawyer")
    team = team_of(runtime, founder, first, second)
    with runtime.work() as work:
        with pytest.raises(NotAllowed):
            leave_team(work=work, actor=first, team=team, member=second.id)
        with pytest.raises(NotFound):
            leave_team(work=work, actor=founder, team=team, member=new_id())
        with pytest.raises(Conflict):
            leave_team(work=work, actor=first, team=everyone_id(work), member=first.id)


def test_an_administrator_outside_the_team_takes_somebody_out(runtime: Runtime) -> None:
    """He has no key of the team: the next member who signs in makes the new one, and writes wait until
    then.
    """
    founder = found(runtime)
    admin, leaver = join(runtime, founder, "administrator"), join(runtime, founder, "lawyer")
    team = team_of(runtime, founder, leaver)
    shared = compartment_of(runtime, founder, team)
    old = keys_of(runtime, founder)[team]
    with runtime.work() as work:
        leave_team(work=work, actor=admin, team=team, member=leaver.id)
        assert rotation_due(work, team)
    assert not opens(runtime, leaver, shared)
    assert state_of(runtime, shared) == "renewing"
    assert keys_of(runtime, founder)[team].key_id == old.key_id
    with runtime.work() as work:
        rotate_due(work, admin)  # he cannot
        rotate_due(work, leaver)
        assert rotation_due(work, team)
    sign_in(runtime.work, login=FOUNDER_LOGIN, passphrase=PASSPHRASE)
    with runtime.work(reads_only=True) as work:
        assert not rotation_due(work, team)
    assert keys_of(runtime, founder)[team].key_id != old.key_id
    assert opens(runtime, founder, shared)
    assert agrees(runtime)


def test_a_revocation_by_somebody_outside_the_team_waits_for_it_too(runtime: Runtime) -> None:
    founder = found(runtime)
    admin, leaver = join(runtime, founder, "administrator"), join(runtime, founder, "lawyer")
    team = team_of(runtime, founder, leaver)
    shared = compartment_of(runtime, founder, team)
    with runtime.work() as work:
        revoke_member(work=work, actor=admin, member=leaver.id)
        assert rotation_due(work, team)
        assert not rotation_due(work, everyone_id(work))
    with runtime.work() as work:
        rotate_due(work, founder)
        assert not rotation_due(work, team)
    assert opens(runtime, founder, shared)
    assert agrees(runtime)


def test_a_team_that_everybody_left_ends_with_its_grants(runtime: Runtime) -> None:
    founder = found(runtime)
    team = team_of(runtime, founder)
    shared = compartment_of(runtime, founder, team)
    with runtime.work() as work:
        leave_team(work=work, actor=founder, team=team, member=founder.id)
    assert not opens(runtime, founder, shared)
    with runtime.work() as work:
        assert not work.session.get_one(Holder, team).active
        assert "North" not in {view.name for view in list_teams(work=work, actor=founder).results}
        with pytest.raises(NotFound):
            add_to_team(work=work, actor=founder, team=team, member=founder.id)
    assert agrees(runtime)


def test_who_left_may_join_again(runtime: Runtime) -> None:
    founder = found(runtime)
    other = join(runtime, founder, "lawyer")
    team = team_of(runtime, founder, other)
    with runtime.work() as work:
        leave_team(work=work, actor=founder, team=team, member=other.id)
    with runtime.work() as work:
        add_to_team(work=work, actor=founder, team=team, member=other.id)
    assert keys_of(runtime, other)[team].key_id == keys_of(runtime, founder)[team].key_id
    assert agrees(runtime)


def test_tokens_leave_with_their_owner(runtime: Runtime) -> None:
    founder = found(runtime)
    owner, stranger = join(runtime, founder, "lawyer"), join(runtime, founder, "lawyer")
    team = team_of(runtime, founder, owner, stranger)
    with runtime.work() as work:
        token = make_token(work=work, actor=owner, name="script", kind="narrow")
    with runtime.work() as work:
        with pytest.raises(NotFound):
            add_to_team(work=work, actor=stranger, team=team, member=token.id)
        add_to_team(work=work, actor=owner, team=team, member=token.id)
    with runtime.work() as work:
        program = actor_of_token(work, token.token)
        assert team in keyring(work, program)
        with pytest.raises(NotAllowed):
            add_to_team(work=work, actor=program, team=team, member=founder.id)
        leave_team(work=work, actor=owner, team=team, member=owner.id)
    with runtime.work(reads_only=True) as work:
        assert team not in keyring(work, actor_of_token(work, token.token))
    assert agrees(runtime)


def test_a_seed_in_anothers_place_is_refused(runtime: Runtime) -> None:
    founder = found(runtime)
    other = join(runtime, founder, "lawyer")
    team = team_of(runtime, founder, other)
    with runtime.work() as work:
        seeds = {
            row.team_id: row
            for row in work.session.scalars(select(TeamSeed).where(TeamSeed.holder_id == other.id))
        }
        seeds[team].sealed_seed = seeds[everyone_id(work)].sealed_seed
    with pytest.raises(Tampered):
        keys_of(runtime, other)


def test_a_seed_that_somebody_else_sealed_is_refused(runtime: Runtime) -> None:
    """HPKE names no sender: whoever can write to the table could hand out a team key of their own."""
    from app.domain.accounts.keyring import seed_context
    from app.vault.hpke import seal_to

    founder = found(runtime)
    other = join(runtime, founder, "lawyer")
    team = team_of(runtime, founder, other)
    with runtime.work() as work:
        row = work.session.scalars(
            select(TeamSeed).where(TeamSeed.holder_id == other.id, TeamSeed.team_id == team)
        ).one()
        row.sealed_seed = seal_to(other.keys.seal_public, b"t" * 32, seed_context(team, other.id, 1))
    with pytest.raises(Tampered, match="not the one that was certified"):
        keys_of(runtime, other)
