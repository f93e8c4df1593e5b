"""What a trainer says of a try, by mouse and by keyboard, and what it counts for."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.page.practice_site import Practice
from tests.page.session import Session, choose, go
from tests.page.taught import ENGLISH, LEAST, SMILE, attempt, made_group


@pytest.fixture(scope="module")
def group(practice: Practice) -> str:
    """A group with both agents; gives its id."""
    return made_group(practice, "Evening team", practice.agents)


def test_words_are_chosen_with_the_mouse_behind_a_smile(windows, practice, group):
    tried = attempt(practice, practice.agents[0], ENGLISH[0])
    page = windows.open(practice.trainer.key, path=f"#/attempt/{tried}")
    reply = page.locator(".reply").last
    reply.wait_for()
    page.evaluate(
        """([reply, words]) => {
          const walk = document.createTreeWalker(reply, NodeFilter.SHOW_TEXT);
          for (let node; (node = walk.nextNode());) {
            const at = node.data.indexOf(words);
            if (at >= 0) getSelection().setBaseAndExtent(node, at, node, at + words.length);
          }
        }""",
        [reply.element_handle(), "writing"],
    )
    page.locator(".marking button").first.click()
    expect(page.locator(".marking q")).to_have_text("writing")
    page.locator(".marking textarea[name=text]").fill("Warm.")
    drag(page, reply)
    expect(page.locator(".marking q")).to_have_text(SMILE)
    expect(page.locator(".marking textarea[name=text]")).to_have_value("Warm.")
    choose(page.locator(".marking reply-coach-text textarea"), "🙂 Thank")
    expect(page.locator(".marking q")).to_have_text("🙂 Thank")
    page.locator(".marking form .fix").click()
    expect(page.locator("mark.comment")).to_have_text("🙂 Thank")
    [comment] = practice.ask("GET", f"/attempts/{tried}", practice.agents[0].key)["visits"][0]["tries"][0]["comments"]
    assert SMILE[comment["start"] : comment["end"]] == "🙂 Thank"


def drag(page: Page, reply: Locator) -> None:
    """Drag the mouse over the whole of a reply, and let it go below."""
    reply.scroll_into_view_if_needed()
    box = reply.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 1, box["y"] + 4)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] + 30, steps=8)
    page.mouse.up()


def test_words_are_chosen_by_keyboard_and_the_reply_cannot_be_changed(windows, practice, group):
    tried = attempt(practice, practice.agents[0], ENGLISH[1])
    page = windows.open(practice.trainer.key, path=f"#/attempt/{tried}")
    page.locator(".marking button").first.press("Enter")
    words = page.locator(".marking reply-coach-text textarea")
    expect(words).to_be_focused()
    page.keyboard.type("x")
    expect(words).to_have_value(SMILE)
    choose(words, "🙂 Thank")
    page.keyboard.press("Tab")
    page.keyboard.type("A good beginning.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("p[role=status].unseen")).to_have_text("Your comment was kept.")
    assert page.evaluate("document.activeElement.id").startswith("comment-")
    expect(page.locator("mark.comment").first).to_contain_text("Thank")


def test_a_trainers_score_counts_in_progress(windows, practice):
    agent = practice.add("Nadia Karim")
    made_group(practice, "Of one", (agent,), tries=(LEAST,))
    tried = practice.ask("GET", f"/attempts?person={agent.id}", practice.trainer.key)["attempts"][0]
    before = practice.ask("GET", f"/progress?person={agent.id}", practice.trainer.key)["practised"]["standing"]["overall"]["mean"]
    page = windows.open(practice.trainer.key, path=f"#/attempt/{tried['id']}")
    Session(windows, practice, "en").override(page, 100)
    go(page, f"#/person/{agent.id}")
    after = before + (100 - tried["first"]) / LEAST
    expect(page.locator("tbody tr").first.locator(".told b").first).to_have_text(str(round(after)))


def test_a_certificate_is_saved_with_the_agents_name(windows, practice, group):
    page = windows.open(practice.trainer.key, path=f"#/person/{practice.agents[0].id}")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the certificate").click()
    assert saved.value.suggested_filename.endswith(".html")
    assert practice.agents[0].name in saved.value.path().read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_certificate_is_opened_with_its_own_style_beside_the_page(windows, practice, group, language):
    page = windows.open(practice.trainer.key, language, path=f"#/person/{practice.agents[0].id}")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name={"en": "Open the certificate", "ar": "افتح الشهادة"}[language]).click()
    summary = opened.value
    expect(summary.locator(".who")).to_have_text(practice.agents[0].name)
    assert summary.locator("main").evaluate("main => getComputedStyle(main).borderBlockStartWidth") == "6px"


def test_eastern_digits_are_in_the_plot_and_in_the_certificate_where_they_are_preferred(windows, practice, group):
    for number in range(2):
        attempt(practice, practice.agents[0], ENGLISH[number])
    page = windows.open(practice.trainer.key, "ar", path=f"#/person/{practice.agents[0].id}")
    page.get_by_role("radio", name="١٢٣").or_(page.get_by_role("button", name="١٢٣")).first.click()
    expect(page.locator(".drawing svg text.tick").filter(has_text="١٠٠")).to_have_count(1)
    with page.expect_download() as saved:
        page.get_by_role("button", name="احفظ الشهادة").click()
    assert "٩٥٪" in saved.value.path().read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_ones_own_remarks_are_withdrawn_and_the_agent_sees_them_no_more(windows, practice, group, language):
    agent = practice.agents[1]
    tried = attempt(practice, agent, ENGLISH[0])
    one = practice.ask("GET", f"/attempts/{tried}", agent.key)["visits"][0]["tries"][0]
    practice.ask("POST", f"/tries/{one['id']}/overrides", practice.trainer.key, json={"score": 99, "reason": "Too kind"})
    practice.ask("POST", f"/tries/{one['id']}/comments", practice.trainer.key, json={"start": 0, "end": 2, "text": "Not so"})
    page = windows.open(practice.trainer.key, language, path=f"#/attempt/{tried}")
    for left in (1, 0):
        page.locator(".remarks").get_by_role("button", name={"en": "Withdraw", "ar": "اسحب"}[language]).first.click()
        page.locator("dialog .grave").click()
        expect(page.locator(".remarks").get_by_role("button", name={"en": "Withdraw", "ar": "اسحب"}[language])).to_have_count(left)
    expect(page.locator("mark.comment")).to_have_count(0)
    page.locator(".withdrawn summary").click()
    expect(page.locator(".withdrawn")).to_contain_text("Too kind")
    other = windows.open(practice.admin, language, path=f"#/attempt/{tried}")
    expect(other.locator(".withdrawn")).to_have_count(1)
    theirs = windows.open(agent.key, language, path=f"#/attempt/{tried}")
    theirs.locator(".try").wait_for()
    expect(theirs.locator(".remarks")).to_have_count(0)
    expect(theirs.get_by_text("Too kind")).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "looked", "own"), [("en", "What the agent knows", "What you know"), ("ar", "ما لدى الموظف من معلومات", "ما تعرفه")]
)
def test_what_is_known_is_said_to_whom_it_concerns(windows, practice, group, language, looked, own):
    tried = attempt(practice, practice.agents[0], ENGLISH[0])
    for key, said in ((practice.trainer.key, looked), (practice.agents[0].key, own)):
        page = windows.open(key, language, path=f"#/attempt/{tried}")
        expect(page.locator(".with-side aside summary").first).to_have_text(said)
