"""Rewrites measured: what is counted, over which drafts, and what a bad file is answered with."""

import json
from pathlib import Path
from typing import Any

import pytest

from coach.case import Case
from coach.errors import BadRecord, NotFound
from coach.pipeline import Coach
from coach.rewrite.evaluation import RewriteFigures, as_text, evaluate_rewrites, rewrite_cases
from coach.rewrite.made import Rewrite
from tests.rewrite_cases import FAULTY, GOOD

COACH = Coach()


def unchanged(case: Case) -> Rewrite:
    return Rewrite(case.draft, [], [], [], [], 50, 50, {"passed": True, "checks": {}})


def written(folder: Path, *rows: Any) -> Path:
    path = folder / "cases.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def test_our_rewrites_are_counted_by_language() -> None:
    cases = [*FAULTY.values(), *GOOD.values()]
    figures = evaluate_rewrites(COACH, COACH.rewrite, cases)
    assert set(figures) == {"en", "ar"}
    assert sum(one.drafts for one in figures.values()) == len(cases)
    assert sum(one.faulty for one in figures.values()) == len(FAULTY)
    for one in figures.values():
        told = one.as_dict()
        assert told["facts_kept"] == 1.0
        assert told["promises_added"] == 0
        assert told["clean_untouched"] == 1.0
        assert told["findings_fixed"] >= 0.5
        assert told["median_ms"] > 0


def test_a_rewriter_that_does_nothing_mends_nothing() -> None:
    for one in evaluate_rewrites(COACH, unchanged, FAULTY.values()).values():
        told = one.as_dict()
        assert (told["findings_fixed"], told["new_findings_per_rewrite"], told["score_up"], told["facts_kept"]) == (0.0, 0.0, 0.0, 1.0)


def test_lost_facts_new_faults_and_promises_are_seen() -> None:
    def spoil(case: Case) -> Rewrite:
        made = unchanged(case)
        made.text = "It's your own fault. I will call you tomorrow."
        return made

    case = Case(draft="Hi Sam, the refund of 40 EUR reaches you on 3 May.", customer="Where is my refund? I'm angry.", channel="chat")
    told = evaluate_rewrites(COACH, spoil, [case])["en"].as_dict()
    assert told["facts_kept"] == 0.0
    assert told["promises_added"] >= 1
    assert told["new_findings_per_rewrite"] > 0


def test_a_draft_in_no_judged_language_is_left_out() -> None:
    assert evaluate_rewrites(COACH, unchanged, [Case(draft="Bonjour, votre colis arrive demain matin à Paris.")]) == {}


def test_nothing_counted_is_no_share() -> None:
    assert {value for value in RewriteFigures().as_dict().values() if not isinstance(value, dict)} == {0, None}


def test_cases_and_labelled_replies_are_both_read(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        {"draft": "Hello", "customer": "Hi?", "channel": "sms"},
        "",
        {"context": "وين طلبي؟", "sentences": [{"text": "أهلًا."}, {"text": "خرج اليوم."}], "channel": "carrier pigeon"},
    )
    first, second = rewrite_cases(path)
    assert (first.draft, first.customer, first.channel) == ("Hello", "Hi?", "sms")
    assert (second.draft, second.customer, second.channel) == ("أهلًا. خرج اليوم.", "وين طلبي؟", "chat")


@pytest.mark.parametrize("row", ["{", "[]", "3", {"customer": "Hi"}, {"draft": ""}, {"sentences": []}])
def test_a_bad_line_is_named_by_its_number(tmp_path: Path, row: Any) -> None:
    path = written(tmp_path, {"draft": "Hello"}, row)
    with pytest.raises(Exception, match=r"(?s)cases\.jsonl:2|empty") as refused:
        list(rewrite_cases(path))
    assert "Traceback" not in str(refused.value)


def test_a_bad_line_is_a_bad_record(tmp_path: Path) -> None:
    with pytest.raises(BadRecord):
        list(rewrite_cases(written(tmp_path, "{")))


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        list(rewrite_cases(tmp_path / "none.jsonl"))


def test_the_corpus_gives_its_dev_pairs() -> None:
    folder = Path(__file__).parents[2] / "corpus"
    cases = list(rewrite_cases(folder))
    assert len(cases) >= 100
    assert all(case.draft and case.id for case in cases)


def test_the_figures_are_written_for_people() -> None:
    text = as_text(evaluate_rewrites(COACH, COACH.rewrite, [FAULTY["en refusal"], FAULTY["ar refusal"]]))
    assert [block.splitlines()[0] for block in text.split("\n\n")] == ["ar", "en"]
    assert "findings_fixed" in text
