"""From torch to ONNX: int8 per channel for the encoder, float32 for the small heads; calibration and checksums in card.json."""

import json
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import onnx
import torch
from torch import nn

from coach.models.training import graph
from coach.models.training.network import Reader

HEADS_OPSET = 17
_KINDS = {"DefaultTensorType": onnx.TensorProto.FLOAT}
"""What the attention gives, whose kind ONNX cannot tell as the operator is ONNX Runtime's."""


def export(reader: Reader, folder: Path) -> None:
    """Write encoder.onnx (int8 per channel) and a head per task (float32) into `folder`."""
    reader.eval()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        onnx.save(graph.encoder(reader), plain)
        quantise(plain, folder / "encoder.onnx")
    for head in ("moves", "customer", "politeness"):
        network = getattr(reader, head)
        _write(network, torch.zeros(2, network[1].in_features), folder / f"{head}.onnx")


def _write(head: nn.Module, example: torch.Tensor, path: Path) -> None:
    axes = {"features": {0: "rows"}, "logits": {0: "rows"}}
    head.eval()
    with torch.no_grad():
        torch.onnx.export(
            head,
            (example,),
            str(path),
            input_names=["features"],
            output_names=["logits"],
            dynamic_axes=axes,
            opset_version=HEADS_OPSET,
            dynamo=False,
        )


def quantise(plain: Path, path: Path) -> None:
    """Quantise weights to int8 per output channel, activations as they come."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(str(plain), str(path), per_channel=True, weight_type=QuantType.QInt8, extra_options=_KINDS)


def write_card(folder: Path, card: dict[str, Any]) -> None:
    """Write card.json with the checksum of every file that is served and one over all of them."""
    served = sorted((*folder.glob("*.onnx"), *folder.glob("*.np[yz]"), folder / "tokenizer.json"))
    card["files"] = {path.name: sha256(path.read_bytes()).hexdigest() for path in served}
    tokenizer = (folder / "tokenizer.json").read_bytes()
    card["sha"] = sha256(
        "".join(card["files"].values()).encode() + tokenizer + json.dumps(card["heads"], sort_keys=True).encode()
    ).hexdigest()
    (folder / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
