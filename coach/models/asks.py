"""What the customer asks, and what the draft does with each ask."""

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from coach.models.answering import describe
from coach.models.folders import WEIGHTS, WeightsFolder
from coach.models.protocols import SentenceEncoder
from coach.reading import Ask, AskStatus, names_time
from coach.text.document import Document, Sentence
from coach.text.stems import content_words

TAKEN: tuple[AskStatus, ...] = ("answered", "deferred", "refused")
_AT_ONCE = 16  # asks judged side by side
_CLEAR = 0.59
_PERHAPS = 0.5  # an exclamation with a question mark
_ASTONISHED = re.compile(r"(?<!\W)(?=\W*+$)\W*?[؟?][؟?!]")
_DOES = frozenset(("instruction", "resolution", "alternative"))
_FOLLOWS = frozenset(("commitment", "follow_up"))
_DOUBTED = 0.45  # below SURELY_MISSED
_TOLD = 0.5  # how sure it is that a trouble told without a question is an ask


def find_asks(message: Document) -> list[Ask]:
    """Find what has to be answered: each question or request; failing these, the trouble that is told.

    Questions that follow on one another about the same thing are one ask. Beside a clear ask, what only
    might be one counts as told: a statement with a faint cue, an exclamation with a question mark.
    """
    body = message.body
    strengths = [_strength(sentence) for sentence in body]
    least = _CLEAR if max(strengths, default=0.0) >= _CLEAR else 0.01
    asks: list[Ask] = []
    for sentence in (sentence for sentence, strength in zip(body, strengths, strict=True) if strength >= least):
        words = content_words(sentence)
        if asks and _same(asks[-1].words, words):
            last = asks[-1]
            asks[-1] = Ask(last.start, sentence.end, message.text[last.start : sentence.end], last.words | words)
        else:
            asks.append(Ask(sentence.start, sentence.end, sentence.text, words))
    troubles = [] if asks else [sentence for sentence in body if _surest(sentence, "customer.ask/problem") > _thanks(sentence)]
    if troubles:
        first = troubles[0]
        asks.append(Ask(first.start, first.end, first.text, content_words(first), confidence=_TOLD))
    return asks


def _strength(sentence: Sentence) -> float:
    """Tell how surely a sentence asks something, 0 to 1; thanks for what was done ask for nothing."""
    cue = max(_surest(sentence, "customer.ask/question"), _surest(sentence, "customer.ask/request"))
    if sentence.is_question and sentence.n_words > 1:
        return 1.0 if cue or not _ASTONISHED.search(sentence.text) else _PERHAPS
    return cue if cue >= _thanks(sentence) else 0.0


def _surest(sentence: Sentence, label: str) -> float:
    return max((hit.confidence for hit in sentence.labelled(label)), default=0.0)


def _thanks(sentence: Sentence) -> float:
    return _surest(sentence, "customer.thanks")


def _same(left: frozenset[str], right: frozenset[str]) -> bool:
    """Tell whether two questions are about one thing: nothing new, or half the words shared."""
    return not right or len(left & right) * 2 >= min(len(left), len(right))


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
            if missed >= bound and ask.confidence != _TOLD:
                # A reply that tells what to do or what was done rarely does so past the only thing that was asked.
                ask.status, ask.confidence = "missed", round(min(missed, _DOUBTED if told_much and len(asks) == 1 else 1.0), 2)
                continue
            best = int(by_status.argmax())
            ask.status, ask.sentence = TAKEN[best], told.places[int(taken[:, best].argmax())]
            ask.confidence = round((1 - missed) * float(by_status[best]), 2)
            ask.dated = ask.status == "deferred" and _is_dated(draft, ask.sentence)


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
