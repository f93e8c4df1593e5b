"""What is told of an ask beside each sentence of a draft, for the head that matches them.

Training and serving both call `describe`, so that the two cannot drift apart. All arrays are float32.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from coach.models.features import Array
from coach.models.folders import WEIGHTS
from coach.models.protocols import SentenceEncoder
from coach.reading import MOVES, Ask, names_time
from coach.slots import filled
from coach.text import normalise
from coach.text.document import Document, Sentence

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[?؟]")
_KINDS: tuple[tuple[str, frozenset[str]], ...] = tuple(
    (name, frozenset(normalise.arabic(word) for word in words.split()))
    for name, words in {
        "when": "when eta until till soon time متى امتى إمتى ايمتى إيمتى فوقاش وقتاش موعد مواعيد أيمتى",
        "where": "where wheres address located أين وين فين وينه وينها فينه فينها وينهم وينو وينن عنوان",
        "amount": "much cost costs price fee fees charge charged بكم بكام قديش شحال قداش سعر رسوم تكلفة كلفة المبلغ",
        "number": "many long often كم كام مدة",
        "why": "why reason ليش ليه لماذا علاش لم سبب لشو علاه لوش",
        "how": "how كيف إزاي ازاي شلون كيفاش طريقة كيفية وشلون اشلون",
        "who": "who whose whom مين شكون منو المسؤول",
        "what": "what which whats أي ما ماذا ايش إيش شو ايه إيه وش شنو أشنو ماهو ماهي",
        "whether": "is are do does did can could will would has have may should if whether هل ممكن يمكن واش ينفع فيه عندكم لو",
        "please": "please pls plz kindly need want give send refund cancel call fix change help tell أرجو ارجو الرجاء أريد أبغى أبي ابي"
        " عايز عاوز عايزة بدي ودي أبغي رجعوا ردوا ابعتوا ارسلوا أرسلوا حلوا غيروا خصني بغيت محتاج نريد نبي لازم",
    }.items()
)
_REASON = frozenset(
    normalise.arabic(word)
    for word in (
        "because since due reason caused cause owing hence therefore لأن لأنه لأنها لأننا لأنك بسبب نظرا نتيجة عشان علشان السبب سببه"
        " لكون حيث كون بسبة حيت"
    ).split()
)
_YES = frozenset(
    normalise.arabic(word)
    for word in (
        "yes yep yeah yup sure certainly absolutely indeed نعم أيوه أيوة ايوه إي أكيد طبعا بالتأكيد اكيد تمام حاضر أبشر ابشر"
    ).split()
)
_NO = frozenset(
    normalise.arabic(word) for word in ("no not never unfortunately nor without لا لن لم ليس ما مو مش للأسف ليست غير موش ماشي بدون").split()
)
_PLACE = frozenset(
    normalise.arabic(word)
    for word in (
        "at in branch office store warehouse depot address street road left arrived centre center في عند فرع مكتب مستودع مركز"
        " شارع طريق المندوب وصل خرج"
    ).split()
)
_AMOUNTS = ("amount", "percent")
_NUMBERS = ("amount", "percent", "number", "duration", "time", "date")
_CONTACTS = ("link", "phone", "email")
_MANY_WORDS = 40
_N_HELD = 9
_N_MATCHES = 10
_N_BESIDE = 16

N_ABOUT = len(_KINDS) + 5
N_PAIR = _N_BESIDE + len(MOVES) + _N_HELD + _N_MATCHES
_OWN = 256  # of a vector these say what a sentence is like; the rest is its embedding, in which translations lie close
N_VECTOR = _OWN + 192
MOST_SENTENCES = 64
NEAR = (0, 1, 2)
BY_WORDS = (3, 4, 5, 6, 14, 15)
"""Where in a pair the encoder's likeness stands, and what two languages never share."""


@dataclass(frozen=True, slots=True)
class Described:
    """Asks beside sentences: vectors of both, what is said of each ask and of each pair, and the sentences' places in the body."""

    asks: Array
    sentences: Array
    about: Array
    pairs: Array
    places: list[int]


def describe(
    asks: Sequence[Ask], draft: Document, words: Sequence[frozenset[str]], same_language: bool, encoder: SentenceEncoder | None
) -> Described:
    """Describe each ask beside each sentence of the draft's body; `words` are the content words of those.

    Of a body longer than MOST_SENTENCES the two ends are described. Vectors are zero without the encoder that the head was trained with.
    """
    n_body = len(draft.body)
    places = [*range(n_body)] if n_body <= MOST_SENTENCES else [*range(MOST_SENTENCES // 2), *range(n_body - MOST_SENTENCES // 2, n_body)]
    sentences, words = [draft.body[place] for place in places], [words[place] for place in places]
    theirs, own = (vectors(encoder, [one.text for one in part]) for part in (asks, sentences))
    near = theirs[:, _OWN:] @ own[:, _OWN:].T
    about = np.array([_about(ask, len(asks), same_language) for ask in asks], dtype=np.float32)
    held = np.array([_held(sentence, draft) for sentence in sentences], dtype=np.float32)
    made = np.zeros((len(sentences), len(MOVES)), dtype=np.float32)
    for row, sentence in zip(made, sentences, strict=True):
        for move, chance in (*sentence.likely.items(), *sentence.moves.items()):
            row[MOVES.index(move)] = chance
    parts = [_parts(own_words) for own_words in words]
    alike = np.array(
        [[_share(wanted, own_parts) for own_parts in parts] for wanted in (_parts(ask.words) for ask in asks)], dtype=np.float32
    )
    shared = np.array([[len(ask.words & own_words) for own_words in words] for ask in asks], dtype=np.float32)
    n = np.array([[max(1, len(ask.words))] for ask in asks], dtype=np.float32)
    spread, order = np.linspace(0, 1, len(sentences), dtype=np.float32), np.linspace(0, 1, len(asks), dtype=np.float32)
    beside = (
        near,
        near - _rest(near, 1),
        np.maximum(0.0, _rest(near, 0) - near),
        np.minimum(shared, 3.0) / 3,
        shared / n,
        np.minimum(1.0, _rest(shared, 1) / 3),
        _rest(shared, 0) > shared,
        (np.arange(len(sentences)) == 0)[None],
        (np.arange(len(sentences)) == len(sentences) - 1)[None],
        spread[None],
        np.array([[math.log1p(sentence.n_words) / math.log1p(_MANY_WORDS) for sentence in sentences]]),
        np.full((1, 1), math.log1p(len(sentences)) / math.log1p(20)),
        np.array([[sentence.is_question for sentence in sentences]]),
        # Asks and answers tend to go in the same order.
        np.abs(order[:, None] - spread[None]) if len(asks) > 1 else np.full((1, 1), 0.5),
        alike,
        alike - _rest(alike, 1),
    )
    shape = (len(asks), len(sentences))
    pairs = np.concatenate(
        [
            np.stack([np.broadcast_to(one, shape).astype(np.float32) for one in beside], -1),
            np.broadcast_to(made, (*shape, made.shape[1])),
            np.broadcast_to(held, (*shape, held.shape[1])),
            _matches(about, held, made),
        ],
        axis=-1,
    )
    return Described(theirs, own, about, pairs, places)


def _rest(table: Array, axis: int) -> Array:
    """Give, for each cell, the largest of the others along `axis`; 0 where there is none."""
    n = table.shape[axis]
    if n == 1:
        return np.zeros_like(table)
    ranked = np.sort(table, axis=axis)
    most, next_most = np.take(ranked, [n - 1], axis=axis), np.take(ranked, [n - 2], axis=axis)
    first = np.expand_dims(table.argmax(axis), axis)
    rest: Array = np.broadcast_to(most, table.shape).copy()
    np.put_along_axis(rest, first, next_most, axis)
    return rest


def _parts(words: frozenset[str]) -> frozenset[str]:
    """Give the runs of three letters in stems: what is left alike where endings, prefixes or the spelling differ."""
    return frozenset(word[place : place + 3] for word in words for place in range(max(1, len(word) - 2)))


def _share(wanted: frozenset[str], held: frozenset[str]) -> float:
    return len(wanted & held) / max(1, len(wanted))


def vectors(encoder: SentenceEncoder | None, texts: Sequence[str]) -> Array:
    """Give [texts, N_VECTOR]: each text's vector beside its embedding; zero where the encoder is not the one that ships.

    Open slots are read as if they were filled in.
    """
    shipped: Any = encoder
    if getattr(encoder, "folder", None) != WEIGHTS or not texts:
        return np.zeros((len(texts), N_VECTOR), dtype=np.float32)
    rows = [
        np.concatenate([one.vector / max(1e-6, float(np.linalg.norm(one.vector))), one.embedding])
        for one in shipped.encode([filled(text) for text in texts])
    ]
    return np.stack(rows).astype(np.float32)


def folded(text: str) -> list[str]:
    """List a text's words, each in one spelling; a question mark is one."""
    return _WORD.findall(normalise.arabic(text.replace("؟", "?").replace("’", "'")))  # marks first: they would cut words in two


def _about(ask: Ask, n: int, same_language: bool) -> list[float]:
    """Say what kind of answer an ask wants, by its words; an early word weighs fully, a late one by half."""
    words = folded(ask.text)
    kinds = [
        max(
            (1.0 if index < 4 else 0.5 for index, word in enumerate(words) if word in wanted or (word[1:] in wanted and word[0] in "وف")),
            default=0.0,
        )
        for _, wanted in _KINDS
    ]
    return [
        *kinds,
        float("?" in words[-2:]),
        math.log1p(len(words)) / math.log1p(_MANY_WORDS),
        float(len(ask.words) < 2),
        float(n > 1) + 0.5 * float(n > 2),
        float(same_language),
    ]


def _held(sentence: Sentence, draft: Document) -> list[float]:
    """Say what a sentence holds that an answer may consist of."""
    facts = {fact.kind for fact in draft.facts if sentence.start <= fact.start < sentence.end}
    words = folded(sentence.text)
    first = words[:3]
    return [
        float(names_time(sentence, draft.facts)),
        float(bool(facts.intersection(_AMOUNTS))),
        float(bool(facts.intersection(_NUMBERS)) or any(word[:1].isdigit() for word in words)),
        float(bool(facts.intersection(_CONTACTS)) or "link" in words),
        float(not _REASON.isdisjoint(words)),
        float(not _YES.isdisjoint(first)),
        float(not _NO.isdisjoint(first)),
        float(not _NO.isdisjoint(words)),
        float(not _PLACE.isdisjoint(words)),
    ]


def _matches(about: Array, held: Array, made: Array) -> Array:
    """Say where a sentence holds the kind of thing that an ask wants: [asks, sentences, kinds of match]."""
    when, where, amount, number, why, how, who, _, whether, please = about[:, : len(_KINDS)].T[:, :, None]
    move = {name: made[:, place] for place, name in enumerate(MOVES)}
    done = np.max([move["resolution"], move["commitment"], move["compensation"]], axis=0)
    matches: Array = np.stack(
        [
            when * held[:, 0],
            where * np.maximum(held[:, 8], held[:, 3]),
            amount * held[:, 1],
            number * np.maximum(held[:, 2], held[:, 0]),
            why * np.maximum(held[:, 4], move["explanation"]),
            how * np.maximum(move["instruction"], held[:, 3]),
            who * held[:, 3],
            whether * np.maximum(held[:, 5], held[:, 6]),
            please * done,
            whether * np.maximum(move["explanation"], move["resolution"]),
        ],
        axis=-1,
    )
    return matches
