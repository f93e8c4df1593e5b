"""One head by itself: a text in, labels with confidences out."""

from typing import Any

from pydantic_core import from_json

from coach.case import MAX_RECORD, Case, Place, more_than
from coach.errors import BadRecord, EmptyDraft, TooLong
from coach.models.registry import load_model
from coach.reading import EMOTIONS, POLITENESS
from coach.text.document import CUSTOMER_CUES, DRAFT_CUES, read

_TASKS = ("moves", "emotion", "signals", "politeness")


class Predictor:
    """Reads texts with one model."""

    def __init__(self, task: str, model: str = "embedded") -> None:
        """Load the model of `task`: moves, emotion, signals or politeness."""
        if task not in _TASKS:
            raise ValueError(f"no task {task!r}; known: {', '.join(_TASKS)}")
        self.task = task
        self._model = load_model(task, model)

    def line(self, line: bytes, where: Place) -> dict[str, Any]:
        """Read one JSON line `{"text", "context"}`; raises BadRecord, or TooLong, EmptyDraft or NotText for what is in it."""
        if len(line) > MAX_RECORD:
            raise TooLong(where=where, n=more_than(MAX_RECORD), limit=MAX_RECORD)
        try:
            row = from_json(line.removeprefix(b"\xef\xbb\xbf"))
        except ValueError:
            raise BadRecord(where=where, what="not valid JSON") from None
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise BadRecord(where=where, what="a line needs a text")
        context = row.get("context")
        if context is not None and not isinstance(context, str):
            raise BadRecord(where=where, what="context is not a text")
        return self.text(row["text"], context or None)

    def text(self, text: str, context: str | None = None) -> dict[str, Any]:
        """Give `{"labels", "confidences"}`; for moves `{"sentences": [{start, end, labels, confidences}]}` beside them."""
        if not text.strip():
            raise EmptyDraft
        if self.task in ("emotion", "signals"):
            case = Case.make({"draft": "-", "customer": text})
            message = read(text, CUSTOMER_CUES)
            if self.task == "emotion":
                emotion = self._model.emotion(message, case)
                return {"labels": [EMOTIONS[emotion.level]], "confidences": [round(emotion.confidence, 4)]}
            signals = self._model.signals(message, case)
            return {
                "labels": [found.signal for found in signals],
                "confidences": [round(found.confidence, 4) for found in signals],
                "spans": [[found.start, found.end] for found in signals],
            }
        case = Case.make({"draft": text, "customer": context})
        if self.task == "politeness":
            chances = self._model.politeness(read(text, ()))
            order = sorted(range(len(POLITENESS)), key=lambda place: -chances[place])
            return {"labels": [POLITENESS[order[0]]], "confidences": [round(float(chances[order[0]]), 4)]}
        draft = read(text, DRAFT_CUES)
        asked = read(context, CUSTOMER_CUES) if context else None
        made = self._model.moves(draft, asked, case)
        best: dict[str, float] = {}
        for moves in made:
            for move, confidence in moves.items():
                best[move] = max(best.get(move, 0.0), confidence)
        ranked = sorted(best.items(), key=lambda item: -item[1])
        return {
            "labels": [move for move, _ in ranked],
            "confidences": [round(confidence, 4) for _, confidence in ranked],
            "sentences": [
                {
                    "start": sentence.start,
                    "end": sentence.end,
                    "labels": list(moves),
                    "confidences": [round(confidence, 4) for confidence in moves.values()],
                }
                for sentence, moves in zip(draft.sentences, made, strict=True)
            ],
        }
