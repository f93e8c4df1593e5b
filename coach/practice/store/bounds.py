"""Bounds on what is kept: whatever comes from outside is measured before it reaches a table."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from coach.errors import NotText, TooLong
from coach.practice.progress import FIGURES
from coach.practice.scenario import GRADES, MAX_TEXT
from coach.practice.store.errors import BadValue

MAX_NAME = 120
MAX_KEY = 60
MAX_REMARK = 2_000
MAX_JSON = 200_000
"""Characters of a try's reasons, or of any other JSON."""
MAX_STATE = 3_000_000
"""Characters of an attempt's state: twelve messages with twenty tries each, every reply and its result of the greatest length."""
MAX_SCENARIOS = 200
MAX_TRIES = 1_000
"""Tries of one attempt: far beyond anyone's patience."""
MAX_PAGE = 500
MAX_SECONDS = 7 * 86_400
MAX_JOINED = 200
"""People that one invitation lets in."""


def text(value: str, where: str, limit: int = MAX_TEXT, least: int = 0) -> str:
    """Give the text if it is plain, and neither too short nor too long; raises NotText, TooLong or BadValue."""
    if (at := value.find("\0")) >= 0:
        raise NotText(where=where, what="NUL", at=at)
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise NotText(where=where, what="surrogate", at=error.start) from None
    if len(value) > limit:
        raise TooLong(where=where, n=len(value), limit=limit)
    if len(value.strip()) < least:
        raise BadValue(where=where, what={"en": "it is empty", "ar": "لا شيء فيه"})
    return value


def key(value: str, where: str) -> str:
    """Give a short word of ours."""
    return text(value, where, MAX_KEY, least=1)


def number(value: int, where: str, low: int, high: int) -> int:
    """Give a number that lies within its bounds; raises BadValue."""
    if not low <= value <= high:
        raise BadValue(where=where, what={"en": f"it must lie from {low} to {high}", "ar": f"يجب أن تكون بين {low} و{high}"})
    return value


def grade(value: str) -> str:
    """Give a grade that exists; raises BadValue."""
    if value not in GRADES:
        raise BadValue(where="grade", what={"en": "it must be " + ", ".join(GRADES), "ar": "يجب أن تكون " + " أو ".join(GRADES)})
    return value


def criterion(value: str) -> str:
    """Give `overall`, or a criterion that exists; raises BadValue."""
    if value not in FIGURES:
        raise BadValue(where="criterion", what={"en": "it must be " + ", ".join(FIGURES), "ar": "يجب أن تكون " + " أو ".join(FIGURES)})
    return value


def moment(value: datetime, where: str) -> datetime:
    """Give a moment in UTC; raises BadValue for one without a zone."""
    if value.tzinfo is None:
        raise BadValue(where=where, what={"en": "a time needs its zone", "ar": "ينقص الوقتَ نطاقُه الزمني"})
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise BadValue(where=where, what={"en": "it is out of all bounds", "ar": "وقت خارج كل الحدود"}) from None


def document(value: Mapping[str, Any] | Sequence[Any], where: str, limit: int = MAX_JSON) -> Any:
    """Give a JSON value that is neither too large nor anything but plain JSON; raises NotText, TooLong or BadValue."""
    try:
        written = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        raise BadValue(where=where, what={"en": "it is not plain JSON", "ar": "ليست JSON سليمة"}) from None
    text(written, where, limit)
    return json.loads(written)
