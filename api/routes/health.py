"""`GET /healthz` and `/readyz`: alive, and ready to judge."""

from fastapi import APIRouter

from coach.api.deps import TheEngine
from coach.api.openapi import problems
from coach.api.schemas import HealthBody

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="Alive?", response_model=HealthBody)
async def healthz() -> HealthBody:
    """Answer as long as the process does."""
    return HealthBody(status="ok")


@router.get("/readyz", summary="Ready?", response_model=HealthBody, responses={503: problems()[503]})
async def readyz(engine: TheEngine) -> HealthBody:
    """Answer 200 once the models are loaded; until then, or where they cannot be, a problem."""
    _ = engine.coach
    return HealthBody(status="ready")
