"""What each goal does to a draft, in both languages; facts, the guard and the edits hold for all of them."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from coach.case import Case
from coach.errors import UnknownName
from coach.findings import Judged
from coach.pipeline import Coach
from coach.reading import Reading
from coach.rewrite.edits import apply_edits
from coach.rewrite.goals import GOALS
from coach.rewrite.guard import check_rewrite
from coach.rewrite.made import Rewrite, worth
from coach.rewrite.words import candidates
from coach.slots import visible_slot
from coach.text.facts import PERSONAL
from coach.text.values import find_values, same
from tests.rewrite_cases import FAULTY, GOOD, SEAM

COACH = Coach()
FILE = Path(__file__).with_name("goals.yaml")
DRAFTS: dict[str, dict[str, list[dict[str, Any]]]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
FORMS = ("m", "f", "neutral", "plural")
_CASE = ("draft", "customer", "channel")


def to_case(row: dict[str, Any]) -> Case:
    context = {"customer_name": row.get("name"), "addressee_gender": row.get("gender", "unknown")}
    return Case.make({**{key: row[key] for key in _CASE if key in row}, "context": context})


def drafts(name: str) -> list[Any]:
    """List the drafts of one goal as parameters."""
    return [pytest.param(row, id=f"{language}-{number}") for language, rows in DRAFTS[name].items() for number, row in enumerate(rows, 1)]


def everything() -> Iterator[Any]:
    """Yield every draft with the goal that it was written for, those of a form of address with each form."""
    for name, languages in DRAFTS.items():
        if name == "good":
            continue
        for language, rows in languages.items():
            for number, row in enumerate(rows, 1):
                forms = (row["form"],) if "form" in row else FORMS
                for goal in [f"gender:{form}" for form in forms] if name == "gender" else [name]:
                    yield pytest.param(to_case(row), goal, id=f"{goal}-{language}-{number}")


ALL = list(everything())
FIXED = [pytest.param(case, "fix", id=name) for name, case in FAULTY.items()]


@cache
def made(case: str, goal: str, n: int = 1) -> Rewrite:
    return COACH.rewrite(Case.from_json(case), goal, n)


def rewritten(case: Case, goal: str, n: int = 1) -> Rewrite:
    return made(case.model_dump_json(), goal, n)


def read(case: Case, text: str | None = None) -> Reading:
    return COACH.read(case if text is None else case.model_copy(update={"draft": text}), slots_filled=True)


def lost_values(case: Case, text: str) -> list[str]:
    """List the draft's values, as written, that a text does not hold."""
    kept = find_values(text)
    return [
        case.draft[value.start : value.end]
        for value in find_values(case.draft)
        if not value.weak and value.kind not in PERSONAL and not any(same(value, other) for other in kept)
    ]


@pytest.mark.parametrize(("case", "goal"), ALL)
def test_no_goal_loses_a_fact_or_passes_the_guard_by(case: Case, goal: str) -> None:
    rewrite = rewritten(case, goal)
    assert rewrite.goal == goal
    assert rewrite.guard["passed"]
    assert lost_values(case, rewrite.text) == []


@pytest.mark.parametrize(("case", "goal"), ALL)
def test_the_edits_make_the_text_and_say_why(case: Case, goal: str) -> None:
    rewrite = rewritten(case, goal)
    assert apply_edits(case.draft, [one.edit for one in rewrite.edits]) == rewrite.text
    assert all(one.fixes and one.why and one.group for one in rewrite.edits)
    assert all(one.edit.end <= after.edit.start for one, after in pairwise(rewrite.edits))


@pytest.mark.parametrize(("case", "goal"), ALL)
def test_no_edit_leaves_a_seam(case: Case, goal: str) -> None:
    assert not SEAM.search(rewritten(case, goal).text)


@pytest.mark.parametrize(("case", "goal"), [*FIXED, *ALL])
def test_nothing_is_refused_that_was_not(case: Case, goal: str) -> None:
    before, after = read(case), read(case, rewritten(case, goal).text)
    assert before.makes("refusal") == after.makes("refusal")


@pytest.mark.parametrize(("case", "goal"), ALL)
def test_a_goal_reached_is_reached(case: Case, goal: str) -> None:
    """Asking again for what was done changes nothing but what a first pass could not yet see."""
    once = rewritten(case, goal)
    again = COACH.rewrite(case.model_copy(update={"draft": once.text}), goal)
    assert again.text == once.text


@pytest.mark.parametrize("row", drafts("shorten"))
def test_shorten_takes_a_tenth_off_at_least(row: dict[str, Any]) -> None:
    case = to_case(row)
    assert len(rewritten(case, "shorten").text) < 0.9 * len(case.draft)


@pytest.mark.parametrize("row", drafts("clarify"))
def test_clarify_mends_what_is_hard_to_read(row: dict[str, Any]) -> None:
    case = to_case(row)
    rewrite = rewritten(case, "clarify")
    assert rewrite.text != case.draft
    assert not [word for word in row.get("loses", ()) if word in rewrite.text]
    if row.get("splits"):
        before, after = read(case), read(case, rewrite.text)
        assert max(sentence.n_words for sentence in after.sentences) < max(sentence.n_words for sentence in before.sentences)


@pytest.mark.parametrize(
    "draft",
    [
        "When the council writes to us as the registered keeper of the car, we have to look up who had it, answer the council, pass on your name"
        " and your address and then send you a copy of what we wrote to them.",
        "عندما يصلنا خطاب من البلدية بصفتنا مالك السيارة المسجل لديها، فإننا نبحث عمن كان يقودها في ذلك اليوم ونرسل بياناته إلى البلدية ثم نغلق الملف"
        " بعد أن نتأكد من السداد.",
    ],
)
def test_a_clause_that_leans_on_the_next_is_not_parted_from_it(draft: str) -> None:
    text = COACH.rewrite(Case(draft=draft), "clarify").text
    assert not re.search(r"keeper of the car\.|المسجل لديها\.", text)


@pytest.mark.parametrize("row", drafts("warmer"))
def test_warmer_shows_the_upset_customer_that_they_were_heard(row: dict[str, Any]) -> None:
    case = to_case(row)
    after = read(case, rewritten(case, "warmer").text)
    assert after.makes("acknowledgement") or after.makes("empathy")
    # An apology may faintly be read as a greeting too; only what is a greeting above all is a second one.
    assert sum(max(one.moves, key=lambda move: one.moves[move], default="") == "greeting" for one in after.sentences) <= 1
    assert not [word for word in row.get("loses", ()) if word in after.draft.text]


@pytest.mark.parametrize("row", drafts("firmer"))
def test_firmer_sets_a_boundary_and_keeps_a_way_on(row: dict[str, Any]) -> None:
    case = to_case(row)
    rewrite = rewritten(case, "firmer")
    before, after = read(case), read(case, rewrite.text)
    assert not GOALS["firmer"].wishes[-1].weigh(after, COACH.phrasebook)  # no label names a boundary: the phrasebook's words tell
    telling = [s.text for s in before.sentences if s.moves.keys() & {"commitment", "resolution", "refusal", "handoff"}]
    assert all(text in rewrite.text for text in telling)
    assert "mirrored-hostility" not in rewrite.remaining


@pytest.mark.parametrize("row", drafts("polite-no"))
def test_a_polite_no_is_still_a_no_with_a_reason_and_another_way(row: dict[str, Any]) -> None:
    case = to_case(row)
    rewrite = rewritten(case, "polite-no")
    language = read(case).language
    assert read(case).makes("refusal")
    assert read(case, rewrite.text).makes("refusal")
    assert not [word for word in row.get("loses", ()) if word in rewrite.text]
    for slot in ("reason", "alternative"):
        assert visible_slot(slot, language) in rewrite.text
        assert visible_slot(slot, language) in [need["slot"] for need in rewrite.needs]


@pytest.mark.parametrize("row", drafts("formal"))
def test_formal_leaves_no_wording_that_its_table_knows(row: dict[str, Any]) -> None:
    case = to_case(row)
    rewrite = rewritten(case, "formal")
    left = [
        " ".join(wording.words)
        for sentence in read(case, rewrite.text).sentences
        for wording in candidates(COACH.phrasebook, sentence, "goal-formal")
        if any(wording.occurrences(sentence))
    ]
    assert rewrite.text != case.draft
    assert left == []
    assert not [word for word in row.get("loses", ()) if word in rewrite.text]


@pytest.mark.parametrize("row", drafts("casual"))
def test_casual_says_it_as_one_speaks(row: dict[str, Any]) -> None:
    case = to_case(row)
    rewrite = rewritten(case, "casual")
    assert rewrite.text != case.draft
    assert not [word for word in row["loses"] if word in rewrite.text]


@pytest.mark.parametrize("row", drafts("gender"))
@pytest.mark.parametrize("form", FORMS)
def test_the_form_of_address_is_the_one_asked_for(row: dict[str, Any], form: str) -> None:
    if row.get("form", form) != form:
        pytest.skip("English has a word for one other form only")
    case = to_case(row)
    assert set(read(case, rewritten(case, f"gender:{form}").text).address) <= {form}


@pytest.mark.parametrize("row", drafts("next-step"))
def test_a_next_step_says_what_and_when(row: dict[str, Any]) -> None:
    case = to_case(row)
    rewrite = rewritten(case, "next-step")
    after = read(case, rewrite.text)
    language = after.language
    steps = [after.sentences[index].text for move in ("commitment", "follow_up", "handoff") for index in after.where(move)]
    times = [visible_slot(slot, language) for slot in ("date", "time")]
    assert any(time in step for step in steps for time in times)
    assert not {"missing-next-step", "vague-next-step"} & set(rewrite.remaining)


@pytest.mark.parametrize("row", drafts("good"))
def test_a_good_reply_needs_no_fix(row: dict[str, Any]) -> None:
    case = to_case(row)
    rewrite = rewritten(case, "fix")
    assert (rewrite.text, rewrite.edits) == (case.draft, [])


@pytest.mark.parametrize(("case", "goal"), ALL)
def test_fixing_twice_equals_fixing_once(case: Case, goal: str) -> None:
    once = rewritten(case, "fix")
    assert COACH.rewrite(case.model_copy(update={"draft": once.text})).text == once.text


@pytest.mark.parametrize(("case", "goal"), [*FIXED, *ALL])
def test_each_group_of_edits_can_be_taken_alone(case: Case, goal: str) -> None:
    rewrite = rewritten(case, goal)
    before = read(case)
    judged: list[Judged] = COACH.judge(before)[0]
    found = [(finding.start, finding.end) for finding, _, _ in judged if finding.target == "draft"]
    for group in sorted({one.group for one in rewrite.edits}):
        edits = [one.edit for one in rewrite.edits if one.group == group]
        text = apply_edits(case.draft, edits)
        guard = check_rewrite(before, read(case, text), [*found, *((edit.start, edit.end) for edit in edits)])
        assert guard["passed"], (group, text, guard["checks"])


@pytest.mark.parametrize("case", FAULTY.values(), ids=FAULTY.keys())
def test_several_ways_are_distinct_and_ranked(case: Case) -> None:
    best = rewritten(case, "fix", 3)
    ways = [best, *best.alternatives]
    assert len(ways) <= 3
    assert len({way.text for way in ways}) == len(ways)
    assert [worth(way) for way in ways] == sorted(worth(way) for way in ways)
    for way in ways:
        assert way.alternatives == [] or way is best
        assert way.guard["passed"]
        assert apply_edits(case.draft, [one.edit for one in way.edits]) == way.text
    assert [other["text"] for other in best.as_dict()["alternatives"]] == [way.text for way in best.alternatives]


def test_faulty_drafts_can_be_mended_in_more_than_one_way() -> None:
    several = [name for name, case in FAULTY.items() if rewritten(case, "fix", 3).alternatives]
    assert {"en refusal", "ar refusal"} <= set(several)
    assert len(several) >= len(FAULTY) // 2


@pytest.mark.parametrize("case", GOOD.values(), ids=GOOD.keys())
def test_what_needs_nothing_has_no_second_way(case: Case) -> None:
    assert rewritten(case, "fix", 3).alternatives == []


@pytest.mark.parametrize("goal", ["", "Fix", "nicer", "gender:x", "gender"])
def test_an_unknown_goal_is_refused_and_the_known_ones_are_named(goal: str) -> None:
    with pytest.raises(UnknownName) as refused:
        COACH.rewrite(Case(draft="Hello"), goal)
    assert all(name in str(refused.value) for name in GOALS)


@pytest.mark.parametrize("goal", GOALS)
@pytest.mark.parametrize("draft", ["…", "Bonjour, votre colis arrive demain matin.", "⟦date⟧", "شكرا", "Ok."])
def test_a_draft_with_nothing_to_work_on_is_no_trouble(draft: str, goal: str) -> None:
    rewrite = COACH.rewrite(Case(draft=draft, channel="chat"), goal)
    assert apply_edits(draft, [one.edit for one in rewrite.edits]) == rewrite.text
    assert rewrite.guard["passed"]


def test_every_goal_is_tried_in_both_languages() -> None:
    tried = {cast(str, parameter.values[1]) for parameter in ALL}
    assert tried == set(GOALS) - {"fix"}
    assert all(len(rows) >= 4 for languages in DRAFTS.values() for rows in languages.values())
