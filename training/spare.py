"""Train the head that tells for which sentences of a reply a team lead would stop it: `python -m training.spare` writes spare.npy.

Logistic regression on what `coach.models.spare.each_of` tells of each sentence, learnt from the sentences of corpus/average_*.jsonl,
corpus/drafts_*.jsonl and corpus/reviews_*.jsonl that leads let pass (S, s), wanted put otherwise (R) or left out (D). Lightly it learns
also from what stricter editors kept (K) in other replies of corpus/reviews_*.jsonl and in corpus/edits_*.jsonl, and would not keep in bad ones,
and from the train split of corpus/replies_*.jsonl: what is labelled rude there, or an empty promise in a bad reply, counts as bad, and what
stands in a good reply as passed. The strength and the bounds that are printed come from messages not learnt from; the rules and the rewriter take theirs from them. It
is trained after `training.asks` and `training.impression`: what rests on a sentence, and what the whole is worth, is told to it.
"""

import argparse
import json
from bisect import bisect_right
from collections.abc import Iterator
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
from coach.models.spare import FILE, each_of
from coach.models.training import export
from coach.pipeline import Coach
from training import heads, ship
from training.heads import LANGUAGES

STRENGTHS = (0.001, 0.003, 0.01)  # of logistic regression's C; 0.03 tells no better by more than 0.001 AUC
FOLDS = 8
UNSEEN = "drafts not learnt from"
EDITED_WEIGHT = {"reviews": 0.3, "edits": 0.1}
"""Of a sentence that a stricter editor read: weighed fully, they drown what leads passed; without them less is told of average replies."""
BAD_SCORE = 30
"""Points up to which a reviewed reply is so bad that leads too would stop what an editor did not keep."""
LABELLED_WEIGHT = 0.03
"""Of a sentence of which only moves and a grade are known: more tells what leads said worse, none tells it worse too."""
RUDE = frozenset(("blame", "dismissive", "non_apology"))
BAD, GOOD = 2, 4  # grades
PRECISIONS = (0.9, 0.8, 0.7, 0.6)


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence: what is told of it, its label, which message its reply answers, and which file it comes from."""

    told: Array
    label: str
    group: str
    language: str
    source: str
    weight: float = 1.0

    @property
    def is_bad(self) -> bool:
        """Whether a lead would not let it pass."""
        return self.label in "RD"


def read(coach: Coach) -> tuple[list[Row], list[Row]]:
    """List the sentences that leads labelled, and those of other replies that editors did, as serving reads them."""
    passed, edited = [], []
    for source, language, group, case, by_lead, spans in _labelled():
        labels = {(start, end): label for start, end, label in spans}
        reading = coach.read(case.model_copy(update={"language": language}))
        assert reading.customer is not None
        if reading.impression is None:
            continue
        told = Beside(reading.draft, reading.customer, coach.models.encoder)
        for sentence, row in zip(told.sentences, each_of(told, reading.impression), strict=True):
            label = labels.get((sentence.start, sentence.end), "")
            if label and by_lead:
                passed.append(Row(row, label, group, language, source))
            elif label:
                edited.append(Row(row, label, group, language, source, EDITED_WEIGHT[source]))
    return passed, edited


def _labelled() -> Iterator[tuple[str, str, str, Case, bool, list[tuple[int, int, str]]]]:
    """Go through what leads or editors read: the file, the language, the message, the case, whether a lead read it, and spans with labels."""
    for language in LANGUAGES:
        for number, one in enumerate(ship.rows(f"average_{language}")):
            case = Case(draft=one["draft"], customer=one["customer"], channel=one["channel"])
            yield "average", language, f"{language} average {number}", case, True, _spans(one["sentences"], one["passed"])
    for held_out in (False, True):
        for language, one, case in ship.reviews(held_out):
            source = UNSEEN if held_out else "drafts" if str(one["group"]).startswith("draft") else "reviews"
            by_lead = "passed" in one
            spans = _spans(one["edited"], one["passed"]) if by_lead else _surely(one["edited"], one["score"] <= BAD_SCORE)
            yield source, language, f"{language} {one['author']} {one['group']}", case, by_lead, spans
    for language in LANGUAGES:
        replies = {one["id"]: one for one in ship.replies(language, "train")}
        for edits in ship.rows(f"edits_{language}"):
            one = replies[edits["id"]]
            yield (
                "edits",
                language,
                f"{language} {one['customer_id']}",
                ship.case_of(one),
                False,
                _surely(edits["edited"], one["grade"] < BAD),
            )


def _spans(sentences: list[list[int]], labels: str) -> list[tuple[int, int, str]]:
    return [(one[0], one[1], label) for one, label in zip(sentences, labels, strict=True)]


def _surely(edited: list[tuple[int, int, str]], is_bad: bool) -> list[tuple[int, int, str]]:
    """Give what editors kept, and of a bad reply what they did not."""
    return [(start, end, label) for start, end, label in edited if is_bad or label == "K"]


def labelled(coach: Coach, split: str) -> list[Row]:
    """List the sentences of one split of corpus/replies_*.jsonl, no editor's, of which it can be told whether they were to go."""
    found = []
    for language in LANGUAGES:
        read = {one["id"] for one in ship.rows(f"edits_{language}")}
        for one in ship.replies(language, split):
            if one["id"] in read:
                continue
            ends = list(accumulate(len(sentence["text"]) + 1 for sentence in one["sentences"]))
            reading = coach.read(ship.case_of(one).model_copy(update={"language": language}))
            if reading.customer is None or reading.impression is None:
                continue
            told = Beside(reading.draft, reading.customer, coach.models.encoder)
            for sentence, row in zip(told.sentences, each_of(told, reading.impression), strict=True):
                moves = set(one["sentences"][bisect_right(ends, sentence.start)]["moves"])
                empty = moves == {"vague_promise"} and one["grade"] <= BAD
                label = "D" if moves & RUDE or empty else "S" if one["grade"] >= GOOD else ""
                if label:
                    found.append(Row(row, label, f"{language} {one['customer_id']}", language, "replies", LABELLED_WEIGHT))
    return found


def fitted(rows: list[Row], strength: float) -> Array:
    """Give weights and bias for what is told as it is: standardised, fitted, and folded together."""
    told = np.stack([row.told for row in rows]).astype(np.float64)
    scaler = StandardScaler().fit(told)
    weights = [row.weight for row in rows]
    bad = [row.is_bad for row in rows]
    head = LogisticRegression(C=strength, max_iter=4000).fit(scaler.transform(told), bad, sample_weight=weights)
    return heads.folded(head.coef_[0], head.intercept_[0], scaler.mean_, scaler.scale_)


def chances(rows: list[Row], head: Array) -> Array:
    """Give each sentence's chance."""
    told = np.stack([row.told for row in rows]).astype(np.float64)
    return heads.chances(told, head)


def unseen(rows: list[Row], others: list[Row], strength: float) -> Array:
    """Give each sentence's chance by a head that has learnt from `others` too, and from no reply to its message."""

    def guess(learnt: list[Row], held: list[Row]) -> Array:
        apart = {row.group for row in held}
        return chances(held, fitted([*learnt, *(row for row in others if row.group not in apart)], strength))

    return heads.unseen(rows, guess, FOLDS)


def measure(title: str, rows: list[Row], given: Array) -> None:
    """Print how well bad sentences are told from passed ones, and for each precision the bound and how many of the bad it finds."""
    for language in LANGUAGES:
        mine = np.array([row.language == language for row in rows])
        bad = np.array([row.is_bad for row in rows])[mine]
        order = np.argsort(-given[mine])
        kept = np.cumsum(~bad[order]) / np.arange(1, len(order) + 1)
        found = []
        for precision in PRECISIONS:
            n = int(np.max(np.nonzero(kept <= 1 - precision)[0], initial=-1)) + 1
            bound = float(given[mine][order][n - 1]) if n else 1.0
            found.append(f"{precision}: from {bound:.2f}, {bad[order][:n].sum() / bad.sum():.2f} of the bad")
        auc = roc_auc_score(bad, given[mine])
        print(f"{title}, {language}: {len(bad)} sentences, {bad.mean():.2f} bad; AUC {auc:.3f}; {'; '.join(found)}", flush=True)


def main() -> None:
    """Choose the strength on unseen messages, train on all, write and measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=WEIGHTS)
    out = options.parse_args().out
    coach = Coach()
    passed, edited = read(coach)
    others = [*edited, *labelled(coach, "train")]
    rows = [row for row in passed if row.source != UNSEEN]
    bad = [row.is_bad for row in rows]
    tried = {strength: unseen(rows, others, strength) for strength in STRENGTHS}
    strength = max(STRENGTHS, key=lambda one: float(roc_auc_score(bad, tried[one])))
    print(f"strength {strength:g}")
    for source in ("average", "drafts", "reviews"):
        mine = [place for place, row in enumerate(rows) if row.source == source]
        measure(source, [rows[place] for place in mine], tried[strength][mine])
    head = fitted([*rows, *others], strength)
    apart = labelled(coach, "dev")
    measure("replies, dev", apart, chances(apart, head))
    held = [row for row in passed if row.source == UNSEEN]
    measure(UNSEEN, held, chances(held, head))
    np.save(out / FILE, head.astype(np.float32))
    card = json.loads((out / "card.json").read_text(encoding="utf-8"))
    card["heads"]["spare"] = {}
    export.write_card(out, card)


if __name__ == "__main__":
    main()
