"""An attempt led over HTTP: each step is read, reckoned and kept; of two steps from one state the second is refused."""

from collections.abc import Callable
from functools import partial

from coach.api.engine import Engine
from coach.case import Offsets, check_text
from coach.practice import attempt as attempts
from coach.practice.attempt import MAX_REPLY, Attempt
from coach.practice.result import Result
from coach.practice.rubric import Rubric
from coach.practice.scenario import Scenario
from coach.practice.settings import Grades
from coach.practice.store import rows
from coach.practice.store.errors import AttemptChanged, NoSuch, NotAllowed
from coach.practice.store.refusing import refuse
from coach.practice.store.rows import NewTry, RubricVersion, Start

from . import showing, told
from .asked import StartRequest
from .desk import Caller

_MASTER = {"en": "the master's reply, which this set keeps back until the end", "ar": "الرد النموذجي، فهذه الحزمة لا تُظهره إلا في النهاية"}


def find(caller: Caller, key: str) -> Scenario:
    """Give a scenario that is open to someone; raises NoSuch, or NotAllowed for one kept for tests that none of their sets has."""
    if key not in caller.bank:
        raise NoSuch(kind={"en": "scenario", "ar": "موقف"}, name=key[:60] if key.isascii() and key.isprintable() else "-")
    scenario = caller.bank[key]
    if scenario.held_out and not caller.trains and not any(key in one.scenarios for one in caller.view.sets()):
        raise refuse("held_out")
    return scenario


def rubric_of(version: RubricVersion | None) -> Rubric | None:
    """Give the rubric of a version; None for the one that ships."""
    if version is None:
        return None
    return Rubric(grades=Grades(**version.thresholds), weights=version.weights)


def start(caller: Caller, asked: StartRequest, offsets: Offsets) -> told.AttemptBody:
    """Begin an attempt; raises SetOver, NotInSet, NoSuch or NotAllowed."""
    scenario = find(caller, asked.scenario)
    limit: float | None = asked.timer_seconds
    if asked.set_id is not None:
        limit = caller.view.set(asked.set_id).timer_seconds
    state = attempts.start(scenario, limit)
    made = caller.view.start(
        Start(
            scenario=scenario.id,
            version=scenario.version,
            sha=showing.digest(scenario),
            language=scenario.language,
            difficulty=scenario.difficulty,
            kinds=scenario.kinds,
            held_out=scenario.held_out,
            state=state.model_dump(mode="json"),
            set_id=asked.set_id,
        )
    )
    return show(caller, made.id, offsets)


def show(caller: Caller, attempt_id: str, offsets: Offsets) -> told.AttemptBody:
    """Give an attempt that is seen."""
    return showing.whole_attempt(caller.view.whole(attempt_id), caller.bank, caller.person, offsets)


def _open(caller: Caller, attempt_id: str, revision: int) -> tuple[rows.Attempt, Attempt, Scenario, float]:
    """Give one's own attempt where it stands, its scenario and the seconds gone; raises AttemptChanged, or AttemptError once it is over."""
    row = caller.view.own(attempt_id)
    if row.revision != revision:
        raise AttemptChanged()
    scenario = showing.current(row, caller.bank)
    if row.finished is not None or not row.state:
        raise attempts.over()
    if scenario is None:
        raise attempts.outdated()
    state = Attempt.model_validate(row.state)
    return row, state, scenario, showing.seconds_of(row.started, state.seconds)


async def reply(caller: Caller, engine: Engine, attempt_id: str, text: str, revision: int, offsets: Offsets) -> told.AttemptBody:
    """Score a reply and keep it; past the timer the attempt ends instead."""
    check_text(text, "reply", MAX_REPLY)
    coach = engine.coach

    def before(one: Caller) -> tuple[rows.Attempt, Attempt, Scenario, float, Rubric | None]:
        return *_open(one, attempt_id, revision), rubric_of(one.view.rubric())

    _, state, scenario, seconds, rubric = await caller.run(before)
    after = await engine.run(partial(attempts.reply, state, scenario, text, coach, seconds, rubric))

    def keep(one: Caller) -> told.AttemptBody:
        kept = after.model_dump(mode="json")
        if after.ended:
            one.view.keep(attempt_id, kept, revision, finished=True)
        else:
            result = after.visits[-1].tries[-1].result
            one.view.add_try(attempt_id, _row(after.turn, text, result, seconds), kept, revision)
        return show(one, attempt_id, offsets)

    return await caller.run(keep)


def _row(turn: str, text: str, result: Result, seconds: float) -> NewTry:
    return NewTry(
        turn=turn,
        text=text,
        score=result.score,
        grade=result.grade,
        criteria=result.criteria,
        reasons=[one.model_dump(mode="json") for one in result.reasons],
        ruleset_sha=result.ruleset,
        models=result.models,
        seconds=seconds,
    )


def go_on(caller: Caller, attempt_id: str, revision: int, offsets: Offsets) -> told.AttemptBody:
    """Let the customer answer, or the conversation end."""
    return _step(caller, attempt_id, revision, offsets, attempts.go_on)


def give_up(caller: Caller, attempt_id: str, revision: int, offsets: Offsets) -> told.AttemptBody:
    """End an attempt where it stands."""
    return _step(caller, attempt_id, revision, offsets, lambda state, _, seconds: attempts.give_up(attempts.at(state, seconds)))


def show_master(caller: Caller, attempt_id: str, revision: int, offsets: Offsets) -> told.AttemptBody:
    """Show the master's reply to the open message from now on.

    Raises AttemptError before a try, NotAllowed where the set keeps it back until the end.
    """
    if not caller.view.whole(attempt_id).shows_master:
        raise NotAllowed(what=_MASTER)
    return _step(caller, attempt_id, revision, offsets, _shown)


def _shown(state: Attempt, scenario: Scenario, seconds: float) -> Attempt:
    state = attempts.at(state, seconds)
    return state if state.ended else attempts.show_master(state, scenario)[0]


def _step(
    caller: Caller, attempt_id: str, revision: int, offsets: Offsets, step: Callable[[Attempt, Scenario, float], Attempt]
) -> told.AttemptBody:
    _, state, scenario, seconds = _open(caller, attempt_id, revision)
    after = step(state, scenario, seconds)
    caller.view.keep(attempt_id, after.model_dump(mode="json"), revision, finished=after.ended is not None)
    return show(caller, attempt_id, offsets)
