"""Practice in a real browser: a server that asks for keys, a trainer and two agents, each with a key of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.api.serving import Served, serving
from tests.browser import LOCALES, WAIT_MS

KEPT = "reply-coach-key"


@dataclass(frozen=True)
class Member:
    """Someone who practises or trains."""

    id: str
    name: str
    key: str


@dataclass(frozen=True)
class Practice:
    """A server, and who is on it; the server's own key administers."""

    served: Served
    trainer: Member
    agents: tuple[Member, ...]

    @property
    def admin(self) -> str:
        return self.served.key

    def ask(self, method: str, path: str, key: str | None = None, **options: Any) -> Any:
        """Give what the server answers below /v1/practice, as JSON."""
        answer = self.served.http.request(
            method, f"/v1/practice{path}", headers={"Authorization": f"Bearer {key or self.admin}"}, **options
        )
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def add(self, name: str, role: str = "agent", language: str = "en") -> Member:
        made = self.ask("POST", "/people", json={"name": name, "role": role, "language": language})
        return Member(made["person"]["id"], made["person"]["name"], made["key"])


@contextmanager
def practising(folder: Path, **settings: object) -> Iterator[Practice]:
    """Serve practice from an empty folder until the block ends."""
    with serving(folder, practice_database=f"sqlite:///{folder / 'practice.db'}", **settings) as served:
        empty = Practice(served, Member("", "", ""), ())
        yield Practice(
            served,
            empty.add("Sara Haddad", "trainer"),
            (empty.add("Omar Nasser"), empty.add("لمى الشهري", language="ar")),
        )


@dataclass
class Windows:
    """Opens practice pages, each in a fresh profile; `close` tells what went wrong in them."""

    browser: Browser
    practice: Practice
    contexts: list[BrowserContext] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def open(
        self, key: str | None = None, language: str = "en", *, path: str = "#/", width: int = 1280, height: int = 900, **options: Any
    ) -> Page:
        """Open the page at a path, as whoever bears `key`."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, locale=LOCALES[language], reduced_motion="reduce", **options
        )
        context.set_default_timeout(WAIT_MS)
        self.contexts.append(context)
        if key:
            context.add_init_script(f"sessionStorage.getItem('{KEPT}') ?? sessionStorage.setItem('{KEPT}', '{key}')")
        page = context.new_page()
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.failed.append(str(error)))
        page.on(
            "console", lambda line: self.failed.append(line.text) if line.type == "error" and "Failed to load" not in line.text else None
        )
        page.goto(f"{self.practice.served.url}/practice{path}")
        page.locator("main h2").first.wait_for()
        return page

    def close(self) -> None:
        """Close all; nothing may have failed in a page, nor have left the server's origin."""
        for context in self.contexts:
            context.close()
        assert not self.failed
        assert [url for url in self.asked if not url.startswith((self.practice.served.url, "data:", "blob:"))] == []
