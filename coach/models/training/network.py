"""The network: a small encoder that reads sentences one by one, and heads that see them side by side."""

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import nn
from transformers import BertConfig, BertModel

from coach.models import features
from coach.models.training.batches import Batch
from coach.reading import EMOTIONS, MOVES, POLITENESS, SIGNALS

EMBEDDING = 192
_HIDDEN = 256
WEIGHTS = "encoder.safetensors"


@dataclass(frozen=True, slots=True)
class Encoded:
    """Of each sentence: the mean of its pieces [n, width], evidence per piece [n, pieces, signals], the mask."""

    vector: torch.Tensor
    evidence: torch.Tensor
    mask: torch.Tensor


class Reader(nn.Module):
    """Encoder and heads: moves, customer (emotion and signals), politeness, embedding."""

    def __init__(self, config: BertConfig) -> None:
        """Build untrained weights of the shape that `config` gives."""
        super().__init__()
        width = config.hidden_size
        self.config = config
        self.n_cues = features.N_MOVES_CUES
        self.encoder = BertModel(config, add_pooling_layer=False)
        self.evidence = nn.Linear(width, len(SIGNALS))
        self.embedding = nn.Linear(width, EMBEDDING)
        self.moves = head(5 * width + features.N_MOVES, len(MOVES), 2 * _HIDDEN)
        self.customer = head(2 * width + len(SIGNALS) + features.N_CUSTOMER, len(EMOTIONS) - 1 + len(SIGNALS))
        self.politeness = head(2 * width, len(POLITENESS))

    def encode(self, batch: Batch) -> Encoded:
        """Read sentences, each by itself."""
        hidden = self.encoder(input_ids=batch.ids, attention_mask=batch.mask).last_hidden_state
        weight = batch.mask.unsqueeze(-1).to(hidden.dtype)
        return Encoded((hidden * weight).sum(1) / weight.sum(1).clamp(min=1.0), self.evidence(hidden), batch.mask)

    def embed(self, vector: torch.Tensor) -> torch.Tensor:
        """Give unit sentence embeddings [n, EMBEDDING]."""
        return nn.functional.normalize(self.embedding(vector), dim=-1)

    def save(self, folder: Path) -> None:
        """Write the weights, as float16, and the encoder's configuration."""
        folder.mkdir(parents=True, exist_ok=True)
        save_file({name: tensor.half().contiguous() for name, tensor in self.state_dict().items()}, folder / WEIGHTS)
        self.config.to_json_file(folder / "config.json")

    @classmethod
    def load(cls, folder: Path) -> "Reader":
        """Read what `save` wrote."""
        reader = cls(BertConfig.from_json_file(folder / "config.json"))
        reader.load_state_dict({name: tensor.float() for name, tensor in load_file(folder / WEIGHTS).items()})
        return reader


def strongest(evidence: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Give each sentence's strongest evidence of each signal, padding left out: [n, signals]."""
    return evidence.masked_fill(mask.unsqueeze(-1) == 0, -1e4).amax(1)


def head(size: int, outputs: int, hidden: int = _HIDDEN) -> nn.Sequential:
    """Build a head with one hidden layer."""
    return nn.Sequential(nn.Dropout(0.2), nn.Linear(size, hidden), nn.GELU(), nn.Dropout(0.3), nn.Linear(hidden, outputs))
