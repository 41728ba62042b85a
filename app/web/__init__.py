"""Pages, complete without JavaScript: one file for each area of the site, over the same actions as the JSON."""

from fastapi import APIRouter

from app.web import (
    cases,
    consents,
    entry,
    exports,
    files,
    finding,
    grants,
    log,
    records,
    register,
    search,
    session,
)

router = APIRouter(include_in_schema=False)
for area in (
    session,
    cases,
    grants,
    files,
    consents,
    entry,
    exports,
    finding,
    log,
    records,
    register,
    search,
):
    router.include_router(area.router)
