"""A folder of weights: its card, and its files, each held against the card before it is used."""

import json
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from coach import forms
from coach.errors import BadModel
from coach.models.features import Array

WEIGHTS = Path(str(files("coach.models") / "weights"))
"""The folder that ships."""
_CARD: dict[str, type] = {"name": str, "sha": str, "files": dict, "heads": dict}  # what a card must hold

_SLOWER = ["SkipLayerNormFusion"]
"""Of ONNX Runtime's fusions: a sum and a normalisation in one node take twice the time of the two, one sentence at a time."""


class WeightsFolder:
    """Reads the files of one folder."""

    def __init__(self, path: Path) -> None:
        """Read its card; raises NewerForm, or BadModel where there is none, naming what it lacks."""
        self.path = path
        self.card = _card(path)

    def read(self, name: str) -> bytes:
        """Read a file; raises BadModel when it is missing or not the one that the card names."""
        path = self.path / name
        try:
            data = path.read_bytes()
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise BadModel(where=str(path), what={"en": why, "ar": f"تعذرت قراءة الملف ({why})"}) from None
        if sha256(data).hexdigest() != self.card["files"].get(name):
            what = {
                "en": "the file is not the one that card.json names; install or export it again",
                "ar": "الملف ليس ما يذكره card.json؛ ثبّته أو صدّره من جديد",
            }
            raise BadModel(where=str(path), what=what)
        return data

    def array(self, name: str) -> Array:
        """Read one NumPy file, never a pickled one. Raises BadModel as `read` does."""
        told: Array = np.load(BytesIO(self.read(name)), allow_pickle=False)
        return told

    def open(self, part: str) -> Any:
        """Open `part`.onnx in ONNX Runtime, on one thread: a worker has one core. Raises BadModel as `read` does.

        The file is read twice: given the bytes that were held against the card, a session keeps them beside what it makes of them.
        """
        import onnxruntime

        self.read(f"{part}.onnx")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        path = str(self.path / f"{part}.onnx")
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER)


def _card(folder: Path) -> dict[str, Any]:
    try:
        card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        what = {"en": "card.json is missing or not JSON", "ar": "الملف card.json مفقود أو ليس JSON"}
        raise BadModel(where=str(folder), what=what) from None
    forms.refuse_newer(card, forms.CARD, str(folder / "card.json"))
    given = card if isinstance(card, dict) else {}
    missing = ", ".join(name for name, kind in _CARD.items() if not isinstance(given.get(name), kind))
    if missing:
        raise BadModel(where=str(folder), what={"en": f"card.json lacks {missing}", "ar": f"ينقص card.json: ‏{missing}"})
    return given
