"""What a field refused, in either language: pydantic says it in English only, and may quote what was sent."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

Said = dict[str, str]

_ARABIC = {
    "missing": "مطلوب ولم يُذكر",
    "extra_forbidden": "لا حقل بهذا الاسم هنا",
    "string_type": "يجب أن يكون نصًا",
    "string_too_short": "أقصر من المسموح؛ أقله {min_length} من الأحرف",
    "string_too_long": "أطول من المسموح؛ أكثره {max_length} من الأحرف",
    "string_pattern_mismatch": "ليس على الصورة المطلوبة: {pattern}",
    "int_type": "يجب أن يكون عددًا صحيحًا",
    "int_parsing": "يجب أن يكون عددًا صحيحًا",
    "int_from_float": "يجب أن يكون عددًا صحيحًا",
    "float_type": "يجب أن يكون عددًا",
    "float_parsing": "يجب أن يكون عددًا",
    "finite_number": "يجب أن يكون عددًا محدودًا",
    "bool_type": "يجب أن يكون true أو false",
    "bool_parsing": "يجب أن يكون true أو false",
    "literal_error": "يجب أن يكون واحدًا من: {expected}",
    "enum": "يجب أن يكون واحدًا من: {expected}",
    "greater_than": "يجب أن يزيد على {gt}",
    "greater_than_equal": "يجب ألا يقل عن {ge}",
    "less_than": "يجب أن يقل عن {lt}",
    "less_than_equal": "يجب ألا يزيد على {le}",
    "too_short": "يجب ألا يقل عدد عناصره عن {min_length}",
    "too_long": "يجب ألا يزيد عدد عناصره على {max_length}",
    "list_type": "يجب أن يكون قائمة",
    "tuple_type": "يجب أن يكون قائمة",
    "set_type": "يجب أن يكون قائمة",
    "frozen_set_type": "يجب أن يكون قائمة",
    "dict_type": "يجب أن يكون كائنًا فيه حقول",
    "model_type": "يجب أن يكون كائنًا فيه حقول",
    "model_attributes_type": "يجب أن يكون كائنًا فيه حقول",
    "json_invalid": "ليس JSON سليمًا",
    "date_type": "يجب أن يكون تاريخًا مثل 2026-05-08",
    "date_parsing": "يجب أن يكون تاريخًا مثل 2026-05-08",
    "date_from_datetime_parsing": "يجب أن يكون تاريخًا مثل 2026-05-08",
    "datetime_type": "يجب أن يكون تاريخًا ووقتًا مثل 2026-05-08T09:30:00Z",
    "datetime_parsing": "يجب أن يكون تاريخًا ووقتًا مثل 2026-05-08T09:30:00Z",
    "datetime_from_date_parsing": "يجب أن يكون تاريخًا ووقتًا مثل 2026-05-08T09:30:00Z",
}
"""By pydantic's name of the error; what stands in braces is from its context."""
_OTHER = "قيمة غير مقبولة"
_MOST_TOLD = 3
_PLAIN = re.compile(r"[a-z_]{1,30}")
_KINDS = ("str", "tuple[Message, ...]")
"""Steps by which pydantic names what a field was tried as."""


class Refused(ValueError):
    """A validator's refusal, in both languages."""

    def __init__(self, en: str, ar: str) -> None:
        """Keep what is said; it quotes no text that was sent."""
        super().__init__(en)
        self.said: Said = {"en": en, "ar": ar}


def refused(error: ValidationError) -> list[tuple[tuple[int | str, ...], Said]]:
    """List the places that were refused, in the order of the fields, and what was wrong with each."""
    problems = error.errors(include_url=False, include_input=False)
    return [(problem["loc"], said(problem)) for problem in problems]


def first_refused(error: ValidationError) -> tuple[tuple[int | str, ...], Said]:
    """Give the first of them."""
    return refused(error)[0]


def explain(error: ValidationError, whole: str) -> Said:
    """Say of the first few fields which they are and what is wrong with them; `whole` names what has no field.

    Keys that are no plain names are left out of it: they may hold somebody's words.
    """
    told = []
    for place, what in refused(error)[:_MOST_TOLD]:
        steps = [str(step) if isinstance(step, int) or _PLAIN.fullmatch(step) else "…" for step in place if step not in _KINDS]
        told.append(at_place(steps or [whole], what))
    return {"en": "; ".join(one["en"] for one in told), "ar": "؛ ".join(one["ar"] for one in told)}


def at_place(steps: Sequence[int | str], what: Said) -> Said:
    """Put the steps of a place before what is said of it; without any it stands alone."""
    place = ".".join(map(str, steps))
    return {language: f"{place}: {text}" if place else text for language, text in what.items()}


def said(problem: Mapping[str, Any]) -> Said:
    """Say one of pydantic's problems, without what it was given."""
    context: dict[str, Any] = problem.get("ctx", {})
    raised = context.get("error")
    if isinstance(raised, Refused):
        return raised.said
    english = problem["msg"].removeprefix("Value error, ")
    if isinstance(raised, ValueError):
        return {"en": english, "ar": f"{_OTHER} ({english})"}
    english = english[:1].lower() + english[1:] if english[1:2].islower() else english
    return {"en": english, "ar": _ARABIC.get(problem["type"], _OTHER).format(**context).replace("' or '", "' أو '")}
