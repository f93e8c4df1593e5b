"""Endings: what follows the solution, what comes before a silent closing, and whether the status fits the last words."""

from collections.abc import Sequence

from coach.audit.lines import heard, merely_thanks
from coach.audit.marks import marked
from coach.audit.posts import Conversation
from coach.audit.turns import Turn
from coach.reading import CustomerReading, Reading
from coach.rubric import suggested_status
from coach.text.document import Sentence

_OWES = frozenset(("question", "commitment", "handoff", "follow_up", "vague_promise"))
_COURTESIES = frozenset(("greeting", "gratitude", "empathy", "acknowledgement", "offer_help", "closing"))


def last_status(turns: Sequence[Turn]) -> str | None:
    """Suggest the status after the last reply that was read; one that says it closes the matter solves it.

    Courtesies and a later look whether the solution held leave things as the reply before left them.
    """
    read = [reading for turn in turns if (reading := _reading(turn)) is not None]
    while len(read) > 1 and _leaves(read[-1]):
        read.pop()
    return _status(read[-1]) if read else None


def settled_by(turns: Sequence[Turn]) -> int | None:
    """Give the place of the reply that settled the matter: the last that is more than a courtesy or a later look back.

    A notice that it is closed, or a reminder, settles nothing where the customer has said nothing since a reply that did.
    A reply that could not be read may have settled it. None without replies.
    """
    replies = [place for place, turn in enumerate(turns) if turn.role == "agent"]
    if not replies:
        return None
    held = [place for place in replies if (reading := turns[place].reading) is None or not _leaves(reading)] or replies[:1]
    while len(held) > 1 and _only_closes(turns[held[-1]]) and not _between(turns, held[-2], held[-1]):
        before = turns[held[-2]].reading
        if before is None or not (_solves(before) or _only_closes(turns[held[-2]])):
            break
        held.pop()
    return held[-1]


def _only_closes(turn: Turn) -> bool:
    return turn.reading is not None and marked(turn.reading.sentences, "closed", "reminder") and not _solves(turn.reading)


def _between(turns: Sequence[Turn], first: int, last: int) -> bool:
    """Tell whether the customer said anything but thanks between two replies."""
    said = heard(turns)[first + 1 : last]
    return any(turn.role == "customer" and not merely_thanks(reading) for turn, reading in zip(turns[first + 1 : last], said, strict=True))


def looks_back(turn: Turn) -> bool:
    """Tell whether a turn is an agent's look whether the solution held."""
    reading = _reading(turn)
    return reading is not None and _checks_back(reading)


def _leaves(reading: Reading) -> bool:
    """Tell whether a reply changes nothing of where the matter stands."""
    if marked(reading.sentences, "closed", "reminder"):
        return False
    if _checks_back(reading):
        return True
    return not _holds(reading) and all(
        sentence.moves.keys() <= _COURTESIES or marked((sentence,), "glad") for sentence in reading.sentences
    )


def _status(reading: Reading) -> str:
    if _holds(reading):
        return "open"
    if marked(reading.sentences, "closed") or _only_tells(reading):
        return "solved"
    return "solved" if merely_thanks(reading.customer) and _leaves(reading) else suggested_status(reading)


def _holds(reading: Reading) -> bool:
    """Tell whether a reply says that there is nothing new yet, and brings or asks for nothing."""
    if not marked(reading.sentences, "promise/holding") or marked(reading.sentences, "reminder", "closed"):
        return False
    return not reading.makes("question", "resolution", "refusal", "compensation", "alternative", "instruction")


def _only_tells(reading: Reading) -> bool:
    """Tell whether a reply answers with what holds for everyone, opening hours or the like, and owes nothing beside it."""
    others = [sentence for sentence in reading.sentences if not marked((sentence,), "fact")]
    if len(others) == len(reading.sentences) or any(_OWES & sentence.moves.keys() for sentence in others):
        return False
    return reading.customer is None or all(ask.status != "missed" for ask in reading.customer.asks)


def followed_up(conversation: Conversation, turns: Sequence[Turn]) -> bool | None:
    """Tell whether an agent came back after the solution and asked if it held; None where nothing was solved."""
    solved = next((place for place, turn in enumerate(turns) if (reading := _reading(turn)) and _solves(reading)), None)
    if solved is None and conversation.status == "solved":  # by which reply is not plain: it was one of them
        solved = next((place for place, turn in enumerate(turns) if turn.role == "agent"), None)
    if solved is None:
        return None
    return any(
        place > solved and reading is not None and _checks_back(reading)
        for place, reading in ((place, _reading(turn)) for place, turn in enumerate(turns))
    )


def _checks_back(reading: Reading) -> bool:
    """Tell whether a reply asks if the solution held, of its own accord: the customer said nothing since, or nothing but thanks."""
    customer = reading.customer
    if customer is not None and (customer.asks or customer.emotion.level):
        return False
    return marked(reading.sentences, "follow_up") and not marked(reading.sentences, "reminder", "closed")


def _solves(reading: Reading) -> bool:
    return reading.makes("resolution", "compensation") and suggested_status(reading) == "solved" and not _checks_back(reading)


def reminded(conversation: Conversation, turns: Sequence[Turn]) -> bool | None:
    """Tell whether a customer who did not answer was reminded before the conversation was closed.

    None unless it ended so: our last words to the customer wait for an answer, none came, and it was closed
    by the source's status, by an event, or by our own words.
    """
    spoken = [turn for turn in turns if turn.role != "bot"]
    waiting = next((place + 1 for place in range(len(spoken) - 1, -1, -1) if spoken[place].role == "customer"), 0)
    tail = [reading for turn in spoken[waiting:] if (reading := _reading(turn)) is not None]
    asked = next((number for number, reading in enumerate(tail) if _asks(reading) and not _checks_back(reading)), None)
    if asked is None:
        return None
    said = next((number for number, reading in enumerate(tail) if number > asked and marked(reading.sentences, "closed")), None)
    if said is None and conversation.status != "solved":
        return None
    return any(marked(reading.sentences, "reminder") for reading in tail[asked:said])


def _asks(reading: Reading) -> bool:
    """Tell whether a reply asks the customer for something; that a courier will come by is no question."""
    asking = [sentence for sentence in reading.sentences if "question" in sentence.moves]
    return any(sentence.is_question or not marked((sentence,), "promise/outside", "fact") for sentence in asking)


def status_fits(conversation: Conversation, turns: Sequence[Turn]) -> bool | None:
    """Tell whether the source's status fits the last words; None where it names none.

    An ask of the customer's at the end wants `open`. Their thanks leave things as the last reply left them, and may
    close what it left pending, or open for what comes from outside, but not a word that we owe; their word that all is well settles
    it, whatever we had promised; anything else they say to a question of ours wants `open` again. A closing after a reminder fits.
    """
    status = conversation.status
    if status is None:
        return None
    if _settled(turns):
        return status == "solved"
    suggested = last_status(turns)
    if suggested is None:
        return None if merely_thanks(next((said for said in reversed(heard(turns)) if said), None)) else status == "open"
    place = max(place for place, turn in enumerate(turns) if turn.role != "bot")
    if turns[place].role == "customer":
        said = heard(turns)[place]
        if said is None:
            return None
        if said.asks or said.emotion.level:
            return status == "open"
        if suggested == "pending":
            return status == ("solved" if _thanks(said.document.body) else "open")
        return status == suggested or (status == "solved" and _thanked(turns))
    return status == suggested or (status == "solved" and (reminded(conversation, turns) is True or _thanked(turns)))


def _thanked(turns: Sequence[Turn]) -> bool:
    """Tell whether the customer's last words are thanks, ours after them change nothing, and ours before them owe no further word."""
    last = max((place for place, turn in enumerate(turns) if turn.role == "customer"), default=0)
    if not merely_thanks(heard(turns)[last] if turns else None):
        return False
    after = [reading for turn in turns[last + 1 :] if (reading := _reading(turn)) is not None]
    before = next((reading for turn in reversed(turns[:last]) if (reading := _reading(turn)) is not None), None)
    return before is not None and all(map(_leaves, after)) and not _owes_word(before)


def _owes_word(reading: Reading) -> bool:
    """Tell whether a reply promises another word of ours, passes the case on, or says that nothing is new."""
    owed = [sentence for sentence in reading.sentences if _OWES & sentence.moves.keys()]
    return _holds(reading) or marked(owed, "promise/contact", "promise/update", "handed")


def _settled(turns: Sequence[Turn]) -> bool:
    """Tell whether the customer's last word on the matter is that all is well, and ours after it change nothing.

    Bare thanks are no word on it, unless they answer our look whether the solution held.
    """
    spoken = heard(turns)
    for place in range(len(turns) - 1, -1, -1):
        said = spoken[place]
        if (reading := _reading(turns[place])) is not None and not _leaves(reading):
            return False
        if turns[place].role != "customer":
            continue
        if said is None or _disputes(said):
            return False
        before = next((turn for turn in reversed(turns[:place]) if turn.role == "agent"), None)
        if marked(said.document.body, "settled", "promise/came") or (merely_thanks(said) and before and looks_back(before)):
            return True
        if not merely_thanks(said):
            return False
    return False


def _disputes(said: CustomerReading) -> bool:
    """Tell whether a customer is angry, or asks for something in another sentence than those that thank and call it settled."""
    others = [one for one in said.document.body if not marked((one,), "settled", "promise/came") and not one.has("customer.thanks")]
    asks = bool(others) or any(one.text.rstrip().endswith(("?", "؟")) for one in said.document.body)
    return said.emotion.level > 1 or (asks and any(ask.status == "missed" for ask in said.asks))


def _thanks(sentences: Sequence[Sentence]) -> bool:
    return any(sentence.has("customer.thanks") for sentence in sentences) or marked(sentences, "promise/moot", "promise/came")


def _reading(turn: Turn) -> Reading | None:
    return turn.reading if turn.role == "agent" else None
