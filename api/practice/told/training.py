"""Sets, cohorts, invitations and care as they are told."""

from datetime import datetime

from coach.config import Texts

from .people import Named, PersonBody, Told


class SetBody(Told):
    """A set of scenarios; `done` counts those of it that the caller has finished, `begun` tells whether it no longer changes."""

    id: str
    name: str
    scenarios: list[str]
    timer_seconds: int | None
    deadline: datetime | None
    shows_master: bool
    trainer: Named | None
    created: datetime
    mine: bool
    done: int
    begun: bool


class SetsBody(Told):
    """Sets, the latest first."""

    sets: list[SetBody]


class CohortBody(Told):
    """A cohort, with how many are in it, and how many agents of them."""

    id: str
    name: str
    created: datetime
    members: int
    agents: int


class CohortsBody(Told):
    """Cohorts, by name."""

    cohorts: list[CohortBody]


class InvitationBody(Told):
    """A set given to a cohort; `joined` counts whom it let in."""

    id: str
    set_id: str
    created: datetime
    expires: datetime
    withdrawn: datetime | None
    joined: int


class Member(Named):
    """Someone in a cohort."""

    role: str
    language: str


class WholeCohort(Told):
    """A cohort with who is in it, and its invitations, the latest first."""

    id: str
    name: str
    members: list[Member]
    invitations: list[InvitationBody]


class MadeInvitation(InvitationBody):
    """An invitation with its token, told this once."""

    cohort_id: str
    token: str
    path: str


class Invited(Told):
    """What an invitation is for, by names; `taken` where the cohort holds an agent of the name that was asked about."""

    set: str
    scenarios: int
    cohort: str
    trainer: str | None
    taken: bool


class Joined(Told):
    """What somebody joined; `person` and `key`, told this once, where they had no key."""

    set: SetBody
    person: PersonBody | None = None
    key: str | None = None


class NudgeOne(Told):
    """A word of care."""

    id: str
    kind: str
    text: Texts


class NudgeBody(Told):
    """The word of care that is due now."""

    nudge: NudgeOne | None


class CareBody(Told):
    """A cohort's strain, and what was done about it."""

    agents: int
    shown: int
    dismissed: int
    conversations: int
    hostile: int
