"""Guessing a mapping: by the names of columns in English or Arabic, and by what stands in them."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Mapping as Fields
from typing import Any

from coach.audit.sources import times, words
from coach.audit.sources.base import Options
from coach.audit.sources.mapping import MAX_COLUMN, Columns, Mapping, Scale, Times
from coach.audit.sources.markup import is_html
from coach.text.normalise import western_digits

ROWS = 200
"""Rows that a guess looks at."""
_HALF, _SURE = 0.5, 0.9
_FEW = 5  # ratings by which a scale is told: among fewer none is a stray one
_WORDY = 15
"""A column of messages is longer than this on average, in characters; names and numbers are not."""
_DATE = re.compile(r"\D{0,12}(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?\d{2,4}\b")
_IDS = ("id", "number", "no", "uuid", "رقم", "الرقم", "المعرف")

Values = dict[str, list[Any]]


def guess_from(rows: Sequence[Fields[str, Any]], options: Options, header: Iterable[str] = ()) -> Mapping:
    """Give the likeliest mapping of some rows; its `missing` names what could not be told. What `options` say is not guessed."""
    values: Values = {path: [] for path in header}
    for row in rows[:ROWS]:
        for path, value in _flat(row):
            values.setdefault(path, []).append(value)
    columns = _columns(
        {path: [one for one in held if one not in (None, "")] for path, held in values.items() if 0 < len(path) <= MAX_COLUMN}
    )
    told = {field: values[path] for field, path in columns.items()}
    texts = [str(one) for field in ("text", "customer_text", "reply") for one in told.get(field, ())]
    return Mapping(
        columns=Columns(**columns),
        csat=_scale(told.get("csat", ())),
        times=Times(day_first=_day_first([*told.get("sent_at", ()), *told.get("reply_at", ())]) if options.day_first is None else None),
        html=any(map(is_html, texts)),
    )


def _flat(row: Fields[str, Any], above: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Give the paths of a row's values; of lists of objects those that hold messages, so only one list deep."""
    for key, value in row.items():
        if not isinstance(key, str) or ("." in key[:200] and above):
            continue
        path = above + key
        if isinstance(value, dict) and depth < 3:
            yield from _flat(value, f"{path}.", depth + 1)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            if "[]" not in above:
                for one in value[:ROWS]:
                    if isinstance(one, dict):
                        yield from _flat(one, f"{path}[].", depth + 1)
        elif not isinstance(value, dict):
            yield path, value


def _columns(values: Values) -> dict[str, str]:
    """Choose a path for each field; no path for two."""
    chosen: dict[str, str] = {}
    values = _one_list(values)

    def choose(field: str, fits: Callable[[list[Any]], bool], among: Iterable[str] | None = None) -> None:
        free = [path for path in (values if among is None else among) if path not in chosen.values()]
        ranked = [
            (rank, number, path) for number, path in enumerate(free) if (rank := _rank(path, field)) is not None and fits(values[path])
        ]
        if ranked:
            chosen[field] = min(ranked)[2]

    choose("role", _reads(words.role))
    choose("text", _any, among=[path for path in values if "[]" in path])
    if "text" not in chosen:
        choose("text", _any)
    if "role" not in chosen:
        choose("reply", _wordy)
        if "reply" in chosen:
            choose("customer_text", _wordy)
            if "customer_text" not in chosen and "text" in chosen:
                chosen["customer_text"] = chosen["text"]
            chosen.pop("text", None)
        else:
            by_value = [
                path
                for path, held in values.items()
                if _reads(words.role, _SURE)(held) and {"customer", "agent"} <= set(map(words.role, held))
            ]
            if by_value:
                chosen["role"] = by_value[0]
    for field, fits in _CHECKS.items():
        choose(field, fits)
    if "customer_text" not in chosen and "reply" not in chosen:
        chosen.pop("reply_at", None)
    if "conversation" not in chosen:
        nested = any("[]" in path for path in chosen.values())
        ids = [path for path in values if words.fold(path) in map(words.fold, _IDS) and path not in chosen.values() and "[]" not in path]
        repeated = [path for path in ids if nested or len(set(map(str, values[path]))) < len(values[path])]
        if repeated:
            chosen["conversation"] = repeated[0]
    return chosen


def _one_list(values: Values) -> Values:
    """Keep of several lists the one whose objects have the most words."""
    sizes: dict[str, int] = {}
    for path, held in values.items():
        if "[]" in path:
            start = path.partition("[]")[0]
            longest = max((len(str(one)) for one in held), default=0) + 1000 * (_rank(path, "text") is not None)
            sizes[start] = max(sizes.get(start, 0), longest)
    best = max(sizes, key=lambda start: sizes[start], default=None)
    return {path: held for path, held in values.items() if "[]" not in path or path.partition("[]")[0] == best}


def _rank(path: str, field: str) -> int | None:
    """Give how plainly a column's name means a field: 0 is plainest; None if it does not."""
    below = path.rpartition("[].")[2]
    for name in (words.fold(below.replace(".", " ")), words.fold(below.rpartition(".")[2])):
        if name in words.HEADERS[field]:
            return words.HEADERS[field].index(name)
    return None


def _reads(read: Callable[[Any], Any], share: float = _HALF) -> Callable[[list[Any]], bool]:
    """Tell columns of whose values, if they have any, a share is read."""
    return lambda held: sum(read(one) is not None for one in held) >= share * len(held)


def _wordy(held: list[Any]) -> bool:
    return not held or sum(len(str(one)) for one in held) > _WORDY * len(held)


def _number(value: Any) -> float | None:
    try:
        return float(western_digits(str(value)).rstrip("%"))
    except ValueError:
        return None


def _rated(value: Any) -> float | None:
    word = words.rating(value)
    return _number(value) if word is None else word


def _short(held: list[Any]) -> bool:
    return not any(isinstance(one, list) or len(str(one)) > 200 for one in held)


def _any(held: list[Any]) -> bool:
    return True


_CHECKS: dict[str, Callable[[list[Any]], bool]] = {
    "conversation": _short,
    "message": _short,
    "sent_at": _reads(times.parse),
    "reply_at": _reads(times.parse),
    "channel": _short,
    "status": _reads(words.status),
    "csat": _reads(_rated),
    "customer_gender": _reads(words.gender),
    "customer_name": _short,
    "author": _short,
    "team": _short,
    "subject": _short,
    "tags": _any,
    "private": _short,
}


def _scale(held: Iterable[Any]) -> Scale | None:
    """Tell a scale by the ratings, a stray one left out; None for words and for 1 to 5."""
    found = sorted(number for one in held if words.rating(one) is None and (number := _number(one)) is not None)
    # A slip of the hand must not change what all the others mean: it is off the scale, and told as such when it is read.
    while len(found) >= _FEW and found[-1] > 2 * found[-2] > 0:
        found.pop()
    if not found or (max(found) <= 5 and min(found) >= 1):
        return None
    if max(found) <= 1:
        return Scale(low=0, high=1)
    return Scale(low=0, high=next((high for high in (5, 10, 100) if max(found) <= high), max(found)))


def _day_first(held: Iterable[Any]) -> bool | None:
    """Tell 15/03 from 03/15 where some date can be only one of them."""
    pairs = [match.groups() for one in held if isinstance(one, str) and (match := _DATE.match(western_digits(one[:40])))]
    if any(int(first) > 12 for first, _ in pairs):
        return True
    return False if any(int(second) > 12 for _, second in pairs) else None
