"""A training floor over HTTP: an administrator, trainers and agents, each with a key of their own."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from starlette.testclient import TestClient

from coach.api.app import create_app
from coach.api.settings import Settings
from coach.api.store import Store
from coach.practice import bank

SCENARIO, ARABIC = "atm-debited-no-cash", "abaya-exchange-before-eid"
READY_S = 60


@dataclass
class Bearer:
    """Somebody with a key."""

    client: TestClient
    key: str | None
    id: str = ""

    def ask(self, method: str, path: str, body: object = None, **query: Any) -> httpx.Response:
        headers = {} if self.key is None else {"Authorization": f"Bearer {self.key}"}
        given = {} if body is None else {"json": body}
        return self.client.request(method, f"/v1/practice{path}", headers=headers, params=query, **given)

    def get(self, path: str, **query: Any) -> Any:
        answer = self.ask("GET", path, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: object, **query: Any) -> Any:
        answer = self.ask("POST", path, body, **query)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def refused(self, method: str, path: str, body: object = None, **query: Any) -> tuple[int, str]:
        answer = self.ask(method, path, body, **query)
        assert answer.headers["content-type"] == "application/problem+json", answer.text
        return answer.status_code, answer.json()["code"]

    def start(self, scenario: str = SCENARIO, **more: object) -> dict[str, Any]:
        made: dict[str, Any] = self.post("/attempts", {"scenario": scenario, **more})
        return made

    def reply(self, attempt: dict[str, Any], text: str, **query: Any) -> dict[str, Any]:
        made: dict[str, Any] = self.post(f"/attempts/{attempt['id']}/tries", {"text": text, "revision": attempt["revision"]}, **query)
        return made

    def step(self, attempt: dict[str, Any], step: str) -> dict[str, Any]:
        made: dict[str, Any] = self.post(f"/attempts/{attempt['id']}/{step}", {"revision": attempt["revision"]})
        return made

    def practise(self, scenario: str = SCENARIO, grade: str = "poor", **more: object) -> dict[str, Any]:
        return self.reply(self.start(scenario, **more), sample(scenario, grade))


@dataclass
class Floor:
    """A server in this process, with its keys."""

    client: TestClient
    folder: Path
    store: Store
    admin: Bearer

    @classmethod
    def open(cls, client: TestClient, folder: Path) -> "Floor":
        store = Store(folder / "coach.db")
        key = store.create_key("Huda", frozenset(("practice", "admin")))
        until = time.monotonic() + READY_S
        while client.get("/readyz").status_code != 200 and time.monotonic() < until:
            time.sleep(0.05)
        return cls(client, folder, store, Bearer(client, key))

    def bearer(self, *scopes: str) -> Bearer:
        """Give somebody with a key that is nobody's."""
        return Bearer(self.client, self.store.create_key("somebody", frozenset(scopes)))  # type: ignore[arg-type]

    def person(self, role: str = "agent", name: str = "Omar", language: str = "en") -> Bearer:
        made = self.admin.post("/people", {"name": name, "role": role, "language": language})
        return Bearer(self.client, made["key"], made["person"]["id"])

    def team(self, agents: int = 1) -> tuple[Bearer, dict[str, Any], list[Bearer]]:
        """Give a trainer, a cohort of theirs, and agents in it."""
        trainer = self.person("trainer", "Mona")
        cohort = trainer.post("/cohorts", {"name": "Spring"})
        people = [self.person(name=f"Agent {number}") for number in range(agents)]
        for one in people:
            assert self.admin.ask("PUT", f"/cohorts/{cohort['id']}/members/{one.id}").status_code == 204
        return trainer, cohort, people

    def nobody(self) -> Bearer:
        """Give somebody without a key."""
        return Bearer(self.client, None)


def sample(scenario: str, grade: str) -> str:
    return next(one.text for one in bank.load()[scenario].samples if one.grade == grade)


def application(folder: Path, **settings: Any) -> TestClient:
    given = {"database": folder / "coach.db", "practice_database": f"sqlite:///{folder / 'practice.db'}", **settings}
    return TestClient(create_app(Settings(**given)), raise_server_exceptions=True)
