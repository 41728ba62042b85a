"""Whether the records that a content names are there, and may be named by who writes it."""

from collections.abc import Collection

from sqlalchemy import select

from app.domain.accounts.keyring import keyring
from app.domain.archive.compartments import openable_compartments
from app.domain.archive.opening import latest_versions, open_versions
from app.domain.work import Actor, Work
from app.errors import Invalid, Problem
from app.models import Record
from app.records.base import Content
from app.records.references import Referenced, references

_CROSSES_CASES = {"same_as", "citations"}
"""Fields that may name a record of another case: a decision that two are the same, and a source."""

_ARTICLES = {"evidence": "a piece of evidence", "unit": "a unit"}
"""Kinds that the rule of letters gets wrong."""


def check_references(
    work: Work,
    actor: Actor,
    content: Content,
    *,
    case: str | None,
    blind: bool = False,
    before: Content | None = None,
) -> None:
    """Raises Invalid, with each field that names a record wrongly.

    A record may name those of its own case and of the register; in citations and `same_as`, and from the register,
    also those of other cases. Each must be one that the actor opens, and of a kind that the field takes. A write-only
    author (`blind`) opens nothing of his case: there it is enough that the record is in it. What an amended version
    named `before` may stay, though its reader may not open it, such as a consent's signed form.
    """
    kept = frozenset(one.id for one in references(before)) if before is not None else frozenset[str]()
    named = [one for one in references(content) if one.id not in kept]
    if not named:
        return
    rows = _rows(work, {one.id for one in named})
    held = openable_compartments(work, keyring(work, actor), {row.compartment_id for row in rows.values()})
    opened = {id_: row for id_, row in rows.items() if row.compartment_id in held}
    kinds = _kinds(work, actor, opened)
    problems: list[Problem] = []
    for one in named:
        row = opened.get(one.id)
        reachable = row is not None and _may_name(row, one, case) and kinds[row.id] in one.kinds
        unseen = blind and one.id in rows and rows[one.id].case_id == case
        if not reachable and not unseen:
            problems.append(Problem(one.field, _advice(one)))
    if problems:
        raise Invalid(problems)


def _may_name(row: Record, one: Referenced, case: str | None) -> bool:
    if row.case_id in {None, case} or case is None:
        return True
    return not _CROSSES_CASES.isdisjoint(one.field.split("."))


def _rows(work: Work, ids: Collection[str]) -> dict[str, Record]:
    return {row.id: row for row in work.session.scalars(select(Record).where(Record.id.in_(ids)))}


def _kinds(work: Work, actor: Actor, opened: Collection[str]) -> dict[str, str]:
    """The kinds of records. A kind never changes: one that this unit of work wrote or opened is known."""
    known: dict[str, str] = work.cache.setdefault("kinds", {})
    stored = latest_versions(work, set(opened) - known.keys())
    for version in open_versions(work, keyring(work, actor), stored):
        known[version.record] = version.kind
    return known


def _advice(one: Referenced) -> str:
    """What to do, without saying whether there is such a record: the actor may not know of it."""
    kinds = " or ".join(map(one_of, sorted(one.kinds))) if len(one.kinds) <= 3 else "a record"
    return f"Choose {kinds} of this case or of the register that you may open."


def one_of(kind: str) -> str:
    """One record of a kind, in words with its article."""
    if kind in _ARTICLES:
        return _ARTICLES[kind]
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind.replace('_', ' ')}"
