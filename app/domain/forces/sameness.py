"""Records of one person: proposed where names are alike and a posting is shared, joined and parted by decisions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from app.domain.catalogue.lookups import Claim, claims, ids_of_kind, joined_with, names_of
from app.domain.catalogue.names import rank
from app.domain.catalogue.store import Catalogue
from app.domain.forces.rules import ALWAYS
from app.domain.forces.views import Duplicate, SharedPost


def same_person(held: Sequence[Catalogue], person: str) -> frozenset[str]:
    """The person and every record that a decision joins with it, in either direction and over several steps."""
    found, waiting = {person}, {person}
    while waiting:
        waiting = joined_with(held, "person", waiting) - found
        found |= waiting
    return frozenset(found)


def shared_posts(ours: Iterable[Claim], theirs: Iterable[Claim]) -> tuple[SharedPost, ...]:
    """The postings of two persons to the same unit that may have been held on the same days."""
    by_unit: defaultdict[str, list[Claim]] = defaultdict(list)
    for posting in theirs:
        by_unit[posting.other].append(posting)
    found: list[SharedPost] = []
    for posting in ours:
        window = ALWAYS.during(posting.days)
        found += [
            SharedPost(posting.other, posting.record, other.record)
            for other in by_unit.get(posting.other, ())
            if window is not None and window.during(other.days) is not None
        ]
    return tuple(sorted(found, key=lambda post: (post.unit, post.posting, post.matching)))


def likeness(ours: Iterable[str], theirs: Iterable[str]) -> float:
    """How alike the names of two persons are, across scripts and spellings: 0 not at all, 1 the same words."""
    ours, theirs = list(ours), list(theirs)
    forward = max((rank(name, theirs) for name in ours), default=0.0)
    backward = max((rank(name, ours) for name in theirs), default=0.0)
    return max(forward, backward)


def duplicates_of(held: Sequence[Catalogue], persons: Iterable[str] | None = None) -> tuple[Duplicate, ...]:
    """Pairs of records that may tell of one person, the most alike first; with `persons`, pairs with one of them.

    Both are needed, a name alone is never enough: names alike, and postings to one unit on days that may be the same.
    Pairs that a decision joins already are left out.
    """
    asked = None if persons is None else set(persons)
    if asked is None:
        units = ids_of_kind(held, "unit")
    else:
        units = {posting.other for posting in claims(held, "posting", "one", asked)}
    by_unit: defaultdict[str, defaultdict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for posting in claims(held, "posting", "other", units):
        by_unit[posting.other][posting.one].append(posting)
    names = names_of(held, {person for posted in by_unit.values() for person in posted})
    posts: defaultdict[tuple[str, str], list[SharedPost]] = defaultdict(list)
    scores: dict[tuple[str, str], float] = {}
    for posted in by_unit.values():
        for one, other in _pairs(posted, asked):
            score = scores.setdefault((one, other), likeness(names.get(one, ()), names.get(other, ())))
            if score:
                posts[one, other] += shared_posts(posted[one], posted[other])
    found = [Duplicate(*pair, scores[pair], tuple(shared)) for pair, shared in posts.items() if shared]
    apart = [pair for pair in found if pair.other not in same_person(held, pair.person)]
    return tuple(sorted(apart, key=lambda pair: (-pair.likeness, pair.person, pair.other)))


def _pairs(posted: Mapping[str, object], asked: set[str] | None) -> list[tuple[str, str]]:
    """The pairs of persons of one unit; those asked about stand first in theirs."""
    persons = sorted(posted)
    if asked is None:
        return [(one, other) for at, one in enumerate(persons) for other in persons[at + 1 :]]
    return [(one, other) for one in persons if one in asked for other in persons if other not in asked]
