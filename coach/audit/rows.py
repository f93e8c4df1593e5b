"""Rows of the tables, from what was read: a reply's, its findings', its sentences'."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Any

from coach.audit.masker import Masker
from coach.config import CRITERIA
from coach.findings import Judged, shorten
from coach.pipeline import Coach
from coach.reading import MOVES, CustomerReading, Reading
from coach.rubric import suggested_status, verdict

Row = dict[str, Any]


def when(moment: datetime | None, zone: tzinfo) -> Row:
    """Give the ISO week, the hour and the day of the week of a moment in `zone`."""
    if moment is None:
        return {"week": None, "hour": None, "weekday": None}
    local = moment.astimezone(zone)
    year, week, weekday = local.isocalendar()
    return {"week": f"{year}-W{week:02}", "hour": local.hour, "weekday": weekday}


def felt(customer: CustomerReading | None) -> Row:
    """Say what the message that a reply answers feels and asks."""
    if customer is None:
        return {"signals": [], "n_asks": 0, "n_missed": 0}
    return {
        "emotion": customer.emotion.level,
        "emotion_confidence": round(customer.emotion.confidence, 2),
        "signals": sorted({found.signal for found in customer.signals}),
        "n_asks": len(customer.asks),
        "n_missed": sum(ask.status == "missed" for ask in customer.asks),
    }


def read_as(reading: Reading) -> Row:
    """Say what a reply is and does, and what it answers."""
    spans = reading.address
    return {
        "language": reading.language,
        "dialect": reading.draft.dialect,
        "n_words": reading.n_words,
        "addressee": max(spans, key=lambda form: (len(spans[form]), form)) if spans else "neutral",
        **felt(reading.customer),
        "moves": [move for move in MOVES if reading.makes(move)],
        "suggested_status": suggested_status(reading),
        "matter": next(iter(reading.matters), None),
    }


def judged_as(coach: Coach, reading: Reading, judged: list[Judged]) -> Row:
    """Give a reply's score, whole and by criterion, and its verdict; all null where it cannot be judged."""
    if not coach.judges(reading):
        return {"score": None, "verdict": None}
    total, criteria = coach.score(reading, judged)
    return {
        "score": total,
        **{f"score_{name}": criteria[name] for name in CRITERIA},
        "verdict": verdict(total, [(rule.id, severity) for _, rule, severity in judged], coach.profile),
    }


def finding(reading: Reading, one: Judged, masker: Masker, place: int, asked: Sequence[int]) -> Row:
    """Say what was found in the text `place` of the masker, or, of what the customer wrote, in the texts `asked`, read as one."""
    found, rule, severity = one
    if found.target == "customer":
        shown, around = masker.cut_joined(asked, found.start, found.end), None
    else:
        shown = masker.cut(place, found.start, found.end) if found.target != "missing" else ""
        around = next((s for s in reading.draft.sentences if s.start <= found.start <= s.end), None)
    told = {name: masker.quoted(place, one) if isinstance(one, str) else one for name, one in found.detail.items()}
    found = replace(found, detail=told)
    return {
        "rule": rule.id,
        "criterion": rule.criterion,
        "severity": severity,
        "confidence": round(found.confidence, 2),
        "target": found.target,
        "start": found.start,
        "end": found.end,
        "found": shown,
        "sentence": masker.cut(place, around.start, around.end) if around else None,
        "message_en": rule.say(found, shorten(shown), "en"),
        "message_ar": rule.say(found, shorten(shown), "ar"),
    }


def sentences(reading: Reading, masker: Masker, place: int) -> list[Row]:
    """List a reply's sentences with their moves, the surest first."""
    made = []
    for number, sentence in enumerate(reading.draft.sentences):
        moves = sorted(sentence.moves.items(), key=lambda one: (-one[1], one[0]))
        made.append(
            {
                "sentence": number,
                "start": sentence.start,
                "end": sentence.end,
                "text": masker.cut(place, sentence.start, sentence.end),
                "moves": [move for move, _ in moves],
                "confidences": [round(confidence, 2) for _, confidence in moves],
            }
        )
    return made
