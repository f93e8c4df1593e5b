"""`coach predict` from the outside, and the predictor behind it."""

import json
import subprocess
import sys
from pathlib import Path
from threading import Timer
from types import SimpleNamespace
from typing import Any

import pytest

from coach.case import MAX_CUSTOMER, MAX_DRAFT, MAX_RECORD, Case
from coach.config import ModelNames, default_profile
from coach.models.predict import Predictor
from coach.models.registry import load_models
from coach.pipeline import Coach
from coach.reading import EMOTIONS
from coach.text.document import Document
from tests.cli_run import ROOT, Done, coach

SECRET = "Huda Marwan, 22 Palm Street"
TEXTS = {
    "en": ["Hello Sam 😊,", "I am sorry for the delay 🙏🏽.", "We will refund you today."],
    "ar": ["مَرحَبًا سارة 😊،", "نَعتَذِرُ عن التأخير 🙏🏽.", "سَنُعيدُ المبلغ اليوم."],
}


def lines(*rows: object) -> bytes:
    return b"".join((row if isinstance(row, bytes) else json.dumps(row, ensure_ascii=False).encode()) + b"\n" for row in rows)


def predict(task: str, *rows: object, model: str = "cues", **environment: str) -> tuple[Done, list[dict[str, Any]]]:
    done = coach("predict", "--task", task, "--model", model, given=lines(*rows), **environment)
    return done, [json.loads(line) for line in done.out.splitlines()]


def test_moves_a_line_in_and_a_line_out() -> None:
    texts = ["\n".join(TEXTS["en"]), "\n".join(TEXTS["ar"])]
    done, answers = predict(
        "moves", {"text": texts[0], "context": "Where is my money?"}, b"", {"text": texts[1]}, {"text": "Hello Sam,", "context": None}
    )
    assert (done.code, done.err, len(answers)) == (0, "", 3)
    for text, parts, answer in zip(texts, TEXTS.values(), answers, strict=False):
        assert [text[one["start"] : one["end"]] for one in answer["sentences"]] == parts
        assert [one["labels"] for one in answer["sentences"]] == [["greeting"], ["apology"], ["commitment"]]
        assert sorted(answer["labels"]) == ["apology", "commitment", "greeting"]
        assert answer["confidences"] == sorted(answer["confidences"], reverse=True)
    assert answers[2]["labels"] == ["greeting"]


def test_emotions_in_order() -> None:
    texts = ["Thanks, all good.", "أنتم لصوص ونصابون.", "شكرًا لكم، كل شيء تمام.", "You are idiots."]
    done, answers = predict("emotion", *({"text": text} for text in texts))
    assert (done.code, done.err) == (0, "")
    assert [answer["labels"] for answer in answers] == [["calm"], ["hostile"], ["calm"], ["hostile"]]
    assert all(answer.keys() == {"labels", "confidences"} and 0 < answer["confidences"][0] <= 1 for answer in answers)


def test_spans_of_signals_count_characters_whatever_their_marks() -> None:
    wanted = {
        "😡😡 أَنتُم لُصوص 😡!! وهذه المَرَّة الثالثة أتواصل معكم.": {"insult": "أَنتُم لُصوص", "repeat_contact": "المَرَّة الثالثة"},
        "👩‍👩‍👧 I will cancel 😀 my subscription. You are idiots.": {
            "insult": "You are idiots",
            "threat_leave": "I will cancel 😀 my subscription",
        },
        "Thanks, all good.": {},
    }
    done, answers = predict("signals", *({"text": text} for text in wanted))
    assert (done.code, done.err) == (0, "")
    for (text, told), answer in zip(wanted.items(), answers, strict=True):
        assert answer.keys() == {"labels", "confidences", "spans"}
        assert len(answer["confidences"]) == len(answer["labels"])
        assert {label: text[start:end] for label, (start, end) in zip(answer["labels"], answer["spans"], strict=True)} == told


BAD_LINES: list[tuple[object, str]] = [
    (b'{"text": "' + SECRET.encode(), "not valid JSON"),
    ({"context": SECRET}, "needs a text"),
    ({"text": 5, "context": SECRET}, "needs a text"),
    ({"text": SECRET, "context": 5}, "context is not a text"),
    ([SECRET], "needs a text"),
    (b'{"text": "\xff"}', "line"),
    (b'{"text": "a\\ud800"}', "line"),
    ({"text": "a" * MAX_RECORD}, str(MAX_RECORD)),
    ({"text": "a" * (MAX_DRAFT + 1)}, str(MAX_DRAFT)),
    ({"text": f"{SECRET}\0"}, "NUL"),
    ({"text": " \n"}, "empty"),
    ({"text": SECRET, "context": "a" * (MAX_CUSTOMER + 1)}, str(MAX_CUSTOMER)),
]


def test_a_bad_line_fails_alone() -> None:
    good = {"text": "Hello Sam,"}
    given = [row for bad, _ in BAD_LINES for row in (good, bad)]
    done, answers = predict("moves", *given, good)
    assert (done.code, done.err) == (3, "")
    assert ["error" in answer for answer in answers] == [False, True] * len(BAD_LINES) + [False]
    for place, (_, says) in enumerate(BAD_LINES):
        error = answers[2 * place + 1]["error"]
        assert error.keys() == {"code", "message"}
        assert says in error["message"]
        if error["code"] == "bad-record":
            assert f"line {2 * place + 2} " in error["message"]
    assert all(answer == answers[0] for answer in answers[::2])
    assert SECRET not in done.out


def test_each_fault_of_a_line_has_its_code() -> None:
    _, answers = predict("moves", b"{", {"text": ""}, {"text": "a\0"}, {"text": "a" * (MAX_DRAFT + 1)})
    assert [answer["error"]["code"] for answer in answers] == ["bad-record", "empty-draft", "not-text", "too-long"]


def test_a_customer_may_write_more_than_an_agent() -> None:
    done, answers = predict("emotion", {"text": "a " * (MAX_DRAFT // 2 + 1)}, {"text": "a" * (MAX_CUSTOMER + 1)})
    assert done.code == 3
    assert [answer.get("labels", answer.get("error", {}).get("code")) for answer in answers] == [["calm"], "too-long"]


def test_an_answer_comes_before_the_next_line_is_asked_for() -> None:
    command = [sys.executable, "-c", "from coach.cli.main import main; main()", "predict", "--task", "emotion", "--model", "cues"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as run:
        assert run.stdin is not None
        assert run.stdout is not None
        guard = Timer(120, run.kill)  # a run that waits for more would wait for ever
        guard.start()
        try:
            for text, label in (("Thanks, all good.", "calm"), ("أنتم لصوص.", "hostile")):
                run.stdin.write(lines({"text": text}))
                run.stdin.flush()
                assert json.loads(run.stdout.readline())["labels"] == [label]
            run.stdin.close()
            assert run.wait() == 0
        finally:
            guard.cancel()


def test_no_lines_give_no_answers() -> None:
    done, answers = predict("moves")
    assert (done.code, answers, done.err) == (0, [], "")


@pytest.mark.parametrize("task", ["moves", "emotion"])
def test_an_unknown_model_exits_2(task: str) -> None:
    done, answers = predict(task, {"text": SECRET}, model="nothing")
    assert (done.code, answers) == (2, [])
    assert (
        done.err
        == "coach: the model 'nothing' cannot be used: it is neither `embedded`, `cues`, `hub:<id or path>`, nor a folder of weights\n"
    )


def test_a_folder_without_a_card_exits_2(tmp_path: Path) -> None:
    done, answers = predict("signals", {"text": SECRET}, model=str(tmp_path))
    assert (done.code, answers) == (2, [])
    assert done.err == f"coach: the model {tmp_path} cannot be used: card.json is missing or not JSON\n"


@pytest.mark.parametrize("arguments", [["--task", "tone"], ["--model", "cues"]])
def test_a_task_must_be_named(arguments: list[str]) -> None:
    done = coach("predict", *arguments)
    assert (done.code, done.out) == (2, "")
    assert "--task" in done.err
    assert "Traceback" not in done.err


def test_a_model_without_politeness_exits_2() -> None:
    done, answers = predict("politeness", {"text": "Hello"})
    assert (done.code, answers) == (2, [])
    assert "Traceback" not in done.err
    assert "cues" in done.err


# The predictor itself


def test_an_unknown_task_is_refused() -> None:
    with pytest.raises(ValueError, match="known: moves, emotion, signals, politeness"):
        Predictor("tone", "cues")


@pytest.mark.parametrize("language", TEXTS)
def test_it_reads_as_a_whole_check_does(language: str) -> None:
    text = " ".join(TEXTS[language])
    models = load_models(ModelNames(moves="cues", emotion="cues", signals="cues", encoder="cues"))
    reading = Coach(default_profile(), models).read(Case(draft=text, customer=text))
    assert reading.customer is not None
    told = Predictor("moves", "cues").text(text)["sentences"]
    assert [(one["start"], one["end"], one["labels"]) for one in told] == [
        (own.start, own.end, list(own.moves)) for own in reading.draft.sentences
    ]
    emotion = reading.customer.emotion
    assert Predictor("emotion", "cues").text(text) == {"labels": [EMOTIONS[emotion.level]], "confidences": [round(emotion.confidence, 4)]}


def stub(monkeypatch: pytest.MonkeyPatch, task: str, **methods: Any) -> Predictor:
    monkeypatch.setattr("coach.models.predict.load_model", lambda task, name: SimpleNamespace(**methods))
    return Predictor(task, "any")


@pytest.mark.parametrize(
    ("chances", "label", "confidence"),
    [((0.7, 0.2, 0.1), "impolite", 0.7), ((0.1, 0.5, 0.4), "neutral", 0.5), ((0.2, 0.1, 0.70004), "polite", 0.7)],
)
def test_politeness_is_the_likeliest_of_three(
    monkeypatch: pytest.MonkeyPatch, chances: tuple[float, ...], label: str, confidence: float
) -> None:
    predictor = stub(monkeypatch, "politeness", politeness=lambda text: chances)
    assert predictor.text("شكرًا") == {"labels": [label], "confidences": [confidence]}


def test_a_move_counts_with_its_surest_sentence_and_the_surest_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [{"apology": 0.6}, {"apology": 0.87654, "question": 0.55}, {"closing": 0.9}]
    answer = stub(monkeypatch, "moves", moves=lambda draft, message, case: made).text("One thing.\nTwo things.\nThree things.")
    assert (answer["labels"], answer["confidences"]) == (["closing", "apology", "question"], [0.9, 0.8765, 0.55])
    assert [(one["labels"], one["confidences"]) for one in answer["sentences"]] == [
        (["apology"], [0.6]),
        (["apology", "question"], [0.8765, 0.55]),
        (["closing"], [0.9]),
    ]


@pytest.mark.parametrize(
    ("row", "context"), [({}, None), ({"context": None}, None), ({"context": ""}, None), ({"context": "أين طلبي؟"}, "أين طلبي؟")]
)
def test_the_context_is_the_customers_message(monkeypatch: pytest.MonkeyPatch, row: dict[str, Any], context: str | None) -> None:
    seen: list[tuple[Document | None, Case]] = []

    def moves(draft: Document, message: Document | None, case: Case) -> list[dict[str, float]]:
        seen.append((message, case))
        return [{} for _ in draft.sentences]

    stub(monkeypatch, "moves", moves=moves).line(json.dumps({"text": "Hi.", **row}).encode(), "line 1")
    [(message, case)] = seen
    assert (message.text if message else None, case.customer) == (context, context)
