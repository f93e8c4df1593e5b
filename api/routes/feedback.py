"""`POST /v1/feedback`: what an agent did with a finding."""

from fastapi import APIRouter

from coach.api.bodies import parse
from coach.api.deps import Body, Reader, TheEngine, TheMetrics, TheSettings, TheStore
from coach.api.errors import UnknownRule
from coach.api.openapi import problems, reads
from coach.api.schemas import MAX_EDITED, FeedbackBody, FeedbackRequest
from coach.case import check_text

router = APIRouter(tags=["feedback"])
_ON_THE_FLY = ("banned-phrase",)


@router.post(
    "/v1/feedback",
    summary="Say what became of a finding",
    status_code=201,
    response_model=FeedbackBody,
    responses=problems(507, posted=True),
    openapi_extra=reads(FeedbackRequest, "feedback"),
)
async def feedback(
    caller: Reader, engine: TheEngine, metrics: TheMetrics, store: TheStore, settings: TheSettings, body: Body
) -> FeedbackBody:
    """Keep whether a finding was accepted, dismissed or edited; `coach feedback export` gives them as training rows."""
    given = parse(FeedbackRequest, body)
    for name, text in (("finding_id", given.finding_id), ("report_id", given.report_id), ("edited_text", given.edited_text)):
        if text is not None:
            check_text(text, name, MAX_EDITED)
    known = [rule.id for rule in engine.coach.rules]
    if given.rule not in (*known, *_ON_THE_FLY):
        raise UnknownRule()
    number = store.add_feedback(caller, given.model_dump(), settings.feedback_rows)
    metrics.feedback.labels(given.rule, given.action).inc()
    return FeedbackBody(id=number)
