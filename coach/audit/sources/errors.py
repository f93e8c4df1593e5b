"""What can be wrong with an input as a whole.

SourceError(InputError)        an input cannot be audited at all (exit 2)
├── NoSource
├── UnknownFormat
├── NoOwnSide
└── NoMapping
MappingError(ConfigError)      a mapping file is wrong
"""

from typing import ClassVar

from coach.errors import ConfigError, InputError


class SourceError(InputError):
    """An input that cannot be audited at all."""

    code = "bad-source"


class NoSource(SourceError):
    """There is no such file, or none in a folder or under a pattern that can be read."""

    code = "no-source"
    text: ClassVar[dict[str, str]] = {
        "en": "there is nothing to audit at {where}; give files, folders or patterns that exist",
        "ar": "لا شيء للتدقيق في {where}؛ أعط ملفات أو مجلدات أو أنماطًا موجودة",
    }


class UnknownFormat(SourceError):
    """A file whose format cannot be told."""

    code = "unknown-format"
    text: ClassVar[dict[str, str]] = {
        "en": "cannot tell the format of {where}; name it with --format: {known}",
        "ar": "تعذرت معرفة صيغة {where}؛ حددها بالخيار --format‏: {known}",
    }


class NoOwnSide(SourceError):
    """A mailbox, where nothing says which addresses are the company's."""

    code = "no-own-side"
    text: ClassVar[dict[str, str]] = {
        "en": "{where} is a mailbox; say which addresses are yours: own_domains or own_addresses under input in the settings file",
        "ar": "{where} صندوق بريد؛ حدد عناوينكم في ملف الإعداد: own_domains أو own_addresses ضمن input",
    }


class NoMapping(SourceError):
    """A table whose columns cannot be told."""

    code = "no-mapping"
    text: ClassVar[dict[str, str]] = {
        "en": "cannot tell which columns of {where} hold {missing}; name them in a mapping file",
        "ar": "تعذرت معرفة أعمدة {missing} في {where}؛ سمّها في ملف مطابقة",
    }


class MappingError(ConfigError):
    """A mapping file cannot be used."""

    code = "bad-mapping"
    text: ClassVar[dict[str, str]] = {"en": "{where}: {what}", "ar": "{where}: خطأ في ملف المطابقة: {what}"}
