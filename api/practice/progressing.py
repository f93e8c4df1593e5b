"""Whose progress is asked for, and the figures."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from coach.practice import progress
from coach.practice.progress import Outcome, limits
from coach.practice.store import rows
from coach.practice.store.errors import BadValue

from . import told
from .attempting import rubric_of
from .clock import now
from .desk import Caller
from .scheduling import upcoming

EVERY = "all"
"""Asks for the plot of all figures side by side."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody, or a cohort, with the outcomes of all tries."""

    person: told.Named | None
    cohort: told.Named | None
    outcomes: list[Outcome]

    @property
    def name(self) -> str:
        """What they are called."""
        named = self.person or self.cohort
        return named.name if named else ""


def of(caller: Caller, person: str | None, cohort: str | None) -> Asked:
    """Give whom is asked for, oneself where nobody is; a cohort's agents alone. Raises NotAllowed, NoSuch, or BadValue for both."""
    view = caller.view
    if person is not None and cohort is not None:
        raise BadValue(where="cohort", what={"en": "name a person or a cohort, not both", "ar": "اختر شخصًا أو مجموعة، لا كليهما"})
    if cohort is not None:
        named = told.Named.model_validate(view.cohort(cohort))
        agents = {one.id for one in view.members(cohort) if one.role == "agent"}
        return Asked(None, named, [one for one in view.outcomes(cohort_id=cohort) if one.person in agents])
    found = caller.person if person is None else view.person(person)
    return Asked(told.Named.model_validate(found), None, view.outcomes(person_id=found.id))


def plot(asked: Asked, figure: str, ui: rows.Language, training: datetime | None, digits: str) -> str:
    """Draw a figure over time as SVG; `all` draws all of them side by side. `digits` (western or eastern) holds in Arabic."""
    from coach.practice.plots import criteria_plot, progress_plot

    cohort = asked.cohort is not None
    if figure == EVERY:
        return criteria_plot(asked.outcomes, ui, training, name=asked.name, cohort=cohort, digits=digits)
    return progress_plot(asked.outcomes, figure, ui, training, name=asked.name, cohort=cohort, digits=digits)


def certificate_of(caller: Caller, person: str, ui: rows.Language, training: datetime | None, digits: str) -> str:
    """Write someone's certificate as HTML; raises NotAllowed or NoSuch."""
    from coach.practice.certificate import certificate

    asked, version = of(caller, person, None), caller.view.rubric()
    rubric = rubric_of(version)
    found = caller.view.person(person)
    grades = rubric.grades if rubric else None
    return certificate(
        found.name,
        asked.outcomes,
        ui,
        now().astimezone(UTC).date(),
        training=training,
        rubric="" if version is None else f"{version.created:%Y-%m-%d} {version.id[:8]}",
        grades=grades,
        upcoming=upcoming(caller.bank, found.language, asked.outcomes, grades, 5),
        trainer=caller.person.name if caller.person.id != person else "",
        digits=digits,
    )


def table(caller: Caller, cohort: str, training: datetime | None) -> dict[str, Any]:
    """Give where each of a cohort's people stands, and its agents together; a trainer's work."""
    from coach.practice.standing import cohort_standing

    return cohort_standing(caller.view.members(cohort), caller.view.outcomes(cohort_id=cohort), now(), training)


def report(asked: Asked, training: datetime | None) -> told.ProgressBody:
    """Give the figures, and each attempt by its first tries in order of time; nothing of a cohort that is too small."""
    group = asked.cohort is not None
    few = group and len({one.person for one in asked.outcomes}) < limits().least_group
    return told.ProgressBody(
        who=told.Who(person=asked.person, cohort=asked.cohort),
        **progress.report(asked.outcomes, training, group=group),
        series=[told.Point.model_validate(one) for one in progress.attempts(asked.outcomes) if not few],
    )
