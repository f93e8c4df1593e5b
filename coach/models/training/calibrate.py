"""From logits to probabilities that mean what they say, and from those to decisions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import torch

from coach.models.training.examples import MessageExample, ReplyExample, TextExample
from coach.models.training.finetune import customer_logits, moves_logits, politeness_logits
from coach.models.training.network import Reader

Array: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]

_BATCH = 32
_RARE = 20  # with fewer positives the threshold leans to one half
_STEPS = np.arange(0.2, 0.81, 0.02)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Per label: p = sigmoid(scale · logit + shift), decided from `thresholds` on, with the F1 that set them."""

    scale: list[float]
    shift: list[float]
    thresholds: list[float]
    precision: list[float]
    recall: list[float]


def _all(run: Callable[[list[Any]], torch.Tensor], examples: Sequence[Any]) -> Array:
    with torch.no_grad():
        parts = [run(list(examples[start : start + _BATCH])).float().numpy() for start in range(0, len(examples), _BATCH)]
    return np.concatenate(parts).astype(np.float64)


def moves(reader: Reader, examples: Sequence[ReplyExample]) -> tuple[Array, Array]:
    """Give logits and targets of all sentences, [sentences, moves]."""
    return _all(lambda batch: moves_logits(reader, batch), examples), np.concatenate([example.targets for example in examples]).astype(
        float
    )


def customers(reader: Reader, examples: Sequence[MessageExample]) -> tuple[Array, Array]:
    """Give logits and targets of all messages, [messages, 3 levels then signals]."""
    targets = [[*(float(example.level >= step) for step in (1, 2, 3)), *example.signals] for example in examples]
    return _all(lambda batch: customer_logits(reader, batch)[0], examples), np.array(targets, dtype=float)


def politeness(reader: Reader, examples: Sequence[TextExample]) -> tuple[Array, Array]:
    """Give logits [texts, 3] and labels [texts]."""
    return _all(lambda batch: politeness_logits(reader, batch), examples), np.array([example.label for example in examples])


def platt(logits: Array, targets: Array, weights: Array | None = None) -> tuple[float, float]:
    """Fit scale and shift of one label by logistic regression (Platt 1999), drawn towards 1 and 0."""
    given = torch.tensor(logits)
    wanted = torch.tensor(targets)
    weight = torch.ones_like(given) if weights is None else torch.tensor(weights)
    line = torch.tensor([1.0, 0.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([line], max_iter=60)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = torch.nn.functional.binary_cross_entropy_with_logits(given * line[0] + line[1], wanted, weight=weight, reduction="sum")
        value = value + 4 * (line[0] - 1) ** 2 + line[1] ** 2
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    return float(line[0].detach()), float(line[1].detach())


def sigmoid(values: Array) -> Array:
    """Give 1 / (1 + e^-x)."""
    out: Array = 1 / (1 + np.exp(-values))
    return out


def calibrate(logits: Array, targets: Array, weights: Array | None = None) -> Calibration:
    """Fit every label's line and the threshold with the best F1, which leans to one half where the label is rare."""
    scale, shift, thresholds, precisions, recalls = [], [], [], [], []
    weight = np.ones(len(logits)) if weights is None else weights
    for label in range(logits.shape[1]):
        a, b = platt(logits[:, label], targets[:, label], weight)
        chances = sigmoid(logits[:, label] * a + b)
        best = max(_STEPS, key=lambda step: (_f1(chances >= step, targets[:, label], weight)[2], -abs(step - 0.5)))  # type: ignore[arg-type]
        positives = float(targets[:, label].sum())
        share = positives / (positives + _RARE)
        bound = share * float(best) + (1 - share) * 0.5
        precision, recall, _ = _f1(chances >= bound, targets[:, label], weight)  # type: ignore[arg-type]
        scale.append(round(a, 4))
        shift.append(round(b, 4))
        thresholds.append(round(bound, 3))
        precisions.append(round(precision, 3))
        recalls.append(round(recall, 3))
    return Calibration(scale, shift, thresholds, precisions, recalls)


def _f1(found: Array, targets: Array, weight: Array) -> tuple[float, float, float]:
    hits = float((found * targets * weight).sum())
    precision, recall = hits / max(1e-9, float((found * weight).sum())), hits / max(1e-9, float((targets * weight).sum()))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def micro_f1(found: Array, targets: Array) -> float:
    """Give F1 over all decisions."""
    hits = float((found * targets).sum())
    return 2 * hits / max(1.0, float(found.sum() + targets.sum()))


def calibration_error(chances: Array, targets: Array, bins: int = 10) -> float:
    """Give the expected calibration error over equal-width bins (Guo et al. 2017) of all decisions laid together."""
    flat, wanted = chances.ravel(), targets.ravel()
    error = 0.0
    for index in range(bins):
        inside = (flat > index / bins) & (flat <= (index + 1) / bins) if index else flat <= 1 / bins
        if inside.any():
            error += float(inside.mean()) * abs(float(flat[inside].mean() - wanted[inside].mean()))
    return error
