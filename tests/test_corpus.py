"""The corpus is sound, and as large and varied as its datasheet says."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coach import corpus
from coach.errors import BadRecord
from coach.reading import MOVES, SIGNALS
from coach.rules import RULES

ROOT = Path(__file__).parents[1]
CORPUS = corpus.load(ROOT / "corpus")
MANY = (
    "refusal",
    "alternative",
    "commitment",
    "vague_promise",
    "empathy",
    "acknowledgement",
    "blame",
    "dismissive",
    "non_apology",
    "ownership",
    "follow_up",
)


def test_lint_finds_nothing() -> None:
    assert corpus.lint(CORPUS) == []


@pytest.mark.parametrize("language", corpus.LANGUAGES)
def test_replies_are_many_and_every_move_is_there(language: str) -> None:
    replies = [reply for reply in CORPUS.replies if reply.lang == language]
    sentences = [sentence for reply in replies for sentence in reply.sentences]
    counts = Counter(move for sentence in sentences for move in sentence.moves)
    assert len(replies) >= 1_500
    assert len({sentence.text for sentence in sentences}) >= 7_000
    assert all(counts[move] >= (350 if move in MANY else 180) for move in MOVES)
    assert sum(sentence.hard for sentence in sentences) >= 0.2 * len(sentences)
    assert {reply.grade for reply in replies} == {1, 2, 3, 4, 5}
    assert len({reply.sector for reply in replies}) >= 20
    assert sum(rewrite.lang == language for rewrite in CORPUS.rewrites) >= 800


@pytest.mark.parametrize("language", corpus.LANGUAGES)
def test_customers_are_many_and_feel_everything(language: str) -> None:
    customers = [customer for customer in CORPUS.customers if customer.lang == language]
    signals = Counter(signal for customer in customers for signal in customer.signals)
    emotions = Counter(customer.emotion for customer in customers)
    assert len(customers) >= 2_500
    assert all(signals[signal] >= 150 for signal in SIGNALS)
    assert all(emotions[level] >= 400 for level in range(4))


@pytest.mark.parametrize("language", corpus.LANGUAGES)
def test_what_replies_do_with_asks_is_told_for_many(language: str) -> None:
    of_language = {reply.id for reply in CORPUS.replies if reply.lang == language}
    labels = [labels for labels in CORPUS.asks if labels.id in of_language]
    statuses = Counter(ask.status for row in labels for ask in row.asks)
    assert len(labels) >= 600
    assert all(statuses[status] >= 40 for status in ("answered", "deferred", "refused", "missed"))
    assert sum(row.split == "dev" for row in labels) >= 100


def test_an_ask_that_fits_no_reply_is_named() -> None:
    reply = next(reply for reply in CORPUS.replies if reply.customer_id)
    far = corpus.AskLabel(start=5, end=5_000, status="answered", sentences=(99,))
    unsound = corpus.Corpus(
        customers=[customer for customer in CORPUS.customers if customer.id == reply.customer_id],
        replies=[reply],
        asks=[
            corpus.AskLabels(id=reply.id, split="dev" if reply.split == "train" else "train", asks=(far,)),
            corpus.AskLabels(id="nobody", split="train", asks=(corpus.AskLabel(start=0, end=1, status="missed", sentences=(0,)),)),
        ],
    )
    found = [line for line in corpus.lint(unsound) if reply.id in line or "nobody" in line]
    assert [line.split(": ")[1] for line in found] == [
        "its reply is in another split",
        "an ask outside the message",
        "a sentence that the reply has not",
        "asks of no reply",
    ]


def test_parallel_pairs_are_a_third_in_dialect() -> None:
    assert len(CORPUS.parallel) >= 3_000
    assert sum(pair.dialect != "msa" for pair in CORPUS.parallel) >= len(CORPUS.parallel) / 3


def test_near_duplicates_are_found_exactly() -> None:
    texts = [
        ("a", "the parcel left the depot on monday"),
        ("b", "the parcel left the depot on monday."),
        ("c", "your bill is ready"),
        ("d", "the parcel left"),
    ]
    assert [(one[0], other[0]) for one, other in corpus.near_duplicates(texts)] == [("a", "b")]


def test_a_broken_record_is_named_with_file_and_line(tmp_path: Path) -> None:
    kinds = ("customers", "replies", "rewrites", "asks", "routine_replies", "routine_customers")
    for name in (*(f"{kind}_{language}" for kind in kinds for language in corpus.LANGUAGES), "parallel"):
        (tmp_path / f"{name}.jsonl").write_text("", encoding="utf-8")
    (tmp_path / "parallel.jsonl").write_text('{"id": "p1"}\n', encoding="utf-8")
    with pytest.raises(BadRecord, match=r"parallel\.jsonl:1 is not a case: en: field required"):
        corpus.load(tmp_path)


def lines_of(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (ROOT / "corpus" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("language", corpus.LANGUAGES)
def test_each_ask_of_the_answers_lies_in_its_message_and_is_missed_where_no_sentence_takes_it_up(language: str) -> None:
    rows = lines_of(f"answers_{language}")
    statuses = Counter(ask["status"] for row in rows for ask in row["asks"])
    assert all(statuses[status] >= 150 for status in ("answered", "deferred", "refused", "missed"))
    for row in rows:
        for ask in row["asks"]:
            assert 0 <= ask["start"] < ask["end"] <= len(row["customer"])
            assert (ask["status"] == "missed") == (not ask["sentences"])
            assert all(0 <= number < len(row["reply"]) for number in ask["sentences"])
    authors = {split: {row["author"] for row in rows if row["split"] == split} for split in ("train", "dev")}
    assert not authors["train"] & authors["dev"]


@pytest.mark.parametrize("language", corpus.LANGUAGES)
def test_length_tells_nothing_of_a_reviewed_replys_score(language: str) -> None:
    rows = lines_of(f"reviews_{language}")
    assert len({row["draft"] for row in rows}) == len(rows) >= 600
    assert all(set(row["criteria"]) == {"empathy", "completeness", "tone", "clarity", "next_step"} for row in rows)
    assert all(0 <= points <= 100 for row in rows for points in (row["score"], *row["criteria"].values()))
    correlation = np.corrcoef([len(row["draft"].split()) for row in rows], [row["score"] for row in rows])[0, 1]
    assert abs(correlation) < 0.25


@pytest.mark.parametrize("language", corpus.LANGUAGES)
@pytest.mark.parametrize("name", ["reviews", "drafts"])
def test_each_fault_that_a_reviewer_named_is_a_rules_and_lies_in_its_text(name: str, language: str) -> None:
    rules = {rule.id for rule in RULES}
    rows = lines_of(f"{name}_{language}")
    assert len({row["draft"] for row in rows}) == len(rows) >= 160
    for row in rows:
        for rule, severity, start, end in row["faults"]:
            assert rule in rules
            assert severity in ("error", "warning", "advice")
            text = row["customer"] if rule == "unanswered-question" else row["draft"]
            assert (start is None and end is None) or 0 <= start < end <= len(text)
    grave = [any(severity == "error" for _, severity, _, _ in row["faults"]) for row in rows if row["send"]]
    assert sum(grave) <= 0.02 * len(rows)


@pytest.mark.parametrize("language", corpus.LANGUAGES)
@pytest.mark.parametrize("name", ["reviews", "drafts"])
def test_a_reviewed_reply_has_a_label_for_each_sentence_and_each_ask(name: str, language: str) -> None:
    rows = lines_of(f"{name}_{language}")
    labels = Counter(label for row in rows for _, _, label in row["edited"])
    statuses = Counter(status for row in rows for _, _, status, _ in row["asks"])
    assert set(labels) == set("KRD")
    assert set(statuses) == {"answered", "deferred", "refused", "missed", "none"}
    assert all(count >= 15 for count in (*labels.values(), *statuses.values()))
    for row in rows:
        assert 0 <= row["score"] <= 100
        assert set(row["criteria"]) == {"empathy", "completeness", "tone", "clarity", "next_step"}
        spans = [(start, end) for start, end, _ in row["edited"]]
        assert spans
        assert all(0 <= start < end <= len(row["draft"]) for start, end in spans)
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))
        for start, end, status, sentences in row["asks"]:
            assert 0 <= start < end <= len(row["customer"])
            assert not sentences or status in ("answered", "deferred", "refused")
            assert all(0 <= number < len(spans) for number in sentences)


@pytest.mark.parametrize("language", corpus.LANGUAGES)
@pytest.mark.parametrize(("name", "spans", "least"), [("average", "sentences", 200), ("drafts", "edited", 200), ("reviews", "edited", 130)])
def test_a_lead_has_a_letter_for_each_sentence(name: str, spans: str, least: int, language: str) -> None:
    rows = [row for row in lines_of(f"{name}_{language}") if "passed" in row]
    assert len({row["draft"] for row in rows}) == len(rows) >= least
    letters = Counter(letter for row in rows for letter in row["passed"])
    assert set(letters) == set("SsRD")
    assert all(count >= 40 for count in letters.values())
    for row in rows:
        assert len(row["passed"]) == len(row[spans])
        assert all(0 <= start < end <= len(row["draft"]) for start, end, *_ in row[spans])
        assert all(before[1] <= after[0] for before, after in pairwise(row[spans]))


@pytest.mark.parametrize("language", corpus.LANGUAGES)
def test_each_edited_reply_is_of_the_train_split_and_its_labels_lie_in_it(language: str) -> None:
    replies = {reply.id: reply for reply in CORPUS.replies if reply.lang == language}
    rows = lines_of(f"edits_{language}")
    assert len({row["id"] for row in rows}) == len(rows) >= 500
    labels = Counter(label for row in rows for _, _, label in row["edited"])
    assert all(labels[label] >= 300 for label in "KRD")
    for row in rows:
        reply = replies[row["id"]]
        spans = [(start, end) for start, end, _ in row["edited"]]
        assert reply.split == "train"
        assert spans[0][0] >= 0
        assert all(start < end for start, end in spans)
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))
        assert spans[-1][1] <= len(" ".join(sentence.text for sentence in reply.sentences))
