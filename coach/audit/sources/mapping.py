"""Mappings: which column or field of an export holds what, in a YAML file that an auditor can read and mend."""

from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import Field, StringConstraints, ValidationError, model_validator

from coach.audit.sources import words
from coach.audit.sources.errors import MappingError
from coach.config import MAX_FILE, Channels, Strict, line_of, parse_yaml
from coach.errors import NotFound
from coach.refused import Refused, at_place, first_refused

MAX_COLUMN = 200
Column = Annotated[str, StringConstraints(min_length=1, max_length=MAX_COLUMN)]
_ALSO = {"conversation": ("id", "conversation_id"), "message": ("id", "message_id"), "customer_text": ("customer",), "reply": ("draft",)}
"""Other names under which our own documents show some fields."""
NAMES = {
    "conversation": {"en": "the conversation's id", "ar": "رقم المحادثة"},
    "role": {"en": "who speaks", "ar": "المتكلم"},
    "text": {"en": "the message", "ar": "نص الرسالة"},
}


class Columns(Strict):
    """The column of each field; in nested records a path such as `ticket.comments[].body`.

    `customer_text`, `reply` and `reply_at` belong to a row that holds both sides; `private` marks notes.
    """

    conversation: Column | None = None
    message: Column | None = None
    role: Column | None = None
    text: Column | None = None
    customer_text: Column | None = None
    reply: Column | None = None
    author: Column | None = None
    sent_at: Column | None = None
    reply_at: Column | None = None
    channel: Column | None = None
    team: Column | None = None
    subject: Column | None = None
    status: Column | None = None
    customer_name: Column | None = None
    customer_gender: Column | None = None
    csat: Column | None = None
    tags: Column | None = None
    private: Column | None = None

    @model_validator(mode="after")
    def _one_list(self) -> Self:
        lists = {path.rpartition("[]")[0] for path in self.model_dump(exclude_none=True).values() if "[]" in path}
        if len(lists) > 1 or any("[]" in one for one in lists):
            raise Refused("all paths with [] must lead through the same single list", "كل المسارات التي فيها [] تمر بقائمة واحدة هي نفسها")
        return self


class Times(Strict):
    """How times are written: the zone of those without one, the order of 03/04, a strptime format if nothing else helps."""

    zone: str | None = None
    day_first: bool | None = None
    format: str | None = Field(default=None, max_length=80)

    @model_validator(mode="after")
    def _real(self) -> Self:
        try:
            ZoneInfo(self.zone or "UTC")
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise Refused(
                "zone names no time zone; write one such as Asia/Riyadh", "لا منطقة زمنية باسم zone؛ اكتب اسمًا مثل Asia/Riyadh"
            ) from None
        return self


class Scale(Strict):
    """The customer's rating: from `low` to `high`, or words that are good or bad."""

    low: float = 1
    high: float = 5
    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _wide(self) -> Self:
        if not self.high > self.low:
            raise Refused("high must be above low", "يجب أن تكون high أكبر من low")
        return self


class Constants(Strict):
    """What holds for every message of the file."""

    role: Literal["customer", "agent", "bot", "note", "event"] | None = None
    author: Column | None = None
    channel: Channels | None = None
    team: Column | None = None
    status: Literal["open", "pending", "solved"] | None = None
    customer_gender: Literal["m", "f"] | None = None


Words = tuple[Column, ...]


class Mapping(Strict):
    """How to read a file: its columns, and what its values mean."""

    columns: Columns
    roles: dict[Literal["customer", "agent", "bot", "note", "event"], Words] = Field(default_factory=dict)
    statuses: dict[Literal["open", "pending", "solved"], Words] = Field(default_factory=dict)
    channels: dict[Channels, Words] = Field(default_factory=dict)
    csat: Scale | None = None
    times: Times = Times()
    constants: Constants = Constants()
    html: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the fields without which nothing can be read: `conversation`, `role`, `text`."""
        columns = self.columns
        if columns.customer_text or columns.reply:
            return ()
        held = {"conversation": columns.conversation, "role": columns.role or self.constants.role, "text": columns.text}
        return tuple(field for field, column in held.items() if not column)

    @property
    def literal(self) -> bool:
        """Tell whether every column bears the name of what it holds, so that nobody need be asked."""
        held = self.columns.model_dump(exclude_none=True)
        return all(path.rpartition(".")[2] in (field, *_ALSO.get(field, ())) for field, path in held.items())

    @cached_property
    def own_words(self) -> dict[str, dict[str, str]]:
        """The mapping's own words, folded, by what they tell: roles, statuses, channels, ratings."""
        ratings: dict[Any, Words] = {"good": self.csat.good, "bad": self.csat.bad} if self.csat else {}
        told: dict[str, dict[Any, Words]] = {"roles": self.roles, "statuses": self.statuses, "channels": self.channels, "ratings": ratings}
        return {kind: words.table(groups) for kind, groups in told.items()}

    def to_yaml(self) -> str:
        """Give the mapping as the file that would be read back as it is."""
        return yaml.safe_dump(self.model_dump(mode="json", exclude_none=True, exclude_defaults=True), allow_unicode=True, sort_keys=False)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a mapping file; raises MappingError, which names and quotes the line, or NotFound."""
        try:
            with path.open(encoding="utf-8-sig") as file:
                text = file.read(MAX_FILE + 1)
        except (OSError, UnicodeDecodeError):
            what = {"en": "it cannot be read as a UTF-8 file", "ar": "لا يمكن قراءته ملفًا بترميز UTF-8"}
            raise NotFound(where=str(path), what=what) from None
        return cls.parse(text, str(path))

    @classmethod
    def parse(cls, text: str, where: str = "mapping") -> Self:
        """Read a mapping from YAML; raises MappingError."""
        if len(text) > MAX_FILE:
            raise MappingError(where=where, what={"en": "it is too long", "ar": "أطول من المسموح"})
        given = parse_yaml(text, where, MappingError)
        if not isinstance(given, dict):
            raise MappingError(where=where, what={"en": "a mapping holds `columns`", "ar": "ملف المطابقة يحوي columns"})
        try:
            return cls.model_validate(given)
        except ValidationError as problem:
            place, said = first_refused(problem)
            number = line_of(text, place)
            quoted = text.splitlines()[number - 1].strip()
            what = at_place(place, said)
            raise MappingError(where=f"{where}:{number}", what={key: f"{said} — {quoted}" for key, said in what.items()}) from None
