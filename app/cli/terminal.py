"""What every command shares: the data folder, signing in, answers as text or JSON, refusals as exit codes."""

import json
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Annotated, Any, NoReturn
from unicodedata import category

import typer
from pydantic import BaseModel, ValidationError

from app.domain.accounts import queries, signing_in
from app.domain.work import Actor, Work
from app.errors import Invalid, TestimoniaError
from app.i18n import gettext as _
from app.runtime import Runtime, open_runtime
from app.settings import Settings, load

Data = Annotated[
    Path | None,
    typer.Option("--data", help="The archive's data folder. Default: TESTIMONIA_DATA, or ./testimonia-data."),
]
Login = Annotated[str | None, typer.Option("--login", help="Your sign-in name.")]
PassphraseFile = Annotated[
    Path | None, typer.Option("--passphrase-file", help="A file that holds your passphrase, on one line.")
]
TokenFile = Annotated[Path | None, typer.Option("--token-file", help="A file that holds an API token.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON, for a program to read.")]


def fail(message: str, code: int = 1) -> NoReturn:
    """Says what went wrong on stderr and ends with `code`."""
    typer.echo(message, err=True)
    raise typer.Exit(code)


@contextmanager
def refusals_as_exit_codes() -> Generator[None]:
    """Prints a refusal of the domain as text and exits 1; a setting that does not fit exits 2. Never a traceback."""
    try:
        yield
    except TestimoniaError as error:
        typer.echo(
            f"{_(error.title)}. {_(error.detail) if error.detail != error.title else ''}".strip(), err=True
        )
        if isinstance(error, Invalid):
            for problem in error.problems:
                typer.echo(f"  {problem.field}: {problem.message}", err=True)
        sys.exit(1)
    except OSError as error:
        typer.echo(
            _("The file or folder could not be used: {reason}").format(reason=error.strerror), err=True
        )
        sys.exit(1)


def settings_of(data: Path | None) -> Settings:
    """The settings of the archive in `data`, or of the environment."""
    try:
        return load(data)
    except ValidationError as error:
        names = ", ".join("TESTIMONIA_" + str(e["loc"][0]).upper() for e in error.errors())
        fail(_("These settings do not fit: {names}. See the README.").format(names=names), 2)


@contextmanager
def archive(data: Path | None) -> Generator[Runtime]:
    """The open archive of a command."""
    runtime = open_runtime(settings_of(data))
    try:
        yield runtime
    finally:
        runtime.close()


@contextmanager
def signed_in(
    runtime: Runtime, login: str | None, passphrase_file: Path | None, token_file: Path | None
) -> Generator[tuple[Work, Actor]]:
    """One unit of work and its actor: by token, or by sign-in name and passphrase, asked for where not given.

    Exits 2 when both are given: whose deed it is must not depend on which of them is read.
    """
    if token_file is not None and (login is not None or passphrase_file is not None):
        fail(_("Give either --token-file, or --login and --passphrase-file: not both."), 2)
    if token_file is not None:
        with runtime.work() as work:
            yield work, queries.actor_of_token(work, first_line(token_file))
        return
    login = login or str(typer.prompt(_("Sign-in name"), err=True))
    passphrase = first_line(passphrase_file) if passphrase_file else ask_passphrase()
    signed = signing_in.sign_in(runtime.work, login=login, passphrase=passphrase)
    try:
        with runtime.work() as work:
            yield work, signed.actor
    finally:
        with runtime.work() as work:
            signing_in.end_session(work, signed.actor.session_key)


def ask_passphrase(*, confirm: bool = False) -> str:
    """Asks on the terminal, without echo."""
    return typer.prompt(_("Passphrase"), hide_input=True, confirmation_prompt=confirm, err=True)


def first_line(path: Path) -> str:
    """The first line of a file with a secret in it. Exits 2 when it is missing, empty or not text."""
    must_be_file(path)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:  # whose message shows bytes of the secret
        fail(
            _("The file {path} is not text: it must hold the secret on one line, in UTF-8.").format(
                path=path
            ),
            2,
        )
    if not lines or not lines[0].strip():
        fail(_("The file {path} is empty.").format(path=path), 2)
    return lines[0].strip()


def must_be_file(path: Path) -> None:
    """Exits 2 unless there is a file, and says whether there is nothing or a folder."""
    if path.is_dir():
        fail(_("{path} is a folder. Name a file in it.").format(path=path), 2)
    if not path.is_file():
        fail(_("There is no file {path}.").format(path=path), 2)


def answer(value: Any, text: str, *, as_json: bool) -> None:
    """Prints `value` as JSON, or `text`."""
    if as_json:
        text = json.dumps(plain(value), ensure_ascii=False, indent=2)
    typer.echo(printable(text, as_json=as_json))


def printable(text: str, *, as_json: bool = False) -> str:
    """The text without what a terminal would obey: a name in a hostile bundle or database could paint another verdict.

    In JSON such signs are escaped, since a program may need them.
    """
    return "".join(
        sign if sign == "\n" or sign.isprintable() or category(sign) == "Zs" else _harmless(sign, as_json)
        for sign in text
    )


def _harmless(sign: str, as_json: bool) -> str:
    return json.dumps(sign)[1:-1] if as_json else "\N{REPLACEMENT CHARACTER}"


def plain(value: Any) -> Any:
    """A view as JSON values."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True)
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in value]  # pyright: ignore[reportUnknownVariableType]
    return value if isinstance(value, str | int | float | bool | None) else str(value)
