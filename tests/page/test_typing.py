"""Typing a draft: findings marked in the text, the fix taken, the score risen."""

import pytest
from playwright.sync_api import expect

from tests.page.acting import CUSTOMER, DRAFT, FINDINGS, await_rise, draft, example, fill_gaps, score, selected, write

FILLED = {"en": "Friday at noon", "ar": "ظهر الجمعة"}
CASES = {"en": ("en/parcel-late", "You should have checked"), "ar": ("ar/charger-missing", "كان عليك")}


@pytest.mark.parametrize("language", CASES)
def test_a_fault_is_marked_and_its_fix_raises_the_score(open_page, language):
    name, words = CASES[language]
    page = open_page(language)
    write(page, example(name))
    before = score(page)
    mark = page.locator("#draft .mark.error", has_text=words)
    expect(mark).to_be_visible()
    card = page.locator(FINDINGS, has_text=words).first
    expect(card.locator(".why")).not_to_be_empty()
    card.locator(".fix").click()
    expect(mark).to_have_count(0)
    fill_gaps(page, FILLED[language])
    expect(card).to_have_count(0)
    errors = page.locator("coach-findings .error .fix")
    while count := errors.count():
        errors.first.click()
        fill_gaps(page, FILLED[language])
        expect(errors).not_to_have_count(count)
    await_rise(page, before)
    expect(page.locator("coach-app > [role=status]")).to_contain_text(page.locator("coach-score .number").inner_text())


def test_a_fix_can_be_undone_and_selects_its_slot(open_page):
    page = open_page()
    case = example("en/parcel-late")
    write(page, case)
    page.locator(FINDINGS, has_text="as soon as possible").locator(".fix").click()
    assert "by ⟦date⟧" in draft(page)
    assert selected(page) == "⟦date⟧"
    page.keyboard.type("Friday")
    assert "by Friday" in draft(page)
    for _ in range(len("Friday") + 1):
        if draft(page) != case["draft"]:
            page.keyboard.press("Control+z")
    assert draft(page) == case["draft"]


def test_marks_follow_the_text_beyond_the_basic_plane(open_page):
    page = open_page()
    write(page, {"draft": "😀😀 You should have checked the tracking page before writing to us. 😀"})
    assert page.locator("#draft .mark.error").first.inner_text() == "You should have checked"


def test_the_mirror_lies_under_the_text(open_page):
    page = open_page("ar", width=700)
    write(page, {"draft": "عميلنا العزيز، كان عليك فحص الطلب 4411 عند الاستلام.\nYou should have checked it.\n" * 4})
    sizes = page.evaluate(
        """() => [...document.querySelectorAll("#draft > *")].map((one) => {
            const style = getComputedStyle(one);
            return [one.clientWidth, style.font, style.lineHeight, style.padding, style.unicodeBidi, style.whiteSpace].join("|") })"""
    )
    assert sizes[0] == sizes[1]
    assert page.evaluate("() => { const f = document.querySelector('#draft textarea'); return f.scrollHeight <= f.clientHeight }")


def test_dismissing_tells_the_server(open_page, site):
    page = open_page()
    write(page, example("en/parcel-late"))
    count = page.locator(FINDINGS).count()
    with page.expect_response("**/v1/feedback") as told:
        page.locator(".finding .dismiss").first.click()
    assert told.value.status == 201
    assert told.value.request.post_data_json["action"] == "dismissed"
    expect(page.locator(FINDINGS)).to_have_count(count - 1)


def test_asks_are_joined_to_what_takes_them_up(open_page):
    page = open_page()
    case = example("en/double-charge")

    def answered(route):
        report = route.fetch().json()
        asks = report["customer"]["asks"]
        asks[0] |= {
            "status": "answered",
            "sentence": next(n for n, one in enumerate(report["sentences"]) if "second payment" in one["text"]),
        }
        asks[1] |= {"status": "missed", "sentence": None}
        route.fulfill(json=report)

    page.route("**/v1/check**", answered)
    write(page, case)
    asks = page.locator("coach-customer .request")
    expect(asks).to_have_count(2)
    assert asks.nth(0).locator(".status span").inner_text() == "answered"
    assert asks.nth(1).locator(".status span").inner_text() == "not answered"
    expect(page.locator("coach-links path")).to_have_count(1)
    expect(page.locator("coach-links .badge")).to_have_count(3)
    asks.nth(0).get_by_role("button").click()
    assert selected(page).startswith("the second payment")


@pytest.mark.parametrize(("language", "name"), [("en", "en/hostile"), ("ar", "ar/hostile")])
def test_insults_are_folded_until_asked_for(open_page, language, name):
    page = open_page(language)
    case = example(name)
    write(page, case)
    folded = page.locator(".reading .folded").first
    expect(folded).to_be_visible()
    expect(page.locator(CUSTOMER)).to_be_hidden()
    hidden = folded.inner_text()
    folded.click()
    assert folded.inner_text() != hidden
    assert folded.inner_text().strip() in case["customer"]
    boundary = page.locator(".boundaries li").first
    words = boundary.locator("p").inner_text()
    page.locator(DRAFT).focus()
    boundary.get_by_role("button").click()
    assert words in draft(page)


def test_an_unreachable_server_is_told_and_tried_again(open_page):
    page = open_page()
    page.route("**/v1/check**", lambda route: route.abort())
    page.locator(DRAFT).fill("Your parcel will come soon.")
    expect(page.locator(".notice")).to_contain_text("cannot be reached")
    page.unroute("**/v1/check**")
    page.locator(".notice button").click()
    expect(page.locator(".notice")).to_have_count(0)
    expect(page.locator(FINDINGS).first).to_be_visible()


def test_problems_are_said_in_the_agents_language(open_page):
    page = open_page("ar")
    page.route(
        "**/v1/check**", lambda route: route.fulfill(status=429, content_type="application/problem+json", body='{"code": "quota-exceeded"}')
    )
    page.locator(DRAFT).fill("سنرد عليك قريبًا.")
    expect(page.locator(".notice")).to_contain_text("تتجدد غدًا")
