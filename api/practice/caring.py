"""Words of care: when one is due, and a cohort's totals."""

from datetime import datetime, timedelta

from coach.api.practice.clock import now
from coach.config import Texts
from coach.practice.care import Shown, exposures, nudge_for, team_strain
from coach.practice.progress import limits
from coach.practice.store.errors import GroupTooSmall

from . import told
from .desk import Caller


def due(caller: Caller) -> told.NudgeBody:
    """Give the word that is due to who asks, and keep that it was shown."""
    view, at = caller.view, now()
    shown = [Shown(one.shown_at, one.dismissed is not None) for one in view.nudges()]
    found = nudge_for(exposures(view.outcomes(person_id=caller.person.id)), at, shown)
    kept = None if found is None else view.show_nudge(found.kind, at - timedelta(minutes=limits().care.quiet_minutes))
    if found is None or kept is None:
        return told.NudgeBody(nudge=None)
    return told.NudgeBody(nudge=told.NudgeOne(id=kept.id, kind=kept.kind, text=Texts(en=found.say("en"), ar=found.say("ar"))))


def totals(caller: Caller, cohort_id: str, since: datetime) -> told.CareBody:
    """Count for a cohort; raises GroupTooSmall where so few are in it, or have practised, that it would tell of somebody."""
    view = caller.view
    cared = view.care_totals(cohort_id, since)
    agents = {one.id for one in view.members(cohort_id) if one.role == "agent"}
    strain = team_strain(one for one in view.outcomes(cohort_id=cohort_id, since=since) if one.person in agents)
    if strain is None:
        raise GroupTooSmall(least=limits().least_group)
    return told.CareBody(
        agents=cared.agents, shown=cared.shown, dismissed=cared.dismissed, conversations=strain.conversations, hostile=strain.hostile
    )
