"""Precision, recall and F1 of what models read, on labelled data."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from coach.case import Case
from coach.errors import BadRecord, NotFound
from coach.reading import EMOTIONS, MOVES, SIGNALS, SURE, Reading

Read = Callable[[Case], Reading]

_FIELDS = {"moves": ("sentences",), "customers": ("text", "emotion", "signals", "asks")}
_OFTEN = 10
_NEUTRAL_DRAFT = {"en": "Thanks.", "ar": "شكرًا لك."}


class Counts:
    """True positives, false positives and misses of each label."""

    def __init__(self) -> None:
        """Begin with none."""
        self._counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])

    def add(self, gold: set[str], found: set[str]) -> None:
        """Count one example."""
        for label in gold | found:
            self._counts[label][0 if label in gold & found else 2 if label in gold else 1] += 1

    def micro(self) -> float:
        """Give F1 over all decisions."""
        return _f1(*(sum(counts[i] for counts in self._counts.values()) for i in range(3)))

    def macro(self) -> float:
        """Give the mean F1 over labels with ten or more examples."""
        often = [_f1(*counts) for counts in self._counts.values() if counts[0] + counts[2] >= _OFTEN]
        return sum(often) / len(often) if often else 0.0

    def table(self) -> list[str]:
        """Write a line for each label, the most decided first."""
        lines = [f"{'label':16} precision recall   F1     n"]
        for label, (hits, false, missed) in sorted(self._counts.items(), key=lambda item: -sum(item[1])):
            precision, recall = hits / max(1, hits + false), hits / max(1, hits + missed)
            lines.append(f"{label:16} {precision:9.2f} {recall:6.2f} {_f1(hits, false, missed):5.2f} {hits + missed:5}")
        return lines


def load_rows(path: Path, task: str) -> list[dict[str, Any]]:
    """Read labelled rows; raises NotFound or BadRecord with the line."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise NotFound(where=str(path), what=error.strerror or "not readable") from None
    rows = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = from_json(line)
        except ValueError:
            raise BadRecord(where=f"{path}:{number}", what="not valid JSON") from None
        missing = [name for name in _FIELDS[task] if not isinstance(row, dict) or name not in row]
        if missing:
            raise BadRecord(where=f"{path}:{number}", what=f"a row for {task} needs {', '.join(missing)}")
        _check_labels(row, task, f"{path}:{number}")
        rows.append(row)
    return rows


def _check_labels(row: Mapping[str, Any], task: str, where: str) -> None:
    known = MOVES if task == "moves" else SIGNALS
    given = [label for s in row["sentences"] for label in s["moves"]] if task == "moves" else row["signals"]
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise BadRecord(where=where, what=f"unknown label {unknown[0]!r}; known: {', '.join(known)}")


def evaluate_moves(read: Read, rows: Sequence[Mapping[str, Any]]) -> str:
    """Read whole replies; a labelled sentence gets the moves of the read sentences that overlap it by half."""
    counts = Counts()
    for row in rows:
        texts = [sentence["text"] for sentence in row["sentences"]]
        reading = read(Case.make({"draft": "\n".join(texts), "customer": row.get("context") or None}))
        start = 0
        for sentence in row["sentences"]:
            end = start + len(sentence["text"])
            found: set[str] = set()
            for own in reading.draft.sentences:
                overlap = min(end, own.end) - max(start, own.start)
                if overlap > 0 and 2 * overlap >= min(end - start, own.end - own.start):
                    found |= {move for move, confidence in own.moves.items() if confidence >= SURE}
            counts.add(set(sentence["moves"]), found)
            start = end + 1
    return "\n".join([*counts.table(), f"micro-F1 {counts.micro():.3f}  macro-F1 {counts.macro():.3f}"])


def evaluate_customers(read: Read, rows: Sequence[Mapping[str, Any]]) -> str:
    """Read customers' messages: signals by F1, emotion by quadratic weighted kappa."""
    counts = Counts()
    pairs = []
    right = 0
    for row in rows:
        language = row.get("lang", "en")
        case = Case.make({"draft": _NEUTRAL_DRAFT.get(language, "Thanks."), "customer": row["text"]})
        customer = read(case).customer
        level = customer.emotion.level if customer else 0
        pairs.append((row["emotion"], level))
        counts.add(set(row["signals"]), {found.signal for found in customer.signals} if customer else set())
        right += (len(customer.asks) if customer else 0) == row["asks"]
    accuracy = sum(gold == found for gold, found in pairs) / max(1, len(pairs))
    return "\n".join(
        [
            *counts.table(),
            f"emotion QWK {quadratic_kappa(pairs, len(EMOTIONS)):.3f}  accuracy {accuracy:.3f}  "
            f"signals micro-F1 {counts.micro():.3f}  number of asks right {right / max(1, len(rows)):.3f}",
        ]
    )


def quadratic_kappa(pairs: Sequence[tuple[int, int]], levels: int) -> float:
    """Give Cohen's kappa with quadratic weights over `levels` ordered levels (Cohen 1968)."""
    n = len(pairs)
    rows, columns = Counter(gold for gold, _ in pairs), Counter(found for _, found in pairs)
    seen = sum((gold - found) ** 2 for gold, found in pairs)
    chance = sum((a - b) ** 2 * rows[a] * columns[b] / n for a in range(levels) for b in range(levels)) if n else 0.0
    return 1 - seen / chance if chance else 1.0


def _f1(hits: int, false: int, missed: int) -> float:
    return 2 * hits / (2 * hits + false + missed) if hits + false + missed else 0.0
