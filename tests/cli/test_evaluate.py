"""`coach evaluate` from the outside: each task, each form, and what is refused."""

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.cli_run import Done, coach

SECRET = "Huda Marwan, 22 Palm Street"
MOVES = [
    {
        "context": "Where is it?",
        "sentences": [{"text": "Hello Sam,", "moves": ["greeting"]}, {"text": "I am sorry for the delay.", "moves": ["apology"]}],
    },
    {
        "context": "أين طلبي؟",
        "sentences": [{"text": "مرحبًا سارة،", "moves": ["greeting"]}, {"text": "نعتذر عن التأخير.", "moves": ["blame"]}],
    },
]
CUSTOMERS = [
    {"lang": "en", "text": "Thanks, all good.", "emotion": 0, "signals": [], "asks": 0},
    {"lang": "ar", "text": "أنتم لصوص.", "emotion": 3, "signals": ["insult"], "asks": 0},
    {"lang": "en", "text": "You are idiots.", "emotion": 3, "signals": ["insult", "sarcasm"], "asks": 0},
]


def data(folder: Path, rows: list[Any], name: str = "rows.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def evaluate(*arguments: object, **environment: str) -> Done:
    return coach("evaluate", *map(str, arguments), **environment)


def refuse(name: str) -> None:
    raise AssertionError(f"{name} is no JSON number")


def test_moves_as_json_in_both_languages(tmp_path: Path) -> None:
    done = evaluate("moves", data(tmp_path, MOVES), "--model", "cues", "--format", "json")
    assert (done.code, done.err) == (0, "")
    given = json.loads(done.out, parse_constant=refuse)
    assert given.keys() == {"task", "rows", "micro_f1", "macro_f1", "calibration_error", "labels", "calibration", "confusion"}
    assert (given["task"], given["rows"]) == ("moves", 2)
    labels = {row["label"]: row for row in given["labels"]}
    assert labels["greeting"] == {"label": "greeting", "precision": 1.0, "recall": 1.0, "f1": 1.0, "n": 2}
    assert (labels["apology"]["precision"], labels["apology"]["recall"]) == (0.5, 1.0)
    assert (labels["blame"]["recall"], labels["blame"]["n"]) == (0.0, 1)
    assert {"gold": "blame", "found": "apology", "n": 1} in given["confusion"]
    assert sum(row["n"] for row in given["calibration"]) == 4 * 22


def test_customers_as_json_in_both_languages(tmp_path: Path) -> None:
    done = evaluate("customers", data(tmp_path, CUSTOMERS), "--model", "cues", "--format", "json")
    assert (done.code, done.err) == (0, "")
    given = json.loads(done.out, parse_constant=refuse)
    figures = {name: given[name] for name in ("emotion_qwk", "emotion_accuracy", "angry_f1", "asks_right")}
    assert figures == {"emotion_qwk": 1.0, "emotion_accuracy": 1.0, "angry_f1": 1.0, "asks_right": 1.0}
    assert given["micro_f1"] == 0.8
    assert {"gold": "hostile", "found": "hostile", "n": 2} in given["confusion"]


def test_text_is_the_form_for_a_terminal(tmp_path: Path) -> None:
    done = evaluate("moves", data(tmp_path, MOVES), "--model", "cues")
    assert (done.code, done.err) == (0, "")
    assert ["greeting", "1.00", "1.00", "1.00", "2"] in [line.split() for line in done.out.splitlines()]
    assert "  blame → apology: 1" in done.out.splitlines()
    assert done.out.splitlines()[-1].startswith("micro-F1 0.750")


class Titles(HTMLParser):
    """Keep the first title and every tag."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.title = ""
        self.tags: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] == "title" and not self.title:
            self.title = data


def test_html_escapes_the_file_name_and_stands_alone(tmp_path: Path) -> None:
    path = data(tmp_path, CUSTOMERS, '<b>&"rows".jsonl')
    done = evaluate("customers", path, "--model", "cues", "--format", "html")
    assert (done.code, done.err) == (0, "")
    page = Titles(done.out)
    assert page.title == f"customers: cues on {path.name}"
    assert "b" not in page.tags
    assert "svg" in page.tags
    assert "http" not in done.out
    assert str(tmp_path) not in done.out


BAD = {
    "unknown label": (
        "moves",
        [{"sentences": [{"text": SECRET, "moves": ["grovelling"]}]}],
        "cues",
        ["rows.jsonl:1", "unknown label 'grovelling'"],
    ),
    "missing field": ("customers", [CUSTOMERS[0], {"text": SECRET, "emotion": 1}], "cues", ["rows.jsonl:2", "signals"]),
    "no rows": ("moves", [], "cues", ["rows.jsonl", "no rows"]),
    "unknown model": ("moves", MOVES, "nothing", ["the model 'nothing' cannot be used", "`embedded`, `cues`"]),
}


@pytest.mark.parametrize(("task", "rows", "model", "says"), BAD.values(), ids=BAD.keys())
def test_what_is_wrong_is_named_and_exits_2(tmp_path: Path, task: str, rows: list[Any], model: str, says: list[str]) -> None:
    done = evaluate(task, data(tmp_path, rows), "--model", model)
    assert (done.code, done.out) == (2, "")
    assert [part for part in says if part not in done.err] == []
    assert "Traceback" not in done.err
    assert SECRET not in done.err


def test_a_folder_without_a_card_exits_2(tmp_path: Path) -> None:
    folder = tmp_path / "weights"
    folder.mkdir()
    done = evaluate("moves", data(tmp_path, MOVES), "--model", folder)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"coach: the model {folder} cannot be used: card.json is missing or not JSON\n"


def test_a_wrong_model_can_be_read_in_arabic(tmp_path: Path) -> None:
    done = evaluate("moves", data(tmp_path, MOVES), "--model", "nothing", COACH_UI="ar")
    assert done.code == 2
    assert "لا يمكن استعمال النموذج 'nothing'" in done.err


@pytest.mark.parametrize("arguments", [["tone", "rows.jsonl"], ["moves", "rows.jsonl", "--format", "pdf"], ["moves"]])
def test_a_task_or_form_that_is_not_there_exits_2(arguments: list[str]) -> None:
    done = evaluate(*arguments)
    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.err


def test_a_model_without_politeness_exits_2(tmp_path: Path) -> None:
    done = evaluate("politeness", data(tmp_path, [{"text": "Hello", "politeness": "polite"}]), "--model", "cues")
    assert done.code == 2
    assert "Traceback" not in done.err
    assert "cues" in done.err
