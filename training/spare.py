"""Train the head that tells which sentences of a reply to leave out: `python -m training.spare` writes spare.npy and names it in card.json.

Logistic regression on what `coach.models.spare.describe` tells, learnt from the sentences of corpus/reviews_*.jsonl that editors kept (K),
put otherwise (R) or struck (D), and, a tenth as heavily, from the train split of corpus/replies_*.jsonl: what is labelled rude there, or
an empty promise in a bad reply, counts as struck, and what stands in a good reply as kept. The strength and the bounds that are printed
come from messages not learnt from; the rule and the rewriter take theirs from them. It is trained after `training.asks`: what rests on
a sentence is told to it.
"""

import argparse
import json
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

from coach.case import Case
from coach.models.beside import Beside
from coach.models.features import Array
from coach.models.folders import WEIGHTS
from coach.models.spare import FILE, describe
from coach.models.training import export
from coach.pipeline import Coach
from training import heads, ship
from training.heads import LANGUAGES
from training.impression import reviews

STRENGTHS = (0.0003, 0.001, 0.003, 0.01)  # of logistic regression's C
FOLDS = 8
LABELLED_WEIGHT = 0.1
"""Of a sentence of which only moves and a grade are known: more tells rude sentences better, and empty ones worse."""
RUDE = frozenset(("blame", "dismissive", "non_apology"))
BAD, GOOD = 2, 4  # grades
PRECISIONS = (0.95, 0.9, 0.85, 0.8)


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence: what is told of it, its label, and which message its reply answers."""

    told: Array
    label: str
    group: str
    language: str
    weight: float = 1.0


def edited(coach: Coach) -> list[Row]:
    """List the labelled sentences as serving reads them."""
    rows = []
    for language, one, case in reviews():
        labels = {(start, end): label for start, end, label in one.get("edited", ())}
        if not labels:
            continue
        reading = coach.read(case.model_copy(update={"language": language}))
        assert reading.customer is not None
        told = Beside(reading.draft, reading.customer, coach.models.encoder)
        for sentence, row in zip(told.sentences, describe(told), strict=True):
            label = labels.get((sentence.start, sentence.end))
            if label:
                rows.append(Row(row, label, f"{language} {one['author']} {one['group']}", language))
    return rows


def labelled(coach: Coach, split: str) -> list[Row]:
    """List the sentences of one split of corpus/replies_*.jsonl of which it can be told whether they were to go."""
    found = []
    for language in LANGUAGES:
        for one in ship.replies(language, split):
            texts = [sentence["text"] for sentence in one["sentences"]]
            ends = list(accumulate(len(text) + 1 for text in texts))
            reading = coach.read(Case(draft=" ".join(texts), customer=one["customer"] or None, channel=one["channel"], language=language))
            if reading.customer is None or not reading.sentences or not reading.customer.document.body:
                continue
            told = Beside(reading.draft, reading.customer, coach.models.encoder)
            for sentence, row in zip(told.sentences, describe(told), strict=True):
                moves = set(one["sentences"][bisect_right(ends, sentence.start)]["moves"])
                empty = moves == {"vague_promise"} and one["grade"] <= BAD
                label = "D" if moves & RUDE or empty else "K" if one["grade"] >= GOOD else ""
                if label:
                    found.append(Row(row, label, f"{language} {one['customer_id']}", language, LABELLED_WEIGHT))
    return found


def fitted(rows: list[Row], strength: float) -> Array:
    """Give weights and bias for what is told as it is: standardised, fitted, and folded together."""
    told = np.stack([row.told for row in rows]).astype(np.float64)
    scaler = StandardScaler().fit(told)
    weights = [row.weight for row in rows]
    struck = [row.label == "D" for row in rows]
    head = LogisticRegression(C=strength, max_iter=4000).fit(scaler.transform(told), struck, sample_weight=weights)
    return heads.folded(head.coef_[0], head.intercept_[0], scaler.mean_, scaler.scale_)


def chances(rows: list[Row], head: Array) -> Array:
    """Give each sentence's chance."""
    told = np.stack([row.told for row in rows]).astype(np.float64)
    return heads.chances(told, head)


def unseen(rows: list[Row], others: list[Row], strength: float) -> Array:
    """Give each sentence's chance by a head that has learnt from `others`, and from no reply to its message."""
    return heads.unseen(rows, lambda learnt, held: chances(held, fitted([*learnt, *others], strength)), FOLDS)


def measure(title: str, rows: list[Row], given: Array) -> None:
    """Print how well struck sentences are told from kept ones, and for each precision (not kept) the bound and how many of the struck it finds."""
    for language in LANGUAGES:
        mine = np.array([row.language == language for row in rows])
        labels = np.array([row.label for row in rows])[mine]
        order = np.argsort(-given[mine])
        kept = np.cumsum(labels[order] == "K") / np.arange(1, len(order) + 1)
        struck = labels == "D"
        found = []
        for precision in PRECISIONS:
            n = int(np.max(np.nonzero(kept <= 1 - precision)[0], initial=-1)) + 1
            bound = float(given[mine][order][n - 1]) if n else 1.0
            found.append(f"{precision}: from {bound:.2f}, {struck[order][:n].sum() / struck.sum():.2f} of the struck")
        auc = roc_auc_score(labels != "K", given[mine])
        print(f"{title}, {language}: {len(labels)} sentences, {struck.mean():.2f} struck; AUC {auc:.3f}; {'; '.join(found)}", flush=True)


def main() -> None:
    """Choose the strength on unseen messages, train on all, write and measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=WEIGHTS)
    out = options.parse_args().out
    coach = Coach()
    rows, others = edited(coach), labelled(coach, "train")
    struck = [row.label == "D" for row in rows]
    tried = {strength: unseen(rows, others, strength) for strength in STRENGTHS}
    strength = max(STRENGTHS, key=lambda one: float(roc_auc_score(struck, tried[one])))
    print(f"strength {strength:g}")
    measure("edited", rows, tried[strength])
    head = fitted([*rows, *others], strength)
    apart = labelled(coach, "dev")
    measure("labelled, dev", apart, chances(apart, head))
    np.save(out / FILE, head.astype(np.float32))
    card = json.loads((out / "card.json").read_text(encoding="utf-8"))
    card["heads"]["spare"] = {}
    export.write_card(out, card)


if __name__ == "__main__":
    main()
