"""export, verify and export-register: a bundle out, a bundle checked without any archive, the register given out."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from app.cli.terminal import (
    AsJson,
    Data,
    Login,
    PassphraseFile,
    TokenFile,
    answer,
    archive,
    fail,
    must_be_file,
    signed_in,
)
from app.domain.register_exports.views import RegisterExport
from app.i18n import gettext as _

COPY_BYTES = 1024 * 1024


def export(
    case: Annotated[list[str], typer.Option("--case", help="A case's id; repeat for several.")],
    recipient: Annotated[str, typer.Option("--recipient", help="The id of a recipient in the register.")],
    profile: Annotated[str, typer.Option("--profile", help="full or pseudonymised.")],
    purpose: Annotated[str, typer.Option("--purpose", help="What it is for, such as national_prosecution.")],
    out: Annotated[
        Path, typer.Option("--out", help="Where to write the bundle. An existing file is not replaced.")
    ],
    login: Login = None,
    passphrase_file: PassphraseFile = None,
    token_file: TokenFile = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Build a bundle of what the witnesses agreed to release, and write it out."""
    from app.domain.exports import actions, queries
    from app.worker import build_and_wait

    if out.exists():
        fail(_("{out} is there already and is not replaced.").format(out=out), 2)
    with archive(data) as runtime, signed_in(runtime, login, passphrase_file, token_file) as (work, actor):
        asked = actions.request_export(
            work=work, actor=actor, cases=case, recipient=recipient, profile=profile, purpose=purpose
        )
        work.commit()
        build_and_wait(runtime, actor, asked.id)
        work.session.expire_all()
        view = queries.read_export(work=work, actor=actor, export=asked.id)
        if view.state != "ready":
            answer(view, "", as_json=as_json)
            fail(view.reason or _("The bundle could not be built."))
        bundle = queries.open_bundle(work=work, actor=actor, export=asked.id)
        _write_new(out, bundle.chunks(0, bundle.size))
    whole = sum(
        item.what == "whole" for item in view.withheld
    )  # counted as in README.txt and by the verifier
    text = _("{out}: {released} released, {withheld} withheld, {part} in part (withheld.csv says why).")
    told = text.format(out=out, released=view.released, withheld=whole, part=len(view.withheld) - whole)
    answer(view, told, as_json=as_json)


def export_register(
    format_: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT",
            help="sfm: Security Force Monitor's tables in a ZIP. followthemoney: entities as JSON lines.",
        ),
    ],
    out: Annotated[
        Path, typer.Option("--out", help="Where to write the file. An existing one is not replaced.")
    ],
    login: Login = None,
    passphrase_file: PassphraseFile = None,
    token_file: TokenFile = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Give the register out as far as open sources show it. Nothing that is sealed or restricted is in it."""
    from app.domain.register_exports.actions import export_register as give_out

    if out.exists():
        fail(_("{out} is there already and is not replaced.").format(out=out), 2)
    with archive(data) as runtime, signed_in(runtime, login, passphrase_file, token_file) as (work, actor):
        view = give_out(work=work, actor=actor, format_=format_)
        work.commit()
    _write_new(out, [view.data])
    told = {
        "leaves": view.leaves,
        "stays": view.stays,
        "unfinished": view.unfinished,
        "unsettled": view.unsettled,
    }
    answer(told, _given_out(out, view), as_json=as_json)


def _given_out(out: Path, view: RegisterExport) -> str:
    leaves = ", ".join(f"{count} {kind}" for kind, count in view.leaves.items())
    text = _("{out}: {leaves}; {stays} stay, since no open source shows them.")
    lines = [text.format(out=out, leaves=leaves, stays=view.stays - view.unfinished)]
    if view.unfinished:
        text = _("{count} stay: work on them is not done (status issue or work_needed).")
        lines.append(text.format(count=view.unfinished))
    for status, count in sorted(view.unsettled.items()):
        lines.append(_("{count} leave marked as not settled: {status}.").format(count=count, status=status))
    return "\n".join(lines)


def _write_new(out: Path, chunks: Iterable[bytes]) -> None:
    """Writes a file that was not there, for its owner alone."""
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for chunk in chunks:
            file.write(chunk)


def verify(
    bundle: Annotated[Path, typer.Argument(help="The bundle, a ZIP.")],
    anchor: Annotated[
        str | None, typer.Option("--anchor", help="The archive's published fingerprint.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check a bundle, step by step, offline, without an archive. Exit 1 names the step and the file that fail."""
    from app.domain.exports.verify import read_anchor, verify_bundle

    must_be_file(bundle)
    try:
        anchor = anchor if anchor is None else read_anchor(anchor)
    except ValueError:
        fail(
            _(
                "This is not a fingerprint: one has 43 signs (letters, digits, - and _). Copy it again from where the "
                "archive published it."
            ),
            2,
        )
    verdict = verify_bundle(bundle, anchor=anchor)
    answer(verdict, verdict.as_text(), as_json=as_json)
    if not verdict.ok:
        raise typer.Exit(1)
