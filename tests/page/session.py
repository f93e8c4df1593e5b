"""A whole session of practice as a trainer and two agents live it; `python -m tests.page.session FOLDER` saves pictures of it."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Locator, Page, expect, sync_playwright

from tests.browser import launch
from tests.page.practice_site import Practice, Windows, practising

NAMES = {"en": ("Maya Fraser", "Daniel Obi"), "ar": ("لمى الشهري", "سامر قاسم")}
SAID = {
    "en": {
        "group": "Evening team",
        "set": "First week",
        "comment": "Say who will do what, and by when.",
        "reason": "The apology is warmer than it was scored.",
        "poor": "You should have read the terms. We will look into it soon.",
        "better": "I am sorry about this. I have read what you wrote and I understand why it upsets you. I will check it now and write to you by 6 pm today.",
    },
    "ar": {
        "group": "فريق المساء",
        "set": "الأسبوع الأول",
        "comment": "اذكر من سيفعل ماذا ومتى.",
        "reason": "الاعتذار أدفأ مما قُدّر.",
        "poor": "كان عليك أن تقرأ الشروط. سننظر في الأمر قريبًا.",
        "better": "نعتذر عما حدث. قرأت رسالتك وأفهم سبب انزعاجك. سأراجع الأمر الآن وأكتب إليك قبل الساعة 6 مساءً اليوم.",
    },
}
SCENARIOS = 2
WIDTHS = (1280, 360)
SETTLED_MS = 150


def ignored(name: str, page: Page) -> None:
    """Look at nothing."""


@dataclass
class Session:
    """The session on one server in one language; `look` is given each page where there is something to see."""

    windows: Windows
    practice: Practice
    language: str
    look: Callable[[str, Page], None] = ignored
    options: dict[str, object] = field(default_factory=dict)

    @property
    def said(self) -> dict[str, str]:
        return SAID[self.language]

    def open(self, key: str | None, path: str = "#/") -> Page:
        return self.windows.open(key, self.language, path=path, **self.options)

    def make_group(self, trainer: Page) -> str:
        """Make a group; gives its id."""
        go(trainer, "#/cohorts")
        self.look("groups-none", trainer)
        trainer.locator("input[name=name]").fill(self.said["group"])
        trainer.locator("form .fix").click()
        trainer.wait_for_url("**/practice#/cohort/*/invite")
        return trainer.url.split("/cohort/")[1].split("/")[0]

    def make_set(self, trainer: Page, scenarios: int = SCENARIOS) -> list[str]:
        """Make a set of scenarios in the session's language, the second put before the first; gives their ids in order."""
        go(trainer, "#/sets")
        trainer.locator("a[href='#/set/new']").click()
        trainer.locator("input[name=name]").fill(self.said["set"])
        trainer.locator("input[name=timer]").fill("30")
        trainer.locator("select[name=language]").select_option(self.language)
        trainer.locator("select[name=held]").select_option("without")
        for n in range(scenarios):
            trainer.locator(".scrolls > li").nth(n).get_by_role("button").click()
        chosen = trainer.locator(".chosen > li")
        expect(chosen).to_have_count(scenarios)
        chosen.nth(1).locator("button[name=up]").click()
        self.look("set-new", trainer)
        ids = [chosen.nth(n).get_attribute("data-id") or "" for n in range(scenarios)]
        trainer.locator("form .fix").click()
        trainer.wait_for_url("**/practice#/sets")
        expect(trainer.locator("main")).to_contain_text(self.said["set"])
        self.look("sets", trainer)
        return ids

    def invite(self, trainer: Page, group: str) -> str:
        """Invite the group to the latest set; gives the link."""
        go(trainer, f"#/cohort/{group}/invite")
        trainer.locator("form .fix").click()
        link = trainer.locator(".secret input").input_value()
        self.look("invited", trainer)
        return link

    def join(self, link: str, name: str) -> Page:
        """Come in by the link with nothing but a name."""
        page = self.open(None, link.split("/practice")[1])
        page.locator("input[name=name]").fill(name)
        self.look("join", page)
        page.locator("form .fix").click()
        page.locator("code").wait_for()
        self.look("joined", page)
        return page

    def practise(self, page: Page, scenario: str, *replies: str) -> str:
        """Answer the first message of a scenario of one's set; gives the attempt's id."""
        go(page, "#/")
        page.locator(".sets summary, summary").first.click()
        page.locator(f".sets a[href^='#/scenario/{scenario}/']").click()
        page.locator(".begin").click()
        page.wait_for_url("**/practice#/attempt/*")
        for n, reply in enumerate(replies):
            if n:
                page.locator(".again").click()
            page.locator("#reply").fill(reply)
            page.locator(".send").click()
            expect(page.locator("[data-try]")).to_have_count(n + 1)
        return page.url.split("/attempt/")[1]

    def comment(self, trainer: Page, words: str) -> None:
        """Say something of the words in the open try, which are chosen by keyboard."""
        marking = trainer.locator(".marking").last
        marking.get_by_role("button").first.click()
        choose(marking.locator("reply-coach-text textarea"), words)
        expect(marking.locator("q")).to_have_text(words)
        marking.locator("textarea[name=text]").fill(self.said["comment"])
        self.look("commenting", trainer)
        marking.locator("form .fix").click()
        expect(trainer.locator(".remarks").last).to_contain_text(self.said["comment"])

    def override(self, trainer: Page, score: int) -> None:
        """Give the open try a score of one's own."""
        marking = trainer.locator(".marking").last
        marking.get_by_role("button").nth(1).click()
        marking.locator("select").select_option("overall")
        marking.locator("input[name=score]").fill(str(score))
        marking.locator("textarea[name=reason]").fill(self.said["reason"])
        self.look("overriding", trainer)
        marking.locator("form .fix").click()
        expect(trainer.locator(".remarks").last).to_contain_text(self.said["reason"])
        self.look("remarked", trainer)


def go(page: Page, path: str) -> None:
    """Go to a path of the practice page."""
    page.evaluate("(path) => (location.hash = path)", path)
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    page.locator("main h2").first.wait_for()


def choose(field: Locator, words: str) -> None:
    """Choose the first words of a text field by keyboard."""
    field.focus()
    field.press("Control+Home")
    for _ in words:
        field.press("Shift+ArrowRight" if field.evaluate("(one) => getComputedStyle(one).direction") == "ltr" else "Shift+ArrowLeft")


def whole(session: Session) -> None:
    """Live through all of it, looking at each page."""
    language, practice = session.language, session.practice
    trainer = session.open(practice.trainer.key, "#/cohorts")
    group = session.make_group(trainer)
    scenarios = session.make_set(trainer)
    link = session.invite(trainer, group)
    agents = [session.join(link, name) for name in NAMES[language]]
    poor, better = session.said["poor"], session.said["better"]
    attempts = [session.practise(page, scenarios[n], poor, better) for n, page in enumerate(agents)]
    session.look("practised", agents[0])
    for tab in ("members", "compare", "watch", "invite"):
        go(trainer, f"#/cohort/{group}/{tab}")
        if tab == "watch":
            expect(trainer.locator(".rows > li")).to_have_count(len(agents))
        session.look(f"group-{tab}", trainer)
    go(trainer, f"#/attempt/{attempts[0]}")
    session.comment(trainer, better.split(".")[0])
    session.override(trainer, 80)
    agents[0].reload()
    expect(agents[0].locator(".remarks").last).to_contain_text(session.said["comment"])
    session.look("agent-reads-remarks", agents[0])
    members = practice.ask("GET", f"/cohorts/{group}")["members"]
    first = next(one["id"] for one in members if one["name"] == NAMES[language][0])
    go(trainer, f"#/person/{first}/2026-01-01")
    session.look("person", trainer)
    admin = session.open(practice.admin, "#/people")
    session.look("people", admin)


@dataclass
class Camera:
    """Saves what is seen as pictures, numbered as they come."""

    folder: Path
    name: str
    taken: int = 0

    def __call__(self, what: str, page: Page) -> None:
        self.taken += 1
        page.wait_for_timeout(SETTLED_MS)
        page.screenshot(path=self.folder / f"{self.name}-{self.taken:02}-{what}.png", full_page=True)


def main(folder: Path) -> None:
    """Save the pictures of the session in both languages, light and dark, wide and narrow."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for language, scheme, width in product(SAID, ("light", "dark"), WIDTHS):
            with TemporaryDirectory() as place, practising(Path(place)) as practice:
                windows = Windows(browser, practice)
                camera = Camera(folder, f"{language}-{scheme}-{width}")
                whole(Session(windows, practice, language, camera, {"color_scheme": scheme, "width": width}))
                windows.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
