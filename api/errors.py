"""What can go wrong over HTTP, and the problem documents (RFC 9457) that say so.

A problem's `code` never changes its meaning; its words may. None quotes a customer's or an agent's text.
"""

import logging
import traceback
from typing import Any, ClassVar

from pydantic_core import to_json
from starlette.responses import Response

from coach.errors import CoachError, ConfigError, InputError, MissingExtra, WriterError
from coach.practice.errors import AttemptError
from coach.practice.store import errors as store

log = logging.getLogger("coach.api")
PROBLEM = "application/problem+json"


class ApiError(CoachError):
    """A request that cannot be served; `status` is HTTP's, `wait` the seconds after which to ask again."""

    status: ClassVar[int] = 400

    @property
    def headers(self) -> dict[str, str]:
        """Give the headers that belong to the answer."""
        wait = self.details.get("wait")
        return {} if wait is None else {"Retry-After": str(wait)}


class SettingsError(ConfigError):
    """The server's settings cannot be used."""

    code = "bad-settings"
    text: ClassVar[dict[str, str]] = {"en": "{where}: {what}", "ar": "{where}: خطأ في إعدادات الخادم: {what}"}


class NoKey(ApiError):
    """The request bears no key."""

    code, status = "no-key", 401
    text: ClassVar[dict[str, str]] = {
        "en": "the request bears no API key; send it as: Authorization: Bearer <key>",
        "ar": "الطلب بلا مفتاح؛ أرسله هكذا: Authorization: Bearer <key>",
    }

    @property
    def headers(self) -> dict[str, str]:
        """Name the scheme that is expected."""
        return {"WWW-Authenticate": 'Bearer realm="reply-coach"'}


class WrongKey(NoKey):
    """The key is unknown or revoked."""

    code = "wrong-key"
    text: ClassVar[dict[str, str]] = {
        "en": "the API key is unknown or revoked; ask for a new one (coach keys create)",
        "ar": "مفتاح الواجهة غير معروف أو أُلغي؛ اطلب مفتاحًا جديدًا (coach keys create)",
    }


class MissingScope(ApiError):
    """The key is good, but not for this."""

    code, status = "missing-scope", 403
    text: ClassVar[dict[str, str]] = {
        "en": "the API key lacks the scope {scope}; create one with it (coach keys create --scope {scope})",
        "ar": "ينقص المفتاحَ النطاق {scope}؛ أنشئ مفتاحًا يشمله (coach keys create --scope {scope})",
    }


class WrongHost(ApiError):
    """Without authentication only local names are answered, so that no web page can reach in by a name of its own."""

    code, status = "wrong-host", 421
    text: ClassVar[dict[str, str]] = {
        "en": "the server does not answer to this host name; add it to allowed_hosts",
        "ar": "لا يجيب الخادم على اسم المضيف هذا؛ أضفه إلى allowed_hosts",
    }


class RateLimited(ApiError):
    """The key asks too fast."""

    code, status = "rate-limited", 429
    text: ClassVar[dict[str, str]] = {
        "en": "too many requests for this key; ask again in {wait} seconds",
        "ar": "طلبات كثيرة بهذا المفتاح؛ أعد المحاولة بعد {wait} ثانية",
    }


class QuotaExceeded(ApiError):
    """The key's drafts of the day are used up."""

    code, status = "quota-exceeded", 429
    text: ClassVar[dict[str, str]] = {
        "en": "the key's quota of {limit} drafts a day is used up; it begins anew at 00:00 UTC",
        "ar": "استُنفدت حصة المفتاح اليومية وهي {limit} مسودة؛ تتجدد عند 00:00 بالتوقيت العالمي",
    }


class BodyTooLarge(ApiError):
    """The body is past its bound."""

    code, status = "body-too-large", 413
    text: ClassVar[dict[str, str]] = {
        "en": "the body is larger than {limit} bytes; send less, or many drafts by /v1/check:batch",
        "ar": "حجم الطلب أكبر من {limit} بايت؛ أرسل أقل، أو أرسل المسودات الكثيرة عبر ‎/v1/check:batch",
    }


class BodyTooSlow(ApiError):
    """The body did not come in time."""

    code, status = "body-too-slow", 408
    text: ClassVar[dict[str, str]] = {
        "en": "the body did not arrive within {limit} seconds; send it again",
        "ar": "لم يصل الطلب كاملًا خلال {limit} ثانية؛ أعد إرساله",
    }


class WrongType(ApiError):
    """The body is of a kind that is not read."""

    code, status = "wrong-type", 415
    text: ClassVar[dict[str, str]] = {
        "en": "the body must be {type} in UTF-8, not compressed; set Content-Type to it",
        "ar": "يجب أن يكون الطلب {type} بترميز UTF-8 وبلا ضغط؛ اضبط Content-Type على ذلك",
    }


class BadQuery(ApiError):
    """A parameter of the address is wrong."""

    code, status = "bad-query", 422
    text: ClassVar[dict[str, str]] = {
        "en": "the query parameter {name} is wrong: {what}",
        "ar": "قيمة المعامل {name} في العنوان غير مقبولة: {what}",
    }


class UnknownParameter(ApiError):
    """A parameter of the address is not known here."""

    code, status = "unknown-parameter", 422
    text: ClassVar[dict[str, str]] = {
        "en": "this path does not take that query parameter; known: {known}",
        "ar": "لا يقبل هذا المسار ذلك المعامل في العنوان؛ المعروف: {known}",
    }


class BadRuleset(ApiError):
    """The rule set that came with the draft cannot be used."""

    code, status = "bad-ruleset", 422
    text: ClassVar[dict[str, str]] = {"en": "ruleset: {what}", "ar": "‏ruleset: ‏{what}"}


class UnknownSituation(ApiError):
    """A reply to a situation that the phrasebook does not have."""

    code, status = "unknown-situation", 422
    text: ClassVar[dict[str, str]] = {
        "en": "there is no such situation; known: {known}",
        "ar": "لا موقف بهذا الاسم؛ المعروف: {known}",
    }


class UnknownRule(ApiError):
    """Feedback on a rule that is not there."""

    code, status = "unknown-rule", 422
    text: ClassVar[dict[str, str]] = {
        "en": "the server has no rule of this name; GET /v1/rules lists them",
        "ar": "لا قاعدة بهذا الاسم لدى الخادم؛ القائمة عبر GET /v1/rules",
    }


class FeedbackFull(ApiError):
    """The store of feedback is at its bound."""

    code, status = "feedback-full", 507
    text: ClassVar[dict[str, str]] = {
        "en": "the store holds {limit} rows of feedback, its limit; export them and raise feedback_rows",
        "ar": "بلغ مخزن الملاحظات حدّه وهو {limit} صف؛ صدّرها وارفع feedback_rows",
    }


class TooSlow(ApiError):
    """The analysis took longer than a request may."""

    code, status = "too-slow", 503
    text: ClassVar[dict[str, str]] = {
        "en": "the analysis took longer than {limit} seconds; ask again in {wait} seconds",
        "ar": "استغرق التحليل أكثر من {limit} ثانية؛ أعد المحاولة بعد {wait} ثانية",
    }


class Busy(ApiError):
    """More wait than the server takes on."""

    code, status = "busy", 503
    text: ClassVar[dict[str, str]] = {
        "en": "the server is busy; ask again in {wait} seconds",
        "ar": "الخادم مشغول؛ أعد المحاولة بعد {wait} ثانية",
    }


class NotReady(ApiError):
    """The models are not loaded yet."""

    code, status = "not-ready", 503
    text: ClassVar[dict[str, str]] = {
        "en": "the models are being loaded; ask again in {wait} seconds",
        "ar": "يجري تحميل النماذج؛ أعد المحاولة بعد {wait} ثانية",
    }


class Internal(ApiError):
    """A fault of ours."""

    code, status = "internal", 500
    text: ClassVar[dict[str, str]] = {
        "en": "something went wrong here; report it with the request id",
        "ar": "وقع خطأ لدينا؛ أبلغنا به مع رقم الطلب",
    }


class NotInstalled(ApiError):
    """A part of the server is not installed."""

    code, status = MissingExtra.code, 501
    text = MissingExtra.text


class NoSuchPath(ApiError):
    """Nothing is at this address."""

    code, status = "no-such-path", 404
    text: ClassVar[dict[str, str]] = {"en": "there is nothing at this path", "ar": "لا شيء على هذا المسار"}


class WrongMethod(ApiError):
    """The address is right, the method is not."""

    code, status = "wrong-method", 405
    text: ClassVar[dict[str, str]] = {"en": "this path does not take this method", "ar": "لا يقبل هذا المسار هذه الطريقة"}


PRACTICE: tuple[tuple[type[CoachError], int], ...] = (
    (AttemptError, 409),
    (store.NotAllowed, 403),
    (store.NoSuch, 404),
    (store.LastAdministrator, 409),
    (store.Taken, 409),
    (store.AttemptChanged, 409),
    (store.AttemptOver, 409),
    (store.SetOver, 409),
    (store.SetBegun, 409),
    (store.NotInSet, 409),
    (store.GroupTooSmall, 409),
    (store.InvitationOver, 410),
    (store.BadValue, 422),
)
"""The statuses of practice's errors; what else goes wrong with its store is 503."""


def status_of(error: CoachError) -> int:
    """Give the HTTP status for any error of ours."""
    for kind, status in PRACTICE:
        if isinstance(error, kind):
            return status
    match error:
        case ApiError():
            return error.status
        case InputError():
            return 422
        case WriterError():
            return 502
        case _:
            return 503


def problem(error: CoachError, request_id: str, language: str, headers: dict[str, str] | None = None) -> Response:
    """Write an error as a problem document, in `en` or `ar`."""
    status = status_of(error)
    body = {
        "type": f"urn:reply-coach:problem:{error.code}",
        "title": (type(error).__doc__ or error.code).splitlines()[0],
        "status": status,
        "detail": error.describe(language),
        "code": error.code,
        "request_id": request_id,
    }
    more = error.headers if isinstance(error, ApiError) else {}
    return Response(to_json(body), status, {**(headers or {}), **more, "Content-Language": language}, media_type=PROBLEM)


def log_fault(request_id: str, error: BaseException) -> None:
    """Log a fault of ours by its kind and place: its message may quote a text."""
    frames = " > ".join(f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-6:])
    log.error("%s %s %s", request_id, type(error).__name__, frames)


def line_error(error: CoachError, line: int, identity: str | None) -> dict[str, Any]:
    """Give the line that stands in a stream for a case that could not be judged."""
    return {
        "id": identity,
        "line": line,
        "error": {"code": error.code, "message": error.describe("en"), "message_ar": error.describe("ar")},
    }
