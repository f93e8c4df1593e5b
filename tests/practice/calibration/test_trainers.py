"""Trainers' tables, as they come from spreadsheets."""

import json

import pytest

from coach.errors import CoachError
from coach.practice import bank
from coach.practice.trainers import ScoresError, read_rows

ID = "atm-debited-no-cash"


@pytest.fixture(scope="module")
def ours():
    return bank.load()


def test_a_comma_table(ours):
    (row,) = read_rows(f'scenario,turn,text,trainer,criterion,score\n{ID},start,"Hello, Imran",Huda,empathy,70\n', "s.csv", ours)
    assert (row.text, row.criterion, row.score, row.line) == ("Hello, Imran", "empathy", 70, 2)


def test_an_arabic_table_with_semicolons_and_eastern_digits(ours):
    table = f"\ufeffالسيناريو;الرد;المدرب;المعيار;الدرجة\n{ID};poor;منى;التعاطف;٤٢٫٥\n{ID};master;منى;;٩٠\n"
    first, second = read_rows(table, "s.csv", ours)
    assert (first.criterion, first.score) == ("empathy", 42.5)
    assert (second.criterion, second.score) == ("overall", 90)
    assert second.text == ours[ID].turns["start"].master


def test_json_lines(ours):
    lines = [{"scenario": ID, "reply": grade, "trainer": "Huda", "score": 10 * n} for n, grade in enumerate(("poor", "fair"))]
    assert [row.score for row in read_rows("\n".join(map(json.dumps, lines)), "s.jsonl", ours)] == [0, 10]


def test_one_to_five_becomes_nought_to_a_hundred(ours):
    table = "scenario,reply,trainer,score\n" + "".join(
        f"{ID},{grade},Huda,{n}\n" for grade, n in (("poor", 1), ("fair", 3), ("excellent", 5))
    )
    assert [row.score for row in read_rows(table, "s.csv", ours)] == [0, 50, 100]


@pytest.mark.parametrize(
    "table",
    [
        "",
        "scenario,trainer\nx,y\n",
        "scenario,reply,trainer,score\n",
        "scenario,reply,trainer,score\nno-such,poor,Huda,5\n",
        f"scenario,reply,trainer,score\n{ID},best,Huda,5\n",
        f"scenario,reply,trainer,score\n{ID},poor,Huda,nan\n",
        f"scenario,reply,trainer,score\n{ID},poor,Huda,101\n",
        f"scenario,reply,trainer,score\n{ID},poor,Huda,secret words\n",
        f"scenario,turn,reply,trainer,score\n{ID},ombudsman,poor,Huda,5\n",
        f"scenario,reply,trainer,criterion,score\n{ID},poor,Huda,charm,5\n",
        f"scenario,reply,trainer,score\n{ID},poor,Huda,5\n{ID},poor,Huda,6\n",
        '{"scenario": 1}\n',
        '{"scenario": "x"\n',
        "{" * 5_000,
        f'scenario,text,trainer,score\n{ID},"{"a" * 5_000}",Huda,5\n',
        f'scenario,text,trainer,score\n{ID},"{"a" * 200_000}",Huda,5\n',
    ],
)
def test_what_is_wrong_is_said_in_both_languages_and_quotes_nobody(ours, table):
    with pytest.raises(CoachError) as caught:
        read_rows(table, "s.csv", ours)
    assert "secret" not in caught.value.describe("en") + caught.value.describe("ar")
    assert caught.value.describe("ar") != caught.value.describe("en") or not isinstance(caught.value, ScoresError)
