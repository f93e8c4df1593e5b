"""`GET /v1/practice/me`: who asks."""

from fastapi import APIRouter

from coach.api.practice import told
from coach.api.practice.deps import TheCaller

from .problems import problems

router = APIRouter(tags=["practice"])


@router.get("/v1/practice/me", summary="Say who asks", response_model=told.PersonBody, responses=problems())
async def me(caller: TheCaller) -> told.PersonBody:
    """Give who the key's bearer is; an administrator's key that is nobody's becomes one's own."""
    return told.PersonBody.model_validate(caller.person)
