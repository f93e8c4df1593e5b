"""What decides between the weights of two epochs, and how sharp their probabilities are."""

import numpy as np
import torch
from torch import nn

from coach.models.training import calibrate
from coach.models.training.calibrate import Array


def liked(logits: Array, targets: Array) -> float:
    """Score weights on the dev rows: F1 (accuracy where there is one label each); the likelihood decides between equals."""
    if targets.ndim == 1:
        chosen = float((logits.argmax(1) == targets).mean())
        loss = float(nn.functional.cross_entropy(torch.tensor(logits), torch.tensor(targets, dtype=torch.long)))
    else:
        chosen = calibrate.micro_f1((logits >= 0).astype(np.float64), targets)
        loss = float(nn.functional.binary_cross_entropy_with_logits(torch.tensor(logits), torch.tensor(targets, dtype=torch.float64)))
    return chosen + 1e-3 / (1 + loss)


def sharpness(logits: Array, labels: Array) -> float:
    """Fit one factor of all logits (temperature scaling, Guo et al. 2017), drawn towards 1 as `calibrate.platt` is."""
    given, wanted = torch.tensor(logits), torch.tensor(labels, dtype=torch.long)

    def loss(factor: float) -> float:
        return float(nn.functional.cross_entropy(given * factor, wanted, reduction="sum")) + 4 * (factor - 1) ** 2

    return round(float(min(np.arange(0.1, 4.0, 0.02), key=loss)), 4)
