"""`POST /v1/draft`: a whole reply to a customer's message, from notes and facts."""

from functools import partial

from fastapi import APIRouter, Response

from coach.api import judging
from coach.api.bodies import JSON
from coach.api.deps import Body, Rewriter, TheEngine, TheStore
from coach.api.openapi import problems, reads
from coach.api.schemas import DraftBody
from coach.case import DraftRequest

router = APIRouter(tags=["rewrite"])


@router.post(
    "/v1/draft",
    summary="Draft a reply",
    response_class=Response,
    responses={200: {"model": DraftBody}, **problems(posted=True)},
    openapi_extra=reads(DraftRequest, "draft"),
)
async def draft(caller: Rewriter, engine: TheEngine, store: TheStore, body: Body) -> Response:
    """Write a whole reply to a customer from what the agent knows; ⟦slots⟧ ask for what is not known.

    The situation that fits best is answered; `situation` names another, by its id.
    """
    _ = engine.coach
    request = DraftRequest.from_json(body, "the request")
    store.take(caller, requests=0, drafts=1)
    return Response(await engine.run(partial(judging.draft, engine, request)), media_type=JSON)
