"""`GET /v1/models`: what reads."""

from fastapi import APIRouter

from coach import __version__
from coach.api.deps import Reader, TheEngine
from coach.api.openapi import problems
from coach.api.schemas import ModelsBody

router = APIRouter(tags=["about"])


@router.get("/v1/models", summary="Name the models", response_model=ModelsBody, responses=problems())
async def models(caller: Reader, engine: TheEngine) -> ModelsBody:
    """Name the model behind each reading, as reports do."""
    used = engine.coach.models
    return ModelsBody(
        moves=used.moves.name,
        emotion=used.emotion.name,
        signals=used.signals.name,
        encoder=used.encoder.name if used.encoder else "words",
        version=__version__,
    )
