"""What the customer asks, and what the draft does with each ask."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from snowballstemmer import stemmer as _snowball

from coach.models.protocols import SentenceEncoder
from coach.reading import Ask, AskStatus, names_time
from coach.text.document import Document, Sentence

_SAYS_LITTLE = 2  # content words: with fewer, an ask names nothing that an answer could share
_STOP = frozenset(
    "i you we it a an the is are was be to of in on for with my your our me this that do does did can could will would have has"
    " had not please hi hello how what when where why who which there if and or but so get got want need know tell just any at"
    " from by as up out about been still now than then them they he she his her am's 's us let im"
    " ما لا من في علي ان هذا هذه مع لو انا احنا نحن هو هي كل لك لكم او الي عن قد تم يا هل كيف متي وين فين ليش ليه ايش ايه شو"
    " كم اي مش مو اللي عشان بس ابغي ابي عايز عاوز بدي ممكن لو سمحت فضلك ارجو الرجاء يرجي اريد اذا كان كنت عندي لي دي ده ذا".split()
)
_ARTICLE = re.compile(r"^[وف]?(?:بال|كال|ال|لل)(?=\w{3})")
_ANSWERS = frozenset(("resolution", "explanation", "instruction", "alternative", "compensation"))
_NO_ANSWER = frozenset(("blame", "dismissive"))
_WEIGHTS = (0.26, 0.17, 0.55, 0.41, -0.51, 0.16, 0.19, -0.18, -0.12, 0.54, 0.13, 0.27, -0.50, -0.87, -0.39, 0.0, 0.07)
_TAKEN_UP = 0.5
_TOLD = 0.5  # how sure it is that a trouble told without a question is an ask
_DEFERS = frozenset(("commitment", "handoff", "question", "follow_up", "vague_promise"))


@lru_cache(maxsize=20_000)
def stem(word: str, language: str) -> str:
    """Give a word's stem by Snowball's English or Arabic algorithm.

    Snowball is uneven with the Arabic article and feminine ending, so both are taken off by hand.
    """
    if language == "ar":
        word = _ARTICLE.sub("", word)
        return str(_stemmer(language).stemWord(word)).rstrip("هت") or word
    return str(_stemmer(language).stemWord(word))


@lru_cache(maxsize=2)
def _stemmer(language: str) -> Any:
    return _snowball("arabic" if language == "ar" else "english")


def content_words(sentence: Sentence, without: Sequence[tuple[int, int]] = ()) -> frozenset[str]:
    """Give the stems of the words that carry a sentence's matter, those within the spans `without` left out."""
    language = sentence.language
    return frozenset(
        stem(word, language)
        for word, start in zip(sentence.words, sentence.starts, strict=True)
        if len(word) > 1 and word not in _STOP and not word.isdigit() and not any(left <= start < right for left, right in without)
    )


def find_asks(message: Document) -> list[Ask]:
    """Find what has to be answered: each question or request; failing these, the trouble that is told.

    Questions that follow on one another about the same thing are one ask.
    """
    asks: list[Ask] = []
    troubles: list[Sentence] = []
    for sentence in message.body:
        if (sentence.is_question and sentence.n_words > 1) or sentence.has("customer.ask/question") or sentence.has("customer.ask/request"):
            words = content_words(sentence)
            if asks and _same(asks[-1].words, words):
                last = asks[-1]
                asks[-1] = Ask(last.start, sentence.end, message.text[last.start : sentence.end], last.words | words)
            else:
                asks.append(Ask(sentence.start, sentence.end, sentence.text, words))
        elif sentence.has("customer.ask/problem"):
            troubles.append(sentence)
    if not asks and troubles:
        first = troubles[0]
        asks.append(Ask(first.start, first.end, first.text, content_words(first), confidence=_TOLD))
    return asks


def _same(left: frozenset[str], right: frozenset[str]) -> bool:
    """Tell whether two questions are about one thing: nothing new, or half the words shared."""
    return not right or len(left & right) * 2 >= min(len(left), len(right))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may take an ask up: what it would make of it, its words, its unit embedding."""

    index: int
    status: AskStatus
    question: bool
    words: frozenset[str]
    vector: "np.ndarray[tuple[int], np.dtype[np.float32]] | None"


def judge_asks(asks: list[Ask], draft: Document, same_language: bool, encoder: SentenceEncoder | None = None) -> None:
    """Set each ask's status by the sentence that most likely takes it up, and whether a deferral is dated.

    How likely is a logistic regression over `pair_features`, fitted by `training/asks.py`; an ask that
    no sentence takes up with at least even odds is missed.
    """
    able = candidates(draft.body, encoder) if asks else []
    vectors: Sequence[Any] = encoder.embed([ask.text for ask in asks]) if encoder and able else [None] * len(asks)  # type: ignore[assignment]
    for place, ask in enumerate(asks):
        if not able:
            ask.status, ask.confidence = "missed", 0.9
            continue
        chances = [_sigmoid(pair_features(place, asks, vectors, one, able, same_language)) for one in able]
        best = max(range(len(chances)), key=chances.__getitem__)
        # A trouble that is only told asks for no particular answer: whatever is done about it takes it up.
        if chances[best] >= _TAKEN_UP or ask.confidence == _TOLD:
            ask.status, ask.sentence, ask.confidence = able[best].status, able[best].index, round(chances[best], 2)
            ask.dated = ask.status == "deferred" and names_time(draft.body[ask.sentence], draft.facts)
        else:
            ask.status, ask.confidence = "missed", round(1 - chances[best], 2)


def candidates(sentences: list[Sentence], encoder: SentenceEncoder | None) -> list[Candidate]:
    """List the sentences that answer, refuse or defer something."""
    found = [(index, sentence, status) for index, sentence in enumerate(sentences) if (status := _status(sentence)) is not None]
    vectors: Sequence[Any] = encoder.embed([sentence.text for _, sentence, _ in found]) if encoder and found else [None] * len(found)  # type: ignore[assignment]
    return [
        Candidate(index, status, "question" in sentence.moves, content_words(sentence), vector)
        for (index, sentence, status), vector in zip(found, vectors, strict=True)
    ]


def _sigmoid(features: Sequence[float]) -> float:
    return 1 / (1 + math.exp(-sum(weight * value for weight, value in zip(_WEIGHTS, features, strict=True))))


def pair_features(
    place: int, asks: Sequence[Ask], vectors: Sequence[Any], one: Candidate, able: Sequence[Candidate], same_language: bool
) -> list[float]:
    """Describe an ask beside a sentence that may take it up, with what the other asks make of that sentence."""
    ask, vector, n_asks = asks[place], vectors[place], len(asks)
    shared = len(ask.words & one.words)
    near = float(vector @ one.vector) if vector is not None and one.vector is not None else 0.0
    others = [float(vector @ other.vector) for other in able if other is not one] if vector is not None else []
    rivals = [index for index in range(n_asks) if index != place]
    claimed = (
        max((float(vectors[index] @ one.vector) for index in rivals), default=0.0) if one.vector is not None and vector is not None else 0.0
    )
    wanted = max((len(asks[index].words & one.words) for index in rivals), default=0)
    free = sum(candidate.status != "deferred" for candidate in able)
    return [
        1.0,
        float(min(shared, 2)),
        near,
        near - max(others, default=0.0) if others else 0.1,
        float(n_asks == 1),
        float(n_asks == 1 and shared == 0 and same_language),
        float(len(ask.words) < _SAYS_LITTLE),
        float(free >= n_asks),
        float(one.status == "answered"),
        float(one.status == "refused"),
        float(not same_language),
        near * (not same_language),
        max(0.0, claimed - near),
        float(wanted > shared),
        float(len(able) < n_asks),
        float(one.index == 0),
        float(one.question),
    ]


def _status(sentence: Sentence) -> AskStatus | None:
    moves = sentence.moves.keys()
    if moves & _NO_ANSWER and "resolution" not in moves:
        return None
    if "refusal" in moves:
        return "refused"
    if moves & _ANSWERS:
        return "answered"
    return "deferred" if moves & _DEFERS else None
