"""Train the head that tells what impression a whole reply leaves: `python -m training.impression` writes it into card.json.

It learns from corpus/reviews_*.jsonl, from the bank's samples and master replies, and, a quarter as heavily, from the train split of
corpus/replies_*.jsonl; grades stand for scores there. What is told of a reply is standardised and weighed by ridge regression; its
strength is the one that errs least on customers' messages that it has not seen. corpus/practice_*.jsonl, scored by readers who saw
no grade of ours, and the replies' dev split only measure.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from scipy.stats import spearmanr
from sklearn.linear_model import Ridge
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from coach.case import Case
from coach.config import default_profile
from coach.models.features import Array
from coach.models.folders import WEIGHTS
from coach.models.impression import describe
from coach.models.training import export
from coach.pipeline import Coach
from coach.practice.bank import load
from coach.practice.goals import case_of
from training import ship

Vector: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
LANGUAGES = ("en", "ar")
GRADES = {"poor": 20.0, "fair": 55.0, "excellent": 88.0}
MASTER = 95.0
OUT_OF_FIVE = {1: 8.0, 2: 30.0, 3: 52.0, 4: 75.0, 5: 93.0}
GRADED_WEIGHT = 0.25
"""Of a reply of which only a grade is known: full weight agrees less with writers that the head has not learnt from."""
STRENGTHS = (100.0, 200.0, 400.0, 800.0, 1600.0)
FOLDS = 10
BAD, HALF, GOOD = 40, 50, 75
DIGITS = 5


@dataclass(frozen=True, slots=True)
class Row:
    """A reply: what is told of it, the score, and which message it answers."""

    told: Array
    score: float
    group: str
    language: str
    author: str = ""
    weight: float = 1.0


def told(coach: Coach, case: Case) -> Array:
    """Describe a reply as serving does."""
    reading = coach.read(case)
    assert reading.customer is not None
    return describe(reading.draft, reading.customer, coach.models.encoder)


def reviewed(coach: Coach) -> list[Row]:
    """List the replies of corpus/reviews_*.jsonl."""
    rows = []
    for language in LANGUAGES:
        for one in ship.rows(f"reviews_{language}"):
            case = Case(draft=one["draft"], customer=one["customer"], channel=one["channel"])
            rows.append(Row(told(coach, case), float(one["score"]), f"{language} {one['group']}", language, one["author"]))
    return rows


def graded(coach: Coach) -> list[Row]:
    """List the bank's samples and master replies."""
    rows = []
    for scenario in load():
        turn = scenario.turns["start"]
        replies = [(sample.text, GRADES[sample.grade]) for sample in scenario.samples]
        for text, score in (*replies, (turn.master or "", MASTER)):
            rows.append(Row(told(coach, case_of(scenario, turn, text)), score, scenario.id, scenario.language))
    return rows


def marked(coach: Coach, split: str) -> list[Row]:
    """List the replies of one split of corpus/replies_*.jsonl."""
    rows = []
    for language in LANGUAGES:
        for one in ship.replies(language, split):
            case = Case(draft=" ".join(sentence["text"] for sentence in one["sentences"]), customer=one["customer"], channel=one["channel"])
            score = OUT_OF_FIVE[one["grade"]]
            rows.append(Row(told(coach, case), score, one["customer_id"], language, weight=GRADED_WEIGHT))
    return rows


def read_by_others(coach: Coach) -> list[Row]:
    """List the replies of corpus/practice_*.jsonl with the mean of their readers' scores."""
    bank, rows = load(), []
    for language in LANGUAGES:
        for one in ship.rows(f"practice_{language}"):
            scenario = bank[one["scenario"]]
            score = float(np.mean([reader["overall"] for reader in one["scores"]]))
            rows.append(Row(told(coach, case_of(scenario, scenario.turns["start"], one["text"])), score, scenario.id, language))
    return rows


def fitted(rows: Sequence[Row], strength: float) -> tuple[Vector, float]:
    """Give weights and bias for what is told as it is: standardised, fitted, and folded together."""
    weights = np.array([row.weight for row in rows])
    scaler = StandardScaler().fit(stacked(rows), sample_weight=weights)
    ridge = Ridge(strength).fit(scaler.transform(stacked(rows)), [row.score for row in rows], sample_weight=weights)
    folded = ridge.coef_ / scaler.scale_
    return folded, float(ridge.intercept_ - scaler.mean_ @ folded)


def stacked(rows: Sequence[Row]) -> Vector:
    """Give [rows, figures]."""
    return np.stack([row.told for row in rows]).astype(np.float64)


def guessed(rows: Sequence[Row], head: tuple[Vector, float]) -> Vector:
    """Give the scores that a head gives, 0 to 100."""
    return np.clip(stacked(rows) @ head[0] + head[1], 0, 100)


def unseen(rows: Sequence[Row], strength: float) -> Vector:
    """Give each row's score by a head that has learnt from no reply to its message."""
    found = np.zeros(len(rows))
    for learnt, held in GroupKFold(FOLDS).split(rows, groups=[row.group for row in rows]):
        found[held] = guessed([rows[index] for index in held], fitted([rows[index] for index in learnt], strength))
    return found


def measure(name: str, rows: Sequence[Row], given: Vector) -> None:
    """Print how given scores agree with the wanted ones, by language."""
    for language in LANGUAGES:
        mine = [index for index, row in enumerate(rows) if row.language == language]
        if mine:
            wanted, ours = np.array([rows[index].score for index in mine]), given[mine]
            rank, apart = spearmanr(ours, wanted)[0], float(np.abs(ours - wanted).mean())
            hollow = ours < default_profile().thresholds.impression_from
            right, found = float((wanted[hollow] < HALF).mean()), float(hollow[wanted < BAD].mean())
            wrongly = float(hollow[wanted >= GOOD].mean())
            print(f"{name}, {language:3} n {len(mine):4}  rank correlation {rank:.2f}  apart by {apart:.1f}", end="  ")
            print(f"called hollow: rightly {right:.2f}, of the bad {found:.2f}, of the good {wrongly:.2f}", flush=True)


def main() -> None:
    """Choose the strength on unseen messages, train on all, write and measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=WEIGHTS)
    out = options.parse_args().out
    coach = Coach()
    scored = [*reviewed(coach), *graded(coach)]
    rows = [*scored, *marked(coach, "train")]
    wanted, weights = np.array([row.score for row in rows]), np.array([row.weight for row in rows])
    guesses = {strength: unseen(rows, strength) for strength in STRENGTHS}
    best = min(STRENGTHS, key=lambda strength: float(np.average((guesses[strength] - wanted) ** 2, weights=weights)))
    print(f"{len(rows)} replies, {len({row.group for row in rows})} messages; strength {best:g}")
    measure("unseen messages", scored, guesses[best][: len(scored)])
    for author in sorted({row.author for row in scored} - {""}):
        theirs = [row for row in scored if row.author == author]
        others = [row for row in rows if row.author != author]
        measure(f"a writer not learnt from, {author}", theirs, guessed(theirs, fitted(others, best)))
    head = fitted(rows, best)
    card = json.loads((out / "card.json").read_text(encoding="utf-8"))
    card["heads"]["impression"] = {"bias": round(head[1], DIGITS), "weights": [round(float(one), DIGITS) for one in head[0]]}
    export.write_card(out, card)
    for name, apart in (("graded replies, dev", marked(coach, "dev")), ("readers' scores", read_by_others(coach))):
        measure(name, apart, guessed(apart, head))


if __name__ == "__main__":
    main()
