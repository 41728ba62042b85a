"""A consent record as the gate reads it, and what it is worth on a day."""

from datetime import date
from enum import StrEnum

from app.domain.consent import rules
from app.domain.consent.rules import Passage
from app.records.consents import Consent


class State(StrEnum):
    """What a consent is worth: in force, or the first reason why nothing leaves on it."""

    in_force = "in_force"
    withdrawn = "withdrawn"
    ended = "ended"
    not_yet = "not_yet"
    nobodys = "nobodys"
    guardian = "guardian"
    permits_nothing = "permits_nothing"
    covers_nothing = "covers_nothing"


def state_on(consent: rules.Consent, day: date) -> State:
    """What a consent is worth on `day`. A consent in force may still not speak of a purpose or recipient."""
    if consent.withdrawn_from is not None and consent.withdrawn_from <= day:
        return State.withdrawn
    if consent.expires_on is not None and consent.expires_on < day:
        return State.ended
    if consent.given_on is not None and consent.given_on > day:
        return State.not_yet
    if consent.basis is None:
        return State.nobodys
    if not consent.in_force(day):
        return State.guardian
    if not consent.permissions:
        return State.permits_nothing
    return State.covers_nothing if consent.covers == () else State.in_force


def read_consent(record: str, content: Consent) -> rules.Consent:
    """A consent record as the gate reads it: what is absent was not agreed to."""
    withdrawal, guardian = content.withdrawal, content.guardian
    chosen = content.covers if isinstance(content.covers, list) else ()
    return rules.Consent(
        id=record,
        individual=content.individual,
        basis=content.basis,
        covers=None
        if content.covers == "everything"
        else tuple(Passage(covered.record, frozenset(covered.paragraphs)) for covered in chosen),
        permissions=tuple(
            rules.Permission(
                purpose=permission.purpose,
                recipients=_named(permission.recipients),
                jurisdictions=_named(permission.jurisdictions),
                identity=permission.identity or "withheld",
            )
            for permission in content.permissions
        ),
        given_on=content.given_on,
        expires_on=content.expires_on,
        withdrawn_from=(withdrawal.from_ or withdrawal.on) if withdrawal else None,
        guardian_involved=bool(guardian and guardian.involved),
        majority_on=guardian.majority_on if guardian else None,
        confirmed_on=guardian.confirmed_on if guardian else None,
    )


def _named(named: list[str] | str | None) -> frozenset[str]:
    if isinstance(named, str):
        return frozenset({named})
    return frozenset(named or ())
