"""The desk: where each person may go, by role. What is not offered here is refused by the actions all the same."""

from dataclasses import dataclass

from app.domain.archive.rules import READERS
from app.domain.work import Actor
from app.i18n import gettext as _


@dataclass(frozen=True)
class Link:
    """One entry of the navigation."""

    path: str
    label: str

    def is_here(self, here: str) -> bool:
        """Whether the page at `here` belongs to this entry."""
        return here == self.path or here.startswith(f"{self.path}/")


def links_for(actor: Actor) -> list[Link]:
    """The pages that this person works with, in the order of a working day."""
    reads = not actor.roles.isdisjoint(READERS)
    offered = [
        (Link("/cases", _("Cases")), reads or actor.write_only),
        (Link("/search", _("Search")), reads),
        (Link("/register", _("Register")), True),
        (Link("/exports", _("Exports")), not actor.roles.isdisjoint({"lawyer", "auditor"})),
        (Link("/members", _("Members")), not actor.write_only),
        (Link("/log", _("Custody log")), "auditor" in actor.roles),
    ]
    return [link for link, may in offered if may]
