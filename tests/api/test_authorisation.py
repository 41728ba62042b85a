"""Every route of the JSON door x every role x own, granted, foreign and unknown ids. A route that the table does not
name fails. Pages have a table of their own: tests/web/test_authorisation.py.

Each person has one role. A letter stands for each: d documenter, w write-only, i investigator, l lawyer, p approver,
a administrator, u auditor; n is a narrow token with every role of the founding member but grants of its own; x is
nobody. What a person was *granted* is held by a team of all of them, so that the role alone decides.
"""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

from app.domain.accounts import actions
from app.domain.accounts.sessions import open_session
from app.domain.work import Actor
from app.http import COOKIE, FORM_TOKEN_HEADER, form_token
from app.main import create_app
from app.runtime import Runtime, create_runtime
from tests.api.server import token_of
from tests.conftest import settings_on
from tests.people import found, join

ROLES = {
    "d": "documenter",
    "w": "write_only",
    "i": "investigator",
    "l": "lawyer",
    "p": "approver",
    "a": "administrator",
    "u": "auditor",
}
PEOPLE = "".join(ROLES)
EVERYBODY = PEOPLE + "n"
API = "/api/v1"
ORIGIN = "https://archive.example"
DAY = "2021-03-07"


@dataclass
class World:
    """One archive, everybody's way in, and makers of throwaway objects: (relation, letter) -> id."""

    runtime: Runtime
    client: TestClient
    founder: Actor
    actors: dict[str, Actor]
    headers: dict[str, dict[str, str]]
    team: str = ""
    narrow: str = ""
    source: str = ""
    unit: str = ""
    recipient: str = ""
    kept: dict[Any, str] = field(default_factory=dict[Any, str])

    def ask(self, who: str, method: str, path: str, body: Any = None, **more: Any) -> Any:
        """One request of somebody."""
        headers = self.headers[who] | more.pop("headers", {})
        return self.client.request(method, API + path, json=body, headers=headers, **more)

    def make(self, who: str, path: str, body: Any, **more: Any) -> str:
        """Something that somebody may make: its id."""
        answer = self.ask(who, "POST", path, body, **more)
        assert answer.status_code == 201, f"{who} {path}: {answer.text}"
        return answer.json().get("id") or answer.json()["record"]

    def sign_in(self, letter: str) -> dict[str, str]:
        """The headers of a browser that somebody has just signed in with."""
        actor = self.actors[letter]
        with self.runtime.work() as work:
            cookie, _actor = open_session(work, actor.member_id, actor.keys.seed)
        return {"Cookie": f"{COOKIE}={cookie}", "Origin": ORIGIN, FORM_TOKEN_HEADER: form_token(cookie)}

    def object_of(self, entry: "Route", relation: str, letter: str) -> str:
        """The id of what a route is about, in some relation to a person; of nobody's (x), the documenter's."""
        if not entry.of or relation == "unknown":
            return secrets.token_hex(16)
        return getattr(self, entry.of)(relation, "d" if letter == "x" else letter)

    def address_of(self, path: str, object_id: str, entry: "Route") -> str:
        """A route's path with ids in it: that of the object, then that of what `second` names."""
        second = {"founder": self.founder.id, "team": self.team, "": self.team}.get(
            entry.second, entry.second
        )
        for value in (object_id, second):
            if "{" in path:
                path = path[: path.index("{")] + value + path[path.index("}") + 1 :]
        return path

    # --- objects: what `relation` an id has to the person of `letter` -------------------------------------

    def case(self, relation: str, letter: str) -> str:
        if relation == "own":
            return self.make(letter, "/cases", {"title": "Own"})
        case = self.make("f", "/cases", {"title": "The founder's", "teams": []})
        if relation == "granted":
            for holder in (self.team, self.narrow):
                body = {"holder": holder, "compartments": ["working", "identity"]}
                assert self.ask("f", "POST", f"/cases/{case}/grants", body).status_code == 201
        return case

    def shared_case(self, relation: str, letter: str) -> str:
        """A case that many may use, since nothing is done to it but reading and adding."""
        key = ("case", relation, letter if relation == "own" else "")
        if key not in self.kept:
            self.kept[key] = self.case(relation, letter)
        return self.kept[key]

    def record(self, relation: str, letter: str) -> str:
        if relation == "own" and letter != "w":
            return self.note(self.shared_case("granted", letter), letter)
        return self.note(self.shared_case(relation, letter), letter if relation == "own" else "f")

    def note(self, case: str, who: str) -> str:
        return self.make(who, f"/cases/{case}/records", {"kind": "note", "content": {"text": "Ask again."}})

    def consent(self, relation: str, letter: str) -> str:
        who = letter if relation == "own" else "f"
        path = f"/cases/{self.shared_case(relation, letter)}/records"
        individual = self.make(who, path, {"kind": "individual", "content": {"pseudonym": "W-0001"}})
        content = {"individual": individual, "given_on": DAY}
        return self.make(who, path, {"kind": "consent", "content": content})

    def file(self, relation: str, letter: str) -> str:
        who = letter if relation == "own" else "f"
        path = f"/cases/{self.shared_case(relation, letter)}/files"
        return self.make(who, path, None, files={"file": ("a.txt", b"words")})

    def draft(self, relation: str, letter: str) -> str:
        who = letter if relation == "own" else "f"
        case = self.shared_case("own" if letter == "w" and relation == "own" else "granted", letter)
        return self.make(who, f"/cases/{case}/drafts", {"kind": "note", "content": {}})

    def registered(self, relation: str, letter: str) -> str:
        return self.unit

    def registered_person(self, relation: str, letter: str) -> str:
        if ("person", "", "") not in self.kept:
            body = claim("person", names=[{"text": "Ардан Вельскі"}], citations=[{"source": self.source}])
            self.kept["person", "", ""] = self.make("f", "/register", body)
        return self.kept["person", "", ""]

    def export(self, relation: str, letter: str) -> str:
        """An export of the lawyer's, or of the founder's. Built once: it takes seconds."""
        who = letter if relation == "own" else "f"
        if ("export", who) not in self.kept:
            body = export_body(self, self.shared_case("granted", letter))
            self.kept["export", who] = self.make(who, "/exports", body)
        return self.kept["export", who]

    def log_line(self, relation: str, letter: str) -> str:
        """The number of a line of the log: the founding member's certificate."""
        return "0"

    def member(self, relation: str, letter: str) -> str:
        """Oneself; or another: one who has only now joined for the administrator, who may change or end a membership."""
        if relation == "own":
            return self.actors[letter].id
        return join(self.runtime, self.founder).id if letter == "a" else self.joiner()

    def joiner(self) -> str:
        """A member who is in no team but everyone's, unless a test let him into one of its own."""
        if ("joiner", "", "") not in self.kept:
            self.kept["joiner", "", ""] = join(self.runtime, self.founder).id
        return self.kept["joiner", "", ""]

    def register_kind(self, relation: str, letter: str) -> str:
        """Not an id: a kind of the register, where a path names one."""
        return "unit"

    def some_member(self, relation: str, letter: str) -> str:
        """A member to whom nothing will be done."""
        return self.actors["p"].id

    def invitation(self, relation: str, letter: str) -> str:
        with self.runtime.work() as work:
            return actions.invite(work=work, actor=self.founder, name="Guest", roles=["auditor"]).id

    def own_team(self, relation: str, letter: str) -> str:
        """A team of the founding member's, with (granted) or without (foreign) the person in it."""
        with self.runtime.work() as work:
            team = actions.make_team(work=work, actor=self.founder, name="A team").id
        if relation == "granted" and letter != "w":  # who reads nothing back joins no team
            self.make_member(team, self.narrow if letter == "n" else self.actors[letter].id)
        return team

    def make_member(self, team: str, member: str) -> None:
        with self.runtime.work() as work:
            actions.add_to_team(work=work, actor=self.founder, team=team, member=member)

    def session(self, relation: str, letter: str) -> str:
        """A session of oneself, or of the founding member."""
        actor = self.actors[letter] if relation == "own" else self.founder
        with self.runtime.work() as work:
            return open_session(work, actor.member_id, actor.keys.seed)[1].session_key

    def token(self, relation: str, letter: str) -> str:
        actor = self.actors[letter] if relation == "own" else self.founder
        with self.runtime.work() as work:
            return actions.make_token(work=work, actor=actor, name="Throwaway").id


def export_body(_world: World, case: str) -> dict[str, Any]:
    return {"cases": [case], "recipient": _world.recipient, "profile": "full", "purpose": "analysis"}


@pytest.fixture(scope="module")
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The archive with one person of each role, on the store that a test asks for."""
    folder = tmp_path_factory.mktemp("roles") / "archive"
    with settings_on(getattr(request, "param", "sqlcipher"), folder) as settings:
        settings.origins = ORIGIN
        yield from peopled(create_runtime(settings))


def peopled(runtime: Runtime) -> Iterator[World]:
    """The archive with one person of each role, until it is closed."""
    founder = found(runtime)
    with TestClient(create_app(runtime), base_url=ORIGIN, raise_server_exceptions=False) as client:
        made = World(runtime, client, founder, {"n": founder}, {"x": {}})
        with runtime.work() as work:
            made.team = actions.make_team(work=work, actor=founder, name="All of them").id
        for letter, role in ROLES.items():
            teams = () if role == "write_only" else (made.team,)
            made.actors[letter] = join(runtime, founder, role, teams=teams, name=role)
        people = {letter: made.actors[letter] for letter in PEOPLE} | {"f": founder}
        made.headers |= {letter: bearer(token_of(runtime, actor)) for letter, actor in people.items()}
        with runtime.work() as work:
            token = actions.make_token(work=work, actor=founder, name="Narrow", kind="narrow")
        made.narrow, made.headers["n"] = token.id, bearer(token.token)
        defaults = {"new_case_teams": [], "intake_teams": [made.team]}
        assert made.ask("f", "PUT", "/archive/case-defaults", defaults).status_code == 200
        made.source = made.make("f", "/register", claim("source", title="Gazette 12", type="document"))
        cited = [{"source": made.source}]
        made.unit = made.make("f", "/register", claim("unit", names=[{"text": "Patrol"}], citations=cited))
        recipient = claim("recipient", authority="Federal Prosecutor", jurisdiction="DE")
        made.recipient = made.make("f", "/register", recipient)
        grant = {"holder": made.actors["l"].id}
        assert made.ask("f", "POST", "/register/grants", grant).status_code == 201
        yield made


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def claim(kind: str, **content: Any) -> dict[str, Any]:
    return {"kind": kind, "content": content}


Body = Callable[[World, str], Any]
"""What is sent, given the object's id."""


@dataclass(frozen=True)
class Route:
    """What a route answers. `expects` maps a relation to "STATUS letters; STATUS letters"; nobody (x) gets `nobody`.

    `of` makes the object whose id stands in the path, `second` that of a second id in it, or is itself the second part.
    """

    expects: dict[str, str]
    of: str = ""
    body: Body | None = None
    second: str = ""
    nobody: int = 401
    by_session: bool = False
    query: str = ""
    more: dict[str, Any] = field(default_factory=dict[str, Any])


def alike(expected: str, **more: Any) -> Route:
    """A route whose answer depends on who asks alone."""
    return Route({"": expected}, **more)


def to_object(
    of: str, body: Body | None = None, more: dict[str, Any] | None = None, nobody: int = 401, **expected: str
) -> Route:
    """A route to one object; an unknown id is a 404 to everybody unless the table says otherwise."""
    second = expected.pop("second", "")
    query = expected.pop("query", "")
    return Route(
        {"unknown": f"404 {EVERYBODY}"} | expected, of, body, second, nobody, query=query, more=more or {}
    )


def sends(body: Any) -> Body:
    return lambda _world, _id: body


NOTE = claim("note", text="Ask again.")
AMEND = {"content": {"text": "Ask once more."}, "reason": "A new hint."}
MATCH = {"headers": {"If-Match": '"1"'}}
FILE = {"files": {"file": ("a.txt", b"words")}}
TO_APPROVER: Body = lambda world, _id: {"holder": world.actors["d"].id, "compartments": ["working"]}  # noqa: E731
ALL_200 = f"200 {EVERYBODY}"
ADMIN_ONLY_200 = "200 a; 403 dwilpun"

TABLE: dict[tuple[str, str], Route] = {
    ("GET", "/api/v1/openapi.json"): alike(ALL_200, nobody=200),
    ("HEAD", "/api/v1/openapi.json"): alike(ALL_200, nobody=200),
    # --- who I am
    ("POST", "/session"): alike(
        f"401 {EVERYBODY}", body=lambda _world, fresh: {"login": f"nobody-{fresh}", "passphrase": "x"}
    ),
    ("DELETE", "/session"): alike(f"204 {PEOPLE}", by_session=True),
    ("GET", "/sessions"): alike("200 dwilpau; 403 n"),
    ("DELETE", "/sessions/{session}"): to_object(
        "session", own="204 dwilpau", foreign="404 dwilpau; 403 n", unknown="404 dwilpau; 403 n"
    ),
    ("POST", "/session/recovery"): alike(
        f"422 {EVERYBODY}",
        body=sends({"login": "x", "recovery_code": "x", "passphrase": "long enough words"}),
        nobody=422,
    ),
    ("GET", "/me"): alike(ALL_200),
    ("PUT", "/me/passphrase"): alike(
        f"422 {PEOPLE}", body=sends({"current": "wrong", "passphrase": "long enough words"}), by_session=True
    ),
    # --- cases
    ("POST", "/cases"): alike("201 dwn; 403 ilpau", body=sends({"title": "New"})),
    ("GET", "/cases"): alike(ALL_200),
    ("GET", "/cases/{case}"): to_object(
        "shared_case", own="200 dw", granted="200 diln; 403 pau; 404 w", foreign=f"404 {EVERYBODY}"
    ),
    ("POST", "/cases/{case}/grants"): to_object(
        "case", TO_APPROVER, own="201 d; 403 w", granted="201 dil; 403 paun; 404 w", foreign=f"404 {EVERYBODY}"
    ),
    ("DELETE", "/cases/{case}/grants/{holder}"): to_object(
        "case", second="team", own="404 d; 403 w", granted="204 dil; 403 paun; 404 w", foreign=f"404 {EVERYBODY}"
    ),
    # --- records
    ("POST", "/cases/{case}/records"): to_object(
        "shared_case", sends(NOTE), own="201 dw", granted="201 diln; 403 pau; 404 w", foreign=f"404 {EVERYBODY}"
    ),
    ("GET", "/records/{record}"): to_object(
        "record", own="200 diln; 403 w", granted="200 diln; 403 pau; 404 w", foreign=f"404 {EVERYBODY}"
    ),
    ("PUT", "/records/{record}"): to_object(
        "record", sends(AMEND), MATCH, own="200 diln; 403 w", granted="200 diln; 403 pau; 404 w", foreign=f"404 {EVERYBODY}"
    ),
    ("GET", "/records/{record}/versions"): to_object(
        "record", own="200 diln; 403 w", granted="200 diln; 403 pau; 404 w", foreign=f"404 {EVERYBODY}"
    ),
    ("GET", "/records/{record}/custody"): to_object(
        "record",
        own="200 diln; 403 w",
        granted="200 dilpaun; 403 w",
        foreign="200 un; 404 dilpa; 403 w",
        unknown="200 un; 404 dilpa; 403 w",  # auditors learn that the log holds nothing of it
    ),
    ("POST", "/records/{record}/withdrawal"): to_object(
        "consent", sends({"reason": "Afraid."}), own="201 d; 403 w", granted="201 dn; 403 ilpau; 404 w", foreign=f"404 {EVERYBODY}"
    ),
    # --- drafts
    ("GET", "/cases/{case}/drafts"): to_object(
        "shared_case", own="200 dw", granted="200 diln; 403 pau; 404 w", foreign=f"404 {EVERYBODY}"
    ),
    ("POST", "/cases/{case}/drafts"): to_object(
        "shared_case", sends(NOTE), own="201 dw", granted="201 dil; 403 paun; 404 w", foreign=f"404 {EVERYBODY}"
    ),
    ("GET", "/drafts/{draft}"): to_object("draft", own="200 dwil", foreign=f"404 {EVERYBODY}"),
    ("PUT", "/drafts/{draft}"): to_object("draft", sends(NOTE), MATCH, own="200 dwil", foreign=f"404 {EVERYBODY}"),
    ("DELETE", "/drafts/{draft}"): to_object("draft", own="204 dwil", foreign=f"404 {EVERYBODY}"),
    # --- files
    ("POST", "/cases/{case}/files"): to_object(
        "shared_case", None, FILE, own="201 dw", granted="201 dn; 403 ilpau; 404 w", foreign=f"404 {EVERYBODY}"
    ),
    ("GET", "/files/{record}/content"): to_object(
        "file", own="200 d; 403 w", granted="200 diln; 403 pau; 404 w", foreign=f"404 {EVERYBODY}"
    ),
    ("HEAD", "/files/{record}/content"): to_object(
        "file", own="200 d; 403 w", granted="200 diln; 403 pau; 404 w", foreign=f"404 {EVERYBODY}"
    ),
    # --- register
    ("POST", "/register"): alike(
        "201 dil; 403 wpaun",
        body=lambda world, _id: claim("unit", names=[{"text": "Post"}], citations=[{"source": world.source}]),
    ),
    ("POST", "/register/search"): alike(ALL_200, body=sends({"kind": "unit"})),
    ("GET", "/register/grants"): alike("200 lan; 403 dwipu"),
    ("POST", "/register/grants"): alike(
        "201 l; 403 dwipaun", body=lambda world, _id: {"holder": world.actors["l"].id}
    ),
    ("DELETE", "/register/grants/{holder}"): to_object("some_member", foreign="404 l; 403 dwipaun", unknown="404 l; 403 dwipaun"),
    ("GET", "/units/{unit}/command"): to_object(
        "registered", granted="200 dilpau; 403 w; 404 n", unknown="404 dilpaun; 403 w", query=f"?on={DAY}"
    ),
    ("GET", "/register/{record}/doubts"): to_object(
        "registered", granted="200 dilpau; 403 w; 404 n", unknown="404 dilpaun; 403 w"
    ),
    ("GET", "/people/{person}/responsibility/{unit}"): to_object(
        "registered_person", second="founder", granted="404 dilpaun; 403 w", unknown="404 dilpaun; 403 w"
    ),
    ("POST", "/register/imports"): alike(
        "422 diln; 403 wpau", body=sends({"format": "posts", "name": "a.csv", "content": "YQ=="})
    ),
    ("POST", "/register/exports"): alike("200 ln; 403 diwpau", body=sends({"format": "followthemoney"})),
    ("GET", "/people/duplicates"): alike("200 dilpaun; 403 w"),
    ("POST", "/people/{person}/same-as"): to_object(
        "registered_person", lambda _world, person: {"other": person, "reason": "x"},
        granted="422 dil; 403 wpau; 404 n", unknown="404 diln; 403 wpau"
    ),
    ("POST", "/people/{person}/same-as/{other}/end"): to_object(
        "registered_person", sends({"reason": "x"}), second="founder",
        granted="404 diln; 403 wpau", unknown="404 diln; 403 wpau"
    ),
    ("GET", "/people/{person}/responsibility"): to_object(
        "registered_person", granted="200 dilpau; 403 w; 404 n", unknown="404 dilpaun; 403 w"
    ),
    # --- search
    ("POST", "/search"): alike("200 diln; 403 wpau", body=sends({"q": "again"})),
    # --- exports
    ("POST", "/exports"): Route(
        {"granted": "201 l; 403 dwipau; 404 n", "foreign": "404 ln; 403 dwipau", "unknown": "404 ln; 403 dwipau"},
        "shared_case",
        export_body,
    ),
    ("GET", "/exports"): alike("200 lun; 403 dwipa"),
    ("GET", "/exports/{export}"): to_object("export", own="200 l", foreign=f"404 {EVERYBODY}"),
    ("GET", "/exports/{export}/bundle"): to_object("export", own="409 l", foreign=f"404 {EVERYBODY}"),
    # --- the log
    ("GET", "/log/checkpoint"): alike(ALL_200),
    ("GET", "/log/entries"): alike("200 dilpaun; 403 w"),
    ("GET", "/log/verification"): alike("200 dilpaun; 403 w"),
    ("GET", "/log/inclusion"): alike(ALL_200, query="?index=0&size=1"),
    ("GET", "/log/consistency"): alike(ALL_200, query="?from=1&to=2"),
    # --- members, teams, tokens
    ("GET", "/members"): alike(ALL_200),
    ("POST", "/members"): alike(
        f"404 {EVERYBODY}", body=sends({"invitation": "none", "passphrase": "long enough words"}), nobody=404
    ),
    ("GET", "/members/offer"): alike(ALL_200, nobody=200),
    ("GET", "/members/invitations"): alike(ADMIN_ONLY_200),
    ("POST", "/members/invitations"): alike(
        "201 a; 403 dwilpun", body=sends({"name": "Guest", "roles": ["auditor"]})
    ),
    ("DELETE", "/members/invitations/{invitation}"): to_object(
        "invitation", foreign="204 a; 403 dwilpun", unknown="404 a; 403 dwilpun"
    ),
    ("PUT", "/members/{member}/roles"): to_object(
        "member", sends({"roles": ["documenter", "auditor"]}), own="403 dwilpu", foreign="204 a; 403 dwilpun", unknown="404 a; 403 dwilpun"
    ),
    ("PATCH", "/members/{member}"): to_object(
        "member", sends({"name": "Renamed"}), own="204 dwilpau", foreign="204 a; 403 dwilpun", unknown="404 a; 403 dwilpun"
    ),
    ("DELETE", "/members/{member}"): to_object(
        "member", own="403 dwilpu", foreign="204 a; 403 dwilpun", unknown="404 a; 403 dwilpun"
    ),
    ("GET", "/teams"): alike(ALL_200),
    ("POST", "/teams"): alike("201 a; 403 dwilpun", body=sends({"name": "New team"})),
    ("GET", "/teams/{team}/members"): to_object("own_team", granted=ALL_200, foreign=ALL_200),
    ("POST", "/teams/{team}/members"): to_object(
        "own_team", lambda world, _id: {"member": world.joiner()},
        granted="201 dilpau; 403 wn", foreign=f"403 {EVERYBODY}",
    ),
    ("DELETE", "/teams/{team}/members/{member}"): to_object(
        "own_team", second="founder", granted="204 a; 403 dwilpun", foreign="204 a; 403 dwilpun"
    ),
    ("GET", "/tokens"): alike(ALL_200),
    ("POST", "/tokens"): alike(f"201 {PEOPLE}", body=sends({"name": "New"}), by_session=True),
    ("DELETE", "/tokens/{token}"): to_object(
        "token", own="204 dwilpau; 403 n", foreign="404 dwilpu; 204 a; 403 n"  # n is of the founder, whose token it is
    ),
    # --- settings
    ("GET", "/archive/case-defaults"): alike(ALL_200),
    ("PUT", "/archive/case-defaults"): alike(
        ADMIN_ONLY_200, body=lambda world, _id: {"new_case_teams": [], "intake_teams": [world.team]}
    ),
}  # fmt: skip


def key_of(method: str, path: str) -> tuple[str, str]:
    short = path.removeprefix(API) if path != "/api/v1/openapi.json" else path
    return method, short


def test_the_table_names_every_route_of_the_application_and_no_other(world: World) -> None:
    routes = iter_route_contexts(world.client.app.routes)  # type: ignore[attr-defined]
    there = {
        key_of(method, route.path)
        for route in routes
        if route.path.startswith("/api/")
        for method in route.methods
    }
    assert there - set(TABLE) == set(), "a new route needs an entry in the table"
    assert set(TABLE) - there == set(), "the table names a route that is gone"


def expected_of(text: str) -> dict[str, int]:
    """Letter -> status."""
    parts = [part.split() for part in text.split(";")]
    return {letter: int(status) for status, letters in parts for letter in letters}


def name_of(route: tuple[str, str]) -> str:
    return " ".join(route)


@pytest.mark.parametrize("route", sorted(TABLE), ids=name_of)
def test_each_role_gets_what_the_table_says(world: World, route: tuple[str, str]) -> None:
    entry, wrong = TABLE[route], list[str]()
    for relation, text in entry.expects.items():
        expected = expected_of(text)
        everybody = PEOPLE if entry.by_session else EVERYBODY
        assert relation == "own" or set(expected) == set(everybody), f"{relation}: somebody is missing"
        for letter, status in expected.items():
            got = call(world, route, entry, relation, letter)
            if got != status:
                wrong.append(f"{relation} {letter}: {got}, not {status}")
    nobody = call(world, route, entry, next(iter(entry.expects)), "x")
    if nobody != entry.nobody:
        wrong.append(f"nobody: {nobody}, not {entry.nobody}")
    assert not wrong, "; ".join(wrong)


def call(world: World, route: tuple[str, str], entry: Route, relation: str, letter: str) -> int:
    """The status that somebody gets for an object of a relation."""
    method, path = route
    object_id = world.object_of(entry, relation, letter)
    path = world.address_of(path, object_id, entry)
    headers = world.sign_in(letter) if entry.by_session and letter != "x" else world.headers[letter]
    body = entry.body(world, object_id) if entry.body else None
    more = dict(entry.more)
    prefix = "" if path == "/api/v1/openapi.json" else API
    answer = world.client.request(
        method, prefix + path + entry.query, json=body, headers=headers | more.pop("headers", {}), **more
    )
    world.client.cookies.clear()
    return answer.status_code


def test_a_token_does_nothing_that_outlives_it(world: World) -> None:
    for letter in EVERYBODY:
        assert world.ask(letter, "POST", "/tokens", {"name": "Another"}).status_code == 403
        change = {"current": "x", "passphrase": "long enough words"}
        assert world.ask(letter, "PUT", "/me/passphrase", change).status_code == 403


def test_what_is_listed_and_found_is_what_may_be_opened(world: World) -> None:
    granted, foreign = world.shared_case("granted", "d"), world.shared_case("foreign", "d")
    for case, text in ((granted, "Velvet harbour."), (foreign, "Velvet mountain.")):
        world.make("f", f"/cases/{case}/records", claim("note", text=text))
    for letter in EVERYBODY:
        cases = {case["id"] for case in world.ask(letter, "GET", "/cases?limit=1000").json()["results"]}
        found_words = world.ask(letter, "POST", "/search", {"q": "velvet"}).json()
        if letter in "diln":
            assert granted in cases and foreign not in cases, letter
            assert [result["case"] for result in found_words["results"]] == [granted], letter
        else:
            assert granted not in cases and foreign not in cases, letter
            assert found_words["status"] == 403, letter
            register = world.ask(letter, "POST", "/register/search", {"kind": "unit"}).json()
            assert all(result["case"] is None for result in register["results"])
    opened = world.ask("w", "GET", f"/cases/{world.shared_case('own', 'w')}").json()
    assert opened["title"] is None and opened["records"] == [] and opened["grants"] == []


ON_POSTGRESQL = [
    ("GET", "/cases"),
    ("GET", "/cases/{case}"),
    ("POST", "/cases/{case}/records"),
    ("GET", "/records/{record}"),
    ("PUT", "/records/{record}"),
    ("GET", "/drafts/{draft}"),
    ("GET", "/units/{unit}/command"),
    ("POST", "/search"),
    ("GET", "/log/entries"),
    ("GET", "/members"),
    ("GET", "/teams"),
    ("DELETE", "/tokens/{token}"),
]
"""A route for each way in which the database is asked who may what. Keys decide most, wherever they lie, so that the
whole table a second time would cost minutes and tell little."""


@pytest.mark.parametrize("world", ["postgresql"], indirect=True)
@pytest.mark.parametrize("route", ON_POSTGRESQL, ids=name_of)
def test_each_role_gets_the_same_on_postgresql(world: World, route: tuple[str, str]) -> None:
    """Last in this file: each store has a world of its own, and only one is open at a time."""
    test_each_role_gets_what_the_table_says(world, route)


@pytest.mark.parametrize("world", ["postgresql"], indirect=True)
def test_what_is_listed_and_found_on_postgresql_is_what_may_be_opened(world: World) -> None:
    test_what_is_listed_and_found_is_what_may_be_opened(world)
