"""`/v1/practice/progress`: how someone, or a cohort, does; in figures, as a picture and on paper."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

from coach.api.practice import told
from coach.api.practice.clock import midnight
from coach.api.practice.deps import CohortQuery, PersonQuery, TheCaller, TrainingQuery
from coach.api.practice.progressing import EVERY, certificate_of, of, plot, report, table
from coach.practice.paper import style_source
from coach.practice.progress import FIGURES, OVERALL

from .problems import problems

router = APIRouter(tags=["practice"])
SVG, HTML = "image/svg+xml", "text/html"
_PAPER = "default-src 'none'; style-src {}; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
"""What a picture or a certificate may load when it is opened by itself: nothing but the styles within it."""
_PICTURE = _PAPER.format("'unsafe-inline'")
UiQuery = Annotated[Literal["en", "ar"], Query(description="The language of its words.")]
DigitsQuery = Annotated[Literal["latn", "arab"], Query(description="In Arabic: its digits, 123 or ١٢٣.")]
DIGITS = {"latn": "western", "arab": "eastern"}
Figure = Annotated[
    str, Query(pattern=f"^({'|'.join((*FIGURES, EVERY))})$", description=f"What is drawn: a figure, or `{EVERY}` for all of them.")
]


def _kind(kind: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"content": {kind: {"schema": {"type": "string"}}}}}


@router.get("/v1/practice/progress", summary="Give progress", response_model=told.ProgressBody, responses=problems(404, 422))
async def progress(
    caller: TheCaller, person: PersonQuery = None, cohort: CohortQuery = None, training: TrainingQuery = None
) -> told.ProgressBody:
    """Give how someone does, oneself where nobody is named, or a cohort's agents together, by first tries; held-out ones apart."""
    return await caller.run(lambda one: report(of(one, person, cohort), midnight(training)))


@router.get(
    "/v1/practice/progress/plot",
    summary="Draw progress",
    response_class=Response,
    responses={**_kind(SVG), **problems(404, 422)},
)
async def draw(
    caller: TheCaller,
    person: PersonQuery = None,
    cohort: CohortQuery = None,
    training: TrainingQuery = None,
    figure: Figure = OVERALL,
    ui: UiQuery = "en",
    digits: DigitsQuery = "latn",
) -> Response:
    """Draw a figure over time as SVG, with a title and a description in words."""
    made = await caller.run(lambda one: plot(of(one, person, cohort), figure, ui, midnight(training), DIGITS[digits]))
    return Response(made, media_type=SVG, headers={"Content-Security-Policy": _PICTURE})


@router.get(
    "/v1/practice/people/{person_id}/certificate",
    summary="Write a certificate",
    response_class=Response,
    responses={**_kind(HTML), **problems(404, 422)},
)
async def certificate(
    caller: TheCaller, person_id: str, ui: UiQuery = "en", training: TrainingQuery = None, digits: DigitsQuery = "latn"
) -> Response:
    """Write what someone has practised and where they stand as a page for printing, whole in itself."""
    made = await caller.run(lambda one: certificate_of(one, person_id, ui, midnight(training), DIGITS[digits]))
    return Response(made, media_type=HTML, headers={"Content-Security-Policy": _PAPER.format(style_source())})


@router.get(
    "/v1/practice/cohorts/{cohort_id}/standing",
    summary="Give where a cohort's people stand",
    response_model=told.StandingBody,
    responses=problems(404, 422),
)
async def standing(caller: TheCaller, cohort_id: str, training: TrainingQuery = None) -> told.StandingBody:
    """Give a row for each of a cohort's people, and its agents together; a trainer's work."""
    return told.StandingBody.model_validate(await caller.run(lambda one: table(one, cohort_id, midnight(training))))
