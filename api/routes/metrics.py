"""`GET /metrics`: Prometheus."""

from fastapi import APIRouter, Response

from coach.api.deps import MetricsReader, TheEngine, TheMetrics
from coach.api.metrics import CONTENT_TYPE
from coach.api.openapi import problems

router = APIRouter(tags=["health"])
_TEXT = {"description": "Prometheus' text form", "content": {"text/plain": {"schema": {"type": "string"}}}}


@router.get("/metrics", summary="Metrics", response_class=Response, responses={200: _TEXT, **problems()}, dependencies=[MetricsReader])
async def metrics(engine: TheEngine, counted: TheMetrics) -> Response:
    """Give counts and times; needs the scope admin unless `metrics_public` is set."""
    counted.waiting.set(engine.waiting)
    return Response(counted.written(), media_type=CONTENT_TYPE)
