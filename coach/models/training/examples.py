"""Labelled rows made into what the network reads: piece ids, features and targets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from tokenizers import Tokenizer

from coach.case import Case
from coach.models import evaluation, features
from coach.models.features import BEGIN, END, MAX_PIECES, Array, spoken
from coach.reading import MOVES, SIGNALS
from coach.text.document import CUSTOMER_CUES, DRAFT_CUES, Document, read


@dataclass(slots=True)
class ReplyExample:
    """A reply: pieces of its sentences and of the customer's, features [n, N_MOVES], targets [n, moves]."""

    sentences: list[list[int]]
    customer: list[list[int]]
    features: Array
    targets: Array


@dataclass(slots=True)
class MessageExample:
    """A customer's message: pieces and evidence targets by sentence, features, level and signals."""

    sentences: list[list[int]]
    evidence: list[Array]
    features: Array
    level: int
    signals: Array


@dataclass(slots=True)
class TextExample:
    """Any text with its politeness."""

    sentences: list[list[int]]
    label: int


def pieces(tokenizer: Tokenizer, text: str) -> list[int]:
    """Give the piece ids of a sentence between [CLS] and [SEP], cut to MAX_PIECES."""
    return [BEGIN, *tokenizer.encode(text, add_special_tokens=False).ids[: MAX_PIECES - 2], END]


def reply(row: Mapping[str, Any], tokenizer: Tokenizer) -> ReplyExample:
    """Read a labelled reply as it would be read when it is served.

    Sentences stand a line each in half of the rows, by the checksum of the text, and one after the
    other in the rest; a sentence read takes the labels of those written that it overlaps by half.
    """
    texts = [sentence["text"] for sentence in row["sentences"]]
    joint = "\n" if crc32(texts[0].encode()) % 2 else " "
    message = row.get("customer") or row.get("context") or ""
    case = Case(draft=joint.join(texts), customer=message or None)
    draft = read(case.draft, DRAFT_CUES)
    targets = np.zeros((len(draft.sentences), len(MOVES)), dtype=np.float32)
    for place, moves in enumerate(overlapping(draft, texts, [sentence["moves"] for sentence in row["sentences"]])):
        for move in moves:
            targets[place, MOVES.index(move)] = 1.0
    return ReplyExample(
        [pieces(tokenizer, sentence.text) for sentence in draft.sentences],
        [pieces(tokenizer, sentence.text) for sentence in spoken(read(message, ()))] if message.strip() else [],
        features.moves_features(draft, case),
        targets,
    )


def overlapping(draft: Document, texts: Sequence[str], labels: Sequence[Iterable[str]]) -> list[set[str]]:
    """Give each sentence read the labels of those written; `texts` follow one another with one sign between."""
    found: dict[int, set[str]] = {sentence.start: set() for sentence in draft.sentences}
    for sentences, given in zip(evaluation.overlapping(texts, draft.sentences), labels, strict=True):
        for sentence in sentences:
            found[sentence.start].update(given)
    return [*found.values()]


def message(row: Mapping[str, Any], tokenizer: Tokenizer) -> MessageExample:
    """Read a labelled customer's message."""
    document = read(row["text"], CUSTOMER_CUES)
    case = Case(draft="-", customer=row["text"])
    sentences, evidence = [], []
    for sentence in spoken(document):
        encoded = tokenizer.encode(sentence.text, add_special_tokens=False)
        spans = encoded.offsets[: MAX_PIECES - 2]
        marks = np.zeros((len(spans) + 2, len(SIGNALS)), dtype=np.float32)
        for mark in row.get("evidence", ()):
            for place, (left, right) in enumerate(spans, 1):
                if left + sentence.start < mark["end"] and right + sentence.start > mark["start"]:
                    marks[place, SIGNALS.index(mark["signal"])] = 1.0
        sentences.append([BEGIN, *encoded.ids[: MAX_PIECES - 2], END])
        evidence.append(marks)
    signals = np.array([name in row["signals"] for name in SIGNALS], dtype=np.float32)
    return MessageExample(sentences, evidence, features.customer_features(document, case), row["emotion"], signals)  # type: ignore[arg-type]


def text(given: str, label: int, tokenizer: Tokenizer) -> TextExample:
    """Read a text labelled with its politeness."""
    return TextExample([pieces(tokenizer, sentence.text) for sentence in spoken(read(given, ()))], label)
