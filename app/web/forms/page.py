"""The page around a form: where it is sent, what it carries with it, and what it warns of."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from fastapi import Request
from starlette.responses import Response

from app.domain.archive import queries, rules
from app.domain.once import fresh_id
from app.errors import Problem
from app.i18n import gettext as _
from app.records.kinds import CASE_KINDS, KINDS
from app.web.forms.choices import ID, Choices
from app.web.forms.reading import Typed
from app.web.forms.showing import show
from app.web.rendering import filters
from app.web.visit import Visit, visiting


@dataclass(frozen=True)
class FormPage:
    """What a form is for: a new record (`once` is its id), an amendment of `record`, or a `draft`."""

    kind: str
    case: str | None = None
    once: str = ""
    record: str = ""
    draft: str = ""
    version: int = 0
    reason: str = ""
    overtaken: bool = False

    @property
    def path(self) -> str:
        """Where the form is sent."""
        if self.record:
            return f"/records/{self.record}/edit"
        if self.draft:
            return f"/drafts/{self.draft}"
        return f"/cases/{self.case}/new/{self.kind}" if self.case else f"/register/new/{self.kind}"

    @property
    def carried(self) -> dict[str, str]:
        """The form's own hidden fields."""
        told = {
            "form-once": self.once if not self.draft else "",
            "form-kind": self.kind if self.record or self.draft else "",
            "form-case": (self.case or "") if self.record or self.draft else "",
            "form-version": str(self.version) if self.version else "",
        }
        return {name: value for name, value in told.items() if value}

    def now_at(self, visit: Visit) -> "FormPage":
        """The same, over the version that somebody wrote meanwhile."""
        if self.draft:
            latest = queries.read_draft(work=visit.work, actor=visit.actor, draft=self.draft).version
        else:
            latest = queries.read_record(work=visit.work, actor=visit.actor, record=self.record).version
        return replace(self, version=latest, overtaken=True)

    def without_draft(self) -> "FormPage":
        """The same as a new record: the draft is gone."""
        return replace(self, draft="", version=0, once=fresh_id())

    def file_of_version(self, request: Request) -> dict[str, Any]:
        """What the server measured of a file, for checking a form that does not ask for it."""
        with visiting(request) as visit:
            view = queries.read_record(work=visit.work, actor=visit.actor, record=self.record)
        return {"file": view.content["file"]} if "file" in view.content else {}


def form_page(
    visit: Visit,
    page: FormPage,
    typed: Typed,
    problems: Iterable[Problem] = (),
    *,
    status: int = 200,
    notice: str = "",
) -> Response:
    """The form in this state, with each problem at its field.

    Raises NotFound for a case that one may not know of, NotAllowed to roles that write nothing of this kind.
    """
    case = queries.read_case(work=visit.work, actor=visit.actor, case=page.case) if page.case else None
    rules.must_write(visit.actor.roles, page.kind)
    added = added_in(visit.request) if visit.actor.write_only else {}
    choices = Choices(visit.work, visit.actor, case=page.case, added=added)
    problems = list(problems)
    sheet = show(KINDS[page.kind], typed, problems, choices)
    reasons = [_(one.message) for one in problems if one.field == "form-reason"]
    if reasons:
        sheet.problems.pop("form", None)
    return visit.page(
        "forms/form.html",
        status,
        form=page,
        action=page.path + (f"?{visit.request.url.query}" if added else ""),
        case=case,
        heading=_heading(page),
        warnings=_warnings(page, visit),
        sections=sheet.sections,
        problems=sheet.problems | ({"form-reason": reasons} if reasons else {}),
        reasons=reasons,
        notice=notice,
    )


def added_in(request: Request) -> dict[str, list[str]]:
    """The records that a write-only author has added in this sitting: kinds and ids, in the page's address alone."""
    found: dict[str, list[str]] = {}
    for kind, record in request.query_params.multi_items():
        if kind in CASE_KINDS and ID.fullmatch(record):
            found.setdefault(kind, []).append(record)
    return found


def _heading(page: FormPage) -> str:
    label = _(KINDS[page.kind].label)
    if page.record:
        return _("Change: %(kind)s") % {"kind": label}
    return (_("Draft: %(kind)s") if page.draft else _("New: %(kind)s")) % {"kind": label}


def _warnings(page: FormPage, visit: Visit) -> list[str]:
    """What somebody who fills in this form has to know."""
    said: list[str] = []
    if page.overtaken:
        said.append(
            _(
                "Somebody wrote a newer version while you were typing. Look at it before you save: what you save "
                "becomes the next version, and theirs stays among the versions."
            )
        )
    if page.case is None:
        said.append(_("Every member reads the register. Never name victims or witnesses here."))
    if page.kind == "account" and page.record:
        said.append(
            _(
                "A changed memory is a new account that corrects this one. Change this one only for slips of the pen."
            )
        )
    if page.kind == "account" and not page.record:
        said.append(
            _("Ask first who has already heard this: a second interview can harm the person and the case.")
        )
    if page.case and visit.actor.write_only:
        said.append(
            _(
                "You cannot read this back once it is saved. A draft stays open to you, and to whoever forces you to "
                "open it, until the edit window of the case ends."
            )
        )
    return said


def is_day(text: str) -> bool:
    """Whether a browser's calendar can show this."""
    parts = text.split("-")
    return [len(part) for part in parts] == [4, 2, 2] and all(p.isascii() and p.isdigit() for p in parts)


filters(a_day=is_day)
