"""`POST /v1/rewrite`: the best text that can be made of a draft."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from pydantic_core import to_json

from coach.api import judging
from coach.api.bodies import JSON
from coach.api.deps import Body, Counting, Rewriter, TheEngine, TheStore
from coach.api.engine import Engine
from coach.api.errors import problem
from coach.api.guard import language_of
from coach.api.openapi import problems, reads
from coach.api.schemas import RewriteBody, RewriteRequest
from coach.case import Offsets
from coach.errors import CoachError

router = APIRouter(tags=["rewrite"])
EVENTS = "text/event-stream"


@router.post(
    "/v1/rewrite",
    summary="Rewrite a draft",
    response_class=Response,
    responses={
        200: {"model": RewriteBody, "content": {EVENTS: {}}},
        **problems(502, posted=True),
    },
    openapi_extra=reads(RewriteRequest, "rewrite"),
)
async def rewrite(
    request: Request, caller: Rewriter, engine: TheEngine, store: TheStore, body: Body, offsets: Counting = "codepoint"
) -> Response:
    """Mend a draft: every fact kept, nothing invented; ⟦slots⟧ ask for what only the agent knows.

    With `Accept: text/event-stream` the rewrite comes as an event `result`, or what went wrong as an event `problem`.
    Where the profile names a language model, events `piece` come before it: the model's words as it writes
    them, which nothing has judged yet. Who goes away stops the model.
    """
    _ = engine.coach  # not ready is said at once, and by its status
    case = RewriteRequest.from_json(body, "the case", offsets)
    store.take(caller, requests=0, drafts=1)
    if EVENTS in request.headers.get("accept", ""):
        return StreamingResponse(_events(request, engine, case, offsets), media_type=EVENTS)
    async with _while_there(request) as cancel:
        return Response(await judging.rewrite(engine, case, offsets, cancel), media_type=JSON)


async def _events(request: Request, engine: Engine, case: RewriteRequest, offsets: Offsets) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    heard: asyncio.Queue[str | None] = asyncio.Queue()

    def on_piece(piece: str) -> None:
        loop.call_soon_threadsafe(heard.put_nowait, piece)

    async with _while_there(request) as cancel:
        making = asyncio.create_task(judging.rewrite(engine, case, offsets, cancel, on_piece))
        making.add_done_callback(lambda _: heard.put_nowait(None))
        try:
            while (piece := await heard.get()) is not None:
                yield event("piece", to_json({"text": piece}))
            yield event("result", await making)
        except CoachError as error:
            told = problem(error, request.state.request_id, language_of(request.headers))
            yield event("problem", bytes(told.body))
        finally:
            making.cancel()


@asynccontextmanager
async def _while_there(request: Request) -> AsyncIterator[Event]:
    """Give an event that is set once the client has gone or the block has ended."""
    gone = Event()

    async def watch() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        gone.set()

    watching = asyncio.create_task(watch())
    try:
        yield gone
    finally:
        watching.cancel()
        gone.set()


def event(name: str, json: bytes) -> bytes:
    """Write a server-sent event; JSON on one line needs no more."""
    return b"event: " + name.encode() + b"\ndata: " + json + b"\n\n"
