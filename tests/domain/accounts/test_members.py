"""Invitations, roles and revocation: who may, what each gets, and what is gone at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.accounts.actions import (
    add_to_team,
    cancel_invitation,
    invite,
    make_team,
    make_token,
    rename_member,
    revoke_member,
    set_roles,
)
from app.domain.accounts.ending import end_expired
from app.domain.accounts.founding import FOUNDING_ROLES, enrol_founder
from app.domain.accounts.joining import join as join_by_link
from app.domain.accounts.keyring import everyone_id, keyring
from app.domain.accounts.memberships import rotation_due
from app.domain.accounts.names import seal_name
from app.domain.accounts.queries import (
    actor_of_session,
    actor_of_token,
    list_invitations,
    list_members,
    list_teams,
    me,
    name_of,
    offer_passphrase,
)
from app.domain.accounts.sessions import open_session
from app.domain.accounts.signing_in import accept_invitation, sign_in
from app.domain.archive.compartments import grant, make
from app.domain.custody.queries import custody_of
from app.domain.custody.verify import verify_log
from app.domain.work import Actor
from app.errors import Conflict, Invalid, NotAllowed, NotFound, NotReady, NotSignedIn, Tampered
from app.models import (
    CatalogueSnapshot,
    Compartment,
    Grant,
    Holder,
    Invitation,
    Member,
    Team,
    TeamSeed,
    new_id,
)
from app.runtime import Runtime
from app.vault.context import Purpose
from tests.conftest import TestClock
from tests.people import ARCHIVE_CODE, FOUNDER_LOGIN, PASSPHRASE, SERVED, found, join


def agrees(runtime: Runtime) -> bool:
    with runtime.work(reads_only=True) as work:
        return verify_log(work).problems == []


def link(runtime: Runtime, by: Actor, *roles: str, name: str = "Somebody") -> tuple[str, str]:
    with runtime.work() as work:
        invited = invite(work=work, actor=by, name=name, roles=roles or ["lawyer"])
    return invited.id, invited.invitation


# The founding


def test_the_founding_member_begins_with_every_role_but_write_only(runtime: Runtime) -> None:
    founder = found(runtime)
    assert founder.roles == FOUNDING_ROLES
    assert runtime.host.anchor == founder.keys.key_id
    assert (runtime.host.folder / "anchor").read_text().strip() == founder.keys.key_id
    with runtime.work(reads_only=True) as work:
        shown = me(work=work, actor=founder)
        assert work.setting("archive_code") == ARCHIVE_CODE
    assert (shown.name, [team.name for team in shown.teams]) == (FOUNDER_LOGIN, ["Everyone"])
    assert set(shown.roles) == FOUNDING_ROLES


def test_an_archive_is_founded_once(runtime: Runtime) -> None:
    found(runtime)
    with pytest.raises(NotReady), runtime.work() as work:
        enrol_founder(work=work, login="another", passphrase=PASSPHRASE, archive_code="ABC")


@pytest.mark.parametrize(("login", "passphrase"), [("x", PASSPHRASE), ("a-login-of-12", "a-login-of-12")])
def test_a_founding_that_fails_leaves_no_anchor(runtime: Runtime, login: str, passphrase: str) -> None:
    with pytest.raises(Invalid), runtime.work() as work:
        enrol_founder(work=work, login=login, passphrase=passphrase, archive_code="ABC")
    with pytest.raises(RuntimeError), runtime.work() as work:
        enrol_founder(work=work, login="good-login", passphrase=PASSPHRASE, archive_code="ABC")
        raise RuntimeError
    assert runtime.host.anchor is None
    assert not (runtime.host.folder / "anchor").exists()
    found(runtime)


# Invitations


@pytest.mark.parametrize("settings", SERVED, indirect=True)
def test_a_link_makes_a_member_with_its_roles_name_and_teams(runtime: Runtime) -> None:
    founder = found(runtime)
    with runtime.work() as work:
        team = make_team(work=work, actor=founder, name="North").id
        invited = invite(
            work=work, actor=founder, name=" Alena  Testova ", roles=["lawyer", "auditor"], teams=[team]
        )
    joined, actor = join_by_link(runtime.work, secret=invited.invitation, passphrase=PASSPHRASE)
    assert joined.login.count("-") == 2
    with runtime.work(reads_only=True) as work:
        assert set(keyring(work, actor)) == {actor.id, everyone_id(work), team}
        shown = me(work=work, actor=actor)
        listed = list_members(work=work, actor=actor)
    assert (shown.name, shown.roles) == ("Alena Testova", ["auditor", "lawyer"])
    assert {(view.name, view.state) for view in listed.results} == {
        ("Alena Testova", "active"),
        (FOUNDER_LOGIN, "active"),
    }
    assert sign_in(runtime.work, login=joined.login, passphrase=PASSPHRASE).actor.roles == actor.roles
    assert agrees(runtime)


def test_only_administrators_invite(runtime: Runtime) -> None:
    founder = found(runtime)
    lawyer = join(runtime, founder, "lawyer")
    identifier, _ = link(runtime, founder)
    with runtime.work() as work:
        with pytest.raises(NotAllowed):
            invite(work=work, actor=lawyer, name="Friend", roles=["lawyer"])
        with pytest.raises(NotAllowed):
            cancel_invitation(work=work, actor=lawyer, invitation=identifier)
        with pytest.raises(NotAllowed):
            list_invitations(work=work, actor=lawyer)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"roles": []}, "roles"),
        ({"roles": ["write_only", "lawyer"]}, "roles"),
        ({"roles": ["emperor"]}, "roles"),
        ({"name": " "}, "name"),
        ({"teams": [new_id()]}, "teams"),
    ],
)
def test_invitations_that_do_not_fit(runtime: Runtime, values: dict[str, object], field: str) -> None:
    founder = found(runtime)
    with runtime.work() as work, pytest.raises(Invalid) as error:
        invite(**({"work": work, "actor": founder, "name": "X", "roles": ["lawyer"]} | values))
    assert [problem.field for problem in error.value.problems] == [field]


def test_nobody_invites_into_a_team_that_is_not_theirs(runtime: Runtime) -> None:
    founder = found(runtime)
    other = join(runtime, founder, "administrator")
    with runtime.work() as work:
        team = make_team(work=work, actor=founder, name="North").id
        for teams in ([team], [other.id]):
            with pytest.raises(Invalid):
                invite(work=work, actor=other, name="X", roles=["lawyer"], teams=teams)


def test_a_chosen_sign_in_name_and_one_that_is_taken(runtime: Runtime) -> None:
    founder = found(runtime)
    first = accept_invitation(
        runtime.work, secret=link(runtime, founder)[1], passphrase=PASSPHRASE, login="Chosen.Name"
    )
    assert first.login == "chosen.name"
    _, secret = link(runtime, founder)
    for taken in ("chosen.name", FOUNDER_LOGIN):
        with pytest.raises(Invalid) as error:
            accept_invitation(runtime.work, secret=secret, passphrase=PASSPHRASE, login=taken)
        assert [problem.field for problem in error.value.problems] == ["login"]
    for passphrase in ("short", "another-name"):
        with pytest.raises(Invalid):
            accept_invitation(runtime.work, secret=secret, passphrase=passphrase, login="another-name")
    accept_invitation(runtime.work, secret=secret, passphrase=PASSPHRASE, login="another-name")


def test_a_link_ends_by_time_by_use_and_by_cancelling(runtime: Runtime, clock: TestClock) -> None:
    founder = found(runtime)
    expiring, expiring_secret = link(runtime, founder)
    clock.at += timedelta(days=7)
    cancelled, cancelled_secret = link(runtime, founder)
    with runtime.work() as work:
        assert [view.id for view in list_invitations(work=work, actor=founder).results] == [cancelled]
        cancel_invitation(work=work, actor=founder, invitation=cancelled)
    _, used_secret = link(runtime, founder)
    accept_invitation(runtime.work, secret=used_secret, passphrase=PASSPHRASE)
    for secret in (expiring_secret, cancelled_secret, used_secret, "nonsense"):
        with pytest.raises(NotFound):
            accept_invitation(runtime.work, secret=secret, passphrase=PASSPHRASE)
    with runtime.work() as work:
        end_expired(work)
    with runtime.work() as work:
        for identifier in (expiring, cancelled):
            with pytest.raises(NotFound):
                cancel_invitation(work=work, actor=founder, invitation=identifier)
            assert not work.session.get_one(Holder, identifier).active
            assert work.session.get_one(Invitation, identifier).sealed_name == b""
        live = select(TeamSeed.holder_id).where(TeamSeed.sealed_seed.is_not(None))
        kinds = select(Holder.kind).where(Holder.id.in_(live))
        assert set(work.session.scalars(kinds)) == {"member"}
        assert not rotation_due(work, everyone_id(work))
    assert agrees(runtime)


def test_write_only_stands_alone_and_joins(runtime: Runtime) -> None:
    witness = join(runtime, found(runtime), "write_only")
    assert witness.write_only


def test_a_pending_invitation_survives_a_rotation(runtime: Runtime) -> None:
    founder = found(runtime)
    other = join(runtime, founder)
    _, secret = link(runtime, founder, name="Later")
    with runtime.work() as work:
        revoke_member(work=work, actor=founder, member=other.id)
    actor = join_by_link(runtime.work, secret=secret, passphrase=PASSPHRASE)[1]
    with runtime.work(reads_only=True) as work:
        assert everyone_id(work) in keyring(work, actor)
        assert me(work=work, actor=actor).name == "Later"
    assert agrees(runtime)


def test_generated_passphrases_are_six_words() -> None:
    first, second = offer_passphrase().passphrase, offer_passphrase().passphrase
    assert len(first.split()) == 6
    assert first != second
    assert first not in repr(offer_passphrase())


# Names


def test_names_are_sealed_and_read_by_members(runtime: Runtime) -> None:
    founder = found(runtime)
    name = "Аляксандра Выдуманая"
    other = join(runtime, founder, "lawyer", name=name)
    link(runtime, founder, name="Yet To Come")
    with runtime.work() as work:
        make_team(work=work, actor=founder, name="Northern Office")
        assert name_of(work, other, other.id) == name
        with pytest.raises(NotFound):
            name_of(work, other, new_id())
    with runtime.work(reads_only=True) as work:
        sealed = b"".join(
            row.sealed_name
            for table in (Member, Team, Invitation)
            for row in work.session.scalars(select(table))
        )
        shown = [view.name for view in list_invitations(work=work, actor=founder).results]
    assert shown == ["Yet To Come"]
    for text in (name, "Northern", "Come", FOUNDER_LOGIN):
        assert text.encode() not in sealed


def test_one_renames_oneself_and_an_administrator_anybody(runtime: Runtime) -> None:
    founder = found(runtime)
    first, second = join(runtime, founder), join(runtime, founder)
    with runtime.work() as work:
        rename_member(work=work, actor=first, member=first.id, name="By Herself")
        rename_member(work=work, actor=founder, member=second.id, name="By The Office")
        with pytest.raises(NotAllowed):
            rename_member(work=work, actor=first, member=second.id, name="X")
    with runtime.work(reads_only=True) as work:
        assert name_of(work, founder, first.id) == "By Herself"
        assert name_of(work, founder, second.id) == "By The Office"


# Roles


def test_roles_come_from_the_certificate_at_once(runtime: Runtime) -> None:
    founder = found(runtime)
    other = join(runtime, founder, "lawyer")
    with runtime.work() as work:
        cookie, _ = open_session(work, other.id, other.keys.seed)
    with runtime.work() as work:
        set_roles(work=work, actor=founder, member=other.id, roles=["documenter", "auditor"])
        set_roles(work=work, actor=founder, member=other.id, roles=["documenter", "auditor"])
    with runtime.work(reads_only=True) as work:
        assert actor_of_session(work, cookie).roles == {"documenter", "auditor"}
        deeds = [line.deed for line in custody_of(work, founder, other.id).results]
    assert deeds == ["certified", "certified", "uncertified"]
    assert agrees(runtime)


def test_only_administrators_set_roles_and_the_last_one_stays(runtime: Runtime) -> None:
    founder = found(runtime)
    other = join(runtime, founder, "lawyer")
    with runtime.work() as work:
        with pytest.raises(NotAllowed):
            set_roles(work=work, actor=other, member=other.id, roles=["administrator"])
        with pytest.raises(Conflict, match="last administrator"):
            set_roles(work=work, actor=founder, member=founder.id, roles=["lawyer"])
        with pytest.raises(Conflict, match="last administrator"):
            revoke_member(work=work, actor=founder, member=founder.id)
        for unknown in (new_id(), everyone_id(work)):
            with pytest.raises(NotFound):
                set_roles(work=work, actor=founder, member=unknown, roles=["lawyer"])
        set_roles(work=work, actor=founder, member=other.id, roles=["administrator"])
        set_roles(work=work, actor=founder, member=founder.id, roles=["lawyer"])
    with runtime.work() as work, pytest.raises(Conflict, match="last administrator"):
        revoke_member(
            work=work,
            actor=Actor(other.id, other.id, frozenset({"administrator"}), other.keys, "x"),
            member=other.id,
        )


# Revocation


@pytest.mark.parametrize("settings", SERVED, indirect=True)
def test_revoking_takes_everything_back_at_once(runtime: Runtime) -> None:
    founder = found(runtime)
    leaver, stays = join(runtime, founder, "documenter"), join(runtime, founder, "lawyer")
    with runtime.work() as work:
        own = make(work, leaver, None, "working")
        grant(work, leaver, own, leaver.id)
        team = make_team(work=work, actor=founder, name="North").id
        add_to_team(work=work, actor=founder, team=team, member=leaver.id)
        add_to_team(work=work, actor=founder, team=team, member=stays.id)
        shared = make(work, founder, None, "identity")
        grant(work, founder, shared, team)
    with runtime.work() as work:
        cookie, _ = open_session(work, leaver.id, leaver.keys.seed)
        full = make_token(work=work, actor=leaver, name="one")
        narrow = make_token(work=work, actor=leaver, name="two", kind="narrow", teams=[team])
        work.session.add(CatalogueSnapshot(holder_id=leaver.id, watermark=1, object_name="a" * 32))
    with runtime.work(reads_only=True) as work:
        before = keyring(work, founder)[team]
        old_seal = work.session.scalar(select(Grant.sealed_key).where(Grant.holder_id == team))
    with runtime.work() as work:
        revoke_member(work=work, actor=founder, member=leaver.id)
    with runtime.work() as work:
        for secret in (full.token, narrow.token):
            with pytest.raises(NotSignedIn):
                actor_of_token(work, secret)
        with pytest.raises(NotSignedIn):
            actor_of_session(work, cookie)
        gone = {leaver.id, narrow.id}
        for table, sealed in ((Grant, "sealed_key"), (TeamSeed, "sealed_seed")):
            for row in work.session.scalars(select(table).where(table.holder_id.in_(gone))):
                assert getattr(row, sealed) is None
        row = work.session.get_one(Member, leaver.id)
        assert (row.sealed_seed, row.sealed_recovery_seed) == (b"", b"")
        assert work.session.get(CatalogueSnapshot, leaver.id) is None
        states = dict(work.session.execute(select(Compartment.id, Compartment.state)).all())
        assert states[own.id] == states[shared.id] == "renewing"
        registers = dict(work.session.execute(select(Compartment.name, Compartment.state)).all())
        assert (registers["register"], registers["register_restricted"]) == ("renewing", "open")
        for actor in (founder, stays):
            assert keyring(work, actor)[team].key_id != before.key_id
        assert work.session.scalar(select(Grant.sealed_key).where(Grant.holder_id == team)) != old_seal
        with pytest.raises(NotFound):
            revoke_member(work=work, actor=founder, member=leaver.id)
        shown = {view.id: view for view in list_members(work=work, actor=stays).results}
        assert (shown[leaver.id].state, shown[leaver.id].roles) == ("revoked", [])
        assert {view.name for view in list_teams(work=work, actor=stays).results} == {"Everyone", "North"}
    assert agrees(runtime)


def test_only_administrators_revoke(runtime: Runtime) -> None:
    founder = found(runtime)
    lawyer = join(runtime, founder, "lawyer")
    with runtime.work() as work, pytest.raises(NotAllowed):
        revoke_member(work=work, actor=lawyer, member=founder.id)


def test_a_revoked_administrators_links_are_useless(runtime: Runtime) -> None:
    founder = found(runtime)
    other = join(runtime, founder, "administrator")
    _, secret = link(runtime, other, "administrator")
    with runtime.work() as work:
        revoke_member(work=work, actor=founder, member=other.id)
    with pytest.raises(NotFound):
        accept_invitation(runtime.work, secret=secret, passphrase=PASSPHRASE)
    assert agrees(runtime)


def test_an_administrator_revokes_himself(runtime: Runtime) -> None:
    founder = found(runtime)
    other = join(runtime, founder, "administrator")
    with runtime.work() as work:
        revoke_member(work=work, actor=founder, member=founder.id)
    with runtime.work(reads_only=True) as work:
        assert set(keyring(work, other)) == {other.id, everyone_id(work)}
        assert {view.state for view in list_members(work=work, actor=other).results} == {"active", "revoked"}
    assert agrees(runtime)


def test_a_name_counts_only_when_its_holder_or_an_administrator_signed_it(runtime: Runtime) -> None:
    founder = found(runtime)
    documenter = join(runtime, founder, name="Documenter D-2")
    lawyer = join(runtime, founder, "lawyer", name="Lawyer")
    with runtime.work() as work:  # whoever writes to the database, with the key of a member who names nobody
        row = work.session.get_one(Member, lawyer.id)
        right = row.sealed_name
        row.sealed_name = seal_name(work, documenter, Purpose.display_name, lawyer.id, "Documenter D-2")
    with runtime.work() as work, pytest.raises(Tampered):
        name_of(work, founder, lawyer.id)
    with runtime.work() as work:  # the right words at another place
        work.session.get_one(Member, lawyer.id).sealed_name = right
        work.session.get_one(Member, documenter.id).sealed_name = right
    with runtime.work() as work, pytest.raises(Tampered):
        name_of(work, founder, documenter.id)
    with runtime.work() as work:
        assert name_of(work, documenter, lawyer.id) == "Lawyer"


def test_what_shows_a_secret_once_is_made_once(runtime: Runtime) -> None:
    founder = found(runtime)
    once = new_id()
    with runtime.work() as work:
        made = invite(work=work, actor=founder, name="Guest", roles=["auditor"], once=once)
    assert made.id == once
    for again in (invite, make_token):
        with runtime.work() as work, pytest.raises(Conflict):
            more = {"roles": ["auditor"]} if again is invite else {}
            again(work=work, actor=founder, name="Guest", once=once, **more)
    with runtime.work() as work, pytest.raises(Invalid):
        invite(work=work, actor=founder, name="Guest", roles=["auditor"], once="../etc")
    with runtime.work(reads_only=True) as work:
        assert list_invitations(work=work, actor=founder).total == 1
