"""The corpus: records, what makes them sound, and what they count.

`corpus/` holds JSON Lines: `replies_*`, `customers_*`, `rewrites_*`, `asks_*` and the everyday `routine_*`
for each language, and `parallel.jsonl`. Its README is the datasheet.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import Field, ValidationError
from pydantic_core import from_json

from coach.config import Strict
from coach.errors import BadRecord, NotFound
from coach.reading import EMOTIONS, MOVES, SIGNALS
from coach.refused import at_place, first_refused
from coach.rules import BY_ID

LANGUAGES = ("en", "ar")
ALIKE = 0.8
"""From this character-trigram Jaccard similarity on, two sentences are near-duplicates."""

Language = Literal["en", "ar"]
Dialect = Literal["en", "msa", "gulf", "egyptian", "levantine", "maghrebi"]
Split = Literal["train", "dev"]
Span = tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]]


class _Record(Strict):
    """What every record says of itself."""

    id: str
    lang: Language
    dialect: Dialect
    sector: str
    channel: Literal["email", "chat", "whatsapp", "social", "sms"]
    tone: Literal["formal", "neutral", "casual"]
    author: str
    split: Split


class Evidence(Strict):
    """A signal with the half-open offsets of its evidence."""

    signal: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Customer(_Record):
    """A customer's message with emotion, signals and asks."""

    text: str = Field(min_length=1)
    emotion: int = Field(ge=0, lt=len(EMOTIONS))
    signals: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    asks: tuple[Span, ...]


class LabelledSentence(Strict):
    """An agent's sentence with its moves; `hard` marks a cue without its move, `pair` a minimal pair."""

    text: str = Field(min_length=1)
    moves: tuple[str, ...]
    hard: bool = False
    pair: bool = False


class Reply(_Record):
    """A whole reply to a customer's message, graded 1 (poor) to 5 (excellent)."""

    customer_id: str
    addressee: Literal["m", "f", "plural", "unknown"]
    grade: int = Field(ge=1, le=5)
    rules: tuple[str, ...]
    sentences: tuple[LabelledSentence, ...] = Field(min_length=1)


class AskLabel(Strict):
    """What a reply does with one ask: half-open offsets in the message, and the numbers of the sentences that decide.

    `none`: the span is no real ask.
    """

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    status: Literal["answered", "deferred", "refused", "missed", "none"]
    sentences: tuple[Annotated[int, Field(ge=0)], ...]


class AskLabels(Strict):
    """Every ask of the message that a reply answers, by the reply's id."""

    id: str
    split: Split
    asks: tuple[AskLabel, ...] = Field(min_length=1)


class _Routine(Strict):
    """What every everyday text says of itself; formulas recur in these as they do at a desk."""

    id: str
    lang: Language
    dialect: Dialect
    genre: str
    split: Split


class RoutineReply(_Routine):
    """An everyday reply of one genre (tweets, macros, scripts, mails), with the message or title that it answers."""

    context: str
    sentences: tuple[LabelledSentence, ...] = Field(min_length=1)


class RoutineCustomer(_Routine):
    """An everyday message of a customer; `asks` counts what an agent would have to answer."""

    text: str = Field(min_length=1)
    emotion: int = Field(ge=0, lt=len(EMOTIONS))
    signals: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    asks: int = Field(ge=0)


class RewritePair(Strict):
    """A faulty reply and the one a master would send with the same facts."""

    id: str
    lang: Language
    split: Split
    draft_id: str
    master_id: str
    fixed: tuple[str, ...]


class ParallelPair(Strict):
    """One support sentence in both languages."""

    id: str
    en: str = Field(min_length=1)
    ar: str = Field(min_length=1)
    dialect: Literal["msa", "gulf", "egyptian", "levantine", "maghrebi"]
    role: Literal["agent", "customer"]
    split: Split


@dataclass
class Corpus:
    """All records, read and validated."""

    customers: list[Customer] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    rewrites: list[RewritePair] = field(default_factory=list)
    asks: list[AskLabels] = field(default_factory=list)
    parallel: list[ParallelPair] = field(default_factory=list)
    routine_replies: list[RoutineReply] = field(default_factory=list)
    routine_customers: list[RoutineCustomer] = field(default_factory=list)


T = TypeVar("T", Customer, Reply, RewritePair, AskLabels, ParallelPair, RoutineReply, RoutineCustomer)


def load(folder: Path) -> Corpus:
    """Read a corpus folder; raises NotFound or BadRecord with file and line."""
    corpus = Corpus()
    for language in LANGUAGES:
        corpus.customers += _read(folder / f"customers_{language}.jsonl", Customer)
        corpus.replies += _read(folder / f"replies_{language}.jsonl", Reply)
        corpus.rewrites += _read(folder / f"rewrites_{language}.jsonl", RewritePair)
        corpus.asks += _read(folder / f"asks_{language}.jsonl", AskLabels)
        corpus.routine_replies += _read(folder / f"routine_replies_{language}.jsonl", RoutineReply)
        corpus.routine_customers += _read(folder / f"routine_customers_{language}.jsonl", RoutineCustomer)
    corpus.parallel += _read(folder / "parallel.jsonl", ParallelPair)
    return corpus


def _read(path: Path, kind: type[T]) -> Iterator[T]:
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise NotFound(where=str(path), what=error.strerror or "not readable") from None
    for number, line in enumerate(lines, 1):
        try:
            yield kind.model_validate(from_json(line))
        except ValidationError as error:
            place, said = first_refused(error)
            raise BadRecord(where=f"{path}:{number}", what=at_place(place, said)) from None
        except ValueError:
            raise BadRecord(where=f"{path}:{number}", what="not valid JSON") from None


def lint(corpus: Corpus) -> list[str]:
    """List what is unsound: ids, labels, spans, splits, near-duplicates."""
    return [*_ids(corpus), *_labels(corpus), *_asks(corpus), *_splits(corpus), *_duplicates(corpus)]


def _ids(corpus: Corpus) -> Iterator[str]:
    routine = (corpus.routine_replies, corpus.routine_customers)
    for records in (corpus.customers, corpus.replies, corpus.rewrites, corpus.asks, corpus.parallel, *routine):
        for name, count in Counter(record.id for record in records).items():
            if count > 1:
                yield f"{name}: the id is used {count} times"
    customers = {record.id: record for record in corpus.customers}
    replies = {record.id: record for record in corpus.replies}
    for reply in corpus.replies:
        if reply.customer_id not in customers:
            yield f"{reply.id}: no customer {reply.customer_id}"
    for rewrite in corpus.rewrites:
        for part in (rewrite.draft_id, rewrite.master_id):
            if part not in replies:
                yield f"{rewrite.id}: no reply {part}"


def _labels(corpus: Corpus) -> Iterator[str]:
    replies: list[Reply | RoutineReply] = [*corpus.replies, *corpus.routine_replies]
    for reply in replies:
        for unknown in {move for sentence in reply.sentences for move in sentence.moves} - set(MOVES):
            yield f"{reply.id}: unknown move {unknown}"
    for graded in corpus.replies:
        for unknown in set(graded.rules) - BY_ID.keys():
            yield f"{graded.id}: unknown rule {unknown}"
    customers: list[Customer | RoutineCustomer] = [*corpus.customers, *corpus.routine_customers]
    for customer in customers:
        n = len(customer.text)
        if set(customer.signals) != {found.signal for found in customer.evidence} or not set(customer.signals) <= set(SIGNALS):
            yield f"{customer.id}: signals and evidence differ"
        asks = customer.asks if isinstance(customer, Customer) else ()
        spans = [*asks, *((found.start, found.end) for found in customer.evidence)]
        if any(not 0 <= start < end <= n for start, end in spans):
            yield f"{customer.id}: a span outside the text"


def _asks(corpus: Corpus) -> Iterator[str]:
    """An ask stands in the message that its reply answers; sentences decide it, unless it is missed or none at all."""
    customers = {record.id: record for record in corpus.customers}
    replies = {record.id: record for record in corpus.replies}
    for labels in corpus.asks:
        reply = replies.get(labels.id)
        if reply is None or reply.customer_id not in customers:
            yield f"{labels.id}: asks of no reply"
            continue
        if labels.split != reply.split:
            yield f"{labels.id}: its reply is in another split"
        n = len(customers[reply.customer_id].text)
        for ask in labels.asks:
            if not ask.start < ask.end <= n:
                yield f"{labels.id}: an ask outside the message"
            if any(place >= len(reply.sentences) for place in ask.sentences):
                yield f"{labels.id}: a sentence that the reply has not"
            if bool(ask.sentences) == (ask.status in ("missed", "none")):
                yield f"{labels.id}: {ask.status} and its sentences differ"


def _splits(corpus: Corpus) -> Iterator[str]:
    """An author's batch stands on one side, and a reply with its customer; no everyday text is on both."""
    sides_of: dict[str, set[str]] = defaultdict(set)
    for reply in corpus.routine_replies:
        sides_of[" ".join(sentence.text for sentence in reply.sentences)].add(reply.split)
    for customer in corpus.routine_customers:
        sides_of[customer.text].add(customer.split)
    for text, split in sides_of.items():
        if len(split) > 1:
            yield f"an everyday text is in both splits: {text[:60]}"
    sides: dict[str, set[str]] = defaultdict(set)
    for record in (*corpus.customers, *corpus.replies):
        sides[record.author].add(record.split)
    for author, split in sides.items():
        if len(split) > 1:
            yield f"author {author} is in both splits"
    side = {record.id: record.split for record in corpus.replies}
    for rewrite in corpus.rewrites:
        if {side.get(rewrite.draft_id), side.get(rewrite.master_id)} != {rewrite.split}:
            yield f"{rewrite.id}: its replies are in another split"


def _duplicates(corpus: Corpus) -> Iterator[str]:
    for language in LANGUAGES:
        texts = [
            (reply.id, sentence.text)
            for reply in corpus.replies
            if reply.lang == language
            for sentence in reply.sentences
            if not sentence.pair
        ]
        for (one, first), (other, _) in near_duplicates(texts):
            yield f"{other}: near-duplicate of {one}: {first[:60]}"
        for side in ((pair.id, getattr(pair, language)) for pair in corpus.parallel):
            if not side[1].strip():
                yield f"{side[0]}: empty side"


def trigrams(text: str) -> frozenset[str]:
    """Give a text's character trigrams, lower-cased, white space as one space."""
    padded = f" {' '.join(text.lower().split())} "
    return frozenset(padded[index : index + 3] for index in range(len(padded) - 2))


def near_duplicates(texts: Sequence[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Yield pairs of texts whose trigram Jaccard exceeds `ALIKE`, each later text once.

    Prefix filtering (Chaudhuri et al. 2006): sets that alike share one of each other's rarest
    trigrams, so only those are compared.
    """
    grams = [trigrams(text) for _, text in texts]
    frequency = Counter(gram for found in grams for gram in found)
    index: dict[str, list[int]] = defaultdict(list)
    for number, found in enumerate(grams):
        rarest = sorted(found, key=lambda gram: (frequency[gram], gram))
        prefix = rarest[: len(found) - int(ALIKE * len(found)) + 1]
        seen: set[int] = set()
        for other in (candidate for gram in prefix for candidate in index[gram]):
            if other in seen or not ALIKE <= len(found) / len(grams[other]) <= 1 / ALIKE:
                continue
            seen.add(other)
            shared = len(found & grams[other])
            if shared / (len(found) + len(grams[other]) - shared) > ALIKE:
                yield texts[other], texts[number]
                break
        for gram in prefix:
            index[gram].append(number)


def stats(corpus: Corpus) -> str:
    """Write the counts that the datasheet shows."""
    lines = []
    for language in LANGUAGES:
        replies = [reply for reply in corpus.replies if reply.lang == language]
        customers = [customer for customer in corpus.customers if customer.lang == language]
        sentences = [sentence for reply in replies for sentence in reply.sentences]
        distinct = len({sentence.text for sentence in sentences})
        hard = sum(sentence.hard for sentence in sentences)
        rewrites = [rewrite for rewrite in corpus.rewrites if rewrite.lang == language]
        lines += [
            f"{language}: {len(replies)} replies, {len(sentences)} sentences ({distinct} distinct), "
            f"{hard / max(1, len(sentences)):.0%} hard negatives, {len(customers)} customer messages, {len(rewrites)} rewrites",
            _line("grades", Counter(str(reply.grade) for reply in replies)),
            _line("moves", Counter(move for sentence in sentences for move in sentence.moves)),
            _line("emotion", Counter(EMOTIONS[customer.emotion] for customer in customers)),
            _line("signals", Counter(signal for customer in customers for signal in customer.signals)),
            _line("dialect", Counter(reply.dialect for reply in replies)),
            _line("channel", Counter(reply.channel for reply in replies)),
            _line("addressee", Counter(reply.addressee for reply in replies)),
            _line("sectors", Counter(record.sector for record in (*replies, *customers))),
            _line("split", Counter(reply.split for reply in replies)),
            _line("asks", _statuses(corpus, {reply.id for reply in replies})),
            *_routine(corpus, language),
            "",
        ]
    dialects = Counter(str(pair.dialect) for pair in corpus.parallel)
    lines.append(f"parallel: {len(corpus.parallel)} pairs; {_line('dialect', dialects)}")
    return "\n".join(lines)


def _statuses(corpus: Corpus, replies: set[str]) -> Counter[str]:
    return Counter(str(ask.status) for labels in corpus.asks if labels.id in replies for ask in labels.asks)


def _routine(corpus: Corpus, language: str) -> Iterator[str]:
    replies = [reply for reply in corpus.routine_replies if reply.lang == language]
    customers = [customer for customer in corpus.routine_customers if customer.lang == language]
    sentences = [sentence for reply in replies for sentence in reply.sentences]
    yield f"  routine: {len(replies)} replies, {len(sentences)} sentences, {len(customers)} customer messages"
    yield _line("routine moves", Counter(move for sentence in sentences for move in sentence.moves))
    yield _line("routine genres", Counter(record.genre for record in (*replies, *customers)))


def _line(name: str, counts: Counter[str]) -> str:
    return f"  {name}: " + ", ".join(f"{label} {count}" for label, count in counts.most_common())
