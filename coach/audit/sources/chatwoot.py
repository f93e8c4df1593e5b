"""Chatwoot: conversations with their messages, or messages by themselves, as the API and the webhooks give them.

https://developers.chatwoot.com/api-reference/messages/get-messages
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coach.audit.posts import Rejected, Role
from coach.audit.sources import records, words
from coach.audit.sources.base import Found, Options, Thread, get, listed, make, within
from coach.audit.sources.mapping import Mapping

LISTS = (("data", "payload"), ("payload",), ("conversations",))
_KINDS = {0: "incoming", 1: "outgoing", 2: "activity", 3: "template"}
_STATES = {"open": "open", "pending": "pending", "snoozed": "pending", "resolved": "solved"}
_BOTS = ("agent_bot", "agentbot", "captain_assistant", "captain::assistant")


def looks_like(record: dict[str, Any]) -> bool:
    """Tell a conversation or message of Chatwoot's by its fields."""
    inner = [record, *listed(record, "messages")[:3]]
    return any(
        one.get("message_type") in (*_KINDS, *_KINDS.values()) and {"private", "inbox_id", "sender_type"} & one.keys() for one in inner
    )


def read(path: Path, options: Options, mapping: Mapping | None, label: str) -> Iterator[Found]:
    """Yield the posts of each conversation, and of messages that stand by themselves."""
    for record in records.read(path, LISTS, options.encoding):
        if isinstance(record, Rejected):
            yield record
        elif "message_type" in record.fields:
            yield from _message(record.row, _alone(record.fields), record.fields, options)
        else:
            yield from within(record.row, _conversation(record.row, record.fields, options))


def _conversation(row: int, fields: dict[str, Any], options: Options) -> Iterator[Found]:
    messages = listed(fields, "messages")
    ratings = [get(one, "content_attributes", "submitted_values", "csat_survey_response", "rating") for one in messages]
    rated = [rating for rating in ratings if isinstance(rating, int) and 1 <= rating <= 5]
    told = Thread(
        id=fields.get("id"),
        channel=words.channel(get(fields, "meta", "channel") or get(fields, "inbox", "channel_type") or fields.get("channel")),
        team=get(fields, "meta", "team", "name"),
        subject=get(fields, "additional_attributes", "mail_subject"),
        status=_STATES.get(str(fields.get("status"))),
        customer_name=get(fields, "meta", "sender", "name"),
        csat=(rated[-1] - 1) / 4 if rated else None,
        tags=fields.get("labels"),
    )
    for message in messages:
        yield from _message(row, told, message, options)


def _alone(message: dict[str, Any]) -> Thread:
    """Give what a message by itself says of its conversation."""
    conversation = message.get("conversation")
    return Thread(
        id=message.get("conversation_id") or get(conversation, "display_id") or get(conversation, "id"),
        channel=words.channel(get(conversation, "channel") or get(message, "inbox", "channel_type")),
        status=_STATES.get(str(get(conversation, "status"))),
        customer_name=get(message, "sender", "name") if _kind(message) == "incoming" else None,
    )


def _kind(message: dict[str, Any]) -> str:
    kind = message.get("message_type")
    return _KINDS.get(kind, "") if isinstance(kind, int) else str(kind)


def _message(row: int, told: Thread, message: dict[str, Any], options: Options) -> Iterator[Found]:
    kind, sender = _kind(message), message.get("sender")
    speaker = str(get(sender, "type") or message.get("sender_type") or "").lower()
    roles: dict[str, Role] = {"incoming": "customer", "outgoing": "agent", "activity": "event", "template": "bot"}
    role = roles.get(kind)
    text, html = message.get("content"), message.get("content_type") == "incoming_email"
    if message.get("private"):
        role = "note"
    elif role == "event":
        text = words.activity(text)
    elif role == "agent" and (speaker in _BOTS or not speaker):
        role = "bot"  # an automation answers without a sender
    if message.get("content_type") == "input_csat":
        role, text = "event", "rating asked"
    author = get(sender, "name") or get(sender, "id") or message.get("sender_id")
    yield from make(row, told, role, text, options, html=html, author=author, sent_at=message.get("created_at"), message=message.get("id"))
