"""`POST /v1/digest`: a hostile message without its hostility."""

from functools import partial

from fastapi import APIRouter, Response

from coach.api import judging
from coach.api.bodies import JSON
from coach.api.deps import Body, Counting, Reader, TheEngine, TheStore
from coach.api.openapi import problems, reads
from coach.api.schemas import DigestBody, DigestRequest

router = APIRouter(tags=["check"])


@router.post(
    "/v1/digest",
    summary="Digest a message",
    response_class=Response,
    responses={200: {"model": DigestBody}, **problems(posted=True)},
    openapi_extra=reads(DigestRequest, "digest"),
)
async def digest(caller: Reader, engine: TheEngine, store: TheStore, body: Body, offsets: Counting = "codepoint") -> Response:
    """Say what a customer's message comes to, its insults folded away: facts, asks, what is owed, calm words by firmness."""
    _ = engine.coach
    request = DigestRequest.from_json(body, "the request")
    store.take(caller, requests=0, drafts=1)
    return Response(await engine.run(partial(judging.digest, engine, request, offsets)), media_type=JSON)
