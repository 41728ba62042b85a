"""The deeds from a terminal: `testimonia`. Exit 0 done, 1 refused or a failed check, 2 misuse.

archive.py   init, serve, demo, doctor
accounts.py  member, team, token
bundles.py   export, verify, export-register
imports.py   import
log.py       log checkpoint, log verify
terminal.py  options, signing in, how refusals are printed
"""

import os
from typing import Annotated

import typer

from app import __version__
from app.cli import accounts, archive, bundles, imports, log
from app.cli.terminal import refusals_as_exit_codes

OWNER_ALONE = 0o077

app = typer.Typer(
    name="testimonia",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(archive.init)
app.command()(archive.serve)
app.command()(archive.demo)
app.command()(archive.doctor)
app.command()(bundles.export)
app.command()(bundles.verify)
app.command("export-register")(bundles.export_register)
app.command("import")(imports.import_)
app.add_typer(accounts.member, name="member")
app.add_typer(accounts.team, name="team")
app.add_typer(accounts.token, name="token")
app.add_typer(log.log, name="log")


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"testimonia {__version__}")
        raise typer.Exit


@app.callback()
def testimonia(
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_show_version, help="Print the version, and end."),
    ] = False,
) -> None:
    """The testimony and case documentation database for accountability work."""


def main() -> None:
    """Runs the command line. Whatever it or a server that it starts writes is its owner's alone."""
    os.umask(OWNER_ALONE)
    with refusals_as_exit_codes():
        app()
