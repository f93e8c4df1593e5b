"""From torch to ONNX: int8 per channel for the encoder, float32 for the small heads; calibration and checksums in card.json."""

import json
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import torch
from torch import nn

from coach.models.training.network import Reader

OPSET = 17


class _Encoder(nn.Module):
    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        mask = (ids != 0).to(torch.float32)
        encoder = self.reader.encoder
        hidden = encoder.embeddings(input_ids=ids)
        bias = (1.0 - mask)[:, None, None, :] * -1e4
        for layer in encoder.encoder.layer:
            hidden = _layer(layer, hidden, bias)
        weight = mask.unsqueeze(-1)
        vector = (hidden * weight).sum(1) / weight.sum(1)
        return vector, self.reader.embed(vector), self.reader.evidence(hidden)


def _layer(layer: nn.Module, hidden: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    """Run one BERT layer in plain operations, which trace to a small graph that ONNX Runtime fuses."""
    own: Any = layer.attention.self  # type: ignore[union-attr]
    rows, length, width = hidden.shape[0], hidden.shape[1], hidden.shape[2]
    heads, size = own.num_attention_heads, own.attention_head_size

    # One matrix for queries, keys and values: the activations are quantised once, not three times.
    weight = torch.cat([own.query.weight, own.key.weight, own.value.weight])
    shift = torch.cat([own.query.bias, own.key.bias, own.value.bias])
    three = nn.functional.linear(hidden, weight, shift).view(rows, length, 3, heads, size).permute(2, 0, 3, 1, 4)
    query, keys, values = three[0], three[1], three[2]
    chances = torch.softmax(query @ keys.transpose(-1, -2) / size**0.5 + bias, dim=-1)
    mixed = (chances @ values).transpose(1, 2).reshape(rows, length, width)
    attended = layer.attention.output(mixed, hidden)  # type: ignore[operator,union-attr]
    out: torch.Tensor = layer.output(layer.intermediate(attended), attended)  # type: ignore[operator]
    return out


def export(reader: Reader, folder: Path) -> None:
    """Write encoder.onnx (int8 per channel) and a head per task (float32) into `folder`."""
    reader.eval()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        _write(
            _Encoder(reader),
            torch.randint(5, 100, (3, 12)),
            plain,
            "ids",
            ["vector", "embedding", "evidence"],
            {"ids": {0: "rows", 1: "pieces"}, "vector": {0: "rows"}, "embedding": {0: "rows"}, "evidence": {0: "rows", 1: "pieces"}},
        )
        quantise(plain, folder / "encoder.onnx")
    for head in ("moves", "customer", "politeness"):
        network = getattr(reader, head)
        _write(
            network,
            torch.zeros(2, network[1].in_features),
            folder / f"{head}.onnx",
            "features",
            ["logits"],
            {"features": {0: "rows"}, "logits": {0: "rows"}},
        )


def _write(network: nn.Module, example: torch.Tensor, path: Path, name: str, outputs: list[str], axes: dict[str, dict[int, str]]) -> None:
    network.eval()
    with torch.no_grad():
        torch.onnx.export(
            network, (example,), str(path), input_names=[name], output_names=outputs, dynamic_axes=axes, opset_version=OPSET, dynamo=False
        )


def quantise(plain: Path, path: Path) -> None:
    """Quantise weights to int8 per output channel, activations as they come."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    ready = plain.with_name("ready.onnx")
    quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
    quantize_dynamic(str(ready), str(path), per_channel=True, weight_type=QuantType.QInt8)


def write_card(folder: Path, card: dict[str, Any]) -> None:
    """Write card.json with the checksum of every file that is served and one over all of them."""
    served = sorted((*folder.glob("*.onnx"), *folder.glob("*.npy"), folder / "tokenizer.json"))
    card["files"] = {path.name: sha256(path.read_bytes()).hexdigest() for path in served}
    tokenizer = (folder / "tokenizer.json").read_bytes()
    card["sha"] = sha256(
        "".join(card["files"].values()).encode() + tokenizer + json.dumps(card["heads"], sort_keys=True).encode()
    ).hexdigest()
    (folder / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
