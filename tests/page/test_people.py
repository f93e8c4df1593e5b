"""The administrator's page: who is here, in which role, with what key, and what goes when somebody is erased."""

import json

import pytest
from playwright.sync_api import expect


def test_the_administrator_adds_somebody_whose_key_opens_the_page(windows, practice):
    page = windows.open(practice.admin, path="#/people")
    page.locator("input[name=name]").fill("Noura Salem")
    page.locator("form select[name=role]").select_option("trainer")
    page.locator("form .fix").click()
    key = page.locator(".secret input").input_value()
    expect(page.locator("tbody tr", has_text="Noura Salem")).to_be_visible()
    page.reload()
    expect(page.locator("tbody tr", has_text="Noura Salem")).to_be_visible()
    expect(page.locator(".secret")).to_have_count(0)
    expect(windows.open(key, path="#/cohorts").locator("main form")).to_be_visible()


def test_the_administrator_changes_a_role_and_gives_out_what_is_kept(windows, practice):
    somebody = practice.add("Hana Aziz")
    page = windows.open(practice.admin, path="#/people")
    row = page.locator("tbody tr", has_text=somebody.name)
    row.locator("select").select_option("trainer")
    expect(page.locator("p[role=status].unseen")).to_contain_text("Hana Aziz: Trainer")
    assert practice.ask("GET", "/me", somebody.key)["role"] == "trainer"
    with page.expect_download() as saved:
        row.get_by_role("button").first.click()
    assert json.loads(saved.value.path().read_text(encoding="utf-8"))["person"]["name"] == somebody.name


@pytest.mark.parametrize(("language", "path"), [("en", "#/people"), ("ar", "#/person/{}")])
def test_a_lost_key_is_replaced_and_the_old_one_ends(windows, practice, language, path):
    somebody = practice.add("Lost Hers")
    page = windows.open(practice.admin, language, path=path.format(somebody.id))
    place = page.locator("tbody tr", has_text=somebody.name) if language == "en" else page.locator(".heading")
    place.get_by_role("button", name={"en": "New key", "ar": "مفتاح جديد"}[language]).click()
    page.locator("dialog .grave").click()
    key = page.locator(".secret input").input_value()
    assert practice.ask("GET", "/me", key)["id"] == somebody.id
    refused = practice.served.http.get("/v1/practice/me", headers={"Authorization": f"Bearer {somebody.key}"})
    assert refused.status_code == 401


def test_erasing_says_what_goes_and_ends_the_key(windows, practice):
    somebody = practice.add("Gone Soon")
    page = windows.open(practice.admin, path="#/people")
    row = page.locator("tbody tr", has_text=somebody.name)
    row.get_by_role("button", name="Erase").click()
    expect(page.locator("dialog")).to_contain_text("replies, scores and trainers' remarks go for good")
    expect(page.locator("dialog input[type=checkbox]")).not_to_be_checked()
    page.locator("dialog .grave").click()
    expect(row).to_have_count(0)
    refused = practice.served.http.get("/v1/practice/me", headers={"Authorization": f"Bearer {somebody.key}"})
    assert refused.status_code == 401
