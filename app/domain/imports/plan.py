"""What a table would bring: new records with the ids that they will have, in an order in which each names only earlier
ones; what is in the register already; what is refused, and why. Nothing is written here."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.catalogue.lookups import claims, known, names_of_kind
from app.domain.catalogue.store import Catalogue
from app.domain.imports.differing import differences
from app.domain.imports.views import ImportView, RowTold, Told
from app.errors import Invalid
from app.i18n import gettext as _
from app.models import new_id
from app.records.base import JsonObject
from app.records.kinds import KINDS, compartment_of, dump, parse

ORDER = ("source", "place", "unit", "person", "relation", "positioning", "posting", "incident")
At = tuple[str, int]
"""Where something stands: the name of the table, and the number of the row."""


@dataclass(frozen=True)
class Planned:
    """A record to be written, under the id that others in the plan name it by."""

    id: str
    kind: str
    content: JsonObject = field(repr=False)


@dataclass
class Register:
    """The catalogues that say what is here already, how to read the whole of an entry, and whether the restricted part
    may be written to."""

    held: list[Catalogue]
    restricted: bool
    read: Callable[[str], Mapping[str, Any]] = field(repr=False)


class Plan:
    """Records to be written, and what to tell of each row. `register` says what is here already."""

    def __init__(self, format_: str, register: Register) -> None:
        self.format, self.register = format_, register
        self.planned: dict[str, Planned] = {}
        self._told: defaultdict[At, list[Told]] = defaultdict(list)
        self._same: dict[str, dict[str, str]] = {}
        self._by_name: dict[str, dict[str, set[str]]] = {}
        self._contents: dict[str, Mapping[str, Any]] = {}

    # --- telling ------------------------------------------------------------------------------------------

    def refuse(self, at: At, kind: str, title: str, reason: str) -> None:
        """Tells that something in a row is not taken, and why."""
        self._tell(at, Told("refused", kind, title, None, reason))

    def match(self, at: At, kind: str, title: str, record: str, reason: str = "") -> str:
        """Tells that a row names what is here already, or what another row brings. Answers the record."""
        self._tell(at, Told("matched", kind, title, record, reason, here=record not in self.planned))
        return record

    def add(self, at: At, kind: str, content: Mapping[str, Any], *, note: str = "") -> str | None:
        """Plans a record. Answers its id; that of one that says the same, if there is one; None if it is refused."""
        present = {name: value for name, value in content.items() if value not in (None, "", [], {})}
        try:
            parsed = parse(kind, present)
        except Invalid as error:
            reason = " ".join(f"{problem.field}: {_(problem.message)}" for problem in error.problems)
            self.refuse(at, kind, _called(present), reason)
            return None
        title = parsed.heading()
        if compartment_of(parsed) == "register_restricted" and not self.register.restricted:
            self.refuse(
                at,
                kind,
                title,
                _("It belongs to the restricted part of the register, which you do not hold."),
            )
            return None
        plain = dump(parsed)
        if same := self._said_already(kind, plain):
            return self.match(at, kind, title, same, " ".join(filter(None, (note, self.unlike(same, plain)))))
        record = new_id()
        self.planned[record] = Planned(record, kind, plain)
        self._same.setdefault(kind, {})[_facts(plain)] = record
        self._tell(at, Told("created", kind, title, record, note))
        return record

    def cite_also(self, record: str, citations: Iterable[Mapping[str, Any]]) -> None:
        """Adds citations to a planned record: a later row tells the same from other sources."""
        content = self.planned[record].content
        content["citations"] += [one for one in citations if one not in content["citations"]]

    def add_or_cite(self, at: At, kind: str, content: Mapping[str, Any], *, note: str = "") -> None:
        """Plans a claim; where another row says the same, its citations go with that one."""
        record = self.add(at, kind, content, note=note)
        if record in self.planned:
            self.cite_also(record, content["citations"])

    def view(self, *, written: bool = False) -> ImportView:
        """What the plan brings, in the order of the rows."""
        rows = tuple(RowTold(*at, tuple(told)) for at, told in sorted(self._told.items()))
        creates = Counter(one.kind for one in self.planned.values())
        refused = sum(row.outcome == "refused" for row in rows)
        return ImportView(self.format, written, dict(creates), refused, rows)

    def in_order(self) -> list[Planned]:
        """The records, each after those that it names."""
        return sorted(self.planned.values(), key=lambda one: ORDER.index(one.kind))

    # --- what is here already -----------------------------------------------------------------------------

    def named(self, kind: str, name: str) -> set[str]:
        """The records of a kind with exactly this name, but for capitals: in the register, or planned."""
        if kind not in self._by_name:
            found: dict[str, set[str]] = {}
            for record, text in names_of_kind(self.register.held, kind):
                found.setdefault(text.casefold(), set()).add(record)
            self._by_name[kind] = found
        return self._by_name[kind].get(name.strip().casefold(), set())

    def of_kind(self, record: str, kind: str) -> bool:
        """Whether a record is planned, or in the register, and of this kind."""
        if record in self.planned:
            return self.planned[record].kind == kind
        found = known(self.register.held, [record]).get(record)
        return found is not None and found.kind == kind

    def positioned(self, unit: str) -> set[str]:
        """The places where the register shows a unit."""
        return {claim.other for claim in claims(self.register.held, "positioning", "one", [unit])}

    def unlike(self, record: str, content: Mapping[str, Any]) -> str:
        """What a table says otherwise than an entry of the register, in words; empty where it says the same, and for
        what the table itself brings. The entry is never changed by it."""
        if record in self.planned:
            return ""
        kind = known(self.register.held, [record])[record].kind
        told = differences(kind, content, self._held(record), self.title)
        return _("The register says otherwise and stays as it is. %(told)s") % {"told": told} if told else ""

    def title(self, record: str) -> str:
        """The title of a record of the register, or of one that is planned."""
        if record in self.planned:
            return parse(self.planned[record].kind, self.planned[record].content).heading()
        found = known(self.register.held, [record]).get(record)
        return found.title if found else ""

    def _held(self, record: str) -> Mapping[str, Any]:
        if record not in self._contents:
            self._contents[record] = self.register.read(record)
        return self._contents[record]

    def _said_already(self, kind: str, content: JsonObject) -> str | None:
        """A claim that says the same of the same two entries, whatever it cites; None for other kinds."""
        if kind not in {"posting", "relation", "positioning"}:
            return None
        said = self._same.setdefault(kind, {})
        one = content["person" if kind == "posting" else "subordinate" if kind == "relation" else "unit"]
        if one not in self.planned and f"asked {one}" not in said:
            said[f"asked {one}"] = one
            for claim in claims(self.register.held, kind, "one", [one]):
                said[_facts(dump(parse(kind, claim.content)))] = claim.record
        return said.get(_facts(content))

    def _tell(self, at: At, told: Told) -> None:
        if told not in self._told[at]:
            self._told[at].append(told)


def _facts(content: Mapping[str, Any]) -> str:
    """What a claim says, without how it is known."""
    told = {name: value for name, value in content.items() if name not in {"citations", "notes", "status"}}
    return repr(sorted(told.items()))


def _called(content: Mapping[str, Any]) -> str:
    """What to call content that is refused: its name, or the words of its post."""
    names: list[dict[str, str]] = content.get("names") or [{}]
    said: tuple[str | None, ...] = (content.get("title"), names[0].get("text"), content.get("role_stated"))
    return next(filter(None, said), "")


def label(kind: str) -> str:
    """What people call a kind."""
    return _(KINDS[kind].label)
