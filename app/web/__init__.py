"""Pages, complete without JavaScript: one file for each area of the site, over the same actions as the JSON."""

from fastapi import APIRouter

from app.web import cases, entry, exports, finding, log, records, register, search, session

router = APIRouter(include_in_schema=False)
for area in (session, cases, entry, exports, finding, log, records, register, search):
    router.include_router(area.router)
