"""Cases opened, and the archive's settings for new ones.

Records are written in `records`, drafts in `drafts`, compartments granted in `grants`.
"""

from collections.abc import Sequence
from datetime import datetime

from app.domain.accounts.rules import require_administrator
from app.domain.archive import compartments, defaults, rules
from app.domain.archive.drafts import purge_expired_drafts
from app.domain.archive.titles import seal_title
from app.domain.archive.views import CaseOpened
from app.domain.custody.certificates import trusted_key
from app.domain.once import take_turn
from app.domain.work import Actor, Work
from app.errors import Conflict, Invalid, NotAllowed, NotFound, NotReady, Problem
from app.models import Case, Setting, new_id

__all__ = ["open_case", "purge_expired_drafts", "set_case_defaults"]


def open_case(
    *,
    work: Work,
    actor: Actor,
    title: str,
    teams: Sequence[str] | None = None,
    edit_window_hours: int | None = None,
    once: str | None = None,
) -> CaseOpened:
    """Opens a case, granted to its author and to `teams` (those of the archive's setting, if None).

    A write-only author's case is granted to the intake teams alone: its private keys are forgotten here, and he adds
    to it until the edit window ends. `once` is the id to give it: sent again by the same author, it opens nothing more.
    Raises NotAllowed by role, Invalid for title, teams or window, Conflict when there is no intake team.
    """
    rules.must_open_cases(actor.roles)
    if once is not None and (opened := _opened_before(work, actor, once)):
        return opened
    title = rules.checked_title(title)
    holders, until = _holders(work, actor, teams), _window(work, actor, edit_window_hours)
    number = _next_number(work)
    case = Case(id=once or new_id(), number=number, author_id=actor.id, sealed_title=b"", edit_until=until)
    work.session.add(case)
    work.session.flush()
    for name in rules.CASE_COMPARTMENTS:
        keys = compartments.make(work, actor, case.id, name)
        if name == "working":
            case.sealed_title = seal_title(actor, keys, case.id, title)
        for holder in holders:
            compartments.grant(work, actor, keys, holder)
    work.session.flush()
    return CaseOpened(case.id, rules.case_code(work.setting("archive_code"), number))


def set_case_defaults(
    *, work: Work, actor: Actor, new_case_teams: Sequence[str], intake_teams: Sequence[str]
) -> None:
    """Sets the teams that new cases are granted to, and those that receive the cases of write-only members.

    For administrators: raises NotAllowed, or Invalid for something that is no team.
    """
    require_administrator(actor)
    _check_teams(work, defaults.NEW_CASES, new_case_teams)
    _check_teams(work, defaults.INTAKE, intake_teams)
    defaults.keep(work, actor, new_case_teams, intake_teams)


def _opened_before(work: Work, actor: Actor, once: str) -> CaseOpened | None:
    """The case that the same author opened under this id. Raises NotFound when it is anybody else's."""
    take_turn(work, once)
    case = work.session.get(Case, once)
    if case is None:
        return None
    if case.author_id != actor.id:
        raise NotFound
    return CaseOpened(case.id, rules.case_code(work.setting("archive_code"), case.number))


def _holders(work: Work, actor: Actor, teams: Sequence[str] | None) -> list[str]:
    if actor.write_only:
        intake = defaults.intake_teams(work)
        if teams and set(teams) != set(intake):
            raise NotAllowed("Your cases go to the intake team. Leave the teams out.")
        if not intake:
            raise Conflict(
                "No intake team is set, so nobody could read this case. An administrator sets one in the settings."
            )
        return list(intake)
    chosen = defaults.new_case_teams(work) if teams is None else teams
    _check_teams(work, "teams", chosen)
    return list(dict.fromkeys([actor.id, actor.member_id, *chosen]))


def _check_teams(work: Work, field: str, teams: Sequence[str]) -> None:
    for index, team in enumerate(teams):
        try:
            kind = trusted_key(work, team).kind
        except NotFound:
            kind = None
        if kind != "team":
            raise Invalid([Problem(f"{field}.{index}", "Choose a team of this archive.")])


def _window(work: Work, actor: Actor, hours: int | None) -> datetime | None:
    end = rules.window_end(work.clock.now(), hours)
    return end if actor.write_only else None


def _next_number(work: Work) -> int:
    """The number of a new case. The setting's row is locked, so that no two cases get the same."""
    row = work.session.get(Setting, "cases_opened", with_for_update=True, populate_existing=True)
    if row is None:
        raise NotReady("This database holds no archive. Run 'testimonia init'.")
    row.value = str(int(row.value) + 1)
    return int(row.value)
