"""init, serve, demo, doctor: an archive made, served, shown and examined."""

import os
import socket
from pathlib import Path
from typing import Annotated

import typer

from app.cli.terminal import (
    AsJson,
    Data,
    Login,
    PassphraseFile,
    answer,
    ask_passphrase,
    fail,
    first_line,
    settings_of,
)
from app.domain.archive.founding import found_archive
from app.i18n import gettext as _
from app.runtime import create_runtime, open_runtime
from app.worker import refuse_abandoned

Host = Annotated[str, typer.Option("--host", help="The address to listen on.")]
Port = Annotated[int, typer.Option("--port", min=1, max=65535)]
LOOPBACK = "127.0.0.1"


def init(
    login: Login = None,
    passphrase_file: PassphraseFile = None,
    code: Annotated[
        str, typer.Option("--code", help="The archive's code: 2 to 12 capitals and digits, on every exhibit.")
    ] = "ARC",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Make a new archive and its founding member."""
    login = login or str(typer.prompt(_("Sign-in name of the founding member"), err=True))
    passphrase = first_line(passphrase_file) if passphrase_file else ask_passphrase(confirm=True)
    runtime = create_runtime(settings_of(data))
    try:
        with runtime.work() as work:
            founded = found_archive(work=work, login=login, passphrase=passphrase, code=code)
    finally:
        runtime.close()
    answer(
        {
            "archive": founded.archive,
            "member": founded.member,
            "anchor": founded.anchor,
            "recovery_code": founded.recovery_code,
        },
        _(
            "The archive is ready in {folder}.\n"
            "Anchor (publish it, so that recipients can check bundles against it):\n  {anchor}\n"
            "Recovery code (print it now and lock it away; it is not shown again):\n  {recovery_code}\n"
            "Back up the folder 'host' offline: without it nothing can be opened."
        ).format(folder=runtime.settings.folder, anchor=founded.anchor, recovery_code=founded.recovery_code),
        as_json=as_json,
    )


def serve(
    host: Host = LOOPBACK,
    port: Port = 8000,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Processes.")] = 1,
    data: Data = None,
) -> None:
    """Serve the archive. Put TLS or an onion service in front of anything but 127.0.0.1."""
    import uvicorn

    settings = settings_of(data)
    _must_be_free(host, port)
    runtime = open_runtime(settings)  # says what is missing before any worker starts
    if settings.is_sqlite:  # on PostgreSQL another node may be building
        refuse_abandoned(runtime)
    runtime.storage.remove_abandoned()  # what a killed process had begun to write
    runtime.close()
    os.environ["TESTIMONIA_DATA"] = str(settings.folder)
    try:
        uvicorn.run(
            "app.main:from_environment",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            access_log=False,  # addresses of members and ids of what they read stay out of every log
            server_header=False,
            log_level="warning",
            timeout_graceful_shutdown=10,
        )
    except SystemExit as ended:
        raise typer.Exit(1 if ended.code else 0) from None  # the server has codes of its own


def _must_be_free(host: str, port: int) -> None:
    """Fails in words where nothing can listen, before anything is opened or built."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
            tried.bind(address)
    except OSError as error:
        fail(
            _("Cannot listen on {host}, port {port}: {reason}. Choose another --port.").format(
                host=host, port=port, reason=error.strerror
            )
        )


def demo(port: Port = 8000, data: Data = None) -> None:
    """Build a fictional archive (an invented country), serve it on 127.0.0.1, and print how to sign in."""
    from app.cli.demo.build import build_demo, describe_demo

    settings = settings_of(data or (None if "TESTIMONIA_DATA" in os.environ else Path("demo-data")))
    if settings.database_url or settings.storage_url or settings.pepper_file:
        fail(
            _(
                "The demo lives in a folder of its own. Unset TESTIMONIA_DATABASE_URL, TESTIMONIA_STORAGE_URL and "
                "TESTIMONIA_PEPPER_FILE: they name parts of another archive."
            ),
            2,
        )
    _must_be_free(LOOPBACK, port)
    typer.echo(_("Building the demo archive, or opening the one that is there (some seconds) ..."), err=True)
    if not build_demo(settings):
        fail(
            _("There is another archive in {folder}. Choose an empty folder.").format(folder=settings.folder)
        )
    typer.echo(describe_demo(settings, f"http://{LOOPBACK}:{port}"))
    serve(LOOPBACK, port, 1, settings.folder)


def doctor(data: Data = None, as_json: AsJson = False) -> None:
    """Examine the archive: settings, host files, database, sealed files, log. Exit 1 when something needs care."""
    from app.cli.doctoring import examine

    findings = examine(settings_of(data))
    text = "\n".join(f"{'ok  ' if finding.ok else 'CARE'}  {finding.what}" for finding in findings)
    answer({"ok": all(f.ok for f in findings), "findings": findings}, text, as_json=as_json)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)
