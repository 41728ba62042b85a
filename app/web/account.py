"""One's own account: name, passphrase, sessions, tokens."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.domain.accounts import actions, queries, signing_in
from app.domain.accounts.rules import require_person
from app.domain.once import fresh_id
from app.errors import Conflict, Invalid, TestimoniaError, Throttled
from app.http import SIGN_INS, apart, runtime_of
from app.web.visit import Form, Posted, Visit, problems_by_field, see_other, visiting

router = APIRouter(prefix="/account")


@router.get("")
def show_account(request: Request) -> Response:
    """Who one is here, and what is open in one's name."""
    with visiting(request, reads_only=True) as visit:
        return visit.page(
            "account/account.html",
            sessions=queries.list_sessions(work=visit.work, actor=visit.actor).results,
            tokens=queries.list_tokens(work=visit.work, actor=visit.actor).results,
        )


@router.get("/passphrase")
def passphrase_page(request: Request) -> Response:
    """The form for another passphrase."""
    with visiting(request, reads_only=True) as visit:
        return visit.page("account/passphrase.html", offer=queries.offer_passphrase())


@router.post("/passphrase")
async def change_passphrase(request: Request, form: Form) -> Response:
    """Changes the passphrase; the other sessions end."""
    return await apart(request, SIGN_INS, lambda: _change_passphrase(request, form))


@router.post("/sessions/{session}/end")
def end_session(request: Request, session: str, form: Form) -> Response:  # noqa: ARG001 - it holds the form token
    """Ends one of one's own sessions, such as that of a lost device."""
    with visiting(request) as visit:
        actions.end_own_session(work=visit.work, actor=visit.actor, session=session)
    return see_other("/account")


@router.post("/sessions/end-others")
def end_other_sessions(request: Request, form: Form) -> Response:  # noqa: ARG001 - it holds the form token
    """Ends every session of one's own but this one."""
    with visiting(request) as visit:
        for session in queries.list_sessions(work=visit.work, actor=visit.actor).results:
            if not session.current:
                actions.end_own_session(work=visit.work, actor=visit.actor, session=session.id)
    return see_other("/account")


@router.get("/tokens/new")
def new_token(request: Request) -> Response:
    """The form for a token."""
    with visiting(request, reads_only=True) as visit:
        return _token_page(visit, Posted())


@router.post("/tokens/new")
def make_token(request: Request, form: Form) -> Response:
    """Makes a token, shown once on the page that answers."""
    try:
        with visiting(request) as visit:
            made = actions.make_token(
                work=visit.work,
                actor=visit.actor,
                name=form.text("name"),
                kind=form.text("kind"),
                days=_days(form.text("days")),
                once=form.optional("once"),
            )
    except (Invalid, Conflict) as error:
        with visiting(request, reads_only=True) as visit:
            return _token_page(visit, form, error)
    with visiting(request, reads_only=True) as visit:
        return visit.page("account/token.html", made=made, name=form.text("name"), kind=form.text("kind"))


@router.post("/tokens/{token}/end")
def end_token(request: Request, token: str, form: Form) -> Response:  # noqa: ARG001 - it holds the form token
    """Ends a token at once."""
    with visiting(request) as visit:
        actions.revoke_token(work=visit.work, actor=visit.actor, token=token)
    return see_other("/account")


def _change_passphrase(request: Request, form: Posted) -> Response:
    with visiting(request) as visit:
        actor = visit.actor
    chosen = form.raw("offered") if form.text("use_offered") else form.raw("passphrase")
    try:
        signing_in.change_passphrase(
            runtime_of(request).work, actor=actor, current=form.raw("current"), passphrase=chosen
        )
    except (Invalid, Throttled) as error:
        with visiting(request, reads_only=True) as visit:
            told = {"offer": queries.offer_passphrase(), "problems": problems_by_field(error)}
            return visit.page("account/passphrase.html", error.status, **told)
    return see_other("/account")


def _token_page(visit: Visit, form: Posted, error: TestimoniaError | None = None) -> Response:
    require_person(visit.actor)
    return visit.page(
        "account/new_token.html",
        error.status if error else 200,
        name=form.text("name"),
        kind=form.text("kind") or "narrow",
        days=form.text("days") or str(visit.work.settings.token_days),
        once=fresh_id(),
        problems=problems_by_field(error) if error else {},
    )


def _days(text: str) -> int:
    """A number of days; 0, which no token has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
