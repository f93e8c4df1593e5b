"""Rejects: what of an input could not be read, and why; the list that an auditor mends the input by.

A reason's code never changes. Where a reason is `kept`, only one value was lost and the message itself is audited.
"""

import json
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from coach.audit.posts import Rejected


class Reason(NamedTuple):
    """What is wrong and what to do, in both languages; whether the message is audited all the same."""

    en: str
    ar: str
    kept: bool = False


REASONS: dict[str, Reason] = {
    "no-id": Reason(
        "nothing says which conversation this belongs to; name the column in a mapping",
        "لا شيء يدل على المحادثة التي ينتمي إليها هذا السطر؛ سمِّ العمود في ملف المطابقة",
    ),
    "no-text": Reason("the message has no words", "الرسالة بلا كلام"),
    "unknown-role": Reason(
        "it cannot be told who speaks; add the word to `roles` in a mapping",
        "لا يُعرف من المتكلم؛ أضف الكلمة إلى roles في ملف المطابقة",
    ),
    "bad-time": Reason(
        "the time cannot be read, so the message is kept without it; give `times` in a mapping",
        "تعذرت قراءة الوقت فبقيت الرسالة بدونه؛ حدد times في ملف المطابقة",
        kept=True,
    ),
    "bad-rating": Reason(
        "the rating is not on the scale, so the message is kept without it; give `csat` in a mapping",
        "التقييم خارج السلّم فبقيت الرسالة بدونه؛ حدد csat في ملف المطابقة",
        kept=True,
    ),
    "too-long": Reason("it is longer than what can be judged", "أطول مما يمكن الحكم عليه"),
    "too-many-messages": Reason("the conversation holds more messages than can be judged", "في المحادثة رسائل أكثر مما يمكن الحكم عليه"),
    "cut": Reason(
        "the mail is longer than what can be read; the rest of it is left out",
        "الرسالة أطول مما يمكن قراءته، فتُركت بقيتها",
        kept=True,
    ),
    "left-out": Reason(
        "the conversation holds more messages than are read; `messages` says how many at its end are left out",
        "في المحادثة رسائل أكثر مما يُقرأ؛ وفي messages عدد ما تُرك من آخرها",
        kept=True,
    ),
    "not-text": Reason("it holds signs that are no text (a NUL or half a pair)", "فيه رموز ليست نصًا (‏NUL أو نصف رمز)"),
    "wrong-encoding": Reason(
        "bytes do not fit the file's encoding; save it as UTF-8 or name the encoding",
        "بايتات لا تناسب ترميز الملف؛ احفظه بترميز UTF-8 أو حدد الترميز",
    ),
    "not-json": Reason("it is not valid JSON", "ليس JSON سليمًا"),
    "not-an-object": Reason("it is not a JSON object", "ليس كائن JSON"),
    "not-a-conversation": Reason("it holds no messages in the place where they belong", "لا رسائل فيه في الموضع المتوقع"),
    "missing-columns": Reason("the row has fewer columns than the header", "أعمدة السطر أقل من أعمدة العنوان"),
    "too-many-columns": Reason("the row has more columns than the header", "أعمدة السطر أكثر من أعمدة العنوان"),
    "not-mail": Reason("it is not a mail that can be read", "ليست رسالة بريد مقروءة"),
    "failed": Reason(
        "the conversation could not be judged, for a fault of ours; please report the kind of error in `field`",
        "تعذر الحكم على المحادثة لخلل عندنا؛ نرجو إبلاغنا بنوع الخطأ المذكور في field",
    ),
    "unreadable-rest": Reason(
        "the file breaks off or is damaged here; nothing after this row was read",
        "الملف مبتور أو تالف هنا؛ لم يُقرأ شيء بعد هذا السطر",
    ),
}


LEFT_OUT = "left-out.jsonl"
"""The list of what is left out of whole conversations, beside those of files."""


class Rejects:
    """Writer of `rejects.jsonl`: a line for each reject, without anybody's text; `counts` by reason."""

    def __init__(self, path: Path, language: str = "en") -> None:
        """Open `path` anew; messages are written in `language`, `en` or `ar`."""
        self.counts: Counter[str] = Counter()
        self._language = language
        self._out = path.open("w", encoding="utf-8", newline="\n")

    def add(self, file: str, rejected: Rejected) -> None:
        """Write one reject of the input `file`."""
        self.counts[rejected.reason] += 1
        self._out.write(line(file, rejected, self._language))

    def __enter__(self) -> Self:
        """Give the writer itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the file."""
        self._out.close()


def line(file: str, rejected: Rejected, language: str = "en") -> str:
    """Give a reject as a line of JSON: file, row, reason, field, message, and whether the message was kept."""
    reason = REASONS[rejected.reason]
    fields = {
        "file": file,
        "row": rejected.row,
        "reason": rejected.reason,
        "field": rejected.field,
        "message": reason.ar if language == "ar" else reason.en,
        "kept": reason.kept,
    }
    return json.dumps(fields, ensure_ascii=False) + "\n"


def left_out_line(conversation: str, messages: int, language: str = "en") -> str:
    """Tell as a line of JSON how many messages of a conversation are left out."""
    reason = REASONS["left-out"]
    said = reason.ar if language == "ar" else reason.en
    told = {"conversation": conversation, "reason": "left-out", "field": "text", "messages": messages, "message": said, "kept": reason.kept}
    return json.dumps(told, ensure_ascii=False) + "\n"
