"""How well a model reads the dev rows when it is served."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coach.case import Case
from coach.config import default_profile
from coach.errors import BadModel
from coach.models.cues import CueReader
from coach.models.embedded import Embedded
from coach.models.evaluation import Evaluation, evaluate_customers, evaluate_moves, evaluate_politeness
from coach.models.registry import Models
from coach.models.training.company.plan import Task
from coach.models.training.company.rows import Row
from coach.reading import EMOTIONS, CustomerReading, Reading
from coach.text.document import CUSTOMER_CUES, DRAFT_CUES, read
from coach.text.language import SUPPORTED


@dataclass(frozen=True, slots=True)
class Figures:
    """How well a model reads the dev rows; `score` is what decides, `labels` give F1 and number."""

    name: str
    score: float
    means: dict[str, float]
    labels: dict[str, tuple[float, int]]


def measure(task: Task, models: Mapping[str, Any], dev: Sequence[Row], name: str) -> Figures:
    """Read the dev rows as they are read when `models` (by part) are served."""
    if task == "politeness":
        result = evaluate_politeness(models["politeness"].politeness, dev)
        means = {"accuracy": result.micro(), "macro-F1": result.macro(1)}
        return _figures(name, result, means, means["accuracy"])
    if task == "moves":
        result = evaluate_moves(_reads(Models(models["moves"], CueReader(), CueReader(), None)), dev)
        means = {"micro-F1": result.micro(), "macro-F1": result.macro(1)}
        return _figures(name, result, means, means["micro-F1"])
    result = evaluate_customers(_reads(Models(CueReader(), models["emotion"], models["signals"], None)), dev)
    means = {
        "emotion QWK": result.figures["emotion_qwk"],
        "emotion accuracy": result.figures["emotion_accuracy"],
        "signals micro-F1": result.micro(),
        "signals macro-F1": result.macro(1),
    }
    return _figures(name, result, means, (means["emotion QWK"] + means["signals micro-F1"]) / 2, _levels(result))


def _figures(
    name: str, result: Evaluation, means: dict[str, float], score: float, levels: Mapping[str, tuple[float, int]] | None = None
) -> Figures:
    labels = {label: (f1, n) for label, _, _, f1, n in result.labels() if n}
    return Figures(name, score, {**means, "calibration error": result.calibration_error()}, {**(levels or {}), **labels})


def _levels(result: Evaluation) -> dict[str, tuple[float, int]]:
    """Give F1 and number of each emotion from what was taken for what."""
    found = {}
    for level in EMOTIONS:
        n = sum(count for (gold, _), count in result.confusion.items() if gold == level)
        told = sum(count for (_, other), count in result.confusion.items() if other == level)
        if n:
            found[level] = (2 * result.confusion[level, level] / (n + told), n)
    return found


def _reads(models: Models) -> Callable[[Case], Reading]:
    """Read a case with `models` as coach.pipeline does, as far as is measured here: it lies above this layer."""
    profile = default_profile()

    def reads(case: Case) -> Reading:
        draft = read(case.draft, DRAFT_CUES)
        message = case.message
        document = read(message, CUSTOMER_CUES) if message is not None else None
        if draft.language.code in SUPPORTED and not draft.language.arabizi:
            for sentence, made in zip(draft.sentences, models.moves.moves(draft, document, case), strict=True):
                sentence.moves = made
        customer = None
        if document is not None:
            customer = CustomerReading(document, models.emotion.emotion(document, case), models.signals.signals(document, case), [], {})
        return Reading(case, profile, draft, customer)

    return reads


def shipped(part: str) -> tuple[str, Any]:
    """Give name and model of what ships for `part`, else cues, which know no politeness: None."""
    try:
        served = Embedded(remembered=0)
    except (BadModel, ImportError):
        return "cues", None if part == "politeness" else CueReader()
    return served.name, served
