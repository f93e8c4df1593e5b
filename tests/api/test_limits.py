"""What a server does when there is too much, or when we are at fault: the application itself, without a port."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from coach.api import judging
from coach.api.app import create_app
from coach.api.engine import Engine
from coach.api.errors import FeedbackFull, SettingsError
from coach.api.schemas import RuleSet
from coach.api.settings import Settings
from coach.api.store import ANYONE, Store
from coach.config import load_profile
from coach.errors import CoachError, NotFound

DRAFT = {"draft": "Hi.", "channel": "chat"}


@asynccontextmanager
async def running(**settings: Any) -> AsyncIterator[tuple[FastAPI, httpx.AsyncClient]]:
    app = create_app(Settings(auth=False, **settings))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", timeout=60) as client:
            for _ in range(600):
                if (await client.get("/readyz")).status_code == 200:
                    break
                await asyncio.sleep(0.05)
            yield app, client


def run(work: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(work())


def test_too_slow_and_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()
    real = judging.check

    def slow(*arguments: Any) -> Any:
        gate.wait(10)
        return real(*arguments)

    async def work() -> None:
        async with running(database=tmp_path / "coach.db", request_seconds=0.3, max_waiting=2) as (_, client):
            monkeypatch.setattr(judging, "check", slow)
            answers = await asyncio.gather(*(client.post("/v1/check", json=DRAFT) for _ in range(3)))
            assert sorted(answer.json()["code"] for answer in answers) == ["busy", "too-slow", "too-slow"]
            assert all(answer.status_code == 503 and answer.headers["retry-after"] for answer in answers)
            gate.set()
            await asyncio.sleep(0.2)
            assert (await client.post("/v1/check", json=DRAFT)).status_code == 200

    run(work)


def test_our_own_faults_quote_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def broken(*_: Any) -> Any:
        raise RuntimeError("Zanzibarine")

    async def work() -> None:
        async with running(database=tmp_path / "coach.db") as (_, client):
            monkeypatch.setattr(judging, "check", broken)
            stream = await client.post(
                "/v1/check:batch", content='{"draft": "a"}\n{"draft": "b"}', headers={"Content-Type": "application/x-ndjson"}
            )
            assert stream.text.count('"code":"internal"') == 2
            answer = await client.post("/v1/check", json={"draft": "Zanzibarine"}, headers={"Accept-Language": "ar"})
            assert (answer.status_code, answer.json()["code"]) == (500, "internal")
            assert "Zanzibarine" not in answer.text
            assert "رقم الطلب" in answer.json()["detail"]
            assert "nosniff" in answer.headers["x-content-type-options"]

    with caplog.at_level(logging.INFO, "coach.api"):
        run(work)
    assert "RuntimeError" in caplog.text
    assert "Zanzibarine" not in caplog.text


def test_not_ready_until_the_models_are_loaded_or_when_they_cannot_be(tmp_path: Path) -> None:
    async def work() -> None:
        app = create_app(Settings(auth=False, database=tmp_path / "coach.db", profile=tmp_path / "profile.yaml"))
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client,
        ):
            assert (await client.get("/readyz")).json()["code"] == "not-ready"
            assert (await client.post("/v1/check", json=DRAFT)).json()["code"] == "not-ready"
            while (code := (await client.get("/readyz")).json()["code"]) == "not-ready":
                await asyncio.sleep(0.05)
            assert code == "bad-model"
            assert (await client.get("/healthz")).status_code == 200

    (tmp_path / "profile.yaml").write_text("name: broken\nmodels: {moves: /no/such/folder}\n")
    assert load_profile(tmp_path / "profile.yaml").name == "broken"
    run(work)


def test_rule_sets_are_remembered_within_a_bound(tmp_path: Path) -> None:
    async def work() -> None:
        async with running(database=tmp_path / "coach.db", remembered_rulesets=2) as (app, _):
            engine: Engine = app.state.engine
            sets = [RuleSet(disable=(name,)) for name in ("jargon", "shouting", "too-long")]
            first = engine.coach_for(sets[0])
            assert engine.coach_for(RuleSet(disable=("jargon",))) is first
            assert engine.coach_for(RuleSet()) is engine.coach
            for one in sets:
                engine.coach_for(one)
            assert engine.coach_for(sets[0]) is not first
            assert first.models is engine.coach.models
            assert first.customers is engine.coach.customers

    run(work)


def test_remembering_can_be_turned_off(tmp_path: Path) -> None:
    async def work() -> None:
        async with running(database=tmp_path / "coach.db", remembered_sentences=0, remembered_messages=0) as (app, client):
            assert (await client.post("/v1/check", json={**DRAFT, "customer": "Where is it?"})).status_code == 200
            assert not app.state.engine.coach.customers._remembered
            models = app.state.engine.coach.models
            assert models.moves is models.encoder
            assert not models.moves._remembered

    run(work)


def test_feedback_is_bounded(tmp_path: Path) -> None:
    store = Store(tmp_path / "coach.db")
    row = {"report_id": None, "finding_id": "x", "rule": "jargon", "action": "accepted", "edited_text": None}
    assert [store.add_feedback(ANYONE, row, 2) for _ in range(2)] == [1, 2]
    with pytest.raises(FeedbackFull):
        store.add_feedback(ANYONE, row, 2)
    assert len(list(store.feedback())) == 2
    store.close()


def test_settings_from_file_environment_and_command(tmp_path: Path) -> None:
    file = tmp_path / "server.yaml"
    file.write_text("port: 1\nworkers: 2\ncors_origins: [https://a.example]\n")
    environment = {"COACH_PORT": "2", "COACH_CORS_ORIGINS": "https://b.example, https://c.example", "COACH_SERVER": "http://elsewhere"}
    settings = Settings.load(file, environment, workers=3, host=None)
    assert (settings.port, settings.workers, settings.host) == (2, 3, "127.0.0.1")
    assert settings.cors_origins == ("https://b.example", "https://c.example")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("colour: red", SettingsError),
        ("port: many", SettingsError),
        ("- a", SettingsError),
        ("auth: false\nhost: 0.0.0.0", SettingsError),
        (None, NotFound),
    ],
)
def test_settings_that_cannot_be(tmp_path: Path, text: str | None, error: type[CoachError]) -> None:
    file = tmp_path / "server.yaml"
    if text is not None:
        file.write_text(text)
    with pytest.raises(error) as caught:
        Settings.load(file, {})
    assert caught.value.describe("ar") != caught.value.describe("en")
