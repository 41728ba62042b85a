"""From one record to the next of the work: what is usually added about it, with the fields that are known filled in."""

from datetime import date
from urllib.parse import urlencode

from app.domain.archive.rules import may_write
from app.domain.archive.views import RecordView
from app.domain.consent.reading import State, read_consent, state_on
from app.domain.work import Actor
from app.i18n import gettext as _
from app.records.consents import Consent
from app.records.kinds import parse
from app.web.forms.shapes import as_dict, as_list

FROM_CASE: dict[str, tuple[str, ...]] = {
    "individual": ("consent", "identity", "account"),
    "account": ("act", "detention", "group"),
    "detention": ("act", "involvement"),
    "act": ("involvement",),
}
FROM_REGISTER: dict[str, tuple[str, ...]] = {
    "unit": ("posting", "relation", "positioning"),
    "person": ("posting", "superior_responsibility"),
    "place": ("positioning", "incident"),
}
"""Kinds that are added about a record of a kind."""

NAMED_AS = {("unit", "relation"): "subordinate"}
"""Under which field the new record names this one, where that is not its kind."""


def next_steps(actor: Actor, view: RecordView) -> list[tuple[str, str]]:
    """Labels and addresses of forms that begin with what this record says already; only what the actor may add."""
    known = _known(view)
    found: list[tuple[str, str]] = []
    for kind in (FROM_CASE if view.case else FROM_REGISTER).get(view.kind, ()):
        if may_write(actor.roles, kind):
            name = NAMED_AS.get((view.kind, kind), view.kind)
            query = urlencode(known | {name: view.id})
            start = f"/cases/{view.case}/new/{kind}" if view.case else f"/register/new/{kind}"
            found.append((_LABELS[kind](), f"{start}?{query}"))
    if view.kind == "account" and may_write(actor.roles, "account"):
        query = urlencode(known | {"corrects": view.id})
        found.append((_("Record a correction"), f"/cases/{view.case}/new/account?{query}"))
    return found


_LABELS = {
    "consent": lambda: _("Record consent"),
    "identity": lambda: _("Record names and contacts"),
    "account": lambda: _("Record an account"),
    "act": lambda: _("Record an act"),
    "detention": lambda: _("Record a detention"),
    "group": lambda: _("Record a group of people"),
    "involvement": lambda: _("Say who was involved"),
    "posting": lambda: _("Add a posting"),
    "relation": lambda: _("Add a unit above"),
    "positioning": lambda: _("Add where it was"),
    "superior_responsibility": lambda: _("Add to the superior responsibility file"),
    "incident": lambda: _("Add an incident"),
}


def _known(view: RecordView) -> dict[str, str]:
    """What a record says about the next one: whose it is, and the account that tells of it."""
    found: dict[str, str] = {}
    if isinstance(individual := view.content.get("individual"), str):
        found["individual"] = individual
    for source in as_list(view.content.get("reported_in"))[:1]:
        if isinstance(account := as_dict(source).get("account"), str):
            found["account"] = account
    return found


def consent_state(view: RecordView, today: date) -> str:
    """What a consent is worth today, in words; nothing for other kinds."""
    if view.kind != "consent":
        return ""
    content = parse("consent", dict(view.content))
    assert isinstance(content, Consent)
    state = state_on(read_consent(view.id, content), today)
    return {
        State.in_force: _(
            "In force: what it covers may leave for the purposes and recipients that it names."
        ),
        State.withdrawn: _("Withdrawn. Nothing leaves on it any more."),
        State.ended: _("It has ended. Nothing leaves on it any more."),
        State.not_yet: _("It is of a later day. Nothing leaves on it yet."),
        State.nobodys: _(
            "It does not say on what it rests (the person's own word, or whose). Nothing leaves on it."
        ),
        State.guardian: _("Whoever agreed for the person cannot do so today. Nothing leaves on it."),
        State.permits_nothing: _("It permits no purpose yet. Nothing leaves on it."),
        State.covers_nothing: _("It covers nothing yet. Nothing leaves on it."),
    }[state]
