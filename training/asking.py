"""Train the head that tells which sentences of a message ask: `python -m training.asking` writes asking.npy and names it in card.json.

Logistic regression on what `coach.models.asking.describe` tells, learnt from the train splits of corpus/customers_*.jsonl and
corpus/answers_*.jsonl; the bound is the one with the best F1 on messages that it has not learnt from. The dev splits and
tests/models/asks_*.yaml only measure.
"""

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from coach.config import ModelNames
from coach.models.asking import FILE, describe, find_asks, strength
from coach.models.features import Array
from coach.models.folders import WEIGHTS
from coach.models.protocols import SentenceEncoder
from coach.models.registry import load_models
from coach.models.training import export
from coach.text.document import CUSTOMER_CUES, read
from training import heads
from training.heads import LANGUAGES
from training.ship import ROOT, rows

STRENGTH = 0.01  # of logistic regression's C; 0.003 to 0.03 come out alike
FOLDS = 10
BOUNDS = np.arange(0.3, 0.71, 0.05)
_OVERLAP = 4  # characters of an ask that make a sentence one that asks, or all of a shorter ask


@dataclass(frozen=True, slots=True)
class Message:
    """A message's sentences as told, whether each asks, and whether cues alone find it."""

    told: Array
    asks: list[bool]
    by_cues: list[bool]


def message(text: str, spans: Iterable[Sequence[int]], encoder: SentenceEncoder | None) -> Message | None:
    """Describe a message with labelled asks; None where nothing of it is left to read."""
    document = read(text, CUSTOMER_CUES)
    body, given = document.body, [(start, end) for start, end in spans]
    if not body:
        return None
    asks = [any(min(end, s.end) - max(start, s.start) >= min(_OVERLAP, end - start) for start, end in given) for s in body]
    found = find_asks(document)
    by_cues = [any(ask.start < s.end and ask.end > s.start for ask in found) for s in body]
    return Message(describe(body, [strength(s) for s in body], encoder), asks, by_cues)


def labelled(language: str, split: str) -> list[tuple[str, list[tuple[int, int]]]]:
    """List the messages of the corpus whose asks are labelled."""
    found = {one["text"]: [(start, end) for start, end in one["asks"]] for one in rows(f"customers_{language}", split)}
    for one in rows(f"answers_{language}", split):
        found[one["customer"]] = [(ask["start"], ask["end"]) for ask in one["asks"]]
    return list(found.items())


def written(language: str) -> list[tuple[str, list[tuple[int, int]]]]:
    """List the messages of the written cases."""
    cases = yaml.safe_load((ROOT / "tests" / "models" / f"asks_{language}.yaml").read_text(encoding="utf-8"))
    starts = [[(case["customer"].index(ask["text"]), len(ask["text"])) for ask in case["asks"]] for case in cases]
    return [(case["customer"], [(at, at + n) for at, n in given]) for case, given in zip(cases, starts, strict=True)]


def f1(wanted: Array, said: Array) -> float:
    """Give F1 of the sentences said to ask."""
    return float(2 * (wanted & said).sum() / max(1, wanted.sum() + said.sum()))


def main() -> None:
    """Train, choose the bound, write and measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=WEIGHTS)
    out = options.parse_args().out
    encoder = load_models(ModelNames()).encoder
    given = [one for language in LANGUAGES for text, spans in labelled(language, "train") if (one := message(text, spans, encoder))]
    told, asks = np.concatenate([one.told for one in given]), np.concatenate([one.asks for one in given])
    groups = np.repeat(np.arange(len(given)), [len(one.asks) for one in given])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=1_000))
    chances = cross_val_predict(model, told, asks, groups=groups, cv=GroupKFold(FOLDS), method="predict_proba")[:, 1]
    bound = float(max(BOUNDS, key=lambda least: f1(asks, chances >= least)))
    model.fit(told, asks)
    scaler, head = model[0], model[1]
    np.save(out / FILE, heads.folded(head.coef_[0], head.intercept_[0], scaler.mean_, scaler.scale_).astype(np.float32))
    card = json.loads((out / "card.json").read_text(encoding="utf-8"))
    card["heads"]["asking"] = {"threshold": round(bound, 2)}
    export.write_card(out, card)
    print(f"{len(given)} messages; from {bound:.2f} on a sentence asks")
    for language in LANGUAGES:
        for name, texts in (("dev", labelled(language, "dev")), ("written", written(language))):
            held = [one for text, spans in texts if (one := message(text, spans, encoder))]
            wanted, cues = np.concatenate([one.asks for one in held]), np.concatenate([one.by_cues for one in held])
            said = model.predict_proba(np.concatenate([one.told for one in held]))[:, 1] >= bound
            print(f"{language} {name}: {len(wanted)} sentences; F1 by cues {f1(wanted, cues):.2f}, by the head {f1(wanted, said):.2f}")


if __name__ == "__main__":
    main()
