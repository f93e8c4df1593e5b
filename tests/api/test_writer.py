"""Rewrites with a language model: its words as they come, and none after the client has gone."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from coach.api.app import create_app
from coach.api.settings import Settings
from coach.errors import WriterTooSlow
from tests.api.serving import EXAMPLES

EVENTS = {"Accept": "text/event-stream"}
PROPOSALS = {
    "en": "I was wrong to point to the terms. I will look into it.",
    "ar": "ما كان لي أن أحيلك إلى الشروط. سننظر في الأمر.",
}


class Fake:
    """Writes given pieces; then, where it is to wait, nothing until it is stopped."""

    name = "fake"

    def __init__(self, pieces: list[str], waits: bool = False, error: Exception | None = None) -> None:
        self.pieces, self.waits, self.error = pieces, waits, error
        self.stopped = threading.Event()

    def write(self, request: Any, cancel: threading.Event | None = None) -> Iterator[str]:
        assert cancel is not None
        yield from self.pieces
        if self.error is not None:
            raise self.error
        if self.waits and cancel.wait(20):
            self.stopped.set()


@contextmanager
def writing(folder: Path, writer: Fake, **settings: Any) -> Iterator[httpx.Client]:
    app = create_app(Settings(auth=False, database=folder / "coach.db", **settings))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, timeout_graceful_shutdown=5))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        await_(lambda: server.started)
        port = server.servers[0].sockets[0].getsockname()[1]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False) as http:
            await_(lambda: http.get("/readyz").status_code == 200)
            app.state.engine.coach.writer = writer
            yield http
    finally:
        server.should_exit = True
        thread.join(30)


def await_(true: Callable[[], object]) -> None:
    until = time.monotonic() + 30
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


def told(text: str) -> list[tuple[str, dict]]:
    blocks = [block.split("\n") for block in text.strip().split("\n\n")]
    return [(event.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for event, data in blocks]


@pytest.mark.parametrize("name", ["en", "ar"])
def test_pieces_come_before_the_result(tmp_path: Path, name: str) -> None:
    words = PROPOSALS[name].split(" ")
    pieces = [word + " " for word in words[:-1]] + words[-1:]
    case = EXAMPLES["rewrite"][name]["value"]
    with writing(tmp_path, Fake(pieces)) as http:
        *before, (last, result) = told(http.post("/v1/rewrite", json=case, headers=EVENTS).text)
        assert before == [("piece", {"text": piece}) for piece in pieces]
        assert last == "result"
        assert result == http.post("/v1/rewrite", json=case).json()
        own = http.post("/v1/rewrite", json={**case, "ruleset": {"disable": ["jargon"]}}, headers=EVENTS).text
        assert own.count("event: piece") == len(pieces), "a rule set of one's own keeps the writer"


def test_a_writer_that_fails_leaves_our_own_rewrite(tmp_path: Path) -> None:
    with writing(tmp_path, Fake(["I am"], error=WriterTooSlow(where="fake", limit=1))) as http:
        *_, (last, result) = told(http.post("/v1/rewrite", json=EXAMPLES["rewrite"]["en"]["value"], headers=EVENTS).text)
    assert (last, result["source"]) == ("result", "phrasebook")
    assert result["withheld"][-1] == {"source": "model:fake", "why": "writer-too-slow"}


@pytest.mark.parametrize("headers", [EVENTS, {}])
def test_who_goes_away_stops_the_writer_and_checks_go_on_meanwhile(tmp_path: Path, headers: dict[str, str]) -> None:
    writer = Fake(["I am "], waits=True)
    with writing(tmp_path, writer) as http:
        case = EXAMPLES["rewrite"]["en"]["value"]
        if headers:
            with http.stream("POST", "/v1/rewrite", json=case, headers=headers) as stream:
                heard = stream.iter_bytes()
                assert b"event: piece" in next(heard)
                assert http.post("/v1/check", json=case).status_code == 200
                assert not writer.stopped.is_set()
        else:
            with pytest.raises(httpx.ReadTimeout):
                http.post("/v1/rewrite", json=case, timeout=2)
        assert writer.stopped.wait(10)


def test_a_writer_past_the_time_limit_is_stopped(tmp_path: Path) -> None:
    writer = Fake(["I am "], waits=True)
    with writing(tmp_path, writer, request_seconds=2) as http:
        *_, (last, problem) = told(http.post("/v1/rewrite", json=EXAMPLES["rewrite"]["ar"]["value"], headers=EVENTS).text)
        assert (last, problem["code"]) == ("problem", "too-slow")
        assert writer.stopped.wait(10)
