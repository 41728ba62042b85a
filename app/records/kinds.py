"""The kinds of record, and the way from JSON to content and back."""

from collections.abc import Mapping

from pydantic import JsonValue, ValidationError

from app.errors import Invalid, NotReady, Problem
from app.records.accounts import Account
from app.records.acts import Act, Involvement
from app.records.base import Compartment, Content, JsonObject
from app.records.complaints import Complaint
from app.records.consents import Consent
from app.records.detentions import Detention
from app.records.evidence import Evidence
from app.records.individuals import Group, Identity, Individual
from app.records.notes import Note
from app.records.persons import Person, Posting
from app.records.places import Incident, Place
from app.records.problems import WHOLE, problems_of
from app.records.sources import Recipient, Source
from app.records.superior import SuperiorResponsibility
from app.records.units import Positioning, Relation, Unit

_ALL: tuple[type[Content], ...] = (
    *(Unit, Person, Posting, Relation, Positioning, SuperiorResponsibility),
    *(Place, Incident, Source, Recipient),
    *(Individual, Identity, Group, Consent, Account, Detention, Act, Involvement, Evidence, Complaint, Note),
)

KINDS: Mapping[str, type[Content]] = {model.kind: model for model in _ALL}
REGISTER_KINDS = frozenset(kind for kind, model in KINDS.items() if model.home == "register")
CASE_KINDS = frozenset(KINDS) - REGISTER_KINDS

BOUNDED_KINDS = frozenset({"incident", "source"})
BOUNDED_FIELDS = frozenset({"born", "died"})


def bounded(kind: str, field: str = "") -> bool:
    """What absent `starts` and `ends` mean in dates of a kind: yes for what happened once, which is everything in a
    case, incidents, sources, birth and death; no for the other facts of the register, which sources show for a while.
    """
    return kind not in REGISTER_KINDS or kind in BOUNDED_KINDS or field in BOUNDED_FIELDS


def model_of(kind: str) -> type[Content]:
    """The class of a kind. Raises Invalid, naming the known kinds, when there is no such kind."""
    if kind not in KINDS:
        raise Invalid([Problem("kind", f"Choose one of the known kinds: {', '.join(KINDS)}.")])
    return KINDS[kind]


def parse(kind: str, content: object) -> Content:
    """The content of a record of this kind, from JSON values.

    Raises Invalid with a problem for each field that does not fit: its path and what to do, never what was
    typed.
    """
    model = model_of(kind)
    if not isinstance(content, dict):
        raise Invalid([Problem(WHOLE, "Give an object with named fields.")])
    try:
        return model.model_validate(content)
    except ValidationError as error:
        # Not chained: pydantic's error holds the rejected values, and a traceback would show them.
        details = error.errors(include_url=False, include_input=False)
        raise Invalid(problems_of(details, model=model)) from None


def dump(content: Content) -> JsonObject:
    """The content as JSON values, without absent fields: what is signed, sealed and exported."""
    return _present(content.model_dump(mode="json"))


def _present(values: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Leaves out what was not given, at every depth. `false` and 0 were given, and stay."""
    kept = {name: _kept(value) for name, value in values.items()}
    return {name: value for name, value in kept.items() if value not in (None, [], {})}


def _kept(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return _present(value)
    if isinstance(value, list):
        return [_kept(element) for element in value]
    return value


def upcast(kind: str, schema_version: int, content: JsonObject) -> JsonObject:
    """A content of an older schema in today's form. What is stored stays as it was signed.

    Raises NotReady for a schema that this software does not know yet.
    """
    model = model_of(kind)
    if schema_version > model.schema_version:
        raise NotReady(
            "This record was written by a newer version of Testimonia. Update this one to open it."
        )
    for version in range(schema_version, model.schema_version):
        content = model.upgrades[version](content)
    return content


def compartment_of(content: Content) -> Compartment:
    """The compartment that a content is sealed to."""
    return content.compartment()
