"""What can go wrong, and how it is said.

CoachError
├── InputError            the case itself is wrong (exit 2, or 3 within a stream)
│   ├── EmptyDraft
│   ├── TooLong
│   ├── NotText
│   ├── BadRecord
│   └── NoMessage
├── ConfigError           what surrounds the case is wrong (exit 2)
│   ├── ProfileError
│   ├── PhrasebookError
│   ├── CueError
│   ├── BadModel
│   ├── BadTraining
│   ├── MissingExtra
│   ├── UnknownName
│   ├── NotFound
│   ├── NewerForm
│   └── MissingKey
└── WriterError           a language model wrote nothing usable; the phrasebook's rewrite stands
    ├── WriterUnreachable
    ├── WriterTooSlow
    ├── WriterRefused
    └── WriterUnusable

Each message exists in Arabic and in English, says what is wrong, where, and what to do,
and never quotes a customer's or an agent's text.
"""

from collections.abc import Mapping
from typing import ClassVar


class CoachError(Exception):
    """An error that a person can act on; `describe` says it in either language."""

    code: ClassVar[str] = "error"
    text: ClassVar[dict[str, str]] = {}

    def __init__(self, **details: object) -> None:
        """Keep `details`, the values that the message's placeholders name; a value may be given per language."""
        self.details = details
        super().__init__(self.describe("en"))

    def describe(self, ui_language: str = "en") -> str:
        """Say what is wrong, where, and what to do, in `en` or `ar`."""
        said = {name: value[ui_language] if isinstance(value, Mapping) else value for name, value in self.details.items()}
        return self.text[ui_language].format(**said)


class InputError(CoachError):
    """The case that was sent cannot be read."""

    code = "bad-input"


class EmptyDraft(InputError):
    """There is nothing to judge."""

    code = "empty-draft"
    text: ClassVar[dict[str, str]] = {
        "en": "the draft is empty; send the reply that is to be checked",
        "ar": "المسودة فارغة؛ أرسل الرد المطلوب فحصه",
    }


class TooLong(InputError):
    """A text is past its bound."""

    code = "too-long"
    text: ClassVar[dict[str, str]] = {
        "en": "{where} holds {n} characters; the limit is {limit}: shorten it or split it",
        "ar": "طول {where} ‏{n} حرفًا والحد {limit}: اختصره أو قسّمه",
    }


class NotText(InputError):
    """Bytes that are no UTF-8, a NUL, or half a surrogate pair."""

    code = "not-text"
    text: ClassVar[dict[str, str]] = {
        "en": "{where} is not plain UTF-8 text ({what} at {at}); send it again as UTF-8",
        "ar": "{where} ليس نصًا سليمًا بترميز UTF-8 ‏({what} عند {at})؛ أعد إرساله بترميز UTF-8",
    }


class BadRecord(InputError):
    """A record is not JSON, or not a case."""

    code = "bad-record"
    text: ClassVar[dict[str, str]] = {
        "en": "{where} is not a case: {what}",
        "ar": "{where} ليس حالة صحيحة: {what}",
    }


class NoMessage(InputError):
    """There is nothing to answer or digest."""

    code = "no-message"
    text: ClassVar[dict[str, str]] = {
        "en": "customer holds no words of the customer's; send the message",
        "ar": "لا كلام للعميل في customer؛ أرسل رسالته",
    }


class ConfigError(CoachError):
    """A profile, phrasebook, cue file or name is wrong."""

    code = "bad-config"


class ProfileError(ConfigError):
    """A company profile cannot be used."""

    code = "bad-profile"
    text: ClassVar[dict[str, str]] = {"en": "{where}: {what}", "ar": "{where}: خطأ في ملف الإعداد: {what}"}


class PhrasebookError(ConfigError):
    """A phrasebook cannot be used."""

    code = "bad-phrasebook"
    text: ClassVar[dict[str, str]] = {"en": "{where}: {what}", "ar": "{where}: خطأ في كتاب العبارات: {what}"}


class CueError(ConfigError):
    """A cue file cannot be used."""

    code = "bad-cue"
    text: ClassVar[dict[str, str]] = {"en": "{where}: {what}", "ar": "{where}: خطأ في ملف القرائن: {what}"}


class BadModel(ConfigError):
    """Weights are missing, broken, or not what they say they are."""

    code = "bad-model"
    text: ClassVar[dict[str, str]] = {
        "en": "the model {where} cannot be used: {what}",
        "ar": "لا يمكن استعمال النموذج {where}: ‏{what}",
    }


class BadTraining(ConfigError):
    """A training run cannot start: too few rows, or a folder that is taken."""

    code = "bad-training"
    text: ClassVar[dict[str, str]] = {"en": "{where}: {what}", "ar": "{where}: لا يمكن بدء التدريب: {what}"}


class MissingExtra(ConfigError):
    """A library of an extra is needed and not installed."""

    code = "missing-extra"
    text: ClassVar[dict[str, str]] = {
        "en": "{what} needs {library}; install it with: pip install 'reply-coach[{extra}]'",
        "ar": "{what} يحتاج {library}؛ ثبّته بالأمر: pip install 'reply-coach[{extra}]'",
    }


class UnknownName(ConfigError):
    """A name that nothing here bears."""

    code = "unknown-name"
    text: ClassVar[dict[str, str]] = {
        "en": "there is no {kind} {name!r}; known: {known}",
        "ar": "لا يوجد {kind} باسم {name!r}؛ المعروف: {known}",
    }


class NotFound(ConfigError):
    """A file that is not there or cannot be read."""

    code = "not-found"
    text: ClassVar[dict[str, str]] = {
        "en": "cannot read {where}: {what}",
        "ar": "تعذرت قراءة {where}: {what}",
    }


class NewerForm(ConfigError):
    """A later version of the program wrote it."""

    code = "newer-form"
    text: ClassVar[dict[str, str]] = {
        "en": "{where} has the schema version {found}, this program reads up to {known}; install a newer reply-coach",
        "ar": "نسخة صيغة {where} هي {found} وهذا الإصدار لا يقرأ ما بعد {known}؛ ثبّت إصدارًا أحدث من reply-coach",
    }


class MissingKey(ConfigError):
    """The environment variable that should hold an endpoint's key does not, or not a usable one."""

    code = "missing-key"
    text: ClassVar[dict[str, str]] = {
        "en": "the environment variable {name} holds no usable key; set it to the endpoint's key",
        "ar": "متغير البيئة {name} لا يحوي مفتاحًا صالحًا؛ ضع فيه مفتاح الخدمة",
    }


class WriterError(CoachError):
    """A language model gave no proposal."""

    code = "no-proposal"


class WriterUnreachable(WriterError):
    """Nobody answers at the endpoint's address, or the line broke."""

    code = "writer-unreachable"
    text: ClassVar[dict[str, str]] = {
        "en": "{where} cannot be reached, or broke off; check its address and whether it is running",
        "ar": "تعذر الاتصال بـ{where} أو انقطع؛ تحقق من العنوان ومن أن الخدمة تعمل",
    }


class WriterTooSlow(WriterError):
    """The time limit is over and the proposal is not whole."""

    code = "writer-too-slow"
    text: ClassVar[dict[str, str]] = {
        "en": "{where} wrote no whole reply within {limit} seconds; raise timeout_s or take a faster model",
        "ar": "لم يكتب {where} ردًا كاملًا خلال {limit} ثانية؛ ارفع timeout_s أو اختر نموذجًا أسرع",
    }


class WriterRefused(WriterError):
    """The endpoint answered with an error's status."""

    code = "writer-refused"
    text: ClassVar[dict[str, str]] = {
        "en": "{where} answered with HTTP {status}; check the key, the model's name and base_url, or try again later",
        "ar": "أجاب {where} بالرمز HTTP {status}؛ تحقق من المفتاح واسم النموذج وbase_url، أو أعد المحاولة لاحقًا",
    }


class WriterUnusable(WriterError):
    """A model's answer cannot be read, or cannot be used."""

    code = "writer-unusable"
    text: ClassVar[dict[str, str]] = {
        "en": "the answer of {where} cannot be used: {what}",
        "ar": "لا يمكن استعمال جواب {where}: ‏{what}",
    }
