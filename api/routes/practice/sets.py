"""`/v1/practice/sets`: scenarios that a trainer gives to be practised."""

from fastapi import APIRouter, Response

from coach.api.bodies import parse
from coach.api.deps import Body
from coach.api.openapi import reads
from coach.api.practice import told
from coach.api.practice.asked import SetRequest
from coach.api.practice.attempting import find
from coach.api.practice.deps import TheCaller
from coach.api.practice.desk import Caller
from coach.api.practice.teaching import listed_set, made_set, set_body

from .problems import problems

router = APIRouter(tags=["practice"])


@router.get("/v1/practice/sets", summary="List the sets", response_model=told.SetsBody, responses=problems())
async def sets(caller: TheCaller) -> told.SetsBody:
    """List one's own sets and those given to one's cohorts, the latest first, with how far one has come in each."""
    return await caller.run(lambda one: told.SetsBody(sets=[set_body(one, given) for given in one.view.given_sets()]))


@router.post(
    "/v1/practice/sets",
    summary="Make a set",
    status_code=201,
    response_model=told.SetBody,
    responses=problems(404, posted=True),
    openapi_extra=reads(SetRequest, "practice-set"),
)
async def create(caller: TheCaller, body: Body) -> told.SetBody:
    """Make a set of scenarios in their order; a trainer's work."""
    asked = parse(SetRequest, body)

    def work(one: Caller) -> told.SetBody:
        scenarios = _scenarios(one, asked)
        made = one.view.create_set(asked.name, scenarios, asked.timer_seconds, asked.deadline, asked.shows_master)
        return made_set(one, made)

    return await caller.run(work)


@router.put(
    "/v1/practice/sets/{set_id}",
    summary="Change a set",
    response_model=told.SetBody,
    responses=problems(404, 409, posted=True),
    openapi_extra=reads(SetRequest, "practice-set"),
)
async def change(caller: TheCaller, set_id: str, body: Body) -> told.SetBody:
    """Change a set of one's own while nobody else has begun it; its invitations stay."""
    asked = parse(SetRequest, body)

    def work(one: Caller) -> told.SetBody:
        scenarios = _scenarios(one, asked)
        one.view.change_set(set_id, asked.name, scenarios, asked.timer_seconds, asked.deadline, asked.shows_master)
        return listed_set(one, set_id)

    return await caller.run(work)


def _scenarios(caller: Caller, asked: SetRequest) -> list[str]:
    """Give a set's scenarios, each once; raises NoSuch for one that a trainer does not find."""
    if caller.trains:
        for key in asked.scenarios:
            find(caller, key)
    return list(dict.fromkeys(asked.scenarios))


@router.delete("/v1/practice/sets/{set_id}", summary="Take back a set", status_code=204, responses=problems(404))
async def delete(caller: TheCaller, set_id: str) -> Response:
    """Take back a set and its invitations; attempts made in it stay."""
    await caller.run(lambda one: one.view.delete_set(set_id))
    return Response(status_code=204)
