"""`coach train` from its plan to its outcome."""

from coach.models.training import without_denormals
from coach.models.training.company.large import LargeBase
from coach.models.training.company.measuring import measure
from coach.models.training.company.outcome import Outcome, model_card, notes_on
from coach.models.training.company.plan import Plan
from coach.models.training.company.rows import load
from coach.models.training.company.runs import close_run, open_run
from coach.models.training.company.small import SmallBase


@without_denormals()
def train(plan: Plan) -> Outcome:
    """Fine-tune as planned, going on where a killed run of the same plan stood.

    Raises BadRecord, NotFound, BadModel, MissingExtra or BadTraining.
    """
    data = load(plan)
    base: LargeBase | SmallBase = LargeBase(plan) if plan.large else SmallBase(plan)
    open_run(plan, data, base.sha)
    before = base.before(data.dev)
    tuned = base.tune(data)
    after = measure(plan.task, base.served(), data.dev, "the new model")
    outcome = Outcome(plan, base.name, before, after, tuned.unbeaten, notes_on(data))
    (plan.out / "README.md").write_text(model_card(outcome, data, tuned.settings), encoding="utf-8")
    close_run(plan)
    return outcome
