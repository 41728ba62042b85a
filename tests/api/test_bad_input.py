"""Bad input: every refusal is a calm problem document that names the field and what to do, and never what was sent."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from app.http import HEADERS
from tests.api.conftest import House
from tests.people import SERVED

pytestmark = pytest.mark.parametrize("house", SERVED, indirect=True, scope="module")

CANARY = "Zapavetnaje7slova"
UNKNOWN = "0123456789abcdef" * 2
LIMIT = 256 * 1024  # as set in conftest.py


@dataclass
class Desk:
    """The things that bad input is sent to."""

    house: House
    case: str
    individual: str
    consent: str
    unit: str
    evidence: str
    draft: str
    foreign_case: str
    foreign_record: str

    def send(self, method: str, path: str, status: int, **more: Any) -> dict[str, Any]:
        """Sends it as the owner; asserts a problem document of this status that does not repeat the canary."""
        answer = self.house.owner.http.request(method, path.format(**vars(self)), **more)
        return checked(answer, status)


def checked(answer: httpx.Response, status: int) -> dict[str, Any]:
    """The problem document of an answer, which must be one in every respect."""
    assert answer.status_code == status, f"{answer.request.method} {answer.request.url}: {answer.text}"
    assert answer.headers["content-type"] == "application/problem+json"
    assert all(answer.headers[name] == value for name, value in HEADERS.items())
    problem = answer.json()
    assert problem["status"] == status and problem["title"] and problem["detail"] and problem["type"]
    assert CANARY.casefold() not in (answer.text + str(answer.headers)).casefold()
    return problem


@pytest.fixture(scope="module")
def desk(house: House) -> Iterator[Desk]:
    """A case of the owner's and one of the outsider's."""
    owner, outsider = house.owner, house.outsider
    case = owner.post("/cases", {"title": "Ours"})["id"]
    foreign = outsider.post("/cases", {"title": "Theirs"})["id"]
    individual = owner.record(case, "individual", pseudonym="W-0001", roles=["victim"])
    source = owner.claim("source", title="Gazette 12", type="document")
    return Desk(
        house,
        case,
        individual,
        consent=owner.record(case, "consent", individual=individual, given_on="2021-09-01"),
        unit=owner.claim("unit", names=[{"text": "Second Patrol Company"}], citations=[{"source": source}]),
        evidence=owner.upload(case, b"a letter")["record"],
        draft=owner.post(f"/cases/{case}/drafts", {"kind": "note", "content": {}})["id"],
        foreign_case=foreign,
        foreign_record=outsider.record(foreign, "individual", pseudonym="W-0001", roles=["victim"]),
    )


def content(kind: str, **fields: Any) -> dict[str, Any]:
    return {"kind": kind, "content": fields}


REFUSED: list[tuple[str, str, Any, str]] = [
    # method, path, body, the field that the answer must name
    ("POST", "/session", {"login": CANARY}, "passphrase"),
    ("POST", "/session", {"login": [CANARY], "passphrase": "x"}, "login"),
    ("POST", "/session", {"login": "x", "passphrase": "y", CANARY: 1}, ""),
    ("POST", "/session", {"login": "x", "passphrase": "y", "code": CANARY * 100}, "code"),
    ("POST", "/session", {"login": "x", "passphrase": "y", "code": 123456}, "code"),
    ("POST", "/session/recovery", {"login": "x", "recovery_code": CANARY, "passphrase": "long enough words"}, "recovery_code"),
    ("POST", "/cases", {"title": ""}, "title"),
    ("POST", "/cases", {"title": CANARY * 100}, "title"),
    ("POST", "/cases", {"title": {"text": CANARY}}, "title"),
    ("POST", "/cases", {"title": "x", "edit_window_hours": CANARY}, "edit_window_hours"),
    ("POST", "/cases", {"title": "x", "edit_window_hours": 10**30}, "edit_window_hours"),
    ("POST", "/cases", {"title": "x", "teams": [CANARY]}, "teams"),
    ("POST", "/cases", [CANARY], ""),
    ("POST", "/cases", CANARY, ""),
    ("POST", "/cases/{case}/grants", {"holder": "x", "compartments": [CANARY]}, "compartments"),
    ("POST", "/cases/{case}/grants", {"holder": "x", "compartments": []}, "compartments"),
    ("POST", "/cases/{case}/records", content(CANARY), "kind"),
    ("POST", "/cases/{case}/records", content("unit"), "kind"),
    ("POST", "/cases/{case}/records", content("individual"), "pseudonym"),
    ("POST", "/cases/{case}/records", content("individual", pseudonym="W-1", roles=[CANARY]), "roles.0"),
    ("POST", "/cases/{case}/records", content("individual", pseudonym=CANARY + " " + CANARY), "pseudonym"),
    ("POST", "/cases/{case}/records", content("individual", pseudonym="W-1", **{CANARY: 1}), ""),
    ("POST", "/cases/{case}/records", content("individual", pseudonym="W-1", age_at_time=CANARY), "age_at_time"),
    ("POST", "/cases/{case}/records", content("individual", pseudonym="W-1", age_at_time=1.5), "age_at_time"),
    ("POST", "/cases/{case}/records", content("account", individual=CANARY, type="full_interview"), "individual"),
    ("POST", "/cases/{case}/records", content("account", individual=UNKNOWN, type="full_interview", narrative=[{"text": CANARY}]), "individual"),
    ("POST", "/cases/{case}/records", content("account", individual="{individual}", type="full_interview", date=CANARY), "date"),
    ("POST", "/cases/{case}/records", content("account", individual="{foreign_record}", type="full_interview", narrative=[{"text": CANARY}]), "individual"),
    ("POST", "/cases/{case}/records", content("note", text=f"{CANARY}\x00"), "text"),
    ("POST", "/cases/{case}/records", content("note", text="\ud800" + CANARY), "text"),
    ("POST", "/cases/{case}/records", content("evidence", title=CANARY), ""),
    ("POST", "/cases/{case}/records", {"kind": "note", "content": CANARY}, "content"),
    ("POST", "/register", content("note", text=CANARY), "kind"),
    ("POST", "/register", content("unit", names=[{"text": CANARY}]), "citations"),
    ("POST", "/register", content("unit", names=[{"text": "x"}], citations=[{"source": UNKNOWN, "passage": CANARY}]), "citations.0.source"),
    ("POST", "/register", content("unit", names=[{"text": "x"}], type=CANARY, citations=[{"source": UNKNOWN}]), "type"),
    ("POST", "/register/search", {"kind": CANARY}, "kind"),
    ("POST", "/register/search", {"kind": "unit", "limit": 10**9}, "limit"),
    ("POST", "/search", {}, ""),
    ("POST", "/search", {"q": CANARY, "from": "2021-13-01"}, "from"),
    ("POST", "/search", {"q": CANARY, "from": "2022-01-01", "to": "2021-01-01"}, "from"),
    ("POST", "/search", {"unit": CANARY}, "unit"),
    ("POST", "/search", {"method": CANARY}, "method"),
    ("POST", "/search", {"q": ""}, "q"),
    ("POST", "/records/{consent}/withdrawal", {"reason": ""}, "reason"),
    ("POST", "/records/{consent}/withdrawal", {"reason": "x", "from": CANARY}, "from"),
    ("POST", "/exports", {"cases": [], "recipient": "x", "profile": "full", "purpose": "analysis"}, "cases"),
    ("POST", "/exports", {"cases": ["x"], "recipient": "x", "profile": CANARY, "purpose": "analysis"}, "profile"),
    ("POST", "/exports", {"cases": ["x"], "recipient": "x", "profile": "full", "purpose": CANARY}, "purpose"),
    ("POST", "/members/invitations", {"name": CANARY, "roles": ["emperor"]}, "roles"),
    ("POST", "/members/invitations", {"name": CANARY, "roles": ["auditor", "write_only"]}, "roles"),
    ("POST", "/members", {"invitation": CANARY, "passphrase": "short"}, "passphrase"),
    ("POST", "/teams", {"name": "\x07" + CANARY}, "name"),
    ("PUT", "/archive/case-defaults", {"new_case_teams": [CANARY], "intake_teams": []}, "new_case_teams"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "body", "field"), REFUSED)
def test_what_does_not_fit_is_named_and_not_repeated(
    desk: Desk, method: str, path: str, body: Any, field: str
) -> None:
    if isinstance(body, dict) and isinstance(body.get("content"), dict):
        body = body | {
            "content": {
                k: v.format(**vars(desk)) if k == "individual" else v for k, v in body["content"].items()
            }
        }
    headers = {"Content-Type": "application/json"}
    problem = desk.send(method, path, 422, content=json.dumps(body), headers=headers)
    assert problem["problems"], "each field is named"
    assert all(set(p) == {"field", "message"} and p["message"] for p in problem["problems"])
    named = [p["field"] for p in problem["problems"]]
    assert (
        any(name == field or name.startswith(f"{field}.") or name.endswith(f".{field}") for name in named)
        or not field
    ), named


@pytest.mark.parametrize(
    ("path", "body", "known"),
    [
        ("/cases", {"title": "x"}, "title, teams, edit_window_hours"),
        ("/session/recovery", {"login": "x", "recovery_code": "x", "passphrase": "x"}, "login, recovery_code, passphrase"),
        ("/cases/{case}/records", content("note", text="x"), "kind, content, draft"),
        ("/search", {"q": "x"}, "q, name, "),
    ],
)  # fmt: skip
def test_an_unknown_field_of_a_request_is_told_with_the_known_ones(
    desk: Desk, path: str, body: dict[str, Any], known: str
) -> None:
    """Not as field "content": most requests have none, and one has a field of that name that is well."""
    (told,) = desk.send("POST", path, 422, json=body | {CANARY: 1})["problems"]
    assert told["field"] == "body"
    assert told["message"].startswith(f"There is no such field. Known fields: {known}")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b'{"title": "' + CANARY.encode(), b"[" * 100_000, b'{"title": NaN}']
)
def test_malformed_json_is_said_so(desk: Desk, body: bytes) -> None:
    problem = desk.send("POST", "/cases", 422, content=body, headers={"Content-Type": "application/json"})
    assert problem["problems"]


def test_a_body_of_another_type_is_refused(desk: Desk) -> None:
    desk.send("POST", "/cases", 422, content=f"title={CANARY}", headers={"Content-Type": "text/plain"})
    desk.send("POST", "/cases", 422, data={"title": CANARY})


GONE: list[tuple[str, str, Any]] = [
    ("GET", "/cases/{}", None),
    ("POST", "/cases/{}/records", content("note", text=CANARY)),
    ("POST", "/cases/{}/drafts", content("note", text=CANARY)),
    ("GET", "/cases/{}/drafts", None),
    ("POST", "/cases/{}/grants", {"holder": UNKNOWN, "compartments": ["working"]}),
    ("DELETE", "/cases/{}/grants/" + UNKNOWN, None),
]
GONE_RECORDS: list[tuple[str, str, Any]] = [
    ("GET", "/records/{}", None),
    ("PUT", "/records/{}", {"content": {"text": CANARY}, "reason": CANARY}),
    ("GET", "/records/{}/versions", None),
    ("GET", "/files/{}/content", None),
    ("POST", "/records/{}/withdrawal", {"reason": CANARY}),
    ("GET", "/drafts/{}", None),
    ("DELETE", "/drafts/{}", None),
    ("GET", "/exports/{}", None),
    ("GET", "/exports/{}/bundle", None),
    ("GET", "/units/{}/command?on=2021-03-07", None),
    ("GET", "/register/{}/doubts", None),
    ("GET", "/people/{}/responsibility", None),
    ("GET", "/people/{}/responsibility/" + UNKNOWN, None),
    ("POST", "/people/{}/same-as", {"other": UNKNOWN, "reason": CANARY}),
    ("POST", "/people/{}/same-as/" + UNKNOWN + "/end", {"reason": CANARY}),
]


@pytest.mark.parametrize("which", ["foreign", UNKNOWN, "no-id-at-all", "%00", "a" * 64])
@pytest.mark.parametrize(("method", "path", "body"), GONE + GONE_RECORDS)
def test_a_foreign_id_and_none_are_the_same_404(
    desk: Desk, method: str, path: str, body: Any, which: str
) -> None:
    foreign = desk.foreign_record if (method, path, body) in GONE_RECORDS else desk.foreign_case
    headers = {"If-Match": '"1"'} if method == "PUT" else {}
    answer = desk.send(
        method, path.replace("{}", foreign if which == "foreign" else which), 404, json=body, headers=headers
    )
    assert answer["title"] == "There is nothing here that you may open"


def test_files_to_a_foreign_case_are_refused(desk: Desk) -> None:
    for case in (desk.foreign_case, UNKNOWN):
        files = {"file": (f"{CANARY}.txt", CANARY.encode(), "text/plain")}
        desk.send("POST", f"/cases/{case}/files", 404, files=files)


def test_a_stale_version_is_409_and_a_bad_one_is_422(desk: Desk) -> None:
    change = {"content": {"pseudonym": "W-0009", "roles": ["witness"]}, "reason": CANARY}
    path = "/records/{individual}"
    desk.send("PUT", path, 428, json=change)
    desk.send("PUT", path, 409, json=change, headers={"If-Match": '"7"'})
    for header in (CANARY, '""', "*", '"1", "2"', '"-1"', '"1.5"', '"١"'):
        problem = desk.send("PUT", path, 422, json=change, headers={"If-Match": header.encode()})
        assert problem["problems"][0]["field"].lower() == "if-match"
    desk.send("PUT", path, 409, json=change, headers={"If-Match": '"99999999999999999999"'})
    desk.send("PUT", "/drafts/{draft}", 409, json=content("note"), headers={"If-Match": '"7"'})


def test_a_record_never_changes_its_kind_or_case(desk: Desk) -> None:
    for change in ({"content": {"text": CANARY}, "reason": "x"}, {"content": {}, "reason": ""}):
        desk.send("PUT", "/records/{individual}", 422, json=change, headers={"If-Match": '"1"'})


def test_a_second_withdrawal_and_one_of_no_consent_are_refused(desk: Desk) -> None:
    desk.send("POST", "/records/{individual}/withdrawal", 409, json={"reason": CANARY})
    desk.house.owner.post(f"/records/{desk.consent}/withdrawal", {"reason": "Afraid."})
    desk.send("POST", "/records/{consent}/withdrawal", 409, json={"reason": CANARY})


def test_a_body_over_the_limit_is_413_with_and_without_a_length(desk: Desk) -> None:
    big = b'{"title": "' + b"x" * LIMIT + b'"}'
    headers = {"Content-Type": "application/json"}
    desk.send("POST", "/cases", 413, content=big, headers=headers)

    def pieces() -> Iterator[bytes]:
        for start in range(0, len(big), 10_000):
            yield big[start : start + 10_000]

    desk.send("POST", "/cases", 413, content=pieces(), headers=headers)
    anonymous = desk.house.nobody.http.post("/session", content=big, headers=headers)
    checked(anonymous, 413)


def test_a_multipart_body_elsewhere_has_the_same_limit(desk: Desk) -> None:
    desk.send("POST", "/cases", 413, files={"file": ("x", b"x" * LIMIT)})
    desk.send("POST", "/elsewhere/files", 404, files={"file": ("x", b"x")})
    for path in ("/records/files", "/drafts/files"):  # ids that end like the address of uploads
        answer = desk.house.nobody.http.put(path, files={"file": ("x", b"x" * LIMIT)})
        checked(answer, 413)


def test_a_file_over_the_limit_is_413_and_leaves_nothing(desk: Desk) -> None:
    folder = desk.house.runtime.settings.folder
    before = {path for path in folder.rglob("*") if path.is_file()}
    records = len(desk.house.owner.get(f"/cases/{desk.case}")["records"])
    desk.send("POST", "/cases/{case}/files", 413, files={"file": ("big", b"x" * (1024 * 1024 + 1))})
    assert len(desk.house.owner.get(f"/cases/{desk.case}")["records"]) == records
    assert {path for path in folder.rglob("*") if path.is_file()} <= before | {folder / "host" / "checkpoint"}


def part(headers: str, body: str = "x") -> str:
    return f"--line\r\n{headers}\r\n\r\n{body}\r\n"


FILE = 'Content-Disposition: form-data; name="file"; filename="a.txt"'
FORMS = {
    "nothing": "",
    "no file": part('Content-Disposition: form-data; name="title"', CANARY) + "--line--\r\n",
    "cut short": part(FILE, CANARY),
    "cut in the headers": "--line\r\nContent-Disposition: form-da",
    "no boundary in it": CANARY,
    "a file inside the content": part(FILE) + part('Content-Disposition: form-data; name="content"', '{"file": {"sha256": "00"}}') + "--line--\r\n",
    "two files": part(FILE) + part(FILE) + "--line--\r\n",
    "a part without a name": part("Content-Type: text/plain", CANARY) + part(FILE) + "--line--\r\n",
    "an unknown field": part(FILE) + part(f'Content-Disposition: form-data; name="{CANARY}"') + "--line--\r\n",
    "another compartment": part(FILE) + part('Content-Disposition: form-data; name="compartment"', CANARY) + "--line--\r\n",
    "a long title": part(FILE) + part('Content-Disposition: form-data; name="title"', CANARY * 100) + "--line--\r\n",
    "a field that never ends": part(FILE) + part('Content-Disposition: form-data; name="title"', CANARY * 10_000) + "--line--\r\n",
    "many parts": part(FILE) + part('Content-Disposition: form-data; name="title"') * 100 + "--line--\r\n",
}  # fmt: skip


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_malformed_form_is_said_so_and_nothing_is_added(desk: Desk, form: str) -> None:
    path = f"/cases/{desk.case}"
    before = len(desk.house.owner.get(path)["records"])
    headers = {"Content-Type": "multipart/form-data; boundary=line"}
    problem = desk.send("POST", "/cases/{case}/files", 422, content=FORMS[form].encode(), headers=headers)
    assert problem["problems"]
    assert len(desk.house.owner.get(path)["records"]) == before


@pytest.mark.parametrize(
    "kind",
    [CANARY, "multipart/form-data", "multipart/form-data; boundary=", "text/plain", "application/json"],
)
def test_a_form_of_another_type_is_said_so(desk: Desk, kind: str) -> None:
    desk.send("POST", "/cases/{case}/files", 422, content=CANARY, headers={"Content-Type": kind})


@pytest.mark.parametrize(
    "header",
    [
        CANARY,
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=5-2",
        "bytes=0-1,4-5",
        "lines=0-1",
        "bytes=1" + "0" * 30 + "-",
    ],
)
def test_a_malformed_range_is_never_an_error_of_ours(desk: Desk, header: str) -> None:
    answer = desk.house.owner.http.get(f"/files/{desk.evidence}/content", headers={"Range": header})
    assert answer.status_code in {200, 416}
    if answer.status_code == 200:
        assert answer.content == b"a letter"
    else:
        checked(answer, 416)


@pytest.mark.parametrize(
    "query", ["", "?on=", f"?on={CANARY}", "?on=2021-02-30", "?on=1614556800", "?on=2021-03-07T00:00:00"]
)
def test_a_day_that_is_none_is_said_so(desk: Desk, query: str) -> None:
    problem = desk.send("GET", "/units/{unit}/command" + query, 422)
    assert problem["problems"][0]["field"] == "on"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("?from=2021-03-07", "on"),
        ("?to=2021-03-07", "on"),
        ("?on=2021-03-07&to=2021-03-08", "on"),
        ("?from=2021-03-07&to=2021-03-06", "from"),
        (f"?from={CANARY}&to=2021-03-06", "from"),
    ],
)
def test_a_span_that_is_none_is_said_so(desk: Desk, query: str, field: str) -> None:
    problem = desk.send("GET", "/units/{unit}/command" + query, 422)
    assert problem["problems"][0]["field"] == field


@pytest.mark.parametrize(
    "path",
    [
        f"/cases?limit={CANARY}", "/cases?limit=0", "/cases?offset=-1", "/cases?limit=100000000000000000000000",
        f"/log/entries?from={CANARY}", "/log/entries?from=-1", "/log/entries?from=5&to=1", "/log/inclusion",
        "/log/inclusion?index=0&size=0", "/log/inclusion?index=1&size=1", "/log/inclusion?index=0&size=9007199254740992",
        "/log/consistency?from=2&to=1", "/log/consistency?from=0&to=0", "/log/consistency?from=1&to=9007199254740992",
    ],
)  # fmt: skip
def test_a_number_out_of_range_is_said_so(desk: Desk, path: str) -> None:
    assert desk.send("GET", path, 422)["problems"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/cases"),
        ("DELETE", "/cases"),
        ("PATCH", "/records/{individual}"),
        ("POST", "/me"),
        ("GET", "/search"),
        ("TRACE", "/me"),
        ("PROPFIND", "/cases"),
    ],
)
def test_a_wrong_method_is_405(desk: Desk, method: str, path: str) -> None:
    desk.send(method, path, 405)


@pytest.mark.parametrize(
    "path",
    ["/nowhere", f"/cases/{CANARY}/nowhere", "/..%2F..%2Fetc/passwd", "/cases/", "/people/x/responsibility"],
)
def test_an_address_that_is_none_is_404(desk: Desk, path: str) -> None:
    desk.send("GET", path, 404)


@pytest.mark.parametrize("secret", ["-", CANARY, "x" * 5000, "а".encode(), b"\xff"])
def test_a_token_that_is_none_is_401(desk: Desk, secret: str | bytes) -> None:
    value = b"Bearer " + (secret if isinstance(secret, bytes) else secret.encode())
    answer = desk.house.nobody.http.get("/me", headers={"Authorization": value})
    checked(answer, 401)
    assert answer.headers["www-authenticate"] == "Bearer"
    cookie = httpx.get(
        f"{desk.house.address}/api/v1/me", headers={b"Cookie": b"__Host-testimonia=" + value[7:]}
    )
    checked(cookie, 401)


def test_a_form_token_that_is_not_ascii_is_403(desk: Desk) -> None:
    headers = {
        b"Cookie": b"__Host-testimonia=" + b"x" * 43,
        b"Origin": desk.house.address.encode(),
        b"X-Form-Token": b"\xe9",
    }
    answer = desk.house.nobody.http.post("/cases", json={"title": CANARY}, headers=headers)
    checked(answer, 403)


def test_every_good_answer_has_the_security_headers_too(desk: Desk) -> None:
    for path in ("/me", "/cases", "/log/checkpoint", f"/files/{desk.evidence}/content", "/openapi.json"):
        answer = desk.house.owner.ask("GET", path, 200)
        assert all(answer.headers[name] == value for name, value in HEADERS.items()), path
        assert "server" not in answer.headers


def test_words_that_search_engines_give_a_meaning_are_just_words(desk: Desk) -> None:
    for words in (
        '"',
        '"a',
        "a AND",
        "NEAR(",
        "* *",
        "title:x",
        "(",
        "'; drop",
        "-",
        "^a",
        "\ufeff",
        "a" * 1000,
        "{}",
        "🜁",
    ):
        for field in ("q", "name"):
            answer = desk.house.owner.http.post("/search", json={field: words})
            assert answer.status_code in {200, 422}, (words, answer.text)


def test_too_many_wrong_passphrases_have_to_wait(desk: Desk) -> None:
    for _attempt in range(8):
        answer = desk.house.nobody.http.post("/session", json={"login": CANARY, "passphrase": CANARY})
        if answer.status_code == 429:
            break
        checked(answer, 401)
    checked(answer, 429)
    assert int(answer.headers["retry-after"]) > 0
