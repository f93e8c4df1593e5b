"""Trust: how far the scores of a bank can be believed, by its own samples and by attacks made for each scenario."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from coach.phrasebook import Phrasebook
from coach.pipeline import Coach
from coach.practice.bank import LANGUAGES, Bank
from coach.practice.result import Result
from coach.practice.rubric import Rubric
from coach.practice.scenario import GRADES, Scenario
from coach.practice.scoring import score
from coach.text.document import read

_STRUNG = ("empathy", "apology", "gratitude", "offer_help", "closing")
_MOST = 4_000


@dataclass
class Figures:
    """What was counted in one language; the lists name the scenarios (and what about them) that fell out."""

    scenarios: int = 0
    samples: int = 0
    excellent: int = 0
    ordered: int = 0
    graded: int = 0
    masters: int = 0
    masters_excellent: int = 0
    attacks: int = 0
    attacks_held: int = 0
    clean: int = 0
    disordered: list[str] = field(default_factory=list)
    weak_masters: list[str] = field(default_factory=list)
    won: list[str] = field(default_factory=list)
    false_claims: list[str] = field(default_factory=list)

    def say(self, language: str) -> str:
        """Write the figures as lines."""
        share = 100 / max(1, self.scenarios)
        lines = [
            f"{language}: {self.scenarios} scenarios",
            f"  poor < fair < excellent: {self.ordered} ({self.ordered * share:.1f}%)",
            f"  samples in their own grade: {self.graded} of {self.samples}",
            f"  masters excellent: {self.masters_excellent} of {self.masters}",
            f"  attacks that stay below excellent: {self.attacks_held} of {self.attacks}",
            f"  excellent samples and masters without a false claim: {self.clean} of {self.masters + self.excellent}",
        ]
        told = (("disordered", self.disordered), ("weak masters", self.weak_masters), ("won", self.won), ("false", self.false_claims))
        return "\n".join(lines + [f"  {name}: {', '.join(names)}" for name, names in told if names])


def order(bank: Bank, coach: Coach | None = None, rubric: Rubric | None = None) -> dict[str, Figures]:
    """Give the figures of a bank by language: samples in order, masters excellent, attacks held, false claims; by a rubric, or by ours."""
    coach = coach or Coach()
    found: dict[str, Figures] = {}
    for language in LANGUAGES:
        figures = found[language] = Figures()
        scenarios = bank.pick(language=language)
        for place, scenario in enumerate(scenarios):
            _samples(scenario, coach, figures, rubric)
            _masters(scenario, coach, figures, rubric)
            for name, turn, text in attacks(scenario, scenarios[place - 1], coach.phrasebook):
                made = score(scenario, turn, text, coach, rubric=rubric)
                figures.attacks += 1
                if made.grade == "excellent":
                    figures.won.append(f"{scenario.id}/{name} {made.score}")
                else:
                    figures.attacks_held += 1
    return found


def _samples(scenario: Scenario, coach: Coach, figures: Figures, rubric: Rubric | None) -> None:
    made = [(sample.grade, score(scenario, "start", sample.text, coach, rubric=rubric)) for sample in scenario.samples]
    poor, fair, excellent = ([result.score for own, result in made if own == grade] for grade in GRADES)
    figures.scenarios += 1
    figures.samples += len(made)
    if max(poor) < min(fair) and max(fair) < min(excellent):
        figures.ordered += 1
    else:
        figures.disordered.append(f"{scenario.id} {max(poor)} {min(fair)}-{max(fair)} {min(excellent)}")
    figures.graded += sum(result.grade == grade for grade, result in made)
    for grade, result in made:
        if grade == "excellent":
            figures.excellent += 1
            _claims(scenario, grade, result, figures)


def _masters(scenario: Scenario, coach: Coach, figures: Figures, rubric: Rubric | None) -> None:
    for name, turn in scenario.turns.items():
        if turn.master is None:
            continue
        made = score(scenario, name, turn.master, coach, rubric=rubric)
        figures.masters += 1
        if made.grade == "excellent":
            figures.masters_excellent += 1
        else:
            figures.weak_masters.append(f"{scenario.id}/{name} {made.score}")
        _claims(scenario, name, made, figures)


def _claims(scenario: Scenario, name: str, result: Result, figures: Figures) -> None:
    false = [claim for claim in result.claims if claim.verdict != "given"]
    if false:
        figures.false_claims.append(f"{scenario.id}/{name} {false[0].verdict} {false[0].kind} {false[0].start}")
    else:
        figures.clean += 1


def attacks(scenario: Scenario, other: Scenario, phrasebook: Phrasebook) -> Iterator[tuple[str, str, str]]:
    """Yield name, turn and text of replies that play for points: hints, phrases, another's reply, the message, the facts, and mixtures."""
    language = scenario.language
    for name, turn in scenario.turns.items():
        if turn.goals is None:
            continue
        yield "hints", name, " ".join(turn.hints)
        yield "message", name, turn.message
        yield "phrases", name, _strung(phrasebook, language, scenario)
        yield "phrases+message", name, f"{_strung(phrasebook, language, scenario)} {turn.message}"[:_MOST]
        yield "facts", name, " ".join(text for fact in scenario.facts for text in (fact.say, *fact.values))
        yield "keywords", name, " ".join(_keywords(scenario))
    start, phrases = scenario.turns["start"], _strung(phrasebook, language, scenario)
    facts = ". ".join(fact.say for fact in scenario.facts if not fact.secret)
    texts = {grade: next(one.text for one in scenario.samples if one.grade == grade) for grade in ("poor", "fair")}
    yield "other", "start", next(sample.text for sample in other.samples if sample.grade == "excellent")
    yield "phrases+hints", "start", f"{phrases} {' '.join(start.hints)}"
    yield "phrases+facts", "start", f"{phrases} {facts}"
    yield "hints+facts", "start", f"{' '.join(start.hints)} {facts}"
    yield "message+facts", "start", f"{start.message} {facts}"[:_MOST]
    yield "greeting+keywords", "start", f"{phrases.split('.')[0]}. {' '.join(_keywords(scenario))}"
    for grade, text in texts.items():
        yield f"{grade}+phrases", "start", f"{text} {phrases}"


def _strung(phrasebook: Phrasebook, language: str, scenario: Scenario) -> str:
    """String the first phrases without slots of the moves that please together."""
    said = []
    for move in _STRUNG:
        fit = [
            text
            for entry in phrasebook.entries(language, move)
            if not entry.slots and entry.dialect in (None, scenario.dialect, "msa")
            for text in list(entry.forms.values())[:1]
        ]
        said += fit[:3]
    return " ".join(said)


def _keywords(scenario: Scenario) -> Iterator[str]:
    """Yield the facts' values and the content words of what they say, without a sentence around them."""
    for fact in scenario.facts:
        yield from fact.values
        document = read(fact.say, (), scenario.language)
        yield from (word for sentence in document.sentences for word in sentence.words if len(word) > 3)
