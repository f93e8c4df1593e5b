"""What practice is asked over the wire; bounds on lengths are the store's, which says where and how much."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from coach.config import Strict
from coach.practice.attempt import MAX_LIMIT
from coach.practice.settings import Grades
from coach.practice.store.bounds import MAX_SCENARIOS

Id = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{1,40}$")]
Slug = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Remark = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
Language = Literal["en", "ar"]
Role = Literal["agent", "trainer", "admin"]
Seconds = Annotated[int, Field(ge=1, le=MAX_LIMIT)]
MAX_DAYS = 365


class StartRequest(Strict):
    """A scenario to be practised, by itself or in a set, whose timer then counts."""

    scenario: Slug
    set_id: Id | None = None
    timer_seconds: Seconds | None = None


class Revision(Strict):
    """The state of the attempt that is meant: its `revision`, as it was last read."""

    revision: Annotated[int, Field(ge=0)]


class TryRequest(Revision):
    """A reply to the open message."""

    text: str


class OverrideRequest(Strict):
    """A trainer's score beside the machine's."""

    criterion: Slug = "overall"
    score: Annotated[int, Field(ge=0, le=100)]
    reason: Remark


class CommentRequest(Strict):
    """A trainer's words about a stretch of a try, half open."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    text: Remark


class SetRequest(Strict):
    """Scenarios in the order in which they are to be practised."""

    name: Name
    scenarios: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=MAX_SCENARIOS)]
    timer_seconds: Seconds | None = None
    deadline: datetime | None = None
    shows_master: bool = True


class CohortRequest(Strict):
    """A cohort to be made."""

    name: Name


class InvitationRequest(Strict):
    """A set to be given to a cohort, for so many days."""

    set_id: Id
    cohort_id: Id
    days: Annotated[int, Field(ge=1, le=MAX_DAYS)] = 14


class JoinRequest(Strict):
    """An invitation's token; who has no key yet names themself."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    name: Name | None = None
    language: Language | None = None


class LookUpRequest(Strict):
    """An invitation's token, and the name that one would join by."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    name: Name | None = None


class PersonRequest(Strict):
    """Someone to be let in, with a key of their own."""

    name: Name
    role: Role = "agent"
    language: Language = "en"


class RoleRequest(Strict):
    """Another role for someone."""

    role: Role


class RubricRequest(Strict):
    """Thresholds and weights that hold from now on, and why."""

    thresholds: Grades
    weights: Annotated[dict[str, float], Field(max_length=50)]
    note: Remark


REQUESTS = (
    StartRequest,
    Revision,
    TryRequest,
    OverrideRequest,
    CommentRequest,
    SetRequest,
    CohortRequest,
    InvitationRequest,
    JoinRequest,
    LookUpRequest,
    PersonRequest,
    RoleRequest,
    RubricRequest,
)
