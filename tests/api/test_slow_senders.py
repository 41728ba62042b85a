"""A few people who are slow, or who sign in again and again, keep nobody else waiting."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import httpx
import pytest

from app.runtime import create_runtime
from app.settings import Settings
from app.vault import passphrase
from tests.api.server import Door, serving, token_of
from tests.people import found

THREADS = 2
MANY = 8


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """An archive with very few threads: its address, and the founding member's token."""
    folder = tmp_path_factory.mktemp("slow") / "archive"
    runtime = create_runtime(Settings(data=folder, handler_threads=THREADS))
    founder = found(runtime)
    with serving(runtime) as address:
        yield address, token_of(runtime, founder)


def answers(address: str, token: str) -> bool:
    """Whether an ordinary question is answered soon."""
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.get(f"{address}/api/v1/me", headers=headers, timeout=10).status_code == 200


@pytest.mark.parametrize("path", ["/api/v1/session", "/sign-in"])
def test_many_sign_ins_at_once_keep_nobody_waiting(served: tuple[str, str], path: str) -> None:
    address, token = served

    def sign_in(number: int) -> None:
        fields = {"login": f"nobody-{number}", "passphrase": "not this passphrase"}
        given = {"json": fields} if path.startswith("/api") else {"data": fields}
        httpx.post(f"{address}{path}", timeout=60, **given)

    with ExitStack() as stack:
        for _ in range(4):
            stack.enter_context(passphrase._AT_ONCE)  # every derivation takes as long as this block
        threads = [threading.Thread(target=sign_in, args=(number,)) for number in range(MANY)]
        for thread in threads:
            thread.start()
        threads[0].join(1)
        assert answers(address, token)
    for thread in threads:
        thread.join()


def test_slow_uploads_keep_nobody_waiting(served: tuple[str, str]) -> None:
    address, token = served
    case = Door.at(address, token).post("/cases", {"title": "Slow line"})["id"]
    head = (
        f"POST /api/v1/cases/{case}/files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nslowly'
    )
    where = urlsplit(address)
    with ExitStack() as stack:
        for _ in range(MANY):
            line = stack.enter_context(socket.create_connection((where.hostname, where.port)))
            line.sendall(head.encode())
        assert answers(address, token)
