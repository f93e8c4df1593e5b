"""`/v1/practice/cohorts`: who is trained together."""

from fastapi import APIRouter, Response

from coach.api.bodies import parse
from coach.api.deps import Body
from coach.api.openapi import reads
from coach.api.practice import told
from coach.api.practice.asked import CohortRequest
from coach.api.practice.deps import TheCaller
from coach.api.practice.desk import Caller
from coach.api.practice.teaching import whole_cohort

from .problems import problems

router = APIRouter(tags=["practice"])
_MEMBER = "/v1/practice/cohorts/{cohort_id}/members/{person_id}"


@router.get("/v1/practice/cohorts", summary="List the cohorts", response_model=told.CohortsBody, responses=problems())
async def cohorts(caller: TheCaller) -> told.CohortsBody:
    """List the cohorts that one is in, by name; an administrator sees all."""

    def work(one: Caller) -> told.CohortsBody:
        found = one.view.counted_cohorts()
        return told.CohortsBody(
            cohorts=[
                told.CohortBody(id=cohort.id, name=cohort.name, created=cohort.created, members=n, agents=agents)
                for cohort, n, agents in found
            ]
        )

    return await caller.run(work)


@router.post(
    "/v1/practice/cohorts",
    summary="Make a cohort",
    status_code=201,
    response_model=told.CohortBody,
    responses=problems(posted=True),
    openapi_extra=reads(CohortRequest, "practice-cohort"),
)
async def create(caller: TheCaller, body: Body) -> told.CohortBody:
    """Make a cohort with oneself in it; a trainer's work."""
    asked = parse(CohortRequest, body)
    made = await caller.run(lambda one: one.view.create_cohort(asked.name))
    return told.CohortBody(id=made.id, name=made.name, created=made.created, members=1, agents=0)


@router.get("/v1/practice/cohorts/{cohort_id}", summary="Give a cohort", response_model=told.WholeCohort, responses=problems(404))
async def cohort(caller: TheCaller, cohort_id: str) -> told.WholeCohort:
    """Give a cohort of one's own with its members and invitations; a trainer's work."""
    return await caller.run(lambda one: whole_cohort(one, cohort_id))


@router.put(_MEMBER, summary="Put someone into a cohort", status_code=204, responses=problems(404))
async def join(caller: TheCaller, cohort_id: str, person_id: str) -> Response:
    """Put someone into a cohort, which opens an agent's attempts to its trainers; an administrator's work."""
    await caller.run(lambda one: one.view.join(cohort_id, person_id))
    return Response(status_code=204)


@router.delete(_MEMBER, summary="Take someone out of a cohort", status_code=204, responses=problems(404))
async def leave(caller: TheCaller, cohort_id: str, person_id: str) -> Response:
    """Take someone out of a cohort of one's own; everyone may take themselves out."""
    await caller.run(lambda one: one.view.leave(cohort_id, person_id))
    return Response(status_code=204)
