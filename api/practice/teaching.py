"""Sets and cohorts as they are told."""

from coach.practice.store import rows

from . import told
from .desk import Caller


def set_body(caller: Caller, given: rows.GivenSet) -> told.SetBody:
    """Tell of a set."""
    one = given.set
    return told.SetBody(
        id=one.id,
        name=one.name,
        scenarios=one.scenarios,
        timer_seconds=one.timer_seconds,
        deadline=one.deadline,
        shows_master=one.shows_master,
        trainer=None if given.trainer is None else told.Named.model_validate(given.trainer),
        created=one.created,
        mine=one.trainer_id == caller.person.id,
        done=given.done,
        begun=given.begun,
    )


def made_set(caller: Caller, made: rows.PracticeSet) -> told.SetBody:
    """Tell of a set that was just made."""
    return set_body(caller, rows.GivenSet(made, rows.Named(caller.person.id, caller.person.name), done=0, begun=False))


def listed_set(caller: Caller, set_id: str) -> told.SetBody:
    """Tell of a set as it stands in the list of who asks."""
    return next(set_body(caller, one) for one in caller.view.given_sets() if one.set.id == set_id)


def whole_cohort(caller: Caller, cohort_id: str) -> told.WholeCohort:
    """Tell of a cohort that one trains, with its members and invitations."""
    view = caller.view
    cohort = view.cohort(cohort_id)
    return told.WholeCohort(
        id=cohort.id,
        name=cohort.name,
        members=[told.Member.model_validate(one) for one in view.members(cohort_id)],
        invitations=[told.InvitationBody.model_validate(one) for one in view.invitations(cohort_id)],
    )
