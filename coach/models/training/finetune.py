"""Fine-tuning of encoder and heads together, batch kinds in turn."""

import copy
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from torch import nn
from tqdm import tqdm

from coach.models.training.batches import pad
from coach.models.training.examples import MessageExample, ReplyExample, TextExample
from coach.models.training.network import Encoded, Reader, strongest
from coach.models.training.pretrain import warm_then_down

Example = TypeVar("Example")

_CUES_DROPPED = 0.15
_NEIGHBOURS_DROPPED = 0.1
_CUSTOMER_DROPPED = 0.5  # before it is encoded: two fifths of the work
_TEMPERATURE = 0.05


@dataclass(slots=True)
class Pair:
    """A sentence and its translation, with the teacher's vector for both where there is one."""

    left: list[int]
    right: list[int]
    teacher: "np.ndarray[tuple[int], np.dtype[np.float32]] | None" = None


@dataclass(slots=True)
class Data:
    """What is trained on; any part may be empty."""

    replies: list[ReplyExample] = field(default_factory=list)
    messages: list[MessageExample] = field(default_factory=list)
    texts: list[TextExample] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Settings:
    """How long and how fast: rows in a batch of each kind, learning rates, and how fast the average of the weights follows them."""

    epochs: int = 8
    replies: int = 24
    messages: int = 48
    texts: int = 64
    pairs: int = 128
    pair_steps: int | None = None  # batches of pairs in an epoch; all of them by default
    encoder_rate: float = 4e-4
    head_rate: float = 1.5e-3
    seed: int = 1
    follow: float = 0.004


def flat(groups: Sequence[Sequence[list[int]]]) -> tuple[list[list[int]], list[int]]:
    """Lay groups of sentences end to end; give them with the number in each group."""
    return [row for group in groups for row in group], [len(group) for group in groups]


def encode(reader: Reader, rows: list[list[int]]) -> Encoded:
    """Encode rows of like length together, and give them in their order."""
    order = sorted(range(len(rows)), key=lambda row: len(rows[row]))
    size = max(16, len(rows) // 4)
    longest = max(map(len, rows))
    vectors, evidence, masks = [], [], []
    for start in range(0, len(rows), size):
        batch = pad([rows[row] for row in order[start : start + size]])
        found = reader.encode(batch)
        room = longest - batch.ids.shape[1]
        vectors.append(found.vector)
        evidence.append(nn.functional.pad(found.evidence, (0, 0, 0, room)))
        masks.append(nn.functional.pad(found.mask, (0, room)))
    back = torch.empty(len(rows), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(rows))
    return Encoded(torch.cat(vectors)[back], torch.cat(evidence)[back], torch.cat(masks)[back])


def moves_logits(reader: Reader, batch: Sequence[ReplyExample], drop: bool = False) -> torch.Tensor:
    """Give the moves' logits of all sentences of `batch`, end to end."""
    logits: torch.Tensor = reader.moves(moves_inputs(reader, batch, drop))
    return logits


def moves_inputs(reader: Reader, batch: Sequence[ReplyExample], drop: bool = False) -> torch.Tensor:
    """Give what the moves head sees of all sentences; `drop` hides cues, neighbours and customers at random."""
    rows, sizes = flat([example.sentences for example in batch])
    theirs, counts = flat([[] if drop and random.random() < _CUSTOMER_DROPPED else example.customer for example in batch])
    vectors = encode(reader, [*rows, *theirs]).vector.float()
    own, customers = vectors[: len(rows)], vectors[len(rows) :]
    width = own.shape[1]
    parts = []
    start = begin = 0
    for example, size, count in zip(batch, sizes, counts, strict=True):
        here = own[start : start + size]
        given = torch.from_numpy(example.features)
        zero = here.new_zeros(1, width)
        before, after = torch.cat([zero, here[:-1]]), torch.cat([here[1:], zero])
        customer = customers[begin : begin + count].mean(0, keepdim=True) if count else zero
        if drop:
            if random.random() < _CUES_DROPPED:
                given = given.clone()
                given[:, : 3 * reader.n_cues] = 0
            if random.random() < _NEIGHBOURS_DROPPED:
                before, after = torch.zeros_like(before), torch.zeros_like(after)
                given = given.clone()
                given[:, reader.n_cues : 3 * reader.n_cues] = 0
        whole = here.mean(0, keepdim=True)
        parts.append(torch.cat([here, before, after, customer.expand(size, -1), whole.expand(size, -1), given], dim=1))
        start, begin = start + size, begin + count
    return torch.cat(parts)


def grouped(found: Encoded, sizes: Sequence[int]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Pool sentences into messages: mean, greatest, and strongest evidence."""
    peaks = strongest(found.evidence.float(), found.mask)
    means, tops, proofs = [], [], []
    start = 0
    for size in sizes:
        own = found.vector[start : start + size].float()
        means.append(own.mean(0))
        tops.append(own.amax(0))
        proofs.append(peaks[start : start + size].amax(0))
        start += size
    return torch.stack(means), torch.stack(tops), torch.stack(proofs)


def customer_logits(reader: Reader, batch: Sequence[MessageExample], drop: bool = False) -> tuple[torch.Tensor, Encoded]:
    """Give, for each message, three logits of "at least this level" and those of the signals."""
    given, found = customer_inputs(reader, batch, drop)
    return reader.customer(given), found


def customer_inputs(reader: Reader, batch: Sequence[MessageExample], drop: bool = False) -> tuple[torch.Tensor, Encoded]:
    """Give what the customer head sees of each message."""
    rows, sizes = flat([example.sentences for example in batch])
    found = encode(reader, rows)
    means, tops, proofs = grouped(found, sizes)
    given = torch.from_numpy(np.stack([example.features for example in batch]))
    if drop:
        given = given * (torch.rand(len(batch), 1) >= _CUES_DROPPED)
    return torch.cat([means, tops, proofs, given], dim=1), found


def politeness_logits(reader: Reader, batch: Sequence[TextExample]) -> torch.Tensor:
    """Give each text's logits of POLITENESS."""
    logits: torch.Tensor = reader.politeness(politeness_inputs(reader, batch))
    return logits


def politeness_inputs(reader: Reader, batch: Sequence[TextExample]) -> torch.Tensor:
    """Give what the politeness head sees of each text."""
    rows, sizes = flat([example.sentences for example in batch])
    means, tops, _ = grouped(encode(reader, rows), sizes)
    return torch.cat([means, tops], dim=1)


def _moves_loss(reader: Reader, batch: Sequence[ReplyExample]) -> torch.Tensor:
    targets = torch.from_numpy(np.concatenate([example.targets for example in batch]))
    return nn.functional.binary_cross_entropy_with_logits(moves_logits(reader, batch, drop=True), targets) * 10


def _customer_loss(reader: Reader, batch: Sequence[MessageExample]) -> torch.Tensor:
    logits, found = customer_logits(reader, batch, drop=True)
    levels = torch.tensor([[float(example.level >= step) for step in (1, 2, 3)] for example in batch])
    signals = torch.from_numpy(np.stack([example.signals for example in batch]))
    marks = [mark for example in batch for mark in example.evidence]
    wanted = torch.zeros(found.evidence.shape)
    for place, mark in enumerate(marks):
        wanted[place, : len(mark)] = torch.from_numpy(mark)
    per_piece = nn.functional.binary_cross_entropy_with_logits(found.evidence.float(), wanted, reduction="none")
    weight = found.mask.unsqueeze(-1).float()
    return (
        nn.functional.binary_cross_entropy_with_logits(logits[:, :3], levels) * 2
        + nn.functional.binary_cross_entropy_with_logits(logits[:, 3:], signals) * 4
        + (per_piece * weight).sum() / weight.sum() / 4
    )


def _politeness_loss(reader: Reader, batch: Sequence[TextExample]) -> torch.Tensor:
    labels = torch.tensor([example.label for example in batch])
    return nn.functional.cross_entropy(politeness_logits(reader, batch), labels, label_smoothing=0.05)


def pairs_loss(reader: Reader, batch: Sequence[Pair]) -> torch.Tensor:
    """Draw a sentence to its translation and both to the teacher, away from the others of the batch (InfoNCE)."""
    found = encode(reader, [*(pair.left for pair in batch), *(pair.right for pair in batch)])
    both = reader.embed(found.vector.float())
    left, right = both[: len(batch)], both[len(batch) :]
    scores = left @ right.T / _TEMPERATURE
    own = torch.arange(len(batch))
    loss = (nn.functional.cross_entropy(scores, own) + nn.functional.cross_entropy(scores.T, own)) / 2
    taught = [place for place, pair in enumerate(batch) if pair.teacher is not None]
    if taught:
        teacher = torch.from_numpy(np.stack([batch[place].teacher for place in taught]))  # type: ignore[misc]
        likeness = teacher @ teacher.T
        # The student's likenesses follow the teacher's, across languages too.
        for one in (left[taught], right[taught]):
            for other in (left[taught], right[taught]):
                loss = loss + 2.5 * nn.functional.mse_loss(one @ other.T, likeness)
    return loss


def batches(examples: Sequence[Example], size: int, order: random.Random) -> Iterator[list[Example]]:
    """Give shuffled batches without end."""
    while True:
        rows = list(range(len(examples)))
        order.shuffle(rows)
        for start in range(0, len(rows), size):
            yield [examples[row] for row in rows[start : start + size]]


def fit(
    reader: Reader,
    data: Data,
    settings: Settings,
    judge: Callable[[Reader], float] | None = None,
    patience: int = 3,
    checkpoint: Path | None = None,
) -> float:
    """Train for `settings.epochs` over the largest part; keep the weights that `judge` likes best, stop after `patience` without gain.

    With `checkpoint`, everything that the run stands on is written there after each epoch, and a run of
    the same data and settings that finds the file goes on from it to the same weights, bit for bit.
    Raises ValueError for pairs with `pair_steps`, whose epochs end in the middle of the pairs.
    """
    if checkpoint is not None and data.pairs and settings.pair_steps is not None:
        raise ValueError("a run with pair_steps cannot be resumed: its epochs end in the middle of the pairs")
    random.seed(settings.seed)
    torch.manual_seed(settings.seed)
    order = random.Random(settings.seed)
    kinds: list[tuple[Iterator[Any], Callable[[Reader, Any], torch.Tensor], int]] = [
        (batches(examples, size, order), loss, -(-len(examples) // size))
        for examples, size, loss in (
            (data.replies, settings.replies, _moves_loss),
            (data.messages, settings.messages, _customer_loss),
            (data.texts, settings.texts, _politeness_loss),
            (data.pairs, settings.pairs, pairs_loss),
        )
        if examples
    ]
    if data.pairs and settings.pair_steps is not None:
        kinds[-1] = (*kinds[-1][:2], settings.pair_steps)
    plan = [kind for kind, (_, _, steps) in enumerate(kinds) for _ in range(steps)]
    heads = [weight for name, weight in reader.named_parameters() if not name.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [{"params": reader.encoder.parameters(), "lr": settings.encoder_rate}, {"params": heads, "lr": settings.head_rate}],
        weight_decay=0.02,
    )
    total = len(plan) * settings.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: warm_then_down(step, total))
    average = copy.deepcopy(reader)
    best, best_weights, waited = -1.0, copy.deepcopy(reader.state_dict()), 0
    done = 0
    if checkpoint is not None and checkpoint.exists():
        state = resume(checkpoint, {"reader": reader, "average": average, "optimizer": optimizer, "schedule": schedule}, order)
        done, plan, best, best_weights, waited = (state[name] for name in ("done", "plan", "best", "best_weights", "waited"))
    bar = tqdm(total=total, initial=done * len(plan), desc="fine-tuning", mininterval=10)
    for epoch in range(done, settings.epochs):
        if waited and waited >= patience:
            break
        order.shuffle(plan)
        reader.train()
        for kind in plan:
            source, loss_of, _ = kinds[kind]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = loss_of(reader, next(source))
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            schedule.step()
            with torch.no_grad():
                for slow, fast in zip(average.parameters(), reader.parameters(), strict=True):
                    slow.lerp_(fast, settings.follow)
            bar.update()
        if judge is not None:
            average.eval()
            score = judge(average)
            bar.set_postfix(score=f"{score:.4f}")
            if score > best:
                best, best_weights, waited = score, copy.deepcopy(average.state_dict()), 0
            else:
                waited += 1
        else:
            best_weights = copy.deepcopy(average.state_dict())
        if checkpoint is not None:
            # At the end of an epoch every kind has been gone through a whole number of times, so `order` is all there is to its place.
            stand = {"done": epoch + 1, "plan": plan, "best": best, "best_weights": best_weights, "waited": waited}
            keep(checkpoint, {"reader": reader, "average": average, "optimizer": optimizer, "schedule": schedule}, order, stand)
    bar.close()
    reader.load_state_dict(best_weights)
    reader.eval()
    return best


def keep(path: Path, parts: Mapping[str, Any], order: random.Random, stand: Mapping[str, Any]) -> None:
    """Write the state of `parts` and of every source of chance, and `stand`, to `path`: all of it or nothing."""
    state = {
        **stand,
        "parts": {name: part.state_dict() for name, part in parts.items()},
        "order": order.getstate(),
        "random": random.getstate(),
        "torch": torch.get_rng_state(),
    }
    scratch = path.with_name(path.name + ".part")
    torch.save(state, scratch)
    scratch.replace(path)


def resume(path: Path, parts: Mapping[str, Any], order: random.Random) -> dict[str, Any]:
    """Put `parts` and the sources of chance back to what `keep` wrote; give what stands beside them."""
    state: dict[str, Any] = torch.load(path, weights_only=True)
    for name, part in parts.items():
        part.load_state_dict(state["parts"][name])
    order.setstate(state["order"])
    random.setstate(state["random"])
    torch.set_rng_state(state["torch"])
    return state
