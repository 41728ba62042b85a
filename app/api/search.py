"""Questions across cases and register. By POST: what a person types never stands in a URL."""

from fastapi import APIRouter, Request

from app.domain.search import queries
from app.domain.search.views import Question, SearchResults
from app.http import signed_in

router = APIRouter(tags=["search"])


@router.post("/search")
def search(request: Request, body: Question) -> SearchResults:
    """Records by words, names, kind, unit, incident, place, person, type, method and dates, best first."""
    with signed_in(request, reads_only=True) as (work, actor):
        return queries.search(work=work, actor=actor, question=body)
