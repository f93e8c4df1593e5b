"""Labelled rows: read, checked without quoting them, and set apart to train on and to measure with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from coach.case import MAX_CUSTOMER, MAX_DRAFT, check_text
from coach.errors import BadRecord, BadTraining, InputError, NotFound
from coach.models.training.company.plan import Plan, Task
from coach.reading import EMOTIONS, MOVES, POLITENESS, SIGNALS

Row = dict[str, Any]

LEAST_TRAIN, LEAST_DEV = 20, 5
_DEV_SHARE = 0.1


@dataclass(slots=True)
class Labelled:
    """Rows of both sides; how many were for another task or stood on both sides; the files' checksums."""

    train: list[Row]
    dev: list[Row]
    other: int
    shared: int
    sums: list[str]
    dev_sum: str | None


def load(plan: Plan) -> Labelled:
    """Read the rows of both sides; without a dev file a seeded tenth, by the checksum of its text, is the dev side."""
    rows: list[Row] = []
    other = 0
    sums = []
    for path in plan.data:
        found, left, digest = _rows(path, plan.task)
        rows += found
        other += left
        sums.append(digest)
    shared = 0
    dev_sum = None
    if plan.dev is not None:
        dev, left, dev_sum = _rows(plan.dev, plan.task)
        other += left
        kept = {_key(row) for row in dev}
        train_rows = [row for row in rows if _key(row) not in kept]
        shared = len(rows) - len(train_rows)
    else:
        train_rows, dev = split(rows, plan.seed)
    where = ", ".join(map(str, plan.data))
    if len(train_rows) < LEAST_TRAIN:
        raise _too_few(where, len(train_rows), LEAST_TRAIN, "training", "للتدريب")
    if len(dev) < LEAST_DEV:
        raise _too_few(str(plan.dev or where), len(dev), LEAST_DEV, "dev", "للقياس")
    return Labelled(train_rows, dev, other, shared, sums, dev_sum)


def _too_few(where: str, n: int, least: int, side: str, arabic: str) -> BadTraining:
    what = {
        "en": f"{n} {side} rows for this task; at least {least} are needed",
        "ar": f"عدد الصفوف {arabic} في هذه المهمة {n}؛ والمطلوب {least} على الأقل",
    }
    return BadTraining(where=where, what=what)


def split(rows: Sequence[Row], seed: int) -> tuple[list[Row], list[Row]]:
    """Set apart a tenth, and at least LEAST_DEV; rows of one text stay together, and rows added later move none."""
    places: dict[str, float] = {}
    for row in rows:
        key = _key(row)
        places.setdefault(key, int.from_bytes(sha256(f"{seed}\n{key}".encode()).digest()[:6]) / 2**48)
    apart = {key for key, place in places.items() if place < _DEV_SHARE}
    for key in sorted(places, key=places.__getitem__):
        if sum(_key(row) in apart for row in rows) >= LEAST_DEV:
            break
        apart.add(key)
    return [row for row in rows if _key(row) not in apart], [row for row in rows if _key(row) in apart]


def _key(row: Row) -> str:
    text: str = row["text"] if "text" in row else "\n".join(sentence["text"] for sentence in row["sentences"])
    return text


def _rows(path: Path, task: Task) -> tuple[list[Row], int, str]:
    """Read one file: its rows for `task`, the number of feedback rows for other tasks, its checksum."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise NotFound(where=str(path), what=error.strerror or "not readable") from None
    rows = []
    other = 0
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            given = from_json(line)
        except ValueError:
            raise BadRecord(where=where, what={"en": "not valid JSON", "ar": "ليس JSON سليمًا"}) from None
        if not isinstance(given, dict):
            raise BadRecord(where=where, what={"en": "not a JSON object", "ar": "ليس كائن JSON"})
        if given.get("kind") == "feedback":
            if given.get("task") != task:
                other += 1
                continue
            if task == "moves":
                given = {"context": given.get("context"), "sentences": [{"text": given.get("text"), "moves": given.get("moves")}]}
        try:
            rows.append(_READ[task](given))
        except _Wrong as error:
            raise BadRecord(where=where, what=str(error)) from None
        except InputError as error:
            raise BadRecord(where=where, what={language: error.describe(language) for language in ("en", "ar")}) from None
    return rows, other, sha256(data).hexdigest()


class _Wrong(Exception):
    """A row is not of the form that its task asks; says how without quoting it."""


def _text(given: object, name: str, limit: int = MAX_DRAFT) -> str:
    if not isinstance(given, str):
        raise _Wrong(f"{name} is missing or not a text")
    check_text(given, name, limit)
    if not any(sign.isalnum() for sign in given):
        raise _Wrong(f"{name} holds no word")
    return given


def _labels(given: Any, name: str, known: Sequence[str]) -> list[str]:
    if not isinstance(given, list) or not all(isinstance(label, str) for label in given):
        raise _Wrong(f"{name} is missing or not a list of names")
    if any(label not in known for label in given):
        raise _Wrong(f"{name} holds an unknown label; known: {', '.join(known)}")
    return list(given)


def reply(given: Row) -> Row:
    """Check a reply labelled by sentence; raises _Wrong, or InputError for a text that is none."""
    context = given.get("context")
    if context is not None:
        if not isinstance(context, str):
            raise _Wrong("context is not a text")
        check_text(context, "context", MAX_CUSTOMER)
    sentences = given.get("sentences")
    if not isinstance(sentences, list) or not sentences or not all(isinstance(sentence, dict) for sentence in sentences):
        raise _Wrong("a row for moves needs sentences: [{text, moves}], or is a feedback row with text and moves")
    made: list[Row] = []
    for number, sentence in enumerate(sentences):
        name = f"sentences[{number}]"
        text = sentence.get("text")
        if not isinstance(text, str) or not text.strip():
            raise _Wrong(f"{name}.text is missing or empty")
        check_text(text, f"{name}.text", MAX_DRAFT)
        made.append({"text": text, "moves": _labels(sentence.get("moves"), f"{name}.moves", MOVES)})
    _text("\n".join(sentence["text"] for sentence in made), "the reply")
    return {"context": context or "", "sentences": made}


def message(given: Row) -> Row:
    """Check a customer's message; raises as `reply` does."""
    text = _text(given.get("text"), "text", MAX_CUSTOMER)
    emotion = given.get("emotion")
    if isinstance(emotion, str) and emotion in EMOTIONS:
        emotion = EMOTIONS.index(emotion)
    if not isinstance(emotion, int) or isinstance(emotion, bool) or emotion not in range(len(EMOTIONS)):
        raise _Wrong(f"emotion is not 0 to {len(EMOTIONS) - 1} ({', '.join(EMOTIONS)})")
    evidence = given.get("evidence") or []
    if not isinstance(evidence, list) or not all(_is_evidence(mark, len(text)) for mark in evidence):
        raise _Wrong("evidence is not a list of {signal, start, end} with offsets within the text")
    return {"text": text, "emotion": emotion, "signals": _labels(given.get("signals"), "signals", SIGNALS), "evidence": evidence}


def _is_evidence(mark: object, length: int) -> bool:
    if not isinstance(mark, dict) or mark.get("signal") not in SIGNALS:
        return False
    start, end = mark.get("start"), mark.get("end")
    return isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= length


def polite(given: Row) -> Row:
    """Check a text with its politeness; raises as `reply` does."""
    label = given.get("politeness")
    if not isinstance(label, str) or label not in POLITENESS:
        raise _Wrong(f"politeness is not one of {', '.join(POLITENESS)}")
    return {"text": _text(given.get("text"), "text"), "politeness": label}


_READ: dict[str, Callable[[Row], Row]] = {"moves": reply, "customers": message, "politeness": polite}
