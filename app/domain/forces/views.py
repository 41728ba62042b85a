"""Answers of this area: never one bare name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from app.records.events import Reports

Shown = Literal["certain", "possible"]
Citations = tuple[dict[str, Any], ...]
"""Citations as the claim has them; one that the reader may not open is its id alone, with `restricted`."""


@dataclass(frozen=True)
class Period:
    """A part of the time asked about: possible from first to last, certain on the days within it that say so."""

    first: date
    last: date
    certain_first: date | None
    certain_last: date | None


@dataclass(frozen=True)
class Post:
    """A person who held a post by a posting; `status` tells of conflicts, `periods` when, in the time asked about.

    `same_as` are the records that a decision joins with this person's.
    """

    person: str
    same_as: tuple[str, ...]
    posting: str
    roles: tuple[str, ...]
    grade: Shown
    rank: str | None = field(repr=False)
    status: str | None
    citations: Citations = field(repr=False)
    periods: tuple[Period, ...]


@dataclass(frozen=True)
class ChainLink:
    """A unit above or below, by one relation: `level` links away. Grade and periods are those of the whole path, which
    is as sure as its weakest link; `link_grade` is that of this relation by itself. `circle` marks one by which the
    path comes back to where it was."""

    unit: str
    relation: str
    level: int
    grade: Shown
    link_grade: Shown
    circle: bool
    control: str | None
    status: str | None
    citations: Citations = field(repr=False)
    periods: tuple[Period, ...]


@dataclass(frozen=True)
class Subordinate(ChainLink):
    """A unit below, by a relation to the unit `under`, with those who commanded it."""

    under: str
    commanders: tuple[Post, ...]


@dataclass(frozen=True)
class Above(ChainLink):
    """A unit above, by a relation of the unit `over`."""

    over: str


@dataclass(frozen=True)
class Superior(Above):
    """A unit above with those who commanded it and, apart, their deputies."""

    commanders: tuple[Post, ...]
    deputies: tuple[Post, ...]


@dataclass(frozen=True)
class Gap:
    """Something that no source shows on these days, or that sources contradict one another about, said instead of left
    out. `relation` and the `other` unit are there where it is about a relation."""

    unit: str
    reason: str
    first: date
    last: date
    relation: str | None = None
    other: str | None = None


@dataclass(frozen=True)
class CommandView:
    """Who commanded `unit` from `first` to `last`: its own commanders, all parallel superiors and theirs, and the gaps.

    `on` is that day where one day was asked about. Deputies stand apart: they never count as commanders.
    `subordinates` are there when they were asked for.
    """

    unit: str
    on: date | None
    first: date
    last: date
    commanders: tuple[Post, ...]
    deputies: tuple[Post, ...]
    superiors: tuple[Superior, ...]
    subordinates: tuple[Subordinate, ...] | None
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class Item:
    """One recorded sign of an element of superior responsibility: `stance` says whether it supports or contradicts."""

    record: str
    about: str | None
    text: str = field(repr=False)
    stance: str
    dates: dict[str, Any] | None = field(repr=False)
    status: str | None
    citations: Citations = field(repr=False)


@dataclass(frozen=True)
class Element:
    """An element (position, effective_control, knowledge, measures) with everything recorded on it, for and against."""

    element: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Counted:
    """How many acts share a `value` (a place, a method, a degree), or these days, and how many of them are certain;
    acts without days have neither."""

    value: str = field(repr=False)
    count: int
    certain: int
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Mentioned:
    """A record that bears on the acts: a complaint, or an involvement by which one was refused."""

    record: str
    kind: str
    title: str = field(repr=False)
    dates: dict[str, Any] | None = field(repr=False)


@dataclass(frozen=True)
class Pattern:
    """What these units took part in, counted: every act once in the table of days, and once under each of its places
    and methods. `others` are the degrees of those who did another thing: judged, certified, refused a complaint."""

    acts: int
    certain: int
    days: tuple[Counted, ...]
    places: tuple[Counted, ...]
    methods: tuple[Counted, ...]
    others: tuple[Counted, ...]
    complaints: tuple[Mentioned, ...]
    refusals: tuple[Mentioned, ...]


@dataclass(frozen=True)
class Doubt:
    """A question that two claims leave open about these days. A person answers it, or nobody."""

    question: str
    claims: tuple[str, ...]
    first: date
    last: date


@dataclass(frozen=True)
class SharedPost:
    """Two postings to one unit that may have been held on the same days."""

    unit: str
    posting: str
    matching: str


@dataclass(frozen=True)
class Duplicate:
    """Two records that may tell of one person: how alike their names are (0 to 1), and the posts that both show."""

    person: str
    other: str
    likeness: float
    posts: tuple[SharedPost, ...]


@dataclass(frozen=True)
class Connection:
    """A claim that connects two entries of the register, with its whole content.

    `kind` says which, and so what `one` and `other` are: see catalogue.entries.CLAIMS.
    """

    record: str
    kind: str
    one: str
    other: str
    content: dict[str, Any] = field(repr=False)


@dataclass(frozen=True)
class UnitUnder:
    """A unit that was under a person by a post, and when: the unit of the post itself, or one below it."""

    unit: str
    grade: Shown
    periods: tuple[Period, ...]


@dataclass(frozen=True)
class Linked:
    """An act, detention or incident linked to `party`, a unit or the person.

    `involvement` tells so, to what `degree` and how certainly it was they; all three are absent where a unit is said
    to have been present at an incident and no more. Whom a source names as having done what an incident tells has the
    degree `alleged`, and the incident itself for `involvement`. `grade` is that of the weakest: the days, command, and
    the identification of the party. `reports` says whether some or all of those who tell of it contradict it: then it
    is never certain.
    """

    record: str
    case: str | None
    kind: str
    title: str = field(repr=False)
    dates: dict[str, Any] | None = field(repr=False)
    party: str
    involvement: str | None
    degree: str | None
    certainty: str | None
    reports: Reports
    grade: Shown


@dataclass(frozen=True)
class PostHeld:
    """A posting of the person, or of a record that is the same `person` by a decision. Only where it `commands` are
    there units under it, and what is linked to them."""

    person: str
    posting: str
    unit: str
    roles: tuple[str, ...]
    commands: bool
    title: str | None = field(repr=False)
    rank: str | None = field(repr=False)
    dates: dict[str, Any] | None = field(repr=False)
    status: str | None
    citations: Citations = field(repr=False)
    units: tuple[UnitUnder, ...]
    linked: tuple[Linked, ...]


@dataclass(frozen=True)
class ResponsibilityView:
    """What a person commanded and when, what is linked to those units on those days, and to the person directly.

    `same_as` are the records that a decision joins with this one: theirs is answered for, too. It holds what its reader
    may open, and counts nothing else.
    """

    person: str
    same_as: tuple[str, ...]
    postings: tuple[PostHeld, ...]
    direct: tuple[Linked, ...]


@dataclass(frozen=True)
class SuperiorFile:
    """What is known of whether `person` answers for `unit`: the posts under which the unit was, each element, the
    pattern of what was done, and the posts that the sources show only after the first of these acts.

    `paths` tells for each of the posts by which relations the unit was under it, from the unit upward.
    """

    person: str
    unit: str
    posts: tuple[PostHeld, ...]
    paths: Mapping[str, tuple[Above, ...]]
    elements: tuple[Element, ...]
    pattern: Pattern
    later_posts: tuple[PostHeld, ...]
