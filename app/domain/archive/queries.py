"""Reads: cases, records, drafts, and the custody of what an actor may open."""

from collections.abc import Callable, Collection, Iterable

from sqlalchemy import Select, false, func, or_, select

from app.domain.accounts.keyring import keyring
from app.domain.archive import access, authority, defaults, rules
from app.domain.archive.compartments import openable_compartments
from app.domain.archive.drafts import open_draft, own_draft
from app.domain.archive.grants import grants_on, holder_name
from app.domain.archive.lines import batches
from app.domain.archive.opening import OpenedVersion, open_versions
from app.domain.archive.titles import open_title
from app.domain.archive.views import (
    Author,
    CaseDefaults,
    CaseItem,
    CaseList,
    CaseView,
    DraftList,
    DraftView,
    RecordView,
    VersionList,
)
from app.domain.custody import queries as custody
from app.domain.custody.views import Custody, LogEntries, LogLine
from app.domain.work import Actor, Work
from app.errors import NotAllowed, NotFound
from app.models import (
    Case,
    CatalogueSnapshot,
    Compartment,
    Draft,
    Export,
    File,
    Grant,
    Record,
    Token,
    Version,
)


def list_cases(*, work: Work, actor: Actor, limit: int = 100, offset: int = 0) -> CaseList:
    """The cases that the actor may know of, newest first. A write-only member sees the codes of his own."""
    known = _known_cases(work, actor)
    total = work.session.scalar(select(func.count()).select_from(known.subquery())) or 0
    page = list(work.session.scalars(known.order_by(Case.number.desc()).limit(limit).offset(offset)))
    return CaseList(total, _case_items(work, actor, page))


def name_cases(*, work: Work, actor: Actor, ids: Collection[str]) -> tuple[CaseItem, ...]:
    """Those of these cases that the actor may know of, with code and title, newest first."""
    known = _known_cases(work, actor).order_by(Case.number.desc())
    cases: list[Case] = []
    for batch in batches(ids):
        cases += work.session.scalars(known.where(Case.id.in_(batch)))
    return _case_items(work, actor, cases)


def case_ids_open_to(work: Work, actor: Actor) -> frozenset[str]:
    """The ids of the cases of which the actor holds a compartment: none for a write-only member."""
    if actor.write_only:
        return frozenset()
    return frozenset(work.session.scalars(_known_cases(work, actor).with_only_columns(Case.id)))


def read_case(*, work: Work, actor: Actor, case: str) -> CaseView:
    """A case: title, who holds it, and which compartments the actor opens. Its records are in the catalogue.

    A write-only author sees its code alone. The first opening in a session is a line in the log, so this needs a unit
    of work that writes. Raises NotFound, NotAllowed to roles that read no cases.
    """
    found = access.case_access(work, actor, case)
    code = rules.case_code(work.setting("archive_code"), found.case.number)
    if found.blind:
        return CaseView(case, code, None, (), found.case.edit_until, ())
    access.note_opening(work, actor, case)
    opens = tuple(name for name in rules.CASE_COMPARTMENTS if name in found.opens)
    grants = grants_on(work, actor, found.compartments.values())
    title = _titles(work, actor, [found.case]).get(case)
    return CaseView(case, code, title, opens, found.case.edit_until, tuple(grants))


def read_record(*, work: Work, actor: Actor, record: str, version: int | None = None) -> RecordView:
    """A version of a record, the latest unless one is named, verified.

    The first opening of its case in a session and every opening of an identity are lines in the log, so this needs a
    unit of work that writes. Raises NotFound, NotAllowed to the write-only member who wrote it, Tampered.
    """
    row, compartment = access.record_access(work, actor, record)
    found = work.session.get(Version, (record, row.latest if version is None else version))
    if found is None:
        raise NotFound
    access.note_reading(work, actor, compartment, record)
    opened = next(open_versions(work, keyring(work, actor), [found]))
    return _record_view(work, actor, row, opened)


def read_versions(*, work: Work, actor: Actor, record: str) -> VersionList:
    """Every version of a record, oldest first, verified. Raises and is logged as `read_record`."""
    row, compartment = access.record_access(work, actor, record)
    query = select(Version).where(Version.record_id == record).order_by(Version.number)
    access.note_reading(work, actor, compartment, record)
    opened = open_versions(work, keyring(work, actor), work.session.scalars(query))
    views = tuple(_record_view(work, actor, row, version) for version in opened)
    return VersionList(len(views), views)


def list_drafts(*, work: Work, actor: Actor, case: str) -> DraftList:
    """The actor's drafts in a case, those of a write-only member until the edit window ends. Raises NotFound."""
    access.case_access(work, actor, case)
    still = or_(Draft.expires_at.is_(None), Draft.expires_at > work.clock.now())
    query = select(Draft).where(Draft.case_id == case, Draft.member_id == actor.id, still)
    views = tuple(open_draft(actor, row) for row in work.session.scalars(query.order_by(Draft.id)))
    return DraftList(len(views), views)


def read_draft(*, work: Work, actor: Actor, draft: str) -> DraftView:
    """A draft of the actor. Raises NotFound, Tampered."""
    return open_draft(actor, own_draft(work, actor, draft))


def read_case_defaults(*, work: Work, actor: Actor) -> CaseDefaults:  # noqa: ARG001 - every member may
    """The teams of new cases. Ids alone, which every member may know."""
    return CaseDefaults(defaults.new_case_teams(work), defaults.intake_teams(work))


def read_custody(*, work: Work, actor: Actor, record: str) -> Custody:
    """The lines of the log on a record (or case, compartment, export) that the actor may open. Raises NotFound."""
    return custody.custody_of(work, actor, record, visible_subjects(work, actor))


def read_log_entries(*, work: Work, actor: Actor, first: int = 0, last: int | None = None) -> LogEntries:
    """Lines `first` to `last` (exclusive) of the log: all to auditors, to others those on what they may open."""
    return custody.entries(work, actor, first, last, visible_subjects(work, actor))


def read_log_line(*, work: Work, actor: Actor, sequence: int) -> LogLine:
    """One line of the log. Raises NotFound for one that is not there or that the actor may not see, NotAllowed."""
    return custody.line_at(work, actor, sequence, visible_subjects(work, actor))


def must_read_log(actor: Actor) -> None:
    """Raises NotAllowed to write-only members, who read nothing back."""
    if actor.write_only:
        raise NotAllowed("Write-only members read nothing back, the custody log included.")


def visible_subjects(work: Work, actor: Actor) -> Callable[[frozenset[str]], frozenset[str]]:
    """Which of some ids an actor may know of: what he holds, records in it, his teams, and his own exports."""

    def visible(subjects: frozenset[str]) -> frozenset[str]:
        mine = keyring(work, actor)
        held = _held(work, actor)
        seen = set(subjects & mine.keys())
        for batch in batches(subjects):
            known: Iterable[Select[str]] = (
                select(Compartment.id).where(Compartment.id.in_(batch), Compartment.id.in_(held)),
                select(Record.id).where(Record.id.in_(batch), Record.compartment_id.in_(held)),
                select(Case.id)
                .join(Compartment, Compartment.case_id == Case.id)
                .where(Case.id.in_(batch), Compartment.id.in_(held)),
                select(Export.id).where(Export.id.in_(batch), Export.member_id == actor.member_id),
            )
            for query in known:
                seen.update(work.session.scalars(query))
        return frozenset(seen)

    return visible


def unknown_objects(work: Work) -> tuple[int, int]:
    """How many sealed objects that rows name are missing from the store, and how many there nothing names."""
    named: set[str] = set()
    for column in (File.object_name, CatalogueSnapshot.object_name, Export.object_name):
        named.update(name for name in work.session.scalars(select(column)) if name is not None)
    stored = set(work.storage.names())
    return len(named - stored), len(stored - named)


def _case_items(work: Work, actor: Actor, cases: list[Case]) -> tuple[CaseItem, ...]:
    titles = {} if actor.write_only else _titles(work, actor, cases)
    code = work.setting("archive_code")
    return tuple(CaseItem(case.id, rules.case_code(code, case.number), titles.get(case.id)) for case in cases)


def _known_cases(work: Work, actor: Actor) -> Select[Case]:
    if actor.write_only:
        return select(Case).where(Case.author_id == actor.id)
    if actor.roles.isdisjoint(rules.READERS):  # in a team that holds cases, perhaps, but not to read them
        return select(Case).where(false())
    held = select(Compartment.case_id).where(Compartment.id.in_(_held(work, actor)))
    return select(Case).where(Case.id.in_(held))


def _held(work: Work, actor: Actor) -> Select[str]:
    """The question for the compartments that an actor holds, itself or by a team."""
    holders = list(keyring(work, actor))
    return select(Grant.compartment_id).where(Grant.holder_id.in_(holders), Grant.sealed_key.is_not(None))


def _titles(work: Work, actor: Actor, cases: Iterable[Case]) -> dict[str, str]:
    """The titles of those cases whose working compartment the actor opens."""
    by_id = {case.id: case for case in cases}
    query = select(Compartment.id).where(Compartment.case_id.in_(by_id), Compartment.name == "working")
    opened = openable_compartments(work, keyring(work, actor), set(work.session.scalars(query)))
    authority.prefetch(work, opened)
    return {keys.case: open_title(work, by_id[keys.case], keys) for keys in opened.values() if keys.case}


def _record_view(work: Work, actor: Actor, row: Record, opened: OpenedVersion) -> RecordView:
    author = Author(opened.author.id, _author_name(work, actor, opened.author.id), opened.author.key_id)
    return RecordView(
        id=opened.record,
        case=opened.case,
        kind=opened.kind,
        compartment=opened.compartment_name,
        version=opened.version,
        latest=row.latest,
        content=opened.content,
        reason=opened.reason,
        author=author,
        on=opened.recorded_at,
        sequence=opened.sequence,
    )


def _author_name(work: Work, actor: Actor, holder: str) -> str:
    """The name of an author; of a narrow token, its owner's."""
    token = work.session.get(Token, holder)
    return holder_name(work, actor, holder if token is None else token.member_id)
