"""The verifier: refuses any change, names step and file, and never breaks on garbage."""

import base64
import dataclasses
import io
import json
import random
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.custody.deeds import Deed, parse_leaf
from app.domain.exports.contents import Contents, Withheld, custody_path
from app.domain.exports.verifier.bag import framing
from app.domain.exports.verifier.reading import Failed, Reading, read_index
from app.domain.exports.verify import STEPS, verify_bundle
from app.domain.exports.zip_framing import ZipWriter, check_framing
from app.vault.keys import HolderKeys
from app.vault.signing import SigningKey
from tests.domain.exports.packages import INDIVIDUAL, Archive, Package, exhibit, package, write


@pytest.fixture(scope="module")
def made() -> Package:
    return package()


@pytest.fixture(scope="module")
def packed(made: Package) -> bytes:
    return made.packed()


def judge(data: bytes, folder: Path, anchor: str | None = None) -> Any:
    path = folder / "bundle.zip"
    path.write_bytes(data)
    return verify_bundle(path, anchor)


def rezipped(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The bundle with other files in a ZIP that is again in its one form."""
    entries = check_framing(lambda start, end: data[start:end], len(data))
    files = {entry.name.partition("/")[2]: data[entry.start : entry.end] for entry in entries}
    change(files)
    buffer = io.BytesIO()
    writer = ZipWriter(buffer.write)
    for name in sorted(files, key=str.encode):
        writer.add(f"NEV-bundle/{name}", len(files[name]), zlib.crc32(files[name]), [files[name]])
    writer.close()
    return buffer.getvalue()


@pytest.mark.parametrize("profile", ["full", "pseudonymised"])
def test_a_bundle_verifies_and_says_whether_the_signer_is_known(profile: str, tmp_path: Path):
    made = package(profile)
    path = made.to(tmp_path)

    unknown = verify_bundle(path)
    assert unknown.ok and not unknown.signer_known
    assert made.archive.founder.key_id in unknown.as_text()
    assert verify_bundle(path, made.archive.founder.key_id).signer_known
    wrong = verify_bundle(path, HolderKeys.generate().key_id)
    assert (wrong.ok, wrong.failed_step, wrong.failed_file) == (False, 7, "signature/certificates.json")


def test_the_same_contents_give_the_same_bytes(made: Package, packed: bytes):
    assert made.packed() == packed


def test_any_flipped_byte_is_refused_with_step_and_file(packed: bytes, tmp_path: Path):
    entries = check_framing(lambda start, end: packed[start:end], len(packed))
    places = [
        place for entry in entries for place in {entry.start, (entry.start + entry.end) // 2, entry.end - 1}
    ]
    places += random.Random(1).sample(range(len(packed)), 150)
    for place in places:
        changed = packed[:place] + bytes([packed[place] ^ 1]) + packed[place + 1 :]
        verdict = judge(changed, tmp_path)
        inside = [entry.name for entry in entries if entry.start <= place < entry.end]
        assert not verdict.ok and verdict.failed_step is not None
        if inside:
            assert verdict.failed_file == inside[0].partition("/")[2]


def test_a_file_changed_added_or_removed_is_refused_even_where_the_zip_is_made_anew(
    packed: bytes, tmp_path: Path
):
    names = [entry.name.partition("/")[2] for entry in check_framing(lambda s, e: packed[s:e], len(packed))]
    for name in names:
        changed = judge(
            rezipped(packed, lambda files, name=name: files.update({name: files[name] + b"\n"})), tmp_path
        )
        assert (changed.ok, changed.failed_file) == (False, name)
        assert not judge(rezipped(packed, lambda files, name=name: files.pop(name)), tmp_path).ok
    for name in (
        "data/more.txt",
        "more.txt",
        "signature/more.txt",
        "signature/authors/more.pem",
        "DATA/index.csv",
    ):
        added = judge(rezipped(packed, lambda files, name=name: files.update({name: b"x"})), tmp_path)
        assert (added.ok, added.failed_file) == (False, name)


def fails(made: Package, folder: Path) -> tuple[int | None, str | None]:
    """Step and file at which a bundle fails that its exporter has signed."""
    verdict = verify_bundle(made.to(folder))
    assert not verdict.ok, verdict.as_text()
    return verdict.failed_step, verdict.failed_file


def test_a_signature_by_another_key_is_refused(made: Package, tmp_path: Path):
    stranger = HolderKeys.generate()
    archive = Archive.__new__(Archive)
    archive.__dict__.update(made.archive.__dict__ | {"founder": stranger})

    assert fails(dataclasses.replace(made, archive=archive), tmp_path)[0] == 7


def test_even_the_exporter_cannot_change_what_an_author_signed(tmp_path: Path):
    made = package()
    account = made.contents.exhibits[0]

    def with_first(**changes: Any) -> Package:
        first = dataclasses.replace(account, **changes)
        return dataclasses.replace(made, contents=changed_contents(made, first))

    path = "data/records/account/NEV-000001"
    lie = account.content | {"date": "2021-09-03"}
    assert fails(with_first(content=lie), tmp_path) == (9, f"{path}.json")
    assert fails(with_first(disclosures=account.disclosures[:-3]), tmp_path)[0] in {8, 9}
    stray = made.contents.exhibits[1].disclosures
    assert fails(with_first(disclosures=[*account.disclosures, stray[0]]), tmp_path) == (8, f"{path}.sd-jwt")
    assert fails(with_first(record="f" * 32), tmp_path) == (8, f"{path}.sd-jwt")
    assert fails(with_first(earlier=()), tmp_path)[0] == 8
    assert fails(with_first(whole=True), tmp_path) == (9, f"{path}.json")
    assert fails(with_first(line=made.contents.exhibits[1].line), tmp_path)[0] == 8
    assert fails(with_first(recorded_at="2020-01-01T00:00:00Z"), tmp_path)[0] == 9


def changed_contents(made: Package, first: Any) -> Contents:
    return dataclasses.replace(made.contents, exhibits=[first, *made.contents.exhibits[1:]])


def test_an_earlier_version_cannot_be_hidden_or_exchanged(tmp_path: Path):
    made = package()
    account = made.contents.exhibits[0]
    other = package(archive=made.archive).contents.exhibits[0].earlier[0]
    exchanged = dataclasses.replace(account, earlier=(other,))
    made = dataclasses.replace(made, contents=changed_contents(made, exchanged))

    assert fails(made, tmp_path) == (8, f"{custody_path('NEV-000001', 1)}.sd-jwt")


def test_an_author_revoked_before_the_line_is_refused_and_after_it_is_not(tmp_path: Path):
    archive = Archive()
    body = archive.certificates[1].body
    made = package(archive=archive)
    archive.uncertify(body)
    after = package(archive=archive)  # written by a key that has ended
    assert fails(after, tmp_path)[0] == 8

    revoked = dataclasses.replace(made.keys, certificates=archive.certificates)
    lines = [archive.proven(place) for place in range(len(archive.leaves))]
    # written before the revocation: still good, and the revocation travels with the bundle
    before = dataclasses.replace(
        made,
        keys=revoked,
        contents=dataclasses.replace(made.contents, lines=lines, checkpoint=archive.checkpoint()),
    )
    assert fails(before, tmp_path)[0] == 11  # the proofs of the records are of an older checkpoint


def test_certificates_that_do_not_lead_to_the_founder_are_refused(tmp_path: Path):
    archive = Archive()
    archive.certify(archive.author, HolderKeys.generate(), ("administrator",))  # a documenter may not

    assert fails(package(archive=archive), tmp_path) == (7, "signature/certificates.json")


def test_a_certificate_that_may_not_follow_the_one_before_it_is_refused(tmp_path: Path):
    """A second certificate may change a member's roles, never the member's keys; nor may one be there twice."""
    archive = Archive()
    member = parse_leaf(archive.certificates[1].leaf).subject
    archive.certify(archive.founder, archive.author, ("documenter", "lawyer"), subject=member)
    assert verify_bundle(package(archive=archive).to(tmp_path)).ok
    archive.certify(archive.founder, HolderKeys.generate(), ("documenter",), subject=member)
    assert fails(package(archive=archive), tmp_path) == (7, "signature/certificates.json")

    twice = Archive()
    twice.certificates.append(twice.certificates[1])
    assert fails(package(archive=twice), tmp_path) == (7, "signature/certificates.json")


def test_a_line_that_ends_a_certificate_cannot_be_there_and_not_count(tmp_path: Path):
    archive = Archive()
    body = archive.certificates[1].body
    archive.uncertify(body)
    ended = archive.certificates[1].ended
    assert ended is not None
    archive.certificates[1] = dataclasses.replace(archive.certificates[1], ended=None)
    made = package(archive=archive)
    assert verify_bundle(made.to(tmp_path)).ok  # left out: this cannot be seen, as docs/verification.md says
    lines = [*made.contents.lines, archive.proven(parse_leaf(ended).sequence)]
    made = dataclasses.replace(made, contents=dataclasses.replace(made.contents, lines=lines))

    assert fails(made, tmp_path) == (11, "signature/certificates.json")


def test_only_the_schemas_of_what_leaves_stand_in_a_bundle(tmp_path: Path):
    for name in ("gossip.json", "account.txt", "identity.json", "more/account.json"):
        made = package()
        schemas = made.contents.schemas | {name: made.contents.schemas["account.json"]}
        made = dataclasses.replace(made, contents=dataclasses.replace(made.contents, schemas=schemas))
        assert fails(made, tmp_path) == (13, f"data/schemas/{name}")


@pytest.mark.parametrize("written", ["{}_0", " {}", "{} ", "+{}", "0{}", "\u0661"])
def test_numbers_of_the_index_have_one_form(written: str, tmp_path: Path):
    made = package()
    account = made.contents.exhibits[0]

    class Odd(int):
        """Prints in another form than it should."""

        def __str__(self) -> str:
            return written.format(int(self))

    odd = dataclasses.replace(account, version=Odd(account.version))
    made = dataclasses.replace(made, contents=changed_contents(made, odd))

    verdict = verify_bundle(made.to(tmp_path))
    assert (verdict.failed_step, verdict.failed_file) == (8, "data/index.csv")


def test_an_exporter_without_the_role_is_refused(tmp_path: Path):
    made = package()
    line = made.archive.line(made.archive.author, Deed.exported, made.contents.facts["export"])
    facts = made.contents.facts | {"line": made.archive.leaves[line], "exporter": made.archive.author.key_id}
    archive = Archive.__new__(Archive)
    archive.__dict__.update(made.archive.__dict__ | {"founder": made.archive.author})
    made = dataclasses.replace(
        made, archive=archive, contents=dataclasses.replace(made.contents, facts=facts)
    )

    assert fails(made, tmp_path) == (7, "signature/certificates.json")


def test_lines_and_proofs_must_belong_to_each_other(tmp_path: Path):
    made = package()
    first, second, *others = made.contents.lines

    def with_lines(*lines: Any) -> Package:
        return dataclasses.replace(made, contents=dataclasses.replace(made.contents, lines=lines))

    swapped = dataclasses.replace(first, proof=second.proof)
    assert fails(with_lines(swapped, second, *others), tmp_path) == (11, "data/custody/lines/0.tlog-proof")
    assert fails(with_lines(first, *others), tmp_path)[0] == 11
    other_log = Archive()
    assert fails(
        dataclasses.replace(
            made, contents=dataclasses.replace(made.contents, checkpoint=other_log.checkpoint())
        ),
        tmp_path,
    ) == (10, "data/custody/checkpoint")


def test_a_proof_that_does_not_lead_to_the_root_is_refused(tmp_path: Path):
    made = package()
    first, *others = made.contents.lines
    head, hashed, rest = first.proof.split("\n", 2)[0], "index 0", first.proof.split("\n", 2)[2]
    wrong = base64.b64encode(bytes(32)).decode()
    proof = "\n".join([head, hashed, wrong, *rest.split("\n")[1:]])
    lines = [dataclasses.replace(first, proof=proof), *others]
    made = dataclasses.replace(made, contents=dataclasses.replace(made.contents, lines=lines))

    assert fails(made, tmp_path) == (11, "data/custody/lines/0.tlog-proof")


def test_a_line_that_its_actor_did_not_sign_is_refused_though_it_is_in_the_log(tmp_path: Path):
    class Forger:
        """Names the author's key, and signs with another."""

        key_id = ""
        sign_public = b""

        def sign(self, message: bytes) -> bytes:
            return HolderKeys.generate().sign(message)

    archive = Archive()
    forger = Forger()
    forger.key_id = archive.author.key_id
    issue_line = archive.line
    archive.line = lambda signer, deed, subject, **more: issue_line(  # type: ignore[method-assign]
        forger if deed == Deed.wrote else signer, deed, subject, **more
    )

    assert fails(package(archive=archive), tmp_path) == (11, "data/custody/events.jsonl")


def test_a_file_that_its_record_does_not_state_is_refused(tmp_path: Path):
    made = package()
    evidence = made.contents.exhibits[1]
    assert evidence.original is not None
    other = dataclasses.replace(evidence.original, **vars_of(b"another photograph"))
    exhibits = [
        made.contents.exhibits[0],
        dataclasses.replace(evidence, original=other),
        *made.contents.exhibits[2:],
    ]
    made = dataclasses.replace(made, contents=dataclasses.replace(made.contents, exhibits=exhibits))

    assert fails(made, tmp_path) == (12, "data/files/NEV-000002/original.jpg")


def vars_of(data: bytes) -> dict[str, Any]:
    import hashlib

    sha256 = hashlib.sha256(data).hexdigest()
    return {"size": len(data), "crc": zlib.crc32(data), "sha256": sha256, "chunks": lambda: [data]}


@pytest.mark.parametrize(
    ("changes", "file"),
    [
        ({"withheld": []}, "data/withheld.csv"),
        ({"withheld": [Withheld("NEV-000001", "whole", ("identity",))]}, "data/withheld.csv"),
        ({"withheld": [Withheld("NEV-000001", "part", ("gossip",))]}, "data/withheld.csv"),
        ({"facts": {"released": 99}}, "data/export.json"),
        ({"facts": {"bundle": "another"}}, "data/export.json"),
        ({"facts": {"profile": "everything"}}, "data/export.json"),
        ({"schemas": {}}, "data/schemas/account.json"),
        ({"schemas": package().contents.schemas | {"notes.txt": "anything"}}, "data/schemas/notes.txt"),
    ],
)
def test_index_list_and_facts_must_agree(changes: dict[str, Any], file: str, tmp_path: Path):
    made = package()
    if "facts" in changes:
        changes = {"facts": made.contents.facts | changes["facts"]}
    made = dataclasses.replace(made, contents=dataclasses.replace(made.contents, **changes))

    assert fails(made, tmp_path) == (9 if changes == {"schemas": {}} else 13, file)


@pytest.mark.parametrize("number", ["1_0", " 1", "+1", "01", "\u0661", "1.0", ""])
def test_a_number_of_the_index_has_one_form(number: str, packed: bytes, tmp_path: Path):
    def change(files: dict[str, bytes]) -> None:
        lines = files["data/index.csv"].decode().splitlines(keepends=True)
        fields = lines[1].split(",")
        fields[lines[0].strip().split(",").index("version")] = number
        files["data/index.csv"] = "".join([lines[0], ",".join(fields), *lines[2:]]).encode()

    reading = Reading(io.BytesIO(changed := rezipped(packed, change)), len(changed), None)
    framing(reading)
    with pytest.raises(Failed, match="one form"):
        read_index(reading)


def test_a_content_that_does_not_fit_its_schema_is_refused(tmp_path: Path):
    made = package()
    wrong = write(
        made.archive, "account", {"individual": INDIVIDUAL, "type": "gossip", "narrative": [{"text": "x"}]}
    )
    first = exhibit(made.archive, 1, wrong, set())
    made = dataclasses.replace(made, contents=changed_contents(made, first))

    assert fails(made, tmp_path) == (9, "data/records/account/NEV-000001.json")


def test_a_bundle_packed_by_another_zip_program_is_refused(packed: bytes, tmp_path: Path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    verdict = judge(buffer.getvalue(), tmp_path)

    assert (verdict.ok, verdict.failed_step) == (False, 1)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=600))
def test_garbage_is_refused_without_a_traceback(tmp_path_factory: pytest.TempPathFactory, data: bytes):
    assert not judge(data, tmp_path_factory.mktemp("g")).ok


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_truncated_and_spliced_bundles_are_refused(
    tmp_path_factory: pytest.TempPathFactory, packed: bytes, data: st.DataObject
):
    start = data.draw(st.integers(0, len(packed) - 1))
    end = data.draw(st.integers(start, len(packed) - 1))
    middle = data.draw(st.binary(max_size=40))
    if packed[start:end] != middle:
        assert not judge(packed[:start] + middle + packed[end:], tmp_path_factory.mktemp("t")).ok


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_every_step_meets_garbage_with_words(
    tmp_path_factory: pytest.TempPathFactory, made: Package, packed: bytes, data: st.DataObject
):
    """The exporter's own key signs garbage into one file: a step must refuse it, in words."""
    from app.domain.exports import bagit
    from app.domain.exports.packing import signature

    name = data.draw(st.sampled_from(sorted(text_files(packed))))
    filler = data.draw(
        st.sampled_from(
            ["{}", "[]", "null", '{"certificates":[{}]}', "~", "a.b.c~", "\n\n", "[" * 5000, "\x00", "1e999"]
        )
        | st.text(max_size=40)
    )

    def change(files: dict[str, bytes]) -> None:
        files[name] = filler.encode("utf-8", "replace")
        digests = {
            path: vars_of(content)["sha256"] for path, content in files.items() if path.startswith("data/")
        }
        files["manifest-sha256.txt"] = bagit.manifest(digests)
        tags = {path: vars_of(files[path])["sha256"] for path in tag_files()}
        files["tagmanifest-sha256.txt"] = bagit.manifest(tags)
        for payload in signature(files["tagmanifest-sha256.txt"], made.keys, made.archive.founder):
            if payload.path != name:
                files[payload.path] = b"".join(payload.chunks())

    verdict = judge(rezipped(packed, change), tmp_path_factory.mktemp("f"))
    assert not verdict.ok


def test_what_no_step_has_words_for_is_told_with_step_and_file(packed: bytes, tmp_path: Path):
    """No manifest lists the certificates: whoever has the bundle can write what he likes there."""
    path = "signature/certificates.json"

    def change(files: dict[str, bytes]) -> None:
        told = json.loads(files[path])
        told["certificates"][0]["signature"] = 5
        files[path] = json.dumps(told).encode()

    verdict = judge(rezipped(packed, change), tmp_path)
    assert (verdict.failed_step, verdict.failed_file) == (7, path)
    assert "not in the form it should have" in verdict.as_text()


def text_files(packed: bytes) -> list[str]:
    names = [entry.name.partition("/")[2] for entry in check_framing(lambda s, e: packed[s:e], len(packed))]
    return [name for name in names if name.startswith(("data/", "signature/")) and "/schemas/" not in name]


def tag_files() -> list[str]:
    return ["README.txt", "VERIFY.txt", "bag-info.txt", "bagit.txt", "manifest-sha256.txt"]


def test_there_are_thirteen_steps():
    assert len(STEPS) == 13


def test_the_key_of_the_log_is_the_one_that_the_founding_member_certified(tmp_path: Path):
    """Whoever exports could otherwise sign a log of his own making, and prove anything by it."""
    swapped = Archive()
    swapped.log_key = SigningKey.generate()
    by_another = Archive()
    administrator = HolderKeys.generate()
    by_another.certify(by_another.founder, administrator, ("administrator",))
    by_another.log_key = SigningKey.generate()
    by_another.certify_log(administrator, by_another.log_key)

    verdict = verify_bundle(package(archive=swapped).to(tmp_path))
    assert (verdict.failed_step, verdict.failed_file) == (10, "data/export.json")
    assert "certify" in verdict.as_text()
    # no second log may follow the first
    assert fails(package(archive=by_another), tmp_path) == (7, "signature/certificates.json")
