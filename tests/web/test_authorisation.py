"""Every page x every role x own, granted, foreign and unknown ids. A page that the table does not name fails.

People, objects and the reading of the table are those of the JSON door's test; here everybody comes with a browser's
session. A page answers 200, a form that was done 303; who is not signed in is sent to the sign-in page.
"""

from typing import Any

import pytest
from fastapi.routing import iter_route_contexts

from app.http import COOKIE, FORM_TOKEN_HEADER
from app.web import router
from tests.api.test_authorisation import (
    PEOPLE,
    Route,
    World,
    alike,
    expected_of,
    to_object,
    world,
)

__all__ = ["world"]
ALL = f"200 {PEOPLE}"


def page(of: str, **expected: Any) -> Route:
    """A page of one object; an unknown id is a 404 to everybody unless the table says otherwise."""
    return to_object(of, **({"unknown": f"404 {PEOPLE}"} | expected))


def sends(**fields: str) -> Any:
    """A form with these fields."""
    return lambda _world, _id: fields


NOTE = sends(**{"form-once": "", "form-do": "save", "text": "Ask again."})
CHANGED = sends(
    **{
        "form-kind": "note",
        "form-version": "1",
        "form-reason": "A hint.",
        "form-do": "save",
        "text": "Ask more.",
    }
)
FILE = {"files": {"file": ("a.txt", b"words")}}
TO_D = lambda world, _id: {"holder": world.actors["d"].id, "compartments": "working"}  # noqa: E731
JOINS = lambda world, _id: {"member": world.joiner()}  # noqa: E731
KEPT = sends(**{"form-kind": "note", "form-case": "0" * 32, "form-version": "1", "form-do": "draft"})


def UNIT(world: World, _id: str) -> dict[str, str]:
    """A claim about a unit."""
    return {"form-do": "save", "names.0.text": "Post", "citations.0.source": world.source}


TABLE: dict[tuple[str, str], Route] = {
    # --- signing in and out; what nobody needs to be signed in for
    ("GET", "/"): alike(f"303 {PEOPLE}"),
    ("GET", "/sign-in"): alike(ALL, nobody=200),
    ("POST", "/sign-in"): alike(
        f"401 {PEOPLE}", body=lambda _world, fresh: {"login": f"nobody-{fresh}", "passphrase": "x"}
    ),
    ("POST", "/sign-out"): alike(f"303 {PEOPLE}", nobody=303),
    ("POST", "/leave"): alike(ALL, nobody=200),
    ("GET", "/recover"): alike(ALL, nobody=200),
    ("POST", "/recover"): alike(
        f"422 {PEOPLE}",
        body=sends(login="x", recovery_code="x", passphrase="long enough words"),
        nobody=422,
    ),
    ("GET", "/join"): alike(ALL, nobody=200),
    ("POST", "/join"): alike(
        f"404 {PEOPLE}", body=sends(invitation="none", passphrase="long enough words"), nobody=404
    ),
    # --- cases
    ("GET", "/cases"): alike(ALL),
    ("GET", "/cases/new"): alike("200 dw; 403 ilpau"),
    ("POST", "/cases/new"): alike("303 dw; 403 ilpau", body=sends(title="New")),
    ("GET", "/cases/{case}"): page(
        "shared_case", own="200 dw", granted="200 dil; 403 pau; 404 w", foreign=f"404 {PEOPLE}"
    ),
    # --- records and files
    ("GET", "/records/{record}"): page(
        "record", own="200 dil; 403 w", granted="200 dil; 403 pau; 404 w", foreign=f"404 {PEOPLE}"
    ),
    ("GET", "/records/{record}/versions"): page(
        "record", own="200 dil; 403 w", granted="200 dil; 403 pau; 404 w", foreign=f"404 {PEOPLE}"
    ),
    ("GET", "/records/{record}/custody"): page(
        "record", own="200 dil; 403 w", granted="200 dil; 403 pau; 404 w", foreign=f"404 {PEOPLE}"
    ),
    ("GET", "/files/{record}/content"): page(
        "file", own="200 d; 403 w", granted="200 dil; 403 pau; 404 w", foreign=f"404 {PEOPLE}"
    ),
    # --- register and search
    ("GET", "/register"): alike(ALL),
    ("POST", "/register"): alike(ALL, body=sends(kind="unit", name="Patrol")),
    ("GET", "/register/{record}"): page("registered", granted="200 dilpau; 403 w"),
    ("POST", "/register/{record}"): to_object(
        "registered", sends(on="2021-03-07"), granted="200 dilpau; 403 w", unknown=f"404 {PEOPLE}"
    ),
    ("GET", "/register/{person}/responsibility/{unit}"): page(
        "registered_person", second="founder", granted="404 dilpau; 403 w", unknown="404 dilpau; 403 w"
    ),
    ("GET", "/register/responsibility"): alike("200 dilpau; 403 w"),
    ("POST", "/register/responsibility"): alike(
        "422 dilpau; 403 w", body=sends(**{"person-typed": "Nobody", "unit-typed": "None"})
    ),
    ("GET", "/register/import"): alike("200 dil; 403 wpau"),
    ("POST", "/register/import"): alike("422 dil; 403 wpau", more=FILE),
    ("POST", "/register/import/rows"): alike("422 dil; 403 wpau", body=sends(format="posts", name="a.csv")),
    ("POST", "/register/import/write"): alike("422 dil; 403 wpau", body=sends(format="posts", name="a.csv")),
    ("GET", "/register/export"): alike("200 l; 403 diwpau"),
    ("POST", "/register/export"): alike("200 l; 403 diwpau", body=sends(format="followthemoney")),
    ("GET", "/register/duplicates"): alike("200 dilpau; 403 w"),
    ("GET", "/register/{person}/same-as"): page(
        "registered_person", granted="200 dilpau; 403 w", unknown=f"404 {PEOPLE}"
    ),
    ("POST", "/register/{person}/same-as"): page(
        "registered_person", body=lambda _world, person: {"other": person, "reason": "x"},
        granted="422 dil; 403 wpau", unknown="404 dil; 403 wpau"
    ),
    ("POST", "/register/{person}/same-as/{other}/end"): page(
        "registered_person", body=sends(reason="x"), second="founder", granted="404 dil; 403 wpau", unknown="404 dil; 403 wpau"
    ),
    ("GET", "/register/{person}/responsibility"): page(
        "registered_person", granted="200 dilpau; 403 w", unknown="404 dilpau; 403 w"
    ),
    ("GET", "/restricted"): alike("200 la; 403 dwipu"),
    ("POST", "/restricted"): alike("303 l; 403 dwipau", body=lambda world, _id: {"holder": world.actors["l"].id}),
    ("POST", "/restricted/{holder}/end"): page(
        "some_member", foreign="404 l; 403 dwipau", unknown="404 l; 403 dwipau"
    ),
    # --- forms
    ("GET", "/cases/{case}/new/{kind}"): page(
        "shared_case", second="note", own="200 dw", granted="200 dil; 403 pau; 404 w", foreign=f"404 {PEOPLE}"
    ),
    ("POST", "/cases/{case}/new/{kind}"): page(
        "shared_case", second="note", body=NOTE, own="303 dw", granted="303 dil; 403 pau; 404 w", foreign=f"404 {PEOPLE}"
    ),
    ("GET", "/cases/{case}/added"): page(
        "shared_case", own="200 dw", granted="200 dil; 403 pau; 404 w", foreign=f"404 {PEOPLE}"
    ),
    ("GET", "/register/new/{kind}"): page("register_kind", granted="200 dil; 403 wpau"),
    ("POST", "/register/new/{kind}"): page("register_kind", body=UNIT, granted="303 dil; 403 wpau", nobody=404),
    ("GET", "/records/{record}/edit"): page(
        "record", own="200 dil; 403 w", granted="200 dil; 403 pau; 404 w", foreign=f"404 {PEOPLE}"
    ),
    ("POST", "/records/{record}/edit"): page(
        "record", body=CHANGED, own="303 dil; 403 w", granted="303 dil; 403 pau; 404 w", foreign=f"404 {PEOPLE}"
    ),
    ("GET", "/drafts/{draft}"): page("draft", own="200 dwil", foreign=f"404 {PEOPLE}"),
    ("POST", "/drafts/{draft}"): page("draft", body=KEPT, own="303 dwil", foreign=f"404 {PEOPLE}"),
    ("POST", "/drafts/{draft}/delete"): page("draft", own="303 dwil", foreign=f"404 {PEOPLE}"),
    ("POST", "/find"): alike(ALL, body=sends(path="unit", kinds="unit", q="Patrol")),
    ("POST", "/dates"): alike(ALL, body=sends(how="on", first="2021-03-07", default="yes")),
    # --- files, consent, grants
    ("GET", "/cases/{case}/files"): page(
        "shared_case", own="200 dw", granted="200 d; 403 ilpau; 404 w", foreign=f"404 {PEOPLE}"
    ),
    ("POST", "/cases/{case}/files"): page(
        "shared_case", more=FILE, own="303 dw", granted="303 d; 403 ilpau; 404 w", foreign=f"404 {PEOPLE}"
    ),
    ("GET", "/records/{record}/withdrawal"): page(
        "consent", own="200 d; 403 w", granted="200 dil; 403 pau; 404 w", foreign=f"404 {PEOPLE}"
    ),
    ("POST", "/records/{record}/withdrawal"): page(
        "consent", body=sends(reason="Fear."), own="303 d; 403 w", granted="303 d; 403 ilpau; 404 w", foreign=f"404 {PEOPLE}"
    ),
    ("GET", "/cases/{case}/grants"): page(
        "shared_case", own="200 d; 403 w", granted="200 dil; 403 pau; 404 w", foreign=f"404 {PEOPLE}"
    ),
    ("POST", "/cases/{case}/grants"): page(
        "shared_case", body=TO_D, own="303 d; 403 w", granted="303 dil; 403 pau; 404 w", foreign=f"404 {PEOPLE}"
    ),
    ("GET", "/cases/{case}/grants/{holder}/end"): page(
        "shared_case", second="team", own="404 dw", granted="200 dil; 403 pau; 404 w", foreign=f"404 {PEOPLE}"
    ),
    ("POST", "/cases/{case}/grants/{holder}/end"): page(
        "case", second="team", own="404 d; 403 w", granted="303 dil; 403 pau; 404 w", foreign=f"404 {PEOPLE}"
    ),
    # --- members, teams, one's account, settings
    ("GET", "/members"): alike(ALL),
    ("GET", "/members/invite"): alike("200 a; 403 dwilpu"),
    ("POST", "/members/invite"): alike("200 a; 403 dwilpu", body=sends(name="N", roles="auditor")),
    ("POST", "/members/invitations/{invitation}/end"): page("invitation", foreign="303 a; 403 dwilpu", unknown="404 a; 403 dwilpu"),
    ("GET", "/members/{member}"): page("member", own=ALL, foreign=ALL),
    ("POST", "/members/{member}/name"): page(
        "some_member", body=sends(name="New"), foreign="303 ap; 403 dwilu", unknown="404 a; 403 dwilpu"
    ),
    ("POST", "/members/{member}/roles"): page(
        "member", body=sends(roles="auditor"), foreign="303 a; 403 dwilpu", unknown="404 a; 403 dwilpu"
    ),
    ("GET", "/members/{member}/end"): page("some_member", foreign="200 a; 403 dwilpu", unknown="404 a; 403 dwilpu"),
    ("POST", "/members/{member}/end"): page("member", foreign="303 a; 403 dwilpu", unknown="404 a; 403 dwilpu"),
    ("GET", "/teams"): alike(ALL),
    ("GET", "/teams/new"): alike("200 a; 403 dwilpu"),
    ("POST", "/teams/new"): alike("303 a; 403 dwilpu", body=sends(name="T")),
    ("GET", "/teams/{team}"): page("own_team", granted=ALL, foreign=ALL),
    ("POST", "/teams/{team}/members"): page(
        "own_team", body=JOINS, granted="303 dilpau; 403 w", foreign=f"403 {PEOPLE}", unknown=f"404 {PEOPLE}"
    ),
    ("GET", "/teams/{team}/members/{member}/end"): page(
        "own_team", second="founder", granted="200 a; 403 dwilpu", foreign="200 a; 403 dwilpu"
    ),
    ("POST", "/teams/{team}/members/{member}/end"): page(
        "own_team", second="founder", granted="303 a; 403 dwilpu", foreign="303 a; 403 dwilpu"
    ),
    ("GET", "/account"): alike(ALL),
    ("GET", "/account/passphrase"): alike(ALL),
    ("POST", "/account/passphrase"): alike(f"422 {PEOPLE}", body=sends(current="x", passphrase="long enough words")),
    ("POST", "/account/sessions/{session}/end"): page("session", own=f"303 {PEOPLE}", foreign=f"404 {PEOPLE}"),
    ("POST", "/account/sessions/end-others"): alike(f"303 {PEOPLE}"),
    ("GET", "/account/tokens/new"): alike(ALL),
    ("POST", "/account/tokens/new"): alike(ALL, body=sends(name="x", kind="full", days="1")),
    ("POST", "/account/tokens/{token}/end"): page("token", own=f"303 {PEOPLE}", foreign="303 a; 404 dwilpu"),
    ("GET", "/settings"): alike("200 a; 403 dwilpu"),
    ("POST", "/settings"): alike("303 a; 403 dwilpu", body=lambda world, _id: {"intake_teams": world.team}),
    # --- exports
    ("GET", "/exports"): alike("200 lu; 403 dwipa"),
    ("GET", "/exports/new"): alike("200 l; 403 dwipau"),
    ("POST", "/exports/new"): alike("200 l; 403 dwipau", body=sends(step="change")),
    ("GET", "/exports/{export}"): page("export", own="200 l", foreign=f"404 {PEOPLE}"),
    ("GET", "/exports/{export}/bundle"): page("export", own="409 l", foreign=f"404 {PEOPLE}"),
    # --- the custody log
    ("GET", "/log"): alike("200 dilpau; 403 w"),
    ("GET", "/log/growth"): alike("200 dilpau; 403 w"),
    ("GET", "/log/on/{subject}"): page(
        "record", own="200 dil; 403 w", granted="200 dilpau; 403 w", foreign="200 u; 404 dilpa; 403 w",
        unknown="200 u; 404 dilpa; 403 w"
    ),
    ("GET", "/log/{sequence}"): page("log_line", granted="200 u; 404 dilpa; 403 w"),
    ("GET", "/search"): alike("200 dil; 403 wpau"),
    ("POST", "/search"): alike("200 dil; 403 wpau", body=sends(q="again")),
}  # fmt: skip


def test_the_table_names_every_page_and_no_other() -> None:
    there = {(method, route.path) for route in iter_route_contexts(router.routes) for method in route.methods}
    assert there - set(TABLE) == set(), "a new page needs an entry in the table"
    assert set(TABLE) - there == set(), "the table names a page that is gone"


@pytest.mark.parametrize("route", sorted(TABLE), ids=lambda route: f"{route[0]} {route[1]}")
def test_each_role_gets_what_the_table_says(world: World, route: tuple[str, str]) -> None:
    entry, wrong = TABLE[route], list[str]()
    for relation, text in entry.expects.items():
        expected = expected_of(text)
        assert relation == "own" or set(expected) == set(PEOPLE), f"{relation}: somebody is missing"
        for letter, status in expected.items():
            got = call(world, route, entry, relation, letter)
            if got != status:
                wrong.append(f"{relation} {letter}: {got}, not {status}")
    nobody = call(world, route, entry, next(iter(entry.expects)), "x")
    expected_of_nobody = entry.nobody if entry.nobody != 401 or route[0] != "GET" else 303
    if nobody != expected_of_nobody:
        wrong.append(f"nobody: {nobody}, not {expected_of_nobody}")
    assert not wrong, "; ".join(wrong)


def call(world: World, route: tuple[str, str], entry: Route, relation: str, letter: str) -> int:
    """The status that somebody's browser gets for an object of a relation."""
    method, path = route
    object_id = world.object_of(entry, relation, letter)
    path = world.address_of(path, object_id, entry)
    headers = dict(world.sign_in(letter)) if letter != "x" else {"Origin": "https://archive.example"}
    fields = dict(entry.body(world, object_id)) if entry.body else {}
    fields["form_token"] = headers.pop(FORM_TOKEN_HEADER, "")
    answer = world.client.request(
        method,
        path + entry.query,
        data=fields if method == "POST" else None,
        headers=headers | entry.more.get("headers", {}),
        follow_redirects=False,
        **{name: value for name, value in entry.more.items() if name != "headers"},
    )
    world.client.cookies.clear()
    if letter == "x":
        assert COOKIE not in answer.headers.get("set-cookie", "") or path in {"/sign-out", "/leave"}
    return answer.status_code
