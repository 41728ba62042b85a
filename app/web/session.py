"""Sign in, sign out, leave at once, recover a passphrase, accept an invitation."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.domain.accounts import actions, queries, signing_in
from app.domain.catalogue.actions import put_away
from app.errors import NotSignedIn, TestimoniaError
from app.http import (
    COOKIE,
    SIGN_INS,
    apart,
    drop_session,
    form_token,
    refuse_foreign_page,
    runtime_of,
    set_session,
    signed_in,
)
from app.web.errors import KEPT, own_path
from app.web.visit import TOKEN_FIELD, Form, Posted, problems_by_field, public_page, see_other, visiting

router = APIRouter()


@router.get("/")
def front(request: Request) -> Response:
    """On to the first page that this person works with."""
    with visiting(request, reads_only=True) as visit:
        return see_other(visit.first_page)


@router.get("/sign-in")
def sign_in_page(request: Request, next: str = "/") -> Response:
    """The sign-in form."""
    return public_page(request, "session/sign_in.html", next=own_path(next), kept=(), login="")


@router.post("/sign-in")
async def sign_in(request: Request, form: Form) -> Response:
    """Signs in and goes on to where the person was; a form that waited is shown to be sent again."""
    return await apart(request, SIGN_INS, lambda: _sign_in(request, form))


def _sign_in(request: Request, form: Form) -> Response:
    refuse_foreign_page(request)
    kept = [(name.removeprefix(KEPT), value) for name, value in form.pairs if name.startswith(KEPT)]
    path, login = own_path(form.text("next")), form.text("login")
    try:
        signed = signing_in.sign_in(runtime_of(request).work, login=login, passphrase=form.raw("passphrase"))
    except TestimoniaError as error:
        told = {"next": path, "kept": kept, "login": login, "problems": problems_by_field(error)}
        return public_page(request, "session/sign_in.html", error.status, **told)
    response = see_other(path) if not kept else _resume(request, path, kept, form_token(signed.cookie))
    set_session(response, signed.cookie)
    return response


def _resume(request: Request, path: str, kept: list[tuple[str, str]], token: str) -> Response:
    fields = [(name, value) for name, value in kept if name != TOKEN_FIELD]
    return public_page(request, "session/resume.html", path=path, fields=fields, token=token)


@router.post("/sign-out")
def sign_out(request: Request, form: Form) -> Response:  # noqa: ARG001 - it holds the form token
    """Ends this session; what it had open in memory is dropped."""
    response = see_other("/sign-in")
    _end_session(request)
    drop_session(response)
    return response


@router.post("/leave")
def leave_at_once(request: Request, form: Form) -> Response:  # noqa: ARG001 - it holds the form token
    """Ends the session and shows a page that says nothing; in one step, whatever state the session is in."""
    if COOKIE in request.cookies:
        _end_session(request)
    elsewhere = runtime_of(request).settings.leave_to
    response = public_page(request, "session/blank.html", elsewhere=elsewhere)
    drop_session(response)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _end_session(request: Request) -> None:
    """Ends the session if there still is one."""
    try:
        with signed_in(request) as (work, actor):
            put_away(work=work, actor=actor)
            actions.sign_out(work=work, actor=actor)
    except NotSignedIn:
        return


@router.get("/recover")
def recovery_page(request: Request) -> Response:
    """The form for the printed recovery code."""
    return public_page(request, "session/recover.html", login="", offer=queries.offer_passphrase())


@router.post("/recover")
def recover(request: Request, form: Form) -> Response:
    """Sets a new passphrase with the printed code; the next code is shown once."""
    refuse_foreign_page(request)
    login = form.text("login")
    try:
        recovered = signing_in.recover(
            runtime_of(request).work,
            login=login,
            recovery_code=form.text("recovery_code"),
            passphrase=_chosen_passphrase(form),
        )
    except TestimoniaError as error:
        told = {"login": login, "offer": queries.offer_passphrase(), "problems": problems_by_field(error)}
        return public_page(request, "session/recover.html", error.status, **told)
    return public_page(request, "session/recovered.html", recovery_code=recovered.recovery_code)


@router.get("/join")
def join_page(request: Request) -> Response:
    """The form for somebody who was invited. The secret of the link stands behind `#`: it never reaches the server."""
    return public_page(
        request, "session/join.html", invitation="", login="", offer=queries.offer_passphrase()
    )


@router.post("/join")
def join(request: Request, form: Form) -> Response:
    """Makes the invited person's account: sign-in name and recovery code are shown once."""
    refuse_foreign_page(request)
    invitation, login = form.text("invitation"), form.optional("login")
    try:
        joined = signing_in.accept_invitation(
            runtime_of(request).work,
            secret=invitation,
            passphrase=_chosen_passphrase(form),
            login=login,
        )
    except TestimoniaError as error:
        told = {"invitation": invitation, "login": login or "", "offer": queries.offer_passphrase()}
        return public_page(
            request, "session/join.html", error.status, problems=problems_by_field(error), **told
        )
    return public_page(request, "session/joined.html", joined=joined)


def _chosen_passphrase(form: Posted) -> str:
    """The passphrase that the person typed, or the generated one where that was ticked."""
    return form.raw("offered") if form.text("use_offered") else form.raw("passphrase")
