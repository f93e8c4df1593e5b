"""How well models read labelled data: precision, recall, F1, calibration and what is taken for what."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from coach.case import Case
from coach.errors import BadRecord, NotFound
from coach.reading import EMOTIONS, MOVES, POLITENESS, SIGNALS, Reading
from coach.text.document import Sentence, read

Read = Callable[[Case], Reading]

FIELDS = {"moves": ("sentences",), "customers": ("text", "emotion", "signals"), "politeness": ("text", "politeness")}
_OFTEN = 10
_BINS = 10
_NEUTRAL_DRAFT = {"en": "Thanks.", "ar": "شكرًا لك."}
_NONE = "none"
_QUOTED = 40  # characters of an unknown label that a message tells


@dataclass
class Evaluation:
    """What was counted: per label hits, false alarms and misses; decisions by confidence; what was taken for what."""

    task: str
    counts: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))
    bins: list[list[float]] = field(default_factory=lambda: [[0, 0.0, 0.0] for _ in range(_BINS)])
    confusion: dict[tuple[str, str], int] = field(default_factory=Counter)
    figures: dict[str, float] = field(default_factory=dict)
    rows: int = 0

    def add(self, gold: set[str], found: set[str]) -> None:
        """Count one example; a label missed beside one found in its stead is a confusion."""
        for label in gold | found:
            self.counts[label][0 if label in gold & found else 2 if label in gold else 1] += 1
        missed, false = gold - found, found - gold
        for label in gold & found:
            self.confusion[label, label] += 1
        for label in missed:
            for other in false or {_NONE}:
                self.confusion[label, other] += 1
        for other in false if not missed else ():
            self.confusion[_NONE, other] += 1

    def decide(self, confidence: float, right: bool) -> None:
        """Count one decision by its confidence."""
        place = self.bins[min(_BINS - 1, int(confidence * _BINS))]
        place[0] += 1
        place[1] += confidence
        place[2] += right

    def micro(self) -> float:
        """Give F1 over all decisions."""
        return _f1(*(sum(counts[i] for counts in self.counts.values()) for i in range(3)))

    def macro(self, least: int = _OFTEN) -> float:
        """Give the mean F1 over labels with `least` or more examples."""
        often = [_f1(*counts) for counts in self.counts.values() if counts[0] + counts[2] >= least]
        return sum(often) / len(often) if often else 0.0

    def calibration_error(self) -> float:
        """Give the expected calibration error over ten bins of confidence (Guo et al. 2017)."""
        total = sum(place[0] for place in self.bins)
        return sum(abs(place[1] - place[2]) for place in self.bins) / total if total else 0.0

    def labels(self) -> list[tuple[str, float, float, float, int]]:
        """List label, precision, recall, F1 and number, the most decided first."""
        return [
            (label, hits / max(1, hits + false), hits / max(1, hits + missed), _f1(hits, false, missed), hits + missed)
            for label, (hits, false, missed) in sorted(self.counts.items(), key=lambda item: -sum(item[1]))
        ]

    def as_dict(self) -> dict[str, Any]:
        """Give everything as plain data."""
        return {
            "task": self.task,
            "rows": self.rows,
            "micro_f1": round(self.micro(), 4),
            "macro_f1": round(self.macro(), 4),
            **{name: round(value, 4) for name, value in self.figures.items()},
            "calibration_error": round(self.calibration_error(), 4),
            "labels": [
                {"label": label, "precision": round(p, 4), "recall": round(r, 4), "f1": round(f, 4), "n": n}
                for label, p, r, f, n in self.labels()
            ],
            "calibration": [
                {
                    "from": index / _BINS,
                    "n": int(n),
                    "confidence": round(told / n, 4) if n else None,
                    "right": round(right / n, 4) if n else None,
                }
                for index, (n, told, right) in enumerate(self.bins)
            ],
            "confusion": [
                {"gold": gold, "found": found, "n": n}
                for (gold, found), n in sorted(self.confusion.items(), key=lambda item: (-item[1], item[0]))
            ],
        }


def load_rows(path: Path, task: str) -> list[dict[str, Any]]:
    """Read labelled rows; raises NotFound or BadRecord with the line.

    A feedback row for moves counts as a reply of one sentence; those for other tasks are passed over.
    """
    try:
        lines = path.read_bytes().removeprefix(b"\xef\xbb\xbf").splitlines()
    except OSError as error:
        raise NotFound(where=str(path), what=error.strerror or "not readable") from None
    rows = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            row = from_json(line)
        except ValueError:
            raise BadRecord(where=where, what="not valid JSON") from None
        if isinstance(row, dict) and row.get("kind") == "feedback":
            if row.get("task") != task:
                continue
            if task == "moves":
                sentence = {name: row[name] for name in ("text", "moves") if name in row}
                row = {"context": row.get("context"), "sentences": [sentence]}
        missing = [name for name in FIELDS[task] if not isinstance(row, dict) or name not in row]
        if missing:
            raise BadRecord(where=where, what=f"a row for {task} needs {', '.join(missing)}")
        _check_labels(row, task, where)
        rows.append(row)
    if not rows:
        raise BadRecord(where=str(path), what="no rows")
    return rows


def _check_labels(row: Mapping[str, Any], task: str, where: str) -> None:
    """Check types and labels; raises BadRecord, which quotes the name of a label and nothing else."""
    _check_text(row.get("lang", "en"), "lang", where)
    if task == "moves":
        _check_text(row.get("context") or "", "context", where)
        sentences = row["sentences"]
        if not isinstance(sentences, list) or not sentences or not all(isinstance(sentence, dict) for sentence in sentences):
            raise BadRecord(where=where, what="sentences is not a list of {text, moves}")
        for number, sentence in enumerate(sentences):
            _check_text(sentence.get("text"), f"sentences[{number}].text", where)
            _check_names(sentence.get("moves"), f"sentences[{number}].moves", MOVES, where)
        return
    _check_text(row["text"], "text", where)
    if task == "politeness":
        _check_names([row["politeness"]], "politeness", POLITENESS, where)
        return
    emotion = row["emotion"]
    if not isinstance(emotion, int) or isinstance(emotion, bool) or emotion not in range(len(EMOTIONS)):
        raise BadRecord(where=where, what=f"emotion is not a whole number from 0 to {len(EMOTIONS) - 1}")
    _check_names(row["signals"], "signals", SIGNALS, where)
    asks = row.get("asks", 0)
    if not isinstance(asks, int | list) or isinstance(asks, bool):
        raise BadRecord(where=where, what="asks is neither a number nor a list")


def _check_text(given: object, name: str, where: str) -> None:
    if not isinstance(given, str):
        raise BadRecord(where=where, what=f"{name} is missing or not a text")


def _check_names(given: object, name: str, known: Sequence[str], where: str) -> None:
    if not isinstance(given, list) or not all(isinstance(label, str) for label in given):
        raise BadRecord(where=where, what=f"{name} is missing, or its labels are not names")
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise BadRecord(where=where, what=f"unknown label {unknown[0][:_QUOTED]!r}; known: {', '.join(known)}")


def overlapping(texts: Sequence[str], sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    """Give, for each labelled text of a draft joined by one sign, the sentences read that overlap it by half."""
    start = 0
    for text in texts:
        end = start + len(text)
        yield [
            own
            for own in sentences
            if (overlap := min(end, own.end) - max(start, own.start)) > 0 and 2 * overlap >= min(end - start, own.end - own.start)
        ]
        start = end + 1


def evaluate_moves(read_case: Read, rows: Sequence[Mapping[str, Any]]) -> Evaluation:
    """Read whole replies; a labelled sentence gets the moves of the read sentences that overlap it by half."""
    result = Evaluation("moves", rows=len(rows))
    for row in rows:
        texts = [sentence["text"] for sentence in row["sentences"]]
        reading = read_case(Case.make({"draft": "\n".join(texts), "customer": row.get("context") or None}))
        for labelled, own in zip(row["sentences"], overlapping(texts, reading.draft.sentences), strict=True):
            gold = set(labelled["moves"])
            chances: dict[str, float] = {}
            for sentence in own:
                for move, confidence in (*sentence.likely.items(), *sentence.moves.items()):
                    chances[move] = max(chances.get(move, 0.0), confidence)
            result.add(gold, {move for sentence in own for move in sentence.moves})
            for move in MOVES:
                result.decide(chances.get(move, 0.0), move in gold)
    return result


def evaluate_customers(read_case: Read, rows: Sequence[Mapping[str, Any]]) -> Evaluation:
    """Read customers' messages: signals by F1, emotion by quadratic weighted kappa, asks by number where rows tell it."""
    result = Evaluation("customers", rows=len(rows))
    pairs = []
    asks_right = []
    for row in rows:
        language = row.get("lang", "en")
        case = Case.make({"draft": _NEUTRAL_DRAFT.get(language, "Thanks."), "customer": row["text"]})
        customer = read_case(case).customer
        level = customer.emotion.level if customer else 0
        pairs.append((row["emotion"], level))
        result.confusion[EMOTIONS[row["emotion"]], EMOTIONS[level]] += 1
        found = {signal.signal: signal.confidence for signal in customer.signals} if customer else {}
        gold = set(row["signals"])
        for label in gold | found.keys():
            result.counts[label][0 if label in gold and label in found else 2 if label in gold else 1] += 1
        if customer:
            result.decide(customer.emotion.confidence, level == row["emotion"])
        if "asks" in row:
            asks = row["asks"] if isinstance(row["asks"], int) else len(row["asks"])
            asks_right.append((len(customer.asks) if customer else 0) == asks)
    angry = Counter((gold >= 2, found >= 2) for gold, found in pairs)
    result.figures = {
        "emotion_qwk": quadratic_kappa(pairs, len(EMOTIONS)),
        "emotion_accuracy": sum(gold == found for gold, found in pairs) / max(1, len(pairs)),
        "angry_f1": _f1(angry[True, True], angry[False, True], angry[True, False]),
    }
    if asks_right:
        result.figures["asks_right"] = sum(asks_right) / len(asks_right)
    return result


def evaluate_politeness(politeness: Callable[..., Sequence[float]], rows: Sequence[Mapping[str, Any]]) -> Evaluation:
    """Read any texts: one of three labels each."""
    result = Evaluation("politeness", rows=len(rows))
    for row in rows:
        chances = politeness(read(row["text"], ()))
        best = max(range(len(POLITENESS)), key=chances.__getitem__)
        result.add({row["politeness"]}, {POLITENESS[best]})
        result.decide(float(chances[best]), POLITENESS[best] == row["politeness"])
    return result


def quadratic_kappa(pairs: Sequence[tuple[int, int]], levels: int) -> float:
    """Give Cohen's kappa with quadratic weights over `levels` ordered levels (Cohen 1968)."""
    n = len(pairs)
    rows, columns = Counter(gold for gold, _ in pairs), Counter(found for _, found in pairs)
    seen = sum((gold - found) ** 2 for gold, found in pairs)
    chance = sum((a - b) ** 2 * rows[a] * columns[b] / n for a in range(levels) for b in range(levels)) if n else 0.0
    return 1 - seen / chance if chance else 1.0


def _f1(hits: int, false: int, missed: int) -> float:
    return 2 * hits / (2 * hits + false + missed) if hits + false + missed else 0.0
