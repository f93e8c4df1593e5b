"""`POST /v1/check`: one case, one report."""

from functools import partial
from hashlib import sha256

from fastapi import APIRouter, Request, Response

from coach import __version__
from coach.api import judging
from coach.api.bodies import JSON
from coach.api.deps import Body, Counting, Reader, TheEngine, TheMetrics, TheStore
from coach.api.engine import Engine
from coach.api.openapi import problems, reads
from coach.api.schemas import CheckRequest, ReportBody

router = APIRouter(tags=["check"])


@router.post(
    "/v1/check",
    summary="Judge a draft",
    response_class=Response,
    responses={200: {"model": ReportBody}, 304: {"description": "As it was: If-None-Match names this report"}, **problems(posted=True)},
    openapi_extra=reads(CheckRequest, "check"),
)
async def check(
    request: Request,
    caller: Reader,
    engine: TheEngine,
    metrics: TheMetrics,
    store: TheStore,
    body: Body,
    offsets: Counting = "codepoint",
) -> Response:
    """Judge a draft: what is wrong, where, why, and how to mend it.

    The answer's ETag stands for the case, the rule set and the models; with it in If-None-Match the same
    question costs nothing. `ruleset` is laid over the server's profile for this request.
    """
    tag = _tag(engine, body, offsets)
    if tag in {one.strip() for one in request.headers.get("if-none-match", "").split(",")}:
        return Response(status_code=304, headers={"ETag": tag})
    case = CheckRequest.from_json(body, "the case", offsets)
    store.take(caller, requests=0, drafts=1)
    written, report = await engine.run(partial(judging.check, engine, case, offsets))
    metrics.judged(report)
    return Response(written, headers={"ETag": tag}, media_type=JSON)


def _tag(engine: Engine, body: bytes, offsets: str) -> str:
    """Name the report by all that it depends on; weak, since `timing_ms` differs."""
    coach = engine.coach
    models = (coach.models.moves, coach.models.emotion, coach.models.signals, coach.models.encoder)
    names = "|".join((__version__, engine.ruleset_sha, *(model.name if model else "" for model in models), offsets))
    return f'W/"{sha256(names.encode() + b"|" + body).hexdigest()[:32]}"'
