"""`GET /v1/phrasebooks`: what can be said."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from coach.api.deps import Reader, TheEngine
from coach.api.errors import BadQuery
from coach.api.openapi import problems
from coach.api.schemas import PhraseBody, PhrasebooksBody
from coach.phrasebook import LANGUAGES, PHRASE_MOVES, Entry

router = APIRouter(tags=["about"])


@router.get("/v1/phrasebooks", summary="List the phrases", response_model=PhrasebooksBody, responses=problems(422))
async def phrasebooks(
    caller: Reader,
    engine: TheEngine,
    language: Annotated[Literal["en", "ar"] | None, Query(description="Only this language.")] = None,
    move: Annotated[str | None, Query(description="Only this move; with a language, its phrases.", max_length=40)] = None,
) -> PhrasebooksBody:
    """Count the phrases by language and move; with both named, give them."""
    if move is not None and move not in PHRASE_MOVES:
        raise BadQuery(name="move", what=f"known: {', '.join(PHRASE_MOVES)}")
    book = engine.coach.phrasebook
    moves = [name for name in PHRASE_MOVES if move in (None, name)]
    counts = {code: {name: len(book.entries(code, name)) for name in moves} for code in LANGUAGES if language in (None, code)}
    if language is None or move is None:
        return PhrasebooksBody(counts=counts)
    return PhrasebooksBody(counts=counts, entries=[_phrase(one) for name in moves for one in book.entries(language, name)])


def _phrase(entry: Entry) -> PhraseBody:
    forms = {str(form): text for form, text in entry.forms.items()}
    return PhraseBody(id=entry.id, dialect=entry.dialect, registers=list(entry.registers), forms=forms)
