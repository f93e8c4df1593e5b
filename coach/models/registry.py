"""From names in a profile to models: `embedded`, `cues`, a folder of weights, or `hub:<id or path>`."""

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from coach.config import ModelNames
from coach.errors import BadModel
from coach.models.cues import CueReader
from coach.models.protocols import CustomerModel, MovesModel, SentenceEncoder

HUB = "hub:"
_NO_POLITENESS = {"en": "it does not read politeness", "ar": "لا يقرأ درجة التهذيب"}
_UNKNOWN = {
    "en": "it is neither `embedded`, `cues`, `hub:<id or path>`, nor a folder of weights",
    "ar": "ليس `embedded` ولا `cues` ولا `hub:<المعرّف أو المسار>` ولا مجلد أوزان",
}


@dataclass(frozen=True, slots=True)
class Models:
    """What reads a case; without an encoder, asks are matched by their words."""

    moves: MovesModel
    emotion: CustomerModel
    signals: CustomerModel
    encoder: SentenceEncoder | None

    @property
    def names(self) -> dict[str, str]:
        """What a report calls them, by what they read."""
        return {
            "moves": self.moves.name,
            "emotion": self.emotion.name,
            "signals": self.signals.name,
            "encoder": self.encoder.name if self.encoder else "words",
        }


def load_models(names: ModelNames) -> Models:
    """Load each named model once; raises BadModel or MissingExtra."""
    return Models(
        load_model("moves", names.moves),
        load_model("emotion", names.emotion),
        load_model("signals", names.signals),
        load_encoder(names),
    )


def load_encoder(names: ModelNames) -> SentenceEncoder | None:
    """Load the encoder that is named; None where words are to do."""
    if names.encoder == "cues":
        return None
    encoder: SentenceEncoder = load_model("encoder", names.encoder)
    return encoder


def load_model(task: str, name: str) -> Any:
    """Load one model for `task` (moves, emotion, signals, politeness, encoder) by its name."""
    model = _named(task, name)
    if task == "politeness" and not hasattr(model, "politeness"):
        raise BadModel(where=repr(name), what=_NO_POLITENESS)
    return model


def _named(task: str, name: str) -> Any:
    if name == "cues":
        return _cues()
    if name == "embedded":
        return _weights(None)
    if name.startswith(HUB):
        return _hub(task, name.removeprefix(HUB))
    if not os.path.isdir(name):
        raise BadModel(where=repr(name[:80]), what=_UNKNOWN)
    return _weights(Path(name))


@lru_cache(maxsize=1)
def _cues() -> CueReader:
    return CueReader()


@lru_cache(maxsize=4)
def _weights(folder: Path | None) -> Any:
    from coach.models.embedded import Embedded

    return Embedded(folder)


@lru_cache(maxsize=8)
def _hub(task: str, name: str) -> Any:
    from coach.models import hub

    return hub.load(task, name)
