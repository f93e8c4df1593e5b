"""A case: a draft, the customer's message and what is known around them. Validated once, here."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import from_json

from coach.errors import BadRecord, EmptyDraft, InputError, NotText, TooLong
from coach.refused import Refused, explain

MAX_DRAFT = 20_000
MAX_CUSTOMER = 50_000
MAX_MESSAGES = 500
MAX_RECORD = 1_000_000
MAX_NOTES = 2_000
MAX_SEGMENTS = 200
"""Bounds in code points: some forty times the longest reply and message seen in support data."""

NO_DRAFT = "…"
"""Stands in a case, which needs a draft, where only the customer's message is looked at."""

Channel = Literal["email", "chat", "whatsapp", "social", "sms"]
Place = str | Mapping[str, str]
"""Where an error stands: a name, or what it is called in each language."""
_RECORD: Place = {"en": "the record", "ar": "السجل"}
UiLanguage = Literal["en", "ar"]
Gender = Literal["m", "f", "plural", "neutral", "unknown"]
Offsets = Literal["codepoint", "utf16"]
"""What offsets count."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_max_length=MAX_CUSTOMER)


class Message(_Strict):
    """One message of a thread."""

    role: Literal["customer", "agent"]
    text: str
    sent_at: str | None = None
    author: str | None = None


class Context(_Strict):
    """What is known of the people and the matter."""

    customer_name: str | None = Field(default=None, max_length=100)
    agent_name: str | None = Field(default=None, max_length=100)
    company: str | None = Field(default=None, max_length=100)
    addressee_gender: Gender = "unknown"
    facts: dict[str, str] = Field(default_factory=dict, max_length=50)


def line_of(number: int) -> Place:
    """Say which line of a stream is meant."""
    return {"en": f"line {number}", "ar": f"السطر {number}"}


def more_than(bound: int) -> Place:
    """Say that something was not read to its end, which lies past a bound."""
    return {"en": f"more than {bound}", "ar": f"أكثر من {bound}"}


class Segment(_Strict):
    """A stretch of a draft that is not the agent's own words, by half-open offsets; rules skip it."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    kind: Literal["quote", "signature"]


class Record(_Strict):
    """What comes from outside, validated once; its errors never quote a text."""

    called: ClassVar[Place] = {"en": "the request", "ar": "الطلب"}

    @classmethod
    def make(cls, fields: Mapping[str, Any] | None = None, /, where: Place | None = None, **more: Any) -> Self:
        """Validate a record; raises InputError."""
        values, where = {**(fields or {}), **more}, where or cls.called
        _check_texts(values, where)
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise BadRecord(where=where, what=explain(error, "case")) from None

    @classmethod
    def from_json(cls, line: bytes | str, where: Place = _RECORD, offsets: Offsets = "codepoint") -> Self:
        """Read a record from a JSON object, whose segments count as `offsets` says; raises InputError."""
        if len(line) > MAX_RECORD:
            raise TooLong(where=where, n=len(line), limit=MAX_RECORD)
        line = line.removeprefix(b"\xef\xbb\xbf") if isinstance(line, bytes) else line.removeprefix("\ufeff")
        try:
            fields = from_json(line)
        except ValueError:
            if isinstance(line, bytes):
                try:
                    line.decode()
                except UnicodeDecodeError as error:
                    raise NotText(where=where, what=f"byte 0x{line[error.start]:02x}", at=error.start) from None
            raise BadRecord(where=where, what={"en": "not valid JSON", "ar": "ليس JSON سليمًا"}) from None
        if not isinstance(fields, dict):
            raise BadRecord(where=where, what={"en": "not a JSON object", "ar": "ليس كائن JSON"})
        return cls.make(fields if offsets == "codepoint" else _in_code_points(fields), where=where)


class Case(Record):
    """One draft to be judged; only `draft` is required. `segments` stand in order, do not overlap and lie inside the draft."""

    called: ClassVar[Place] = {"en": "the case", "ar": "ما أُرسل"}

    draft: str
    id: str | None = Field(default=None, max_length=200)
    channel: Channel = "email"
    language: Literal["auto", "en", "ar"] = "auto"
    ui_language: UiLanguage = "en"
    customer: str | tuple[Message, ...] | None = None
    context: Context = Context()
    segments: tuple[Segment, ...] = Field(default=(), max_length=MAX_SEGMENTS)

    @field_validator("segments")
    @classmethod
    def _inside(cls, segments: tuple[Segment, ...], told: ValidationInfo) -> tuple[Segment, ...]:
        steps = [0, *(at for one in segments for at in (one.start, one.end)), len(told.data.get("draft", ""))]
        if "draft" in told.data and (steps != sorted(steps) or any(one.start == one.end for one in segments)):
            raise Refused(
                "must stand in order, neither empty nor overlapping, inside the draft",
                "يجب أن تكون مرتبة داخل المسودة، لا فارغة ولا متداخلة",
            )
        return segments

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Copy as pydantic does; what is marked in the draft is marked in another draft that takes its place."""
        if self.segments and update and "draft" in update and "segments" not in update:
            update = {**update, "segments": tuple(_found_again(self.segments, self.draft, update["draft"]))}
        return super().model_copy(update=update, deep=deep)

    @property
    def message(self) -> str | None:
        """The customer's message that the draft answers: of a thread, the customer's last words."""
        if not isinstance(self.customer, tuple):
            return self.customer if self.customer and not self.customer.isspace() else None
        texts: list[str] = []
        for message in reversed(self.customer):
            if message.role == "customer":
                texts.append(message.text)
            elif texts:
                break
        return "\n".join(reversed(texts)) or None

    @property
    def earlier(self) -> int:
        """How many times the customer wrote before the message that the draft answers."""
        if not isinstance(self.customer, tuple):
            return 0
        turns = [message.role for message in self.customer]
        while turns and turns[-1] == "agent":
            turns.pop()
        while turns and turns[-1] == "customer":
            turns.pop()
        return turns.count("customer")


class DraftRequest(Record):
    """A customer's message and what the agent would say to it, in notes or as facts by name; `situation` chooses one by its id."""

    customer: str | tuple[Message, ...]
    notes: str = Field(default="", max_length=MAX_NOTES)
    facts: dict[str, str] = Field(default_factory=dict, max_length=50)
    situation: str | None = Field(default=None, max_length=100)
    id: str | None = Field(default=None, max_length=200)
    channel: Channel = "email"
    language: Literal["auto", "en", "ar"] = "auto"
    ui_language: UiLanguage = "en"
    context: Context = Context()


def _check_texts(values: Mapping[str, Any], where: Place) -> None:
    """Refuse, in words a person can act on, what pydantic would refuse in its own."""
    draft = values.get("draft")
    if isinstance(draft, str):
        check_text(draft, "draft", MAX_DRAFT)
        if not draft or draft.isspace():
            raise EmptyDraft()
    if isinstance(notes := values.get("notes"), str):
        check_text(notes, "notes", MAX_NOTES)
    customer = values.get("customer")
    if isinstance(customer, str):
        check_text(customer, "customer", MAX_CUSTOMER)
    elif isinstance(customer, list | tuple):
        if len(customer) > MAX_MESSAGES:
            raise BadRecord(
                where=where,
                what={
                    "en": f"customer holds {len(customer)} messages; the limit is {MAX_MESSAGES}",
                    "ar": f"في customer {len(customer)} رسالة، والحد {MAX_MESSAGES}",
                },
            )
        for number, message in enumerate(customer):
            text = message.get("text") if isinstance(message, dict) else getattr(message, "text", None)
            if isinstance(text, str):
                check_text(text, f"customer[{number}].text", MAX_CUSTOMER)


def check_text(text: str, name: str, limit: int) -> None:
    """Refuse a text past `limit`, with a NUL, or with half a surrogate pair."""
    if len(text) > limit:
        raise TooLong(where=name, n=len(text), limit=limit)
    if "\0" in text:
        raise NotText(where=name, what="NUL", at=text.index("\0"))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise NotText(where=name, what="lone surrogate", at=error.start) from None


def _in_code_points(fields: dict[str, Any]) -> dict[str, Any]:
    """Count the segments' offsets, given in UTF-16 units, in code points; one within a sign becomes -1."""
    draft, segments = fields.get("draft"), fields.get("segments")
    if not isinstance(draft, str) or not isinstance(segments, list):
        return fields
    places, at = {0: 0}, 0
    for place, sign in enumerate(draft, 1):
        at += 2 if sign > "\uffff" else 1
        places[at] = place

    def moved(one: Any) -> Any:
        if not isinstance(one, dict):
            return one
        return one | {name: places.get(one[name], -1) for name in ("start", "end") if isinstance(one.get(name), int)}

    return fields | {"segments": [moved(one) for one in segments]}


def _found_again(segments: tuple[Segment, ...], old: str, new: str) -> Iterator[Segment]:
    """Give where what is marked in `old` stands in `new`: of several places the one nearest to its own; what is gone is left out."""
    grown, least = len(new) - len(old), 0
    for one in segments:
        text = old[one.start : one.end]
        near: list[tuple[int, int]] = []
        for hint in (max(least, one.start), max(least, one.start + grown)):
            for place in (new.rfind(text, least, hint + len(text)), new.find(text, hint)):
                near += [(abs(place - hint), place)] if place >= 0 else []
        if near:
            _, start = min(near)
            least = start + len(text)
            yield one.model_copy(update={"start": start, "end": least})


def id_of(line: bytes) -> str | None:
    """Read the id of a broken case, if it has one."""
    try:
        record = from_json(line, allow_partial=True)
    except ValueError:
        return None
    value = record.get("id") if isinstance(record, dict) else None
    return value if isinstance(value, str) and len(value) <= 200 else None


__all__ = [
    "MAX_CUSTOMER",
    "MAX_DRAFT",
    "NO_DRAFT",
    "Case",
    "Channel",
    "Context",
    "Gender",
    "InputError",
    "Message",
    "Offsets",
    "Segment",
    "UiLanguage",
]
