"""Trainers' scores: a table of who gave which reply how much, in CSV or JSON Lines, as trainers keep it."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from coach.errors import InputError
from coach.pipeline import Coach
from coach.practice import scoring
from coach.practice.attempt import MAX_REPLY
from coach.practice.bank import Bank
from coach.practice.calibration import OVERALL, Mark, Reply
from coach.practice.rubric import weights_now
from coach.practice.scenario import Scenario
from coach.text.normalise import western_digits

MAX_ROWS = 20_000
NAMES = {
    "en": {
        "overall": "overall",
        "completeness": "completeness",
        "facts": "facts",
        "moves": "moves",
        "next_step": "next step",
        "empathy": "empathy",
        "tone": "tone",
        "clarity": "clarity",
        "refusal": "refusal",
        "length": "length",
        "courtesy": "courtesy",
        "truth": "truth",
        "gaming": "playing for points",
    },
    "ar": {
        "overall": "الدرجة الكلية",
        "completeness": "الاكتمال",
        "facts": "المعلومات",
        "moves": "ما ينبغي فعله",
        "next_step": "الخطوة التالية",
        "empathy": "التعاطف",
        "tone": "النبرة",
        "clarity": "الوضوح",
        "refusal": "الرفض",
        "length": "الطول",
        "courtesy": "اللياقة",
        "truth": "الصدق",
        "gaming": "التحايل على الدرجة",
    },
}
"""What the criteria are called to a person."""
_COLUMNS = {
    "scenario": ("scenario", "السيناريو"),
    "turn": ("turn", "الدور"),
    "text": ("text", "نص الرد"),
    "reply": ("reply", "reply_id", "الرد"),
    "trainer": ("trainer", "المدرب"),
    "criterion": ("criterion", "المعيار"),
    "score": ("score", "الدرجة"),
}
_NEEDED = ("scenario", "trainer", "score")
_SAMPLES = ("poor", "fair", "excellent")


class ScoresError(InputError):
    """A table of trainers' scores cannot be used."""

    code = "bad-scores"
    text: ClassVar[dict[str, str]] = {"en": "{where}: {what}", "ar": "{where}: {what}"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table, with its number; `text` is the reply itself."""

    line: int
    scenario: str
    turn: str
    text: str
    trainer: str
    criterion: str
    score: float


def read_rows(content: str, where: str, bank: Bank) -> list[Row]:
    """Read a table; scores that are all whole and 1 to 5 become 0 to 100. Raises ScoresError, or what the bank raises."""
    rows: list[Row] = []
    seen: set[tuple[str, ...]] = set()
    for line, fields in _lines(content, where):
        if len(rows) >= MAX_ROWS:
            raise ScoresError(where=where, what={"en": f"more than {MAX_ROWS} rows", "ar": f"أكثر من {MAX_ROWS} سطر"})
        row = _row(line, fields, f"{where}:{line}", bank)
        key = (row.scenario, row.turn, row.text, row.trainer, row.criterion)
        if key in seen:
            raise ScoresError(where=f"{where}:{line}", what=_TWICE)
        seen.add(key)
        rows.append(row)
    if not rows:
        raise ScoresError(where=where, what=_EMPTY)
    if all(row.score in (1, 2, 3, 4, 5) for row in rows):
        rows = [Row(r.line, r.scenario, r.turn, r.text, r.trainer, r.criterion, (r.score - 1) * 25) for r in rows]
    return rows


def scored(rows: list[Row], bank: Bank, coach: Coach) -> tuple[list[Reply], list[Mark], list[str]]:
    """Score each reply once; give the replies, the marks that name them, and for each reply what it lost most by, in English | Arabic."""
    places: dict[tuple[str, str, str], int] = {}
    replies: list[Reply] = []
    reasons: list[str] = []
    marks = []
    for row in rows:
        key = (row.scenario, row.turn, row.text)
        if key not in places:
            made = scoring.scored(bank[row.scenario], row.turn, row.text, coach)
            result = made.result
            places[key] = len(replies)
            replies.append(Reply.of(result, row.text, made.reckoned))
            reasons.append(f"{result.reasons[0].text.en}\n{result.reasons[0].text.ar}" if result.reasons else "\n")
        marks.append(Mark(places[key], row.trainer, row.criterion, row.score))
    return replies, marks, reasons


def _lines(content: str, where: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Give the rows with their line numbers: JSON Lines where the first sign is a brace, else a table with a heading."""
    if content.lstrip("\ufeff \t\r\n").startswith("{"):
        yield from _json_lines(content, where)
        return
    first = content.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline=""), delimiter=delimiter)
    try:
        heading = next(reader, [])
        known = {alias: name for name, aliases in _COLUMNS.items() for alias in aliases}
        names = [known.get(name.strip().lower()) for name in heading]
        for name in _NEEDED:
            if name not in names:
                raise ScoresError(where=f"{where}:1", what=_missing(name))
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, {name: cell for name, cell in zip(names, cells, strict=False) if name and cell.strip()}
    except csv.Error:
        raise ScoresError(where=f"{where}:{reader.line_num}", what=_BROKEN) from None


def _json_lines(content: str, where: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(content.removeprefix("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError):
            fields = None
        if not isinstance(fields, dict):
            raise ScoresError(where=f"{where}:{number}", what=_BROKEN)
        yield number, fields


def _row(line: int, fields: Mapping[str, Any], where: str, bank: Bank) -> Row:
    for name in _NEEDED:
        if fields.get(name) in (None, ""):
            raise ScoresError(where=where, what=_missing(name))
    scenario = bank[str(fields["scenario"]).strip()]
    turn = str(fields.get("turn") or "start").strip()
    if turn not in scenario.turns or scenario.turns[turn].goals is None:
        raise ScoresError(
            where=where, what={"en": "the scenario has no such turn that takes a reply", "ar": "لا رسالة بهذا الاسم يُرد عليها"}
        )
    return Row(
        line,
        scenario.id,
        turn,
        _text(fields, scenario, turn, where),
        str(fields["trainer"]).strip()[:100],
        _criterion(str(fields.get("criterion") or OVERALL), where),
        _number(fields["score"], where),
    )


def _text(fields: Mapping[str, Any], scenario: Scenario, turn: str, where: str) -> str:
    """Give the reply: as it stands, or one of the scenario's own by its id (poor, fair, excellent, master)."""
    text = fields.get("text")
    if isinstance(text, str) and text.strip():
        if len(text) > MAX_REPLY:
            what = {"en": f"the reply is longer than {MAX_REPLY} characters", "ar": f"الرد أطول من {MAX_REPLY} حرف"}
            raise ScoresError(where=where, what=what)
        return text.strip()
    name = str(fields.get("reply") or "").strip()
    if name == "master":
        return scenario.turns[turn].master or ""
    if name in _SAMPLES and turn == "start":
        return next(sample.text for sample in scenario.samples if sample.grade == name)
    raise ScoresError(where=where, what=_NO_REPLY)


def _criterion(given: str, where: str) -> str:
    folded = given.strip().lower().replace(" ", "_")
    for name in (OVERALL, *weights_now()):
        if folded in (name, NAMES["ar"][name].replace(" ", "_")):
            return name
    raise ScoresError(where=where, what=_NO_CRITERION)


def _number(given: Any, where: str) -> float:
    try:
        value = float(western_digits(str(given)).strip().replace("٫", "."))
    except ValueError:
        value = -1.0
    if isinstance(given, bool) or not 0 <= value <= 100:
        raise ScoresError(
            where=where, what={"en": "score is a number from 0 to 100, or 1 to 5", "ar": "الدرجة عدد من 0 إلى 100، أو من 1 إلى 5"}
        )
    return value


def _missing(name: str) -> dict[str, str]:
    return {"en": f"there is no {name}", "ar": f"ينقص {_COLUMNS[name][-1]} ({name})"}


_BROKEN = {"en": "this line cannot be read", "ar": "تتعذر قراءة هذا السطر"}
_EMPTY = {"en": "there are no scores", "ar": "لا درجات في الملف"}
_TWICE = {"en": "this trainer has scored this reply by this criterion already", "ar": "لهذا المدرب درجة سابقة على هذا الرد بهذا المعيار"}
_NO_REPLY = {
    "en": "give the reply in `text`, or name one of the scenario's in `reply`: poor, fair, excellent (first message only), master",
    "ar": "اكتب الرد في text، أو سمِّ في reply ردًا من السيناريو: poor وfair وexcellent (للرسالة الأولى فقط) أو master",
}
_NO_CRITERION = {
    "en": f"criterion is one of: {', '.join((OVERALL, *weights_now()))}",
    "ar": f"المعيار واحد من: {'، '.join(NAMES['ar'][name] for name in (OVERALL, *weights_now()))}",
}
