"""Training from what ships, or from a folder that an earlier run wrote."""

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer

from coach.errors import BadModel
from coach.models.embedded import HEADS, Embedded
from coach.models.training import calibrate, examples, export, finetune
from coach.models.training.calibrate import Array
from coach.models.training.company import scoring
from coach.models.training.company.measuring import Figures, measure, shipped
from coach.models.training.company.outcome import Tuned
from coach.models.training.company.plan import PARTS, Plan, Task
from coach.models.training.company.quiet import without_warnings
from coach.models.training.company.rows import Labelled, Row
from coach.models.training.company.runs import check_apart, digest_of
from coach.models.training.network import WEIGHTS, Reader
from coach.reading import POLITENESS, SIGNALS

_SHIPPED = "weights"
_PATIENCE = 3
_BATCHES = {"replies": 8, "messages": 16, "texts": 16}
_RATES = {"encoder_rate": 5e-5, "head_rate": 3e-4}
_HEAD_OF = {"moves": "moves", "customers": "customer", "politeness": "politeness"}


class SmallBase:
    """What ships, or a folder that an earlier run wrote."""

    def __init__(self, plan: Plan) -> None:
        """Open the base of `plan`; raises BadModel, or BadTraining where it lies in the folder that is written to."""
        self._plan = plan
        self.folder = Path(str(files("coach.models") / _SHIPPED)) if plan.base == "embedded" else Path(plan.base)
        check_apart(self.folder, plan)
        self._served = Embedded(self.folder, remembered=0)
        weights = self.folder / WEIGHTS
        if not weights.is_file():
            what = {
                "en": f"{WEIGHTS}, from which training starts, is not there; for a transformers model give hub:<path>",
                "ar": f"الملف {WEIGHTS} الذي يبدأ منه التدريب غير موجود؛ لنموذج transformers أعطِ hub:<path>",
            }
            raise BadModel(where=str(self.folder), what=what)
        try:
            self.reader = Reader.load(self.folder)
            self.tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        except Exception as error:  # whatever a library raises for a broken file
            raise BadModel(where=str(self.folder), what=f"{type(error).__name__} in {WEIGHTS}, config.json or tokenizer.json") from None
        self.name = self._served.name
        self.card: dict[str, Any] = self._served.card
        self._has_head = _HEAD_OF[plan.task] in self.card["heads"]
        self.sha = digest_of([weights, self.folder / "config.json", self.folder / "tokenizer.json", self.folder / "card.json"])

    def before(self, dev: Sequence[Row]) -> Figures | None:
        """Measure the base on the dev rows; where it has no head for the task, what ships, or cues."""
        name, model = self.name, self._served
        if not self._has_head:
            name, model = shipped(self._plan.task)
        return measure(self._plan.task, dict.fromkeys(PARTS[self._plan.task], model), dev, name) if model is not None else None

    def tune(self, data: Labelled) -> Tuned:
        """Train encoder and one head, calibrate that head, and write all that serving and the next run need."""
        plan, reader, tokenizer = self._plan, self.reader, self.tokenizer
        given, dev = prepared(plan.task, data.train, tokenizer), prepared(plan.task, data.dev, tokenizer)
        size = max(len(given.replies), len(given.messages), len(given.texts))
        batch = _BATCHES["replies" if given.replies else "messages" if given.messages else "texts"]
        # The average looks back over about an epoch: over the steps of a long run it would hardly leave the base.
        follow = min(0.5, max(0.004, batch / size))
        settings = finetune.Settings(epochs=plan.passes, seed=plan.seed, follow=follow, **_BATCHES, **_RATES)  # type: ignore[arg-type]
        if plan.task == "customers":
            keep_evidence(reader, data.train, given.messages)

        def judge(now: Reader) -> float:
            return scoring.liked(*_outputs(plan.task, now, dev))

        reader.eval()
        bar = judge(reader) if self._has_head else None
        best = finetune.fit(reader, given, settings, judge, _PATIENCE, plan.out / "checkpoint.pt")
        self._write(reader, dev)
        told = {"epochs, at most": plan.passes, "batch": batch, **_RATES, "average follows by": round(follow, 4), "seed": plan.seed}
        return Tuned(told, () if bar is None or best > bar else (plan.task,))

    def _write(self, reader: Reader, dev: finetune.Data) -> None:
        """Write weights, ONNX and a card with the one head that still suits the encoder."""
        plan = self._plan
        reader.save(plan.out)
        # What is served is the float16 that was saved, so calibrate and export that.
        reader = Reader.load(plan.out)
        reader.eval()
        (plan.out / "tokenizer.json").write_bytes((self.folder / "tokenizer.json").read_bytes())
        with without_warnings():
            export.export(reader, plan.out)
        own = _HEAD_OF[plan.task]
        for head in HEADS:
            if head != own:
                (plan.out / f"{head}.onnx").unlink()
        heads = {own: _fitted(plan.task, *_outputs(plan.task, reader, dev))}
        export.write_card(plan.out, {"name": f"tuned-{plan.task}", "schema_version": self.card.get("schema_version", 1), "heads": heads})

    def served(self) -> dict[str, Any]:
        """Open what `tune` wrote as it is served, by part."""
        return dict.fromkeys(PARTS[self._plan.task], Embedded(self._plan.out, remembered=0))


def prepared(task: Task, rows: Sequence[Row], tokenizer: Tokenizer) -> finetune.Data:
    """Give rows in the form that the network is trained on."""
    if task == "moves":
        return finetune.Data(replies=[examples.reply(row, tokenizer) for row in rows])
    if task == "customers":
        return finetune.Data(messages=[examples.message(row, tokenizer) for row in rows])
    return finetune.Data(texts=[examples.text(row["text"], POLITENESS.index(row["politeness"]), tokenizer) for row in rows])


def keep_evidence(reader: Reader, rows: Sequence[Row], messages: Sequence[examples.MessageExample]) -> None:
    """Let the base's own evidence stand for a signal whose place a row does not tell: no marks would teach that there is none."""
    reader.eval()
    for row, message in zip(rows, messages, strict=True):
        told = {mark["signal"] for mark in row["evidence"]}
        untold = [place for place, name in enumerate(SIGNALS) if name in row["signals"] and name not in told]
        if not untold:
            continue
        with torch.no_grad():
            found = finetune.encode(reader, message.sentences).evidence.float().sigmoid().numpy()
        for marks, own in zip(message.evidence, found, strict=True):
            marks[:, untold] = own[: len(marks), untold]


def _outputs(task: Task, reader: Reader, dev: finetune.Data) -> tuple[Array, Array]:
    if task == "moves":
        return calibrate.moves(reader, dev.replies)
    return calibrate.customers(reader, dev.messages) if task == "customers" else calibrate.politeness(reader, dev.texts)


def _fitted(task: Task, logits: Array, targets: Array) -> dict[str, list[float]]:
    if task == "politeness":
        return {"scale": [scoring.sharpness(logits, targets)] * len(POLITENESS), "shift": [0.0] * len(POLITENESS)}
    fitted = calibrate.calibrate(logits, targets)
    return {name: getattr(fitted, name) for name in ("scale", "shift", "thresholds", "precision", "recall")}
