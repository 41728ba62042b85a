"""A real server for tests: uvicorn on loopback, in a thread of this process, and a person's client at its door."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import uvicorn

from app.domain.accounts.actions import make_token
from app.domain.work import Actor
from app.main import create_app
from app.runtime import Runtime


@contextmanager
def serving(runtime: Runtime) -> Iterator[str]:
    """The address of a server over `runtime`, which it closes at its end."""
    config = uvicorn.Config(
        create_app(runtime),
        host="127.0.0.1",
        port=0,
        log_level="warning",
        access_log=False,
        server_header=False,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)


def token_of(runtime: Runtime, actor: Actor, **more: Any) -> str:
    """An API token of a member: full unless `kind="narrow"`."""
    with runtime.work() as work:
        return make_token(work=work, actor=actor, name="a test", **more).token


@dataclass
class Door:
    """One person's way in: every call says which status it expects, and shows the answer when another comes."""

    http: httpx.Client = field(repr=False)

    @classmethod
    def at(cls, address: str, token: str | None = None) -> "Door":
        """The JSON door of the server at `address`, with a token or with nothing."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return cls(httpx.Client(base_url=f"{address}/api/v1", headers=headers, timeout=60))

    def ask(self, method: str, path: str, status: int, **more: Any) -> httpx.Response:
        """Sends a request and asserts the status of its answer."""
        answer = self.http.request(method, path, **more)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer

    def get(self, path: str, status: int = 200, **more: Any) -> Any:
        """The JSON of an answer to GET."""
        return self.ask("GET", path, status, **more).json()

    def post(self, path: str, body: Any, status: int = 201, **more: Any) -> Any:
        """The JSON of an answer to POST."""
        return self.ask("POST", path, status, json=body, **more).json()

    def put(self, path: str, body: Any, status: int = 200, **more: Any) -> Any:
        """The JSON of an answer to PUT, if it has any."""
        answer = self.ask("PUT", path, status, json=body, **more)
        return answer.json() if answer.content else None

    def delete(self, path: str, status: int = 204, **more: Any) -> None:
        """Deletes."""
        self.ask("DELETE", path, status, **more)

    def claim(self, kind: str, **content: Any) -> str:
        """Adds a claim to the register and answers its id."""
        return self.post("/register", {"kind": kind, "content": content})["id"]

    def record(self, case: str, kind: str, **content: Any) -> str:
        """Adds a record to a case and answers its id."""
        return self.post(f"/cases/{case}/records", {"kind": kind, "content": content})["id"]

    def upload(
        self, case: str, content: bytes, name: str = "yard.txt", status: int = 201, **form: str
    ) -> Any:
        """Adds a file to a case."""
        files = {"file": (name, content, "text/plain")}
        return self.ask("POST", f"/cases/{case}/files", status, files=files, data=form).json()

    def wait_for_export(self, export: str, seconds: float = 60) -> Any:
        """The export once it is no longer being built."""
        until = time.monotonic() + seconds
        while (view := self.get(f"/exports/{export}"))["state"] == "building":
            assert time.monotonic() < until, "the bundle took too long"
            time.sleep(0.1)
        return view
