"""Sets from both sides: making, changing, copying and inviting as a trainer; joining, timing and going on in them as an agent."""

import re
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from coach.practice.bank import load
from tests.cli_run import ROOT
from tests.page.practice_site import Member, Practice
from tests.page.session import SAID, go

LANGUAGES = ("en", "ar")
BANK = load()
FIRST, SECOND = "atm-debited-no-cash", "brakes-quote-doubled"
AGENTS = count(1)


@pytest.fixture
def agent(practice: Practice) -> Member:
    return practice.add(f"Sets Agent {next(AGENTS)}")


def given(practice: Practice, agent: Member | None = None, **more: object) -> tuple[str, str]:
    """Make a group and a set of two scenarios for it, joined by `agent`; gives the set's id and the link's path."""
    key = practice.trainer.key
    cohort = practice.ask("POST", "/cohorts", key, json={"name": "Night team"})
    made = practice.ask("POST", "/sets", key, json={"name": "Second week", "scenarios": [FIRST, SECOND], **more})
    invitation = practice.ask("POST", "/invitations", key, json={"set_id": made["id"], "cohort_id": cohort["id"]})
    if agent:
        practice.ask("POST", "/join", agent.key, json={"token": invitation["token"]})
    return made["id"], invitation["path"].removeprefix("/practice")


def sample(grade: str) -> str:
    return next(one.text for one in BANK[FIRST].samples if one.grade == grade)


def answered(page: Page, reply: str) -> None:
    page.locator("#reply").fill(reply)
    page.locator("button.send").click()
    page.locator(".try").first.wait_for()


def stopped(page: Page) -> None:
    page.locator(".heading .quiet").click()
    page.locator("dialog .grave").click()
    page.locator(".ending").wait_for()


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_a_timed_set_message_and_facts_come_with_the_clock_and_one_may_write_at_once(windows, practice, agent, language):
    made, _ = given(practice, agent, timer_seconds=1200)
    page = windows.open(agent.key, language, path=f"#/scenario/{FIRST}/{made}")
    page.locator("button.begin").wait_for()
    message = BANK[FIRST].turns["start"].message
    assert message not in page.locator("main").inner_text()
    expect(page.locator(".facts")).to_be_hidden()
    expect(page.locator(".starting")).to_contain_text({"en": "20 minutes", "ar": "20 دقيقة"}[language])
    page.locator("button.begin").click()
    expect(page.locator("#reply")).to_be_focused()
    expect(page.locator(".theirs-said .written")).to_have_text(message)
    expect(page.locator("coach-timer")).to_contain_text(re.compile("19:5|20:00"))


def test_a_timer_of_ones_own_hides_them_as_well(windows, agent):
    page = windows.open(agent.key, path=f"#/scenario/{FIRST}")
    expect(page.locator(".facts")).to_be_visible()
    page.locator("select[name=timer]").select_option("300")
    expect(page.locator(".facts, .theirs-said")).to_have_count(2)
    for part in (".facts", ".theirs-said"):
        expect(page.locator(part)).to_be_hidden()
    page.locator("select[name=timer]").select_option("")
    expect(page.locator(".theirs-said")).to_be_visible()


def test_after_a_conversation_the_set_goes_on_to_what_is_not_done(windows, practice, agent):
    made, _ = given(practice, agent)
    page = windows.open(agent.key, path=f"#/scenario/{FIRST}/{made}")
    page.locator("button.begin").click()
    answered(page, sample("excellent"))
    expect(page.locator(".after .fix")).to_have_class(re.compile("next"))
    stopped(page)
    expect(page.locator(".ending .fix")).to_have_text("Next in this set")
    page.locator(".ending .fix").click()
    page.wait_for_url(f"**#/scenario/{SECOND}/{made}")
    page.locator("button.begin").click()
    answered(page, "I will call you today by 6 pm.")
    stopped(page)
    expect(page.locator(".ending")).to_contain_text("all of this set")
    expect(page.locator(".next-in-set")).to_have_count(0)


def test_after_a_poor_reply_trying_again_comes_first(windows, practice, agent):
    made, _ = given(practice, agent)
    page = windows.open(agent.key, path=f"#/scenario/{FIRST}/{made}")
    page.locator("button.begin").click()
    answered(page, sample("poor"))
    expect(page.locator(".after .fix")).to_have_class(re.compile("again"))
    stopped(page)
    expect(page.locator(".ending .fix")).to_have_text("Practise it again")
    expect(page.locator(".ending .next-in-set")).to_be_visible()


def test_ones_sets_come_before_suggestions(windows, practice, agent):
    given(practice, agent)
    page = windows.open(agent.key)
    page.locator(".rows").first.wait_for()
    assert page.locator("main h3").all_inner_texts()[:2] == ["My sets", "Next up"]


def test_at_most_five_reasons_stand_open_and_the_rest_unfold(windows, practice, agent):
    page = windows.open(agent.key, path=f"#/scenario/{FIRST}")
    page.locator("button.begin").click()
    answered(page, sample("poor"))
    expect(page.locator(".try .judged > div > .reasons > li")).to_have_count(5)
    expect(page.locator(".more-reasons li").first).to_be_hidden()
    page.locator(".more-reasons summary").click()
    expect(page.locator(".more-reasons li").first).to_be_visible()
    assert page.locator(".more-reasons li").first.get_attribute("data-n") == "6"


def test_a_reason_and_its_words_stand_out_together(windows, practice, agent):
    page = windows.open(agent.key, path=f"#/scenario/{FIRST}")
    page.locator("button.begin").click()
    answered(page, sample("poor"))
    number = page.locator(".reply button.number-of").first
    n = number.get_attribute("data-n")
    number.focus()
    expect(page.locator(f'.reply mark[data-n~="{n}"]').first).to_have_class(re.compile("meant"))
    expect(page.locator(f'.reasons li[data-n="{n}"]')).to_have_class(re.compile("meant"))
    page.locator(f'.reply mark[data-n~="{n}"]').first.hover()
    expect(page.locator(f'.reasons li[data-n="{n}"]')).to_have_class(re.compile("meant"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_says_for_what_it_is_and_warns_of_a_name_that_is_there(windows, practice, agent, language):
    _, path = given(practice, agent)
    page = windows.open(None, language, path=path)
    for named in ("Second week", "Night team", practice.trainer.name):
        expect(page.locator(".invited")).to_contain_text(named)
    page.locator("input[name=name]").fill(f" {agent.name.upper()}")
    page.locator("form .fix").click()
    expect(page.locator("form .notice")).to_contain_text(agent.name.upper())
    expect(page.locator(".key-once")).to_have_count(0)
    page.locator("form .notice .have-key").click()
    page.locator("#key").fill(agent.key)
    page.locator("coach-key .fix").click()
    expect(page.locator("input[name=name]")).to_have_count(0)
    page.locator("form .fix").click()
    expect(page.locator(".joining h3")).to_contain_text({"en": "“⁨Second week⁩”", "ar": "«⁨Second week⁩»"}[language])
    expect(page.locator(".key-once")).to_have_count(0)


def test_who_wants_the_name_all_the_same_gets_it(windows, practice, agent):
    _, path = given(practice, agent)
    page = windows.open(None, path=path)
    page.locator("input[name=name]").fill(agent.name)
    for _ in range(2):
        page.locator("form .fix").click()
        page.locator("form .notice, .key-once").first.wait_for()
    expect(page.locator(".key-once code")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_link_names_set_and_group_and_the_choice_stays(windows, practice, language):
    key = practice.trainer.key
    cohort = practice.ask("POST", "/cohorts", key, json={"name": SAID[language]["group"]})
    ids = [practice.ask("POST", "/sets", key, json={"name": f"{language} {n}", "scenarios": [FIRST]})["id"] for n in range(3)]
    page = windows.open(key, language, path=f"#/cohort/{cohort['id']}/invite")
    page.locator("select[name=set]").select_option(ids[0])
    page.locator("input[name=days]").fill("٢٠")
    page.locator("form .fix").click()
    expect(page.locator(".secret")).to_contain_text(f"{language} 0")
    expect(page.locator(".secret")).to_contain_text(SAID[language]["group"])
    expect(page.locator("select[name=set]")).to_have_value(ids[0])
    expect(page.locator("input[name=days]")).to_have_value("٢٠")
    go(page, "#/sets")
    page.locator(f"a[href='#/set/invite/{ids[2]}']").click()
    page.locator("select[name=cohort]").select_option(cohort["id"])
    page.locator("form .fix").click()
    expect(page.locator(".secret")).to_contain_text(f"{language} 2")


def test_a_number_that_is_none_is_refused_in_words(windows, practice):
    page = windows.open(practice.trainer.key, path="#/set/new")
    timer = page.locator("input[name=timer]")
    for typed, taken in (
        ("٢٠", True),
        ("۲۰", True),
        ("20", True),
        ("", True),
        ("twenty", False),
        ("0", False),
        ("٢٤١", False),
        ("1.5", False),
    ):
        timer.fill(typed)
        assert timer.evaluate("(one) => one.checkValidity()") is taken, typed
    assert "1" in timer.evaluate("(one) => one.validationMessage")
    assert timer.get_attribute("inputmode") == "numeric"


def test_a_set_is_changed_until_it_is_begun_and_copied_then(windows, practice, agent):
    made, _ = given(practice, agent, timer_seconds=600, shows_master=False)
    page = windows.open(practice.trainer.key, path="#/sets")
    page.locator(f"a[href='#/set/edit/{made}']").click()
    expect(page.locator("input[name=timer]")).to_have_value("10")
    expect(page.locator("input[name=master]")).not_to_be_checked()
    expect(page.locator(".chosen > li")).to_have_count(2)
    page.locator("input[name=name]").fill("Third week")
    page.locator("input[name=timer]").fill("٣٠")
    page.locator(".chosen button[name=drop]").first.click()
    page.locator("form .fix").click()
    page.wait_for_url("**#/sets")
    kept = next(one for one in practice.ask("GET", "/sets", practice.trainer.key)["sets"] if one["id"] == made)
    assert (kept["name"], kept["timer_seconds"], kept["scenarios"], kept["shows_master"]) == ("Third week", 1800, [SECOND], False)
    practice.ask("POST", "/attempts", agent.key, json={"scenario": SECOND, "set_id": made})
    page.reload()
    page.locator(f"a[href='#/set/copy/{made}']").wait_for()
    expect(page.locator(f"a[href='#/set/edit/{made}']")).to_have_count(0)
    page.locator(f"a[href='#/set/copy/{made}']").click()
    page.locator("form .fix").click()
    page.wait_for_url("**#/sets")
    expect(page.locator("main")).to_contain_text("Third week (copy)")


@pytest.mark.parametrize("path", ["#/", "#/set/new"])
def test_scenarios_are_found_by_folded_words_branch_and_dialect_with_ones_own_language_first(windows, practice, path):
    page = windows.open(practice.trainer.key, "ar", path=path)
    rows = page.locator(".found li, .scrolls > li")
    rows.first.wait_for()
    shown = rows.locator(".lead").all_inner_texts()
    arabic = [one.title.ar for one in BANK if one.language == "ar"]
    assert set(shown[: len(arabic)]) == set(arabic)
    wanted = BANK["bride-waiting-for-bedroom"]
    page.locator("input[name=words]").fill("اوضه النوم")
    expect(rows).to_have_count(1)
    expect(rows.locator(".lead")).to_have_text(wanted.title.ar)
    page.locator("select[name=branch]").select_option("shops")
    page.locator("select[name=dialect]").select_option(wanted.dialect)
    expect(rows).to_have_count(1)
    page.locator("select[name=branch]").select_option("travel")
    expect(page.locator(".scrolls > li, .found .rows li")).to_have_count(0)


def test_every_sector_of_the_bank_is_in_a_branch():
    text = (ROOT / "api" / "static" / "js" / "practice" / "branches.js").read_text(encoding="utf-8")
    named = re.findall(r'"([a-z-]+)"', text.split("};")[0])
    assert len(named) == len(set(named))
    assert {one.sector for one in BANK} <= set(named)
