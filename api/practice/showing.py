"""From what is kept to what is told: scenarios, and attempts with their tries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from coach.api.practice.clock import now
from coach.case import Offsets
from coach.config import Texts
from coach.practice import attempt as attempts
from coach.practice.attempt import MAX_SECONDS, Attempt, Visit
from coach.practice.bank import Bank
from coach.practice.progress import Outcome
from coach.practice.result import Result
from coach.practice.scenario import Scenario
from coach.practice.store import rows

from . import told
from .counting import counted


def digest(scenario: Scenario) -> str:
    """Give the SHA-256 by which a scenario is known again."""
    return sha256(scenario.model_dump_json().encode()).hexdigest()


def brief(scenario: Scenario, mine: Mapping[str, tuple[int, int]]) -> told.Brief:
    """Tell of a scenario in a list; `mine` as `tried` gives it."""
    tried, best = mine.get(scenario.id, (0, None))
    return told.Brief(**_plain(scenario), tried=tried, best=best)


def _plain(scenario: Scenario) -> dict[str, Any]:
    names = ("id", "version", "title", "language", "dialect", "sector", "channel", "difficulty", "held_out")
    turns = sum(turn.goals is not None for turn in scenario.turns.values())
    return {name: getattr(scenario, name) for name in names} | {"kinds": list(scenario.kinds), "turns": turns}


def situation(scenario: Scenario, mine: Mapping[str, tuple[int, int]] | None = None) -> told.Situation:
    """Tell what an agent sees before answering."""
    return told.Situation(
        **brief(scenario, mine or {}).model_dump(),
        situation=scenario.situation,
        company=scenario.company,
        customer=told.Part.model_validate(scenario.customer),
        agent=told.Part.model_validate(scenario.agent),
        facts=[told.FactBody.model_validate(fact) for fact in scenario.facts],
    )


def whole_scenario(scenario: Scenario, mine: Mapping[str, tuple[int, int]], trains: bool) -> told.ScenarioBody:
    """Tell of a scenario with its first message; to trainers with what is hidden from agents."""
    first = scenario.turns["start"]
    return told.ScenarioBody(
        **situation(scenario, mine).model_dump(),
        message=first.message,
        master=first.master if trains else None,
        samples=[told.SampleBody.model_validate(one) for one in scenario.samples] if trains else None,
    )


def tried(outcomes: Sequence[Outcome]) -> dict[str, tuple[int, int]]:
    """Give for each scenario the number of attempts with a reply, and the best mean of their last tries."""
    last: dict[tuple[str, str], dict[str, Outcome]] = defaultdict(dict)
    for one in sorted(outcomes, key=lambda one: one.number):
        last[one.scenario, one.attempt][one.turn] = one
    found: dict[str, tuple[int, int]] = {}
    for (scenario, _), by_turn in last.items():
        mean = round(sum(one.score for one in by_turn.values()) / len(by_turn))
        n, best = found.get(scenario, (0, 0))
        found[scenario] = n + 1, max(best, mean)
    return found


def seconds_of(started: datetime, least: float = 0.0) -> float:
    """Give the seconds since an attempt began, never fewer than before: a server's clock may be set back."""
    return min(max((now() - started).total_seconds(), least, 0.0), float(MAX_SECONDS))


def current(attempt: rows.Attempt, bank: Bank) -> Scenario | None:
    """Give the scenario that an attempt is at, None where it was changed or taken away since."""
    scenario = _found(attempt, bank)
    return scenario if scenario is not None and digest(scenario) == attempt.scenario_sha else None


def _found(attempt: rows.Attempt, bank: Bank) -> Scenario | None:
    return bank[attempt.scenario] if attempt.scenario in bank else None  # noqa: SIM401  # a bank has no `get`


def whole_attempt(whole: rows.Whole, bank: Bank, me: rows.Person, offsets: Offsets) -> told.AttemptBody:
    """Tell all of an attempt that `me` may see: a master's reply where it was shown, or tried at once it is over."""
    row = whole.attempt
    same, scenario = current(row, bank), _found(row, bank)
    state = Attempt.model_validate(row.state) if row.state else _remade(whole)
    if row.finished is None:
        state = attempts.at(state, seconds_of(row.started, state.seconds))
    finished = row.finished
    if finished is None and state.ended == "time":
        finished = row.started + timedelta(seconds=state.limit or 0.0)
    over = finished is not None
    trains = me.id != row.person_id
    visits = []
    rest = defaultdict(list)
    for one in sorted(whole.tries, key=lambda one: one.number):
        rest[one.turn].append(one)
    for place, visit in enumerate(state.visits):
        turn = scenario.turns.get(visit.turn) if scenario is not None else None
        shown = turn is not None and (trains or visit.shown or (over and bool(visit.tries)))
        mine = [rest[visit.turn].pop(0) for _ in visit.tries[: len(rest[visit.turn])]]
        visits.append(
            told.VisitBody(
                turn=visit.turn,
                message=turn.message if turn else "",
                hints=list(turn.hints) if turn else [],
                open=not over and place == len(state.visits) - 1,
                ends=turn is not None and turn.goals is None,
                shown=visit.shown,
                master=turn.master if turn and shown else None,
                tries=[_try(kept, known.result, known.at, whole, offsets) for kept, known in zip(mine, visit.tries, strict=False)],
            )
        )
    return told.AttemptBody(
        id=row.id,
        person=told.Named.model_validate(whole.person),
        set_id=row.set_id,
        scenario=situation(scenario) if scenario is not None else _gone(row),
        current=same is not None,
        language=row.language,
        revision=row.revision,
        started=row.started,
        finished=finished,
        ended=state.ended or ("finished" if over else None),
        shows_master=whole.shows_master,
        limit=state.limit,
        left=None if state.limit is None or over else state.left,
        first=whole.first,
        last=whole.last,
        visits=visits,
    )


def _try(kept: rows.Try, result: Result, at: float | None, whole: rows.Whole, offsets: Offsets) -> told.TryBody:
    to = counted(kept.text or "", offsets).out
    reasons = tuple(one.model_copy(update={"spans": tuple((to(start), to(end)) for start, end in one.spans)}) for one in result.reasons)
    claims = tuple(one.model_copy(update={"start": to(one.start), "end": to(one.end)}) for one in result.claims)
    return told.TryBody(
        id=kept.id,
        number=kept.number,
        text=kept.text,
        at=at,
        created=kept.created,
        result=result.model_copy(update={"reasons": reasons, "claims": claims}),
        comments=[comment(one, kept.text, whole.names, offsets) for one in whole.comments if one.try_id == kept.id],
        overrides=[override(one, whole.names) for one in whole.overrides if one.try_id == kept.id],
    )


def comment(one: rows.Comment, text: str | None, names: Mapping[str, str], offsets: Offsets) -> told.CommentBody:
    """Tell a remark, its offsets counted as was asked."""
    to = counted(text or "", offsets).out
    return told.CommentBody(
        id=one.id,
        trainer=_trainer(one.trainer_id, names),
        start=to(one.start),
        end=to(one.end),
        text=one.text,
        created=one.created,
        withdrawn=one.withdrawn,
    )


def override(one: rows.Override, names: Mapping[str, str]) -> told.OverrideBody:
    """Tell a trainer's score."""
    return told.OverrideBody(
        id=one.id,
        trainer=_trainer(one.trainer_id, names),
        criterion=one.criterion,
        score=one.score,
        reason=one.reason,
        created=one.created,
        withdrawn=one.withdrawn,
    )


def _trainer(key: str | None, names: Mapping[str, str]) -> told.Named | None:
    return told.Named(id=key, name=names[key]) if key is not None and key in names else None


def _remade(whole: rows.Whole) -> Attempt:
    """Make an attempt whose words were erased out of the scores that stayed."""
    row = whole.attempt
    by_turn: dict[str, list[attempts.Try]] = {"start": []}
    for one in whole.tries:
        result = Result(
            scenario=row.scenario,
            version=row.scenario_version,
            turn=one.turn,
            score=one.score,
            grade=one.grade,
            criteria=dict(one.criteria),
            asks=(),
            reasons=(),
            claims=(),
            tricks=(),
            ruleset=one.ruleset_sha,
            models=one.models,
        )
        by_turn.setdefault(one.turn, []).append(attempts.Try(text="", result=result, at=min(one.seconds or 0.0, MAX_SECONDS)))
    visits = tuple(Visit.model_construct(turn=turn, tries=tuple(tries), shown=False) for turn, tries in by_turn.items())
    return Attempt.model_construct(
        scenario=row.scenario,
        version=row.scenario_version,
        language=row.language,
        limit=None,
        seconds=0.0,
        visits=visits,
        ended=None if row.finished is None else "finished",
    )


def _gone(row: rows.Attempt) -> told.Situation:
    """Tell what is still known of a scenario that was taken away."""
    nobody = told.Part(name="", gender="unknown")
    return told.Situation(
        id=row.scenario,
        version=row.scenario_version,
        title=Texts(en=row.scenario, ar=row.scenario),
        language=row.language,
        dialect=None,
        sector="",
        channel="",
        difficulty=row.difficulty,
        kinds=row.kinds,
        held_out=row.held_out,
        turns=0,
        situation="",
        company="",
        customer=nobody,
        agent=nobody,
        facts=[],
    )
