"""A sequence classifier of transformers: trained, calibrated and saved as `coach.models.hub` reads it."""

import copy
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from inspect import signature
from pathlib import Path
from typing import Any

import numpy as np
import torch
import transformers
from torch import nn
from tqdm import tqdm

from coach.errors import BadModel
from coach.models import hub
from coach.models.cues import unread_moves
from coach.models.training import calibrate, examples, finetune
from coach.models.training.calibrate import Array
from coach.models.training.company import scoring
from coach.models.training.company.plan import LABELS, SINGLE, Plan
from coach.models.training.company.quiet import without_warnings
from coach.models.training.company.rows import Row
from coach.reading import EMOTIONS
from coach.text.document import read

BATCH = 16
RATES = (3e-5, 5e-4)
"""Of a body that was trained before, and of a head that may be new."""
PIECES = 256
"""Longer texts are cut in training."""
_WARM = 0.1
_PATIENCE = 3


@dataclass(slots=True)
class Tokenised:
    """Tokenised rows with targets: [rows, labels] float, or [rows] labels."""

    inputs: list[dict[str, list[int]]]
    targets: Array


class Classifier:
    """A sequence classifier being trained."""

    def __init__(self, part: str, folder: Path, seed: int) -> None:
        """Open the model in `folder` for `part`; its own head is kept where it has our labels."""
        self.part = part
        random.seed(seed)
        torch.manual_seed(seed)  # a new head starts at random
        safe: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
        with hub.refused(str(folder)), hub.quiet(), without_warnings():
            config = transformers.AutoConfig.from_pretrained(folder, **safe)
            known = LABELS[part]
            own = [str(config.id2label[index]) for index in sorted(config.id2label)]
            self._has_head = sorted(own) == sorted(known)
            self.labels = own if self._has_head else list(known)
            config.num_labels = len(self.labels)
            config.id2label = dict(enumerate(self.labels))
            config.label2id = {label: index for index, label in enumerate(self.labels)}
            config.problem_type = "single_label_classification" if part in SINGLE else "multi_label_classification"
            config.thresholds = {}
            self.model: Any = transformers.AutoModelForSequenceClassification.from_pretrained(
                folder, config=config, use_safetensors=True, dtype=torch.float32, ignore_mismatched_sizes=True, **safe
            )
            self.tokenizer: Any = transformers.AutoTokenizer.from_pretrained(folder, **safe)
        if not self.tokenizer.is_fast or self.tokenizer.pad_token_id is None:
            what = {
                "en": "its tokenizer is missing or incomplete; give the folder a tokenizer.json with a padding token",
                "ar": "مقسّم الكلمات مفقود أو ناقص؛ أضف إلى المجلد tokenizer.json فيه رمز حشو",
            }
            raise BadModel(where=str(folder), what=what)
        self._pieces = min(PIECES, hub.most_pieces(self.model), self.tokenizer.model_max_length)
        accepted = signature(self.model.forward).parameters
        kinds = (getattr(config, "type_vocab_size", 2) or 0) > 1
        self._keys = [
            key for key in ("input_ids", "attention_mask", "token_type_ids") if key in accepted and (key != "token_type_ids" or kinds)
        ]

    def prepare(self, rows: Sequence[Row]) -> Tokenised:
        """Tokenise rows as they will be read when the model is served."""
        inputs: list[dict[str, list[int]]] = []
        targets: list[Any] = []
        for row in rows:
            for text, pair, target in self._cut(row):
                found = self.tokenizer(text, pair, truncation="longest_first", max_length=self._pieces, return_token_type_ids=True)
                inputs.append({key: list(found[key]) for key in self._keys})
                targets.append(target)
        return Tokenised(inputs, np.array(targets))

    def _cut(self, row: Row) -> Iterator[tuple[str, str | None, Any]]:
        if self.part != "moves":
            text = hub.spoken_text(read(row["text"], ()))
            if self.part == "signals":
                yield text, None, [float(label in row["signals"]) for label in self.labels]
            else:
                name = EMOTIONS[row["emotion"]] if self.part == "emotion" else row["politeness"]
                yield text, None, self.labels.index(name)
            return
        texts = [sentence["text"] for sentence in row["sentences"]]
        draft = read("\n".join(texts), ())
        tail = row["context"][-hub.MESSAGE_TAIL :].strip() or None
        made = examples.overlapping(draft, texts, [sentence["moves"] for sentence in row["sentences"]])
        for sentence, moves in zip(draft.sentences, made, strict=True):
            if unread_moves(sentence) is None:
                yield sentence.text, tail, [float(label in moves) for label in self.labels]

    def _logits(self, inputs: Sequence[Mapping[str, list[int]]]) -> torch.Tensor:
        longest = max(len(row["input_ids"]) for row in inputs)
        tensors = {}
        for key in self._keys:
            filling = self.tokenizer.pad_token_id if key == "input_ids" else 0
            tensors[key] = torch.tensor([[*row[key], *[filling] * (longest - len(row[key]))] for row in inputs], dtype=torch.long)
        logits: torch.Tensor = self.model(**tensors).logits
        return logits.float()

    def outputs(self, rows: Tokenised) -> Array:
        """Give the logits of all rows."""
        self.model.eval()
        with torch.no_grad():
            parts = [self._logits(rows.inputs[start : start + BATCH]).numpy() for start in range(0, len(rows.inputs), BATCH)]
        return np.concatenate(parts).astype(np.float64)

    def fit(self, given: Tokenised, dev: Tokenised, plan: Plan, checkpoint: Path) -> bool:
        """Train, going on from `checkpoint`; keep the weights that read the dev rows best, stop after some epochs without gain.

        Tells whether some epoch read them better than the base did, as it must where the base had no such head.
        """
        bar = scoring.liked(self.outputs(dev), dev.targets) if self._has_head else -1.0
        order = random.Random(plan.seed)
        torch.manual_seed(plan.seed)
        model = self.model
        prefix = f"{model.base_model_prefix}."
        body = [weight for name, weight in model.named_parameters() if name.startswith(prefix)]
        head = [weight for name, weight in model.named_parameters() if not name.startswith(prefix)]
        groups = [{"params": weights, "lr": rate} for weights, rate in zip((body, head), RATES, strict=True) if weights]
        optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
        steps = -(-len(given.inputs) // BATCH)
        total = steps * plan.passes
        warm = max(1, int(total * _WARM))
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: min((step + 1) / warm, max(0.0, (total - step) / max(1, total - warm)))
        )
        targets = torch.tensor(given.targets, dtype=torch.long if self.part in SINGLE else torch.float32)
        loss_of = nn.functional.cross_entropy if self.part in SINGLE else nn.functional.binary_cross_entropy_with_logits
        parts = {"model": model, "optimizer": optimizer, "schedule": schedule}
        done, waited, best, best_weights = 0, 0, -1.0, copy.deepcopy(model.state_dict())
        if checkpoint.exists():
            state = finetune.resume(checkpoint, parts, order)
            done, waited, best, best_weights = (state[name] for name in ("done", "waited", "best", "best_weights"))
        progress = tqdm(total=total, initial=done * steps, desc=f"fine-tuning {self.part}", mininterval=10)
        for epoch in range(done, plan.passes):
            if waited >= _PATIENCE:
                break
            model.train()
            places = list(range(len(given.inputs)))
            order.shuffle(places)
            for start in range(0, len(places), BATCH):
                batch = places[start : start + BATCH]
                loss = loss_of(self._logits([given.inputs[place] for place in batch]), targets[batch])
                loss.backward()  # type: ignore[no-untyped-call]
                nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                optimizer.step()
                optimizer.zero_grad(set_to_none=True)
                schedule.step()
                progress.update()
            score = scoring.liked(self.outputs(dev), dev.targets)
            progress.set_postfix(score=f"{score:.4f}")
            if score > best:
                best, best_weights, waited = score, copy.deepcopy(model.state_dict()), 0
            else:
                waited += 1
            finetune.keep(checkpoint, parts, order, {"done": epoch + 1, "waited": waited, "best": best, "best_weights": best_weights})
        progress.close()
        model.load_state_dict(best_weights)
        model.eval()
        return bool(best > bar)

    def calibrate(self, dev: Tokenised) -> None:
        """Fold the calibration of the dev rows into the last layer, and set the thresholds in the config."""
        logits = self.outputs(dev)
        if self.part in SINGLE:
            scale, shift = [scoring.sharpness(logits, dev.targets)] * len(self.labels), [0.0] * len(self.labels)
        else:
            fitted = calibrate.calibrate(logits, dev.targets)
            scale, shift = fitted.scale, fitted.shift
        folded = self._fold(np.array(scale), np.array(shift), dev, logits)
        if self.part not in SINGLE:
            bounds = fitted.thresholds if folded else [uncalibrated(*line) for line in zip(fitted.thresholds, scale, shift, strict=True)]
            self.model.config.thresholds = dict(zip(self.labels, bounds, strict=True))

    def _fold(self, scale: Array, shift: Array, dev: Tokenised, logits: Array) -> bool:
        """Put a line for each label into the layer that gives the logits; tell whether that layer was found."""
        layers = [one for one in self.model.modules() if isinstance(one, nn.Linear) and one.out_features == len(self.labels)]
        if not layers or layers[-1].bias is None:
            return False
        last = layers[-1]
        kept = copy.deepcopy(last.state_dict())
        with torch.no_grad():
            last.weight.mul_(torch.tensor(scale, dtype=last.weight.dtype)[:, None])
            last.bias.mul_(torch.tensor(scale, dtype=last.bias.dtype)).add_(torch.tensor(shift, dtype=last.bias.dtype))
        if np.allclose(self.outputs(dev), logits * scale + shift, atol=1e-3):
            return True
        last.load_state_dict(kept)
        return False

    def save(self, folder: Path) -> None:
        """Write weights, configuration and tokenizer."""
        folder.mkdir(parents=True, exist_ok=True)
        with hub.quiet(), without_warnings():
            self.model.save_pretrained(folder)
            self.tokenizer.save_pretrained(folder)


def uncalibrated(bound: float, scale: float, shift: float) -> float:
    """Give the bound on sigmoid(x) that decides as `bound` does on sigmoid(scale · x + shift)."""
    if scale <= 0:
        return 0.5
    value = (np.log(bound / (1 - bound)) - shift) / scale
    return float(np.clip(round(1 / (1 + np.exp(-value)), 3), 0.001, 1.0))
