"""`/v1/practice/rubrics`: the weights and thresholds by which replies are judged."""

from fastapi import APIRouter
from pydantic import ValidationError

from coach.api.bodies import parse
from coach.api.deps import Body, TheEngine
from coach.api.openapi import reads
from coach.api.practice import told
from coach.api.practice.asked import RubricRequest
from coach.api.practice.attempting import rubric_of
from coach.api.practice.deps import TheCaller
from coach.api.practice.desk import Caller
from coach.config import Profile
from coach.errors import BadRecord
from coach.practice.rubric import Rubric, laid_over, ruleset, weights_of
from coach.practice.settings import Grades
from coach.practice.store import rows

from .problems import problems

router = APIRouter(tags=["practice"])
_RULES = {
    "en": "weights name every criterion, each above 0, and fair begins below excellent",
    "ar": "يجب أن تذكر weights كل المعايير بقيم أكبر من صفر، وأن يبدأ fair دون excellent",
}


@router.get("/v1/practice/rubrics", summary="List the rubric's versions", response_model=told.RubricsBody, responses=problems())
async def rubrics(caller: TheCaller, engine: TheEngine) -> told.RubricsBody:
    """List the versions, the latest first, and what is in force: everyone may know by what they are judged."""
    profile = engine.coach.profile

    def work(one: Caller) -> told.RubricsBody:
        found, names = one.view.rubrics(), one.view.names_of_rubrics()
        return told.RubricsBody(rubrics=[_body(each, profile, names) for each in found], in_force=_in_force(found, profile))

    return await caller.run(work)


@router.post(
    "/v1/practice/rubrics",
    summary="Set another version of the rubric",
    status_code=201,
    response_model=told.RubricBody,
    responses=problems(posted=True),
    openapi_extra=reads(RubricRequest, "practice-rubric"),
)
async def add(caller: TheCaller, engine: TheEngine, body: Body) -> told.RubricBody:
    """Set thresholds and weights for all tries from now on, with the reason; an administrator's work. What was judged stays as it is."""
    asked, profile = parse(RubricRequest, body), engine.coach.profile
    try:
        Rubric(grades=asked.thresholds, weights=asked.weights)
    except ValidationError:
        raise BadRecord(where="the body", what=_RULES) from None

    def work(one: Caller) -> told.RubricBody:
        made = one.view.add_rubric(asked.thresholds.model_dump(), asked.weights, asked.note)
        return _body(made, profile, {one.person.id: one.person.name})

    return await caller.run(work)


def _body(version: rows.RubricVersion, profile: Profile, names: dict[str, str]) -> told.RubricBody:
    rubric = rubric_of(version)
    key = version.trainer_id
    return told.RubricBody(
        id=version.id,
        thresholds=Grades(**version.thresholds),
        weights=version.weights,
        note=version.note,
        trainer=told.Named(id=key, name=names[key]) if key in names and key is not None else None,
        created=version.created,
        ruleset=ruleset(rubric, profile),
    )


def _in_force(found: list[rows.RubricVersion], profile: Profile) -> told.InForce:
    rubric = rubric_of(found[0]) if found else None
    rules, laid = laid_over(rubric, profile)
    return told.InForce(
        id=found[0].id if found else None,
        thresholds=rules.grades,
        weights=weights_of(laid.criteria, rules.weights),
        ruleset=ruleset(rubric, profile),
    )
