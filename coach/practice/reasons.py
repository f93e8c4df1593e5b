"""Reasons: every point that a reply loses, said in both languages, with the words in the reply that it is about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coach.config import Severity, Texts
from coach.findings import Judged
from coach.practice.claim import Claim
from coach.practice.goals import WHOLE, Reached
from coach.practice.result import Reason, Span
from coach.practice.scenario import Goals, Scenario
from coach.practice.settings import settings, texts
from coach.reading import Reading
from coach.rules.blames_others import is_of_outsider

_QUOTED = 60
_FOUND_BY = {"blame": ("blames-customer",), "dismissive": ("dismissive-tone", "mirrored-hostility")}
_WEAKEST = 2  # criteria that are named as what the whole is weakest in
_MISSING = 0.25  # of a fact or a move: below it is not there


@dataclass(frozen=True, slots=True)
class Held:
    """What the scenario's own goals of one criterion come to, 0 to 100, None without any; and what lacks, by share."""

    score: float | None
    lacks: tuple[Reason, ...]


def asks_held(goals: Goals, made: Reached) -> Held:
    """Give the mean worth of the asks, and a reason for each that lacks something."""
    lacks = []
    for number, (wanted, one) in enumerate(zip(goals.asks, made.asks, strict=True)):
        if one.worth < WHOLE:
            right = settings().worth[wanted.outcome][one.status] >= WHOLE
            name = "ask_missed" if one.status == "missed" else "ask_half" if right else f"ask_wanted_{wanted.outcome}"
            spans = (one.span,) if one.span else ()
            lacks.append(reason(f"ask:{number}", "completeness", name, 1 - one.worth, spans, ask=_short(wanted.text)))
    return Held(100 * sum(one.worth for one in made.asks) / len(made.asks), tuple(lacks))


def facts_held(scenario: Scenario, made: Reached) -> Held:
    """Give how far the facts that have to be said are, and a reason for each that is not."""
    say = {fact.key: fact.say for fact in scenario.facts}
    lacks = tuple(
        reason(f"fact:{key}", "facts", _lacking(worth, key in made.contradicted), 1 - worth, fact=_short(say[key]))
        for key, worth in made.facts.items()
        if worth < WHOLE
    )
    return Held(_mean(made.facts), lacks)


def _lacking(worth: float, contradicted: bool) -> str:
    return "fact_contradicted" if contradicted else "fact_missing" if worth < _MISSING else "fact_half"


def moves_held(made: Reached) -> Held:
    """Give how far the moves that have to be made are, and a reason for each that is not."""
    lacks = tuple(
        reason(f"move:{move}", "moves", "move_missing" if worth < _MISSING else "move_half", 1 - worth, move=move)
        for move, worth in made.moves.items()
        if worth < WHOLE
    )
    return Held(_mean(made.moves), lacks)


def _mean(worth: Mapping[str, float]) -> float | None:
    return 100 * sum(worth.values()) / len(worth) if worth else None


def shared_out(held: Held, share: float) -> list[Reason]:
    """Share the points that a criterion lost out among what it lacks, by weight."""
    lost = share * (100 - (100.0 if held.score is None else held.score))
    whole = sum(one.lost for one in held.lacks) or 1.0
    return [one.model_copy(update={"lost": round(lost * one.lost / whole, 1)}) for one in held.lacks]


def raised(reasons: Sequence[Reason], by: float) -> list[Reason]:
    """Share out among `reasons`, in proportion, what was lost by them elsewhere."""
    whole = sum(one.lost for one in reasons) or 1.0
    return [one.model_copy(update={"lost": round(one.lost * (1 + by / whole), 1)}) for one in reasons]


def of_findings(
    judged: Sequence[Judged],
    criteria: Mapping[str, float | None],
    short: Mapping[str, float],
    shares: Mapping[str, float],
    penalties: Mapping[Severity, float],
    text: str,
) -> list[Reason]:
    """Say the coach's findings as reasons, and what the impression of the whole leaves `short` of each criterion as one more.

    Each costs what it took off its criterion, together no more than was lost there.
    """
    cost = {name: short.get(name, 0.0) for name in criteria}
    for finding, rule, severity in judged:
        cost[rule.criterion] = cost.get(rule.criterion, 0.0) + penalties[severity] * finding.confidence
    reasons = []
    seen: dict[str, int] = {}
    for finding, rule, severity in judged:
        if rule.criterion == "completeness":
            continue
        found = text[finding.start : finding.end] if finding.target == "draft" else ""
        n = seen[rule.id] = seen.get(rule.id, -1) + 1
        lost = shares.get(rule.criterion, 0.0) * (100 - (criteria[rule.criterion] or 0.0))
        share = penalties[severity] * finding.confidence / (cost[rule.criterion] or 1.0)
        reasons.append(
            Reason(
                key=f"rule:{rule.id}:{n}",
                criterion=rule.criterion,
                lost=round(lost * share, 1),
                text=Texts(en=rule.say(finding, found, "en"), ar=rule.say(finding, found, "ar")),
                spans=((finding.start, finding.end),) if finding.target == "draft" and finding.end > finding.start else (),
            )
        )
    by_whole = {
        name: shares.get(name, 0.0) * (100 - (value or 0.0)) * short[name] / cost[name]
        for name, value in criteria.items()
        if name != "completeness" and short.get(name, 0.0) > 0 and value is not None
    }
    if by_whole:
        weakest = sorted(by_whole, key=lambda name: -short[name])[:_WEAKEST]
        reasons.append(reason("impression", weakest[0], "impression", round(sum(by_whole.values()), 1), criteria=weakest))
    return reasons


def of_claims(found: Iterable[Claim], text: str, scenario: Scenario) -> list[Reason]:
    """Say each false claim."""
    points = settings().points
    say = {fact.key: _short(fact.say) for fact in scenario.facts}
    return [
        reason(
            f"claim:{one.verdict}:{one.fact or one.kind}",
            "truth",
            "opposite" if one.kind == "opposite" else one.verdict,
            points[one.verdict],
            ((one.start, one.end),),
            found=_short(text[one.start : one.end]),
            fact=say.get(one.fact or "", ""),
        )
        for one in found
        if one.false
    ]


def of_forbidden(goals: Goals, reading: Reading, judged: Sequence[Judged] = ()) -> list[Reason]:
    """Say which forbidden moves are made; one that the reader only half sees, and no rule finds either, costs half."""
    found = [(rule.id, one.start, one.end) for one, rule, _ in judged]
    bounds = settings().never
    reasons = []
    for move in goals.never:
        made = [(reading.sentences[at], reading.sentences[at].moves[move]) for at in reading.where(move)]
        if move == "blame":
            made = [(sentence, sure) for sentence, sure in made if not is_of_outsider(sentence)]
        spans = tuple((sentence.start, sentence.end) for sentence, sure in made if sure >= bounds.half)
        if spans:
            own = _FOUND_BY.get(move, ())
            told = any(rule in own and start < sentence.end and sentence.start < end for rule, start, end in found for sentence, _ in made)
            whole = told or any(sure >= bounds.whole for _, sure in made)
            lost = settings().points["never"] * (1.0 if whole else 0.5)
            name = f"never_{move}" if f"never_{move}" in texts() else "never"
            criterion = settings().belongs.get(move, ("moves",))[0]
            reasons.append(reason(f"never:{move}", criterion, name if whole else "never_half", lost, spans, move=move))
    return reasons


def of_length(goals: Goals, reading: Reading) -> list[Reason]:
    """Say that a reply is too long or too short; the points grow with how much."""
    least, most = goals.words
    n = reading.n_words
    room = settings().tolerance
    if least * (1 - room) <= n <= most * (1 + room):
        return []
    off = min(1.0, (n - most) / most if n > most else 2 * (least - n) / least)
    return [
        reason(
            "length",
            "length",
            "too_long" if n > most else "too_short",
            round(settings().points["length"] * off, 1),
            n=n,
            limit=most if n > most else least,
        )
    ]


def lowered(criteria: Mapping[str, float | None], faults: Iterable[Reason], rude: float) -> dict[str, int | None]:
    """Give the criteria as they are shown: less what the faults that belong to them take off; `rude`, 0 to 1, lowers courtesy."""
    own = settings()
    off: dict[str, float] = {"courtesy": own.shown["never"] * rude}
    for one in faults:
        kind, _, name = one.key.partition(":")
        if kind == "claim":
            name = name.partition(":")[0]
            belongs: tuple[str, ...] = ("facts",)
        elif kind == "never":
            belongs = own.belongs.get(name, ())
            name = "never"
        else:
            name, belongs = "length", ("length",)
        for criterion in belongs:
            off[criterion] = off.get(criterion, 0.0) + own.shown[name] * one.lost / own.points[name]
    shown = dict(criteria)
    for name, points in off.items():
        if points > 0:
            before = shown.get(name)
            shown[name] = max(0.0, (100.0 if before is None else before) - points)
    return {name: None if value is None else round(value) for name, value in shown.items()}


def reason(key: str, criterion: str, name: str, lost: float, spans: Sequence[Span] = (), **values: object) -> Reason:
    """Make a reason out of the text `name`, its placeholders filled with `values`; `move` and `criteria` are named in each language."""
    said = texts()[name]
    filled = {language: said[language].format(**{k: _named(k, v, language) for k, v in values.items()}) for language in ("en", "ar")}
    return Reason(key=key, criterion=criterion, lost=lost, text=Texts(**filled), spans=tuple(spans))


def _named(kind: str, value: object, language: str) -> object:
    if kind == "move":
        return move_name(str(value), language)
    if kind == "criteria" and isinstance(value, list):
        return texts()["and"][language].join(texts()[f"impression_{name}"][language] for name in value)
    return value


def move_name(move: str, language: str) -> str:
    """Give what a move is called to a person."""
    return texts()[f"move_{move}"][language]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED].rsplit(' ', 1)[0]}…"
