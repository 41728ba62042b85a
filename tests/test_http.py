"""What pages and JSON share, where no request of a well-meaning browser gets: failures, tokens, the wiring."""

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import httpx
import pytest
import sqlalchemy
from fastapi import APIRouter
from starlette.responses import StreamingResponse

import app.main as wiring
from app.domain.work import Work
from app.errors import NotReady, Tampered
from app.http import HEADERS, form_token
from app.main import create_app
from app.runtime import Runtime
from tests.api.server import Door, serving, token_of
from tests.people import found

CANARY = "Zapavetnaje7slova"


@pytest.fixture
def failing(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> Runtime:
    """An archive whose application has three routes that fail."""
    found(runtime)
    router = APIRouter()

    @router.get("/fails")
    def fails() -> None:
        raise ValueError(CANARY)

    @router.get("/changed")
    def changed() -> None:
        raise Tampered

    @router.get("/breaks", response_class=StreamingResponse)
    def breaks() -> StreamingResponse:
        def half() -> Iterator[bytes]:
            yield b"half of it"
            raise ValueError(CANARY)

        return StreamingResponse(half(), headers={"Content-Length": "20"})

    monkeypatch.setattr(wiring, "web_router", router)
    return runtime


def test_what_nobody_foresaw_is_a_500_without_its_words_in_answer_or_log(
    failing: Runtime, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with serving(failing) as address, caplog.at_level(logging.DEBUG):
        answer = httpx.get(f"{address}/fails")
        assert answer.status_code == 500
        assert answer.headers["content-type"] == "text/html; charset=utf-8", "a person is told on a page"
        assert all(answer.headers[name] == value for name, value in HEADERS.items())
        assert httpx.get(f"{address}/changed").status_code == 500
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.get(f"{address}/breaks")
    printed = "".join(capfd.readouterr()) + caplog.text
    assert "ValueError" in printed and "/fails" in printed, "the failure is noted"
    assert "Tampered" in printed, "and so is what only its operator can mend"
    assert CANARY not in printed + answer.text and "Traceback" not in printed


def test_a_sender_who_breaks_off_is_no_error_and_leaves_nothing(
    runtime: Runtime, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    token = token_of(runtime, found(runtime))
    with serving(runtime) as address, caplog.at_level(logging.DEBUG):
        door = Door.at(address, token)
        case = door.post("/cases", {"title": "Slow line"})["id"]
        door.http.close()
        where = urlsplit(address)
        with socket.create_connection((where.hostname, where.port)) as line:
            line.sendall(
                f"POST /api/v1/cases/{case}/files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
                "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n"
                '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf'.encode()
            )
            assert soon(lambda: parts(runtime) == 1), "the file is coming in"
        assert soon(lambda: parts(runtime) == 0)
    printed = "".join(capfd.readouterr()) + caplog.text
    assert "unexpected" not in printed and "Traceback" not in printed


def parts(runtime: Runtime) -> int:
    """How many sealed objects are being written."""
    return sum(1 for _part in (runtime.settings.folder / "objects").rglob("*.part"))


def soon(holds: Callable[[], bool]) -> bool:
    """Whether it comes to hold within some seconds."""
    until = time.monotonic() + 20
    while not holds() and time.monotonic() < until:
        time.sleep(0.01)
    return holds()


def test_a_form_token_belongs_to_its_cookie() -> None:
    assert form_token("one") == form_token("one") != form_token("another")
    assert "one" not in form_token("one")


def test_housekeeping_goes_on_after_a_failure(
    failing: Runtime, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    turns: list[int] = []
    stop = threading.Event()

    def fails(work: Work) -> None:
        turns.append(1)
        if len(turns) == 3:
            stop.set()
        raise ValueError(CANARY)

    monkeypatch.setattr(wiring, "HOUSEKEEPING_SECONDS", 0.001)
    monkeypatch.setattr(wiring, "purge_expired_drafts", fails)
    wiring._keep_house(failing, stop)  # pyright: ignore[reportPrivateUsage]
    assert len(turns) == 3
    printed = "".join(capfd.readouterr())
    assert "ValueError" in printed and CANARY not in printed


def test_an_application_refuses_to_start_before_there_is_a_founder(runtime: Runtime) -> None:
    with pytest.raises(NotReady):
        create_app(runtime)


def test_an_application_refuses_to_start_with_a_log_that_lost_lines(runtime: Runtime) -> None:
    found(runtime)
    create_app(runtime)
    with runtime.engine.begin() as connection:
        connection.execute(
            sqlalchemy.text("DELETE FROM log_entry WHERE sequence = (SELECT max(sequence) FROM log_entry)")
        )
    with pytest.raises(Tampered):
        create_app(runtime)


def test_an_archive_with_a_configured_name_answers_under_no_other(runtime: Runtime) -> None:
    """A page of another name that is made to lead here (DNS rebinding) gets no answer."""
    found(runtime)
    runtime.settings.origins = "https://archive.example http://abc.onion"
    with serving(runtime) as address:
        for host, status in (
            ("archive.example", 200),
            ("abc.onion", 200),
            ("127.0.0.1:8000", 200),
            ("evil.example", 400),
        ):
            assert httpx.get(f"{address}/sign-in", headers={"Host": host}).status_code == status
