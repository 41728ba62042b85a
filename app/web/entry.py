"""Records and claims entered and amended, and drafts of them: one form for every kind."""

from collections.abc import Callable
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.domain.archive import drafts, queries
from app.domain.archive.records import add_claim, add_record, amend_record
from app.domain.archive.views import Written
from app.domain.once import fresh_id
from app.errors import Invalid, NotFound, NotSignedIn, Problem, Stale, TestimoniaError
from app.i18n import gettext as _
from app.records.kinds import CASE_KINDS, REGISTER_KINDS
from app.web.forms.choices import ID
from app.web.forms.page import FormPage, added_in, form_page
from app.web.forms.reading import Typed
from app.web.forms.sending import DRAFT, SAVE, Sent, prefilled, sent
from app.web.visit import Form, Visit, see_other, visiting

router = APIRouter()
Deed = Callable[[Visit], Response]


@router.get("/cases/{case}/new/{kind}")
def new_record_form(request: Request, case: str, kind: str) -> Response:
    """The empty form of a kind, in a case; evidence begins with its file."""
    if kind == "evidence":
        return see_other(f"/cases/{case}/files")
    with visiting(request) as visit:
        page = FormPage(_known(kind, CASE_KINDS), case=case, once=fresh_id())
        return form_page(visit, page, Typed(prefilled(kind, request.query_params.items())))


@router.post("/cases/{case}/new/{kind}")
def add_to_case(request: Request, case: str, kind: str, form: Form) -> Response:
    """Adds the record, keeps it as a draft, or shows the form again as its button asks."""
    page = FormPage(_known(kind, CASE_KINDS - {"evidence"}), case=case, once=form.text("form-once"))
    form_sent = sent(kind, form)

    def save(visit: Visit) -> Response:
        written = add_record(
            work=visit.work,
            actor=visit.actor,
            case=case,
            kind=kind,
            content=form_sent.typed.content,
            once=page.once or None,
        )
        return _after(visit, case, written)

    return _answer(request, page, form_sent, save, _keep_draft(page, form_sent))


@router.get("/register/new/{kind}")
def new_claim_form(request: Request, kind: str) -> Response:
    """The empty form of a kind of the register."""
    with visiting(request) as visit:
        page = FormPage(_known(kind, REGISTER_KINDS), once=fresh_id())
        return form_page(visit, page, Typed(prefilled(kind, request.query_params.items())))


@router.post("/register/new/{kind}")
def add_to_register(request: Request, kind: str, form: Form) -> Response:
    """Adds the claim, or shows the form again."""
    page = FormPage(_known(kind, REGISTER_KINDS), once=form.text("form-once"))
    form_sent = sent(kind, form)

    def save(visit: Visit) -> Response:
        written = add_claim(
            work=visit.work,
            actor=visit.actor,
            kind=kind,
            content=form_sent.typed.content,
            once=page.once or None,
        )
        return see_other(f"/records/{written.id}")

    return _answer(request, page, form_sent, save)


@router.get("/records/{record}/edit")
def edit_form(request: Request, record: str) -> Response:
    """The form with the latest version of a record."""
    with visiting(request) as visit:
        view = queries.read_record(work=visit.work, actor=visit.actor, record=record)
        page = FormPage(view.kind, case=view.case, record=record, version=view.version)
        return form_page(visit, page, Typed(dict(view.content)))


@router.post("/records/{record}/edit")
def amend(request: Request, record: str, form: Form) -> Response:
    """Writes the next version, which says why. What somebody else wrote meanwhile is pointed at, never lost."""
    page = FormPage(
        _known(form.text("form-kind"), CASE_KINDS | REGISTER_KINDS),
        case=form.optional("form-case"),
        record=record,
        version=_number(form.text("form-version")),
        reason=form.text("form-reason"),
    )
    form_sent = sent(page.kind, form)

    def save(visit: Visit) -> Response:
        written = amend_record(
            work=visit.work,
            actor=visit.actor,
            record=record,
            content=form_sent.typed.content,
            reason=page.reason,
            expected=page.version,
        )
        return see_other(f"/records/{written.id}")

    return _answer(request, page, form_sent, save)


@router.get("/drafts/{draft}")
def draft_form(request: Request, draft: str) -> Response:
    """The form with what a draft holds."""
    with visiting(request) as visit:
        view = queries.read_draft(work=visit.work, actor=visit.actor, draft=draft)
        page = FormPage(view.kind, case=view.case, once=draft, draft=draft, version=view.version)
        return form_page(visit, page, Typed(dict(view.content)))


@router.post("/drafts/{draft}")
def submit_draft(request: Request, draft: str, form: Form) -> Response:
    """Adds the record that was in draft and destroys the draft, keeps the draft, or shows the form again."""
    case, kind = form.text("form-case"), _known(form.text("form-kind"), CASE_KINDS - {"evidence"})
    if not ID.fullmatch(case):
        raise NotFound
    version = _number(form.text("form-version"))
    page = FormPage(kind, case=case, once=draft, draft=draft, version=version)
    form_sent = sent(kind, form)

    def save(visit: Visit) -> Response:
        content = form_sent.typed.content
        written = add_record(
            work=visit.work, actor=visit.actor, case=case, kind=kind, content=content, draft=draft, once=draft
        )
        return _after(visit, case, written)

    def keep(visit: Visit) -> Response:
        content = form_sent.typed.content
        drafts.amend_draft(
            work=visit.work, actor=visit.actor, draft=draft, expected=version, kind=kind, content=content
        )
        return see_other(f"/drafts/{draft}")

    return _answer(request, page, form_sent, save, keep)


@router.post("/drafts/{draft}/delete")
def delete_draft(request: Request, draft: str, form: Form) -> Response:  # noqa: ARG001 - it holds the form token
    """Destroys a draft, and goes back to its case."""
    with visiting(request) as visit:
        view = queries.read_draft(work=visit.work, actor=visit.actor, draft=draft)
        drafts.delete_draft(work=visit.work, actor=visit.actor, draft=draft)
    return see_other(f"/cases/{view.case}")


@router.get("/cases/{case}/added")
def added(request: Request, case: str) -> Response:
    """What a write-only member has just added, and what can be added about it: he reads none of it back."""
    with visiting(request) as visit:
        view = queries.read_case(work=visit.work, actor=visit.actor, case=case)
        known = added_in(request)
        return visit.page("forms/added.html", case=view, added=known, query=request.url.query)


def _answer(request: Request, page: FormPage, form: Sent, save: Deed, keep: Deed | None = None) -> Response:
    """Does what the button asks, and shows the form again with every problem where it is not done."""
    deed = {SAVE: save, DRAFT: keep}.get(form.deed)
    held = page.file_of_version(request) if page.kind == "evidence" else {}
    wrong: list[Problem] = form.problems(held) if form.deed not in EDITING else []
    if form.deed == DRAFT:
        wrong = [problem for problem in form.typed.problems if problem.field in form.typed.sought]
    if form.deed == SAVE and page.record and not page.reason:
        wrong.append(Problem("form-reason", _("Say in a few words why it changes.")))
    if deed is not None and not wrong:
        try:
            with visiting(request) as visit:
                return deed(visit)
        except NotSignedIn:
            raise
        except TestimoniaError as error:
            return _refused(request, page, form, error)
    with visiting(request) as visit:
        checked = form.deed == "check" and not wrong
        notice = _("Everything fits. Nothing has been stored yet.") if checked else ""
        return form_page(visit, page, form.typed, wrong, status=422 if wrong else 200, notice=notice)


EDITING = frozenset({"add", "remove", "up", "find", "change"})
"""Buttons that change the form itself and ask for nothing."""


def _refused(request: Request, page: FormPage, form: Sent, error: TestimoniaError) -> Response:
    """The form again, with all that was typed and what the archive said; nothing of what one may not know of."""
    if isinstance(error, NotFound) and not page.draft:
        raise error
    problems = list(error.problems) if isinstance(error, Invalid) else [Problem("form", error.detail)]
    problems = [Problem("form-reason", one.message) if one.field == "reason" else one for one in problems]
    with visiting(request) as visit:
        if isinstance(error, Stale):
            page = page.now_at(visit)
        elif isinstance(error, NotFound) and page.draft:
            page = page.without_draft()
            told = _(
                "This draft is not there any more. What you typed is: save it, or keep it as a new draft."
            )
            problems = [Problem("form", told)]
        return form_page(visit, page, form.typed, problems, status=error.status)


def _keep_draft(page: FormPage, form: Sent) -> Deed:
    def keep(visit: Visit) -> Response:
        view = drafts.save_draft(
            work=visit.work,
            actor=visit.actor,
            case=page.case or "",
            kind=page.kind,
            content=form.typed.content,
            once=page.once or None,
        )
        return see_other(f"/drafts/{view.id}")

    return keep


def _after(visit: Visit, case: str, written: Written) -> Response:
    """On to the record; a write-only author, who reads nothing back, to what may be added about it."""
    if not visit.actor.write_only:
        return see_other(f"/records/{written.id}")
    known = [(kind, record) for kind, ids in added_in(visit.request).items() for record in ids]
    pairs = list(dict.fromkeys([*known, (written.kind, written.id)]))
    return see_other(f"/cases/{case}/added?{urlencode(pairs)}")


def _known(kind: str, kinds: frozenset[str]) -> str:
    """The same kind. Raises NotFound for one that has no form here."""
    if kind not in kinds:
        raise NotFound
    return kind


def _number(text: str) -> int:
    """A version's number; 0, which no version has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
