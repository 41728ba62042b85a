"""A question in words: what was asked, and why a record answers it."""

from collections.abc import Mapping
from typing import Any

from app.domain.search.views import Result, Why
from app.i18n import gettext as _
from app.records.case_vocabularies import ACCOUNT_TYPES, ACT_TYPES, EVIDENCE_TYPES, METHODS
from app.records.kinds import KINDS
from app.records.vocabularies import INCIDENT_TYPES, PLACE_TYPES, UNIT_TYPES
from app.records.vocabulary import Term, Vocabulary
from app.web.naming import Named

FACTS = frozenset({"incident", "place", "person", "type", "method"})
TYPES: tuple[Vocabulary, ...] = (
    ACT_TYPES,
    ACCOUNT_TYPES,
    EVIDENCE_TYPES,
    INCIDENT_TYPES,
    UNIT_TYPES,
    PLACE_TYPES,
)
"""The lists of types to ask for, those of acts first: the question is mostly about them."""


def type_term(code: str) -> Term | None:
    """The term of a type, in whichever of TYPES it stands."""
    return next((one.terms[code] for one in TYPES if code in one.terms), None)


def criteria(plain: Mapping[str, str], entries: Mapping[str, Named], *, subordinates: bool) -> dict[str, str]:
    """Each criterion of a question as a phrase, by its name; `dates` for the first and last day together."""
    titles = {name: one.chosen.title for name, one in entries.items() if one.chosen}
    told: dict[str, str] = {}
    if plain.get("kind") in KINDS:
        told["kind"] = _("of the kind “%s”") % _(KINDS[plain["kind"]].label)
    if plain.get("q"):
        told["q"] = _("with the words “%s”") % plain["q"]
    if plain.get("name"):
        told["name"] = _("with a name like “%s”") % plain["name"]
    if "unit" in titles:
        phrase = _("of “%s” or a unit under it at the time") if subordinates else _("of the unit “%s”")
        told["unit"] = phrase % titles["unit"]
    phrases = {
        "incident": _("belonging to “%s”"),
        "place": _("at “%s”"),
        "person": _("connected with “%s”"),
    }
    told |= {name: phrase % titles[name] for name, phrase in phrases.items() if name in titles}
    if term := type_term(plain.get("type", "")):
        told["type"] = _("of the type “%s”") % _(term.label())
    if plain.get("method") in METHODS.terms:
        told["method"] = _("by the method “%s”") % _(METHODS.label(plain["method"]))
    if plain.get("from") or plain.get("to"):
        told["dates"] = _days(plain.get("from", ""), plain.get("to", ""))
    return told


def _days(first: str, last: str) -> str:
    if first and last:
        return (
            _("on %s") % first
            if first == last
            else _("between %(first)s and %(last)s") % {"first": first, "last": last}
        )
    return _("on %s or later") % first if first else _("on %s or earlier") % last


def reasons(question: Mapping[str, Any], result: Result) -> list[str]:
    """Why a record answers: in what way the unit or person comes into it, and what else of the question it meets."""
    told = [why_label(why) for why in result.why]
    if "q" in question:
        told.append(_("holds the words"))
    if "name" in question:
        told.append(_("holds a name like it"))
    if question.keys() & FACTS and not result.why:
        told.append(_("meets it, or an act or detention of the same person does"))
    if result.possible:
        told.append(_("possible by its dates, not certain"))
    return told


def why_label(why: Why) -> str:
    """In what way a unit or a person comes into a record. Presence is not guilt, and is never called so."""
    return {
        Why.involved: _("said to be involved"),
        Why.alleged: _("named by a source as having done it"),
        Why.present: _("said to be present"),
        Why.refused_to_take_part: _("said to have refused to take part"),
        Why.tried_to_stop: _("said to have tried to stop it"),
        Why.helped: _("said to have helped the victim"),
        Why.runs_the_place: _("runs the place"),
        Why.based: _("based there"),
        Why.area_of_operations: _("works in this area"),
        Why.guards: _("guards the place"),
        Why.escorts: _("escorts people there"),
        Why.posting: _("a posting"),
        Why.relation: _("a relation between units"),
        Why.named: _("named in it"),
    }[why]
