"""`/v1/practice/attempts`: conversations practised."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query

from coach.api.bodies import parse
from coach.api.deps import Body, Counting, TheEngine
from coach.api.openapi import reads
from coach.api.practice import attempting, told
from coach.api.practice.asked import Revision, StartRequest, TryRequest
from coach.api.practice.deps import CohortQuery, PersonQuery, SetQuery, TheCaller
from coach.api.practice.desk import Caller
from coach.api.practice.listing import summaries

from .problems import problems

router = APIRouter(tags=["practice"])
_ONE = "/v1/practice/attempts/{attempt_id}"


@router.post(
    "/v1/practice/attempts",
    summary="Begin an attempt",
    status_code=201,
    response_model=told.AttemptBody,
    responses=problems(404, 409, posted=True),
    openapi_extra=reads(StartRequest, "practice-attempt"),
)
async def start(caller: TheCaller, body: Body, offsets: Counting = "codepoint") -> told.AttemptBody:
    """Begin to practise a scenario; in a set the set's timer counts, and its deadline must not be past."""
    asked = parse(StartRequest, body)
    return await caller.run(lambda one: attempting.start(one, asked, offsets))


@router.get("/v1/practice/attempts", summary="List attempts", response_model=told.AttemptsBody, responses=problems(404, 422))
async def attempts(
    caller: TheCaller,
    person: PersonQuery = None,
    cohort: CohortQuery = None,
    set: SetQuery = None,
    scenario: Annotated[str | None, Query(max_length=60, pattern=r"^[a-z0-9-]+$", description="At this scenario.")] = None,
    before: Annotated[datetime | None, Query(description="Begun before: `next` of the last page.")] = None,
    limit: Annotated[int, Query(ge=1, le=500, description="At most so many.")] = 50,
) -> told.AttemptsBody:
    """List the attempts that one sees, the latest first: an agent one's own, a trainer also those of agents in one's cohorts."""

    def work(one: Caller) -> told.AttemptsBody:
        return summaries(one, one.view.summaries(person, cohort, set, scenario, before, limit), limit)

    return await caller.run(work)


@router.get(_ONE, summary="Give an attempt", response_model=told.AttemptBody, responses=problems(404, 422))
async def attempt(caller: TheCaller, attempt_id: str, offsets: Counting = "codepoint") -> told.AttemptBody:
    """Give an attempt with its tries, results and remarks; master's replies where they were shown, or where one tried once it is over."""
    return await caller.run(lambda one: attempting.show(one, attempt_id, offsets))


@router.post(
    f"{_ONE}/tries",
    summary="Answer the customer",
    response_model=told.AttemptBody,
    responses=problems(404, 409, posted=True),
    openapi_extra=reads(TryRequest, "practice-try"),
)
async def reply(caller: TheCaller, engine: TheEngine, attempt_id: str, body: Body, offsets: Counting = "codepoint") -> told.AttemptBody:
    """Score a reply to the open message and keep it as one more try; past the timer nothing is scored and the attempt ends."""
    asked = parse(TryRequest, body)
    return await attempting.reply(caller, engine, attempt_id, asked.text, asked.revision, offsets)


@router.post(
    f"{_ONE}/next",
    summary="Let the customer answer",
    response_model=told.AttemptBody,
    responses=problems(404, 409, posted=True),
    openapi_extra=reads(Revision, "practice-revision"),
)
async def go_on(caller: TheCaller, attempt_id: str, body: Body, offsets: Counting = "codepoint") -> told.AttemptBody:
    """Open the message that the last try's score leads to, or end the conversation."""
    asked = parse(Revision, body)
    return await caller.run(lambda one: attempting.go_on(one, attempt_id, asked.revision, offsets))


@router.post(
    f"{_ONE}/master",
    summary="Show the master's reply",
    response_model=told.AttemptBody,
    responses=problems(404, 409, posted=True),
    openapi_extra=reads(Revision, "practice-revision"),
)
async def master(caller: TheCaller, attempt_id: str, body: Body, offsets: Counting = "codepoint") -> told.AttemptBody:
    """Show the master's reply to the open message from now on, once one has tried it oneself; a set may keep it back until the end."""
    asked = parse(Revision, body)
    return await caller.run(lambda one: attempting.show_master(one, attempt_id, asked.revision, offsets))


@router.post(
    f"{_ONE}/finish",
    summary="Give up",
    response_model=told.AttemptBody,
    responses=problems(404, 409, posted=True),
    openapi_extra=reads(Revision, "practice-revision"),
)
async def finish(caller: TheCaller, attempt_id: str, body: Body, offsets: Counting = "codepoint") -> told.AttemptBody:
    """End an attempt where it stands."""
    asked = parse(Revision, body)
    return await caller.run(lambda one: attempting.give_up(one, attempt_id, asked.revision, offsets))
