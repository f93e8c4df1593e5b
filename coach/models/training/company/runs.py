"""The folder of a run: what it holds while the run is unfinished, and when it is done."""

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from coach.errors import BadTraining
from coach.models.training.company.plan import PARTS, Plan
from coach.models.training.company.rows import Labelled

RUN = "train.json"
_OURS = (
    *("train.json", "train.json.part", "checkpoint*.pt", "checkpoint*.pt.part", "README.md"),
    *("card.json", "encoder.safetensors", "encoder.onnx", "moves.onnx", "customer.onnx", "politeness.onnx"),
    *("config.json", "model*.safetensors", "model.safetensors.index.json"),
    *("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json"),
    *("vocab.json", "vocab.txt", "merges.txt", "spm.model", "spiece.model", "sentencepiece.bpe.model", "tokenizer.model"),
)
"""What a run leaves in its folder, and what a fresh start takes away."""


def open_run(plan: Plan, data: Labelled, base_sha: str) -> None:
    """Make the folder, or go on in it; raises BadTraining where it holds something else."""
    told = _told(plan, data, base_sha)
    path = plan.out / RUN
    if plan.out.exists() and (not plan.out.is_dir() or (any(plan.out.iterdir()) and not path.is_file())):
        what = {
            "en": "it is there and no run of `coach train`; give another --out",
            "ar": "موجود وليس تدريبًا من `coach train`؛ أعطِ --out آخر",
        }
        raise BadTraining(where=str(plan.out), what=what)
    if path.is_file() and plan.fresh:
        _clear(plan.out)
    if path.is_file():
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            found = {}
        if found.get("done"):
            what = {
                "en": "it holds a finished model; give another --out, or --fresh to train anew",
                "ar": "فيه نموذج مكتمل؛ أعطِ --out آخر، أو --fresh للبدء من جديد",
            }
            raise BadTraining(where=str(plan.out), what=what)
        differing = [name for name, value in told.items() if found.get(name) != value]
        if differing:
            names = ", ".join(differing)
            what = {
                "en": f"it holds an unfinished run that differs in {names}; run that again, give another --out, or --fresh to start anew",
                "ar": f"فيه تدريب لم يكتمل يختلف في {names}؛ أعد تشغيله، أو أعطِ --out آخر، أو --fresh للبدء من جديد",
            }
            raise BadTraining(where=str(plan.out), what=what)
    plan.out.mkdir(parents=True, exist_ok=True)
    _write_json(path, {**told, "done": False})


def _told(plan: Plan, data: Labelled, base_sha: str) -> dict[str, Any]:
    return {"task": plan.task, "base": base_sha, "data": data.sums, "dev": data.dev_sum, "epochs": plan.passes, "seed": plan.seed}


def close_run(plan: Plan) -> None:
    """Write down that the run is done, and take its checkpoints away."""
    found = json.loads((plan.out / RUN).read_text(encoding="utf-8"))
    _write_json(plan.out / RUN, {**found, "done": True})
    for path in plan.out.glob("checkpoint*.pt"):
        path.unlink()


def _write_json(path: Path, value: object) -> None:
    scratch = path.with_name(path.name + ".part")
    scratch.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")
    scratch.replace(path)


def _clear(folder: Path) -> None:
    for place in (folder, *(folder / part for part in PARTS["customers"])):
        for pattern in _OURS:
            for path in place.glob(pattern):
                path.unlink()


def part_folder(plan: Plan, part: str) -> Path:
    """Give the folder of a part: its own where the task has several."""
    return plan.out / part if len(PARTS[plan.task]) > 1 else plan.out


def digest_of(paths: Sequence[Path]) -> str:
    """Give the SHA-256 over files, one after another."""
    digest = sha256()
    for path in paths:
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def check_apart(base: Path, plan: Plan) -> None:
    """Refuse a base that lies in the folder that is written to; raises BadTraining."""
    if base.resolve().is_relative_to(plan.out.resolve()):
        what = {"en": "the base lies in it; give another --out", "ar": "نموذج الأساس داخله؛ أعطِ --out آخر"}
        raise BadTraining(where=str(plan.out), what=what)
