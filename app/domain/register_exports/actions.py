"""Giving the register out. A lawyer's deed, as every export."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from app.domain.archive.compartments import of_register
from app.domain.custody.actions import record
from app.domain.custody.deeds import Deed
from app.domain.exports.actions import must_export
from app.domain.register_exports.followthemoney import write_followthemoney
from app.domain.register_exports.released import Released, released
from app.domain.register_exports.sfm import write_sfm
from app.domain.register_exports.views import RegisterExport
from app.domain.work import Actor, Work
from app.errors import Invalid, Problem
from app.i18n import gettext as _


class Format(NamedTuple):
    """How a format is written, and what its file is; whether it can say that work on a claim is not done."""

    write: Callable[[Released], bytes]
    ending: str
    media_type: str
    kinds: tuple[str, ...]
    says_unfinished: bool


FORMATS: Mapping[str, Format] = {
    "sfm": Format(
        write_sfm,
        "sfm.zip",
        "application/zip",
        ("source", "unit", "person", "place", "incident", "posting", "relation", "positioning"),
        says_unfinished=True,
    ),
    "followthemoney": Format(
        write_followthemoney,
        "ftm.json",
        "application/json+ftm",
        ("source", "unit", "person", "posting", "relation"),
        says_unfinished=False,
    ),
}


def export_register(*, work: Work, actor: Actor, format_: str) -> RegisterExport:
    """The open register in a format of FORMATS, as far as open sources show it; the same register gives the same bytes.

    The custody log keeps the day, who it was, and a commitment to the file: its SHA-256. Raises NotAllowed unless the
    actor is a lawyer, Invalid for another format, Tampered.
    """
    must_export(actor)
    if format_ not in FORMATS:
        message = _("Choose one of: %(known)s.") % {"known": ", ".join(FORMATS)}
        raise Invalid([Problem("format", message)])
    form = FORMATS[format_]
    found = released(work, actor, unfinished_stay=not form.says_unfinished)
    data = form.write(found)
    register = of_register(work)["register"].id
    record(
        work=work,
        actor=actor,
        deed=Deed.exported,
        subject=register,
        commitment=hashlib.sha256(data).digest(),
    )
    return RegisterExport(
        format=format_,
        filename=f"{found.archive}-register.{form.ending}",
        media_type=form.media_type,
        data=data,
        leaves={kind: len(found.of(kind)) for kind in form.kinds},
        stays=found.stays,
        unfinished=found.unfinished,
        unsettled=_unsettled(found, form.kinds),
    )


def _unsettled(found: Released, kinds: Iterable[str]) -> dict[str, int]:
    """How many claims of these kinds leave with each status that is not settled."""
    leaving = {record for kind in kinds for record in found.of(kind)}
    return dict(Counter(status for record, status in found.status.items() if record in leaving))
