"""Nothing opens that does not stand up: each step of opening.py is broken once, in the database or by a member."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from app.domain.accounts.certificates import certify
from app.domain.accounts.keyring import keyring
from app.domain.accounts.members import revoke_member
from app.domain.archive import compartments
from app.domain.archive.opening import OpenedVersion, latest_versions, open_latest, open_versions
from app.domain.archive.queries import list_cases, read_case, read_record
from app.domain.archive.records import amend_record
from app.domain.archive.versions import counted, version_context, version_key_context, write_version
from app.domain.custody.actions import record as log_deed
from app.domain.custody.deeds import Deed
from app.domain.work import Actor, Work
from app.errors import NotReady, Tampered
from app.models import Case, Certificate, Compartment, Grant, LogEntry, LogNode, Record, Version, new_id
from app.records.base import Content
from app.records.kinds import parse
from app.vault.canonical import canonical
from app.vault.hpke import SealPair, seal_to
from app.vault.seal import new_key, seal_padded
from app.vault.statements import issue, statement_hash
from tests.conftest import STORES
from tests.domain.scenes import INDIVIDUAL, SECRET, SOURCE, Scene
from tests.people import join

OTHER = INDIVIDUAL | {"pseudonym": "W-0002"}
SEALED = ("sealed_key", "sealed_content", "statement", "author_key_id", "epoch")


def refused(scene: Scene, record: str, step: str, actor: Actor | None = None) -> None:
    """The record does not open for its owner, the refusal names the step, and no content."""
    with pytest.raises(Tampered, match=step) as error:
        scene.do(actor or scene.owner, read_record, record=record)
    assert record in str(error.value)
    assert "W-000" not in str(error.value)
    assert SECRET not in str(error.value)


def overwrite(scene: Scene, record: str, number: int = 1, **values: Any) -> None:
    """What a thief with write access to the database could do."""
    with scene.runtime.work() as work:
        wanted = (Version.record_id == record, Version.number == number)
        work.session.execute(update(Version).where(*wanted).values(**values))


def row_of(scene: Scene, record: str, number: int = 1) -> Version:
    with scene.runtime.work() as work:
        return work.session.get_one(Version, (record, number))


@pytest.mark.parametrize("removed", [True, False])
def test_a_version_taken_away_or_passed_over_is_missed(scene: Scene, removed: bool) -> None:
    """Such as the withdrawal of a consent, which an export would then not know of."""
    record = scene.individual()
    scene.do(scene.owner, amend_record, record=record, content=OTHER, reason="Corrected.", expected=1)
    with scene.runtime.work() as work:
        work.session.get_one(Record, record).latest = 1
        if removed:
            work.session.execute(delete(Version).where(Version.record_id == record, Version.number == 2))
    refused(scene, record, "step 5, the custody log knows of another version")


@pytest.mark.parametrize("cells", [(cell,) for cell in SEALED[:3]] + [SEALED, (*SEALED, "sequence")])
def test_cells_swapped_between_rows_are_refused(scene: Scene, cells: tuple[str, ...]) -> None:
    swap_and_refuse(scene, cells)


@pytest.mark.parametrize("settings", STORES, indirect=True)
def test_swapped_rows_are_refused_on_every_store(scene: Scene) -> None:
    swap_and_refuse(scene, SEALED)


def swap_and_refuse(scene: Scene, cells: tuple[str, ...]) -> None:
    first, second = scene.individual(), scene.add("individual", OTHER)
    one, two = row_of(scene, first), row_of(scene, second)
    overwrite(scene, first, **{cell: getattr(two, cell) for cell in cells})
    overwrite(scene, second, **{cell: getattr(one, cell) for cell in cells})
    refused(scene, first, "step [245]")
    refused(scene, second, "step [245]")


def test_cells_swapped_between_versions_are_refused(scene: Scene) -> None:
    record = scene.individual()
    scene.do(scene.owner, amend_record, record=record, content=OTHER, reason="renamed", expected=1)
    one, two = row_of(scene, record, 1), row_of(scene, record, 2)
    overwrite(scene, record, 2, sealed_key=one.sealed_key, sealed_content=one.sealed_content)
    refused(scene, record, "step 4")
    overwrite(scene, record, 2, **{cell: getattr(one, cell) for cell in (*SEALED, "sequence")})
    refused(scene, record, "step 4")
    overwrite(scene, record, 2, **{cell: getattr(two, cell) for cell in (*SEALED, "sequence")})
    assert scene.do(scene.owner, read_record, record=record).content == OTHER


def test_a_record_moved_to_another_case_is_refused(scene: Scene) -> None:
    record, other = scene.individual(), scene.another_case()
    with scene.runtime.work() as work:
        there = compartments.of_case(work, other)["working"].id
        work.session.execute(update(Record).values(case_id=other, compartment_id=there))
    refused(scene, record, "step 1")
    overwrite(scene, record, compartment_id=there)
    refused(scene, record, "step 3|step 4")


def test_a_version_put_back_is_refused_by_its_missing_successor(scene: Scene) -> None:
    """Hiding the latest version leaves a line in the log that no row answers to; `verify` finds that."""
    record = scene.individual()
    scene.do(scene.owner, amend_record, record=record, content=OTHER, reason="renamed", expected=1)
    two = row_of(scene, record, 2)
    overwrite(scene, record, 1, statement=two.statement)
    refused(scene, record, "step 5")  # version 2 no longer follows on version 1


def test_a_missing_version_before_is_noticed(scene: Scene) -> None:
    record = scene.individual()
    scene.do(scene.owner, amend_record, record=record, content=OTHER, reason="renamed", expected=1)
    with scene.runtime.work() as work:
        work.session.execute(delete(Version).where(Version.number == 1))
    refused(scene, record, "step 5")


@pytest.mark.parametrize("sequence", [None, 0, 3, 10_000])
def test_a_version_is_bound_to_its_line_in_the_log(scene: Scene, sequence: int | None) -> None:
    record = scene.individual()
    overwrite(scene, record, sequence=sequence)
    refused(scene, record, "step 2")


@pytest.mark.parametrize("table", [LogEntry, LogNode])
def test_a_line_that_is_not_in_the_tree_counts_for_nothing(scene: Scene, table: Any) -> None:
    record = scene.individual()
    sequence = row_of(scene, record).sequence
    with scene.runtime.work() as work:
        if table is LogEntry:
            leaf = work.session.get_one(LogEntry, sequence)
            leaf.leaf = leaf.leaf.replace('"day":"2026-03-02"', '"day":"2026-03-01"')
        else:
            work.session.get_one(LogNode, (0, sequence)).hash = bytes(32)
    refused(scene, record, "step 2")


def forced(work: Work, actor: Actor, part: Compartment, content: Content) -> str:
    """A record by a member whom no rule held back."""
    row = Record(id=new_id(), case_id=part.case_id, compartment_id=part.id)
    work.session.add(row)
    work.session.flush()
    write_version(work=work, actor=actor, row=row, compartment=part, content=content)
    return row.id


def write_as(scene: Scene, actor: Actor, content: dict[str, Any]) -> str:
    """What a member could do who writes to database and log, but was granted nothing: all but the rules."""
    with scene.runtime.work() as work:
        part = compartments.of_case(work, scene.case)["working"]
        return forced(work, actor, part, parse("individual", content))


def test_a_version_by_a_member_without_a_grant_is_refused(scene: Scene) -> None:
    assert scene.do(scene.owner, read_record, record=write_as(scene, scene.owner, INDIVIDUAL)).version == 1
    refused(scene, write_as(scene, scene.teammate, INDIVIDUAL), "step 3, its signer did not hold")
    scene.grant(scene.teammate, "identity")
    refused(scene, write_as(scene, scene.teammate, INDIVIDUAL), "step 3, its signer did not hold")
    scene.grant(scene.teammate, "working")
    assert scene.do(scene.owner, read_record, record=write_as(scene, scene.teammate, INDIVIDUAL)).version == 1


def test_a_version_by_a_member_whose_roles_do_not_write_is_refused(scene: Scene) -> None:
    source = scene.claim("source", SOURCE)
    auditor = join(scene.runtime, scene.owner, "auditor")
    with scene.runtime.work() as work:
        part = compartments.of_register(work)["register"]
        forged = forced(work, auditor, part, parse("source", SOURCE))
    refused(scene, forged, "step 3, its signer had no role")
    assert scene.do(scene.owner, read_record, record=source).version == 1


def test_a_grant_forged_in_the_table_gives_no_right_to_write(scene: Scene) -> None:
    forged = write_as(scene, scene.teammate, INDIVIDUAL)
    with scene.runtime.work() as work:
        mine = work.session.scalars(select(Grant).where(Grant.holder_id == scene.owner.id)).all()
        for row in mine:
            values = {
                "holder_id": scene.teammate.id,
                "sealed_key": b"x",
                "granted_sequence": row.granted_sequence,
            }
            work.session.add(Grant(id=row.id[::-1], compartment_id=row.compartment_id, epoch=1, **values))
    refused(scene, forged, "step 3, its signer did not hold")


def test_a_grant_line_by_somebody_who_holds_nothing_gives_no_right_to_write(scene: Scene) -> None:
    with scene.runtime.work() as work:
        part = compartments.of_case(work, scene.case)["working"]
        keys = compartments.openable_compartments(work, keyring(work, scene.owner), [part.id])[part.id]
        compartments.grant(work, scene.outsider, keys, scene.teammate.id)  # signed by the outsider
    refused(scene, write_as(scene, scene.teammate, INDIVIDUAL), "step 3, its signer did not hold")


def test_what_a_revoked_member_signs_later_is_refused(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.grant(scene.teammate)
    before = scene.add("individual", INDIVIDUAL, by=scene.teammate)
    scene.do(scene.owner, revoke_member, member=scene.teammate.id)
    scene.individual()  # the owner's write renews the compartment
    assert scene.do(scene.owner, read_record, record=before).author.holder == scene.teammate.id
    monkeypatch.setattr("app.domain.custody.append.refuse_ended", lambda *_: None)  # a changed program
    after = write_as(scene, scene.teammate, INDIVIDUAL)
    refused(scene, after, "step 3, its signer's key")


def test_a_statement_by_another_key_is_refused(scene: Scene) -> None:
    record = scene.individual()
    overwrite(scene, record, author_key_id=scene.outsider.keys.key_id)
    refused(scene, record, "step 2")


CLAIMS = {
    "kind": "individual",
    "schema": "individual/1",
    "recorded_at": "2026-03-02T12:00:00Z",
    "content": INDIVIDUAL,
}


def signed(scene: Scene, claims: dict[str, Any], **about: Any) -> str:
    """A version that its signer was free to sign, but not in our form: what a changed program could write."""
    with scene.runtime.work() as work:
        part = compartments.of_case(work, scene.case)["working"]
        row = Record(id=new_id(), case_id=scene.case, compartment_id=part.id)
        work.session.add(row)
        work.session.flush()
        said = {"record": row.id, "version": 1, "previous": None} | about
        issued = issue(scene.owner.keys, **said, claims=counted(claims))
        key, where = new_key(), (part.id, row.id, 1)
        version = Version(record_id=row.id, number=1, compartment_id=part.id, epoch=1, statement=issued.jwt)
        version.author_key_id = scene.owner.keys.key_id
        version.sealed_content = seal_padded(key, canonical(issued.disclosures), version_context(*where))
        version.sealed_key = seal_to(part.public_key, key, version_key_context(*where, 1))
        work.session.add(version)
        log_deed(
            work=work,
            actor=scene.owner,
            deed=Deed.wrote,
            subject=row.id,
            statement=statement_hash(issued.jwt),
            on_sequence=lambda sequence: setattr(version, "sequence", sequence),
        )
    return row.id


def test_a_statement_in_our_form_opens(scene: Scene) -> None:
    made = signed(scene, CLAIMS | {"case": scene.case})
    assert scene.do(scene.owner, read_record, record=made).content == INDIVIDUAL


@pytest.mark.parametrize("about", [{"record": "0" * 32}, {"version": 2}, {"previous": "A" * 43}])
def test_a_statement_of_another_version_is_refused(scene: Scene, about: dict[str, Any]) -> None:
    refused(scene, signed(scene, CLAIMS | {"case": scene.case}, **about), "step 5")


@pytest.mark.parametrize(
    "claims",
    [
        {"case": "0" * 32},
        {"case": None},
        {"kind": "unit", "schema": "unit/1"},
        {"kind": "nothing", "schema": "nothing/1"},
        {"kind": "note"},
        {"schema": "individual"},
        {"schema": 1},
        {"content": {"roles": ["victim"]}},
        {"content": []},
        {"recorded_at": "2026-03-02T12:00:00"},
        {"recorded_at": "yesterday"},
        {
            "kind": "identity",
            "schema": "identity/1",
            "content": {"individual": "0" * 32, "names": [{"text": "Ada"}]},
        },
    ],
)
def test_a_statement_out_of_form_is_refused(scene: Scene, claims: dict[str, Any]) -> None:
    refused(scene, signed(scene, CLAIMS | {"case": scene.case} | claims), "step 6")


@pytest.mark.parametrize("missing", ["case", *CLAIMS])
def test_a_statement_without_a_claim_is_refused(scene: Scene, missing: str) -> None:
    claims = {name: value for name, value in (CLAIMS | {"case": scene.case}).items() if name != missing}
    refused(scene, signed(scene, claims), "step 6")


def test_a_record_of_a_newer_schema_asks_for_newer_software(scene: Scene) -> None:
    made = signed(scene, CLAIMS | {"case": scene.case, "schema": "individual/99"})
    with pytest.raises(NotReady, match="newer version"):
        scene.do(scene.owner, read_record, record=made)


def resealed(change: Callable[[list[str]], list[str]]) -> Callable[[Scene, str], None]:
    """Replaces the sealed disclosures by changed ones: anybody can seal to a compartment's public key."""

    def act(scene: Scene, record: str) -> None:
        with scene.runtime.work() as work:
            version = latest_versions(work, [record])[0]
            opened = open_latest(work, keyring(work, scene.owner), record)
            part = work.session.get_one(Compartment, version.compartment_id)
            key, where = new_key(), (part.id, record, version.number)
            disclosures = canonical(change(list(opened.disclosures.values())))
            version.sealed_content = seal_padded(key, disclosures, version_context(*where))
            version.sealed_key = seal_to(part.public_key, key, version_key_context(*where, part.epoch))

    return act


@pytest.mark.parametrize(
    ("change", "step"),
    [
        (lambda all_: [*all_, all_[0]], "step 5"),
        (lambda all_: [*all_, "WyJhIiwiYiIsImMiXQ"], "step 5"),
        *((lambda all_, at=at: all_[:at] + all_[at + 1 :], "step [56]") for at in range(9)),
        (lambda _: [], "step 5"),
    ],
)
def test_disclosures_added_or_taken_away_are_refused(
    scene: Scene, change: Callable[[list[str]], list[str]], step: str
) -> None:
    record = scene.individual()
    resealed(lambda all_: all_)(scene, record)
    assert scene.do(scene.owner, read_record, record=record).content == INDIVIDUAL
    resealed(change)(scene, record)
    refused(scene, record, step)


def test_a_grant_sealed_by_somebody_else_opens_nothing(scene: Scene) -> None:
    """A thief makes his own compartment key and seals it to the owner: it is not the certified one."""
    record = scene.individual()
    with scene.runtime.work() as work:
        part = compartments.of_case(work, scene.case)["working"]
        own = compartments.make(work, scene.outsider, None, "thief")
        forged = compartments.CompartmentKeys(part.id, part.case_id, part.name, 1, own.pair)
        seed = compartments.sealed_seed(forged, scene.owner.id, scene.owner.keys.seal_public)
        work.session.execute(update(Grant).where(Grant.compartment_id == part.id).values(sealed_key=seed))
    refused(scene, record, "step 1")
    with scene.runtime.work() as work:
        work.session.execute(
            update(Compartment).where(Compartment.id == part.id).values(public_key=own.pair.public)
        )
    refused(scene, record, "step 4")
    with pytest.raises(Tampered):  # and nothing is sealed to it
        scene.individual()


def test_a_compartment_key_certified_by_one_who_does_not_hold_it_is_refused(scene: Scene) -> None:
    pair = SealPair.generate()
    with scene.runtime.work() as work:
        part = compartments.of_case(work, scene.case)["working"]
        part.epoch, part.public_key = 2, pair.public
        certify(
            work=work,
            actor=scene.outsider,
            subject=part.id,
            kind="compartment",
            epoch=2,
            seal_public=pair.public,
        )
    with pytest.raises(Tampered):
        scene.individual()


def test_certificates_that_were_changed_open_nothing(scene: Scene) -> None:
    record = scene.individual()
    with scene.runtime.work() as work:
        for row in work.session.scalars(select(Certificate).where(Certificate.subject_id == scene.owner.id)):
            row.signature = bytes(64)
    with pytest.raises(Tampered):
        scene.do(scene.owner, read_record, record=record)


def test_a_title_that_its_opener_did_not_sign_is_not_shown(scene: Scene) -> None:
    other = scene.another_case()
    with scene.runtime.work() as work:
        mine, its = work.session.get_one(Case, scene.case), work.session.get_one(Case, other)
        mine.sealed_title, its.sealed_title = its.sealed_title, mine.sealed_title
    for deed in (list_cases, lambda **given: read_case(**given, case=scene.case)):
        with pytest.raises(Tampered):
            scene.do(scene.owner, deed)


def test_one_bad_version_among_many_is_left_out_and_told(scene: Scene) -> None:
    records = [scene.add("individual", INDIVIDUAL | {"pseudonym": f"W-{n:04}"}) for n in range(6)]
    overwrite(scene, records[3], statement=row_of(scene, records[2]).statement)
    told: list[Tampered] = []

    def opened(work: Work) -> list[OpenedVersion]:
        rows = latest_versions(work, records)
        return list(open_versions(work, keyring(work, scene.owner), rows, on_tampered=told.append))

    with scene.runtime.work() as work:
        assert {version.record for version in opened(work)} == {*records[:3], *records[4:]}
    assert [records[3] in str(error) for error in told] == [True]
    with scene.runtime.work() as work, pytest.raises(Tampered):
        list(open_versions(work, keyring(work, scene.owner), latest_versions(work, records)))


def test_an_opened_version_carries_what_a_bundle_needs(scene: Scene) -> None:
    record = scene.individual()
    with scene.runtime.work() as work:
        opened = open_latest(work, keyring(work, scene.owner), record)
    assert (opened.record, opened.case, opened.kind, opened.version) == (record, scene.case, "individual", 1)
    assert (opened.compartment_name, opened.author.id, opened.reason) == ("working", scene.owner.id, None)
    assert opened.claims["schema"] == "individual/1"
    assert opened.claims["recorded_at"] == "2026-03-02T12:00:00Z"
    assert "W-0001" not in repr(opened)
