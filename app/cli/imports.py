"""import: tables that others keep, taken into the register."""

import io
import sys
import zipfile
from pathlib import Path
from typing import Annotated

import typer

from app.cli.terminal import AsJson, Data, Login, PassphraseFile, TokenFile, answer, archive, fail, signed_in
from app.domain.imports.views import ImportView, Told
from app.i18n import gettext as _
from app.i18n import ngettext


def import_(
    format_: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT",
            help="posts: a CSV or XLSX of posts (person, unit, role, rank, from, to, source). "
            "sfm: Security Force Monitor's importer tables.",
        ),
    ],
    path: Annotated[Path, typer.Argument(help="The file; for sfm the folder, or a ZIP, with the tables.")],
    preview: Annotated[
        bool, typer.Option("--preview", help="Only show, row by row, what it would bring.")
    ] = False,
    login: Login = None,
    passphrase_file: PassphraseFile = None,
    token_file: TokenFile = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Take a table into the register; what cannot be taken is named with the reason. At a terminal it asks first."""
    from app.domain.imports.actions import import_tables
    from app.domain.imports.queries import preview_import

    if not path.exists():
        fail(_("There is no file {path}.").format(path=path), 2)
    name, content = (f"{path.name}.zip", _packed(path)) if path.is_dir() else (path.name, path.read_bytes())
    asks = not preview and sys.stdin.isatty() and not as_json
    with archive(data) as runtime, signed_in(runtime, login, passphrase_file, token_file) as (work, actor):
        if preview or asks:
            view = preview_import(work=work, actor=actor, format_=format_, name=name, data=content)
            answer(view, _report(view), as_json=as_json)
        if preview or (asks and not typer.confirm(_("Write this?"), err=True)):
            return
        view = import_tables(work=work, actor=actor, format_=format_, name=name, data=content)
        work.commit()
        answer(view, _report(view), as_json=as_json)


def _packed(folder: Path) -> bytes:
    """The CSV files of a folder as one ZIP, in memory."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as files:
        for file in sorted(folder.glob("*.csv")):
            files.writestr(file.name, file.read_bytes())
    return packed.getvalue()


def _report(view: ImportView) -> str:
    lines = [
        f"{row.table}:{row.row}  {row.outcome:8}  {'; '.join(_line(one) for one in row.told)}"
        for row in view.rows
    ]
    made = ", ".join(f"{count} {kind}" for kind, count in sorted(view.creates.items())) or _("nothing new")
    lines.append((_("Written: {made}.") if view.written else _("It would write: {made}.")).format(made=made))
    refused = ngettext(
        "%(num)s row is refused in part or whole.", "%(num)s rows are refused in part or whole.", view.refused
    )
    return "\n".join([*lines, refused % {"num": view.refused}])


def _line(one: Told) -> str:
    title = f" {one.title}" if one.title else ""
    reason = f": {one.reason}" if one.reason else ""
    return f"{one.kind} {one.outcome}{title}{reason}"
