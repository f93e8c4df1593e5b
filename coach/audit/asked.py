"""What a customer asked in a conversation, and which of it was answered by the end."""

from collections.abc import Sequence
from dataclasses import replace

from coach.audit.turns import Turn
from coach.reading import SURELY_MISSED, Ask, Reading
from coach.text.stems import content_words

_SETTLES = frozenset(("resolution", "explanation", "refusal", "compensation", "alternative", "instruction"))


def find_asked(turns: Sequence[Turn]) -> list[Ask]:
    """List what was asked, each thing once, with its status at the end of the conversation.

    What a reply missed is settled by a later one that speaks of it; an ask that is repeated has the status of its last time.
    """
    found: list[Ask] = []
    for place, turn in enumerate(turns):
        if turn.role == "customer":
            following = next((other for other in turns[place + 1 :] if other.role != "bot"), None)
            if following is None and turn.customer is not None:
                _merge(found, [replace(ask, status="missed") for ask in turn.customer.asks])
        elif turn.role == "agent" and turn.reading is not None:
            _settle(found, turn.reading)
            if turn.reading.customer is not None:
                _merge(found, [_surely(ask) for ask in turn.reading.customer.asks])
    return found


def _surely(ask: Ask) -> Ask:
    """Give an ask as answered where it is not sure that it was missed."""
    return replace(ask, status="answered") if ask.status == "missed" and ask.confidence < SURELY_MISSED else ask


def _merge(found: list[Ask], asks: Sequence[Ask]) -> None:
    for ask in asks:
        place = next((number for number, known in enumerate(found) if _alike(known.words, ask.words)), None)
        if place is None:
            found.append(ask)
        else:
            found[place] = replace(ask, words=found[place].words | ask.words)


def _settle(found: list[Ask], reading: Reading) -> None:
    said = [content_words(sentence) for sentence in reading.sentences if _SETTLES & sentence.moves.keys() and not sentence.is_question]
    for number, ask in enumerate(found):
        if ask.status == "missed" and any(_alike(ask.words, words) for words in said):
            found[number] = replace(ask, status="answered")


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two word sets are about one thing: half of the smaller shared, and two words unless it has but one."""
    shared = len(one & other)
    least = min(len(one), len(other))
    return shared >= min(2, least) and least > 0 and 2 * shared >= least
