"""Exports: chosen, looked at before anything is asked for, asked for once, watched, downloaded."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from app.domain.accounts import queries as accounts
from app.domain.archive import queries as archive
from app.domain.archive.views import CaseItem
from app.domain.catalogue.queries import titles
from app.domain.consent.rules import Profile
from app.domain.custody import queries as custody
from app.domain.exports import actions, queries
from app.domain.exports.preview import preview_export
from app.domain.once import fresh_id
from app.domain.search.queries import search_register
from app.domain.search.views import RegisterQuestion
from app.downloads import ranged
from app.errors import Invalid
from app.http import runtime_of
from app.i18n import language
from app.records.case_vocabularies import PURPOSES
from app.web.rendering import filters
from app.web.visit import Form, Posted, Visit, problems_by_field, see_other, visiting
from app.web.words import export_state_label, profile_label, profile_meaning, reason_label
from app.worker import build_in_child

router = APIRouter(prefix="/exports")
PathId = Annotated[str, Path(max_length=64)]
MOST_CASES = 10_000
SHOWN = 50
"""How many cases are offered at once; the others are found by words of their title."""
ROWS = 500
"""How many records of a kind of outcome are listed; beyond, their number is said."""


def purpose_label(code: str) -> str:
    """What people call a purpose."""
    return PURPOSES.label(code, language()) if code in PURPOSES.terms else code


filters(purpose=purpose_label, profile=profile_label, reason=reason_label, export_state=export_state_label)


@router.get("")
def list_exports(request: Request) -> Response:
    """The member's own exports; for auditors those of everybody, without content."""
    with visiting(request, reads_only=True) as visit:
        exports = queries.list_exports(work=visit.work, actor=visit.actor).results
        own = [export for export in exports if export.member == visit.actor.id]
        members = accounts.list_members(work=visit.work, actor=visit.actor).results
        views = _own_views(visit, [export.id for export in own])
        return visit.page(
            "exports/list.html",
            exports=exports,
            views=views,
            names={member.id: member.name for member in members},
            titles=_titles_of(visit, [view.recipient for view in views.values()]),
        )


@router.get("/new")
def new_export(request: Request) -> Response:
    """The form: which cases, for whom, for what, how much."""
    with visiting(request, reads_only=True) as visit:
        return _choose(visit, Posted())


@router.post("/new")
def prepare_export(request: Request, form: Form) -> Response:
    """Finds cases, shows what a bundle would hold, or asks for it: by the button that was pressed."""
    step = form.text("step")
    try:
        if step == "ask":
            return _ask(request, form)
        with visiting(request, reads_only=step != "look") as visit:
            return _look(visit, form) if step == "look" else _choose(visit, form)
    except Invalid as error:
        with visiting(request, reads_only=True) as visit:
            return _choose(visit, form, 422, problems=problems_by_field(error))


@router.get("/{export}")
def show_export(request: Request, export: PathId) -> Response:
    """How far a bundle is; what left and what was withheld; how the recipient checks it."""
    with visiting(request, reads_only=True) as visit:
        view = queries.read_export(work=visit.work, actor=visit.actor, export=export)
        withheld = [item.record for item in view.withheld[:ROWS] if item.record]
        return visit.page(
            "exports/export.html",
            export=view,
            titles=_titles_of(visit, [*withheld, view.recipient]),
            cases=[case for case in _cases(visit) if case.id in view.cases],
            anchor=custody.anchor(visit.work),
            rows=ROWS,
        )


@router.get("/{export}/bundle")
def download_bundle(request: Request, export: PathId) -> Response:
    """The bundle: the same bytes each time, in parts where the browser goes on with a download."""
    with visiting(request) as visit:
        bundle = queries.open_bundle(work=visit.work, actor=visit.actor, export=export)
    headers = {"Content-Disposition": f'attachment; filename="{bundle.filename}"', "ETag": f'"{export}"'}
    return ranged(request, bundle.size, bundle.chunks, headers, "application/zip")


def _asked(form: Posted) -> dict[str, Any]:
    """What the form asks for, as the actions take it."""
    return {
        "cases": form.all("cases")[:MOST_CASES],
        "recipient": form.text("recipient"),
        "profile": form.text("profile"),
        "purpose": form.text("purpose"),
    }


def _choose(visit: Visit, form: Posted, status: int = 200, **more: Any) -> Response:
    """The form with what was chosen so far. Cases that were chosen stay in it, whatever is looked for."""
    actions.must_export(visit.actor)
    recipients = search_register(
        work=visit.work, actor=visit.actor, question=RegisterQuestion(kind="recipient", limit=1000)
    )
    chosen, words = set(form.all("cases")), form.text("words")
    every = [case for case in _cases(visit) if case.title is not None]
    matching = [case for case in every if case.id not in chosen and _matches(case, words)]
    return visit.page(
        "exports/choose.html",
        status,
        chosen=[case for case in every if case.id in chosen],
        offered=matching[:SHOWN],
        more_cases=len(matching) - SHOWN,
        any_case=bool(every),
        words=words,
        form=_asked(form),
        recipients=recipients.results,
        purposes=PURPOSES.codes,
        profiles=[(str(profile), profile_meaning(profile)) for profile in Profile],
        **more,
    )


def _look(visit: Visit, form: Posted) -> Response:
    """What would leave and what would stay, with a button that asks for it once."""
    asked = _asked(form)
    preview = preview_export(work=visit.work, actor=visit.actor, **asked)
    return visit.page(
        "exports/preview.html",
        preview=preview,
        form=asked,
        cases={case.id: case for case in _cases(visit) if case.id in asked["cases"]},
        recipient=_titles_of(visit, [asked["recipient"]]).get(asked["recipient"], ""),
        leaves=any(item.case for item in (*preview.whole, *preview.part)),
        once=fresh_id(),
        rows=ROWS,
    )


def _ask(request: Request, form: Posted) -> Response:
    """Asks, starts building, and goes to the page of the export; sent twice, only the last."""
    with visiting(request) as visit:
        asked = actions.request_export(
            work=visit.work, actor=visit.actor, once=form.optional("once"), **_asked(form)
        )
    if not asked.repeated:
        build_in_child(runtime_of(request), visit.actor, asked.id)
    return see_other(f"/exports/{asked.id}")


def _own_views(visit: Visit, exports: Sequence[str]) -> dict[str, Any]:
    read = (queries.read_export(work=visit.work, actor=visit.actor, export=export) for export in exports)
    return {view.id: view for view in read}


def _cases(visit: Visit) -> tuple[CaseItem, ...]:
    return archive.list_cases(work=visit.work, actor=visit.actor, limit=MOST_CASES).results


def _matches(case: CaseItem, words: str) -> bool:
    told = f"{case.code} {case.title}".casefold()
    return all(word in told for word in words.casefold().split())


def _titles_of(visit: Visit, ids: Sequence[str | None]) -> dict[str, str]:
    return titles(work=visit.work, actor=visit.actor, ids=[id_ for id_ in ids if id_])
