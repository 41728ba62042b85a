"""Builds the demo archive, once, and says how to sign in to it."""

import shutil

from app.cli.demo import sign_ins
from app.cli.demo.building import Builder
from app.cli.demo.sign_ins import Demo
from app.errors import NotReady
from app.i18n import gettext as _
from app.runtime import create_runtime
from app.settings import Settings


def build_demo(settings: Settings) -> bool:
    """Builds the demo in the settings' folder. True when it is there, now or already; False when something else is.

    A build that was interrupted is removed and done again.
    """
    folder = settings.folder
    demo = sign_ins.read(folder)
    if demo is not None and demo.ready:
        return True
    if demo is not None:
        shutil.rmtree(folder, ignore_errors=True)
    elif folder.exists() and any(folder.iterdir()):
        return False
    sign_ins.write(folder, Demo())
    runtime = create_runtime(settings)
    try:
        sign_ins.write(folder, Builder(runtime).build())
    finally:
        runtime.close()
    return True


def describe_demo(settings: Settings, address: str) -> str:
    """How to sign in to the demo at `address`, with a token and ids for programs.

    Each thing that a program reads stands on a line of its own: its name, a colon, its value. Raises NotReady where no
    demo is.
    """
    demo = sign_ins.read(settings.folder)
    if demo is None or not demo.ready:
        raise NotReady(_("There is no demo in this folder."))
    widest = max(len(member.login) for member in demo.members)
    founder, *others = (
        f"  {m.login:<{widest}}  {m.passphrase}\n  {'':<{widest}}  {m.does}" for m in demo.members
    )
    return "\n".join(
        [
            _("Testimonia demo: a fictional archive of an invented country."),
            f"address: {address}",
            "",
            _("Sign in (name, passphrase) as the founding member:"),
            founder,
            "",
            _("or as one of the others:"),
            *others,
            "",
            _(
                "For programs (Authorization: Bearer TOKEN), an API token of the founding member and a few ids:"
            ),
            f"token: {demo.token}",
            *(f"{shown.what}: {shown.id}  ({shown.name})" for shown in demo.shown),
            "",
        ]
    )
