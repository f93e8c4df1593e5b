"""`GET /v1/practice/scenarios`, `/next` and `/criteria`: what can be practised, what should be next, and what is judged."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from coach.api.practice import told
from coach.api.practice.attempting import find, rubric_of
from coach.api.practice.deps import TheCaller
from coach.api.practice.desk import Caller
from coach.api.practice.scheduling import upcoming
from coach.api.practice.showing import brief, tried, whole_scenario
from coach.config import Texts
from coach.practice.names import names as named
from coach.practice.progress import FIGURES
from coach.practice.scenario import Kind
from coach.practice.settings import settings
from coach.practice.trainers import NAMES

from .problems import problems

router = APIRouter(tags=["practice"])


@router.get("/v1/practice/scenarios", summary="List the scenarios", response_model=told.ScenariosBody, responses=problems(422))
async def scenarios(
    caller: TheCaller,
    language: Annotated[Literal["en", "ar"] | None, Query(description="Only this language.")] = None,
    kind: Annotated[Kind | None, Query(description="Only this kind.")] = None,
    difficulty: Annotated[Literal["easy", "medium", "hard"] | None, Query(description="Only this difficulty.")] = None,
    held_out: Annotated[bool | None, Query(description="Only those kept for tests, or only the others; agents see none kept.")] = None,
) -> told.ScenariosBody:
    """List the scenarios in order of id; `tried` and `best` are one's own."""

    def work(one: Caller) -> told.ScenariosBody:
        mine = tried(one.view.outcomes(person_id=one.person.id))
        picked = one.bank.pick(language, kind, difficulty, held_out)
        return told.ScenariosBody(scenarios=[brief(scenario, mine) for scenario in picked if one.trains or not scenario.held_out])

    return await caller.run(work)


@router.get("/v1/practice/scenarios/{key}", summary="Give a scenario", response_model=told.ScenarioBody, responses=problems(404))
async def scenario(caller: TheCaller, key: str) -> told.ScenarioBody:
    """Give what an agent sees before answering; trainers get the master's reply and the graded samples too."""
    return await caller.run(lambda one: whole_scenario(find(one, key), tried(one.view.outcomes(person_id=one.person.id)), one.trains))


@router.get("/v1/practice/next", summary="Say what to practise next", response_model=told.NextBody, responses=problems(422))
async def next_one(caller: TheCaller, n: Annotated[int, Query(ge=1, le=20, description="At most so many.")] = 5) -> told.NextBody:
    """Give what one should practise next in one's own language, the most urgent first, each with the reason."""

    def work(one: Caller) -> told.NextBody:
        outcomes = one.view.outcomes(person_id=one.person.id)
        mine, rubric = tried(outcomes), rubric_of(one.view.rubric())
        return told.NextBody(
            next=[
                told.NextOne(
                    scenario=brief(one.bank[found.scenario], mine),
                    kind=found.kind,
                    criterion=found.criterion,
                    why=found.why,
                    due=found.due,
                    text=Texts(en=found.say("en"), ar=found.say("ar")),
                )
                for found in upcoming(one.bank, one.person.language, outcomes, rubric.grades if rubric else None, n)
            ]
        )

    return await caller.run(work)


@router.get("/v1/practice/criteria", summary="List what replies are judged by", response_model=told.CriteriaBody, responses=problems())
async def criteria(caller: TheCaller) -> told.CriteriaBody:
    """Name criteria, kinds and levels in both languages, and where grades begin by the rubric in force.

    `truth` and `gaming` stand in reasons only.
    """
    rubric = await caller.run(lambda one: rubric_of(one.view.rubric()))
    names_of = dict.fromkeys((*FIGURES, *NAMES["en"]))
    return told.CriteriaBody(
        criteria=[told.CriterionBody(id=name, name=Texts(en=NAMES["en"][name], ar=NAMES["ar"][name])) for name in names_of],
        grades=rubric.grades if rubric else settings().grades,
        kinds={str(key): name for key, name in named().kinds.items()},
        difficulties={str(key): name for key, name in named().difficulties.items()},
    )
