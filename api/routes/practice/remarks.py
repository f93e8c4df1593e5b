"""`/v1/practice/tries/…`, `/overrides/…` and `/comments/…`: what a trainer says of a try, and takes back."""

from fastapi import APIRouter, Response

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


@router.delete("/v1/practice/overrides/{override_id}", summary="Withdraw a score", status_code=204, responses=problems(404))
async def withdraw_override(caller: TheCaller, override_id: str) -> Response:
    """Withdraw a score of one's own: it counts no more, and the agent sees it no more. Trainers still see that it was given."""
    await caller.run(lambda one: one.view.withdraw_override(override_id))
    return Response(status_code=204)


@router.delete("/v1/practice/comments/{comment_id}", summary="Withdraw a comment", status_code=204, responses=problems(404))
async def withdraw_comment(caller: TheCaller, comment_id: str) -> Response:
    """Withdraw a comment of one's own: the agent sees it no more. Trainers still see that it was made."""
    await caller.run(lambda one: one.view.withdraw_comment(comment_id))
    return Response(status_code=204)
