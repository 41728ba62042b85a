"""Nothing is sealed to, and no signature counts by, a key that does not lead back to the founding member."""

import itertools
import json
from dataclasses import replace

import pytest
from sqlalchemy import delete, select

from app.domain.accounts.actions import (
    add_to_team,
    leave_team,
    make_team,
    make_token,
    revoke_member,
    set_roles,
)
from app.domain.accounts.certificates import add_holder, certify, uncertify
from app.domain.accounts.keyring import everyone_id
from app.domain.custody import rules
from app.domain.custody.actions import record
from app.domain.custody.certificates import (
    entitled,
    in_team,
    signer_at,
    trusted_compartment,
    trusted_key,
)
from app.domain.custody.deeds import Deed, membership_commitment
from app.domain.custody.rules import Certificate, CertificateError, may_certify, parse_certificate
from app.domain.custody.tree import size
from app.domain.custody.verify import verify_log
from app.domain.work import Actor
from app.errors import NotFound, Tampered
from app.models import Certificate as CertificateRow
from app.models import Compartment, Holder, LogEntry, new_id
from app.runtime import Runtime
from app.vault.canonical import canonical
from app.vault.hpke import SealPair
from app.vault.keys import HolderKeys
from tests.people import found, join

ALL = frozenset(rules.ROLES) - {"write_only"}


def certificate(kind: str, roles: frozenset[str] = frozenset(), epoch: int = 1) -> Certificate:
    keys = HolderKeys.generate()
    return Certificate(
        "i" * 32, "a" * 32, "s" * 32, kind, epoch, "issuer", roles, keys.seal_public, keys.sign_public
    )


def log_size(runtime: Runtime) -> int:
    with runtime.work(reads_only=True) as work:
        return size(work)


@pytest.mark.parametrize(
    ("issuer", "issuer_roles", "subject", "roles", "epoch", "may"),
    [
        ("member", {"administrator"}, "member", {"lawyer"}, 1, True),
        ("member", {"lawyer"}, "member", {"lawyer"}, 1, False),
        ("member", {"administrator"}, "member", {"emperor"}, 1, False),
        ("member", {"administrator"}, "member", {"write_only", "lawyer"}, 1, False),
        ("member", {"administrator"}, "member", set(), 1, False),
        ("invitation", {"lawyer", "auditor"}, "member", {"lawyer"}, 1, True),
        ("invitation", {"lawyer"}, "member", {"lawyer", "administrator"}, 1, False),
        ("invitation", {"administrator"}, "invitation", {"lawyer"}, 1, False),
        ("invitation", {"administrator"}, "team", set(), 1, False),
        ("member", {"administrator"}, "invitation", {"lawyer"}, 1, True),
        ("member", {"documenter"}, "invitation", {"lawyer"}, 1, False),
        ("token", {"administrator"}, "member", {"lawyer"}, 1, False),
        ("token", {"administrator"}, "token", {"administrator"}, 1, False),
        ("member", {"lawyer"}, "token", {"lawyer"}, 1, True),
        ("member", {"lawyer"}, "token", {"documenter"}, 1, False),
        ("member", {"administrator"}, "team", set(), 1, True),
        ("member", {"documenter"}, "team", set(), 1, False),
        ("member", {"documenter"}, "team", set(), 2, False),
        ("member", {"administrator"}, "team", {"lawyer"}, 1, False),
        ("member", {"documenter"}, "compartment", {"documenter"}, 1, False),
        ("team", {"administrator"}, "member", {"lawyer"}, 1, False),
        ("member", {"documenter"}, "compartment", set(), 1, True),
        ("token", {"documenter"}, "compartment", set(), 1, True),
        ("invitation", {"documenter"}, "compartment", set(), 1, False),
        ("compartment", set(), "compartment", set(), 2, False),
        ("member", {"administrator"}, "archive", set(), 1, False),
    ],
)
def test_who_may_certify_whom(
    issuer: str, issuer_roles: set[str], subject: str, roles: set[str], epoch: int, may: bool
) -> None:
    given = certificate(issuer, frozenset(issuer_roles))
    asked = certificate(subject, frozenset(roles), epoch)
    assert may_certify(given, frozenset(issuer_roles), asked) is may


@pytest.mark.parametrize(
    ("before", "issuer", "subject", "epoch", "may"),
    [
        ("team", "documenter", "team", 2, True),
        ("team", "documenter", "team", 3, False),
        ("team", "documenter", "team", 1, False),
        ("member", "documenter", "team", 2, False),
        ("team", "documenter", "token", 1, False),
        ("member", "documenter", "token", 1, False),
        ("token", "documenter", "token", 1, False),
        ("member", "administrator", "member", 1, False),  # the keys are others
        ("invitation", "administrator", "invitation", 1, False),
        ("compartment", "documenter", "compartment", 2, True),
        ("compartment", "documenter", "compartment", 1, False),
    ],
)
def test_what_may_follow_on_a_certificate(
    before: str, issuer: str, subject: str, epoch: int, may: bool
) -> None:
    roles = frozenset[str]() if subject in {"team", "compartment"} else frozenset({"documenter"})
    asked = certificate(subject, roles, epoch)
    given = certificate("member", frozenset({issuer}))
    assert may_certify(given, frozenset({issuer, "documenter"}), asked, certificate(before)) is may


def test_a_members_keys_stay_when_the_roles_change_and_no_invitation_changes_them() -> None:
    before = certificate("member", frozenset({"lawyer"}))
    after = replace(before, roles=frozenset({"auditor"}))
    administrator = certificate("member", frozenset({"administrator"}))
    assert may_certify(administrator, administrator.roles, after, before)
    assert not may_certify(certificate("invitation", ALL), ALL, after, before)


def test_no_archive_certifies_for_another() -> None:
    issuer = certificate("member", ALL)
    body = canonical(json.loads(certificate("member", ALL).body()) | {"archive": "b" * 32}).decode()
    assert not may_certify(issuer, ALL, parse_certificate(body))


def test_a_certificate_has_one_form() -> None:
    body = certificate("member", ALL).body()
    assert parse_certificate(body).body() == body
    fields = json.loads(body)
    for changed in (
        {"name": "Olena"},
        {"roles": ["lawyer", "auditor"]},
        {"roles": [1]},
        {"seal": fields["seal"] + "="},
        {"kind": "compartment"},
        {"kind": None},
        {"epoch": "1"},
        {"epoch": True},
        {"subject": 1},
    ):
        with pytest.raises(CertificateError):
            parse_certificate(canonical(fields | changed).decode())
    for bad in ("", "{}", "[]", body + " ", body.replace("sign", "sing")):
        with pytest.raises(CertificateError):
            parse_certificate(bad)


def test_everybody_leads_back_to_the_founding_member(runtime: Runtime) -> None:
    founder = found(runtime)
    lawyer = join(runtime, founder, "lawyer")
    with runtime.work(reads_only=True) as work:
        assert trusted_key(work, founder.id).roles == ALL == founder.roles
        trusted = trusted_key(work, lawyer.id)
        assert (trusted.roles, trusted.kind, trusted.epoch) == ({"lawyer"}, "member", 1)
        assert (trusted.seal_public, trusted.key_id) == (lawyer.keys.seal_public, lawyer.keys.key_id)
        assert trusted_key(work, everyone_id(work)).kind == "team"


def test_roles_hold_from_line_to_line(runtime: Runtime) -> None:
    founder = found(runtime)
    before = log_size(runtime)
    other = join(runtime, founder, "lawyer")
    joined = log_size(runtime)
    with runtime.work() as work:
        set_roles(work=work, actor=founder, member=other.id, roles=["auditor"])
    changed = log_size(runtime)
    with runtime.work() as work:
        revoke_member(work=work, actor=founder, member=other.id)
    with runtime.work(reads_only=True) as work:
        key = other.keys.key_id
        assert entitled(work, key, before - 1) == frozenset()
        assert entitled(work, key, joined - 1) == {"lawyer"}
        assert entitled(work, key, changed - 1) == {"auditor"}
        assert entitled(work, key, None) == frozenset()
        assert entitled(work, key, size(work)) == frozenset()
        assert signer_at(work, key, joined - 1).id == other.id
        with pytest.raises(Tampered, match="not certified at that place"):
            signer_at(work, key, None)
        with pytest.raises(NotFound):
            trusted_key(work, other.id)


def test_an_administrator_never_lacks_a_certificate_while_changing_his_own(runtime: Runtime) -> None:
    founder = found(runtime)
    join(runtime, founder, "administrator")
    with runtime.work() as work:
        set_roles(work=work, actor=founder, member=founder.id, roles=["documenter"])
        assert entitled(work, founder.keys.key_id, None) == {"documenter"}
    with runtime.work(reads_only=True) as work:
        for place in range(size(work)):
            assert entitled(work, founder.keys.key_id, place)
        assert trusted_key(work, founder.id).roles == {"documenter"}


def test_what_this_unit_of_work_certifies_counts_in_it_at_once(runtime: Runtime) -> None:
    founder = found(runtime)
    pair, compartment = SealPair.generate(), new_id()
    with runtime.work() as work:
        work.session.add(Compartment(id=compartment, name="working", public_key=pair.public))
        work.session.flush()
        with pytest.raises(Tampered):
            trusted_compartment(work, compartment)
        certify(work=work, actor=founder, subject=compartment, kind="compartment", seal_public=pair.public)
        assert trusted_compartment(work, compartment) == pair.public
        keys = HolderKeys.generate()
        team = add_holder(work=work, actor=founder, kind="team", keys=keys)
        assert trusted_key(work, team).key_id == keys.key_id
        uncertify(work=work, actor=founder, subject=team)
        with pytest.raises(Tampered):
            trusted_key(work, team)
    with runtime.work(reads_only=True) as work:
        assert trusted_compartment(work, compartment) == pair.public
        with pytest.raises(NotFound):
            trusted_compartment(work, new_id())
        with pytest.raises(NotFound):
            trusted_key(work, new_id())


def test_a_new_epoch_of_a_compartment_ends_the_one_before(runtime: Runtime) -> None:
    founder = found(runtime)
    old, new, compartment = SealPair.generate(), SealPair.generate(), new_id()
    with runtime.work() as work:
        row = Compartment(id=compartment, name="working", public_key=old.public)
        work.session.add(row)
        work.session.flush()
        certify(work=work, actor=founder, subject=compartment, kind="compartment", seal_public=old.public)
    with runtime.work() as work:
        row = work.session.get_one(Compartment, compartment)
        row.epoch, row.public_key = 2, new.public
        work.session.flush()
        with pytest.raises(Tampered):
            trusted_compartment(work, compartment)
        certify(
            work=work,
            actor=founder,
            subject=compartment,
            kind="compartment",
            seal_public=new.public,
            epoch=2,
        )
        assert trusted_compartment(work, compartment) == new.public
    with runtime.work() as work:  # somebody puts the old key back
        row = work.session.get_one(Compartment, compartment)
        row.epoch, row.public_key = 1, old.public
        work.session.flush()
        with pytest.raises(Tampered):
            trusted_compartment(work, compartment)


def test_a_tokens_roles_are_never_more_than_its_owners(runtime: Runtime) -> None:
    founder = found(runtime)
    owner = join(runtime, founder, "lawyer", "investigator")
    with runtime.work() as work:
        token = make_token(
            work=work, actor=owner, name="script", kind="narrow", roles=["lawyer", "investigator"]
        )
    with runtime.work() as work:
        assert trusted_key(work, token.id).roles == {"lawyer", "investigator"}
        set_roles(work=work, actor=founder, member=owner.id, roles=["investigator"])
        assert trusted_key(work, token.id).roles == {"investigator"}
    with runtime.work(reads_only=True) as work:
        assert trusted_key(work, token.id).roles == {"investigator"}


# What somebody who can write to the database might try


def swapped_keys(runtime: Runtime, victim: Actor, thief: HolderKeys) -> None:
    with runtime.work() as work:
        row = work.session.get_one(Holder, victim.id)
        row.seal_public, row.sign_public, row.key_id = thief.seal_public, thief.sign_public, thief.key_id


def test_keys_put_in_anothers_place_are_refused(runtime: Runtime) -> None:
    founder = found(runtime)
    victim = join(runtime, founder)
    with runtime.work() as work:
        work.session.get_one(Holder, victim.id).seal_public = HolderKeys.generate().seal_public
    with (
        runtime.work(reads_only=True) as work,
        pytest.raises(Tampered, match="not those that were certified"),
    ):
        trusted_key(work, victim.id)
    swapped_keys(runtime, victim, HolderKeys.generate())
    with runtime.work(reads_only=True) as work, pytest.raises(Tampered):
        trusted_key(work, victim.id)


def test_the_keys_of_a_certified_member_do_not_serve_for_another(runtime: Runtime) -> None:
    founder = found(runtime)
    victim, thief = join(runtime, founder), join(runtime, founder)
    with runtime.work() as work:
        work.session.get_one(Holder, thief.id).key_id = "made way"
        work.session.flush()
        swap = work.session.get_one(Holder, victim.id)
        swap.seal_public, swap.sign_public = thief.keys.seal_public, thief.keys.sign_public
        swap.key_id = thief.keys.key_id
    with runtime.work(reads_only=True) as work, pytest.raises(Tampered):
        trusted_key(work, victim.id)


@pytest.mark.parametrize("with_line", [False, True])
def test_a_certificate_by_who_may_not_certify_is_refused(runtime: Runtime, with_line: bool) -> None:
    """A documenter with the database in hand certifies an administrator: the code would do it, the log
    refuses.
    """
    founder = found(runtime)
    documenter = join(runtime, founder, "documenter")
    thief = HolderKeys.generate()
    with runtime.work() as work:
        holder = add_holder(
            work=work, actor=documenter, kind="member", keys=thief, roles=frozenset({"administrator"})
        )
        with pytest.raises(Tampered, match="does not lead back"):
            trusted_key(work, holder)
        if not with_line:
            work.pending.clear()
    with runtime.work(reads_only=True) as work, pytest.raises(Tampered):
        trusted_key(work, holder)


@pytest.mark.parametrize("kind", ["team", "token"])
def test_a_member_with_the_database_in_hand_does_not_take_a_teams_place(runtime: Runtime, kind: str) -> None:
    """Any member may renew a team that he is in, and certify tokens of his own: this one is neither."""
    founder = found(runtime)
    documenter = join(runtime, founder, "documenter")
    with runtime.work() as work:
        team = make_team(work=work, actor=founder, name="Intake").id
    thief = HolderKeys.generate()
    with runtime.work() as work:
        row = work.session.get_one(Holder, team)
        row.kind, row.epoch, row.key_id = kind, 2 if kind == "team" else 1, thief.key_id
        row.seal_public, row.sign_public = thief.seal_public, thief.sign_public
        roles = frozenset[str]() if kind == "team" else frozenset({"documenter"})
        certify(
            work=work,
            actor=documenter,
            subject=team,
            kind=kind,
            seal_public=thief.seal_public,
            sign_public=thief.sign_public,
            epoch=row.epoch,
            roles=roles,
        )
    with runtime.work(reads_only=True) as work, pytest.raises(Tampered, match="does not lead back"):
        trusted_key(work, team)
    with runtime.work(reads_only=True) as work:
        assert any("certif" in problem or "renews" in problem for problem in verify_log(work).problems)


def test_nobody_lets_himself_into_a_team(runtime: Runtime) -> None:
    founder = found(runtime)
    friend, thief = join(runtime, founder), join(runtime, founder)
    with runtime.work() as work:
        team = make_team(work=work, actor=founder, name="Investigations").id
        add_to_team(work=work, actor=founder, team=team, member=friend.id)
    with runtime.work() as work:
        commitment = membership_commitment(team, thief.id)
        record(work=work, actor=thief, deed=Deed.granted, subject=team, commitment=commitment)
    with runtime.work(reads_only=True) as work:
        there = [in_team(work, team, one.id, size(work)) for one in (founder, friend, thief)]
        assert there == [True, True, False]
        assert any("gives what its signer did not have" in line for line in verify_log(work).problems)


def test_who_leaves_renews_the_team_once_and_never_again(runtime: Runtime) -> None:
    founder = found(runtime)
    leaver, stays = join(runtime, founder), join(runtime, founder)
    with runtime.work() as work:
        team = make_team(work=work, actor=founder, name="Investigations").id
        for member in (leaver, stays):
            add_to_team(work=work, actor=founder, team=team, member=member.id)
    with runtime.work() as work:
        leave_team(work=work, actor=leaver, team=team, member=leaver.id)
    with runtime.work(reads_only=True) as work:
        assert trusted_key(work, team).epoch == 2
        assert verify_log(work).problems == []
    thief = HolderKeys.generate()
    with runtime.work() as work:
        row = work.session.get_one(Holder, team)
        row.epoch, row.key_id = 3, thief.key_id
        row.seal_public, row.sign_public = thief.seal_public, thief.sign_public
        certify(
            work=work,
            actor=leaver,
            subject=team,
            kind="team",
            seal_public=thief.seal_public,
            sign_public=thief.sign_public,
            epoch=3,
        )
    with runtime.work(reads_only=True) as work, pytest.raises(Tampered, match="does not lead back"):
        trusted_key(work, team)


def test_a_forged_signature_under_a_certificate_is_refused(runtime: Runtime) -> None:
    founder = found(runtime)
    victim = join(runtime, founder)
    with runtime.work() as work:
        row = work.session.scalars(select(CertificateRow).where(CertificateRow.subject_id == victim.id)).one()
        row.signature = bytes(64)
    with runtime.work(reads_only=True) as work, pytest.raises(Tampered):
        trusted_key(work, victim.id)


def test_roles_written_into_a_certificate_are_refused(runtime: Runtime) -> None:
    founder = found(runtime)
    documenter = join(runtime, founder, "documenter")
    with runtime.work() as work:
        row = work.session.scalars(
            select(CertificateRow).where(CertificateRow.subject_id == documenter.id)
        ).one()
        row.body = canonical(json.loads(row.body) | {"roles": ["administrator"]}).decode()
    with runtime.work(reads_only=True) as work:
        assert (
            entitled(work, documenter.keys.key_id, None) == frozenset()
        )  # the log knows no such certificate
        with pytest.raises(Tampered):
            trusted_key(work, documenter.id)


def test_a_revocation_is_not_undone_by_a_row(runtime: Runtime) -> None:
    founder = found(runtime)
    other = join(runtime, founder, "lawyer")
    with runtime.work() as work:
        revoke_member(work=work, actor=founder, member=other.id)
    with runtime.work() as work:
        work.session.get_one(Holder, other.id).active = True
        row = work.session.scalars(select(CertificateRow).where(CertificateRow.subject_id == other.id)).one()
        row.revoked_sequence = None
    with runtime.work(reads_only=True) as work:
        assert entitled(work, other.keys.key_id, None) == frozenset()
        with pytest.raises(Tampered):
            trusted_key(work, other.id)


def test_a_revocation_cannot_be_prevented_by_a_row(runtime: Runtime) -> None:
    """A row that claims that a certificate has ended already does not keep the line of its end from being
    written.
    """
    founder = found(runtime)
    other = join(runtime, founder, "lawyer")
    with runtime.work() as work:
        row = work.session.scalars(select(CertificateRow).where(CertificateRow.subject_id == other.id)).one()
        row.revoked_sequence = 0
    with runtime.work() as work:
        revoke_member(work=work, actor=founder, member=other.id)
    with runtime.work(reads_only=True) as work:
        assert entitled(work, other.keys.key_id, None) == frozenset()


def test_a_second_founding_member_is_refused(runtime: Runtime) -> None:
    """Somebody who signs his own certificate is not the anchor that the host keeps, wherever it stands in
    the log.
    """
    founder = found(runtime)
    keys = HolderKeys.generate()
    thief = Actor("t" * 32, "t" * 32, ALL, keys, "")
    with runtime.work() as work:
        add_holder(work=work, actor=thief, kind="member", keys=keys, roles=ALL, holder_id=thief.id)
    with runtime.work(reads_only=True) as work:
        with pytest.raises(Tampered):
            trusted_key(work, thief.id)
        work.host.anchor = keys.key_id
        with pytest.raises(Tampered):
            trusted_key(work, founder.id)


def test_a_line_changed_in_its_row_is_refused(runtime: Runtime) -> None:
    founder = found(runtime)
    other = join(runtime, founder, "lawyer")
    with runtime.work() as work:
        revoke_member(work=work, actor=founder, member=other.id)
    with runtime.work() as work:
        work.session.execute(
            delete(LogEntry).where(LogEntry.subject_id == other.id, LogEntry.deed == "uncertified")
        )
        kept = work.session.scalars(select(LogEntry).where(LogEntry.subject_id == other.id)).one()
        kept.leaf = kept.leaf.replace("2026-03-02", "2026-03-03")
    with runtime.work(reads_only=True) as work, pytest.raises(Tampered):
        entitled(work, other.keys.key_id, None)


def test_teams_are_made_by_administrators_alone(runtime: Runtime) -> None:
    founder = found(runtime)
    documenter = join(runtime, founder, "documenter")
    disguised = Actor(documenter.id, documenter.id, ALL, documenter.keys, "")  # his own claim about his roles
    with pytest.raises(Tampered), runtime.work() as work:
        make_team(work=work, actor=disguised, name="Conspirators")


def test_key_ids_of_compartments_and_holders_never_meet() -> None:
    pairs = [SealPair.generate() for _ in range(3)]
    ids = {
        Certificate("i", "a", "s", "compartment", 1, "x", frozenset(), pair.public, None).key_id
        for pair in pairs
    }
    assert len(ids) == 3
    assert all(len(a) == len(b) == 43 for a, b in itertools.combinations(ids, 2))
