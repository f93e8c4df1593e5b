"""What the draft does with each ask of the customer."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from coach.models.answering import describe
from coach.models.folders import WEIGHTS, WeightsFolder
from coach.models.protocols import SentenceEncoder
from coach.reading import Ask, AskStatus, names_time
from coach.slots import answers_in
from coach.text.document import Document
from coach.text.stems import content_words

TAKEN: tuple[AskStatus, ...] = ("answered", "deferred", "refused")
_AT_ONCE = 16  # asks judged side by side
_DOES = frozenset(("instruction", "resolution", "alternative"))
_FOLLOWS = frozenset(("commitment", "follow_up"))
_DOUBTED = 0.45  # below SURELY_MISSED
_KEPT_FOR = 0.9  # of an ask for which a place is kept


def judge_asks(asks: list[Ask], draft: Document, same_language: bool, encoder: SentenceEncoder | None = None) -> None:
    """Set each ask's status, the sentence that most likely decides it, and whether a deferral is dated.

    One head gives the chances that an ask is missed and that each sentence answers, defers or refuses it
    (`training/asks.py`); with another encoder than the one that ships, or none, it goes by words and moves alone.
    """
    if not asks:
        return
    if not draft.body:
        for ask in asks:
            ask.status, ask.confidence = "missed", 0.9
        return
    words = [content_words(sentence) for sentence in draft.body]
    head, scale, bound = _head()
    told_much = any(_DOES & sentence.moves.keys() for sentence in draft.body)
    for start in range(0, len(asks), _AT_ONCE):
        some = asks[start : start + _AT_ONCE]
        told = describe(some, draft, words, same_language, encoder)
        given = {"asks": told.asks, "sentences": told.sentences, "about": told.about, "pairs": told.pairs}
        for ask, chances in zip(some, head.run(None, given)[0], strict=True):
            missed = calibrated(float(chances[0]), scale)
            taken = chances[1:].reshape(-1, len(TAKEN))
            by_status = taken.sum(0) / max(1e-6, float(taken.sum()))
            # A trouble that is only told asks for no particular answer: whatever is done about it takes it up.
            if missed >= bound and not ask.told:
                # A reply that tells what to do or what was done rarely does so past the only thing that was asked.
                ask.status, ask.confidence = "missed", round(min(missed, _DOUBTED if told_much and len(asks) == 1 else 1.0), 2)
                continue
            best = int(by_status.argmax())
            ask.status, ask.sentence = TAKEN[best], told.places[int(taken[:, best].argmax())]
            ask.confidence = round((1 - missed) * float(by_status[best]), 2)
            ask.dated = ask.status == "deferred" and _is_dated(draft, ask.sentence)


def take_up(asks: list[Ask], draft: Document) -> None:
    """Let each place that a draft keeps for an answer take up one ask that is missed, in the order of both."""
    missed = (ask for ask in asks if ask.status == "missed")
    places = (place for place, sentence in enumerate(draft.body) for _ in range(answers_in(sentence.text)))
    for place, ask in zip(places, missed, strict=False):
        ask.status, ask.sentence, ask.confidence = "answered", place, _KEPT_FOR


def _is_dated(draft: Document, at: int) -> bool:
    """Tell whether a deferral names a time: in its sentence, or in the next where that says what follows ("They'll write by Thursday")."""
    after = draft.body[at + 1 : at + 2]
    return any(names_time(one, draft.facts) for one in (draft.body[at], *(one for one in after if _FOLLOWS & one.moves.keys())))


def log_odds(chance: float) -> float:
    """Give the logarithm of the odds of a chance, kept finite."""
    kept = min(max(chance, 1e-6), 1 - 1e-6)
    return math.log(kept / (1 - kept))


def calibrated(chance: float, scale: Sequence[float]) -> float:
    """Scale and shift the log odds of a chance."""
    return 1 / (1 + math.exp(-(log_odds(chance) * scale[0] + scale[1])))


@lru_cache(maxsize=1)
def _head() -> tuple[Any, tuple[float, float], float]:
    """Open the head that ships: the session, the scale and shift of a miss, and the chance from which on it counts.

    Raises BadModel when the file is not the one that the card names.
    """
    weights = WeightsFolder(WEIGHTS)
    session, told = weights.open("asks"), weights.card["heads"]["asks"]
    return session, (told["scale"], told["shift"]), told["threshold"]
