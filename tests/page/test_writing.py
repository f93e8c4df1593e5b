"""Rewriting and drafting."""

import pytest
from playwright.sync_api import expect

from tests.page.acting import CUSTOMER, await_rise, draft, example, fill_gaps, score, write

FILLED = {"en": "Friday at noon", "ar": "ظهر الجمعة"}
CHANGES = "reply-coach-rewrite .changes button"


@pytest.mark.parametrize(("language", "name"), [("en", "en/double-charge"), ("ar", "ar/charger-missing")])
def test_one_change_of_a_rewrite_is_taken(open_page, language, name):
    page = open_page(language)
    case = example(name)
    write(page, case)
    before = score(page)
    with page.expect_response("**/v1/rewrite") as answer:
        page.locator("coach-goals button").first.click()
    made = answer.value.json()
    expect(page.locator(CHANGES)).to_have_count(len({edit["group"] for edit in made["edits"]}))
    expect(page.locator("reply-coach-rewrite ins").first).to_be_visible()
    page.locator(CHANGES).first.click()
    assert draft(page) not in (case["draft"], made["text"])
    page.locator(CHANGES).first.click()
    assert draft(page) == case["draft"]
    page.locator("reply-coach-rewrite footer .fix").click()
    assert draft(page) == made["text"]
    fill_gaps(page, FILLED[language])
    await_rise(page, before)


@pytest.mark.parametrize(
    ("language", "customer", "said"),
    [
        (
            "en",
            "Hi, I ordered the navy wool coat in a 14 and you've sent me a 10. It's the right coat, just the wrong size. I need it for a funeral on the 19th so I really can't wait around.",
            "You can return it using the label in the parcel. The refund takes 10 days.",
        ),
        ("ar", "فقدت حقيبتي على رحلة تونس يوم 5 أكتوبر. إلى اليوم لا خبر ولا جواب. شنو الحل معاكم؟", "البحث جارٍ. انتظر."),
    ],
)
def test_what_a_rewrite_needs_is_filled_before_it_is_taken(open_page, language, customer, said):
    page = open_page(language)
    write(page, {"customer": customer, "draft": said})
    with page.expect_response("**/v1/rewrite") as answer:
        page.locator("coach-goals button").first.click()
    needs = answer.value.json()["needs"]
    fields, proposed = page.locator("reply-coach-rewrite fieldset input"), page.locator("reply-coach-rewrite fieldset .chip")
    expect(fields).to_have_count(len(needs))
    (perhaps,) = [need for need in needs if "perhaps" in need]
    expect(proposed).to_have_text(perhaps["perhaps"])
    proposed.click()
    text = page.locator("reply-coach-rewrite .text")
    expect(text).to_contain_text(perhaps["perhaps"])
    for n, need in enumerate(needs):
        if need is not perhaps:
            fields.nth(n).press_sequentially(FILLED[language])
    expect(text.locator(".slot")).to_have_count(0)
    assert draft(page) == said
    page.locator("reply-coach-rewrite footer .fix").click()
    assert "⟦" not in draft(page)
    assert perhaps["perhaps"] in draft(page)
    expect(fields).to_have_count(0)
    page.locator(CHANGES).first.click()
    assert FILLED[language] in draft(page) or perhaps["perhaps"] in draft(page)


def test_changes_stay_in_place_while_one_types_on(open_page):
    page = open_page()
    write(page, example("en/parcel-late"))
    page.locator("coach-goals button").first.click()
    taken = page.locator(CHANGES)
    taken.last.wait_for()
    count = taken.count()
    page.locator("#draft textarea").press("Control+End")
    page.keyboard.type("\nPS: thank you.")
    expect(taken).to_have_count(count)
    taken.first.click()
    assert draft(page).endswith("Omar\nPS: thank you.")


def test_goals_and_several_versions(open_page):
    page = open_page()
    write(page, example("en/parcel-late"))
    page.locator("coach-goals input").check()
    with page.expect_response("**/v1/rewrite") as answer:
        page.locator('coach-goals button[value="warmer"]').click()
    assert answer.value.request.post_data_json["goal"] == "warmer"
    alternatives = answer.value.json()["alternatives"]
    expect(page.locator("reply-coach-rewrite .ways button")).to_have_count(len(alternatives) + 1 if alternatives else 0)


@pytest.mark.parametrize(
    ("language", "customer", "notes"),
    [
        ("en", "Where is my refund for order 4411? I was charged twice.", "refund approved, 45 GBP"),
        ("ar", "أين مبلغي عن الطلب 4411؟ خُصم مرتين.", "تمت الموافقة على رد المبلغ، 45 ريالًا"),
    ],
)
def test_a_reply_is_drafted_from_notes(open_page, language, customer, notes):
    page = open_page(language)
    page.locator("coach-notes summary").click()
    page.locator("coach-notes .write").click()
    assert page.evaluate("(selector) => document.activeElement.matches(selector)", CUSTOMER)
    page.locator(CUSTOMER).fill(customer)
    page.locator("coach-notes textarea").fill(notes)
    with page.expect_response("**/v1/draft") as answer:
        page.locator("coach-notes .write").click()
    made = answer.value.json()
    use = page.locator("coach-notes .use")
    use.wait_for()
    for need in page.locator("coach-notes fieldset input").all():
        need.fill("VALUE")
    use.click()
    expected = made["text"]
    for need in made["needs"]:
        expected = expected.replace(need["slot"], "VALUE")
    assert draft(page) == expected
    expect(page.locator("coach-score .number")).not_to_have_text("–")


@pytest.mark.parametrize(
    ("language", "customer", "notes"),
    [
        (
            "en",
            "My line has been dead for a week!",
            "fault is at cabinet not router. monday visit was never booked. eng booked thu 13 mar. no need to be home",
        ),
        ("ar", "النت مقطوع عندي من أسبوع!", "العطل من الكبينة مو من الراوتر. الفريق بالموقع من امس. متوقع يرجع الخميس. لازم يوقع النموذج"),
    ],
)
def test_a_sentence_proposed_for_a_note_is_taken_with_one_click(open_page, language, customer, notes):
    page = open_page(language)
    page.locator("coach-notes summary").click()
    page.locator(CUSTOMER).fill(customer)
    page.locator("coach-notes textarea").fill(notes)
    with page.expect_response("**/v1/draft") as answer:
        page.locator("coach-notes .write").click()
    proposals = [need["perhaps"] for need in answer.value.json()["needs"] if need.get("perhaps")]
    chips = page.locator("coach-notes fieldset .chip")
    expect(chips).to_have_text(proposals)
    chips.first.click()
    expect(page.locator("coach-notes fieldset div input").first).to_have_value(proposals[0])
    expect(page.locator("coach-notes .text")).to_contain_text(proposals[0])


def test_gaps_are_counted_and_found(open_page):
    page = open_page()
    write(page, {"draft": "We will call you by ⟦date⟧ about ⟦matter⟧. You should have checked it."})
    expect(page.locator(".gaps span")).to_have_text("2 gaps to fill in")
    page.locator("#draft textarea").press("Control+Home")
    page.keyboard.press("F9")
    page.keyboard.type("Friday")
    page.keyboard.press("F9")
    page.keyboard.type("it")
    expect(page.locator(".gaps")).to_be_hidden()
    assert draft(page).startswith("We will call you by Friday about it.")
