"""The tables, and nothing else. What is sealed is named `sealed_...`; all else is ids, counts, keys and days.

accounts.py  holders, members, teams, certificates, invitations, tokens, sessions, throttling
archive.py   cases, compartments, grants, records, versions, drafts, files
custody.py   the log and its tree
derived.py   catalogue snapshots and exports
"""

from app.models.accounts import (
    Certificate,
    Holder,
    Invitation,
    Member,
    Session,
    SessionOpening,
    Team,
    TeamSeed,
    Throttle,
    Token,
)
from app.models.archive import Case, Compartment, Draft, File, Grant, Record, Version
from app.models.base import Base, Setting, new_id
from app.models.custody import LogEntry, LogNode, LogState
from app.models.derived import CatalogueSnapshot, Export, ExportCase

__all__ = [
    "Base",
    "Case",
    "CatalogueSnapshot",
    "Certificate",
    "Compartment",
    "Draft",
    "Export",
    "ExportCase",
    "File",
    "Grant",
    "Holder",
    "Invitation",
    "LogEntry",
    "LogNode",
    "LogState",
    "Member",
    "Record",
    "Session",
    "SessionOpening",
    "Setting",
    "Team",
    "TeamSeed",
    "Throttle",
    "Token",
    "Version",
    "new_id",
]
