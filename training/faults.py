"""Train the heads that tell what a reviewer would name: `python -m training.faults` writes faults.npy and places.npy.

Logistic regression, one for each rule, on what `coach.models.beside` tells of the whole, and another of each sentence. They learn from the
faults that reviewers named in corpus/reviews_*.jsonl and corpus/drafts_*.jsonl, and, lightly, from the train split of corpus/replies_*.jsonl,
where the rules that a trainer would flag are known of the whole, and of sentences by their moves, and from routine replies in which nothing
unkind stands. How the two, and what the rule itself found,
are weighed together, and the bound from which on a fault is told, come from replies by authors that were not learnt from. A rule is left
to itself where the whole finds too little. It is trained last: what becomes of the asks is told to it.
"""

import argparse
import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, precision_recall_curve
from sklearn.preprocessing import StandardScaler

from coach.case import Case
from coach.findings import WEAKENS
from coach.models.beside import Beside
from coach.models.faults import PLACES_FILE, WHOLE_FILE
from coach.models.features import Array
from coach.models.folders import WEIGHTS
from coach.models.training import export
from coach.pipeline import Coach
from coach.weighing import TRUSTED
from training import heads, ship
from training.heads import LANGUAGES

MISSING = (
    "unanswered-question",
    "missing-apology",
    "missing-empathy",
    "missing-next-step",
    "refusal-without-alternative",
)
STANDING = {
    "blames-customer": "blame",
    "dismissive-tone": "dismissive",
    "mirrored-hostility": "dismissive",
    "vague-next-step": "vague_promise",
    "excessive-handoff": "handoff",
    "blunt-refusal": "refusal",
    "canned-empathy": "",
}
"""Rules whose fault stands in a sentence, with the move that shows it in labelled replies."""
STRENGTH = 0.003
"""Of logistic regression's C: 0.001 and 0.01 tell no better by more than 0.02 of average precision."""
LABELLED_WEIGHT = 0.1
"""Of a reply of which a trainer's rules are known, but not what a reviewer would name."""
BAD, GOOD = 2, 5  # grades
UNKIND = frozenset(("blame", "dismissive", "non_apology", "vague_promise", "refusal", "handoff"))
EVERYDAY = 1000
"""Routine replies of a language: with all of them the heads learn little else from good ones."""
LEAST_PRECISION = 0.45
"""Of what is told at the bound: reviewers name what matters most, not all that is wrong."""
LEAST_CHANCE = 0.35
"""Below it nothing is told: two in three would be false alarms."""
LEAST_F1 = 0.35
"""Below it a rule is left to itself."""
HALF = 0.5
ON = 0.5  # of a sentence or of a quotation, lies in the other


@dataclass(frozen=True, slots=True)
class Row:
    """A reply: what is told of it, which rules' faults it has and where, which rules found any by themselves, and who wrote it."""

    whole: Array
    each: Array
    faults: frozenset[str]
    standing: dict[str, Array]
    shown: dict[str, float]
    language: str
    group: int
    weight: float = 1.0


def named(coach: Coach) -> list[Row]:
    """List the replies whose faults reviewers named."""
    made = []
    for language, one, case in ship.reviews():
        told, shown = _read(coach, case)
        standing = {rule: np.array([_stands(one, rule, s.start, s.end) for s in told.sentences], dtype=float) for rule in STANDING}
        faults = frozenset(rule for rule, *_ in one["faults"])
        made.append(Row(told.whole, told.each, faults, standing, shown, language, int(one["author"].partition("-")[2])))
    return made


def _read(coach: Coach, case: Case) -> tuple[Beside, dict[str, float]]:
    """Lay a reply beside its message, and ask each rule by itself."""
    reading = coach.read(case)
    reading.suspicion = None
    assert reading.customer is not None
    shown: dict[str, float] = {}
    for finding, rule, _ in coach.judge(reading)[0]:
        if finding.variant != WEAKENS:
            shown[rule.id] = max(shown.get(rule.id, 0.0), finding.confidence)
    return Beside(reading.draft, reading.customer, coach.models.encoder), shown


def _stands(one: dict[str, Any], rule: str, start: int, end: int) -> float:
    """Tell whether a reviewer pointed at the sentence from `start` to `end`; not a number where they did not say where."""
    mine = [(first, last) for name, _, first, last in one["faults"] if name == rule]
    if any(first is None for first, _ in mine):
        return np.nan
    shared = [(min(end, last) - max(start, first), last - first) for first, last in mine]
    return float(any(part > 0 and (part >= ON * (end - start) or part >= ON * length) for part, length in shared))


def labelled(coach: Coach) -> list[Row]:
    """List the bad and the master replies of the train split of corpus/replies_*.jsonl."""
    return [row for language in LANGUAGES for one in ship.replies(language, "train") if (row := _labelled(coach, language, one))]


def _labelled(coach: Coach, language: str, one: dict[str, Any]) -> Row | None:
    if BAD < one["grade"] < GOOD:
        return None
    reading = coach.read(ship.case_of(one).model_copy(update={"language": language}))
    if reading.customer is None or not reading.sentences or not reading.customer.document.body:
        return None
    told = Beside(reading.draft, reading.customer, coach.models.encoder)
    faults = frozenset(one["rules"] if one["grade"] <= BAD else ())
    ends = [*accumulate(len(sentence["text"]) + 1 for sentence in one["sentences"])]
    moves = [set(one["sentences"][bisect_right(ends, sentence.start)]["moves"]) for sentence in told.sentences]
    standing = {rule: _marks(rule, faults, moves) for rule in STANDING}
    return Row(told.whole, told.each, faults, standing, {}, language, 0, LABELLED_WEIGHT)


def everyday(coach: Coach) -> list[Row]:
    """List routine replies without an unkind or empty sentence: in none of their sentences stands a fault."""
    found = []
    for language in LANGUAGES:
        clean = [one for one in ship.rows(f"routine_replies_{language}", "train") if one["context"] and _is_clean(one)]
        for one in clean[:EVERYDAY]:
            draft = " ".join(sentence["text"] for sentence in one["sentences"])
            reading = coach.read(Case(draft=draft, customer=one["context"], channel="chat", language=language))
            if reading.customer is None or not reading.sentences or not reading.customer.document.body:
                continue
            told = Beside(reading.draft, reading.customer, coach.models.encoder)
            standing = {rule: np.zeros(len(told.sentences)) for rule in STANDING}
            found.append(Row(told.whole, told.each, frozenset(), standing, {}, language, 0, LABELLED_WEIGHT))
    return found


def _is_clean(one: dict[str, Any]) -> bool:
    return not any(move in UNKIND for sentence in one["sentences"] for move in sentence["moves"])


def _marks(rule: str, faults: frozenset[str], moves: Sequence[set[str]]) -> Array:
    """Tell of each sentence whether a rule's fault stands in it; not a number where its move is of two such rules, or tells nothing."""
    if rule not in faults:
        return np.zeros(len(moves))
    alone = [other for other in STANDING if other in faults and STANDING[other] == STANDING[rule]] == [rule]
    return np.array([1.0 if alone and STANDING[rule] in made else np.nan for made in moves])


def fitted(told: Array, right: Array, weights: Array) -> Array:
    """Give weights and bias for what is told as it is: standardised, fitted, and folded together."""
    scaler = StandardScaler().fit(told)
    head = LogisticRegression(C=STRENGTH, max_iter=1000).fit(scaler.transform(told), right, sample_weight=weights)
    return heads.folded(head.coef_[0], head.intercept_[0], scaler.mean_, scaler.scale_)


def of_whole(rows: Sequence[Row], rule: str) -> Array:
    """Fit the head that tells whether a reply has a rule's fault."""
    told = np.stack([row.whole for row in rows]).astype(np.float64)
    return fitted(told, np.array([rule in row.faults for row in rows]), np.array([row.weight for row in rows]))


def of_places(rows: Sequence[Row], rule: str) -> Array:
    """Fit the head that tells in which sentence a rule's fault stands."""
    right = np.concatenate([row.standing[rule] for row in rows])
    known = ~np.isnan(right)
    told = np.concatenate([row.each for row in rows]).astype(np.float64)[known]
    weights = np.concatenate([np.full(len(row.each), row.weight) for row in rows])[known]
    return fitted(told, right[known] > HALF, weights)


def odds(rows: Sequence[Row], whole: Array, places: Array | None) -> Array:
    """Give [replies, 2]: the log odds of the whole, and of the likeliest sentence (0 without places)."""
    return np.array(
        [
            [float(row.whole @ whole[:-1] + whole[-1]), float((row.each @ places[:-1] + places[-1]).max()) if places is not None else 0.0]
            for row in rows
        ]
    )


def weighed(given: Array, right: Array) -> LogisticRegression:
    """Fit how the whole, the likeliest sentence and what the rule found are weighed together."""
    return LogisticRegression(C=1.0).fit(given, right)


def bound_of(chances: Array, right: Array) -> tuple[float, float]:
    """Give the bound that agrees best, of those precise and likely enough, and its F1; 1 and 0 where none is."""
    precision, recall, bounds = precision_recall_curve(right, chances)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    f1[precision < LEAST_PRECISION] = 0.0
    f1[:-1][bounds < LEAST_CHANCE] = 0.0
    best = int(f1[:-1].argmax())
    return (float(bounds[best]), float(f1[best])) if f1[best] else (1.0, 0.0)


def unseen(rows: Sequence[Row], others: Sequence[Row], rule: str) -> Iterator[tuple[list[int], Array]]:
    """Yield, author by author, which rows are theirs and the log odds that heads give which have learnt nothing from them."""
    for author in sorted({row.group for row in rows}):
        held = [place for place, row in enumerate(rows) if row.group == author]
        learnt = [*(row for row in rows if row.group != author), *others]
        places = of_places(learnt, rule) if rule in STANDING else None
        yield held, odds([rows[place] for place in held], of_whole(learnt, rule), places)


def learn(rows: Sequence[Row], others: Sequence[Row], rule: str) -> tuple[dict[str, float], Array, Array | None] | None:
    """Learn one rule's heads and how they are weighed; None where they find too little. Prints what they find."""
    right = np.array([rule in row.faults for row in rows])
    shown = np.array([row.shown.get(rule, 0.0) for row in rows])
    told = np.zeros((len(rows), 2))
    for held, own in unseen(rows, others, rule):
        told[held] = own
    given = np.column_stack([told, shown])
    chances = np.zeros(len(rows))
    for author in {row.group for row in rows}:
        held = np.array([row.group == author for row in rows])
        chances[held] = weighed(given[~held], right[~held]).predict_proba(given[held])[:, 1]
    bound, f1 = bound_of(chances, right)
    alone = float(right[shown > 0].mean()) if (shown > 0).any() else 0.0
    before = f"by itself {_agreement(shown > 0, right)}"
    print(f"{rule}: {right.sum()} of {len(right)}; average precision {average_precision_score(right, chances):.2f}; {before}", end="")
    if f1 < LEAST_F1:
        print("; left to itself", flush=True)
        return None
    stands = rule not in MISSING or rule == "unanswered-question" or alone >= TRUSTED
    said = (chances >= bound) | ((shown > 0) & stands)
    by_language = (
        f"{one} {_agreement(said[mine], right[mine])}" for one in LANGUAGES if (mine := np.array([r.language == one for r in rows])).any()
    )
    print(f"; from {bound:.2f} on {_agreement(said, right)} ({'; '.join(by_language)})", flush=True)
    final = weighed(given, right)
    of_all, of_likeliest, of_shown = map(float, final.coef_[0])
    whole = of_whole([*rows, *others], rule) * of_all
    whole[-1] += float(final.intercept_[0])
    sought = round(of_likeliest, 4) if rule in STANDING else 0.0
    places = of_places([*rows, *others], rule) if sought else None
    figures = {"shown": round(of_shown, 4), "sought": sought, "bound": round(bound, 3), "alone": round(alone, 4)}
    return figures, whole, places


def _agreement(said: Array, right: Array) -> str:
    both = float((said & right).sum())
    return f"P {both / max(1, said.sum()):.2f} R {both / max(1, right.sum()):.2f}"


def main() -> None:
    """Learn every rule's heads and write those that find enough."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=WEIGHTS)
    out = options.parse_args().out
    coach = Coach()
    rows, others = named(coach), labelled(coach)
    clean = [*others, *everyday(coach)]
    print(f"{len(rows)} replies whose faults were named, {len(others)} labelled, {len(clean) - len(others)} routine", flush=True)
    learnt = {rule: one for rule in (*MISSING, *STANDING) if (one := learn(rows, clean if rule in STANDING else others, rule))}
    np.save(out / WHOLE_FILE, np.stack([whole for _, whole, _ in learnt.values()]).astype(np.float32))
    np.save(out / PLACES_FILE, np.stack([places for _, _, places in learnt.values() if places is not None]).astype(np.float32))
    card = json.loads((out / "card.json").read_text(encoding="utf-8"))
    card["heads"]["faults"] = {"rules": {rule: figures for rule, (figures, _, _) in learnt.items()}}
    export.write_card(out, card)


if __name__ == "__main__":
    main()
