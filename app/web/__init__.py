"""Pages, complete without JavaScript: one file for each area of the site, over the same actions as the JSON."""

from fastapi import APIRouter

from app.web import (
    account,
    archive,
    cases,
    consents,
    entry,
    exports,
    files,
    finding,
    grants,
    imports,
    log,
    members,
    records,
    register,
    register_exports,
    responsibility,
    restricted,
    sameness,
    search,
    session,
    teams,
)

router = APIRouter(include_in_schema=False)
for area in (session, account, members, teams, archive):
    router.include_router(area.router)
for area in (
    cases,
    grants,
    files,
    consents,
    entry,
    finding,
    records,
    imports,
    register_exports,
    sameness,
    responsibility,
    register,
    restricted,
    search,
    exports,
    log,
):
    router.include_router(area.router)
