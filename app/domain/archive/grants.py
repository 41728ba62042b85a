"""Who holds what: cases and the restricted register granted, and taken back.

Whoever holds a compartment may pass it on, a narrow token excepted. Taking back is at once: seal, snapshot, drafts and
stored bundles go; then the compartment gets a new key, from the actor if he still holds it, else at the next write of
somebody who does.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import select

from app.domain.accounts.derived import drop_snapshot
from app.domain.accounts.keyring import keyring
from app.domain.accounts.memberships import end_grant
from app.domain.accounts.queries import name_of
from app.domain.accounts.rules import require_member
from app.domain.archive import access, compartments, rules
from app.domain.archive.compartments import live_grants, openable_compartments
from app.domain.archive.derived import destroy_bundles
from app.domain.archive.drafts import destroy_drafts
from app.domain.archive.renewal import locked, renew, writable
from app.domain.archive.views import GrantView
from app.domain.work import Actor, Work
from app.errors import Conflict, NotAllowed, NotFound, Tampered
from app.models import Compartment, Grant, Holder

RESTRICTED = "register_restricted"


def grant_case(
    *, work: Work, actor: Actor, case: str, holder: str, compartments: Iterable[str]
) -> list[GrantView]:
    """Grants compartments of a case to a member, a team or a narrow token; answers who holds the case now.

    Raises NotFound for the case or holder, NotAllowed by role or for a compartment that the actor does not hold,
    Conflict for a holder that reads no cases.
    """
    found = access.case_access(work, actor, case)
    _must_pass_on(actor)
    for name in rules.checked_compartments(compartments):
        found.must_hold(name)
        _grant(work, actor, found.compartments[name].id, holder)
    return grants_on(work, actor, found.compartments.values())


def revoke_grant(*, work: Work, actor: Actor, case: str, holder: str) -> None:
    """Takes a case away from a holder, both compartments.

    Raises NotFound for the case or a holder without it, NotAllowed by role or when the holder has a compartment that
    the actor has not, Conflict for the last holder: the case would be lost.
    """
    found = access.case_access(work, actor, case)
    _must_pass_on(actor)
    rows = _live(work, [part.id for part in found.compartments.values()], holder)
    if not rows:
        raise NotFound
    names = {part.id: name for name, part in found.compartments.items()}
    for row in rows:
        found.must_hold(names[row.compartment_id])
    destroy_drafts(work, case=case, member=holder)
    destroy_bundles(work, case, member=holder)
    _take_back(work, actor, holder, rows)


def grant_register(*, work: Work, actor: Actor, holder: str) -> list[GrantView]:
    """Grants the restricted register: unidentified persons, restricted sources, recipients. Answers who holds it.

    Raises NotFound for the holder, NotAllowed when the actor does not hold it, Conflict for a holder that reads no
    cases.
    """
    restricted = _restricted_held(work, actor)
    _must_pass_on(actor)
    _grant(work, actor, restricted.id, holder)
    return grants_on(work, actor, [restricted])


def revoke_register_grant(*, work: Work, actor: Actor, holder: str) -> None:
    """Takes the restricted register away from a holder. Raises as `revoke_grant` does."""
    restricted = _restricted_held(work, actor)
    _must_pass_on(actor)
    rows = _live(work, [restricted.id], holder)
    if not rows:
        raise NotFound
    _take_back(work, actor, holder, rows)


def list_register_grants(*, work: Work, actor: Actor) -> list[GrantView]:
    """Who holds the restricted register. For its holders and administrators; raises NotAllowed to others."""
    restricted = compartments.of_register(work)[RESTRICTED]
    if rules.ADMINISTRATOR not in actor.roles:
        restricted = _restricted_held(work, actor)
    return grants_on(work, actor, [restricted])


def grants_on(work: Work, actor: Actor, parts: Iterable[Compartment]) -> list[GrantView]:
    """Who holds which of these compartments, by name."""
    names = {part.id: part.name for part in parts}
    held: dict[tuple[str, str], list[str]] = defaultdict(list)
    query = (
        select(Grant.compartment_id, Holder.id, Holder.kind)
        .join(Holder, Holder.id == Grant.holder_id)
        .where(Grant.compartment_id.in_(names), Grant.sealed_key.is_not(None))
    )
    for compartment, holder, kind in work.session.execute(query):
        held[holder, kind].append(names[compartment])
    views = [
        GrantView(holder, kind, holder_name(work, actor, holder), tuple(sorted(parts, reverse=True)))
        for (holder, kind), parts in held.items()
    ]
    return sorted(views, key=lambda view: (view.name.casefold(), view.holder))


def holder_name(work: Work, actor: Actor, holder: str) -> str:
    """The display name of a member or team; empty for a token, whose name is its owner's alone."""
    try:
        return name_of(work, actor, holder)
    except NotFound:
        return ""


def _must_pass_on(actor: Actor) -> None:
    """Raises NotAllowed by role, and to a narrow token: a grant would outlive it."""
    require_member(actor)
    rules.must_grant(actor.roles)


def _grant(work: Work, actor: Actor, compartment: str, holder: str) -> None:
    writable(work, actor, compartment)
    keys = openable_compartments(work, keyring(work, actor), [compartment]).get(compartment)
    if keys is None:
        raise Tampered("Your grant of this compartment does not open. Tell your administrator.")
    compartments.grant(work, actor, keys, holder)


def _take_back(work: Work, actor: Actor, holder: str, rows: Sequence[Grant]) -> None:
    for row in rows:
        locked(work, row.compartment_id).state = "renewing"
        others = live_grants(row.compartment_id).where(Grant.holder_id != holder)
        if work.session.scalar(others.limit(1)) is None:
            raise Conflict("Nobody else holds this. Grant it to somebody before you take it away.")
        end_grant(work, actor, row)
        compartments.forget(work, row.compartment_id)
    drop_snapshot(work, holder)
    work.session.flush()
    still = access.granted_ids(work, actor, [row.compartment_id for row in rows])
    for compartment in sorted(still):
        renew(work, actor, compartment)


def _live(work: Work, ids: Sequence[str], holder: str) -> list[Grant]:
    query = select(Grant).where(
        Grant.compartment_id.in_(ids), Grant.holder_id == holder, Grant.sealed_key.is_not(None)
    )
    return list(work.session.scalars(query.order_by(Grant.compartment_id)))


def _restricted_held(work: Work, actor: Actor) -> Compartment:
    restricted = compartments.of_register(work)[RESTRICTED]
    if not access.granted_ids(work, actor, [restricted.id]):
        raise NotAllowed("You do not hold the restricted part of the register.")
    return restricted
