"""Heads alone, on an encoder that stays as it is: what is learnt of formulas and cues carries to new desks best this way."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import nn

from coach.models import features
from coach.models.training.examples import MessageExample, ReplyExample, TextExample
from coach.models.training.finetune import customer_inputs, moves_inputs, politeness_inputs
from coach.models.training.network import Reader, head

_BATCH = 256
_AT_ONCE = 64
_CUES_DROPPED = 0.1
_RATE = 1e-3
_DECAY = 0.03


def _gather(inputs: list[torch.Tensor]) -> torch.Tensor:
    return torch.cat(inputs).float()


def refit(
    reader: Reader,
    replies: Sequence[tuple[ReplyExample, float]],
    messages: Sequence[tuple[MessageExample, float]],
    texts: Sequence[TextExample],
    seed: int = 0,
) -> None:
    """Learn the three heads anew from (example, weight) rows; the encoder, its evidence and its embedding are not touched."""
    reader.eval()
    with torch.no_grad():
        parts = [moves_inputs(reader, [row for row, _ in replies[at : at + _AT_ONCE]]) for at in range(0, len(replies), _AT_ONCE)]
        theirs = [customer_inputs(reader, [row for row, _ in messages[at : at + _AT_ONCE]])[0] for at in range(0, len(messages), _AT_ONCE)]
        polite = [politeness_inputs(reader, texts[at : at + _AT_ONCE]) for at in range(0, len(texts), _AT_ONCE)]
    width = reader.config.hidden_size
    weights = np.concatenate([[weight] * len(row.targets) for row, weight in replies])
    cues = slice(5 * width, 5 * width + 3 * features.N_MOVES_CUES)
    targets = torch.from_numpy(np.concatenate([row.targets for row, _ in replies]))
    reader.moves = _learn(_gather(parts), targets, torch.from_numpy(weights).float(), cues, 5 * width, 1.0, 0.4, 20, seed, 512)
    start = 2 * width + reader.evidence.out_features
    levels = [[*(float(row.level >= step) for step in (1, 2, 3)), *row.signals] for row, _ in messages]
    reader.customer = _learn(
        _gather(theirs),
        torch.tensor(np.array(levels), dtype=torch.float32),
        torch.tensor([weight for _, weight in messages]),
        slice(start, start + features.N_CUSTOMER_CUES),
        start,
        0.5,
        0.5,
        20,
        seed,
        256,
    )
    if texts:
        labels = nn.functional.one_hot(torch.tensor([row.label for row in texts]), 3).float()
        given = _gather(polite)
        reader.politeness = _learn(given, labels, torch.ones(len(given)), slice(0, 0), given.shape[1], 1.0, 0.2, 20, seed, 256)


def _learn(
    given: torch.Tensor,
    targets: torch.Tensor,
    weights: torch.Tensor,
    cues: slice,
    vectors: int,
    scale: float,
    dropped: float,
    epochs: int,
    seed: int,
    hidden: int,
) -> nn.Sequential:
    """Fit one head; vectors count `scale`-fold and cues threefold while it learns, which is then folded into its first layer."""
    torch.manual_seed(seed)
    weigh = torch.ones(given.shape[1])
    weigh[:vectors] *= scale
    weigh[cues] *= 3.0
    network = head(given.shape[1], targets.shape[1], hidden)
    optimizer = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=_DECAY)
    steps = epochs * -(-len(given) // _BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=steps + 1)
    network.train()
    for _ in range(epochs):
        for rows in torch.randperm(len(given)).split(_BATCH):  # type: ignore[no-untyped-call]
            batch = given[rows] * weigh
            batch[:, :vectors] *= (torch.rand(len(rows), vectors) > dropped) / (1 - dropped)
            batch[:, cues] *= (torch.rand(len(rows), 1) > _CUES_DROPPED).float()
            loss = nn.functional.binary_cross_entropy_with_logits(network[1:](batch), targets[rows], reduction="none").mean(1)
            loss = (loss * weights[rows]).mean()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    with torch.no_grad():
        network[1].weight *= weigh  # type: ignore[operator]
    return network.eval()
