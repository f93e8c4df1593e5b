"""`GET /v1/rules`: what is judged."""

from fastapi import APIRouter

from coach.api.deps import Reader, TheEngine
from coach.api.openapi import problems
from coach.api.schemas import RuleBody, RulesBody

router = APIRouter(tags=["about"])


@router.get("/v1/rules", summary="List the rules", response_model=RulesBody, responses=problems())
async def rules(caller: Reader, engine: TheEngine) -> RulesBody:
    """List the rules of the server's profile, each with its page."""
    coach = engine.coach
    listed = []
    for rule in coach.rules:
        setting = coach.profile.rules.get(rule.id)
        listed.append(
            RuleBody(
                id=rule.id,
                criterion=rule.criterion,
                severity=(setting and setting.severity) or rule.severity,
                enabled=setting is None or setting.enabled,
                needs_customer=rule.needs_customer,
                why={"en": rule.why["en"], "ar": rule.why["ar"]},
                page=rule.page,
            )
        )
    return RulesBody(profile=coach.profile.name, sha=engine.ruleset_sha, rules=listed)
