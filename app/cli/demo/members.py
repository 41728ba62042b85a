"""The fictional members of the demo: one for each thing that a role is for."""

from dataclasses import dataclass

from app.cli.demo.world import (
    ANALYSIS,
    DOCUMENTER,
    FIELD,
    FIELD_OFFICE,
    INTAKE,
    INVESTIGATOR,
    LAWYER,
    LEGAL,
    WRITE_ONLY,
)

FOUNDER_DOES = "has every role and may open everything"


@dataclass(frozen=True)
class Member:
    """A member to invite: sign-in name, the name that others see, roles, teams, and what they are for."""

    login: str
    name: str
    roles: tuple[str, ...]
    teams: tuple[str, ...]
    does: str


MEMBERS = (
    Member(
        DOCUMENTER, "Documenter D-2", ("documenter",), (INTAKE,), "opens cases, records testimony and consent"
    ),
    Member(
        FIELD,
        "Documenter D-3",
        ("documenter",),
        (FIELD_OFFICE,),
        "the same in the field office: opens its own cases alone",
    ),
    Member(WRITE_ONLY, "Documenter D-5", ("write_only",), (), "adds testimony, cannot read it back"),
    Member(
        INVESTIGATOR,
        "Investigator",
        ("investigator",),
        (ANALYSIS,),
        "searches, asks who commanded, adds involvements; opens no identities",
    ),
    Member(LAWYER, "Lawyer", ("lawyer",), (LEGAL,), "prepares and downloads bundles"),
    Member("auditor", "Auditor", ("auditor",), (), "reads the custody log, no content"),
    Member(
        "administrator", "Administrator", ("administrator",), (), "members, teams, settings; opens no case"
    ),
)
