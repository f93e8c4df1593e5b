"""What the routes of practice ask for."""

from datetime import date
from typing import Annotated

from fastapi import Depends, Query, Request

from coach.api.deps import Practiser
from coach.api.guard import language_of
from coach.practice.store import rows

from .desk import Caller, Desk


async def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


async def _caller(request: Request, key: Practiser) -> Caller:
    """Give who asks; raises NotEnrolled."""
    desk: Desk = request.app.state.desk
    return Caller(desk, await desk.run(lambda: desk.bearer(key, spoken(request))))


def spoken(request: Request) -> rows.Language:
    """Give the language that who asks would rather read."""
    return "ar" if language_of(request.headers) == "ar" else "en"


TheDesk = Annotated[Desk, Depends(_desk)]
TheCaller = Annotated[Caller, Depends(_caller)]
_ID = r"^[0-9A-Za-z]{1,40}$"
PersonQuery = Annotated[str | None, Query(pattern=_ID, description="Whose: an id.")]
CohortQuery = Annotated[str | None, Query(pattern=_ID, description="Of a cohort: an id.")]
SetQuery = Annotated[str | None, Query(pattern=_ID, description="Made in a set: an id.")]
TrainingQuery = Annotated[date | None, Query(description="The day of a training, to compare before and after: 2026-03-01.")]
