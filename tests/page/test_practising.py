"""The agent's practice page: joining, practising, looking back and progress, in both languages."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from coach.pipeline import Coach
from coach.practice import attempt as attempts
from coach.practice.bank import load
from tests.browser import WAIT_MS
from tests.cli_run import ROOT
from tests.page.practice_site import KEPT, Member, Practice

LANGUAGES = ("en", "ar")
TALK = {"en": "atm-debited-no-cash", "ar": "bride-waiting-for-bedroom"}
HOSTILE = ("brakes-quote-doubled", "lag-in-the-tournament", "laptop-came-back-empty")
CLAIM = {"en": " The money is with you on Sunday, 12,000 rupees.", "ar": " وهنعوضك بمبلغ 9000 جنيه يوم الأحد."}
WORDS = {
    "en": {
        "excellent": "Excellent",
        "made up": re.compile("Made up|Not so"),
        "little": "too little data",
        "over": "The conversation is over",
        "was": "Was:",
    },
    "ar": {
        "excellent": "ممتاز",
        "made up": re.compile("لا أصل له|غير صحيح"),
        "little": "البيانات قليلة",
        "over": "انتهت المحادثة",
        "was": "كان:",
    },
}
RING = ".visit:last-child > .try .ring .number"
BANK = load()
DOCS = {"en": "practising.md", "ar": "practising.ar.md"}


def sample(language: str, grade: str) -> str:
    return next(one.text for one in BANK[TALK[language]].samples if one.grade == grade)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_printed_example_is_true(language):
    text = (ROOT / "docs" / DOCS[language]).read_text(encoding="utf-8")
    score, written, told = re.search(r"(\d+):\n\n> (.+)\n\n(.+)", text).groups()
    scenario = BANK[TALK[language]]
    assert scenario.title.model_dump()[language] in text
    attempt = attempts.reply(attempts.start(scenario), scenario, written, Coach(), 1.0)
    result = attempt.visits[0].tries[0].result
    assert result.score == int(score)
    verdicts = json.loads((ROOT / "api" / "static" / "i18n" / f"practice.{language}.json").read_text(encoding="utf-8"))["verdicts"]
    shown = [re.sub(r"^(.+?): (?=[“«])", "", one) for one in re.findall(r"\*(.+?)\*", told)]
    assert len(shown) == 2
    assert set(shown) <= {reason.text.model_dump()[language] for reason in result.reasons}
    assert any(one.startswith(f"*{verdicts[claim.verdict]}: ") for one in [told] for claim in result.claims)


@pytest.fixture
def agent(practice: Practice, request: pytest.FixtureRequest) -> Member:
    """An agent who has not practised yet."""
    return practice.add(f"Agent {request.node.name[-40:]}")


def begin(practice: Practice, agent: Member, scenario: str, **more: Any) -> str:
    return practice.ask("POST", "/attempts", agent.key, json={"scenario": scenario, **more})["id"]


def reply(practice: Practice, agent: Member, attempt: str, text: str) -> dict[str, Any]:
    revision = practice.ask("GET", f"/attempts/{attempt}", agent.key)["revision"]
    return practice.ask("POST", f"/attempts/{attempt}/tries", agent.key, json={"text": text, "revision": revision})


def invited(practice: Practice, language: str, **set_: Any) -> str:
    """Make a set and a link to it, as the trainer does; gives the link's path."""
    key = practice.trainer.key
    cohort = practice.ask("POST", "/cohorts", key, json={"name": f"Team {language}"})
    one = practice.ask("POST", "/sets", key, json={"name": f"Week {language}", "scenarios": [TALK[language]], **set_})
    return practice.ask("POST", "/invitations", key, json={"set_id": one["id"], "cohort_id": cohort["id"]})["path"].removeprefix(
        "/practice"
    )


def start(page: Page, scenario: str) -> None:
    page.evaluate("(hash) => { location.hash = hash }", f"#/scenario/{scenario}")
    page.locator("button.begin").click()
    page.locator("#reply").wait_for()


def send(page: Page, text: str) -> int:
    """Send a reply; gives its score."""
    tries = page.locator(".visit:last-child .try").count()
    page.locator("#reply").fill(text)
    page.locator("button.send").click()
    expect(page.locator(".visit:last-child .try")).to_have_count(tries + 1)
    return int(page.locator(RING).inner_text())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_lets_in_and_tells_the_key_once(windows, practice, language):
    path = invited(practice, language, timer_seconds=600)
    page = windows.open(language=language, path=path)
    page.locator("form .fix").click()
    expect(page.locator("form .notice")).to_be_visible()
    page.locator("input[name=name]").fill("Rana رنا")
    page.locator("form .fix").click()
    key = page.locator(".key-once code").inner_text()
    page.locator(".key-once input[type=checkbox]").check()
    page.locator(".joining a.fix").click()
    expect(page.locator(".sets strong")).to_have_text(f"Week {language}")
    page.locator(".sets summary").click()
    page.locator(f'.sets a[href*="{TALK[language]}"]').click()
    page.locator("button.begin").click()
    expect(page.locator("coach-timer")).to_contain_text("9:5")
    assert page.evaluate("(name) => [localStorage.getItem(name), sessionStorage.getItem(name)]", KEPT) == [key, None]
    again = page.context.new_page()
    again.goto(f"{practice.served.url}/practice")
    expect(again.locator(".sets strong")).to_have_text(f"Week {language}")
    again.locator(".foot button").click()
    expect(again.locator("coach-key dialog")).to_be_visible()
    assert again.evaluate("(name) => localStorage.getItem(name)", KEPT) is None
    again.keyboard.press("Escape")
    expect(again.locator(".notice button")).to_be_visible()


def test_a_used_up_link_is_told(windows, practice):
    page = windows.open(path="#/join/nothing-of-ours")
    expect(page.locator("main .notice")).to_contain_text("ask for a new one")
    expect(page.locator("main button, main input")).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_better_try_scores_more_and_says_what_changed(windows, agent, language):
    page = windows.open(agent.key, language)
    start(page, TALK[language])
    bad = send(page, sample(language, "poor"))
    first = page.locator(".visit:last-child > .try")
    expect(first.locator(".reasons li").first).to_be_visible()
    expect(page.locator(".changed-since")).to_have_count(0)
    page.locator("button.again").click()
    assert page.locator("#reply").input_value() == sample(language, "poor")
    better = send(page, sample(language, "excellent"))
    assert better > bad + 20
    expect(page.locator(".try .verdict strong").last).to_have_text(WORDS[language]["excellent"])
    expect(page.locator(".changed-since .points-of")).to_have_text(re.compile(rf"\+{better - bad}"))
    expect(page.locator(".changed-since .changes-of s").first).to_be_visible()
    expect(page.locator(".changed-since .was").first).to_have_text(WORDS[language]["was"])
    assert "✓" not in page.locator(".changed-since").inner_text()
    expect(page.locator(".folded-try summary .grade b")).to_have_text(str(bad))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_made_up_is_marked_in_the_reply_and_told_apart(windows, agent, language):
    page = windows.open(agent.key, language)
    start(page, TALK[language])
    send(page, sample(language, "fair") + CLAIM[language])
    told = page.locator(".reasons li", has=page.locator(".verdict-of", has_text=WORDS[language]["made up"])).first
    number = told.get_attribute("data-n")
    marks = page.locator(f'.reply mark[data-n~="{number}"]')
    expect(marks.first).to_have_class(re.compile("warning|error"))
    assert marks.first.inner_text() in CLAIM[language]
    told.locator("button").click()
    expect(marks.first).to_have_class(re.compile("lit"))
    page.locator(".reply button.number-of").first.click()
    assert page.evaluate("document.activeElement.matches('.reasons li')")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("grade", ["poor", "excellent"])
def test_the_customer_goes_on_as_the_reply_deserves(windows, agent, language, grade):
    scenario = BANK[TALK[language]]
    page = windows.open(agent.key, language)
    start(page, TALK[language])
    score = send(page, sample(language, grade))
    following = next(branch.turn for branch in scenario.turns["start"].then if score >= branch.from_score)
    page.locator("button.next").click()
    said = page.locator(".visit:last-child .theirs-said .written")
    expect(said).to_have_text(scenario.turns[following].message)
    if scenario.turns[following].goals is None:
        expect(page.locator(".ending h3")).to_have_text(WORDS[language]["over"])
    else:
        expect(page.locator("#reply")).to_have_value("")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_masters_reply_stands_beside_ones_own(windows, agent, language):
    page = windows.open(agent.key, language)
    start(page, TALK[language])
    expect(page.locator("button.master")).to_have_count(0)
    mine = sample(language, "poor")
    send(page, mine)
    page.locator("button.master").click()
    columns = page.locator(".compare .written")
    expect(columns).to_have_count(2)
    assert [one.strip() for one in columns.all_inner_texts()] == [mine, BANK[TALK[language]].turns["start"].master]
    left, right = (page.locator(".compare > div").nth(n).bounding_box()["x"] for n in (0, 1))
    assert (left < right) == (language == "en")


def test_a_master_that_the_set_keeps_back_comes_at_the_end_unasked(windows, practice, agent):
    token = invited(practice, "en", shows_master=False).removeprefix("#/join/")
    joined = practice.ask("POST", "/join", agent.key, json={"token": token})
    attempt = begin(practice, agent, TALK["en"], set_id=joined["set"]["id"])
    page = windows.open(agent.key, path=f"#/attempt/{attempt}")
    send(page, sample("en", "poor"))
    expect(page.locator("button.again")).to_be_visible()
    expect(page.locator(".compare, button.master")).to_have_count(0)
    page.locator(".heading .quiet").click()
    page.locator("dialog .grave").click()
    expect(page.locator(".compare .master-of .written")).to_have_text(BANK[TALK["en"]].turns["start"].master)


def test_hints_come_one_by_one(windows, agent):
    page = windows.open(agent.key)
    start(page, TALK["en"])
    hints = BANK[TALK["en"]].turns["start"].hints
    for n in range(len(hints)):
        expect(page.locator(".hinting li")).to_have_count(n)
        page.locator(".hinting button").click()
    expect(page.locator(".hinting li").last).to_contain_text(hints[-1])
    expect(page.locator(".hinting button")).to_be_hidden()


def test_what_is_typed_outlives_a_reload(windows, agent):
    page = windows.open(agent.key)
    start(page, TALK["en"])
    page.locator("#reply").fill("Half a reply")
    page.reload()
    expect(page.locator("#reply")).to_have_value("Half a reply")
    page.locator('coach-bar button[value="ar"]').click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("#reply")).to_have_value("Half a reply")
    send(page, sample("en", "fair"))
    assert page.evaluate("Object.keys(JSON.parse(localStorage['reply-coach-drafts']))") == []


def test_a_lost_connection_keeps_the_text_and_can_be_tried_again(windows, agent):
    page = windows.open(agent.key)
    start(page, TALK["en"])
    page.locator("#reply").fill(sample("en", "fair"))
    page.context.set_offline(True)
    page.locator("#reply").press("Control+Enter")
    expect(page.locator(".answering .notice")).to_be_visible()
    expect(page.locator("#reply")).to_have_value(sample("en", "fair"))
    page.context.set_offline(False)
    page.locator(".answering .notice button").click()
    expect(page.locator(RING)).to_be_visible()


def test_an_empty_and_an_overlong_reply_are_told_before_they_are_sent(windows, agent):
    page = windows.open(agent.key)
    start(page, TALK["en"])
    for text in ("  ", "a" * 4001):
        page.locator("#reply").fill(text)
        page.locator("button.send").click()
        expect(page.locator(".answering .notice")).to_be_visible()
        expect(page.locator("#reply")).to_have_value(text)
        expect(page.locator(".try")).to_have_count(0)


def test_another_window_that_went_on_is_told(windows, practice, agent):
    attempt = begin(practice, agent, TALK["en"])
    page = windows.open(agent.key, path=f"#/attempt/{attempt}")
    page.locator("#reply").fill("What I was writing meanwhile")
    reply(practice, agent, attempt, sample("en", "fair"))
    page.locator("button.send").click()
    page.locator(".answering .notice button").click()
    expect(page.locator(".try")).to_have_count(1)
    expect(page.locator("#reply")).to_have_value("What I was writing meanwhile")


def test_the_timer_goes_on_after_a_score_into_the_next_message_and_over_a_reload(windows, practice, agent):
    attempt = begin(practice, agent, TALK["en"], timer_seconds=600)
    page = windows.open(agent.key)
    page.clock.install()
    page.evaluate("(hash) => { location.hash = hash }", f"#/attempt/{attempt}")
    page.locator("#reply").wait_for()
    left = page.locator(".left-of")
    send(page, sample("en", "excellent"))
    page.clock.run_for(100_000)
    expect(left).to_contain_text(re.compile("^8:1|^8:0"))
    page.locator("button.next").click()
    expect(page.locator(".visit")).to_have_count(2)
    page.clock.run_for(100_000)
    expect(left).to_contain_text(re.compile("^8:1|^8:0"))
    page.clock.run_for(440_000)
    expect(page.locator("coach-practice > [role=status]")).to_have_text("60 seconds left")
    page.reload()
    expect(left).to_contain_text(re.compile("^9:[345]"))


def test_the_timer_is_said_and_the_servers_clock_decides(windows, practice, agent):
    attempt = begin(practice, agent, TALK["en"], timer_seconds=600)
    page = windows.open(agent.key)
    page.clock.install()
    page.evaluate("(hash) => { location.hash = hash }", f"#/attempt/{attempt}")
    page.locator("#reply").wait_for()
    said = page.locator("coach-practice > [role=status]")
    page.clock.run_for(545_000)
    expect(said).to_have_text("60 seconds left")
    expect(page.locator(".left-of")).to_have_class(re.compile("short"))
    page.clock.run_for(50_000)
    expect(said).to_have_text("10 seconds left")
    with page.expect_response(f"**/attempts/{attempt}?*"):
        page.clock.run_for(8_000)
    expect(page.locator(".left-of")).to_contain_text(re.compile("^9:5"))
    expect(page.locator(".ending")).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_when_the_time_is_up_the_text_is_still_shown(windows, practice, agent, language):
    page = windows.open(agent.key, language)
    attempt = begin(practice, agent, TALK[language], timer_seconds=5)
    page.evaluate("(hash) => { location.hash = hash }", f"#/attempt/{attempt}")
    page.locator("#reply").fill("Not quite")
    expect(page.locator(".ending .written")).to_have_text("Not quite", timeout=WAIT_MS)
    expect(page.locator("#reply")).to_have_count(0)
    assert practice.ask("GET", f"/attempts/{attempt}", agent.key)["ended"] == "time"


def test_stopping_is_asked_for_and_keeps_the_scores(windows, agent):
    page = windows.open(agent.key)
    start(page, TALK["en"])
    score = send(page, sample("en", "fair"))
    page.locator(".heading .quiet").click()
    page.locator("dialog .quiet").click()
    expect(page.locator("button.next")).to_be_visible()
    page.locator(".heading .quiet").click()
    page.locator("dialog .grave").click()
    expect(page.locator(".ending .means b").first).to_have_text(str(score))


@pytest.mark.parametrize("language", LANGUAGES)
def test_looking_back_shows_the_trainers_remarks_beside_the_machines_score(windows, practice, language):
    agent = practice.add(f"Maha {language}")
    key = practice.trainer.key
    path = invited(practice, language)
    token = path.removeprefix("#/join/")
    made = practice.ask("POST", "/join", agent.key, json={"token": token})
    attempt = begin(practice, agent, TALK[language], set_id=made["set"]["id"])
    text = "😔 " + sample(language, "fair")
    one = reply(practice, agent, attempt, text)["visits"][0]["tries"][0]
    practice.ask("POST", f"/tries/{one['id']}/comments?offsets=utf16", key, json={"start": 3, "end": 12, "text": "Well begun أحسنت"})
    practice.ask("POST", f"/tries/{one['id']}/overrides", key, json={"criterion": "overall", "score": 88, "reason": "Kinder than it reads"})
    page = windows.open(agent.key, language)
    page.locator(f'a.lead[href="#/attempt/{attempt}"]').click()
    remarks = page.locator(".remarks")
    expect(remarks).to_contain_text("Well begun")
    expect(remarks).to_contain_text("Kinder than it reads")
    assert page.locator(".reply mark.comment").all_inner_texts() == [text.encode("utf-16-le")[6:24].decode("utf-16-le")]
    assert page.locator(".try > header .grade b").all_inner_texts() == [str(one["result"]["score"]), "88"]
    expect(page.locator(".marking")).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_progress_says_plainly_what_is_too_little(windows, practice, agent, language):
    page = windows.open(agent.key, language, path="#/progress")
    expect(page.locator(".empty a")).to_be_visible()
    attempt = begin(practice, agent, TALK[language])
    reply(practice, agent, attempt, sample(language, "fair"))
    page.reload()
    expect(page.locator(".table tbody tr").first).to_contain_text(WORDS[language]["little"])
    expect(page.locator(".drawing")).to_be_visible()
    assert page.evaluate("document.querySelector('.drawing').shadowRoot.querySelector('svg title').textContent.length") > 0
    with page.expect_download() as saved:
        page.locator(".heading button").last.click()
    assert agent.name in saved.value.path().read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_quiet_word_comes_after_hostile_ones_and_goes_when_waved_away(windows, practice, agent, language):
    for scenario in HOSTILE:
        attempt = begin(practice, agent, scenario)
        revision = reply(practice, agent, attempt, "I am sorry for this. I will call you today by 6 pm.")["revision"]
        practice.ask("POST", f"/attempts/{attempt}/finish", agent.key, json={"revision": revision})
    page = windows.open(agent.key, language)
    word = page.locator("coach-care")
    expect(word.locator("p")).to_be_visible()
    assert word.get_attribute("aria-live") == "polite"
    assert page.locator("dialog[open]").count() == 0
    page.locator(".lead").first.focus()
    with page.expect_response("**/dismiss"):
        word.locator("button").click()
    expect(word.locator("p")).to_have_count(0)
    page.reload()
    page.locator(".rows").first.wait_for()
    expect(word.locator("p")).to_have_count(0)


def test_scenarios_are_found_by_language_kind_difficulty_and_what_was_tried(windows, practice, agent):
    reply(practice, agent, begin(practice, agent, TALK["en"]), sample("en", "fair"))
    page = windows.open(agent.key)
    page.locator("select[name=language]").select_option("en")
    page.locator("select[name=kind]").select_option("angry")
    page.locator("select[name=difficulty]").select_option("hard")
    wanted = [one for one in BANK if (one.language, one.difficulty, one.held_out) == ("en", "hard", False) and "angry" in one.kinds]
    expect(page.locator(".found li")).to_have_count(len(wanted))
    page.locator("select[name=tried]").select_option("yes")
    expect(page.locator(".found li")).to_have_count(1)
    expect(page.locator(".found .grade b")).to_be_visible()
    page.locator("select[name=kind]").select_option("sarcasm")
    page.locator(".found .empty button").click()
    expect(page.locator(".found li")).to_have_count(sum(not one.held_out for one in BANK))


def test_a_key_that_nobody_bears_is_told_what_to_do_and_can_be_put_off(windows, practice):
    stranger = practice.served.new_key("--scope", "practice")
    page = windows.browser.new_context(locale="en-GB").new_page()
    page.goto(f"{practice.served.url}/practice")
    page.locator("#key").fill(stranger)
    page.keyboard.press("Enter")
    expect(page.locator("main .notice")).to_contain_text("enrolled")
    page.locator(".foot button").click()
    page.locator("#key").fill(practice.agents[0].key)
    page.locator("coach-key input[type=checkbox]").check()
    page.keyboard.press("Enter")
    expect(page.locator(".who bdi")).to_have_text(practice.agents[0].name)
    assert page.evaluate("(name) => localStorage.getItem(name)", KEPT) == practice.agents[0].key
    page.context.close()


def test_the_pages_lead_to_each_other(windows, agent):
    page = windows.open(agent.key)
    page.locator("coach-bar .across").click()
    page.locator("coach-goals button").first.wait_for()
    page.locator("coach-bar .across").click()
    expect(page.locator("main h2")).to_be_visible()


def test_the_keyboard_suffices(windows, agent):
    page = windows.open(agent.key)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".lead").first.wait_for()
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.lead')"):
            break
    page.keyboard.press("Enter")
    page.locator("button.begin").wait_for()
    while not page.evaluate("document.activeElement.matches('button.begin')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#reply").wait_for()
    while not page.evaluate("document.activeElement.matches('#reply')"):
        page.keyboard.press("Tab")
    page.keyboard.type("I am sorry. I will look into it and call you by Friday noon.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(RING)).to_be_visible()
    assert page.evaluate("document.activeElement.matches('.try h3')")
    while not page.evaluate("document.activeElement.matches('button.again')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "reply"
    unreachable = page.evaluate(
        """() => [...document.querySelectorAll("button, select, input, textarea, summary, a")]
            .filter((one) => one.checkVisibility() && one.tabIndex < 0).length"""
    )
    assert unreachable == 0
