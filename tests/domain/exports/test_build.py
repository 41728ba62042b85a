"""A bundle of a real archive: what leaves, what stays, and that a stranger can check it."""

from pathlib import Path

import pytest

from app.domain.accounts.actions import revoke_member
from app.domain.archive.access import case_access
from app.domain.archive.derived import destroy_bundles
from app.domain.archive.grants import grant_case, grant_register
from app.domain.archive.records import add_record
from app.domain.exports.actions import request_export
from app.domain.exports.build import NOTHING, build_export
from app.domain.exports.queries import DIED, list_exports, open_bundle, read_export
from app.errors import Conflict, Invalid, NotAllowed, NotFound, Tampered
from app.models import Export, LogEntry
from app.runtime import Runtime
from app.worker import build_and_wait
from tests.conftest import STORES, TestClock
from tests.domain.exports.archives import FILE, PERMISSION, PURPOSE, Filled, exported, fill, judged, opened
from tests.people import join


@pytest.fixture
def filled(runtime: Runtime) -> Filled:
    return fill(runtime)


@pytest.mark.parametrize("settings", STORES, indirect=True)
def test_what_was_agreed_to_leaves_and_a_stranger_can_check_it(filled: Filled, tmp_path: Path):
    view = filled.build()
    bundle = opened(filled.bundle(view.id))

    assert judged(bundle.data, tmp_path, filled.actor.keys.key_id).signer_known
    assert bundle.kinds() == [
        *("account", "act", "consent", "evidence", "identity", "individual", "involvement", "source", "unit"),
    ]
    assert next(data for path, data in bundle.files.items() if path.startswith("data/files/")) == FILE
    assert filled.bundle(view.id) == bundle.data
    assert view.released == 9
    assert {item.record: item.reasons for item in view.withheld} == {
        filled.ids["boris"]: ("no_consent",),
        filled.ids["note"]: ("privileged",),
        filled.ids["hidden"]: ("no_citation",),
        filled.ids["account"]: ("no_consent",),
    }


def test_a_paragraph_that_names_somebody_who_did_not_agree_stays_and_keeps_its_number(filled: Filled):
    bundle = exported(filled)

    account = bundle.of(filled.ids["account"])
    assert account is not None
    assert [paragraph.get("text", "")[:4] for paragraph in account["narrative"]] == ["They", "", "On t"]
    assert "mentions" not in account or account["mentions"] == []
    for secret in ("Halavin", "W-0002", filled.ids["boris"], "A letter", "The yard", "Strategy"):
        assert secret not in bundle.everything()


def test_nothing_leaves_without_consent(filled: Filled, tmp_path: Path):
    filled.amend("consent", 1, individual=filled.ids["ada"], basis="own", covers="everything", permissions=[])

    view = filled.build()

    assert (view.state, view.reason, view.released) == ("refused", NOTHING, 0)
    with pytest.raises(Conflict), filled.runtime.work() as work:
        open_bundle(work=work, actor=filled.actor, export=view.id)


def test_a_withdrawn_consent_covers_nothing_from_its_day_on(filled: Filled, clock: TestClock):
    content = {
        "individual": filled.ids["ada"],
        "basis": "own",
        "covers": "everything",
        "permissions": [PERMISSION],
    }
    filled.amend("consent", 1, **content, withdrawal={"on": "2026-03-01", "from": "2026-03-04"})

    assert filled.build().state == "ready"
    clock.at = clock.at.replace(day=4)
    assert filled.build().state == "refused"


def test_identity_leaves_only_where_it_is_disclosed(filled: Filled):
    shy = PERMISSION | {"identity": "withheld"}
    filled.amend(
        "consent", 1, individual=filled.ids["ada"], basis="own", covers="everything", permissions=[shy]
    )
    bundle = exported(filled)

    assert "identity" not in bundle.kinds()
    assert "Velskaya" not in bundle.everything()
    assert "act" in bundle.kinds()


def test_earlier_versions_travel_without_content(filled: Filled, tmp_path: Path):
    act = {
        "individual": filled.ids["ada"],
        "type": "torture",
        "reported_in": [{"account": filled.ids["account"], "paragraphs": [3]}],
    }
    filled.amend("act", 1, **act, description="An earlier mistake.")
    filled.amend("act", 2, **act)
    bundle = exported(filled)

    judged(bundle.data, tmp_path, filled.actor.keys.key_id)
    assert "earlier mistake" not in bundle.everything()
    assert sum(path.endswith(("-v1.sd-jwt", "-v2.sd-jwt")) for path in bundle.files) == 2


def test_what_a_member_wrote_before_being_revoked_still_verifies(filled: Filled, tmp_path: Path):
    author = join(filled.runtime, filled.actor, "documenter")
    with filled.runtime.work() as work:
        grant_case(
            work=work, actor=filled.actor, case=filled.case, holder=author.id, compartments=["working"]
        )
    ids = filled.ids
    act = {"individual": ids["ada"], "type": "threat", "reported_in": [{"account": ids["account"]}]}
    with filled.runtime.work() as work:
        written = add_record(work=work, actor=author, case=filled.case, kind="act", content=act)
    with filled.runtime.work() as work:
        revoke_member(work=work, actor=filled.actor, member=author.id)
    bundle = exported(filled)

    judged(bundle.data, tmp_path, filled.actor.keys.key_id)
    assert bundle.of(written.id) is not None
    assert b'"ended"' in bundle.files["signature/certificates.json"]
    assert f"signature/authors/{author.keys.key_id}.pem" in bundle.files


def test_pseudonymised_bundles_share_no_number_and_no_pseudonym(filled: Filled, tmp_path: Path):
    first, second = exported(filled, "pseudonymised"), exported(filled, "pseudonymised", "court")

    for bundle in (first, second):
        judged(bundle.data, tmp_path, filled.actor.keys.key_id)
        assert bundle.kinds() == ["account", "act", "individual", "involvement", "source", "unit"]
        for secret in ("Velskaya", "W-0001", "Halavin", "bruises"):
            assert secret not in bundle.everything()
        assert bundle.of(filled.ids["ada"]) != {"pseudonym": "W-0001", "roles": ["victim"]}
    numbers = [{row["exhibit"] for row in bundle.table("data/index.csv")} for bundle in (first, second)]
    assert not numbers[0] & numbers[1]
    assert first.of(filled.ids["ada"]) != second.of(filled.ids["ada"])
    again = exported(filled, "pseudonymised")
    assert again.of(filled.ids["ada"]) == first.of(filled.ids["ada"])


def test_exhibit_numbers_stay_the_same_in_later_exports(filled: Filled):
    first = {row["record"]: row["exhibit"] for row in exported(filled).table("data/index.csv")}
    filled.add(
        "later",
        "act",
        individual=filled.ids["ada"],
        type="threat",
        reported_in=[{"account": filled.ids["account"], "paragraphs": [1]}],
    )
    second = {
        row["record"]: row["exhibit"] for row in exported(filled, recipient="court").table("data/index.csv")
    }

    assert first.items() <= second.items()
    assert all(exhibit.startswith("NVR-") and len(exhibit) == 10 for exhibit in second.values())


def test_every_export_reading_and_download_is_in_the_log(filled: Filled):
    export = filled.build().id
    filled.bundle(export)
    with filled.runtime.work() as work:
        deeds = [(row.deed, row.subject_id) for row in work.session.query(LogEntry).all()]

    assert ("exported", export) in deeds and ("exported", filled.case) in deeds
    assert ("downloaded", export) in deeds
    assert ("read", filled.ids["ada's name"]) in deeds


def test_owner_teammate_and_outsider(filled: Filled):
    export = filled.build().id
    lawyer = join(filled.runtime, filled.actor, "lawyer")
    documenter = join(filled.runtime, filled.actor, "documenter")
    asked = {
        "cases": [filled.case],
        "recipient": filled.ids["prosecutor"],
        "profile": "full",
        "purpose": PURPOSE,
    }
    with filled.runtime.work() as work:
        for other in (lawyer, documenter):
            for query in (read_export, open_bundle):
                with pytest.raises(NotFound):
                    query(work=work, actor=other, export=export)
        with pytest.raises(NotFound):
            request_export(work=work, actor=lawyer, **asked)
        with pytest.raises(NotAllowed):
            request_export(work=work, actor=documenter, **asked)
        with pytest.raises(NotAllowed):
            list_exports(work=work, actor=documenter)
        assert list_exports(work=work, actor=lawyer).total == 0
        assert list_exports(work=work, actor=filled.actor).total == 1


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"profile": "everything"}, Invalid),
        ({"purpose": "gossip"}, Invalid),
        ({"cases": []}, Invalid),
        ({"cases": ["0" * 32]}, NotFound),
        ({"recipient": "0" * 32}, NotFound),
    ],
)
def test_what_cannot_be_asked_for(filled: Filled, changes: dict[str, object], error: type[Exception]):
    asked = {
        "cases": [filled.case],
        "recipient": filled.ids["prosecutor"],
        "profile": "full",
        "purpose": PURPOSE,
    }
    with filled.runtime.work() as work:
        with pytest.raises(error):
            request_export(work=work, actor=filled.actor, **asked | changes)
        with pytest.raises(NotFound):
            request_export(work=work, actor=filled.actor, **asked | {"recipient": filled.ids["gazette"]})
        work.rollback()


def test_an_export_that_was_ended_while_it_was_built_leaves_nothing(
    filled: Filled, monkeypatch: pytest.MonkeyPatch
):
    from app.domain.exports import build

    export = filled.ask()
    packed = build.pack

    def pack_and_withdraw(*given: object) -> int:
        size = packed(*given)
        with filled.runtime.work() as work:
            destroy_bundles(work, filled.case)
        return size

    monkeypatch.setattr(build, "pack", pack_and_withdraw)
    before = set(filled.runtime.storage.names())
    build_export(filled.runtime.work, filled.actor, export)

    view = filled.view(export)
    assert view.state == "refused" and view.released == 0 and view.reason is not None
    assert set(filled.runtime.storage.names()) == before


def test_a_case_that_changed_meanwhile_has_to_be_asked_for_again(
    filled: Filled, monkeypatch: pytest.MonkeyPatch
):
    from app.domain.exports import build

    packed = build.pack

    def pack_and_write(*given: object) -> int:
        size = packed(*given)
        filled.add("more", "individual", pseudonym="W-0003")
        return size

    monkeypatch.setattr(build, "pack", pack_and_write)

    view = filled.build()
    assert view.state == "refused" and view.reason is not None and "changed" in view.reason


def test_a_damaged_record_or_file_is_never_exported(filled: Filled):
    for name in filled.runtime.storage.names():
        path = filled.runtime.settings.folder / "objects" / name[:2] / name
        path.write_bytes(path.read_bytes()[:-1] + b"\0")

    view = filled.build()
    assert view.state == "refused" and view.reason
    assert "bruises" not in view.reason


def test_a_stored_bundle_that_was_changed_is_not_served(filled: Filled):
    export = filled.build().id
    with filled.runtime.work() as work:
        row = work.session.get_one(Export, export)
        name = row.object_name or ""
        path = filled.runtime.settings.folder / "objects" / name[:2] / name
        assert b"PK\x03\x04" not in path.read_bytes()
    path.write_bytes(path.read_bytes()[:-1])

    with pytest.raises(Tampered):
        filled.bundle(export)


def test_the_child_builds_and_needs_nothing_but_the_pipe(filled: Filled, tmp_path: Path):
    export = filled.ask()
    build_and_wait(filled.runtime, filled.actor, export)

    view = filled.view(export)
    assert view.state == "ready", view.reason
    assert (view.progress.done, view.progress.total) == (10, 10)
    judged(filled.bundle(export), tmp_path, filled.actor.keys.key_id)


def test_a_child_that_dies_leaves_its_export_refused_in_words(
    filled: Filled, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sys.executable", "/bin/false")
    export = filled.ask()
    build_and_wait(filled.runtime, filled.actor, export)

    assert (filled.view(export).state, filled.view(export).reason) == ("refused", DIED)


def test_a_lawyer_who_does_not_hold_the_identities_exports_without_them(filled: Filled):
    lawyer = join(filled.runtime, filled.actor, "lawyer")
    with filled.runtime.work() as work:
        grant_case(
            work=work, actor=filled.actor, case=filled.case, holder=lawyer.id, compartments=["working"]
        )
        grant_register(work=work, actor=filled.actor, holder=lawyer.id)
        assert "identity" not in case_access(work, lawyer, filled.case).opens
    export = filled.ask(actor=lawyer)
    build_export(filled.runtime.work, lawyer, export)
    with filled.runtime.work() as work:
        view = read_export(work=work, actor=lawyer, export=export)
    assert view.state == "ready", view.reason
    assert ("closed",) in [item.reasons for item in view.withheld]
