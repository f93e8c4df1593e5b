"""Attempts: a conversation practised turn by turn, as values that JSON holds and functions that give the next one.

start → reply (as often as the agent likes, on the same turn) → go_on → reply … → ended. Time comes from outside, in seconds
since the attempt began; nothing here looks at a clock.
"""

from typing import Literal

from pydantic import Field

from coach.case import MAX_CUSTOMER
from coach.config import Strict
from coach.pipeline import Coach
from coach.practice.errors import AttemptError
from coach.practice.result import Result
from coach.practice.rubric import Rubric
from coach.practice.scenario import MAX_TURNS, Scenario
from coach.practice.scoring import next_turn, score

MAX_TRIES = 20
"""Tries of one turn."""
MAX_REPLY = 4_000
MAX_LIMIT = 86_400
"""Seconds of a timer."""
MAX_SECONDS = 10 * 366 * 86_400
"""Seconds of an attempt: one without a timer may lie for as long as it is kept."""
Ended = Literal["finished", "time", "given-up"]


_OVER = {"en": "has ended; start another", "ar": "انتهت المحاولة؛ ابدأ محاولة أخرى"}
_MANY = {
    "en": f"holds {MAX_TRIES} tries of this turn already; go on to the next message",
    "ar": f"بلغت {MAX_TRIES} محاولة لهذه الرسالة؛ انتقل إلى التالية",
}
_LONG = {"en": f"takes replies of up to {MAX_REPLY} characters; shorten this one", "ar": f"الحد الأقصى للرد {MAX_REPLY} حرف؛ اختصر ردك"}
_UNTRIED = {"en": "has no reply to this message yet; write one first", "ar": "لم تكتب ردًا على هذه الرسالة بعد؛ اكتب ردك أولًا"}
_OTHER = {"en": "belongs to another version of the scenario; start it again", "ar": "المحاولة لنسخة أخرى من السيناريو؛ ابدأها من جديد"}
_CLOCK = {
    "en": "cannot go back in time; send the seconds since it began",
    "ar": "لا يرجع وقت المحاولة إلى الوراء؛ أرسل الثواني منذ بدايتها",
}


class Try(Strict):
    """One reply, its result, and the second of the attempt at which it came."""

    text: str = Field(max_length=MAX_CUSTOMER)
    result: Result
    at: float = Field(ge=0, le=MAX_SECONDS)


class Visit(Strict):
    """A message of the customer's and the tries at answering it; `shown`: the agent has seen the master's reply."""

    turn: str
    tries: tuple[Try, ...] = Field(default=(), max_length=MAX_TRIES)
    shown: bool = False


class Attempt(Strict):
    """Where a practised conversation stands. The last visit is the open one; one without goals only says goodbye."""

    schema_version: Literal[1] = 1
    scenario: str
    version: int
    language: Literal["en", "ar"]
    limit: float | None = Field(default=None, gt=0, le=MAX_LIMIT)
    seconds: float = Field(default=0.0, ge=0, le=MAX_SECONDS)
    visits: tuple[Visit, ...] = Field(min_length=1, max_length=MAX_TURNS * 2)
    ended: Ended | None = None

    @property
    def turn(self) -> str:
        """The turn that is open, or that ended the conversation."""
        return self.visits[-1].turn

    @property
    def left(self) -> float | None:
        """The seconds that the timer leaves; None without a timer."""
        return None if self.limit is None else max(0.0, self.limit - self.seconds)

    @property
    def first_score(self) -> float | None:
        """The mean score of the first tries, which alone tell what the agent can do unaided; None before any."""
        scores = [visit.tries[0].result.score for visit in self.visits if visit.tries]
        return sum(scores) / len(scores) if scores else None

    @property
    def last_score(self) -> float | None:
        """The mean score of the last tries; None before any."""
        scores = [visit.tries[-1].result.score for visit in self.visits if visit.tries]
        return sum(scores) / len(scores) if scores else None


def start(scenario: Scenario, limit: float | None = None) -> Attempt:
    """Begin a scenario, with a timer of `limit` seconds if the trainer wants one."""
    return Attempt(scenario=scenario.id, version=scenario.version, language=scenario.language, limit=limit, visits=(Visit(turn="start"),))


def reply(attempt: Attempt, scenario: Scenario, text: str, coach: Coach, seconds: float, rubric: Rubric | None = None) -> Attempt:
    """Score a reply to the open message and keep it as one more try; past the timer nothing is scored and the attempt ends.

    `rubric` is the version in force, None the one that ships. Raises AttemptError where the attempt takes no reply, InputError for a
    text that is none.
    """
    attempt = _on(attempt, scenario, seconds)
    if attempt.ended:
        return attempt
    visit = attempt.visits[-1]
    if len(text) > MAX_REPLY:
        raise AttemptError(what=_LONG)
    if len(visit.tries) >= MAX_TRIES:
        raise AttemptError(what=_MANY)
    previous = visit.tries[-1].result if visit.tries else None
    result = score(scenario, visit.turn, text, coach, previous, shown=visit.shown, rubric=rubric)
    return _with(attempt, visit.model_copy(update={"tries": (*visit.tries, Try(text=text, result=result, at=seconds))}))


def show_master(attempt: Attempt, scenario: Scenario) -> tuple[Attempt, str]:
    """Give the master's reply to the open message, and remember that it was shown; raises AttemptError before the first try."""
    _same(attempt, scenario)
    visit = attempt.visits[-1]
    master = scenario.turns[visit.turn].master
    if not visit.tries or master is None:
        raise AttemptError(what=_UNTRIED)
    return _with(attempt, visit.model_copy(update={"shown": True})), master


def go_on(attempt: Attempt, scenario: Scenario, seconds: float) -> Attempt:
    """Let the customer answer the last try: open the turn that its score leads to, or end the conversation."""
    attempt = _on(attempt, scenario, seconds)
    if attempt.ended:
        return attempt
    visit = attempt.visits[-1]
    if not visit.tries:
        raise AttemptError(what=_UNTRIED)
    following = next_turn(scenario.turns[visit.turn], visit.tries[-1].result.score)
    if following is None or len(attempt.visits) >= MAX_TURNS:
        return attempt.model_copy(update={"ended": "finished"})
    ended = "finished" if scenario.turns[following].goals is None else None
    return attempt.model_copy(update={"visits": (*attempt.visits, Visit(turn=following)), "ended": ended})


def give_up(attempt: Attempt) -> Attempt:
    """End an attempt where it stands; one that has ended stays as it is."""
    return attempt if attempt.ended else attempt.model_copy(update={"ended": "given-up"})


def over() -> AttemptError:
    """Give the refusal of whatever is asked of an attempt that has ended."""
    return AttemptError(what=_OVER)


def outdated() -> AttemptError:
    """Give the refusal of going on where the scenario is not what it was."""
    return AttemptError(what=_OTHER)


def at(attempt: Attempt, seconds: float) -> Attempt:
    """Move the clock on; an attempt whose timer has run out has ended. Raises AttemptError where time runs backwards."""
    if attempt.ended:
        return attempt
    if not attempt.seconds <= seconds <= MAX_SECONDS:
        raise AttemptError(what=_CLOCK)
    over = attempt.limit is not None and seconds > attempt.limit
    return attempt.model_copy(update={"seconds": seconds, "ended": "time" if over else None})


def _on(attempt: Attempt, scenario: Scenario, seconds: float) -> Attempt:
    """Move the clock on; raises AttemptError where the attempt has ended, is of another scenario, or time runs backwards."""
    _same(attempt, scenario)
    if attempt.ended:
        raise over()
    return at(attempt, seconds)


def _same(attempt: Attempt, scenario: Scenario) -> None:
    if (attempt.scenario, attempt.version) != (scenario.id, scenario.version):
        raise outdated()


def _with(attempt: Attempt, visit: Visit) -> Attempt:
    return attempt.model_copy(update={"visits": (*attempt.visits[:-1], visit)})
