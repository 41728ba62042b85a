"""The web wiring: one application over one open archive. `testimonia serve` names `app.main:from_environment`."""

import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import anyio.to_thread
from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware

from app import __version__
from app.api import router as api_router
from app.domain.archive.actions import purge_expired_drafts
from app.domain.custody.queries import check_at_start, checkpoint
from app.domain.exports.actions import end_abandoned
from app.http import (
    BodyLimit,
    LastResort,
    SecurityHeaders,
    answering,
    install_errors,
    known_hosts,
    log,
    thread_limits,
)
from app.runtime import Runtime, open_runtime, spare_the_collector
from app.settings import load
from app.web import router as web_router
from app.web import static
from app.web.errors import error_page

HOUSEKEEPING_SECONDS = 60


def from_environment() -> FastAPI:
    """The application of the archive that the environment names."""
    app = create_app(open_runtime(load()))
    spare_the_collector()
    return app


def create_app(runtime: Runtime) -> FastAPI:
    """The application over `runtime`.

    Raises NotReady when there is no founding member yet, Tampered when the log is not whole or smaller than the highest
    checkpoint kept on the host.
    """
    with runtime.work() as work:
        check_at_start(work)
    app = FastAPI(
        title="Testimonia",
        version=__version__,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
    )
    app.state.runtime = runtime
    app.state.limits = thread_limits()
    app.include_router(api_router)
    app.include_router(web_router)
    app.mount("/static", static.files, name="static")
    answer = answering(error_page)
    install_errors(app, answer)
    app.add_middleware(BodyLimit, limit=runtime.settings.max_json_bytes, answer=answer)
    app.add_middleware(
        TrustedHostMiddleware, allowed_hosts=known_hosts(runtime.settings.origins), www_redirect=False
    )
    app.add_middleware(LastResort, answer=answer)
    app.add_middleware(SecurityHeaders)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncGenerator[None]:
    runtime: Runtime = app.state.runtime
    anyio.to_thread.current_default_thread_limiter().total_tokens = runtime.settings.handler_threads
    stop = threading.Event()
    keeper = threading.Thread(target=_keep_house, args=(runtime, stop), daemon=True)
    keeper.start()
    yield
    stop.set()
    keeper.join()
    with runtime.work() as work:
        checkpoint(work)
    runtime.close()


def _keep_house(runtime: Runtime, stop: threading.Event) -> None:
    """Once a minute: drafts past their window are destroyed, exports that nobody builds any more are ended, idle
    catalogues dropped, and a grown log gets a checkpoint."""
    while not stop.wait(HOUSEKEEPING_SECONDS):
        try:
            with runtime.work() as work:
                purge_expired_drafts(work=work)
                end_abandoned(work=work)
            with runtime.work() as work:
                checkpoint(work)
        except Exception as error:  # a busy database now must not end housekeeping for good
            log.error("housekeeping", error=type(error).__name__)
        runtime.shelf.end_idle(runtime.settings.session_idle_minutes * 60)
