"""Train the head that tells what impression a whole reply leaves: `python -m training.impression` writes impression.npy.

The whole is learnt from corpus/reviews_*.jsonl and corpus/drafts_*.jsonl, from the bank's samples and master replies, and, a quarter as
heavily, from the train split of corpus/replies_*.jsonl; grades stand for scores there. The criteria are learnt from the reviews alone: who
scored the drafts calls more of them clear.
Each of these is learnt again with courtesies around it and with a sentence that we would propose. What is told of a reply is standardised and
weighed by ridge regression, of the strength that errs least on customers' messages that it has not seen. corpus/practice_*.jsonl, scored by
readers who saw no grade of ours, one author's drafts, and the replies' dev split only measure. It is trained after `training.asks`: what becomes
of the asks is told to it.
"""

import argparse
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from scipy.stats import spearmanr
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler

from coach.case import Case
from coach.config import default_profile
from coach.models.beside import Beside
from coach.models.features import Array
from coach.models.folders import WEIGHTS
from coach.models.impression import FILE, WHOLE
from coach.models.training import export
from coach.pipeline import Coach
from coach.practice.bank import load
from coach.practice.goals import case_of
from coach.rewrite.edits import apply_edits
from training import heads, ship
from training.heads import LANGUAGES

Vector: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Head: TypeAlias = tuple[Vector, float]
JUDGED = (WHOLE, "empathy", "completeness", "tone", "clarity", "next_step")
GRADES = {"poor": 20.0, "fair": 55.0, "excellent": 88.0}
MASTER = 95.0
OUT_OF_FIVE = {1: 8.0, 2: 30.0, 3: 52.0, 4: 75.0, 5: 93.0}
GRADED_WEIGHT = 0.25
"""Of a reply of which only a grade is known: full weight agrees less with writers that the head has not learnt from."""
STRENGTHS = (100.0, 200.0, 400.0, 800.0, 1600.0)
FOLDS = 10
CRITERIA_BY = tuple(f"{language}-{number}" for language in LANGUAGES for number in range(1, 5))
"""Whose replies readers with one scale scored by criterion: those of the reviews."""
SEED = 20261122
FRAMED_WEIGHT = 0.5
PROPOSED = ("missing-empathy", "missing-apology", "missing-acknowledgement", "missing-greeting", "missing-closing", "blames-customer")
FRAMES = {
    "en": (
        ("Hello, thank you for contacting us.", "Kind regards"),
        ("Hi there, I am sorry about the trouble.", "Have a nice day!"),
        ("Good morning, we apologise for any inconvenience caused.", "Please let us know if there is anything else. Best regards"),
        ("Dear customer, I understand how frustrating this is.", "Thank you for your patience."),
        ("Hello, thanks for your message, I can see why you wrote.", "Best wishes"),
    ),
    "ar": (
        ("السلام عليكم، شكرًا لتواصلك معنا.", "مع خالص التحية."),
        ("أهلًا بك، نعتذر عن الإزعاج.", "يومك سعيد."),
        ("مرحبًا، نتفهم انزعاجك ونأسف لما حدث.", "لأي استفسار آخر نحن في خدمتك."),
        ("حياك الله، وصلتنا رسالتك.", "نشكر لك صبرك."),
        ("أهلا بحضرتك، بنعتذر جدا عن اللي حصل.", "تحت أمرك في أي وقت."),
    ),
}
BAD, HALF, GOOD = 40, 50, 75


@dataclass(frozen=True, slots=True)
class Row:
    """A reply: what is told of it, its points by what was judged, and which message it answers."""

    told: Array
    points: Mapping[str, float]
    group: str
    language: str
    author: str = ""
    weight: float = 1.0


def told(coach: Coach, case: Case) -> Array:
    """Describe a reply as serving does."""
    reading = coach.read(case)
    assert reading.customer is not None
    return Beside(reading.draft, reading.customer, coach.models.encoder).whole


def review(coach: Coach, language: str, one: dict[str, Any], case: Case, weight: float = 1.0) -> Row:
    """Describe a case that has the points of a review."""
    points = {WHOLE: one["score"], **(one["criteria"] if one["author"] in CRITERIA_BY else {})}
    return Row(told(coach, case), points, f"{language} {one['group']}", language, one["author"], weight)


def reviewed(coach: Coach, held_out: bool = False) -> list[Row]:
    """List the reviewed replies, or those never learnt from."""
    return [review(coach, *one) for one in ship.reviews(held_out)]


def framed(coach: Coach) -> list[Row]:
    """List the reviewed replies once more, each between courtesies: what is said around a reply is worth no points of its own."""
    rows, order = [], random.Random(SEED)
    for language, one, case in ship.reviews():
        before, after = order.choice(FRAMES[language])
        again = case.model_copy(update={"draft": f"{before} {case.draft} {after}"})
        rows.append(review(coach, language, one, again, FRAMED_WEIGHT))
    return rows


def prefaced(coach: Coach) -> list[Row]:
    """List the reviewed replies once more with a sentence that we would propose ourselves: it is worth no points of its own and costs none."""
    rows, order = [], random.Random(SEED)
    for language, one, case in ship.reviews():
        found = [finding for finding in coach.check(case).findings if finding.rule in PROPOSED and finding.suggestions]
        if found:
            edits = order.choice(found).suggestions[0].edits
            again = case.model_copy(update={"draft": apply_edits(case.draft, edits)})
            if coach.read(again).draft.body:  # of a draft that is one sentence of blame nothing may be left
                rows.append(review(coach, language, one, again, FRAMED_WEIGHT))
    return rows


def graded(coach: Coach) -> list[Row]:
    """List the bank's samples and master replies."""
    rows = []
    for scenario in load():
        turn = scenario.turns["start"]
        replies = [(sample.text, GRADES[sample.grade]) for sample in scenario.samples]
        for text, score in (*replies, (turn.master or "", MASTER)):
            rows.append(Row(told(coach, case_of(scenario, turn, text)), {WHOLE: score}, scenario.id, scenario.language))
    return rows


def marked(coach: Coach, split: str) -> list[Row]:
    """List the replies of one split of corpus/replies_*.jsonl."""
    rows = []
    for language in LANGUAGES:
        for one in ship.replies(language, split):
            case = ship.case_of(one)
            points = {WHOLE: OUT_OF_FIVE[one["grade"]]}
            rows.append(Row(told(coach, case), points, one["customer_id"], language, weight=GRADED_WEIGHT))
    return rows


def read_by_others(coach: Coach) -> list[Row]:
    """List the replies of corpus/practice_*.jsonl with the mean of their readers' scores."""
    bank, rows = load(), []
    for language in LANGUAGES:
        for one in ship.rows(f"practice_{language}"):
            scenario = bank[one["scenario"]]
            points = {name: float(np.mean([reader[name] for reader in one["scores"]])) for name in JUDGED}
            rows.append(Row(told(coach, case_of(scenario, scenario.turns["start"], one["text"])), points, scenario.id, language))
    return rows


def fitted(rows: Sequence[Row], name: str, strength: float) -> Head:
    """Give weights and bias for what is told as it is: standardised, fitted to the points for `name`, and folded together."""
    weights = np.array([row.weight for row in rows])
    scaler = StandardScaler().fit(stacked(rows), sample_weight=weights)
    ridge = Ridge(strength).fit(scaler.transform(stacked(rows)), [row.points[name] for row in rows], sample_weight=weights)
    head = heads.folded(ridge.coef_, ridge.intercept_, scaler.mean_, scaler.scale_)
    return head[:-1], float(head[-1])


def stacked(rows: Sequence[Row]) -> Vector:
    """Give [rows, figures]."""
    return np.stack([row.told for row in rows]).astype(np.float64)


def guessed(rows: Sequence[Row], head: Head) -> Vector:
    """Give the points that a head gives, 0 to 100."""
    return np.clip(stacked(rows) @ head[0] + head[1], 0, 100)


def unseen(rows: Sequence[Row], name: str, strength: float) -> Vector:
    """Give each row's points by a head that has learnt from no reply to its message."""
    return heads.unseen(rows, lambda learnt, held: guessed(held, fitted(learnt, name, strength)), FOLDS)


def strength_of(rows: Sequence[Row], name: str) -> float:
    """Choose the strength that errs least on unseen messages."""
    wanted, weights = np.array([row.points[name] for row in rows]), np.array([row.weight for row in rows])
    return min(STRENGTHS, key=lambda strength: float(np.average((unseen(rows, name, strength) - wanted) ** 2, weights=weights)))


def measure(title: str, rows: Sequence[Row], name: str, given: Vector) -> None:
    """Print how the points given agree with the wanted ones, by language; of the whole also who is called hollow."""
    for language in LANGUAGES:
        mine = [index for index, row in enumerate(rows) if row.language == language]
        if not mine:
            continue
        wanted, ours = np.array([rows[index].points[name] for index in mine]), given[mine]
        rank, apart, above = spearmanr(ours, wanted)[0], float(np.abs(ours - wanted).mean()), float((ours - wanted).mean())
        print(
            f"{title}, {language:3} {name:12} n {len(mine):4}  rank correlation {rank:.2f}  apart by {apart:.1f}, above by {above:+.1f}",
            end="",
        )
        if name == WHOLE:
            hollow = ours < default_profile().thresholds.impression_from
            right, found = float((wanted[hollow] < HALF).mean()), float(hollow[wanted < BAD].mean())
            print(f"  hollow: rightly {right:.2f}, of the bad {found:.2f}, of the good {float(hollow[wanted >= GOOD].mean()):.2f}", end="")
        print(flush=True)


def main() -> None:
    """Choose the strengths on unseen messages, train on all, write and measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=WEIGHTS)
    out = options.parse_args().out
    coach = Coach()
    own, around = reviewed(coach), [*framed(coach), *prefaced(coach)]
    learnt = [*graded(coach), *marked(coach, "train")]
    apart = (
        ("graded replies, dev", marked(coach, "dev")),
        ("readers' scores", read_by_others(coach)),
        ("drafts not learnt from", reviewed(coach, held_out=True)),
    )
    heads: list[Vector] = []
    for name in JUDGED:
        rows = [row for row in (*own, *around, *learnt) if name in row.points]
        mine = [row for row in own if name in row.points]
        strength = strength_of(rows, name)
        print(f"{name}: {len(rows)} replies, {len({row.group for row in rows})} messages; strength {strength:g}")
        measure("unseen messages", mine, name, unseen(rows, name, strength)[: len(mine)])
        for author in sorted({row.author for row in mine}):
            theirs, others = [row for row in mine if row.author == author], [row for row in rows if row.author != author]
            measure(f"a writer not learnt from, {author}", theirs, name, guessed(theirs, fitted(others, name, strength)))
        head = fitted(rows, name, strength)
        for title, held in apart:
            if all(name in row.points for row in held):
                measure(title, held, name, guessed(held, head))
        heads.append(np.append(*head))
    np.save(out / FILE, np.stack(heads).astype(np.float32))
    card = json.loads((out / "card.json").read_text(encoding="utf-8"))
    card["heads"]["impression"] = {"judged": list(JUDGED)}
    export.write_card(out, card)


if __name__ == "__main__":
    main()
