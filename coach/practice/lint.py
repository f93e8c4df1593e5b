"""Lint: what the scenario's form cannot see. Each problem names its place and says what to do, in both languages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coach.models.answering import folded
from coach.pipeline import Coach
from coach.practice.gaming import copied_share
from coach.practice.goals import case_of
from coach.practice.matter import matter
from coach.practice.result import Result
from coach.practice.scenario import GRADES, Scenario
from coach.practice.scoring import score
from coach.practice.settings import settings, texts
from coach.text.document import CUSTOMER_CUES, read
from coach.text.values import states_value

_NEAR_DUPLICATE = 0.6  # share of one message's runs of words that the other has too
_RUN = 3
_FEW_WORDS = 12  # below, a message says too little of its dialect


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where in the scenario, and whether it is only advice."""

    place: str
    name: str
    en: str
    ar: str
    advice: bool = False

    def say(self, language: str) -> str:
        """Write the problem in `en` or `ar`."""
        return f"{self.place}: {self.ar if language == 'ar' else self.en}"


def check(scenario: Scenario, coach: Coach, others: Iterable[Scenario] = ()) -> list[Problem]:
    """List what is wrong with a scenario; `others` are those that it must not repeat."""
    return [
        *_language(scenario, coach),
        *_turns(scenario),
        *_facts(scenario),
        *_hints(scenario),
        *_samples(scenario, coach),
        *_masters(scenario, coach),
        *_duplicates(scenario, others),
    ]


def _problem(place: str, name: str, advice: bool = False, **values: object) -> Problem:
    said = texts()[f"lint_{name}"]
    return Problem(place, name, said["en"].format(**values), said["ar"].format(**values), advice)


def _language(scenario: Scenario, coach: Coach) -> Iterator[Problem]:
    """Find messages and replies in another language than is declared, and messages in another dialect."""
    for name, turn in scenario.turns.items():
        for what, text in (("message", turn.message), ("master", turn.master)):
            if text and len(text.split()) > 3 and read(text, ()).language.code not in (scenario.language, "und"):
                yield _problem(f"turns.{name}.{what}", "language", language=scenario.language)
    message = read(scenario.turns["start"].message, CUSTOMER_CUES)
    declared = scenario.dialect
    if declared and message.dialect not in (None, "msa", declared) and len(folded(message.text)) >= _FEW_WORDS:
        yield _problem("turns.start.message", "dialect", advice=True, found=message.dialect, declared=declared)


def _turns(scenario: Scenario) -> Iterator[Problem]:
    """Find turns that no branch leads to, and conversations that can go round without an end."""
    reached, waiting = {"start"}, ["start"]
    while waiting:
        for branch in scenario.turns[waiting.pop()].then:
            if branch.turn not in reached:
                reached.add(branch.turn)
                waiting.append(branch.turn)
    for name in scenario.turns:
        if name not in reached:
            yield _problem(f"turns.{name}", "unreachable")
    for name in scenario.turns:
        if name in _following(scenario, name):
            yield _problem(f"turns.{name}.then", "circle", advice=True)


def _following(scenario: Scenario, turn: str) -> set[str]:
    found: set[str] = set()
    waiting = [turn]
    while waiting:
        for branch in scenario.turns[waiting.pop()].then:
            if branch.turn not in found:
                found.add(branch.turn)
                waiting.append(branch.turn)
    return found


def _facts(scenario: Scenario) -> Iterator[Problem]:
    """Find facts that no turn uses, and values that cannot be looked for or that the fact itself does not say."""
    named = {
        key for turn in scenario.turns.values() if turn.goals for key in (*turn.goals.facts, *(k for a in turn.goals.asks for k in a.facts))
    }
    masters = " ".join(turn.master for turn in scenario.turns.values() if turn.master)
    spoken = frozenset(folded(masters))
    for fact in scenario.facts:
        about = matter(fact.say, scenario.language)
        used = fact.denied or fact.secret or fact.key in named or about.share(spoken) >= settings().said.words
        if not used:
            yield _problem(f"facts.{fact.key}", "unused", advice=True)
        for value in fact.values:
            if not states_value(value) and not matter(value, scenario.language).words:
                yield _problem(f"facts.{fact.key}.values", "no_value", value=value)


def _hints(scenario: Scenario) -> Iterator[Problem]:
    """Find hints that could be pasted: they stand in the master's reply or in an excellent one."""
    for name, turn in scenario.turns.items():
        models = [turn.master] if turn.master else []
        models += [one.text for one in scenario.samples if one.grade == "excellent"] if name == "start" else []
        for number, hint in enumerate(turn.hints):
            if copied_share(folded(hint), models, settings().gaming.run) >= settings().gaming.hints:
                yield _problem(f"turns.{name}.hints.{number}", "hint")


def _samples(scenario: Scenario, coach: Coach) -> Iterator[Problem]:
    """Find samples out of order by our own score, and excellent ones that claim what is not so."""
    made = [(sample.grade, score(scenario, "start", sample.text, coach)) for sample in scenario.samples]
    points = {grade: [result.score for own, result in made if own == grade] for grade in GRADES}
    if not max(points["poor"]) < min(points["fair"]) <= max(points["fair"]) < min(points["excellent"]):
        yield _problem("samples", "order", poor=max(points["poor"]), fair=min(points["fair"]), excellent=min(points["excellent"]))
    for grade, result in made:
        if grade == "excellent":
            if result.grade != "excellent":
                yield _problem("samples.excellent", "weak", points=result.score, why=_first(result, "en"), why_ar=_first(result, "ar"))
            yield from _claims("samples.excellent", result)


def _masters(scenario: Scenario, coach: Coach) -> Iterator[Problem]:
    """Find masters' replies that do not score as such, or whose moves the reader does not see."""
    for name, turn in scenario.turns.items():
        if turn.master is None or turn.goals is None:
            continue
        result = score(scenario, name, turn.master, coach)
        if result.grade != "excellent":
            place = f"turns.{name}.master"
            yield _problem(place, "weak", points=result.score, why=_first(result, "en"), why_ar=_first(result, "ar"))
        yield from _claims(f"turns.{name}.master", result)
        reading = coach.read(case_of(scenario, turn, turn.master))
        for move in turn.goals.moves:
            if not reading.makes(move):
                yield _problem(f"turns.{name}.goals.moves", "unseen", advice=True, move=move)


def _claims(place: str, result: Result) -> Iterator[Problem]:
    for reason in result.reasons:
        if reason.criterion == "truth" and reason.key.startswith("claim:"):
            yield Problem(place, "claim", reason.text.en, reason.text.ar)


def _first(result: Result, language: str) -> str:
    return result.reasons[0].text[language] if result.reasons else ""


def _duplicates(scenario: Scenario, others: Iterable[Scenario]) -> Iterator[Problem]:
    for other in others:
        if other.id != scenario.id and other.language == scenario.language and alike(scenario, other) >= _NEAR_DUPLICATE:
            yield _problem("turns.start.message", "duplicate", other=other.id)


def alike(one: Scenario, other: Scenario) -> float:
    """Tell how far two scenarios' first messages are the same: the larger share of words in common runs."""
    first, second = (scenario.turns["start"].message for scenario in (one, other))
    return max(copied_share(folded(first), [second], _RUN), copied_share(folded(second), [first], _RUN))
