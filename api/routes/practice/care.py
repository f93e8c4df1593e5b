"""`/v1/practice/care`: a word after hostile conversations, and a team's strain without anyone's own."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Response

from coach.api.errors import NoSuchPath
from coach.api.practice import told
from coach.api.practice.caring import due, totals
from coach.api.practice.clock import now
from coach.api.practice.deps import TheCaller

from .problems import problems

router = APIRouter(tags=["practice"])


@router.get("/v1/practice/care", summary="Give the word of care that is due", response_model=told.NudgeBody, responses=problems())
async def care(caller: TheCaller) -> told.NudgeBody:
    """Give the word of care that is due to oneself now, if there is one; it counts as shown once it is given. Nobody else sees it."""
    if not caller.desk.settings.care:
        return told.NudgeBody(nudge=None)
    return await caller.run(due)


@router.post("/v1/practice/care/{nudge_id}/dismiss", summary="Wave a word of care away", status_code=204, responses=problems(404))
async def dismiss(caller: TheCaller, nudge_id: str) -> Response:
    """Wave a word of care away; after two of them there is none for a day."""
    await caller.run(lambda one: one.view.dismiss_nudge(nudge_id))
    return Response(status_code=204)


@router.get(
    "/v1/practice/cohorts/{cohort_id}/care",
    summary="Give a cohort's strain",
    response_model=told.CareBody,
    responses=problems(404, 409, 422),
)
async def strain(
    caller: TheCaller, cohort_id: str, days: Annotated[int, Query(ge=1, le=3_650, description="Of the last so many days.")] = 30
) -> told.CareBody:
    """Count a cohort's hostile conversations and the words of care shown; for a trainer, of groups that are not too small."""
    if not caller.desk.settings.care:
        raise NoSuchPath()
    return await caller.run(lambda one: totals(one, cohort_id, now() - timedelta(days=days)))
