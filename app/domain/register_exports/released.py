"""What of the register may leave by itself: claims that an open source shows, between entries that leave.

A citation of a sealed record stays, since the record does; a claim that has no other stays with it. Whatever is in the
restricted part stays: unidentified persons, restricted sources, recipients. Notes stay. That a claim is not
settled travels beside it: nobody else may take it for surer than we do.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import select

from app.domain.accounts.keyring import keyring
from app.domain.archive.access import granted_ids
from app.domain.archive.compartments import of_register
from app.domain.archive.lines import batches
from app.domain.archive.opening import OpenedVersion, latest_versions, open_versions
from app.domain.catalogue.entries import CLAIMS as CONNECTING
from app.domain.exports.redaction import citations_that_stay
from app.domain.work import Actor, Work
from app.models import Record
from app.records.base import JsonObject
from app.vault.statements import without

ENTRIES = ("unit", "person", "place", "incident")
CLAIMS = {kind: CONNECTING[kind] for kind in ("posting", "relation", "positioning")}
"""Claims with the two entries that they connect: one leaves only where both do."""
REFERENCES = {"place": {"parent": "place"}, "incident": {"place": "place", "part_of": "incident"}}
"""Fields of an entry that name another, of which kind: left out where that one stays."""
INTERNAL = frozenset({"notes", "status", "same_as", "drawing"})
SETTLED = "accepted"
"""What an absent status means."""
UNFINISHED = frozenset({"issue", "work_needed"})
"""The states of a claim on which work is not done."""


@dataclass(frozen=True)
class Released:
    """What leaves: for each kind the contents by their records, and the `status` of those that are not settled.

    `stays` counts the claims that do not leave; `unfinished` those of them that an open source shows and that stay
    because work on them is not done.
    """

    archive: str
    contents: Mapping[str, Mapping[str, JsonObject]] = field(repr=False)
    status: Mapping[str, str]
    stays: int
    unfinished: int

    def of(self, kind: str) -> Mapping[str, JsonObject]:
        """The contents of a kind."""
        return self.contents.get(kind, {})


def released(work: Work, actor: Actor, *, unfinished_stay: bool = False) -> Released:
    """What leaves today, each version opened and verified; without what is UNFINISHED, for a format that cannot say so.

    Raises Tampered.
    """
    found: dict[str, dict[str, JsonObject]] = {"source": {}}
    status: dict[str, str] = {}
    unfinished = 0
    claims: list[OpenedVersion] = []
    for version in _open(work, actor):
        if version.kind == "source":
            found["source"][version.record] = _plain(version.content)
        elif version.kind in (*ENTRIES, *CLAIMS):
            claims.append(version)
    sources = found["source"].keys()
    for version in claims:
        places = citations_that_stay(version.content, sources, claim=True)
        if () in places:
            continue
        state = version.content.get("status", SETTLED)
        if unfinished_stay and state in UNFINISHED:
            unfinished += 1
        else:
            content = without({"content": dict(version.content)}, {("content", *place) for place in places})
            told = cast("JsonObject", content["content"])
            found.setdefault(version.kind, {})[version.record] = _plain(told)
            status[version.record] = state
    for kind, ends in CLAIMS.items():
        found[kind] = {
            record: content
            for record, content in found.get(kind, {}).items()
            if all(content[end] in found.get(_kind_of(end), {}) for end in ends)
        }
    for kind, named in REFERENCES.items():
        for content in found.get(kind, {}).values():
            _drop_references(content, named, found)
    left = [record for kind in (*ENTRIES, *CLAIMS) for record in found.get(kind, {})]
    unsettled = {record: status[record] for record in left if status[record] != SETTLED}
    stays = len(claims) - len(left)
    return Released(work.setting("archive_code"), found, unsettled, stays, unfinished)


def _open(work: Work, actor: Actor) -> Iterator[OpenedVersion]:
    """Every record of the open register; none for an actor without it."""
    part = of_register(work)["register"].id
    if part not in granted_ids(work, actor, [part]):
        return
    ids = work.session.scalars(
        select(Record.id).where(Record.compartment_id == part).order_by(Record.id)
    ).all()
    for batch in batches(ids):
        yield from open_versions(work, keyring(work, actor), latest_versions(work, batch))


def _plain(content: Mapping[str, Any]) -> JsonObject:
    return {name: value for name, value in content.items() if name not in INTERNAL}


def _kind_of(end: str) -> str:
    return "unit" if end in {"subordinate", "superior"} else end


def _drop_references(
    content: JsonObject, kinds: Mapping[str, str], found: Mapping[str, Mapping[str, JsonObject]]
) -> None:
    for name, kind in kinds.items():
        if content.get(name) not in found.get(kind, {}):
            content.pop(name, None)
    for name in ("units_present", "alleged"):
        if name in content:
            content[name] = [
                one
                for one in content[name]
                if all(one[kind] in found.get(kind, {}) for kind in ("unit", "person") if kind in one)
            ]
