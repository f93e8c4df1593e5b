"""Plots show the figures of the report and nothing that too few tries or people would not bear."""

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from coach.practice import plots
from coach.practice.plots import criteria_plot, progress_plot
from coach.practice.progress import FIGURES, Outcome, change, firsts, limits, report, standing
from coach.practice.told import Words, load_texts, verdict_of
from coach.words import texts_of
from tests.practice.progress import made
from tests.practice.progress.made import TRAINING

SVG = "{http://www.w3.org/2000/svg}"
LANGUAGES = ("en", "ar")
WHO = {
    "one": made.one_person(),
    "few": made.one_person(practised=4, tested=2),
    "none": [],
    "cohort": made.cohort(),
    "small": made.cohort(agents=4),
}


def read(drawn: str) -> Element:
    found = ElementTree.fromstring(drawn)
    assert found.tag == f"{SVG}svg"
    return found


def said(drawn: str) -> list[str]:
    return ["".join(one.itertext()) for one in read(drawn).iter(f"{SVG}text")]


def kinds(drawn: str) -> list[str]:
    return [one.get("class", "") for one in read(drawn).iter()]


def marks(drawn: str, side: str) -> list[Element]:
    """Give the marks of single points: those that say what they are."""
    titled = [group for group in read(drawn).iter(f"{SVG}g") if group.find(f"{SVG}title") is not None]
    return [mark for group in titled for mark in group.iter() if mark.get("class") == f"dot {side}"]


@lru_cache
def every(ui: Any, who: str, training: Any) -> list[str]:
    given: dict[str, Any] = {"name": "<Lina> & co", "cohort": who in ("cohort", "small")}
    plots = [progress_plot(WHO[who], figure, ui, training, **given) for figure in FIGURES]
    return [*plots, criteria_plot(WHO[who], ui, training, **given)]


@pytest.mark.parametrize("ui", LANGUAGES)
@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("training", [None, TRAINING])
class TestEvery:
    def test_is_whole_xml_with_a_title_and_a_description(self, ui: Any, who: str, training: Any) -> None:
        for drawn in every(ui, who, training):
            found = read(drawn)
            title, described = found[0], found[1]
            assert (title.tag, described.tag) == (f"{SVG}title", f"{SVG}desc")
            assert "<Lina> & co" in (title.text or "")
            assert described.text
            assert "None" not in drawn
            assert "{" not in drawn
            assert not re.search(r"\bnan\b", drawn)

    def test_needs_no_style_sheet_and_no_script(self, ui: Any, who: str, training: Any) -> None:
        for drawn in every(ui, who, training):
            tags = {one.tag.removeprefix(SVG) for one in read(drawn).iter()}
            assert tags <= {"svg", "title", "desc", "g", "text", "line", "circle", "path", "polygon", "polyline"}
            assert not any(name.startswith("on") for one in read(drawn).iter() for name in one.attrib)

    def test_speaks_its_language(self, ui: Any, who: str, training: Any) -> None:
        for drawn in every(ui, who, training):
            arabic = [text for text in said(drawn) if re.search("[\u0621-\u064a]", text)]
            latin = [text for text in said(drawn) if re.search("[A-Za-z]", text)]
            assert bool(arabic) == (ui == "ar")
            assert bool(latin) == (ui == "en")

    def test_stays_within_its_frame(self, ui: Any, who: str, training: Any) -> None:
        for drawn in every(ui, who, training):
            for one in read(drawn).iter():
                for name in ("x", "x1", "x2", "cx"):
                    assert -0.01 <= float(one.get(name, "0%").removesuffix("%")) <= 100.01


@pytest.mark.parametrize("ui", LANGUAGES)
@pytest.mark.parametrize("who", ["one", "cohort"])
def test_the_figures_are_those_of_the_report(ui: Any, who: str) -> None:
    told, words = report(WHO[who], TRAINING), Words(ui)
    for figure in FIGURES:
        drawn = progress_plot(WHO[who], figure, ui, TRAINING)
        for side in ("practised", "held_out"):
            found, changed = told[side]["standing"][figure], told[side]["change"][figure]
            mean, n = words.number(found["mean"]), words("firsts", n=found["n"])
            assert f"{words(side)}: {mean} ({words.span(*found['interval'])})" in " ".join(said(drawn))
            assert any(text.startswith(f"{words(side)}: {mean} ") and text.endswith(n) for text in said(drawn))
            written = f"{words(side)}: {words.signed(changed['difference'])} ({words.between(*changed['interval'])})"
            assert any(text.startswith(written) for text in said(drawn))
            verdict = "unclear" if not changed["sure"] else "better" if changed["difference"] > 0 else "worse"
            assert any(text.startswith(written) and text.endswith(words(f"verdicts.{verdict}")) for text in said(drawn))
    standings = " ".join(said(criteria_plot(WHO[who], ui)))
    for side in ("practised", "held_out"):
        for found in told[side]["standing"].values():
            assert f"{words.number(found['mean'])} ({words.span(*found['interval'])})" in standings


def test_each_first_try_is_a_point_at_its_height() -> None:
    drawn = progress_plot(WHO["one"], "overall", "en")
    assert len(marks(drawn, "practised")) == len(firsts(WHO["one"], False)) == 24
    assert len(marks(drawn, "held_out")) == 12
    heights = [float(one.get("cy", "")) for one in marks(drawn, "practised")]
    scores = [one.figures["overall"] for one in firsts(WHO["one"], False)]
    assert heights == [pytest.approx(262 - 2 * score, abs=0.06) for score in scores]


def test_the_two_sides_differ_by_shape() -> None:
    drawn = progress_plot(WHO["one"], "overall", "en")
    assert {one.tag for one in marks(drawn, "practised")} == {f"{SVG}circle"}
    assert {one.tag for one in marks(drawn, "held_out")} == {f"{SVG}path"}


def test_the_last_mean_is_that_of_the_last_ten() -> None:
    last = standing(firsts(WHO["one"], False)[-limits().recent_firsts :])
    drawn = read(progress_plot(WHO["one"], "overall", "en"))
    line = next(one for one in drawn.iter(f"{SVG}polyline") if one.get("class") == "course practised")
    assert last.mean is not None
    assert float(line.get("points", "").split()[-1].split(",")[1]) == pytest.approx(262 - 2 * last.mean, abs=0.06)


def test_too_little_draws_points_but_no_mean() -> None:
    for training in (None, TRAINING):
        drawn = progress_plot(WHO["few"], "overall", "en", training)
        assert len(marks(drawn, "practised")) == 4
        assert not any(kind.startswith(("course", "band", "interval")) for kind in kinds(drawn))
        assert "Practised: too little data (4 of 5)" in said(drawn)
    assert not any(kind.startswith(("interval", "dot")) for kind in kinds(criteria_plot(WHO["few"], "en"))[30:])


def test_a_mean_never_runs_over_the_training() -> None:
    drawn = read(progress_plot(WHO["one"], "overall", "en", TRAINING))
    turn = next(float((one.get("x1") or "").removesuffix("%")) for one in drawn.iter() if one.get("class") == "turn")
    lines = [one for one in drawn.iter(f"{SVG}polyline") if one.get("class") == "course practised"]
    places = [[float(point.split(",")[0]) for point in line.get("points", "").split()] for line in lines]
    assert len(places) == 2
    assert max(places[0]) < turn < min(places[1])


def test_a_training_far_from_all_tries_is_told_but_not_drawn() -> None:
    drawn = progress_plot(WHO["one"], "overall", "en", TRAINING - timedelta(days=2000))
    assert "turn" not in kinds(drawn)
    assert any(text.startswith("Since the training on") for text in said(drawn))


def test_in_arabic_time_runs_from_the_right() -> None:
    def places(ui: Any) -> list[float]:
        return [float(one.get("cx", "").removesuffix("%")) for one in marks(progress_plot(WHO["one"], "overall", ui), "practised")]

    assert places("en") == sorted(places("en"))
    assert places("ar") == [pytest.approx(100 - place) for place in places("en")]
    found = read(progress_plot(WHO["one"], "overall", "ar"))
    assert (found.get("direction"), found.get("lang")) == ("rtl", "ar")


def test_eastern_digits_are_everywhere_by_option() -> None:
    for drawn in (
        progress_plot(WHO["one"], "overall", "ar", TRAINING, digits="eastern"),
        criteria_plot(WHO["one"], "ar", TRAINING, digits="eastern"),
    ):
        words = " ".join(text for text in read(drawn).itertext())
        assert not re.search("[0-9]", words)
        assert re.search("[٠-٩]", words)


class TestCohort:
    def test_every_point_is_of_enough_agents(self) -> None:
        for drawn in (progress_plot(WHO["cohort"], "overall", "en", training) for training in (None, TRAINING)):
            titles = [one.text or "" for one in read(drawn).iter(f"{SVG}title")][1:]
            counts = [int(found[1]) for title in titles if (found := re.search(r"(\d+) agents?", title))]
            assert counts
            assert len(counts) == len(titles)
            assert min(counts) >= limits().least_group

    def test_too_few_agents_show_nothing_of_anybody(self) -> None:
        for outcomes in (WHO["small"], made.one_person()):
            for drawn in (progress_plot(outcomes, "overall", "en", TRAINING, cohort=True), criteria_plot(outcomes, "en", cohort=True)):
                assert not marks(drawn, "practised")
                assert not any(kind.startswith(("course", "band", "interval")) for kind in kinds(drawn))
                n = len({one.person for one in outcomes})
                assert any(f"too few agents ({n} of 5)" in text for text in said(drawn))

    def test_several_people_are_a_group_though_nobody_said_so(self) -> None:
        assert not marks(progress_plot(WHO["small"], "overall", "en"), "practised")

    def test_one_agent_who_practises_much_is_not_shown_alone(self) -> None:
        outcomes = [*made.cohort(agents=4), *made.one_person(practised=60)]
        alone = [one for one in outcomes if one.person != "lina"]
        assert marks(progress_plot(outcomes, "overall", "en"), "practised")
        assert not marks(progress_plot(alone, "overall", "en"), "practised")


@pytest.mark.parametrize(("gain", "shown"), [(8, "better"), (0, "unclear")])
def test_a_true_gain_is_shown_and_none_is_not(gain: float, shown: str) -> None:
    def simulated(seed: int) -> list[Outcome]:
        return made.cohort(seed, agents=16, gain=gain, practised=12, tested=0)

    found = [verdict_of(change(firsts(simulated(seed), False), TRAINING)) for seed in range(100)]
    assert found.count(shown) >= 90
    for seed in range(3):
        line = [text for text in said(progress_plot(simulated(seed), "overall", "en", TRAINING)) if text.startswith("Practised")][1]
        assert line.endswith(Words("en")(f"verdicts.{found[seed]}"))


def test_both_languages_say_the_same_things() -> None:
    flat = {ui: texts_of(load_texts(ui)) for ui in ("en", "ar")}
    forms = ("zero", "one", "two", "few", "many", "other")

    def bare(names: dict[str, str]) -> set[str]:
        return {name.rpartition(".")[0] if name.rpartition(".")[2] in forms else name for name in names}

    assert bare(flat["en"]) == bare(flat["ar"])
    for name, text in flat["en"].items():
        if name in flat["ar"]:
            assert set(re.findall(r"\{\w+\}", text)) - {"{n}"} == set(re.findall(r"\{\w+\}", flat["ar"][name])) - {"{n}"}, name
        assert not re.search("[\u0600-\u06ff]", text)


def test_how_often_one_persons_gain_is_found_is_what_the_pages_say() -> None:
    def found(practised: int) -> float:
        some = (firsts(made.one_person(seed, gain=8, practised=practised, tested=0), False) for seed in range(150))
        return sum(verdict_of(change(one, TRAINING)) == "better" for one in some) / 150

    assert found(40) == pytest.approx(3 / 4, abs=0.1)
    assert found(20) == pytest.approx(1 / 3, abs=0.1)


def test_no_text_lies_unused() -> None:
    folder = Path(plots.__file__).parent
    files = [
        *folder.glob("*.py"),
        *folder.glob("templates/*.jinja"),
        folder.parent.parent / "cli" / "progress_of.py",
        folder.parent / "words.py",
    ]
    source = "\n".join(file.read_text(encoding="utf-8") for file in files)
    for name in texts_of(load_texts("en")):
        family, _, last = name.rpartition(".")
        whole = family if last in ("one", "other") else name
        spoken = any(f'{quote}{whole}"' in source for quote in ('"', "'"))
        begun = family in ("kinds", "difficulties", "grades", "verdicts") or whole.startswith("plot.c")
        assert spoken or begun, name


@pytest.mark.parametrize("ui", LANGUAGES)
@pytest.mark.parametrize("days", [0, 1, 2, 3, 10, 200])
def test_dates_leave_room_for_each_other_on_a_narrow_telephone(ui: Any, days: int) -> None:
    width, letter = 320, 7
    outcomes = [
        replace(one, at=TRAINING + timedelta(days=days * place)) for place, one in enumerate(made.one_person(practised=2, tested=0)[:2])
    ]
    texts = [one for one in read(progress_plot(outcomes, "overall", ui)).iter(f"{SVG}text") if one.get("class") == "tick"]
    dates = [one for one in texts if not re.fullmatch("[0-9]+", one.text or "")]
    assert 1 <= len(dates) <= 3
    ends = []
    for one in dates:
        x, length = float((one.get("x") or "0").rstrip("%")) * width / 100, letter * len(one.text or "")
        before = {"start": 0.0, "middle": 0.5, "end": 1.0}[one.get("text-anchor") or "start"]
        before = 1 - before if ui == "ar" else before
        ends.append((x - before * length, x + (1 - before) * length))
    ends.sort()
    assert all(end < start for (_, end), (start, _) in pairwise(ends))
