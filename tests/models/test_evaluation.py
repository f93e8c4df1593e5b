"""How a model's readings are counted, and the forms in which the counts are given."""

import json
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from coach.case import Case
from coach.config import ModelNames, default_profile
from coach.errors import BadModel, BadRecord, NotFound
from coach.models import registry
from coach.models.cues import CueReader
from coach.models.evaluation import (
    Evaluation,
    evaluate_customers,
    evaluate_moves,
    evaluate_politeness,
    load_rows,
    overlapping,
    quadratic_kappa,
)
from coach.models.evaluation_report import as_html, as_text
from coach.models.registry import load_model, load_models
from coach.pipeline import Coach
from coach.reading import MOVES, Emotion, Signal
from coach.text.document import Document, Sentence, read

CUES = ModelNames(moves="cues", emotion="cues", signals="cues", encoder="cues")
SECRET = "Huda Marwan, 22 Palm Street"


def sentence(text: str, start: int, end: int, moves: dict[str, float] | None = None, likely: dict[str, float] | None = None) -> Sentence:
    return Sentence(start, end, text[start:end], "body", 0, "en", [], [], [], [], moves or {}, {}, likely or {})


# Counting


def counted() -> Evaluation:
    """a: 8 hits, 2 misses; b: 9 misses, taken for c five times; c: 5 false alarms beside b, 1 out of nothing."""
    result = Evaluation("moves", rows=20)
    for _ in range(8):
        result.add({"a"}, {"a"})
    for _ in range(2):
        result.add({"a"}, set())
    for _ in range(5):
        result.add({"b"}, {"c"})
    for _ in range(4):
        result.add({"b"}, set())
    result.add(set(), {"c"})
    return result


def test_hits_false_alarms_and_misses_are_counted_by_label() -> None:
    assert dict(counted().counts) == {"a": [8, 0, 2], "b": [0, 0, 9], "c": [0, 6, 0]}


def test_labels_come_with_precision_recall_f1_and_number_the_most_decided_first() -> None:
    labels = counted().labels()
    assert labels[0] == ("a", 1.0, 0.8, pytest.approx(16 / 18), 10)
    assert labels[1:] == [("b", 0.0, 0.0, 0.0, 9), ("c", 0.0, 0.0, 0.0, 0)]


def test_micro_f1_counts_every_decision_and_macro_f1_only_labels_seen_often() -> None:
    result = counted()
    assert result.micro() == pytest.approx(2 * 8 / (2 * 8 + 6 + 11))
    assert result.macro() == pytest.approx(16 / 18), "b has nine examples: one too few"
    assert result.macro(least=9) == pytest.approx(16 / 18 / 2)
    assert result.macro(least=11) == 0.0


def test_a_confusion_is_a_label_missed_beside_one_found_in_its_stead() -> None:
    assert dict(counted().confusion) == {("a", "a"): 8, ("a", "none"): 2, ("b", "c"): 5, ("b", "none"): 4, ("none", "c"): 1}


def test_a_label_that_was_found_takes_no_blame_for_another() -> None:
    result = Evaluation("moves")
    result.add({"a", "b"}, {"a", "c", "d"})
    assert dict(result.confusion) == {("a", "a"): 1, ("b", "c"): 1, ("b", "d"): 1}


def test_calibration_error_weighs_each_bin_by_its_decisions() -> None:
    result = Evaluation("moves")
    for confidence, right in [(0.95, True), (0.9, False), (0.62, True), (0.68, True), (0.15, False)]:
        result.decide(confidence, right)
    # bins: |1.85 - 1|, |1.3 - 2|, |0.15 - 0|, over five decisions
    assert result.calibration_error() == pytest.approx((0.85 + 0.7 + 0.15) / 5)
    assert [int(n) for n, _, _ in result.bins] == [0, 1, 0, 0, 0, 0, 2, 0, 0, 2]


def test_a_certain_decision_falls_into_the_last_bin() -> None:
    result = Evaluation("moves")
    result.decide(1.0, True)
    result.decide(0.0, False)
    assert (result.bins[9], result.bins[0]) == ([1, 1.0, 1], [1, 0.0, 0])
    assert result.calibration_error() == 0.0


def test_nothing_counted_gives_zeros() -> None:
    result = Evaluation("moves")
    assert (result.micro(), result.macro(), result.calibration_error(), result.labels()) == (0.0, 0.0, 0.0, [])


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        ([(0, 0), (1, 1), (2, 2), (3, 1)], 0.5),  # seen 4; by chance (6 + 2 + 6 + 18) / 4 = 8
        ([(0, 0), (3, 3), (2, 2)], 1.0),
        ([(0, 3), (3, 0)], -1.0),  # seen 18; by chance 9
        ([(0, 1), (2, 1)], 0.0),  # always the same answer
        ([(0, 0), (1, 1), (2, 2), (3, 2)], 0.875),  # seen 1; by chance (9 + 3 + 5 + 15) / 4 = 8: a near miss costs less
        ([(2, 2), (2, 2)], 1.0),
    ],
)
def test_quadratic_kappa_by_hand(pairs: list[tuple[int, int]], kappa: float) -> None:
    assert quadratic_kappa(pairs, 4) == pytest.approx(kappa)


# Moves: labelled sentences against those read


@pytest.mark.parametrize(
    ("texts", "spans", "owned"),
    [
        (["Hi Sam,", "we are sorry."], [(0, 7), (8, 21)], [[0], [1]]),
        (["Hi Sam,", "we are sorry."], [(0, 21)], [[0], [0]]),  # joined
        (["We are sorry. It left today."], [(0, 13), (14, 28)], [[0, 1]]),  # split
        (["نعتذر منك. وصل الطلب 😊."], [(0, 10), (11, 23)], [[0, 1]]),
        (["a" * 20, "b" * 20], [(0, 24), (25, 41)], [[0], [1]]),  # three signs over are no half
        (["a" * 20, "b" * 20], [(0, 31), (31, 41)], [[0], [0, 1]]),  # ten of twenty are
        (["a" * 20, "b" * 20], [(0, 30), (31, 41)], [[0], [1]]),  # nine of twenty are not
        (["abcd", "efgh"], [(0, 4)], [[0], []]),
        (["abcd"], [], [[]]),
    ],
)
def test_a_labelled_text_owns_the_sentences_that_overlap_it_by_half(
    texts: list[str], spans: list[tuple[int, int]], owned: list[list[int]]
) -> None:
    draft = "\n".join(texts)
    sentences = [sentence(draft, start, end) for start, end in spans]
    assert [[sentences.index(own) for own in found] for found in overlapping(texts, sentences)] == owned


def reader(*sentences: tuple[int, int, dict[str, float], dict[str, float]]) -> Callable[[Case], Any]:
    """Read every draft as `sentences`, each with what it does and what it may do."""
    return lambda case: SimpleNamespace(draft=SimpleNamespace(sentences=[sentence(case.draft, *one) for one in sentences]))


def test_moves_are_counted_by_labelled_sentence_and_calibrated_over_every_move() -> None:
    rows = [{"sentences": [{"text": "Hi Sam,", "moves": ["greeting"]}, {"text": "we are sorry.", "moves": ["apology", "empathy"]}]}]
    read_case = reader((0, 7, {"greeting": 0.95}, {}), (8, 21, {"apology": 0.85, "closing": 0.55}, {"empathy": 0.35}))
    result = evaluate_moves(read_case, rows)
    assert (result.task, result.rows) == ("moves", 1)
    assert dict(result.counts) == {"greeting": [1, 0, 0], "apology": [1, 0, 0], "empathy": [0, 0, 1], "closing": [0, 1, 0]}
    assert dict(result.confusion) == {("greeting", "greeting"): 1, ("apology", "apology"): 1, ("empathy", "closing"): 1}
    assert result.micro() == pytest.approx(4 / 6)
    decisions = 2 * len(MOVES)
    assert sum(n for n, _, _ in result.bins) == decisions
    # greeting 0.95 and apology 0.85 right, closing 0.55 wrong, empathy 0.35 right
    assert result.calibration_error() == pytest.approx((0.05 + 0.15 + 0.55 + 0.65) / decisions)


def test_a_sentence_read_in_two_counts_the_moves_of_both_and_the_higher_confidence() -> None:
    rows = [{"sentences": [{"text": "We are sorry. It left today.", "moves": ["apology", "explanation"]}]}]
    result = evaluate_moves(reader((0, 13, {"apology": 0.85}, {"explanation": 0.25}), (14, 28, {"explanation": 0.75}, {})), rows)
    assert dict(result.counts) == {"apology": [1, 0, 0], "explanation": [1, 0, 0]}
    assert {index: tuple(told) for index, told in enumerate(result.bins) if told[0]} == {
        0: (len(MOVES) - 2, 0.0, 0),
        7: (1, 0.75, 1),
        8: (1, 0.85, 1),
    }


def test_two_sentences_read_as_one_both_get_its_moves() -> None:
    rows = [{"sentences": [{"text": "Hi Sam,", "moves": ["greeting"]}, {"text": "we are sorry.", "moves": ["apology"]}]}]
    result = evaluate_moves(reader((0, 21, {"greeting": 0.9, "apology": 0.9}, {})), rows)
    assert dict(result.counts) == {"greeting": [1, 1, 0], "apology": [1, 1, 0]}


def test_the_reply_is_read_whole_and_beside_its_context() -> None:
    seen: list[Case] = []

    def read_case(case: Case) -> Any:
        seen.append(case)
        return reader()(case)

    texts = [{"text": "مرحبًا،", "moves": []}, {"text": "نعتذر.", "moves": []}]
    evaluate_moves(read_case, [{"context": "أين طلبي؟", "sentences": texts}, {"sentences": texts}, {"context": "", "sentences": texts}])
    assert [(case.draft, case.customer) for case in seen] == [
        ("مرحبًا،\nنعتذر.", "أين طلبي؟"),
        ("مرحبًا،\nنعتذر.", None),
        ("مرحبًا،\nنعتذر.", None),
    ]


# Customers


ANGER = [(2, 2), (3, 2), (3, 0), (0, 2), (1, 1)]


def customers(found: list[tuple[int, float, list[str], int]]) -> Callable[[Case], Any]:
    """Give each message in turn a level, its confidence, signals and a number of asks."""
    left: Iterator[tuple[int, float, list[str], int]] = iter(found)

    def read_case(case: Case) -> Any:
        level, confidence, signals, asks = next(left)
        return SimpleNamespace(
            customer=SimpleNamespace(
                emotion=Emotion(level, confidence), signals=[Signal(name, 0, 1, 0.9) for name in signals], asks=[None] * asks
            )
        )

    return read_case


def messages(*rows: tuple[int, list[str], Any]) -> list[dict[str, Any]]:
    return [{"text": "x", "emotion": emotion, "signals": signals, "asks": asks} for emotion, signals, asks in rows]


def test_emotions_are_compared_as_levels_and_as_angry_or_not() -> None:
    result = evaluate_customers(customers([(found, 0.75, [], 0) for _, found in ANGER]), messages(*((gold, [], 0) for gold, _ in ANGER)))
    assert result.figures["emotion_accuracy"] == pytest.approx(2 / 5)
    assert result.figures["angry_f1"] == pytest.approx(2 * 2 / (2 * 2 + 1 + 1))
    assert result.figures["emotion_qwk"] == pytest.approx(1 - 14 / (54 / 5))
    assert dict(result.confusion) == {
        ("angry", "angry"): 1,
        ("hostile", "angry"): 1,
        ("hostile", "calm"): 1,
        ("calm", "angry"): 1,
        ("dissatisfied", "dissatisfied"): 1,
    }
    assert result.calibration_error() == pytest.approx(abs(5 * 0.75 - 2) / 5)


def test_signals_and_asks_are_counted() -> None:
    rows = messages((0, ["insult", "urgency"], 2), (0, [], ["one ask"]), (0, ["insult"], 0))
    result = evaluate_customers(customers([(0, 0.9, ["insult", "sarcasm"], 2), (0, 0.9, ["urgency"], 2), (0, 0.9, ["insult"], 0)]), rows)
    assert dict(result.counts) == {"insult": [2, 0, 0], "urgency": [0, 1, 1], "sarcasm": [0, 1, 0]}
    assert result.figures["asks_right"] == pytest.approx(2 / 3)


def test_a_message_that_nobody_reads_counts_as_calm() -> None:
    result = evaluate_customers(lambda case: SimpleNamespace(customer=None), messages((2, ["insult"], 1), (0, [], 0)))
    assert dict(result.confusion) == {("angry", "calm"): 1, ("calm", "calm"): 1}
    assert dict(result.counts) == {"insult": [0, 0, 1]}
    assert (result.figures["asks_right"], result.figures["angry_f1"]) == (0.5, 0.0)


# Politeness


def test_politeness_takes_the_likeliest_of_three() -> None:
    chances = {"one": (0.7, 0.2, 0.1), "two": (0.1, 0.25, 0.65), "ثلاثة": (0.05, 0.15, 0.8)}

    def politeness(text: Document) -> tuple[float, ...]:
        return chances[text.text]

    rows = [{"text": "one", "politeness": "impolite"}, {"text": "two", "politeness": "neutral"}, {"text": "ثلاثة", "politeness": "polite"}]
    result = evaluate_politeness(politeness, rows)
    assert dict(result.counts) == {"impolite": [1, 0, 0], "neutral": [0, 0, 1], "polite": [1, 1, 0]}
    assert dict(result.confusion) == {("impolite", "impolite"): 1, ("neutral", "polite"): 1, ("polite", "polite"): 1}
    assert result.calibration_error() == pytest.approx((0.3 + 0.65 + 0.2) / 3)


# With the cues, in both languages


@pytest.mark.parametrize(
    ("greeting", "apology", "question"),
    [
        ("Hello Sam,", "I am sorry for the delay.", "What is your order number?"),
        ("مرحبًا سارة،", "نعتذر عن التأخير.", "ما رقم طلبك؟"),
    ],
)
def test_cues_are_measured_on_whole_replies(greeting: str, apology: str, question: str) -> None:
    texts = ((greeting, "greeting"), (apology, "apology"), (question, "question"))
    rows = [{"context": "?", "sentences": [{"text": text, "moves": [move]} for text, move in texts]}]
    result = evaluate_moves(Coach(default_profile(), load_models(CUES)).read, rows)
    assert {label: n for label, _, recall, _, n in result.labels() if recall == 1.0} == {"greeting": 1, "apology": 1, "question": 1}


@pytest.mark.parametrize(
    ("lang", "calm", "hostile"), [("en", "Thanks, all good.", "You are idiots."), ("ar", "شكرًا لكم، كل شيء تمام.", "أنتم لصوص.")]
)
def test_cues_are_measured_on_messages(lang: str, calm: str, hostile: str) -> None:
    rows = [
        {"lang": lang, "text": calm, "emotion": 0, "signals": [], "asks": 0},
        {"lang": lang, "text": hostile, "emotion": 3, "signals": ["insult"], "asks": 0},
    ]
    result = evaluate_customers(Coach(default_profile(), load_models(CUES)).read, rows)
    assert dict(result.counts) == {"insult": [1, 0, 0]}
    assert (result.figures["emotion_qwk"], result.figures["angry_f1"]) == (1.0, 1.0)


# Rows


def rows_file(folder: Path, *rows: object) -> Path:
    path = folder / "rows.jsonl"
    path.write_text(
        "".join((row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)) + "\n" for row in rows), encoding="utf-8"
    )
    return path


GOOD = {
    "moves": {"context": SECRET, "sentences": [{"text": "نعتذر منك.", "moves": ["apology"]}]},
    "customers": {"text": SECRET, "emotion": 3, "signals": ["insult"], "asks": 1},
    "politeness": {"text": SECRET, "politeness": "polite"},
}


@pytest.mark.parametrize("task", GOOD)
def test_rows_are_read_and_blank_lines_passed_over(tmp_path: Path, task: str) -> None:
    assert load_rows(rows_file(tmp_path, "", GOOD[task], "  ", GOOD[task]), task) == [GOOD[task]] * 2


BAD_ROWS = {
    "not JSON": ("moves", f'{{"context": "{SECRET}", ', "not valid JSON"),
    "not UTF-8 within JSON": ("politeness", '{"text": "\\ud800", "politeness": "polite"}', "not valid JSON"),
    "a list": ("moves", "[]", "sentences"),
    "no sentences": ("moves", {"context": SECRET}, "sentences"),
    "no emotion": ("customers", {"text": SECRET, "signals": [], "asks": 0}, "emotion"),
    "no signals": ("customers", {"text": SECRET, "emotion": 0}, "signals"),
    "no politeness": ("politeness", {"text": SECRET}, "politeness"),
    "unknown move": ("moves", {"sentences": [{"text": SECRET, "moves": ["apology", "grovelling"]}]}, "unknown label 'grovelling'"),
    "unknown signal": ("customers", {"text": SECRET, "emotion": 0, "signals": ["rage"], "asks": 0}, "unknown label 'rage'"),
    "unknown politeness": ("politeness", {"text": SECRET, "politeness": "rude"}, "unknown label 'rude'"),
    "emotion above": ("customers", {"text": SECRET, "emotion": 4, "signals": [], "asks": 0}, "0 to 3"),
    "emotion below": ("customers", {"text": SECRET, "emotion": -1, "signals": [], "asks": 0}, "0 to 3"),
    "emotion by name": ("customers", {"text": SECRET, "emotion": "angry", "signals": [], "asks": 0}, "0 to 3"),
    "emotion between two levels": ("customers", {"text": SECRET, "emotion": 1.5, "signals": [], "asks": 0}, "0 to 3"),
    "emotion null": ("customers", {"text": SECRET, "emotion": None, "signals": [], "asks": 0}, "0 to 3"),
}


@pytest.mark.parametrize(("task", "row", "says"), BAD_ROWS.values(), ids=BAD_ROWS.keys())
def test_a_bad_row_is_named_by_file_and_line_without_its_text(tmp_path: Path, task: str, row: object, says: str) -> None:
    path = rows_file(tmp_path, GOOD[task], "", row)
    with pytest.raises(BadRecord) as caught:
        load_rows(path, task)
    for language in ("en", "ar"):
        said = caught.value.describe(language)
        assert f"{path}:3" in said
        assert says in said
        assert SECRET not in said


SHAPES = {
    "a sentence without moves": ("moves", {"sentences": [{"text": SECRET}]}),
    "a sentence without text": ("moves", {"sentences": [{"moves": []}]}),
    "sentences that are no list": ("moves", {"sentences": 5}),
    "sentences that are texts": ("moves", {"sentences": [SECRET]}),
    "a text that is a number": ("moves", {"sentences": [{"text": 5, "moves": []}]}),
    "no sentence at all": ("moves", {"sentences": []}),
    "a move that is a list": ("moves", {"sentences": [{"text": SECRET, "moves": [["apology"]]}]}),
    "a message that is a number": ("customers", {"text": 5, "emotion": 0, "signals": [], "asks": 0}),
    "signals that are no list": ("customers", {"text": SECRET, "emotion": 0, "signals": 5, "asks": 0}),
    "asks that are null": ("customers", {"text": SECRET, "emotion": 0, "signals": [], "asks": None}),
    "an emotion with a point": ("customers", {"text": SECRET, "emotion": 1.0, "signals": [], "asks": 0}),
    "a politeness that is a list": ("politeness", {"text": SECRET, "politeness": ["polite"]}),
    "a text that is null": ("politeness", {"text": None, "politeness": "polite"}),
}


@pytest.mark.parametrize(("task", "row"), SHAPES.values(), ids=SHAPES.keys())
def test_a_row_of_the_wrong_shape_is_refused(tmp_path: Path, task: str, row: object) -> None:
    path = rows_file(tmp_path, GOOD[task], row)
    with pytest.raises(BadRecord) as caught:
        load_rows(path, task)
    assert f"{path}:2" in str(caught.value)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"\n \n"])
def test_a_file_without_rows_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(content)
    with pytest.raises(BadRecord, match="no rows"):
        load_rows(path, "moves")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'{"text": "\xff", "politeness": "polite"}\n')
    with pytest.raises(BadRecord) as caught:
        load_rows(path, "politeness")
    assert f"{path}:1" in str(caught.value)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.jsonl", tmp_path):
        with pytest.raises(NotFound) as caught:
            load_rows(path, "moves")
        assert str(path) in str(caught.value)


# Forms


ODD = 'a<b>&"c'


def shown() -> Evaluation:
    """An evaluation with an odd label, a figure, and two bins of decisions."""
    result = Evaluation("customers", rows=7)
    result.add({"insult", ODD}, {"insult", ODD})
    for _ in range(3):
        result.add({ODD}, {"urgency"})
    result.add({"insult"}, set())
    for confidence, right in [(0.9, True), (0.9, False), (0.25, False)]:
        result.decide(confidence, right)
    result.figures = {"emotion_qwk": 0.123456, "angry_f1": 0.5}
    return result


def strict_json(text: str) -> Any:
    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is no JSON number")

    return json.loads(text, parse_constant=refuse)


@pytest.mark.parametrize("made", [shown, counted, lambda: Evaluation("moves")], ids=["figures", "counts", "nothing"])
def test_plain_data_holds_every_key_and_valid_numbers(made: Callable[[], Evaluation]) -> None:
    result = made()
    given = strict_json(json.dumps(result.as_dict()))
    keys = {"task", "rows", "micro_f1", "macro_f1", "calibration_error", "labels", "calibration", "confusion"}
    assert given.keys() == keys | result.figures.keys()
    assert [set(row) for row in given["labels"]] == [{"label", "precision", "recall", "f1", "n"}] * len(result.counts)
    assert [row["from"] for row in given["calibration"]] == [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
    assert all((row["confidence"] is None) == (row["right"] is None) == (row["n"] == 0) for row in given["calibration"])
    assert [set(row) for row in given["confusion"]] == [{"gold", "found", "n"}] * len(result.confusion)


def test_plain_data_by_hand() -> None:
    given = shown().as_dict()
    assert given["emotion_qwk"] == 0.1235
    assert given["micro_f1"] == round(2 * 2 / (2 * 2 + 3 + 4), 4)
    assert given["labels"][0] == {"label": ODD, "precision": 1.0, "recall": 0.25, "f1": 0.4, "n": 4}
    assert given["calibration"][9] == {"from": 0.9, "n": 2, "confidence": 0.9, "right": 0.5}
    assert given["calibration_error"] == round((0.8 + 0.25) / 3, 4)
    assert given["confusion"][0] == {"gold": ODD, "found": "urgency", "n": 3}
    assert [row["n"] for row in given["confusion"]] == [3, 1, 1, 1]


def test_text_has_a_line_for_each_label_confusion_and_bin() -> None:
    text = as_text(shown())
    lines = [line.split() for line in text.splitlines()]
    assert lines[0] == ["label", "precision", "recall", "F1", "n"]
    assert [ODD, "1.00", "0.25", "0.40", "4"] in lines
    assert ["insult", "1.00", "0.50", "0.67", "2"] in lines
    confused = [line.strip() for line in text.splitlines() if "→" in line and not line.endswith("):")]
    assert confused == [f"{ODD} → urgency: 3", "insult → none: 1"]
    assert ["0.9–1.0", "2", "0.90", "0.50"] in lines
    assert sum("–" in line[0] for line in lines if line) == 2, "empty bins are left out"
    assert text.splitlines()[-1].startswith("micro-F1 0.364  macro-F1 0.000  emotion QWK 0.123  angry or worse F1 0.500")


def test_text_lists_the_confusions_that_happen_most() -> None:
    result = Evaluation("moves")
    for place in range(14):
        for _ in range(place + 1):
            result.add({f"gold{place}"}, {f"found{place}"})
    confused = [line.strip() for line in as_text(result).splitlines() if line.startswith("  ")]
    assert confused == [f"gold{place} → found{place}: {place + 1}" for place in range(13, 1, -1)]


def test_text_without_mistakes_speaks_of_none() -> None:
    result = Evaluation("moves")
    result.add({"apology"}, {"apology"})
    assert "taken for another" not in as_text(result)


VOID = {"meta", "br", "hr", "img", "input", "link"}
OPTIONAL = {"td", "th", "tr", "p", "html"}


class Page(HTMLParser):
    """Collect a page's tags, attributes and table cells; every end tag must end what is open."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.tables: list[list[list[str]]] = []
        self.feed(page)
        self.close()
        left = [tag for tag in self.open if tag not in OPTIONAL]
        assert not left, f"left open: {left}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute twice in <{tag}>"
        self.tags.append((tag, dict(attrs)))
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
        if tag in ("td", "th") and self.open[-1] in ("td", "th"):
            self.open.pop()
        if tag not in VOID:
            self.open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open[-1] != tag and self.open[-1] in OPTIONAL:
            self.open.pop()
        assert self.open, f"</{tag}> ends nothing"
        assert self.open[-1] == tag, f"</{tag}> within <{self.open[-1]}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts[self.open[-1]][-1] += data
            if self.open[-1] in ("td", "th"):
                self.tables[-1][-1][-1] += data


TITLE = 'customers: cues on <b>&"rows".jsonl'


def test_the_page_is_well_formed_and_escapes_names() -> None:
    page = Page(as_html(shown(), TITLE))
    names = {tag for tag, _ in page.tags}
    assert "b" not in names
    assert page.texts["title"][0] == TITLE
    assert page.texts["h1"] == [TITLE]
    figures, labels, confusion = page.tables
    assert ["micro-F1", "0.364"] in figures
    assert [ODD, "1.00", "0.25", "0.40", "4", ""] in labels
    assert confusion[0] == ["", ODD, "insult", "urgency", "none"]
    assert {row[0]: row[1:] for row in confusion[1:]} == {
        ODD: ["1", "", "3", ""],
        "insult": ["", "1", "", "1"],
        "urgency": ["", "", "", ""],
        "none": ["", "", "", ""],
    }


def test_emotions_stand_in_their_order_in_the_table() -> None:
    result = Evaluation("customers")
    for gold, found in [("hostile", "calm"), ("angry", "angry"), ("calm", "dissatisfied")]:
        result.add({gold}, {found})
    assert Page(as_html(result, "x")).tables[-1][0] == ["", "calm", "dissatisfied", "angry", "hostile"]


def test_the_page_stands_alone() -> None:
    written = as_html(shown(), TITLE)
    page = Page(written)
    assert "http" not in written
    assert "url(" not in written
    assert "@import" not in written
    assert not {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe"}
    assert not [name for _, attrs in page.tags for name in attrs if name in ("src", "href", "srcset") or name.startswith("on")]
    assert ("meta", {"charset": "utf-8"}) in page.tags


def test_each_plot_has_a_text_in_its_stead() -> None:
    page = Page(as_html(shown(), TITLE))
    plots = [attrs for tag, attrs in page.tags if tag == "svg"]
    assert [(plot["role"], plot["aria-label"]) for plot in plots] == [
        ("img", "F1 0.40"),
        ("img", "F1 0.00"),
        ("img", "F1 0.67"),
        ("img", "calibration curve"),
    ]
    assert [attrs["width"] for tag, attrs in page.tags if tag == "rect"] == ["48", "0", "80"]


def test_the_curve_has_a_point_for_each_bin() -> None:
    page = Page(as_html(shown(), TITLE))
    points = [(attrs["cx"], attrs["cy"]) for tag, attrs in page.tags if tag == "circle"]
    assert points == [("85.0", "230.0"), ("228.0", "120.0")]
    assert page.texts["title"][1:] == ["1 decisions: said 0.25, right 0.00", "2 decisions: said 0.90, right 0.50"]


def test_a_page_of_nothing_is_well_formed() -> None:
    page = Page(as_html(Evaluation("moves"), "nothing"))
    assert page.tables[1] == [["label", "precision", "recall", "F1", "n", ""]]
    assert page.tables[2] == [[""]]


# Names of models


def test_cues_are_loaded_once_and_need_no_encoder() -> None:
    models = load_models(CUES)
    assert isinstance(models.moves, CueReader)
    assert models.moves is models.emotion is models.signals
    assert models.encoder is None


@pytest.mark.parametrize("name", ["nothing", "Cues", "hub", "نموذج"])
def test_a_name_that_is_no_model_is_refused(name: str) -> None:
    with pytest.raises(BadModel) as caught:
        load_model("moves", name)
    assert repr(name) in caught.value.describe("en")
    assert repr(name) in caught.value.describe("ar")
    assert "a folder of weights" in str(caught.value)


def test_a_name_too_long_for_a_file_is_refused_and_told_in_part() -> None:
    with pytest.raises(BadModel) as caught:
        load_model("moves", "x" * 300)
    for language in ("en", "ar"):
        assert "x" * 20 in caught.value.describe(language)
        assert "x" * 200 not in caught.value.describe(language)
    assert "a folder of weights" in str(caught.value)


def test_a_file_is_no_folder_of_weights(tmp_path: Path) -> None:
    file = tmp_path / "model.onnx"
    file.write_bytes(b"x")
    with pytest.raises(BadModel):
        load_model("moves", str(file))


@pytest.mark.parametrize("card", [None, "{", "\udcff"])
def test_a_folder_without_a_readable_card_is_refused(tmp_path: Path, card: str | None) -> None:
    if card is not None:
        (tmp_path / "card.json").write_bytes(card.encode(errors="surrogateescape"))
    with pytest.raises(BadModel) as caught:
        load_model("moves", str(tmp_path))
    assert str(tmp_path) in str(caught.value)
    assert "card.json" in str(caught.value)


def test_a_hub_name_goes_to_the_hub_with_its_task_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []

    def load(task: str, name: str) -> object:
        asked.append((task, name))
        return object()

    registry._hub.cache_clear()
    monkeypatch.setattr("coach.models.hub.load", load)
    try:
        assert load_model("moves", "hub:own/model") is load_model("moves", "hub:own/model")
        load_model("emotion", "hub:own/model")
    finally:
        registry._hub.cache_clear()
    assert asked == [("moves", "own/model"), ("emotion", "own/model")]


def test_sentences_read_for_real_line_up_with_labelled_ones() -> None:
    texts = ["Hello Sam 😊,", "I am sorry. Your refund left today.", "مع التحية."]
    found = list(overlapping(texts, read("\n".join(texts), ()).sentences))
    assert [[own.text for own in each] for each in found] == [["Hello Sam 😊,"], ["I am sorry.", "Your refund left today."], ["مع التحية."]]
