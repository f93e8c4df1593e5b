"""`/v1/practice/invitations` and `/join`: the way into a cohort."""

from datetime import timedelta

from fastapi import APIRouter, Request, Response

from coach.api.bodies import parse
from coach.api.deps import Asker, Body, TheStore
from coach.api.openapi import reads
from coach.api.practice import told
from coach.api.practice.asked import InvitationRequest, JoinRequest, LookUpRequest
from coach.api.practice.clock import now
from coach.api.practice.deps import TheCaller, TheDesk, spoken
from coach.api.practice.joining import accept, enrol, look_up

from .problems import problems

router = APIRouter(tags=["practice"])


@router.post(
    "/v1/practice/invitations",
    summary="Invite a cohort to a set",
    status_code=201,
    response_model=told.MadeInvitation,
    responses=problems(404, posted=True),
    openapi_extra=reads(InvitationRequest, "practice-invitation"),
)
async def invite(caller: TheCaller, body: Body) -> told.MadeInvitation:
    """Give a set to a cohort of one's own; whoever bears the token, told this once, may join until it expires. A trainer's work."""
    asked = parse(InvitationRequest, body)
    made, token = await caller.run(lambda one: one.view.invite(asked.set_id, asked.cohort_id, now() + timedelta(days=asked.days)))
    plain = told.InvitationBody.model_validate(made).model_dump()
    return told.MadeInvitation(**plain, cohort_id=made.cohort_id, token=token, path=f"/practice#/join/{token}")


@router.post(
    "/v1/practice/invitations/look-up",
    summary="Tell what an invitation is for",
    response_model=told.Invited,
    responses=problems(410, posted=True),
    openapi_extra=reads(LookUpRequest, "practice-look-up"),
)
async def looked_up(desk: TheDesk, store: TheStore, body: Body) -> told.Invited:
    """Name the set, the cohort and the trainer of an invitation to whoever bears its token; nobody joins by it."""
    return await look_up(desk, store, parse(LookUpRequest, body))


@router.delete("/v1/practice/invitations/{invitation_id}", summary="Withdraw an invitation", status_code=204, responses=problems(404))
async def withdraw(caller: TheCaller, invitation_id: str) -> Response:
    """Let an invitation open nothing from now on; who has joined stays."""
    await caller.run(lambda one: one.view.withdraw(invitation_id))
    return Response(status_code=204)


@router.post(
    "/v1/practice/join",
    summary="Join by an invitation",
    status_code=201,
    response_model=told.Joined,
    responses={200: {"model": told.Joined, "description": "Joined by a key that one had"}, **problems(404, 410, posted=True)},
    openapi_extra=reads(JoinRequest, "practice-join"),
)
async def join(request: Request, response: Response, desk: TheDesk, store: TheStore, asker: Asker, body: Body) -> told.Joined:
    """Join the cohort that an invitation is for. Who sends no key becomes an agent of the given name and gets one, told this once."""
    asked = parse(JoinRequest, body)
    if asker is not None:
        response.status_code = 200
        return await accept(desk, asker, asked, spoken(request))
    return await enrol(desk, store, asked, spoken(request))
