"""What has been said in a conversation so far, and what follows from it: when promises fall due, which status fits, who cooled."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from random import Random
from typing import Any

from audit_material import Answer, Material, Values, written

MINUTE, HOUR, DAY = 60, 3_600, 86_400
BEGIN = int(datetime(2026, 1, 5, tzinfo=UTC).timestamp())
"""Monday, the first of the weeks."""
_OWED = frozenset(("commitment", "handoff", "follow_up", "vague_promise"))
_SETTLES = frozenset(("resolution", "refusal", "explanation", "compensation"))

Record = dict[str, Any]


@dataclass(slots=True)
class LastAnswer:
    """The last reply of the corpus: its place among messages and replies, and its parts."""

    answer: Answer
    message: int
    reply: int


class Spoken:
    """The messages of a thread in the order in which they are sent, with the truth of each reply."""

    _values: Values
    _dialect: str
    _channel: str

    def __init__(self, material: Material, random: Random, id: str, language: str) -> None:
        """Begin with nothing said, and an agent of the language on shift."""
        self._material = material
        self._random = random
        self._id = id
        self._language = language
        self._agent = random.choice(material.of_language[language])
        self._now = BEGIN
        self._messages: list[Record] = []
        self._replies: list[Record] = []
        self._emotions: list[int] = []
        self._last: LastAnswer | None = None
        self._outlook: str | None = None
        """The status that fits what was said last; None where nobody can tell."""

    def _own(self, kind: str) -> str:
        return written(self._random.choice(self._material.texts[self._dialect][kind]), self._values, agent=self._agent.first_name)

    def _say_own(self, kind: str, outlook: str | None, **more: str) -> None:
        """Say one of our own texts; without an outlook of its own it changes nothing in where the conversation stands."""
        texts = self._material.texts[self._dialect][kind]
        place = self._random.randrange(len(texts))
        self._say("agent", self._agent.name, written(texts[place], self._values, **more))
        self._reply("own", f"{kind}-{self._dialect}-{place}")
        self._outlook = outlook or self._outlook

    def _answer_with(self, answer: Answer) -> None:
        self._say("agent", self._agent.name, self._joined(answer))
        self._last = LastAnswer(answer, len(self._messages) - 1, len(self._replies))
        self._reply("corpus", answer.id, answer)
        self._outlook = fitting_status(answer)

    def _joined(self, answer: Answer, promise: str = "") -> str:
        body, closing = answer.body.fill(self._values).rstrip(), answer.closing.fill(self._values)
        said = f"{body} {promise}" if promise else body
        return said + ("\n\n" if self._channel == "email" else " ") + closing if closing else said

    def _customer(self, text: str, emotion: int) -> None:
        self._say("customer", self._values["name"], text)
        self._emotions.append(emotion)

    def _say(self, role: str, author: str, text: str) -> None:
        number = len(self._messages)
        self._messages.append({"id": f"{self._id}-{number}", "role": role, "author": author, "sent_at": iso(self._now), "text": text})

    def _reply(self, source: str, template: str, answer: Answer | None = None) -> None:
        """Keep the truth of the reply just said."""
        self._replies.append(
            {
                "reply": len(self._replies),
                "message": len(self._messages) - 1,
                "agent": self._agent.name,
                "source": source,
                "template": template,
                "rules": list(answer.rules) if answer else None,
                "missed": answer.missed if answer else None if source == "macro" else 0,
                "announced": source == "macro" or template.startswith("handoff") or (answer is not None and "handoff" in answer.moves),
            }
        )

    def _pass(self, *, longer: bool = False) -> None:
        """Let time go by until somebody speaks: minutes in a chat, hours elsewhere."""
        quick = self._channel in ("chat", "whatsapp")
        span = (2 * MINUTE, 14 * MINUTE) if quick else (30 * MINUTE, 5 * HOUR)
        self._now += self._random.randrange(*span) * (2 if longer else 1)


def due_time(due: str, said: int) -> int:
    """Give when a promise of `audit_texts.yaml` falls due that was said at this time; Saturday and Sunday are no working days."""
    kind, *numbers = due.split()
    first = int(numbers[0])
    midnight = said - said % DAY
    if kind == "hours":
        return said + first * HOUR
    if kind == "day":
        return midnight + first * DAY + int(numbers[1]) * HOUR
    if kind == "weekday":
        ahead = (first - 1 - (midnight - BEGIN) // DAY) % 7 or 7
        return midnight + ahead * DAY + int(numbers[1]) * HOUR
    while first:
        midnight += DAY
        first -= (midnight - BEGIN) // DAY % 7 < 5
    return midnight + DAY


def course(emotions: list[int]) -> str | None:
    """Say whether a customer cooled, heated or stayed the same from first to last; a peak that came down again cooled."""
    if len(emotions) < 2:
        return None
    if emotions[0] == emotions[-1]:
        return "cooled" if max(emotions) > emotions[-1] else "same"
    return "cooled" if emotions[-1] < emotions[0] else "heated"


def fitting_status(answer: Answer) -> str:
    """Give the status that fits after a reply with these moves."""
    if "question" in answer.moves:
        return "pending"
    if answer.moves & _OWED:
        return "open"
    if answer.moves & {"instruction", "alternative"} and not answer.moves & {"resolution", "refusal"}:
        return "pending"
    return "solved" if answer.moves & _SETTLES and not answer.missed else "open"


def handoffs(replies: list[Record]) -> int | None:
    """Count changes of agent; None where a reply passes the case on in words alone, or may do so."""
    agents = [reply["agent"] for reply in replies]
    changes: list[bool] = [one != two for one, two in pairwise(agents)] + [False]
    if any(reply["announced"] and not changed for changed, reply in zip(changes, replies, strict=True)):
        return None
    return sum(changes)


def iso(time: int) -> str:
    """Write a time as ISO 8601."""
    day, second = divmod(time, DAY)
    return f"{_date(day)}T{second // HOUR:02}:{second // MINUTE % 60:02}:{second % 60:02}Z"


@cache
def _date(day: int) -> str:
    return datetime.fromtimestamp(day * DAY, UTC).strftime("%Y-%m-%d")
