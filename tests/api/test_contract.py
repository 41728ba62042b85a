"""Every route of the design, with the shapes that other programs rely on, over a real connection.

The tests of this module are one story and run in order: what an earlier one wrote, a later one finds.
All persons, forces and places are invented.
"""

import hashlib
import io
import re
import zipfile
from base64 import b64decode
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.domain.custody.merkle import verify_consistency
from app.domain.exports.verify import verify_bundle
from app.http import COOKIE, FORM_TOKEN_HEADER, HEADERS
from app.records.kinds import CASE_KINDS, KINDS, REGISTER_KINDS
from tests.api.conftest import House
from tests.api.server import Door
from tests.conftest import STORES
from tests.people import FOUNDER_LOGIN, PASSPHRASE
from tests.records.examples import EXAMPLES

pytestmark = pytest.mark.parametrize("house", STORES, indirect=True, scope="module")

ID = re.compile("[0-9a-f]{32}")
MARCH = {"first_precise": "2021-03-07", "last_precise": "2021-03-07"}
YEAR = {"first_precise": "2021-01-01", "last_precise": "2021-12-31", "starts": True, "ends": False}
PHOTOGRAPH = bytes(range(256)) * 400


class Story:
    """What the story has made so far, by name."""

    def __init__(self) -> None:
        self.ids: dict[str, str] = {}

    def __getattr__(self, name: str) -> str:
        return self.ids[name]

    @property
    def cited(self) -> list[dict[str, str]]:
        return [{"source": self.source, "passage": "p. 3"}]

    @property
    def lived(self) -> list[dict[str, Any]]:
        return [{"account": self.account, "paragraphs": [1], "known": "lived"}]


@pytest.fixture(scope="module")
def story(house: House) -> Story:
    """The register and one case, written through the doors."""
    tale, door = Story(), house.owner
    ids = tale.ids
    ids["source"] = door.claim("source", title="Gazette 12", type="document")
    names = [{"text": "Second Patrol Company", "language": "en"}]
    ids["unit"] = door.claim("unit", names=names, type="riot_police", citations=tale.cited)
    ids["superior"] = door.claim("unit", names=[{"text": "First Regiment"}], citations=tale.cited)
    ids["relation"] = door.claim(
        "relation",
        subordinate=tale.unit,
        superior=tale.superior,
        **{"class": "command"},
        dates={"first_precise": "2021-03-01", "last_precise": "2021-12-31", "starts": True, "ends": False},
        citations=tale.cited,
    )
    ids["person"] = door.claim(
        "person", names=[{"text": "Ардан Вельскі", "language": "be"}], citations=tale.cited
    )
    ids["posting"] = door.claim(
        "posting",
        person=tale.person,
        unit=tale.unit,
        roles=["commander"],
        rank="colonel",
        dates=YEAR,
        citations=tale.cited,
    )
    ids["superior_responsibility"] = door.claim(
        "superior_responsibility",
        person=ids["person"],
        unit=ids["unit"],
        element="knowledge",
        text="The daily report named how many were held.",
        stance="supports",
        citations=tale.cited,
    )
    ids["place"] = door.claim(
        "place",
        names=[{"text": "Orsk-na-Nevi, Mill Street 4"}],
        type="temporary_detention_facility",
        citations=tale.cited,
    )
    ids["positioning"] = door.claim(
        "positioning",
        unit=tale.unit,
        place=tale.place,
        **{"class": "present"},
        dates=YEAR,
        citations=tale.cited,
    )
    ids["incident"] = door.claim(
        "incident",
        names=[{"text": "The square in March"}],
        type="dispersal_of_assembly",
        dates=MARCH,
        place=tale.place,
        units_present=[{"unit": tale.unit, "citations": tale.cited}],
        citations=tale.cited,
    )
    ids["recipient"] = door.claim(
        "recipient", authority="Federal Prosecutor", jurisdiction="DE", type="national_prosecutor"
    )
    opened = door.post("/cases", {"title": "The bus from Orsk-na-Nevi"})
    assert set(opened) >= {"id", "code"}
    case = ids["case"] = opened["id"]
    ids["code"] = opened["code"]
    individual = ids["individual"] = door.record(case, "individual", pseudonym="W-0001", roles=["victim"])
    ids["identity"] = door.record(
        case, "identity", individual=individual, names=[{"text": "Стася Нявіч", "language": "be"}]
    )
    ids["consent"] = door.record(
        case,
        "consent",
        individual=individual,
        basis="own",
        given_on="2021-09-01",
        covers="everything",
        permissions=[{"purpose": "national_prosecution", "jurisdictions": ["DE"], "identity": "disclosed"}],
    )
    ids["account"] = door.record(
        case,
        "account",
        individual=individual,
        type="full_interview",
        date="2021-09-01",
        language="be",
        narrative=[
            {"text": "They stopped the bus at the mill."},
            {"text": "Then we stood in the yard, with batons around us."},
        ],
    )
    ids["detention"] = door.record(
        case,
        "detention",
        individual=individual,
        arrest={"who": "Men in grey without badges."},
        reported_in=tale.lived,
        stays=[{"place": tale.place, "dates": MARCH, "persons_in_cell": 30, "conditions": ["no_water"]}],
    )
    ids["act"] = door.record(
        case,
        "act",
        individual=individual,
        reported_in=tale.lived,
        type="torture",
        methods=["beating_with_batons"],
        dates=MARCH,
        incident=tale.incident,
        place=tale.place,
        detention=tale.detention,
    )
    ids["involvement"] = door.record(
        case,
        "involvement",
        act=tale.act,
        unit=tale.unit,
        degree="carried_out",
        basis=["insignia"],
        witness_certainty="probable",
        reported_in=tale.lived,
    )
    ids["group"] = door.record(case, "group", counted="men held in the yard", minimum=30, maximum=40)
    ids["complaint"] = door.record(
        case, "complaint", authority="Prosecutor of Orsk-na-Nevi", individuals=[individual], acts=[tale.act]
    )
    ids["note"] = door.record(
        case, "note", text="Ask about the second bus.", about=[tale.account], privileged=True
    )
    ids["evidence"] = door.upload(case, PHOTOGRAPH, "yard.jpg", title="The yard")["record"]
    return tale


def test_who_i_am(house: House, story: Story) -> None:
    me = house.owner.get("/me")
    assert ID.fullmatch(me["id"])
    assert "documenter" in me["roles"] and "write_only" not in me["roles"]
    assert isinstance(me["teams"], list)
    assert house.nobody.get("/me", 401)["status"] == 401


def test_every_kind_of_the_story_was_written(story: Story) -> None:
    assert set(story.ids) >= set(KINDS), "the story has a record of every kind"
    assert {kind for kind, _content in EXAMPLES} == REGISTER_KINDS | CASE_KINDS


def test_a_case_lists_its_records_and_grants(house: House, story: Story) -> None:
    listed = house.owner.get("/cases")
    assert listed["total"] == 1
    assert listed["results"] == [{"id": story.case, "code": story.code, "title": "The bus from Orsk-na-Nevi"}]
    case = house.owner.get(f"/cases/{story.case}")
    assert {case["id"], case["code"], case["title"]} == {story.case, story.code, "The bus from Orsk-na-Nevi"}
    by_id = {record["record"]: record for record in case["records"]}
    assert set(by_id) == {story.ids[kind] for kind in CASE_KINDS}
    assert all(set(record) >= {"record", "kind", "title", "version"} for record in case["records"])
    assert by_id[story.individual]["title"] == "W-0001" and by_id[story.individual]["version"] == 1
    me = house.owner.get("/me")["id"]
    (grant,) = [grant for grant in case["grants"] if grant["holder"] == me]
    assert set(grant["compartments"]) == {"working", "identity"}


def test_a_claim_and_a_record_answer_id_kind_and_version(house: House, story: Story) -> None:
    claim = house.owner.post(
        "/register", {"kind": "source", "content": {"title": "Leaflet", "type": "document"}}
    )
    assert claim["kind"] == "source" and claim["version"] == 1 and ID.fullmatch(claim["id"])
    body = {"kind": "individual", "content": {"pseudonym": "W-0002", "roles": ["mentioned"]}}
    record = house.owner.post(f"/cases/{story.case}/records", body)
    assert record["kind"] == "individual" and record["version"] == 1 and ID.fullmatch(record["id"])


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_record_reads_back_as_it_was_written(house: House, story: Story, kind: str) -> None:
    answer = house.owner.ask("GET", f"/records/{story.ids[kind]}", 200)
    record = answer.json()
    assert set(record) >= {"id", "kind", "case", "version", "content", "author", "on"}
    assert (record["id"], record["kind"], record["version"]) == (story.ids[kind], kind, 1)
    assert record["case"] == (story.case if kind in CASE_KINDS else None)
    assert answer.headers["etag"] == '"1"'


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_doubts_are_asked_of_the_register_alone(house: House, story: Story, kind: str) -> None:
    """Of any entry, since its page asks; a record of a case is none, whoever may open it."""
    answer = house.owner.get(f"/register/{story.ids[kind]}/doubts", 200 if kind in REGISTER_KINDS else 404)
    assert kind in CASE_KINDS or answer == []


def test_the_content_is_what_was_sent(house: House, story: Story) -> None:
    content = house.owner.get(f"/records/{story.posting}")["content"]
    assert content == {
        "person": story.person,
        "unit": story.unit,
        "roles": ["commander"],
        "rank": "colonel",
        "dates": YEAR,
        "citations": story.cited,
    }
    identity = house.owner.get(f"/records/{story.identity}")["content"]
    assert identity["names"] == [{"text": "Стася Нявіч", "language": "be"}]


def test_amending_needs_the_version_that_was_read(house: House, story: Story) -> None:
    path = f"/records/{story.group}"
    content = house.owner.get(path)["content"] | {"maximum": 45}
    change = {"content": content, "reason": "A second witness counted."}
    assert house.owner.put(path, change, 428)["status"] == 428
    answer = house.owner.ask("PUT", path, 200, json=change, headers={"If-Match": '"1"'})
    assert answer.json() == {"id": story.group, "kind": "group", "version": 2}
    assert answer.headers["etag"] == '"2"'
    assert house.owner.put(path, change, 409, headers={"If-Match": '"1"'})["status"] == 409
    assert house.owner.ask("GET", path, 200).headers["etag"] == '"2"'
    versions = house.owner.get(f"{path}/versions")
    assert versions["total"] == 2
    assert [version["version"] for version in versions["results"]] == [1, 2]
    assert versions["results"][1]["reason"] == "A second witness counted."


def test_the_custody_of_a_record_is_its_lines_in_the_log(house: House, story: Story) -> None:
    custody = house.owner.get(f"/records/{story.group}/custody")
    assert custody["total"] == len(custody["results"]) == 2
    assert all(line["subject"] == story.group and line["statement"] for line in custody["results"])


def test_a_draft_is_kept_changed_and_becomes_a_record(house: House, story: Story) -> None:
    draft = house.owner.post(f"/cases/{story.case}/drafts", {"kind": "note", "content": {"text": "Half"}})
    assert draft["version"] == 1
    path = f"/drafts/{draft['id']}"
    assert house.owner.ask("GET", path, 200).headers["etag"] == '"1"'
    changed = {"kind": "note", "content": {"text": "Half a thought."}}
    assert house.owner.put(path, changed, 428)["status"] == 428
    assert house.owner.put(path, changed, headers={"If-Match": '"1"'})["version"] == 2
    assert house.owner.put(path, changed, 409, headers={"If-Match": '"1"'})["status"] == 409
    assert [d["id"] for d in house.owner.get(f"/cases/{story.case}/drafts")["results"]] == [draft["id"]]
    house.teammate.get(path, 404)
    body = changed | {"draft": draft["id"]}
    note = house.owner.post(f"/cases/{story.case}/records", body)
    assert note["kind"] == "note"
    house.owner.get(path, 404)
    other = house.owner.post(f"/cases/{story.case}/drafts", {"kind": "note", "content": {}})
    house.owner.delete(f"/drafts/{other['id']}")
    house.owner.get(f"/drafts/{other['id']}", 404)


def test_files_go_in_and_come_out_whole_and_in_parts(house: House, story: Story) -> None:
    added = house.owner.upload(story.case, b"plain words", "Ліст з Орска 🜁.txt")
    assert added["sha256"] == hashlib.sha256(b"plain words").hexdigest() and added["size"] == 11
    assert ID.fullmatch(added["record"])
    file = house.owner.get(f"/records/{added['record']}")["content"]["file"]
    assert (file["name"], file["media_type"]) == ("Ліст з Орска 🜁.txt", "text/plain")
    path = f"/files/{story.evidence}/content"
    whole = house.owner.ask("GET", path, 200)
    assert whole.content == PHOTOGRAPH
    assert whole.headers["accept-ranges"] == "bytes"
    assert int(whole.headers["content-length"]) == len(PHOTOGRAPH)
    assert "yard" not in str(whole.headers)
    head = house.owner.ask("HEAD", path, 200)
    assert head.content == b"" and int(head.headers["content-length"]) == len(PHOTOGRAPH)
    assert head.headers["etag"] == whole.headers["etag"]
    for asked, start, end in (
        ("bytes=0-0", 0, 1),
        ("bytes=16380-16400", 16380, 16401),
        ("bytes=102000-", 102000, 102400),
        ("bytes=-7", 102393, 102400),
        ("bytes=0-999999", 0, 102400),
    ):
        part = house.owner.ask("GET", path, 206, headers={"Range": asked})
        assert part.content == PHOTOGRAPH[start:end], asked
        assert part.headers["content-range"] == f"bytes {start}-{end - 1}/102400"
    beyond = house.owner.ask("GET", path, 416, headers={"Range": "bytes=102400-"})
    assert beyond.headers["content-range"] == "bytes */102400"


def test_a_file_chooses_its_compartment(house: House, story: Story) -> None:
    paper = house.owner.upload(story.case, b"passport", "paper.txt", compartment="identity", title="A paper")
    house.owner.post(
        f"/cases/{story.case}/grants", {"holder": house.teammate_id, "compartments": ["working"]}
    )
    house.teammate.ask("GET", f"/files/{paper['record']}/content", 404)
    assert house.teammate.ask("GET", f"/files/{story.evidence}/content", 200).content == PHOTOGRAPH


def test_a_grant_opens_and_its_end_closes(house: House, story: Story) -> None:
    body = {"holder": house.teammate_id, "compartments": ["working"]}
    grants = house.owner.post(f"/cases/{story.case}/grants", body)
    assert [g["compartments"] for g in grants if g["holder"] == house.teammate_id] == [["working"]]
    seen = {record["record"] for record in house.teammate.get(f"/cases/{story.case}")["records"]}
    assert story.account in seen and story.identity not in seen
    house.teammate.get(f"/records/{story.identity}", 404)
    house.outsider.get(f"/cases/{story.case}", 404)
    house.owner.delete(f"/cases/{story.case}/grants/{house.teammate_id}")
    house.teammate.get(f"/cases/{story.case}", 404)
    house.teammate.get(f"/records/{story.account}", 404)
    assert house.teammate.post("/search", {"q": "batons"}, 200)["total"] == 0
    house.owner.post(f"/cases/{story.case}/grants", body)
    assert house.teammate.get(f"/records/{story.account}")["version"] == 1


def found(door: Door, **question: Any) -> list[str]:
    """The records that answer a question, best first, with the shape of each result checked."""
    answer = door.post("/search", question, 200)
    assert answer["total"] == len(answer["results"])
    assert all(set(result) >= {"record", "case", "kind", "title", "dates"} for result in answer["results"])
    return [result["record"] for result in answer["results"]]


def test_a_search_finds_by_words_unit_incident_place_person_and_day(house: House, story: Story) -> None:
    door = house.owner
    assert found(door, q="batons")[0] == story.account
    assert story.account in found(door, q="batons", unit=story.unit)
    assert story.account not in found(door, q="batons", unit=story.superior)
    assert story.account in found(door, q="batons", unit=story.superior, subordinates=True)
    for question in (
        {"incident": story.incident},
        {"place": story.place},
        {"type": "torture"},
        {"method": "beating_with_batons"},
        {"from": "2021-03-07", "to": "2021-03-07"},
        {"unit": story.unit, "incident": story.incident, "method": "beating_with_batons"},
    ):
        assert story.account in found(door, kind="account", **question), question
    assert found(door, kind="account", **{"from": "2022-01-01"}) == []
    assert story.identity in found(door, name="Stasia Niavich")
    assert found(house.teammate, name="Stasia Niavich") == []
    assert found(house.outsider, q="batons") == []
    assert found(house.outsider, kind="act", incident=story.incident) == []


def test_the_register_is_found_by_name_across_scripts(house: House, story: Story) -> None:
    answer = house.outsider.post("/register/search", {"kind": "person", "name": "Ardan Velski"}, 200)
    assert answer["results"][0]["record"] == story.person
    assert answer["results"][0]["case"] is None
    units = house.outsider.post("/register/search", {"kind": "unit"}, 200)
    assert units["total"] == 2
    assert house.outsider.post("/register/search", {"kind": "recipient"}, 200)["total"] == 0


def test_who_commanded_the_unit_on_that_day(house: House, story: Story) -> None:
    view = house.outsider.get(f"/units/{story.unit}/command", params={"on": "2021-03-07"})
    assert (view["unit"], view["on"]) == (story.unit, "2021-03-07")
    (commander,) = view["commanders"]
    assert set(commander) >= {"person", "posting", "roles", "grade", "citations"}
    assert (commander["person"], commander["posting"]) == (story.person, story.posting)
    assert commander["roles"] == ["commander"] and commander["grade"] == "certain"
    assert commander["citations"][0]["source"] == story.source
    (superior,) = view["superiors"]
    assert set(superior) >= {"unit", "relation", "level", "grade", "commanders"}
    assert (superior["unit"], superior["relation"]) == (story.superior, story.relation)
    assert (superior["level"], superior["grade"], superior["commanders"]) == (1, "certain", [])
    assert isinstance(view["gaps"], list)
    span = {"from": "2021-03-01", "to": "2021-03-31", "subordinates": "true"}
    under = house.outsider.get(f"/units/{story.superior}/command", params=span)
    assert [(one["unit"], one["under"]) for one in under["subordinates"]] == [(story.unit, story.superior)]
    later = house.outsider.get(f"/units/{story.unit}/command", params={"on": "2022-06-01"})
    assert later["commanders"][0]["grade"] == "possible"
    assert house.outsider.get(f"/units/{story.unit}/command", params={"on": "2020-12-31"})["commanders"] == []


def test_a_bundle_is_built_served_the_same_twice_and_verifies(
    house: House, story: Story, tmp_path: Path
) -> None:
    body = {
        "cases": [story.case],
        "recipient": story.recipient,
        "profile": "full",
        "purpose": "national_prosecution",
    }
    asked = house.owner.post("/exports", body)
    assert set(asked) >= {"id", "state"} and asked["state"] == "building"
    view = house.owner.wait_for_export(asked["id"])
    assert view["state"] == "ready", view
    assert set(view) >= {"state", "progress", "withheld"}
    assert view["withheld"], "the note is privileged and W-0002 never consented"
    path = f"/exports/{asked['id']}/bundle"
    bundle = house.owner.ask("GET", path, 200)
    assert bundle.headers["content-type"] == "application/zip"
    assert house.owner.ask("GET", path, 200).content == bundle.content
    assert house.owner.ask("GET", path, 206, headers={"Range": "bytes=5-9"}).content == bundle.content[5:10]
    names = zipfile.ZipFile(io.BytesIO(bundle.content)).namelist()
    for expected in (
        "bagit.txt",
        "manifest-sha256.txt",
        "VERIFY.txt",
        "data/withheld.csv",
        "data/export.json",
    ):
        assert any(name.endswith(f"/{expected}") for name in names), expected
    zipped = tmp_path / "bundle.zip"
    zipped.write_bytes(bundle.content)
    verdict = verify_bundle(zipped, anchor=house.runtime.host.anchor)
    assert verdict.ok and verdict.signer_known, verdict.as_text()
    assert not verify_bundle(zipped, anchor="another").ok
    zipped.write_bytes(bundle.content[:-1])
    assert not verify_bundle(zipped, anchor=house.runtime.host.anchor).ok
    assert asked["id"] in [export["id"] for export in house.owner.get("/exports")["results"]]
    house.teammate.get(f"/exports/{asked['id']}", 404)
    house.outsider.get(path, 404)
    story.ids["export"] = asked["id"]


def test_a_withdrawal_restricts_at_once_and_destroys_the_bundle(house: House, story: Story) -> None:
    path = f"/records/{story.consent}/withdrawal"
    withdrawn = house.owner.post(path, {"reason": "She is afraid for her brother.", "from": "2021-10-01"})
    assert withdrawn["id"] == story.consent and withdrawn["version"] == 2
    content = house.owner.get(f"/records/{story.consent}")["content"]
    assert content["withdrawal"]["from"] == "2021-10-01"
    assert house.owner.ask("GET", f"/exports/{story.export}/bundle", 409).json()["status"] == 409
    assert house.owner.get(f"/exports/{story.export}")["state"] == "refused"
    body = {
        "cases": [story.case],
        "recipient": story.recipient,
        "profile": "full",
        "purpose": "national_prosecution",
    }
    again = house.owner.wait_for_export(house.owner.post("/exports", body)["id"])
    assert again["state"] in {"refused", "ready"}
    assert not again["released"], "nothing about her leaves any more"


def test_the_log_gives_checkpoints_entries_and_proofs(house: House, story: Story) -> None:
    note = house.owner.ask("GET", "/log/checkpoint", 200)
    assert note.headers["content-type"].startswith("text/plain")
    origin, size, root = note.text.split("\n")[:3]
    assert origin.startswith("testimonia/") and int(size) > 20 and root
    entries = house.owner.get("/log/entries", params={"from": 0, "to": 5})
    assert [line["sequence"] for line in entries["results"]] == [0, 1, 2, 3, 4]
    assert all("The bus" not in line["leaf"] for line in entries["results"])
    assert (
        house.outsider.get("/log/entries", params={"from": 0, "to": int(size)})["results"]
        != entries["results"]
    )
    inclusion = house.outsider.get("/log/inclusion", params={"index": 3, "size": size})
    assert inclusion["index"] == 3 and inclusion["root"] == root
    consistency = house.outsider.get("/log/consistency", params={"from": 5, "to": size})
    assert consistency["last_root"] == root
    roots = (b64decode(consistency[name]) for name in ("first_root", "last_root"))
    verify_consistency(5, int(size), *roots, [b64decode(step) for step in consistency["proof"]])
    house.outsider.get("/log/inclusion", 422, params={"index": 10**9, "size": size})


def test_members_teams_and_tokens(house: House, story: Story) -> None:
    members = house.owner.get("/members")
    assert members["total"] == 3 and all(
        set(m) >= {"id", "roles", "name", "state"} for m in members["results"]
    )
    sign_in = SignIn(house)
    invited = sign_in.post("/members/invitations", {"name": "Fourth", "roles": ["auditor"]})
    assert sign_in.get("/members/invitations")["total"] == 1
    offered = house.nobody.get("/members/offer")["passphrase"]
    joined = house.nobody.post("/members", {"invitation": invited["invitation"], "passphrase": offered})
    assert set(joined) >= {"id", "login", "recovery_code"}
    house.nobody.post("/members", {"invitation": invited["invitation"], "passphrase": offered}, 404)
    recovery = {
        "login": joined["login"],
        "recovery_code": joined["recovery_code"],
        "passphrase": offered + " two",
    }
    assert house.nobody.post("/session/recovery", recovery, 200)["recovery_code"] != joined["recovery_code"]
    team = sign_in.post("/teams", {"name": "Field team"})["id"]
    view = sign_in.post(f"/teams/{team}/members", {"member": house.teammate_id})
    assert house.teammate_id in view["members"] and view["name"] == "Field team"
    assert team in [t["id"] for t in house.teammate.get("/me")["teams"]]
    assert team in [t["id"] for t in house.owner.get("/teams")["results"]]
    assert house.outsider.get(f"/teams/{team}/members")["mine"] is False
    house.teammate.delete(f"/teams/{team}/members/{house.teammate_id}")
    token = sign_in.post("/tokens", {"name": "Counter", "kind": "narrow", "roles": ["investigator"]})
    assert set(token) >= {"id", "token", "expires_on"}
    program = Door.at(house.address, token["token"])
    assert program.get("/me")["id"] == token["id"] and program.get("/cases")["total"] == 0
    assert token["id"] in [t["id"] for t in sign_in.get("/tokens")["results"]]
    grant = {"holder": token["id"], "compartments": ["working"]}
    house.owner.post(f"/cases/{story.case}/grants", grant)
    assert program.get(f"/records/{story.account}")["kind"] == "account"
    sign_in.delete(f"/tokens/{token['id']}")
    program.get("/me", 401)
    sign_in.patch(f"/members/{joined['id']}", {"name": "Fourth renamed"})
    assert "Fourth renamed" in [m["name"] for m in sign_in.get("/members")["results"]]
    sign_in.put(f"/members/{joined['id']}/roles", {"roles": ["auditor", "approver"]}, 204)
    sign_in.delete(f"/members/{joined['id']}")
    state = {m["id"]: m["state"] for m in sign_in.get("/members")["results"]}
    assert state[joined["id"]] == "revoked"
    cancelled = sign_in.post("/members/invitations", {"name": "Fifth", "roles": ["auditor"]})
    sign_in.delete(f"/members/invitations/{cancelled['id']}")
    house.nobody.post("/members", {"invitation": cancelled["invitation"], "passphrase": offered}, 404)
    sign_in.leave()


def test_new_cases_go_to_the_teams_of_the_setting(house: House, story: Story) -> None:
    teams = [team["id"] for team in house.owner.get("/teams")["results"] if team["name"] == "Field team"]
    body = {"new_case_teams": teams, "intake_teams": teams}
    assert house.owner.put("/archive/case-defaults", body) == house.owner.get("/archive/case-defaults")
    case = house.owner.post("/cases", {"title": "Granted to the team"})
    holders = {grant["holder"] for grant in house.owner.get(f"/cases/{case['id']}")["grants"]}
    assert holders >= set(teams)


def test_the_restricted_register_is_granted_and_taken_back(house: House, story: Story) -> None:
    house.outsider.get(f"/records/{story.recipient}", 404)
    grants = house.owner.post("/register/grants", {"holder": house.outsider_id})
    assert house.outsider_id in [grant["holder"] for grant in grants]
    assert house.outsider.get(f"/records/{story.recipient}")["kind"] == "recipient"
    assert house.owner.get("/register/grants") == grants
    house.owner.delete(f"/register/grants/{house.outsider_id}")
    house.outsider.get(f"/records/{story.recipient}", 404)


class SignIn:
    """The founding member by cookie, as a browser of this archive's pages sends it."""

    def __init__(self, house: House) -> None:
        self.door = Door.at(house.address)
        body = {"login": FOUNDER_LOGIN, "passphrase": PASSPHRASE}
        answer = self.door.ask("POST", "/session", 201, json=body)
        self.set_cookie = answer.headers["set-cookie"]
        self.answer = answer.json()
        cookie = self.set_cookie.split(";")[0]
        self.headers = {
            "Cookie": cookie,
            "Origin": house.address,
            FORM_TOKEN_HEADER: self.answer["form_token"],
        }

    def get(self, path: str, status: int = 200) -> Any:
        return self.door.get(path, status, headers={"Cookie": self.headers["Cookie"]})

    def post(self, path: str, body: Any, status: int = 201) -> Any:
        return self.door.post(path, body, status, headers=self.headers)

    def put(self, path: str, body: Any, status: int = 200) -> Any:
        return self.door.put(path, body, status, headers=self.headers)

    def patch(self, path: str, body: Any) -> None:
        self.door.ask("PATCH", path, 204, json=body, headers=self.headers)

    def delete(self, path: str) -> None:
        self.door.delete(path, headers=self.headers)

    def leave(self) -> None:
        self.delete("/session")


def test_a_session_is_a_strict_cookie_and_writes_need_origin_and_form_token(
    house: House, story: Story
) -> None:
    sign_in = SignIn(house)
    name, _, flags = sign_in.set_cookie.partition("=")
    assert name == COOKIE
    for flag in ("HttpOnly", "Secure", "SameSite=strict", "Path=/"):
        assert flag.lower() in flags.lower(), flag
    assert "domain" not in flags.lower()
    assert set(sign_in.answer) >= {"id", "roles", "form_token"}
    assert sign_in.get("/me")["id"] == house.founder.id
    body = {"q": "batons"}
    assert sign_in.post("/search", body, 200)["total"]
    whole = sign_in.headers
    for missing in ("Origin", FORM_TOKEN_HEADER):
        part = {name: value for name, value in whole.items() if name != missing}
        assert sign_in.door.post("/search", body, 403, headers=part)["status"] == 403
    sign_in.door.post("/search", body, 403, headers=whole | {"Origin": "https://elsewhere.example"})
    sign_in.door.post("/search", body, 403, headers=whole | {FORM_TOKEN_HEADER: "0" * 64})
    sign_in.door.post("/search", body, 403, headers=whole | {"Origin": "null"})
    sign_in.put("/me/passphrase", {"current": PASSPHRASE, "passphrase": PASSPHRASE + " more"}, 204)
    sign_in.put("/me/passphrase", {"current": PASSPHRASE + " more", "passphrase": PASSPHRASE}, 204)
    sign_in.leave()
    sign_in.get("/me", 401)


def test_a_member_sees_and_ends_the_sessions_of_other_devices(house: House, story: Story) -> None:
    here, lost = SignIn(house), SignIn(house)
    listed = here.get("/sessions")
    assert listed["total"] == len(listed["results"]) >= 2
    assert set(listed["results"][0]) == {"id", "seen_at", "expires_at", "current"}
    current = [session["id"] for session in listed["results"] if session["current"]]
    assert len(current) == 1
    there = next(session["id"] for session in lost.get("/sessions")["results"] if session["current"])
    house.teammate.delete(f"/sessions/{there}", 404)
    here.delete(f"/sessions/{there}")
    lost.get("/me", 401)
    assert there not in [session["id"] for session in here.get("/sessions")["results"]]
    here.leave()


def test_a_wrong_sign_in_is_the_same_answer_as_an_unknown_name(house: House, story: Story) -> None:
    wrong = house.nobody.post("/session", {"login": FOUNDER_LOGIN, "passphrase": "not this passphrase"}, 401)
    unknown = house.nobody.post(
        "/session", {"login": "nobody-of-ours", "passphrase": "not this passphrase"}, 401
    )
    assert wrong == unknown
    headers = {"Origin": "https://elsewhere.example"}
    house.nobody.post("/session", {"login": FOUNDER_LOGIN, "passphrase": PASSPHRASE}, 403, headers=headers)


def test_the_description_names_every_path_of_the_design(house: House, story: Story) -> None:
    described = httpx.get(f"{house.address}/api/v1/openapi.json").json()["paths"]
    for path in (
        "/session", "/sessions", "/sessions/{}", "/me", "/cases", "/cases/{}", "/cases/{}/grants", "/cases/{}/grants/{}", "/cases/{}/records",
        "/register", "/records/{}", "/records/{}/versions", "/records/{}/custody", "/records/{}/withdrawal",
        "/cases/{}/files", "/files/{}/content", "/register/search", "/search", "/units/{}/command", "/exports",
        "/exports/{}", "/exports/{}/bundle", "/log/checkpoint", "/log/entries", "/log/inclusion",
        "/log/consistency", "/members", "/members/{}", "/members/invitations", "/teams", "/teams/{}/members", "/tokens",
    ):  # fmt: skip
        assert any(re.sub(r"\{\w+\}", "{}", known) == f"/api/v1{path}" for known in described), path


def test_the_front_page_answers_with_the_same_headers(house: House, story: Story) -> None:
    answer = httpx.get(house.address)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in"), "nobody is signed in"
    assert all(answer.headers[name] == value for name, value in HEADERS.items())
