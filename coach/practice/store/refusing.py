"""Refusals, and what it is that they refuse."""

from coach.practice.store.errors import NotAllowed

_WHAT = {
    "attempt": {"en": "another's attempt", "ar": "محاولة شخص آخر"},
    "person": {"en": "another's practice", "ar": "تدريب شخص آخر"},
    "mark": {"en": "marking this attempt", "ar": "تقييم هذه المحاولة"},
    "remark": {"en": "another trainer's remark", "ar": "ملاحظة مدرب آخر"},
    "key": {"en": "a new key for this person", "ar": "إصدار مفتاح جديد لهذا الشخص"},
    "teach": {"en": "a trainer's work", "ar": "عمل المدربين"},
    "cohort": {"en": "this group", "ar": "هذه المجموعة"},
    "set": {"en": "this set", "ar": "هذه الحزمة من المواقف"},
    "administer": {"en": "an administrator's work", "ar": "عمل مدير النظام"},
    "held_out": {
        "en": "a scenario kept for tests, practised only in a set that has it",
        "ar": "موقف محفوظ للاختبار لا يُتدرَّب عليه إلا ضمن حزمة فيها",
    },
    "nudge": {"en": "another's reminder", "ar": "تنبيه شخص آخر"},
}


def refuse(what: str) -> NotAllowed:
    """Give the refusal of something."""
    return NotAllowed(what=_WHAT[what])
