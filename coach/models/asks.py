"""What the customer asks, and what the draft does with each ask."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from snowballstemmer import stemmer as _snowball

from coach.reading import SURE, Ask, AskStatus
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
        asks.append(Ask(first.start, first.end, first.text, content_words(first), confidence=0.5))
    return asks


def _same(left: frozenset[str], right: frozenset[str]) -> bool:
    """Tell whether two questions are about one thing: nothing new, or half the words shared."""
    return not right or len(left & right) * 2 >= min(len(left), len(right))


def judge_asks(asks: list[Ask], sentences: list[Sentence], same_language: bool) -> None:
    """Set each ask's status by the sentence that takes it up.

    A single ask is taken up by whatever the draft does, and so is one that says little ("can you sort it
    out?"); of several, each needs a sentence that shares a word with it, or as many sentences of
    substance as there are asks.
    """
    candidates = [
        (index, content_words(sentence), status) for index, sentence in enumerate(sentences) if (status := _status(sentence)) is not None
    ]
    free = len([1 for _, _, status in candidates if status != "deferred"])
    for ask in asks:
        best: tuple[float, int, AskStatus] | None = None
        for index, words, status in candidates:
            shared = len(ask.words & words)
            rank = shared + (0.5 if status == "answered" else 0.4 if status == "refused" else 0.0)
            if best is None or rank > best[0]:
                best = (rank, index, status)
        if best is None:
            ask.status, ask.confidence = "missed", 0.85
            continue
        rank, index, status = best
        if rank >= 1:
            ask.status, ask.sentence, ask.confidence = status, index, 0.85
        elif len(asks) == 1 or not same_language or free >= len(asks) or (free and len(ask.words) < _SAYS_LITTLE):
            ask.status, ask.sentence, ask.confidence = status, index, 0.55
        else:
            ask.status, ask.confidence = "missed", 0.6


def _status(sentence: Sentence) -> AskStatus | None:
    moves = {move for move, confidence in sentence.moves.items() if confidence >= SURE}
    if moves & _NO_ANSWER and "resolution" not in moves:
        return None
    if "refusal" in moves:
        return "refused"
    if moves & _ANSWERS:
        return "answered"
    return "deferred" if moves & _DEFERS else None
