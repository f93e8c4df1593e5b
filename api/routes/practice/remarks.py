"""`/v1/practice/tries/…`: what a trainer says of a try."""

from fastapi import APIRouter

from coach.api.bodies import parse
from coach.api.deps import Body, Counting
from coach.api.openapi import reads
from coach.api.practice import showing, told
from coach.api.practice.asked import CommentRequest, OverrideRequest
from coach.api.practice.counting import counted
from coach.api.practice.deps import TheCaller
from coach.api.practice.desk import Caller

from .problems import problems

router = APIRouter(tags=["practice"])


@router.post(
    "/v1/practice/tries/{try_id}/overrides",
    summary="Set a score beside the machine's",
    status_code=201,
    response_model=told.OverrideBody,
    responses=problems(404, posted=True),
    openapi_extra=reads(OverrideRequest, "practice-override"),
)
async def override(caller: TheCaller, try_id: str, body: Body) -> told.OverrideBody:
    """Set another score for a try of an agent whom one trains, overall or by a criterion; the machine's stays beside it."""
    asked = parse(OverrideRequest, body)

    def work(one: Caller) -> told.OverrideBody:
        made = one.view.override(try_id, asked.score, asked.reason, asked.criterion)
        return showing.override(made, {one.person.id: one.person.name})

    return await caller.run(work)


@router.post(
    "/v1/practice/tries/{try_id}/comments",
    summary="Say something of a stretch of a try",
    status_code=201,
    response_model=told.CommentBody,
    responses=problems(404, posted=True),
    openapi_extra=reads(CommentRequest, "practice-comment"),
)
async def comment(caller: TheCaller, try_id: str, body: Body, offsets: Counting = "codepoint") -> told.CommentBody:
    """Say something of a stretch of a try of an agent whom one trains."""
    asked = parse(CommentRequest, body)

    def work(one: Caller) -> told.CommentBody:
        text = one.view.marked(try_id).text
        to = counted(text or "", offsets).back
        made = one.view.comment(try_id, to(asked.start), to(asked.end), asked.text)
        return showing.comment(made, text, {one.person.id: one.person.name}, offsets)

    return await caller.run(work)
