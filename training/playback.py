"""Train the head that tells whether a playback fits: `python -m training.playback` writes playback.npy and names it in card.json.

Logistic regression on what `coach.models.playback.describe` tells, learnt from corpus/playbacks_*.jsonl: nouns and clauses that our rules
took from messages, passed or not by strict readers, and English clauses passed or not as something to be sorry for. For each kind and language the bound is the lowest from which on as many as PRECISION
of those chosen fit, one a message, among messages not learnt from. It is trained after `training.asking`: where the asks stand is told to it.
"""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from coach.case import Case
from coach.models.features import Array
from coach.models.folders import WEIGHTS
from coach.models.playback import FILE, N_TOLD, PERHAPS, SAID, describe
from coach.models.training import export
from coach.pipeline import Coach
from training import heads, ship
from training.heads import LANGUAGES

STRENGTH = 0.5  # of logistic regression's C
TOLD_WEIGHT = 0.1  # of a standardised figure beside how a playback begins; 0.05 to 0.2 come out alike
FOLDS = 8
PRECISION = 0.75
"""Of what is said back, by readers who let nothing pass that they would change; where no bound reaches it, nothing of the kind is said."""
LEAST = 20  # playbacks above a bound: fewer prove nothing
NEVER = 1.01


@dataclass(frozen=True, slots=True)
class Row:
    """A playback: what is told of it, whether it passed, its message and language."""

    told: Array
    passed: bool
    group: int
    language: str


def labelled(coach: Coach) -> dict[str, list[Row]]:
    """List the labelled playbacks by what is said."""
    found: dict[str, list[Row]] = {kind: [] for kind in SAID}
    for language in LANGUAGES:
        for number, one in enumerate(ship.rows(f"playbacks_{language}")):
            case = Case(draft="⟦⟧", customer=one["customer"], channel=one["channel"])
            customer = coach.customers.read(one["customer"], case)
            group = number * len(LANGUAGES) + LANGUAGES.index(language)
            for kind in SAID:
                for text, passed in one.get(kind, {}).items():
                    found[kind].append(Row(describe(text, customer, coach.models.encoder), passed, group, language))
    return found


def fitted(rows: list[Row]) -> Array:
    """Give weights and bias for what is told as it is: the figures standardised, fitted, and folded together."""
    told = np.stack([row.told for row in rows]).astype(np.float64)
    mean, scale = told.mean(0), told.std(0) / TOLD_WEIGHT
    mean[N_TOLD:], scale[N_TOLD:] = 0.0, 1.0
    scale[scale == 0] = 1.0
    head = LogisticRegression(C=STRENGTH, max_iter=4000).fit((told - mean) / scale, [row.passed for row in rows])
    return heads.folded(head.coef_[0], head.intercept_[0], mean, scale)


def chances(rows: list[Row], head: Array) -> Array:
    """Give each playback's chance."""
    told = np.stack([row.told for row in rows]).astype(np.float64)
    return heads.chances(told, head)


def unseen(rows: list[Row]) -> Array:
    """Give each playback's chance by a head that has not learnt from its message."""
    return heads.unseen(rows, lambda learnt, held: chances(held, fitted(learnt)), FOLDS)


def chosen(rows: list[Row], given: Array) -> list[int]:
    """Give the places of the playbacks that would be said if all could: of each message the one with the best chance."""
    best: dict[int, int] = {}
    for place, row in enumerate(rows):
        if given[place] > given[best.setdefault(row.group, place)]:
            best[row.group] = place
    return list(best.values())


def bound(passed: Array, given: Array) -> float:
    """Give the lowest chance from which on PRECISION of the playbacks passed; NEVER where none does."""
    order = np.argsort(-given)
    share = np.cumsum(passed[order]) / np.arange(1, len(order) + 1)
    enough = np.nonzero(share[LEAST - 1 :] >= PRECISION)[0]
    return float(given[order][int(enough.max()) + LEAST - 1]) if len(enough) else NEVER


def main() -> None:
    """Choose the bounds on unseen messages, train on all, write and measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=WEIGHTS)
    out = options.parse_args().out
    weights, bounds = [], {}
    for kind, rows in labelled(Coach()).items():
        given = unseen(rows)
        bounds[kind] = {}
        for language in LANGUAGES:
            mine = [place for place, row in enumerate(rows) if row.language == language]
            if not mine:
                bounds[kind][language] = NEVER
                continue
            one_each = [mine[place] for place in chosen([rows[place] for place in mine], given[mine])]
            passed = np.array([row.passed for row in rows])
            least = bound(passed[one_each], given[one_each])
            said = given[one_each] >= least
            bounds[kind][language] = round(least, 3)
            right = float(passed[one_each][said].mean()) if said.any() else float("nan")
            likely = ~said & (given[one_each] >= PERHAPS)
            print(
                f"{kind}, {language}: {len(mine)} playbacks of {len(one_each)} messages, {passed[mine].mean():.2f} passed;"
                f" AUC {roc_auc_score(passed[mine], given[mine]):.3f}; said from {least:.2f}: of {said.mean():.2f} of the messages,"
                f" {right:.2f} passed; proposed from {PERHAPS:.2f}: of {likely.mean():.2f}, {passed[one_each][likely].mean():.2f} passed",
                flush=True,
            )
        weights.append(fitted(rows))
    np.save(out / FILE, np.stack(weights).astype(np.float32))
    card = json.loads((out / "card.json").read_text(encoding="utf-8"))
    card["heads"]["playback"] = {"bounds": bounds}
    export.write_card(out, card)


if __name__ == "__main__":
    main()
