"""What a bundle would hold, before it is asked for: the same decisions as those that build it, and nothing kept."""

from collections.abc import Sequence

from app.domain.archive.access import note_opening
from app.domain.archive.opening import OpenedVersion
from app.domain.exports.actions import checked_request
from app.domain.exports.deciding import decide
from app.domain.exports.selection import CLOSED
from app.domain.exports.views import ExportPreview, PreviewItem
from app.domain.work import Actor, Work


def preview_export(
    *, work: Work, actor: Actor, cases: Sequence[str], recipient: str, profile: str, purpose: str
) -> ExportPreview:
    """What would leave today, in whole or in part, and what would stay, each with the codes why.

    The first opening of a case in a session is a line in the log, so this needs a unit of work that writes. Raises as
    `request_export`, and Tampered.
    """
    request = checked_request(
        work=work, actor=actor, cases=cases, recipient=recipient, profile=profile, purpose=purpose
    )
    for case in request.cases:
        note_opening(work, actor, case)
    selection = decide(work, actor, request).selection
    known, leaves = selection.known, selection.leaves.values()
    whole = [_item(one.version, ()) for one in leaves if one.released.whole]
    part = [_item(one.version, one.reasons) for one in leaves if not one.released.whole]
    stays = [
        _item(known[record], reasons) if record in known else PreviewItem(None, None, None, "", reasons)
        for record, reasons in selection.stays.items()
    ]
    checked = not any(CLOSED in reasons for reasons in selection.stays.values())
    return ExportPreview(_in_order(whole), _in_order(part), _in_order(stays), names_checked=checked)


def _item(version: OpenedVersion, reasons: tuple[str, ...]) -> PreviewItem:
    return PreviewItem(version.record, version.kind, version.case, version.parsed.heading(), reasons)


def _in_order(items: list[PreviewItem]) -> tuple[PreviewItem, ...]:
    """By case, the register after them, then by kind and title."""
    return tuple(sorted(items, key=lambda item: (item.case or "~", item.kind or "~", item.title)))
