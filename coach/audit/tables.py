"""The tables that an audit writes: their columns, and how a part of one reaches the disk whole or not at all.

Times are UTC, spans of time are minutes, scores 0 to 100, offsets half-open code points of the text as it was sent.
Texts are masked unless the audit was told otherwise.
"""

import pyarrow as pa

from coach.config import CRITERIA

_TIME = pa.timestamp("us", tz="UTC")
_NAMES = pa.list_(pa.string())

CONVERSATIONS = pa.schema(
    [
        pa.field("conversation", pa.string(), nullable=False),
        ("channel", pa.string()),
        ("team", pa.string()),
        ("subject", pa.string()),  # masked
        ("language", pa.string()),  # of the customer's messages: ar, en, or another code
        ("dialect", pa.string()),
        ("started_at", _TIME),
        ("ended_at", _TIME),
        ("week", pa.string()),  # ISO 8601 of `started_at` in the audit's time zone: 2026-W07
        ("hour", pa.int8()),  # 0-23 in the audit's time zone, of the first message
        ("weekday", pa.int8()),  # 1 Monday to 7 Sunday
        ("n_messages", pa.int32()),
        ("n_customer", pa.int32()),
        ("n_replies", pa.int32()),
        ("n_bot", pa.int32()),
        ("agents", _NAMES),  # in the order in which they first spoke
        ("first_response_minutes", pa.float64()),  # from the customer's first message to a person's first reply; null if none
        ("first_response_target", pa.float64()),  # by channel
        ("first_response_met", pa.bool_()),
        ("longest_wait_minutes", pa.float64()),
        ("resolution_minutes", pa.float64()),  # from the first message to the reply that settled it, of those that end solved
        ("resolution_target", pa.float64()),
        ("resolution_met", pa.bool_()),
        ("follow_up_minutes", pa.float64()),  # from the reply that settled it to a later look whether the solution held
        ("n_handoffs", pa.int32()),  # changes of agent, and passings-on that were announced
        ("n_asks", pa.int32()),
        ("n_unanswered", pa.int32()),  # asks that nobody answered by the end
        ("n_promises", pa.int32()),
        ("n_promises_kept", pa.int32()),
        ("n_promises_broken", pa.int32()),
        ("emotions", pa.list_(pa.int8())),  # level 0-3 of each of the customer's turns
        ("emotion_first", pa.int8()),
        ("emotion_last", pa.int8()),
        ("emotion_peak", pa.int8()),
        ("course", pa.string()),  # cooled, same, heated; null with fewer than two turns of the customer's
        ("n_repeated", pa.int32()),  # replies whose text the same agent had sent in this very conversation before
        ("followed_up", pa.bool_()),  # someone checked back after the solution; null where nothing was solved
        ("reminded", pa.bool_()),  # a reminder came before a silent closing; null where that was not the end
        ("status", pa.string()),  # as the source says: open, pending, solved
        ("suggested_status", pa.string()),  # by the last reply
        ("status_fits", pa.bool_()),
        ("matter", pa.string()),  # what it is about: a name of the cues' matters, the weightiest first
        ("cause", pa.string()),  # what went wrong: matter/problem as the playback reads it
        ("csat", pa.float64()),  # 0 to 1
        ("tags", _NAMES),  # masked
        ("score", pa.float64()),  # mean of its replies
        ("opening", pa.string()),  # the customer's first message
        ("theme", pa.int32()),  # a row of themes, -1 for none; filled in at the end
    ]
)

REPLIES = pa.schema(
    [
        pa.field("conversation", pa.string(), nullable=False),
        pa.field("reply", pa.int32(), nullable=False),  # number of the agent's turn within the conversation, from 0
        ("post", pa.int32()),  # number of its first message among all
        ("agent", pa.string()),
        ("team", pa.string()),
        ("channel", pa.string()),
        ("language", pa.string()),
        ("dialect", pa.string()),
        ("sent_at", _TIME),
        ("week", pa.string()),
        ("hour", pa.int8()),
        ("weekday", pa.int8()),
        ("kind", pa.string()),  # answer; follow_up where no message of the customer's stands between it and the reply before
        ("wait_minutes", pa.float64()),  # since the customer's first message that it answers
        ("n_words", pa.int32()),
        ("addressee", pa.string()),  # m, f, plural or neutral: how the reply speaks to the customer
        ("emotion", pa.int8()),  # level 0-3 of the message that it answers
        ("emotion_confidence", pa.float64()),
        ("signals", _NAMES),
        ("n_asks", pa.int32()),
        ("n_missed", pa.int32()),
        ("moves", _NAMES),  # all moves that it makes, in the vocabulary's order
        ("score", pa.int32()),  # null where it cannot be judged
        *((f"score_{name}", pa.int32()) for name in CRITERIA),
        ("verdict", pa.string()),
        ("suggested_status", pa.string()),
        ("matter", pa.string()),
        ("text", pa.string()),
        ("customer_text", pa.string()),
        ("canned", pa.string()),  # a hash of the text without its names and numbers: the same for each use of a template
    ]
)

FINDINGS = pa.schema(
    [
        pa.field("conversation", pa.string(), nullable=False),
        pa.field("reply", pa.int32(), nullable=False),
        ("agent", pa.string()),
        ("language", pa.string()),
        ("rule", pa.string()),
        ("criterion", pa.string()),
        ("severity", pa.string()),
        ("confidence", pa.float64()),
        ("target", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("found", pa.string()),
        ("sentence", pa.string()),  # the sentence around it, or before the place where something is missing
        ("message_en", pa.string()),
        ("message_ar", pa.string()),
    ]
)

PROMISES = pa.schema(
    [
        pa.field("conversation", pa.string(), nullable=False),
        pa.field("reply", pa.int32(), nullable=False),
        ("agent", pa.string()),
        ("sentence", pa.string()),
        ("due", _TIME),  # null where the words give no time that can be reckoned
        ("outcome", pa.string()),  # kept, late, broken, or unknown (not due yet, no time, or the end of the data)
        ("settled_by", pa.int32()),  # the reply that kept it
    ]
)

SENTENCES = pa.schema(
    [
        pa.field("conversation", pa.string(), nullable=False),
        pa.field("reply", pa.int32(), nullable=False),
        ("sentence", pa.int32()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("text", pa.string()),
        ("moves", _NAMES),
        ("confidences", pa.list_(pa.float64())),
    ]
)

TABLES: dict[str, pa.Schema] = {
    "conversations": CONVERSATIONS,
    "replies": REPLIES,
    "findings": FINDINGS,
    "promises": PROMISES,
    "sentences": SENTENCES,
}
"""`sentences` is written only where it was asked for."""

THEMES = pa.schema(
    [
        pa.field("theme", pa.int32(), nullable=False),
        ("name_en", pa.string()),
        ("name_ar", pa.string()),
        ("size", pa.int32()),  # conversations
        ("keyphrases_en", pa.list_(pa.string())),
        ("keyphrases_ar", pa.list_(pa.string())),
        ("growth", pa.float64()),  # its share in the last third of the weeks over that in the first; null with too little
        ("example", pa.string()),  # the opening nearest to the centre, masked
        ("causes", pa.list_(pa.string())),  # the commonest first
    ]
)
VECTOR = pa.schema([pa.field("conversation", pa.string(), nullable=False), ("vector", pa.binary())])
"""Of each opening that can be clustered: a step on the way to themes, and no table of the result."""
