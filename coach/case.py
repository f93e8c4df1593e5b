"""A case: a draft, the customer's message and what is known around them. Validated once, here."""

from collections.abc import Mapping
from typing import Any, Literal, Self

import pydantic
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from coach.errors import BadRecord, EmptyDraft, InputError, NotText, TooLong

MAX_DRAFT = 20_000
MAX_CUSTOMER = 50_000
MAX_MESSAGES = 500
MAX_RECORD = 1_000_000
"""Bounds in code points: some forty times the longest reply and message seen in support data."""

Channel = Literal["email", "chat", "whatsapp", "social", "sms"]
UiLanguage = Literal["en", "ar"]
Gender = Literal["m", "f", "plural", "neutral", "unknown"]


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


class Case(_Strict):
    """One draft to be judged; only `draft` is required."""

    draft: str
    id: str | None = Field(default=None, max_length=200)
    channel: Channel = "email"
    language: Literal["auto", "en", "ar"] = "auto"
    ui_language: UiLanguage = "en"
    customer: str | tuple[Message, ...] | None = None
    context: Context = Context()

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

    @classmethod
    def make(cls, fields: Mapping[str, Any] | None = None, /, where: str = "the case", **more: Any) -> Self:
        """Validate a case; raises InputError, whose message never quotes the texts."""
        values = {**(fields or {}), **more}
        _check_texts(values, where)
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise BadRecord(where=where, what=_explain(error)) from None

    @classmethod
    def from_json(cls, line: bytes | str, where: str = "the record") -> Self:
        """Read a case from a JSON object; raises InputError."""
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
        return cls.make(fields, where=where)


def _check_texts(values: Mapping[str, Any], where: str) -> None:
    """Refuse, in words a person can act on, what pydantic would refuse in its own."""
    draft = values.get("draft")
    if isinstance(draft, str):
        check_text(draft, "draft", MAX_DRAFT)
        if not draft or draft.isspace():
            raise EmptyDraft()
    customer = values.get("customer")
    if isinstance(customer, str):
        check_text(customer, "customer", MAX_CUSTOMER)
    elif isinstance(customer, list | tuple):
        if len(customer) > MAX_MESSAGES:
            raise BadRecord(where=where, what=f"customer holds {len(customer)} messages; the limit is {MAX_MESSAGES}")
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


def _explain(error: pydantic.ValidationError) -> dict[str, str]:
    """Say which fields are wrong and how, without their values."""
    parts, places = [], []
    for problem in error.errors(include_url=False, include_input=False, include_context=True)[:3]:
        place = ".".join(str(step) for step in problem["loc"] if step not in ("str", "tuple[Message, ...]")) or "case"
        places.append(place)
        parts.append(f"{place}: {_lower_first(problem['msg'])}")
    return {"en": "; ".join(parts), "ar": f"قيمة غير مقبولة أو ناقصة في: {'، '.join(dict.fromkeys(places))}"}


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


__all__ = ["MAX_CUSTOMER", "MAX_DRAFT", "Case", "Channel", "Context", "Gender", "InputError", "Message", "UiLanguage"]
