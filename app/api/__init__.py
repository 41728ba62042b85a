"""The deeds as JSON under /api/v1. Each module has the routes of one subject; none holds logic of its own."""

from fastapi import APIRouter

from app.api import (
    archive,
    cases,
    exports,
    files,
    forces,
    log,
    members,
    records,
    register,
    search,
    session,
    teams,
    tokens,
)

router = APIRouter(prefix="/api/v1")
for module in (
    session,
    cases,
    records,
    files,
    register,
    search,
    forces,
    exports,
    log,
    members,
    teams,
    tokens,
    archive,
):
    router.include_router(module.router)
