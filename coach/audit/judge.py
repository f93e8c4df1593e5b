"""From a conversation to its rows in the tables: every reply read and judged, then the conversation as a whole."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, fields, replace
from datetime import datetime
from statistics import fmean
from typing import NamedTuple

from coach.audit import canned, causes, themes
from coach.audit.course import Course, course
from coach.audit.masker import Masker
from coach.audit.posts import Conversation
from coach.audit.promises import Promise
from coach.audit.rows import Row, finding, judged_as, read_as, sentences, when
from coach.audit.settings import Settings
from coach.audit.tables import TABLES
from coach.audit.turns import Turn, minutes, turns
from coach.audit.workweek import Calendar
from coach.case import MAX_CUSTOMER, NO_DRAFT, Case, Channel, Context, Gender, Message
from coach.errors import InputError
from coach.pipeline import Coach
from coach.reading import Reading

Rows = dict[str, list[Row]]
"""Rows by table."""

VECTORS = "vectors"
"""The table of the openings' vectors: a step on the way to themes."""

_BEFORE = 40
"""Messages before a reply that are read with it; more change nothing."""
_MAX_NAME = 100

_NAMES: dict[Channel, str] = {
    "chat": "chat live_chat livechat messaging native_messaging messenger widget website web_widget in_app voice phone",
    "whatsapp": "whatsapp telegram line viber",
    "social": "social facebook facebook_post instagram twitter twitter_dm x tiktok youtube app_store play_store review reviews",
    "sms": "sms text text_message",
}
_CHANNELS = {name: channel for channel, names in _NAMES.items() for name in names.split()}
"""Which of our channels those of help desks are judged as, for length and form; any other is a letter."""


class _Reply(NamedTuple):
    """An agent's turn: its places among the turns and among the replies, and the places of the turns that it answers."""

    turn: Turn
    place: int
    number: int
    answers: list[int]


class Judge:
    """Judges conversations by one coach and one audit's settings; the same conversation always gives the same rows."""

    def __init__(self, coach: Coach, settings: Settings, ends_at: datetime | None, agents: dict[str, str]) -> None:
        """Take also the newest time in all of the data, and what agents are called in the tables where not by their names."""
        self._coach = coach
        self._settings = settings
        self._zone = settings.zone
        self._calendar = Calendar(settings.zone, settings.weekend_days)
        self._ends_at = ends_at
        self._agents = agents

    def rows(self, conversation: Conversation) -> Rows:
        """Give the conversation's rows in every table, its opening's vector among them."""
        spoken = turns(conversation)
        self._read(conversation, spoken)
        people = _people(conversation, spoken)
        masker = self._masker(conversation, spoken, people)
        made: Rows = {table: [] for table in (*TABLES, VECTORS)}
        waiting: list[int] = []
        for place, turn in enumerate(spoken):
            if turn.role == "customer":
                waiting.append(place)
            elif turn.role == "agent":
                self._reply(conversation, spoken, _Reply(turn, place, len(made["replies"]), waiting), masker, people, made)
                waiting = []
        self._conversation(conversation, spoken, masker, made)
        return made

    def _read(self, conversation: Conversation, spoken: Sequence[Turn]) -> None:
        """Fill in the turns' readings; what cannot be read stays without."""
        channel = judged_channel(conversation.channel)
        gender: Gender = "m" if conversation.customer_gender == "m" else "f" if conversation.customer_gender == "f" else "unknown"
        said: list[Message] = []
        waiting: list[Turn] = []
        for turn in spoken:
            if turn.role == "customer":
                waiting.append(turn)
                said.append(Message(role="customer", text=turn.text[:MAX_CUSTOMER]))
            elif turn.role == "agent":
                context = Context(
                    customer_name=_name(conversation.customer_name),
                    agent_name=_name(turn.author),
                    addressee_gender=gender,
                )
                asked = tuple(said[-_BEFORE:]) if waiting else None
                with suppress(InputError):
                    turn.reading = self._coach.read(Case.make(draft=turn.text, channel=channel, customer=asked, context=context))
                self._read_customer(waiting, turn.reading, said)
                waiting = []
                said.append(Message(role="agent", text=turn.text[:MAX_CUSTOMER]))
        self._read_customer(waiting, None, said)

    def _read_customer(self, waiting: Sequence[Turn], answer: Reading | None, said: Sequence[Message]) -> None:
        """Read the customer's turns before an answer; of one alone, the answer's own reading of it serves."""
        if answer is not None and len(waiting) == 1:
            waiting[0].customer = answer.customer
        elif waiting:
            with suppress(InputError):
                case = Case.make(draft=NO_DRAFT, customer=tuple(said[-_BEFORE:]))
                for turn in waiting:
                    turn.customer = self._coach.customers.read(turn.text, case)

    def _masker(self, conversation: Conversation, spoken: Sequence[Turn], people: Sequence[str]) -> Masker:
        """Give the masker of the turns, then of the subject and of each tag."""
        replies = {place for place, turn in enumerate(spoken) if turn.role == "agent"}
        texts = [*(turn.text for turn in spoken), conversation.subject or "", *conversation.tags]
        return Masker(texts, replies, people, self._settings.masked)

    def _reply(
        self, conversation: Conversation, spoken: Sequence[Turn], reply: _Reply, masker: Masker, people: Sequence[str], made: Rows
    ) -> None:
        """Add the rows of a reply, of its findings and of its sentences."""
        turn, place, number, answers = reply
        turn.canned = canned.fingerprint(turn.text, turn.reading.draft.facts if turn.reading else (), people)
        key = {"conversation": conversation.id, "reply": number}
        row = {
            **key,
            "post": turn.first,
            "agent": self._called(turn.author),
            "team": turn.posts[0].team or conversation.team,
            "channel": conversation.channel,
            "sent_at": turn.sent_at,
            **when(turn.sent_at, self._zone),
            "kind": "answer" if answers else "follow_up",
            "wait_minutes": minutes(spoken[answers[0]].sent_at, turn.sent_at) if answers else None,
            "text": masker.cut(place),
            "customer_text": "\n".join(masker.cut(asked) for asked in answers) or None,
            "canned": turn.canned,
        }
        made["replies"].append(row)
        if (reading := turn.reading) is None:
            return
        judged, _ = self._coach.judge(reading)
        row |= read_as(reading) | judged_as(self._coach, reading, judged)
        asked = answers[-_BEFORE:]
        who = {"agent": row["agent"], "language": row["language"]}
        made["findings"] += [key | who | finding(reading, one, masker, place, asked) for one in judged]
        if self._settings.sentences:
            made["sentences"] += [key | one for one in sentences(reading, masker, place)]

    def _conversation(self, conversation: Conversation, spoken: Sequence[Turn], masker: Masker, made: Rows) -> None:
        """Add the row of the whole conversation, its promises, and its opening's vector."""
        opening = next((place for place, turn in enumerate(spoken) if turn.role == "customer"), None)
        customer = spoken[opening].customer if opening is not None else None
        judged = replace(conversation, channel=judged_channel(conversation.channel))
        followed = course(judged, spoken, self._settings.targets, self._ends_at, self._calendar)
        times = [post.sent_at for post in conversation.posts if post.sent_at is not None]
        scores = [row["score"] for row in made["replies"] if row.get("score") is not None]
        roles = [post.role for turn in spoken for post in turn.posts]
        made["conversations"].append(
            {
                "conversation": conversation.id,
                "channel": conversation.channel,
                "team": conversation.team,
                "subject": masker.cut(len(spoken)) if conversation.subject else None,
                "language": customer.document.language.code if customer else None,
                "dialect": customer.document.dialect if customer else None,
                "started_at": min(times, default=None),
                "ended_at": max(times, default=None),
                **when(min(times, default=None), self._zone),
                "n_messages": len(roles),
                "n_customer": roles.count("customer"),
                "n_replies": len(made["replies"]),
                "n_bot": roles.count("bot"),
                "agents": list(dict.fromkeys(row["agent"] for row in made["replies"] if row["agent"])),
                **_columns(followed),
                "status": conversation.status,
                "matter": next(iter(customer.matters), None) if customer else None,
                "cause": causes.cause(customer.document) if customer else None,
                "csat": conversation.csat,
                "tags": [masker.cut(len(spoken) + number) for number in range(1, 1 + len(conversation.tags))],
                "score": round(fmean(scores), 2) if scores else None,
                "opening": masker.cut(opening) if opening is not None else None,
                "theme": -1,
            }
        )
        made["promises"] = self._promises(conversation, spoken, followed.promises, masker)
        encoder = self._coach.models.encoder
        vector = themes.vector(customer.document, encoder) if customer and encoder else None
        if vector is not None:
            made[VECTORS].append({"conversation": conversation.id, "vector": vector})

    def _promises(self, conversation: Conversation, spoken: Sequence[Turn], promises: Sequence[Promise], masker: Masker) -> list[Row]:
        """List what was promised and what came of it."""
        places = [place for place, turn in enumerate(spoken) if turn.role == "agent"]
        made = []
        for one in promises:
            place = places[one.reply]
            start = spoken[place].text.index(one.sentence)
            told = {"agent": self._called(one.agent), "sentence": masker.cut(place, start, start + len(one.sentence))}
            made.append({"conversation": conversation.id, **asdict(one), **told})
        return made

    def _called(self, author: str | None) -> str | None:
        return None if author is None else self._agents.get(author, author)


def judged_channel(name: str | None) -> Channel:
    """Say as which of our channels a help desk's own is judged."""
    return _CHANNELS.get((name or "").lower().replace(" ", "_").replace("-", "_").rpartition("::")[2], "email")


def _columns(followed: Course) -> Row:
    row = {field.name: getattr(followed, field.name) for field in fields(followed)}
    del row["promises"]
    return row | {"emotions": list(followed.emotions)}


def _people(conversation: Conversation, spoken: Sequence[Turn]) -> list[str]:
    """List the names of those who speak, as far as the source tells them."""
    people = {post.author for turn in spoken if turn.role != "bot" for post in turn.posts if post.author}
    return sorted(people | ({conversation.customer_name} if conversation.customer_name else set()))


def _name(name: str | None) -> str | None:
    return name[:_MAX_NAME] if name else None
