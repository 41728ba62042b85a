"""Nothing leaves that speaks against a superior while what speaks for them stays.

Of the items on one superior and one unit, a bundle holds those that contradict or none that support: an item that
contradicts and cannot leave keeps the supporting ones back. See docs/adr/0011-superior-responsibility-in-bundles.md.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from app.domain.catalogue.lookups import Claim
from app.domain.exports.selection import ONE_SIDED, Selection

KIND = "superior_responsibility"
Held = Callable[[Collection[str]], list[Claim]]
"""The items on these persons that the exporter may open, restricted ones among them."""


def keep_fair(chosen: Selection, held: Held) -> None:
    """Takes the items that support out of what leaves, where one that contradicts stays.

    `held` is asked only when an item that supports leaves: it may have to read a whole catalogue.
    """
    against = {
        record: _about(one.version.content)
        for record, one in chosen.leaves.items()
        if one.version.kind == KIND and not _contradicts(one.version.content)
    }
    if not against:
        return
    silenced = set(_silenced(chosen, held({person for person, _unit in against.values()})))
    for record, about in against.items():
        if about in silenced:
            del chosen.leaves[record]
            chosen.stays[record] = (ONE_SIDED,)


def _silenced(chosen: Selection, held: Collection[Claim]) -> Iterator[tuple[str, str]]:
    """The superior and unit of each item that contradicts and does not leave."""
    known = {record: version.content for record, version in chosen.known.items() if version.kind == KIND}
    for record, content in (known | {claim.record: claim.content for claim in held}).items():
        if _contradicts(content) and record not in chosen.leaves:
            yield _about(content)


def _about(content: Mapping[str, Any]) -> tuple[str, str]:
    return content["person"], content["unit"]


def _contradicts(content: Mapping[str, Any]) -> bool:
    return content["stance"] == "contradicts"
