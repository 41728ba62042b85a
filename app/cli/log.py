"""log checkpoint, log verify."""

import typer

from app.cli.terminal import AsJson, Data, answer, archive
from app.domain.custody.queries import checkpoint as newest_checkpoint
from app.domain.custody.verify import verify_log
from app.i18n import gettext as _

log = typer.Typer(help="The custody log.", no_args_is_help=True)


@log.command("checkpoint")
def checkpoint(data: Data = None) -> None:
    """Print the newest checkpoint: a signed note that partners can keep."""
    with archive(data) as runtime, runtime.work() as work:
        typer.echo(newest_checkpoint(work), nl=False)


@log.command("verify")
def verify(data: Data = None, as_json: AsJson = False) -> None:
    """Re-read the whole archive against the log. Exit 1 names what differs."""
    with archive(data) as runtime, runtime.work(reads_only=True) as work:
        report = verify_log(work)
    text = [_("{size} entries re-read.").format(size=report.size), *report.problems]
    text.append(_("Everything agrees with the log.") if report.ok else _("The archive differs from its log."))
    answer(report, "\n".join(text), as_json=as_json)
    if not report.ok:
        raise typer.Exit(1)
