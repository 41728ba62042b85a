"""What a thief of the disk finds: none of some two hundred words that were typed into everything there is to type in.

A real server with its own temporary folder takes the words in; then database, files, logs, temporary files and the
process's open deleted files are read as bytes, and the database is opened with its key and dumped as SQL.
"""

import base64
import os
import secrets
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import sqlalchemy

from app.runtime import open_runtime
from app.settings import Settings
from tests.api.filled import filled
from tests.api.server import Door
from tests.canaries import CYRILLIC, LATIN, PACKED, Watch, Words, betrayed
from tests.cli.process import Served, run
from tests.conftest import STORES, missing, settings_on

PASSPHRASE = "seven plain words from one list"
NOTES = 80


@dataclass
class Scene:
    """One archive with its folders: `root` holds all that is left on the disk; `secrets` is not of the archive."""

    root: Path
    secrets: Path
    settings: Settings
    env: Mapping[str, str]

    @property
    def sign_in(self) -> tuple[str | Path, ...]:
        return "--login", "quiet-river-stone", "--passphrase-file", self.secrets / "passphrase"


@pytest.fixture(params=STORES)
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scene]:
    """An archive on each store, with a temporary folder of its own."""
    with settings_on(request.param, tmp_path / "disk" / "archive") as settings:
        for folder in ("disk/tmp", "secrets"):
            (tmp_path / folder).mkdir(parents=True)
        env = {
            "TESTIMONIA_DATA": str(settings.folder),
            "TESTIMONIA_SQLCIPHER": str(settings.sqlcipher),
            "TMPDIR": str(tmp_path / "disk" / "tmp"),
        }
        if settings.database_url:
            env["TESTIMONIA_DATABASE_URL"] = settings.database_url
        (tmp_path / "secrets" / "passphrase").write_text(PASSPHRASE)
        yield Scene(tmp_path / "disk", tmp_path / "secrets", settings, env)


def test_nothing_on_the_disk_holds_a_word_that_was_typed(scene: Scene) -> None:
    words, cyrillic = Words(), Words(CYRILLIC)
    run("init", *scene.sign_in, env=scene.env)
    token = run("token", "add", "--name", words(), *scene.sign_in, env=scene.env).split()[-1]
    log = (scene.root / "server.log").open("wb")
    with log, Served([], log, scene.env) as served:
        watch = Watch(served.process.pid, scene.root)
        watch.start()
        door = Door.at(served.address, token)
        type_everywhere(served.address, door, words, cyrillic)
        watch.stop.set()
        watch.join()
        watch.look()
        door.http.close()
        left = dict(files_of(scene))  # with the write-ahead log, which goes when the server goes
        assert watch.looks > 20
    left |= dict(files_of(scene)) | {"the database as SQL": dumped(scene.settings)}
    assert len(words.given) > 200 and len(cyrillic.given) >= 5
    assert any(name.endswith("server.log") for name in left)
    assert sum("/objects/" in name for name in left) >= 4, "files, a bundle and a snapshot are looked at"
    assert b"catalogue_snapshot" in left["the database as SQL"] or not scene.settings.is_sqlite
    guilty = {name: found for name, data in left.items() if (found := betrayed(data))}
    assert not guilty | watch.guilty
    packed = [name for name, data in left.items() if data.startswith(PACKED)]
    assert all("testimonia.db" in name and not scene.settings.sqlcipher for name in packed), packed


def type_everywhere(address: str, door: Door, words: Words, cyrillic: Words) -> None:
    """Types words into every field of every kind, and into everything else that takes a word."""
    names_of_people(address, door, words)
    case = door.post("/cases", {"title": words()})["id"]
    ids = register(door, words, cyrillic)
    for kind in ("individual", "individual", "evidence", "account", "detention", "act", "group"):
        ids[kind] = first_of(door, case, kind, words, ids)
    for kind in ("identity", "consent", "involvement", "complaint", "note"):
        ids[kind] = door.record(case, kind, **filled(kind, words, ids))
    for kind in ("individual", "account", "evidence"):
        rewrite(door, ids[kind], filled(kind, words, ids), words())
    door.record(
        case, "identity", individual=ids["individual"], names=[{"text": cyrillic(), "language": "be"}]
    )
    draft = door.post(f"/cases/{case}/drafts", {"kind": "note", "content": {"text": words()}})
    changed = {"kind": "note", "content": {"text": cyrillic()}}
    door.put(f"/drafts/{draft['id']}", changed, headers={"If-Match": '"1"'})
    content = " ".join([words(), cyrillic(), *words.given] * 1000).encode()
    assert len(content) > 1 << 20, "more than servers and libraries like to keep in memory"
    door.upload(case, content, f"{words()}.txt", title=words())
    for number in range(NOTES):
        door.record(case, "note", text=f"{words.given[number]} " * 60 + cyrillic.given[0])
    ask(door, words, cyrillic)
    export(door, case, ids["recipient"], words)
    ask_wrongly(door, case, words)
    door.post(
        f"/records/{ids['consent']}/withdrawal", {"reason": words()}, 409
    )  # it has one: every field is filled
    leave_a_snapshot(address, words)


def names_of_people(address: str, door: Door, words: Words) -> None:
    """Sign-in names known and unknown, passphrases, display names, teams and tokens."""
    nobody, person = Door.at(address), signed_in(address)
    team = person.post("/teams", {"name": words()})["id"]
    invited = person.post("/members/invitations", {"name": words(), "roles": ["documenter"], "teams": [team]})
    login, passphrase = words(), f"{words()} {words()}"
    body = {"invitation": invited["invitation"], "login": login, "passphrase": passphrase}
    joined = nobody.post("/members", body)
    nobody.post("/session", {"login": login, "passphrase": passphrase})
    nobody.post("/session", {"login": login, "passphrase": words() + words()}, 401)
    nobody.post("/session", {"login": words(), "passphrase": words()}, 401)
    change = {"login": login, "recovery_code": joined["recovery_code"], "passphrase": words() + words()}
    nobody.post("/session/recovery", change, 200)
    person.post("/tokens", {"name": words()})
    person.post("/tokens", {"name": words(), "kind": "narrow"})
    nobody.http.close()
    person.http.close()


def signed_in(address: str) -> Door:
    """The founding member by cookie."""
    door = Door.at(address)
    answer = door.ask("POST", "/session", 201, json={"login": "quiet-river-stone", "passphrase": PASSPHRASE})
    cookie = answer.headers["set-cookie"].split(";")[0]
    door.http.headers.update(
        {"Cookie": cookie, "Origin": address, "X-Form-Token": answer.json()["form_token"]}
    )
    return door


def register(door: Door, words: Words, cyrillic: Words) -> dict[str, str]:
    """Claims of every kind of the register, every field filled."""
    ids: dict[str, str] = {}
    ids["source"] = door.claim("source", title=words(), type="document")
    cited = [{"source": ids["source"], "passage": words()}]
    ids["superior"] = door.claim("unit", names=[{"text": cyrillic()}], citations=cited)
    for kind in (
        "source",
        "unit",
        "person",
        "person",
        "place",
        "incident",
        "posting",
        "relation",
        "positioning",
        "superior_responsibility",
        "recipient",
    ):
        ids[kind] = door.claim(kind, **filled(kind, words, ids))
    door.claim("person", names=[{"text": cyrillic(), "language": "be"}], citations=cited)
    door.claim("person", unidentified=True, description=words(), citations=cited)
    return ids


def first_of(door: Door, case: str, kind: str, words: Words, ids: dict[str, str]) -> str:
    """A record of a kind with every field filled that there is an id for."""
    if kind == "evidence":
        return door.upload(case, words().encode() * 100, f"{words()}.pdf", title=words())["record"]
    if kind == "account":  # accounts name earlier ones
        ids["account"] = door.record(
            case, kind, individual=ids["individual"], type="own_writing", narrative=[{"text": words()}]
        )
    return door.record(case, kind, **filled(kind, words, ids))


def rewrite(door: Door, record: str, content: dict[str, Any], reason: str) -> None:
    """A next version."""
    content.pop("file", None)
    door.put(f"/records/{record}", {"content": content, "reason": reason}, headers={"If-Match": '"1"'})


def ask(door: Door, words: Words, cyrillic: Words) -> None:
    """Questions with words in them, among them some whose answers must be sorted."""
    assert door.post("/search", {"q": cyrillic.given[0], "limit": 1000}, 200)["total"] >= NOTES
    assert door.post("/search", {"kind": "note", "q": f"{words.given[3]} OR {cyrillic.given[0]}"}, 200)
    assert door.post("/search", {"name": cyrillic.given[0]}, 200)["total"] >= 1
    everything = {"from": "2000-01-01", "to": "2030-01-01", "limit": 1000}
    assert door.post("/search", everything | {"kind": "act"}, 200)["total"] >= 1
    assert door.post("/register/search", {"kind": "person", "limit": 1000}, 200)["total"] >= 3
    for criterion in ("q", "name"):
        door.post("/search", {criterion: words()}, 200)
    door.post("/register/search", {"kind": "unit", "name": words()}, 200)


def export(door: Door, case: str, recipient: str, words: Words) -> None:
    """A bundle of what somebody agreed to, built and downloaded."""
    who = door.record(case, "individual", pseudonym=words(), roles=["victim"])
    permission = {"purpose": "national_prosecution", "jurisdictions": "all", "identity": "disclosed"}
    agreed = {"basis": "own", "given_on": "2021-09-01", "covers": "everything", "permissions": [permission]}
    door.record(case, "consent", individual=who, **agreed)
    door.record(case, "account", individual=who, type="full_interview", narrative=[{"text": words()}])
    body = {"cases": [case], "recipient": recipient, "profile": "full", "purpose": "national_prosecution"}
    asked = door.post("/exports", body)["id"]
    view = door.wait_for_export(asked, 120)
    assert view["state"] == "ready" and view["released"] >= 2, view
    door.ask("GET", f"/exports/{asked}/bundle", 200)


def ask_wrongly(door: Door, case: str, words: Words) -> None:
    """What is refused leaves no words behind either."""
    for body in ({"kind": "note", "content": {"text": 1, words(): words()}}, {words(): words()}, words()):
        door.post(f"/cases/{case}/records", body, 422)
    for path in (f"/{words()}", f"/records/{words()}", f"/cases?limit={words()}"):
        assert door.http.get(path).status_code in {404, 422}
    door.post("/cases", {"title": "x", "teams": [words()]}, 422)
    headers = {
        "Authorization": f"Bearer {words()}",
        "User-Agent": words(),
        "Referer": f"https://{words()}.example",
    }
    assert door.http.get("/me", headers=headers).status_code == 401
    assert httpx.post(f"{door.http.base_url}search", content=words().encode()).status_code in {401, 422}


def leave_a_snapshot(address: str, words: Words) -> None:
    """Signs in, searches and signs out: a grown catalogue is put away."""
    person = signed_in(address)
    assert person.post("/search", {"q": words.given[0]}, 200)["total"] >= 1
    person.delete("/session")
    person.http.close()


def files_of(scene: Scene) -> Iterator[tuple[str, bytes]]:
    """Every file under the root, and its name."""
    for path in sorted(scene.root.rglob("*")):
        if path.is_file():
            yield f"{path.relative_to(scene.root.parent)} ({path.stat().st_mtime_ns})", path.read_bytes()
        yield f"the name of {path.name}", str(path.relative_to(scene.root)).encode()


def dumped(settings: Settings) -> bytes:
    """The database opened with its key, as SQL."""
    if not settings.is_sqlite:
        url = (
            sqlalchemy.make_url(settings.url)
            .set(drivername="postgresql")
            .render_as_string(hide_password=False)
        )
        try:
            done = subprocess.run(["pg_dump", "--inserts", url], capture_output=True, check=True)
        except FileNotFoundError:
            missing("pg_dump")
            raise
        return done.stdout
    runtime = open_runtime(settings)
    connection = runtime.engine.raw_connection()
    try:
        return b"\n".join(line.encode() for line in lines_of(connection.driver_connection))
    finally:
        connection.close()
        runtime.close()


def lines_of(connection: Any) -> Iterator[str]:
    """Every row of every table, blobs as hex: `iterdump` of both SQLite modules."""
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    assert len(tables) > 15
    for table in tables:
        for row in connection.execute(f'SELECT * FROM "{table}"'):
            yield f"{table}: " + " ".join(
                value.hex() if isinstance(value, bytes) else str(value) for value in row
            )


# --- the test can fail ------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [LATIN, CYRILLIC])
def test_a_word_is_found_in_every_form(mark: str) -> None:
    word = mark + "bcd"
    around = secrets.token_bytes(1000)
    forms = [word.encode(form) for form in ("utf-8", "utf-16-le", "utf-16-be")]
    forms += [form.hex().encode() for form in forms] + [form.hex().upper().encode() for form in forms]
    forms += [base64.b64encode(b"x" * before + word.encode() + b"yy") for before in range(6)]
    forms += [
        base64.urlsafe_b64encode(b"\xff" * before + word.encode("utf-16-le") + b"\xfe") for before in range(6)
    ]
    forms += [word.upper().encode(), word.title().encode(), ascii(word).encode(), quote(word).encode()]
    for form in forms:
        assert betrayed(around + form + around), form
    assert not betrayed(around * 100)


def test_a_word_planted_in_the_database_is_found_in_its_dump(scene: Scene) -> None:
    run("init", *scene.sign_in, env=scene.env)
    runtime = open_runtime(scene.settings)
    with runtime.work() as work:
        work.put_setting("planted", Words()())
    runtime.close()
    assert betrayed(dumped(scene.settings))
    files = b"".join(data for name, data in files_of(scene) if "testimonia.db" in name)
    assert bool(betrayed(files)) is (scene.settings.is_sqlite and not scene.settings.sqlcipher)


def test_a_temporary_file_that_was_deleted_at_once_is_seen(tmp_path: Path) -> None:
    spill = tmp_path / "spill"
    with spill.open("wb") as file:
        file.write(Words()().encode())
        file.flush()
        spill.unlink()
        watch = Watch(os.getpid(), tmp_path)
        watch.look()
    assert watch.guilty
