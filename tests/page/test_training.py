"""The trainer's pages in both languages: groups, sets, invitations, watching and comparing."""

from itertools import count

import pytest
from playwright.sync_api import Page, Route, expect

from coach.practice.bank import load
from tests.page.practice_site import Practice
from tests.page.session import SAID, Session, go, whole
from tests.page.taught import ENGLISH, LANGUAGES, LEAST, attempt, made_group

TRIED = 6  # scenarios tried by the first agent
LITTLE = {"en": "too little data", "ar": "البيانات قليلة"}
NOT_YOURS = {"en": "for trainers", "ar": "للمدرّبين"}
SMALL = {"en": "so few agents", "ar": "مجموعة صغيرة"}


@pytest.fixture(scope="module")
def group(practice: Practice) -> str:
    """A group with both agents, of whom the first has practised enough for a mean; gives its id."""
    return made_group(practice, "Evening team", practice.agents, tries=(TRIED, 1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_session_goes_from_a_new_group_to_the_agent_who_reads_the_remark(windows, practice, language):
    seen: list[str] = []
    whole(Session(windows, practice, language, lambda name, page: seen.append(name)))
    assert {"invited", "group-compare", "commenting", "agent-reads-remarks", "people"} <= set(seen)
    remarked = windows.contexts[1].pages[0]
    expect(remarked.locator("mark.comment").first).to_have_text(SAID[language]["better"].split(".")[0])
    expect(remarked.locator("[data-try]").last).to_contain_text("80")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_agent_is_told_kindly_that_groups_are_not_theirs(windows, practice, language):
    page = windows.open(practice.agents[0].key, language, path="#/cohorts")
    expect(page.locator("main")).to_contain_text(NOT_YOURS[language])
    expect(page.locator("main form")).to_have_count(0)
    expect(page.locator("nav.pages a[href='#/cohorts']")).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mean_has_its_range_and_too_little_is_said_plainly(windows, practice, group, language):
    page = windows.open(practice.trainer.key, language, path=f"#/cohort/{group}")
    first, second = (page.locator("tbody tr", has_text=agent.name) for agent in practice.agents)
    told = practice.ask("GET", f"/cohorts/{group}/standing", practice.trainer.key)["people"]
    mean = next(one["standing"]["overall"]["mean"] for one in told if one["person"]["id"] == practice.agents[0].id)
    assert TRIED >= LEAST
    expect(first.locator(".told b")).to_have_text(str(round(mean)))
    expect(second).to_contain_text(LITTLE[language])


def test_the_day_of_a_training_stands_in_the_address(windows, practice, group):
    page = windows.open(practice.trainer.key, path=f"#/cohort/{group}")
    columns = page.locator("thead th")
    columns.first.wait_for()
    before = columns.count()
    page.locator("input[name=training]").fill("2026-02-03")
    page.locator("form .chip").first.click()
    page.wait_for_url(f"**/practice#/cohort/{group}/members/2026-02-03")
    expect(columns).to_have_count(before + 1)
    page.reload()
    expect(page.locator("input[name=training]")).to_have_value("2026-02-03")
    expect(columns).to_have_count(before + 1)


def test_the_comparison_has_each_criterion_with_the_servers_means(windows, practice, group):
    page = windows.open(practice.trainer.key, path=f"#/cohort/{group}/compare")
    row = page.locator("tbody tr", has_text=practice.agents[0].name)
    row.wait_for()
    told = practice.ask("GET", f"/cohorts/{group}/standing", practice.trainer.key)["people"]
    standing = next(one["standing"] for one in told if one["person"]["id"] == practice.agents[0].id)
    expect(page.locator("thead th")).to_have_count(len(standing) + 1)
    expect(row.locator(".cell").first).to_have_text(str(round(standing["overall"]["mean"])))
    page.locator("select[name=figure]").select_option("empathy")
    expect(page.locator(".drawing svg").first).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_team_carries_is_told_of_five_agents_and_of_no_fewer(windows, practice, group, language):
    page = windows.open(practice.trainer.key, language, path=f"#/cohort/{group}")
    expect(page.locator("main")).to_contain_text(SMALL[language])
    many = made_group(practice, f"Large {language}", tuple(practice.add(f"Agent {language} {n}") for n in range(5)), tries=(1,) * 5)
    go(page, f"#/cohort/{many}")
    expect(page.locator("main")).not_to_contain_text(SMALL[language])
    expect(page.locator(".facts li")).to_have_count(3)


def test_a_new_attempt_comes_by_itself_while_somebody_looks(windows, practice, group):
    page = windows.open(practice.trainer.key, path=f"#/cohort/{group}/watch")
    page.locator(".rows > li").first.wait_for()
    page.clock.install()
    looked = count()
    page.on("request", lambda request: next(looked) if f"/attempts?cohort={group}" in request.url else None)
    now = page.get_by_role("button", name="Look now")
    now.click()
    come = attempt(practice, practice.agents[1], ENGLISH[3])
    page.clock.run_for(11_000)
    expect(page.locator(f".rows a[href='#/attempt/{come}']")).to_be_visible()
    expect(page.locator("p[role=status].unseen")).to_have_text("1 new attempt")
    page.evaluate(
        "Object.defineProperty(document, 'hidden', {value: true, configurable: true}); document.dispatchEvent(new Event('visibilitychange'))"
    )
    before = next(looked)
    page.clock.run_for(60_000)
    assert next(looked) == before + 1
    with page.expect_request(f"**/attempts?cohort={group}*"):
        page.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")
    page.locator(f".rows a[href='#/attempt/{come}']").click()
    expect(page.locator("[data-try]")).to_be_visible()


def test_a_set_is_put_in_order_by_keyboard(windows, practice):
    page = windows.open(practice.trainer.key, path="#/set/new")
    rows, chosen = page.locator(".scrolls > li"), page.locator(".chosen > li")
    for n in range(3):
        rows.nth(n).get_by_role("button").press("Enter")
    ids = [rows.nth(n).get_attribute("data-id") for n in range(3)]
    chosen.nth(2).locator("[name=up]").press("Enter")
    page.keyboard.press("Enter")
    expect(chosen.first).to_have_attribute("data-id", ids[2] or "")
    assert page.evaluate("document.activeElement.closest('li').dataset.id") == ids[2]
    chosen.nth(1).locator("[name=drop]").press("Enter")
    expect(chosen).to_have_count(2)
    assert page.evaluate("document.activeElement.closest('li').dataset.id") == ids[1]
    expect(rows.first.get_by_role("button")).to_have_text("Add")
    expect(rows.nth(1).get_by_role("button")).to_have_text("Take out")


def test_filters_leave_what_is_asked_for(windows, practice):
    page = windows.open(practice.trainer.key, path="#/set/new")
    rows = page.locator(".scrolls > li")
    page.locator("select[name=held]").select_option("only")
    page.locator("select[name=language]").select_option("ar")
    wanted = load().pick(language="ar", held_out=True)
    expect(rows).to_have_count(len(wanted))
    expect(page.locator(".scrolls .tag")).to_have_count(len(wanted))
    page.locator("input[name=words]").fill(wanted[0].title.en)
    expect(rows).to_have_count(1)
    page.locator("form .fix").click()
    expect(page.locator("input[name=name]:invalid")).to_have_count(1)


def test_deleting_a_set_says_what_goes_and_waits_for_a_yes(windows, practice):
    made_group(practice, "Doomed", ())
    page = windows.open(practice.trainer.key, path="#/sets")
    card = page.locator(".tiles > li", has_text="Set of Doomed")
    card.get_by_role("button").click()
    expect(page.locator("dialog")).to_contain_text("What was practised in it stays")
    page.keyboard.press("Escape")
    expect(card).to_be_visible()
    card.get_by_role("button").click()
    page.locator("dialog .grave").click()
    expect(card).to_have_count(0)


def test_a_withdrawn_invitation_lets_nobody_in(windows, practice, group):
    page = windows.open(practice.trainer.key, path=f"#/cohort/{group}/invite")
    page.locator("form .fix").click()
    link = page.locator(".secret input").input_value()
    assert link.startswith(f"{practice.served.url}/practice#/join/")
    page.reload()
    page.locator(".rows > li").first.wait_for()
    expect(page.locator(".secret")).to_have_count(0)
    page.locator(".rows > li").first.get_by_role("button").click()
    page.locator("dialog .grave").click()
    expect(page.locator(".rows > li").first.get_by_role("button")).to_have_count(0)
    late = windows.open(None, path=link.split("/practice")[1])
    expect(late.locator(".notice")).to_be_visible()
    expect(late.locator("input[name=name], code")).to_have_count(0)


def test_a_trainer_makes_a_group_and_a_set_and_invites_by_keyboard_alone(windows, practice):
    page = windows.open(practice.trainer.key, path="#/cohorts")
    reach(page, "form input[name=name]")
    page.keyboard.type("By keyboard")
    page.keyboard.press("Enter")
    page.wait_for_url("**/practice#/cohort/*/invite")
    group = page.url.split("#")[1]
    reach(page, "nav.pages a[href='#/sets']")
    page.keyboard.press("Enter")
    reach(page, "a[href='#/set/new']")
    page.keyboard.press("Enter")
    reach(page, "input[name=name]")
    page.keyboard.type("Keys")
    reach(page, ".scrolls button")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    second = page.locator(".scrolls > li").nth(1).get_attribute("data-id")
    expect(page.locator(".chosen > li")).to_have_attribute("data-id", second or "")
    reach(page, "form > .bar .fix")
    page.keyboard.press("Enter")
    page.wait_for_url("**/practice#/sets")
    go(page, f"#{group}")
    reach(page, "form .fix")
    page.keyboard.press("Enter")
    expect(page.locator(".secret input")).to_be_focused()


def reach(page: Page, selector: str) -> None:
    """Press Tab until something has the focus."""
    page.locator(selector).first.wait_for()
    for _ in range(120):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab")


def test_what_could_not_be_loaded_is_asked_for_again(windows, practice, group):
    page = windows.open(practice.trainer.key, path="#/sets")
    away = lambda route: route.abort()  # noqa: E731
    page.route("**/standing*", away)
    go_anyway(page, f"#/cohort/{group}")
    expect(page.locator("training-view .notice")).to_be_visible()
    page.unroute("**/standing*", away)
    page.locator("training-view .notice button").click()
    expect(page.locator("tbody tr")).to_have_count(2)


def test_a_form_keeps_what_was_written_where_the_server_is_away(windows, practice):
    page = windows.open(practice.trainer.key, path="#/cohorts")

    def away(route: Route) -> None:
        route.abort() if route.request.method == "POST" else route.continue_()

    page.route("**/v1/practice/cohorts", away)
    page.locator("input[name=name]").fill("Kept")
    page.locator("form .fix").click()
    expect(page.locator(".note .notice")).to_be_visible()
    expect(page.locator("input[name=name]")).to_have_value("Kept")


def go_anyway(page: Page, path: str) -> None:
    page.evaluate("(path) => { location.hash = path }", path)


def test_names_are_written_as_text(windows, practice):
    name = "<img src=x onerror=alert(1)>"
    made_group(practice, name, ())
    page = windows.open(practice.trainer.key, path="#/cohorts")
    expect(page.locator(".tiles .lead", has_text=name)).to_be_visible()
    assert page.locator("main img").count() == 0
