"""A certificate says what the tries bear out, and no more."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import Any

import pytest

from coach.practice.certificate import certificate, claim
from coach.practice.progress import FIGURES, Outcome, firsts, limits, report
from coach.practice.settings import Grades
from coach.practice.spacing import Next
from coach.practice.told import Words
from tests.practice.progress import made
from tests.practice.progress.made import BEGIN, TRAINING, outcome

LANGUAGES = ("en", "ar")
MADE = date(2026, 5, 1)
GRADES = Grades(fair=45, excellent=75)
EVIL = "<script>alert(1)</script>\"'&{{ 7*7 }}"
VOID = {"meta", "link", "br"}


class Page(HTMLParser):
    """Reads a page: its words, its tags, and whether every tag is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words += " " + data

    @property
    def said(self) -> str:
        return " ".join(re.sub("[\u2066-\u2069]", "", self.words).split())


def held(scores: list[int]) -> list[Outcome]:
    return [outcome(score, BEGIN, f"t{number}", held_out=True) for number, score in enumerate(scores)]


def page(outcomes: list[Outcome], ui: Any = "en", name: str = "Lina", **more: Any) -> Page:
    return Page(certificate(name, outcomes, ui, MADE, **more))


class TestClaim:
    @pytest.mark.parametrize(
        ("scores", "kind", "grade"),
        [
            ([90, 92, 88, 91, 95, 90], "reached", "excellent"),
            ([60, 62, 58, 61, 65, 60], "reached", "fair"),
            ([80, 82, 20, 90, 10, 85], "below", "fair"),
            ([20, 22, 18, 21, 25, 20], "below", "fair"),
            ([99, 99, 99, 99], "unknown", "fair"),
            ([], "unknown", "fair"),
        ],
    )
    def test_it_hangs_on_the_lower_end_of_the_interval(self, scores: list[int], kind: str, grade: str) -> None:
        found = claim(firsts(held(scores), True), GRADES)
        assert (found.kind, found.grade) == (kind, grade)

    def test_another_version_of_the_rubric_has_other_bars(self) -> None:
        some = firsts(held([60, 62, 58, 61, 65, 60]), True)
        assert claim(some, Grades(fair=70, excellent=90)).kind == "below"
        assert claim(some, Grades(fair=30, excellent=50)).grade == "excellent"

    def test_what_was_practised_claims_nothing(self) -> None:
        whole = page([outcome(99, BEGIN, f"s{number}") for number in range(30)])
        assert "takes part in practice" in whole.said
        assert "reached the grade" not in whole.said

    def test_criteria_without_data_share_one_line_and_one_day_is_told_once(self) -> None:
        whole = page([outcome(60, BEGIN, f"s{number}") for number in range(2)])
        assert "Too little data yet: Overall" in whole.said
        assert whole.said.count(Words("en").figure("empathy")) == 1
        assert f"On {Words('en').day(BEGIN.date().isoformat())}: 2 first tries." in whole.said

    @pytest.mark.parametrize("count", range(limits().least.replies))
    def test_below_the_least_number_it_only_takes_part(self, count: int) -> None:
        english, arabic = page(held([99] * count)), page(held([99] * count), "ar", "لينا")
        assert f"too little data on held-out scenarios, {count} of 5" in english.said
        assert "reached the grade" not in english.said
        assert "تشهد هذه الورقة بمشاركة لينا في التدريب" in arabic.said
        assert "بلغ أداء" not in arabic.said


@pytest.mark.parametrize("ui", LANGUAGES)
class TestPage:
    def whole(self, ui: Any, **more: Any) -> Page:
        return page(made.one_person(), ui, training=TRAINING, rubric="2", trainer="Mona", **more)

    def test_the_figures_are_those_of_the_report(self, ui: Any) -> None:
        words, said, told = Words(ui), self.whole(ui).said, report(made.one_person(), TRAINING)
        for figure in FIGURES:
            for side in ("held_out", "practised"):
                found, changed = told[side]["standing"][figure], told[side]["change"][figure]
                assert f"{words.number(found['mean'])} ({words.span(*found['interval'])})" in said
                difference = f"{words.signed(changed['difference'])} ({words.between(*changed['interval'])})"
                assert re.sub("[\u2066-\u2069]", "", difference) in said

    def test_its_title_is_what_it_is_called_and_whose(self, ui: Any) -> None:
        assert f"{Words(ui)('certificate.title')} — Lina" in self.whole(ui).said

    def test_it_says_who_when_and_by_what(self, ui: Any) -> None:
        whole = self.whole(ui)
        words = Words(ui)
        for day in ("2026-05-01", "2026-03-02"):
            assert words.day(day) in whole.said
        for text in ("Lina", "Mona", words("certificate.signature"), words("notes.proof"), words("notes.held_out"), words("firsts", n=36)):
            assert text in whole.said

    def test_it_stands_alone(self, ui: Any) -> None:
        for tag, attributes in self.whole(ui).tags:
            assert tag not in ("script", "link", "img", "iframe", "object")
            assert not {"src", "href"} & attributes.keys()
            assert not any(name.startswith("on") for name in attributes)
        text = certificate("Lina", made.one_person(), ui, MADE)
        assert "@import" not in text
        assert "url(" not in text
        assert "@media print" in text
        assert "size: A4" in text

    def test_names_from_outside_stay_words(self, ui: Any) -> None:
        whole = page(made.one_person(), ui, EVIL, rubric=EVIL, trainer=EVIL, training=TRAINING)
        assert whole.said.count(EVIL) >= 4
        assert "script" not in {tag for tag, _ in whole.tags}

    def test_kinds_and_levels_are_counted(self, ui: Any) -> None:
        outcomes = made.one_person(practised=10, tested=4)
        whole = page(outcomes, ui)
        both = [*firsts(outcomes, False), *firsts(outcomes, True)]
        for kind in {kind for one in both for kind in one.kinds}:
            counts = [sum(one.difficulty == level for one in both if kind in one.kinds) for level in made.LEVELS]
            shown = " ".join(str(count) if count else "–" for count in counts)
            assert f"{Words(ui).name('kinds', kind)} {shown} {sum(counts)}" in whole.said
        assert f"{Words(ui)('certificate.of_them')} 2 2 0 4" in whole.said

    def test_overrides_are_counted_in_and_told(self, ui: Any) -> None:
        plain, marked = held([60] * 6), [outcome(90, BEGIN, f"t{n}", held_out=True, overridden=n < 3) for n in range(6)]
        assert Words(ui)("notes.scores") in page(plain, ui).said
        assert Words(ui)("notes.overridden", n=3, of=6) in page(marked, ui).said

    def test_what_comes_next_is_named(self, ui: Any) -> None:
        upcoming = [Next("s", "hostile", "tone", "due", datetime(2026, 5, 1, tzinfo=UTC)), Next("t", "delay", None, "new", None)]
        said = page([], ui, upcoming=upcoming).said
        for text in (Words(ui).name("kinds", "hostile"), Words(ui).figure("tone"), limits().texts["due"][ui], limits().texts["new"][ui]):
            assert text in said

    def test_nothing_practised_is_a_page_too(self, ui: Any) -> None:
        assert Words(ui)("none") in page([], ui).said

    def test_without_a_training_no_change_is_told(self, ui: Any) -> None:
        assert Words(ui)("notes.proof") not in page(made.one_person(), ui).said


def test_eastern_digits_are_everywhere_by_option() -> None:
    said = page(made.one_person(), "ar", "لينا", training=TRAINING, digits="eastern").said
    assert not re.search("[0-9]", said)
