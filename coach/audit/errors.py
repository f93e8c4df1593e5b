"""What stops an audit, beside bad input: where it would write, and what changed since it began."""

from typing import ClassVar

from coach.errors import ConfigError


class AuditError(ConfigError):
    """An audit cannot begin or go on."""

    code = "bad-audit"
    text: ClassVar[dict[str, str]] = {"en": "{where}: {what}", "ar": "{where}: لا يمكن إجراء التدقيق: {what}"}


class AuditChanged(ConfigError):
    """The folder holds an audit of something else."""

    code = "audit-changed"
    text: ClassVar[dict[str, str]] = {
        "en": "{where} holds an audit of something else ({what} changed since); "
        "choose another --out, or throw that audit away with --restart",
        "ar": "في {where} تدقيق لشيء آخر (تغيّر منذ ذلك: {what})؛ اختر مجلدًا آخر بالخيار ‎--out أو احذف ذلك التدقيق بالخيار ‎--restart",
    }


class WorkersLost(ConfigError):
    """Workers die again and again on the same work."""

    code = "workers-lost"
    text: ClassVar[dict[str, str]] = {
        "en": "worker processes could not start, or died {times} times without finishing a batch, for want of memory perhaps; "
        "try --engine process to see why, or fewer --workers: what is done is kept",
        "ar": "لم تبدأ العمليات أو توقفت {times} مرات دون أن تنهي دفعة، وربما السبب نقص الذاكرة؛ "
        "جرّب ‎--engine process لترى السبب أو قلّل ‎--workers: ما أُنجز محفوظ",
    }
