"""The consent gate: what may leave, for whom and why not. Pure: consents and items in, decisions out.

Nothing leaves without a consent that names the purpose, the recipient and the degree of identity. Where the
words of a consent leave room, the narrower reading is taken:

- Everybody whom an item concerns needs a consent of their own. The strictest wins.
- Silence is never consent: an absent basis, cover, purpose, recipient or degree allows nothing.
- The last consent that speaks of a purpose and a recipient is the person's word on it. Once that one is
  withdrawn or expired, an earlier, wider one does not come back. Of consents given on one day all must agree.
- Identity leaves in the full profile alone, and by degree `disclosed` alone. `confidential` means to the
  recipient alone: no profile here seals identities to the recipient, so it counts as withheld.
- Words on which somebody is marked may be that person's name: they leave only where the identity may.
- A consent that covers chosen records or paragraphs covers an act that rests on them, and nothing else. Where an act
  rests on the words of several people, each consent must cover that person's own; who said nothing of it must cover
  it by name.
- A consent that covers anything goes with it: it is the ground on which that leaves. It need not name itself.
- An item that concerns nobody by name leaves only if a consent names this very item.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

Place = tuple[str | int, ...]
"""Where something stands in a record's content: names of fields and positions in lists."""

ALL = "all"


class Profile(StrEnum):
    """How much a bundle tells."""

    full = "full"
    pseudonymised = "pseudonymised"


class Outcome(StrEnum):
    """What the gate says of an item."""

    released = "released"
    partly = "partly"
    withheld = "withheld"


class Reason(StrEnum):
    """Why something stays. The codes travel with the bundle: they tell nothing of anybody's life."""

    no_consent = (
        "no_consent"  # none that names this purpose and recipient is in force for everybody concerned
    )
    not_covered = "not_covered"  # a consent is in force, and does not cover this
    identity = "identity"  # it would tell who somebody is
    names_nobody = "names_nobody"  # it says of nobody that it concerns them
    privileged = "privileged"
    profile = "profile"  # it never leaves in this profile
    depends = "depends"  # it is about something that stays


@dataclass(frozen=True)
class Question:
    """What is asked: may it leave for `purpose`, to `recipient` in `jurisdiction`, on `day`, in `profile`?"""

    purpose: str
    recipient: str
    jurisdiction: str | None
    profile: Profile
    day: date


@dataclass(frozen=True)
class Permission:
    """One purpose, for the recipients and jurisdictions written down; "all" must be written too."""

    purpose: str
    recipients: frozenset[str] = frozenset()
    jurisdictions: frozenset[str] = frozenset()
    identity: str = "withheld"

    def speaks_of(self, question: Question) -> bool:
        """Whether it names this purpose and this recipient."""
        named = {question.recipient, ALL} & self.recipients or {
            question.jurisdiction,
            ALL,
        } & self.jurisdictions
        return self.purpose == question.purpose and bool(named)


@dataclass(frozen=True)
class Passage:
    """A record, or chosen paragraphs of it (counted from 1; none chosen means the whole).

    `by` is whose words these are, or who is shown; nobody: then everybody must cover it.
    """

    record: str
    paragraphs: frozenset[int] = frozenset()
    by: frozenset[str] = field(default=frozenset(), compare=False)


@dataclass(frozen=True)
class Consent:
    """A consent as the gate reads it. `covers` None is everything; an empty tuple is nothing."""

    id: str
    individual: str
    basis: str | None
    covers: tuple[Passage, ...] | None
    permissions: tuple[Permission, ...]
    given_on: date | None = None
    expires_on: date | None = None
    withdrawn_from: date | None = None
    guardian_involved: bool = False
    majority_on: date | None = None
    confirmed_on: date | None = None

    def in_force(self, day: date) -> bool:
        """Whether it holds on `day`."""
        return (
            self.basis is not None
            and not (self.expires_on and self.expires_on < day)
            and not (self.withdrawn_from and self.withdrawn_from <= day)
            and not (self.basis != "own" and self.guardian_involved)
            and (self.basis != "guardian" or self._guardian_speaks(day))
        )

    def _guardian_speaks(self, day: date) -> bool:
        """Until majority, whose day must be known; after it, once the person, now of age, has confirmed."""
        confirmed = self.confirmed_on is not None and self.confirmed_on <= day
        return confirmed or (self.majority_on is not None and day < self.majority_on)

    def covers_passage(self, passage: Passage) -> bool:
        """Whether it covers all of a passage."""
        if self.covers is None:
            return True
        here = [covered.paragraphs for covered in self.covers if covered.record == passage.record]
        whole = any(not paragraphs for paragraphs in here)
        return whole or (bool(passage.paragraphs) and passage.paragraphs <= frozenset[int]().union(*here))

    def names(self, record: str) -> bool:
        """Whether it names this very record as a whole."""
        return self.covers is not None and Passage(record) in self.covers

    def covers_item(self, item: "Item") -> bool:
        """Whether it covers all of an item: by itself, or by all that this person gave of what the item rests on."""
        if self.covers_passage(Passage(item.id)):
            return True
        if item.is_consent:
            return self.individual in item.concerns and self.covers != ()
        own = [passage for passage in item.rests_on if not passage.by or self.individual in passage.by]
        return bool(own) and all(self.covers_passage(passage) for passage in own)


class Level(StrEnum):
    """What a part of an item tells."""

    fact = "fact"  # what happened, and who was there
    identity = "identity"  # who somebody is
    full = "full"  # what leaves in the full profile alone


@dataclass(frozen=True)
class Part:
    """A part of an item that may stay while the rest leaves: where it stands, and whom it tells of.

    `paragraph` is its number, where consents choose paragraphs.
    """

    place: Place
    individuals: frozenset[str] = frozenset()
    level: Level = Level.fact
    paragraph: int | None = None


@dataclass(frozen=True)
class Item:
    """A record, or a file with its record, as the gate reads it.

    `concerns` is everybody whose consent counts for the whole; `rests_on` the passages that tell of it;
    `depends_on` the items without which it says nothing.
    """

    id: str
    concerns: frozenset[str]
    rests_on: tuple[Passage, ...] = ()
    parts: tuple[Part, ...] = ()
    depends_on: frozenset[str] = frozenset()
    identity: bool = False  # the whole item tells who somebody is
    full_only: bool = False  # the whole item leaves in the full profile alone
    privileged: bool = False
    is_consent: bool = False


@dataclass(frozen=True)
class Ground:
    """Why something may leave: whose consent it is, and which."""

    individual: str
    consent: str


@dataclass(frozen=True)
class Decision:
    """The answer for one item: `withheld` are the places that stay, `grounds` why the rest may leave."""

    outcome: Outcome
    reasons: frozenset[Reason] = frozenset()
    withheld: frozenset[Place] = frozenset()
    grounds: frozenset[Ground] = frozenset()

    @property
    def leaves(self) -> bool:
        """Whether anything of the item leaves."""
        return self.outcome is not Outcome.withheld


def decide(items: Iterable[Item], consents: Iterable[Consent], question: Question) -> dict[str, Decision]:
    """The decision for each item by its id. The order of items and consents changes nothing."""
    gate = _Gate(consents, question)
    every = {item.id: item for item in items}
    decisions = {item.id: gate.decide(item) for item in every.values()}
    return _without_the_dependent(every, decisions)


def nameable(consents: Iterable[Consent], question: Question) -> frozenset[str]:
    """The individuals whose identity may leave: everybody else must not be named."""
    return _Gate(consents, question).nameable()


def _without_the_dependent(items: dict[str, Item], decisions: dict[str, Decision]) -> dict[str, Decision]:
    """Withholds what is about something that stays, until nothing changes any more."""
    while True:
        leaving = {identifier for identifier, decision in decisions.items() if decision.leaves}
        stranded = {identifier for identifier in leaving if not items[identifier].depends_on <= leaving}
        if not stranded:
            return decisions
        decisions = decisions | dict.fromkeys(stranded, _withheld(Reason.depends))


def _withheld(*reasons: Reason) -> Decision:
    return Decision(Outcome.withheld, frozenset(reasons))


class _Gate:
    """One question, asked of many items."""

    def __init__(self, consents: Iterable[Consent], question: Question) -> None:
        self._question = question
        self._consents = {consent.id: consent for consent in consents}
        self._of: dict[str, list[Consent]] = {}
        for consent in self._consents.values():
            self._of.setdefault(consent.individual, []).append(consent)
        self._words = {individual: self._last_word(individual) for individual in self._of}

    def decide(self, item: Item) -> Decision:
        """The decision for one item by itself, whatever it depends on."""
        refusal = self._refusal(item)
        if refusal is not None:
            return _withheld(refusal)
        if item.is_consent:
            return self._consent(item)
        kept = self._kept_parts(item)
        paragraphs = [part for part in item.parts if part.paragraph is not None]
        if paragraphs and all(part.place in kept for part in paragraphs):
            return _withheld(*kept.values())
        return self._leaving(item, kept)

    def nameable(self) -> frozenset[str]:
        """Everybody whose word discloses who they are."""
        return frozenset(individual for individual in self._of if self._identity_leaves(individual))

    def _refusal(self, item: Item) -> Reason | None:
        """Why the whole item stays; None where at least some of it may leave."""
        if item.privileged:
            return Reason.privileged
        if self._question.profile is not Profile.full and (item.full_only or item.identity):
            return Reason.identity if item.identity else Reason.profile
        if not item.concerns:
            return None if self._naming(item) else Reason.names_nobody
        if not all(self._word(name) for name in item.concerns):
            return Reason.no_consent
        if not all(self._covers_some(name, item) for name in item.concerns):
            return Reason.not_covered
        if item.identity and not all(self._identity_leaves(name) for name in item.concerns):
            return Reason.identity
        return None

    def _part_refusal(self, item: Item, part: Part) -> Reason | None:
        """Why a part stays although the item may leave; None where it may leave."""
        if self._question.profile is not Profile.full and part.level is Level.full:
            return Reason.profile
        if not all(self._word(name) for name in part.individuals):
            return Reason.no_consent
        if not all(self._covers_part(name, item, part) for name in item.concerns | part.individuals):
            return Reason.not_covered
        if part.level is Level.identity and not all(self._identity_leaves(name) for name in part.individuals):
            return Reason.identity
        return None

    def _consent(self, item: Item) -> Decision:
        """A consent leaves with what it permits here: others need not know to whom else it was given."""
        consent = self._consents.get(item.id)
        if consent is None or consent not in [one for name in item.concerns for one in self._word(name)]:
            return _withheld(Reason.no_consent)
        others: set[Place] = {
            ("permissions", number)
            for number, permission in enumerate(consent.permissions)
            if not permission.speaks_of(self._question)
        }
        return self._leaving(item, dict.fromkeys(others, Reason.not_covered) | self._kept_parts(item))

    def _kept_parts(self, item: Item) -> dict[Place, Reason]:
        return {part.place: reason for part in item.parts if (reason := self._part_refusal(item, part))}

    def _leaving(self, item: Item, kept: dict[Place, Reason]) -> Decision:
        told = {name for part in item.parts if part.place not in kept for name in part.individuals}
        outcome = Outcome.partly if kept else Outcome.released
        grounds = self._grounds(item, item.concerns | told)
        return Decision(outcome, frozenset(kept.values()), frozenset(kept), grounds)

    def _word(self, individual: str) -> Sequence[Consent]:
        """The consents that say yes for this individual, all of which must agree; none: there is no yes."""
        return self._words.get(individual, ())

    def _last_word(self, individual: str) -> Sequence[Consent]:
        speaking = [
            consent
            for consent in self._of[individual]
            if (consent.given_on is None or consent.given_on <= self._question.day)
            and any(permission.speaks_of(self._question) for permission in consent.permissions)
        ]
        last = max((consent.given_on or date.min for consent in speaking), default=date.min)
        word = [consent for consent in speaking if (consent.given_on or date.min) == last]
        return word if all(consent.in_force(self._question.day) for consent in word) else ()

    def _covers_some(self, individual: str, item: Item) -> bool:
        passages = [
            Passage(item.id, frozenset({part.paragraph})) for part in item.parts if part.paragraph is not None
        ]
        return all(
            consent.covers_item(item) or any(consent.covers_passage(passage) for passage in passages)
            for consent in self._word(individual)
        )

    def _covers_part(self, individual: str, item: Item, part: Part) -> bool:
        passage = Passage(item.id, frozenset(() if part.paragraph is None else (part.paragraph,)))
        return all(
            consent.covers_item(item) or consent.covers_passage(passage) for consent in self._word(individual)
        )

    def _identity_leaves(self, individual: str) -> bool:
        """Only in the full profile, and where every permission that speaks of this says `disclosed`."""
        degrees = {
            permission.identity
            for consent in self._word(individual)
            for permission in consent.permissions
            if permission.speaks_of(self._question)
        }
        return self._question.profile is Profile.full and degrees == {"disclosed"}

    def _naming(self, item: Item) -> list[Consent]:
        """The consents in force that name an item which concerns nobody."""
        return [
            consent
            for individual in self._of
            for consent in self._word(individual)
            if consent.names(item.id) and (not item.identity or self._identity_leaves(individual))
        ]

    def _grounds(self, item: Item, individuals: Iterable[str]) -> frozenset[Ground]:
        word = [consent for name in individuals for consent in self._word(name)]
        if not item.concerns:
            word += self._naming(item)
        return frozenset(Ground(consent.individual, consent.id) for consent in word)
