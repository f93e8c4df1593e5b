"""The course of a conversation: how long the customer waited, what was asked, handed on, promised and felt, and how it ended."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from coach.audit.asked import find_asked
from coach.audit.endings import followed_up, last_status, looks_back, reminded, settled_by, status_fits
from coach.audit.lines import heard, merely_thanks, waits_since
from coach.audit.marks import marked
from coach.audit.posts import Conversation
from coach.audit.promises import Promise, promises
from coach.audit.targets import Targets
from coach.audit.turns import Turn, minutes
from coach.audit.workweek import Calendar
from coach.text.document import read

_LEAST_REPEATED = 6
"""Words, names and facts among them: shorter replies («شكرًا لك يا سارة») are courtesies, and no canned text."""


@dataclass(frozen=True, slots=True)
class Course:
    """What a conversation's row holds beside what its posts say; each field but the promises themselves is the column of that name."""

    first_response_minutes: float | None
    first_response_target: float
    first_response_met: bool | None
    longest_wait_minutes: float | None
    resolution_minutes: float | None
    resolution_target: float
    resolution_met: bool | None
    follow_up_minutes: float | None
    n_handoffs: int
    n_asks: int
    n_unanswered: int
    n_promises: int
    n_promises_kept: int
    n_promises_broken: int
    emotions: tuple[int, ...]
    emotion_first: int | None
    emotion_last: int | None
    emotion_peak: int | None
    course: str | None
    n_repeated: int
    followed_up: bool | None
    reminded: bool | None
    suggested_status: str | None
    status_fits: bool | None
    promises: tuple[Promise, ...]


def course(
    conversation: Conversation, turns: Sequence[Turn], targets: Targets, ends_at: datetime | None, calendar: Calendar | None = None
) -> Course:
    """Follow a conversation whose turns were read; `ends_at` is the newest time in all of the data."""
    first_target, resolution_target = targets.of(conversation.channel)
    waits = list(_waits(turns))
    first = waits[0] if waits else None
    resolution, looked_after = _resolution(conversation, turns)
    asks = find_asked(turns)
    made = promises(turns, ends_at, calendar)
    emotions = tuple(reading.emotion.level for reading in heard(turns) if reading)
    return Course(
        first_response_minutes=first,
        first_response_target=first_target,
        first_response_met=_answered_in_time(turns, first, first_target, ends_at),
        longest_wait_minutes=max((wait for wait in waits if wait is not None), default=None),
        resolution_minutes=resolution,
        resolution_target=resolution_target,
        resolution_met=None if resolution is None else resolution <= resolution_target,
        follow_up_minutes=looked_after,
        n_handoffs=_handoffs(conversation, turns),
        n_asks=len(asks),
        n_unanswered=sum(ask.status == "missed" for ask in asks),
        n_promises=len(made),
        n_promises_kept=sum(promise.outcome == "kept" for promise in made),
        n_promises_broken=sum(promise.outcome == "broken" for promise in made),
        emotions=emotions,
        emotion_first=emotions[0] if emotions else None,
        emotion_last=emotions[-1] if emotions else None,
        emotion_peak=max(emotions, default=None),
        course=_way(emotions),
        n_repeated=_repeated(turns),
        followed_up=followed_up(conversation, turns),
        reminded=reminded(conversation, turns),
        suggested_status=last_status(turns),
        status_fits=status_fits(conversation, turns),
        promises=tuple(made),
    )


def _waits(turns: Sequence[Turn]) -> Iterator[float | None]:
    """Give for each reply that answers the customer the minutes since the first message that it answers; None without times.

    Bare thanks wait for no answer.
    """
    waiting = False
    since: datetime | None = None
    for turn, said in zip(turns, heard(turns), strict=True):
        if turn.role == "customer" and not waiting and not merely_thanks(said):
            waiting = True
            since = waits_since(turn, said)
        elif turn.role == "agent" and waiting:
            yield minutes(since, turn.sent_at)
            waiting = False


def _answered_in_time(turns: Sequence[Turn], first: float | None, target: float, ends_at: datetime | None) -> bool | None:
    """Tell whether the first response met its target; who still waits when the data end past it was failed."""
    if first is not None:
        return first <= target
    said = heard(turns)
    asked = next((place for place, turn in enumerate(turns) if turn.role == "customer" and not merely_thanks(said[place])), None)
    if asked is None or any(turn.role == "agent" for turn in turns[asked:]):
        return None
    waited = minutes(turns[asked].sent_at, ends_at)
    return False if waited is not None and waited > target else None


def _resolution(conversation: Conversation, turns: Sequence[Turn]) -> tuple[float | None, float | None]:
    """Give, of a conversation that ends solved, the minutes from its first message to the reply that settled it, and from there to a
    later look whether the solution held.

    The source's status decides; without one, the last reply must have solved it, and no ask come after it.
    """
    settling = settled_by(turns)
    if settling is None:
        return None, None
    if conversation.status is None:
        said = heard(turns)[-1]
        if last_status(turns) != "solved" or (said is not None and said.asks):
            return None, None
    elif conversation.status != "solved":
        return None, None
    ended_at = turns[settling].ended_at
    looked = next((turn for turn in turns[settling + 1 :] if looks_back(turn)), None)
    return minutes(turns[0].sent_at, ended_at), minutes(ended_at, looked.sent_at) if looked else None


def _handoffs(conversation: Conversation, turns: Sequence[Turn]) -> int:
    """Count the changes of agent, and the passings-on that were announced or told by an event and that no change followed.

    What happens between two replies is one passing-on, however many words are made of it; without a change, a second
    announcement by the same agent is still the first one.
    """
    replies = [turn for turn in turns if turn.role == "agent"]
    count = 0
    announced = False
    for number, turn in enumerate(replies):
        following = replies[number + 1] if number + 1 < len(replies) else None
        passed = _announces(turn) or _reassigned(conversation, turn, following)
        if following is not None and turn.author and following.author and turn.author != following.author:
            count += 1
            announced = False
        elif passed and not announced:
            count += 1
            announced = True
    return count


def _announces(turn: Turn) -> bool:
    """Tell whether a reply says that somebody else has the case from here on; that the customer may turn to someone is no passing-on."""
    if turn.reading is None:
        return False
    return any("handoff" in sentence.moves and marked((sentence,), "handed") for sentence in turn.reading.sentences)


def _reassigned(conversation: Conversation, turn: Turn, following: Turn | None) -> bool:
    """Tell whether an event between two replies gives the conversation to someone else than who spoke."""
    start = turn.first + len(turn.posts)
    for post in conversation.posts[start : following.first if following else None]:
        own = turn.author is not None and turn.author.casefold() in post.text.casefold()
        if post.role == "event" and post.text and not own and marked(read(post.text, ()).sentences, "assigned"):
            return True
    return False


def _way(emotions: Sequence[int]) -> str | None:
    """Say which way the customer's feelings went.

    Cooled: the last is below the highest, be that the first or a peak in between. Heated: the last is
    the highest and above the first. Same: none of these. None with fewer than two turns.
    """
    if len(emotions) < 2:
        return None
    last, peak = emotions[-1], max(emotions)
    return "cooled" if last < peak else "heated" if last > emotions[0] else "same"


def _repeated(turns: Sequence[Turn]) -> int:
    """Count the replies whose words the same agent had sent before in this conversation."""
    seen: set[tuple[str | None, str]] = set()
    count = 0
    for turn in turns:
        if turn.canned is None or turn.reading is None or turn.reading.n_words < _LEAST_REPEATED:
            continue
        count += (turn.author, turn.canned) in seen
        seen.add((turn.author, turn.canned))
    return count
