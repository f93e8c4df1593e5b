"""`POST /v1/check:batch`: a case a line in, a report a line out, in order, while the request still comes."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial

from fastapi import APIRouter, Request, Response
from pydantic_core import to_json
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from coach.api import judging
from coach.api.bodies import NDJSON, check_type, read_lines
from coach.api.deps import Counting, Reader, TheEngine, TheMetrics, TheSettings, TheStore
from coach.api.engine import Engine
from coach.api.errors import Busy, line_error
from coach.api.metrics import Metrics
from coach.api.openapi import problems, reads
from coach.api.schemas import CheckRequest
from coach.api.store import Key, Store
from coach.case import MAX_RECORD, Offsets, id_of, line_of, more_than
from coach.errors import CoachError, TooLong

router = APIRouter(tags=["check"])
_AHEAD = 4
"""Lines read before their turn: enough to keep the engine busy, few enough that other requests get theirs."""


@router.post(
    "/v1/check:batch",
    summary="Judge a stream of drafts",
    response_class=Response,
    responses={
        200: {
            "description": "A report a line, or {id, line, error} for a case that failed",
            "content": {NDJSON: {}},
        },
        **problems(posted=True),
    },
    openapi_extra=reads(CheckRequest, "batch", NDJSON),
)
async def check_batch(
    request: Request,
    caller: Reader,
    engine: TheEngine,
    metrics: TheMetrics,
    store: TheStore,
    settings: TheSettings,
    offsets: Counting = "codepoint",
) -> Response:
    """Judge case after case; a bad line fails alone.

    Read while you write: the server takes in a few lines ahead of what you have read and then waits.
    """
    check_type(request, NDJSON)
    _ = engine.coach  # not ready is said at once, and by its status
    lines = read_lines(request, settings)
    return _Lines(_Judge(engine, metrics, store, caller, offsets), lines)


class _Judge:
    """Judges one line for one caller."""

    def __init__(self, engine: Engine, metrics: Metrics, store: Store, caller: Key, offsets: Offsets) -> None:
        self._engine, self._metrics, self._store, self._caller, self._offsets = engine, metrics, store, caller, offsets

    async def __call__(self, number: int, line: bytes) -> bytes:
        try:
            if len(line) > MAX_RECORD:
                raise TooLong(where=line_of(number), n=more_than(MAX_RECORD), limit=MAX_RECORD)
            case = CheckRequest.from_json(line.strip(), line_of(number), self._offsets)
            self._store.take(self._caller, requests=0, drafts=1)
            written, report = await self._run(partial(judging.check, self._engine, case, self._offsets))
        except CoachError as error:
            self._metrics.failed_lines.labels(error.code).inc()
            return to_json(line_error(error, number, id_of(line) if len(line) <= MAX_RECORD else None)) + b"\n"
        self._metrics.judged(report)
        return written + b"\n"

    async def _run(self, work: partial[tuple[bytes, dict[str, object]]]) -> tuple[bytes, dict[str, object]]:
        """Wait where a single request would be turned away: the stream itself is what holds the client back."""
        while True:
            try:
                return await self._engine.run(work)
            except Busy:
                await asyncio.sleep(0.05)


class _Lines(Response):
    """Reads and answers at the same time; what has been read waits in a short queue until it is sent."""

    media_type = NDJSON

    def __init__(self, judge: _Judge, lines: AsyncIterator[tuple[int, bytes]]) -> None:
        super().__init__()
        del self.headers["content-length"]
        self._judge, self._lines = judge, lines

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        queue: asyncio.Queue[asyncio.Task[bytes] | None] = asyncio.Queue(_AHEAD)
        reading = asyncio.create_task(self._read(queue))
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        try:
            while (task := await queue.get()) is not None:
                await send({"type": "http.response.body", "body": await task, "more_body": True})
            await reading
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            reading.cancel()
            while not queue.empty():
                if (left := queue.get_nowait()) is not None:
                    left.cancel()

    async def _read(self, queue: "asyncio.Queue[asyncio.Task[bytes] | None]") -> None:
        """Judge the lines as they come; None ends the queue."""
        number = 0
        try:
            async for number, line in self._lines:
                await queue.put(asyncio.create_task(self._judge(number, line)))
        except CoachError as error:
            told = to_json(line_error(error, number + 1, None)) + b"\n"
            await queue.put(asyncio.create_task(_said(told)))
        except ClientDisconnect:
            await queue.put(None)
            raise
        await queue.put(None)


async def _said(line: bytes) -> bytes:
    return line
