"""Pre-training of the encoder: word vectors first, then masked words, then sentences against a teacher and across languages."""

import math
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from tqdm import tqdm
from transformers import BertConfig, BertForMaskedLM

from coach.models.features import MAX_PIECES
from coach.models.training.batches import Batch, bucketed, pad

_MASKED = 0.15
_WARM_UP = 0.05


def configuration(vocabulary: int, layers: int, width: int) -> BertConfig:
    """Give the encoder's shape: `layers` of `width`, feed-forward twice the width, heads of 64."""
    return BertConfig(
        vocab_size=vocabulary,
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=width // 64,
        intermediate_size=2 * width,
        max_position_embeddings=2 * MAX_PIECES,
        type_vocab_size=1,
        hidden_dropout_prob=0.1,
        attention_probs_dropout_prob=0.0,
        pad_token_id=0,
    )


def mixed_pair(left: Sequence[int], right: Sequence[int]) -> list[int]:
    """Lay a sentence and its translation into one another, each in its order: their words get shared neighbours."""
    merged = [(place / max(1, len(side)), piece) for side in (left, right) for place, piece in enumerate(side)]
    return [piece for _, piece in sorted(merged, key=lambda item: item[0])]


def word_vectors(
    texts: list[list[int]], vocabulary: int, width: int, epochs: int, seed: int
) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
    """Learn skip-gram vectors of pieces (gensim), as [vocabulary, width] float32; a piece never seen gets small noise."""
    from gensim.models import Word2Vec

    model = Word2Vec(
        [list(map(str, text)) for text in texts],
        vector_size=width,
        window=5,
        min_count=2,
        sg=1,
        negative=8,
        sample=1e-4,
        epochs=epochs,
        workers=2,
        seed=seed,
    )
    table = np.random.default_rng(seed).normal(0.0, 0.02, (vocabulary, width)).astype(np.float32)
    scale = 0.05 / float(np.abs(model.wv.vectors).mean())
    for piece, place in model.wv.key_to_index.items():
        table[int(piece)] = model.wv.vectors[place] * scale
    return table


def _mask(batch: Batch, vocabulary: int, mask: int, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Mask 15 % of the pieces (80 % by the mask, 10 % by any piece); give the corrupted ids and the chosen places."""
    ids = batch.ids.clone()
    draw = torch.rand(ids.shape, generator=generator)
    chosen = (draw < _MASKED) & (ids > 4)
    how = torch.rand(ids.shape, generator=generator)
    ids[chosen & (how < 0.8)] = mask
    other = chosen & (how >= 0.9)
    ids[other] = torch.randint(5, vocabulary, (int(other.sum()),), generator=generator)
    return ids, chosen


def masked_language_model(
    model: BertForMaskedLM,
    texts: list[list[int]],
    tokenizer: Tokenizer,
    steps: int,
    batch_pieces: int,
    seed: int,
    path: Path,
    rate: float = 1e-3,
) -> None:
    """Train on masked pieces for `steps` batches of about `batch_pieces`; saved to `path` now and then, and resumed from it."""
    generator = torch.Generator().manual_seed(seed)
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, betas=(0.9, 0.98), weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: warm_then_down(step, steps))
    done = 0
    if path.exists():
        state = torch.load(path, weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        done = state["done"]
    mask = tokenizer.token_to_id("[MASK]")
    bar = tqdm(total=steps, initial=done, desc="masked words", mininterval=10)
    model.train()
    running = 0.0
    for step, batch in enumerate(endless(texts, batch_pieces, seed)):
        if step < done:
            continue
        if step >= steps:
            break
        ids, chosen = _mask(batch, model.config.vocab_size, mask, generator)  # type: ignore[arg-type]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = model.bert(input_ids=ids, attention_mask=batch.mask).last_hidden_state
            scores = model.cls(hidden[chosen])
        loss = nn.functional.cross_entropy(scores.float(), batch.ids[chosen])
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        schedule.step()
        running = loss.item() if not running else 0.99 * running + 0.01 * loss.item()
        bar.update()
        if step % 100 == 0:
            bar.set_postfix(loss=f"{running:.3f}")
        if (step + 1) % 1000 == 0 or step + 1 == steps:
            torch.save(
                {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(), "done": step + 1},
                path,
            )
    bar.close()


def warm_then_down(step: int, steps: int) -> float:
    """Scale the learning rate: a short linear rise, then a cosine down to a twentieth."""
    warm = max(1, int(steps * _WARM_UP))
    if step < warm:
        return (step + 1) / warm
    return 0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * min(1.0, (step - warm) / max(1, steps - warm))))


def endless(texts: list[list[int]], batch_pieces: int, seed: int) -> Iterator[Batch]:
    """Give bucketed batches, epoch after epoch, in an order that the seed fixes."""
    epoch = 0
    while True:
        order = random.Random(seed + epoch)
        for rows in bucketed([len(text) for text in texts], batch_pieces, order):
            yield pad([texts[row] for row in rows])
        epoch += 1
