"""Fit the weights by which a sentence is taken to answer an ask: `python training/asks.py` prints them.

The odd cases of tests/models/asks_*.yaml fit them, the even ones measure. An ask counts as taken up
when its most likely sentence takes it up, so the loss runs through the greatest chance.
"""

from pathlib import Path
from typing import Any

import torch
import yaml

from coach.case import Case
from coach.models import asks as judge
from coach.pipeline import Coach
from coach.reading import Ask

ROOT = Path(__file__).parents[1]


def cases(language: str) -> list[dict[str, Any]]:
    """Read the written cases of one language."""
    found: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests" / "models" / f"asks_{language}.yaml").read_text(encoding="utf-8"))
    return found


def described(coach: Coach, case: dict[str, Any]) -> list[tuple[torch.Tensor, float]]:
    """Give, for each labelled ask, the features of every candidate sentence and whether it was taken up."""
    reading = coach.read(Case.make({"draft": case["draft"], "customer": case["customer"]}))
    assert reading.customer is not None
    message = reading.customer.document
    asks = []
    for given in case["asks"]:
        start = message.text.index(given["text"])
        end = start + len(given["text"])
        words = frozenset(word for s in message.body if s.start < end and s.end > start for word in judge.content_words(s))
        asks.append(Ask(start, end, given["text"], words))
    candidates = judge.candidates(reading.sentences, coach.models.encoder)
    vectors = coach.models.encoder.embed([ask.text for ask in asks]) if coach.models.encoder else [None] * len(asks)
    same = message.language.code == reading.language
    return [
        (
            torch.tensor([judge.pair_features(place, asks, vectors, one, candidates, same) for one in candidates]),
            float(given["status"] != "missed"),
        )
        for place, given in enumerate(case["asks"])
        if candidates
    ]


def main() -> None:
    """Fit, print, and say how well the even cases go."""
    coach = Coach()
    rows = [(number, row) for language in ("en", "ar") for number, case in enumerate(cases(language), 1) for row in described(coach, case)]
    fitting, measuring = [row for n, row in rows if n % 2], [row for n, row in rows if not n % 2]
    weights = torch.zeros(fitting[0][0].shape[1], requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        logits = torch.stack([(features @ weights).max() for features, _ in fitting])
        wanted = torch.tensor([taken for _, taken in fitting])
        value = (
            torch.nn.functional.binary_cross_entropy_with_logits(logits, wanted, pos_weight=torch.tensor(0.6)) + 0.004 * (weights**2).sum()
        )
        value.backward()  # type: ignore[no-untyped-call]
        return value

    for _ in range(5):
        optimizer.step(loss)  # type: ignore[no-untyped-call]
    print("(" + ", ".join(f"{weight:.2f}" for weight in weights.tolist()) + ")")
    for name, part in (("fitting", fitting), ("measuring", measuring)):
        missed = [(float((features @ weights).max()) < 0, not taken) for features, taken in part]
        hits = sum(a and b for a, b in missed)
        print(
            name,
            f"missed: F1 {2 * hits / max(1, sum(a for a, _ in missed) + sum(b for _, b in missed)):.3f} of {sum(b for _, b in missed)}",
        )


if __name__ == "__main__":
    main()
