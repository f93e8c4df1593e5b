"""What clients get wrong, and what they are told."""

import gzip
import json
import time

import pytest

from tests.api.serving import JSON, Served

GOOD = json.dumps({"draft": "Hi."}).encode()


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (b"{", JSON, 422, "bad-record"),
        (b"", JSON, 422, "bad-record"),
        (b"[]", JSON, 422, "bad-record"),
        (b'{"draft": "Hi.", "ruleset": {"banned_phrases": {"en": ["..."]}}}', JSON, 422, "bad-ruleset"),
        (b'{"draft": "Hi.", "segments": [{"start": 1, "end": 4, "kind": "quote"}]}', JSON, 422, "bad-record"),
        (b'{"draft": "Hi.", "color": 1}', JSON, 422, "bad-record"),
        (b'{"draft": "  "}', JSON, 422, "empty-draft"),
        (b'{"draft": "a\\u0000"}', JSON, 422, "not-text"),
        (b'{"draft": "\\ud800"}', JSON, 422, None),
        (json.dumps({"draft": "a" * 20_001}).encode(), JSON, 422, "too-long"),
        ('{"draft": "café"}'.encode("latin-1"), JSON, 422, "not-text"),
        ('{"draft": "مرحبا"}'.encode("utf-16"), JSON, 422, "not-text"),
        (b"[" * 50_000, JSON, 422, "bad-record"),
        (GOOD, {"Content-Type": "application/json; charset=utf-16"}, 415, "wrong-type"),
        (GOOD, {"Content-Type": "text/plain"}, 415, "wrong-type"),
        (GOOD, {"Content-Type": "application/x-ndjson"}, 415, "wrong-type"),
        (gzip.compress(GOOD, mtime=0), {**JSON, "Content-Encoding": "gzip"}, 415, "wrong-type"),
        (json.dumps({"draft": "a" * 70_000}).encode(), JSON, 413, "body-too-large"),
    ],
)
def test_a_body_that_is_no_case(served: Served, body: bytes, headers: dict, status: int, code: str | None) -> None:
    for path in ("/v1/check", "/v1/rewrite"):
        answer = served.http.post(path, content=body, headers=headers)
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert code in (None, answer.json()["code"])
        assert answer.json()["status"] == status


def test_a_byte_order_mark_is_no_fault(served: Served) -> None:
    assert served.http.post("/v1/check", content=b"\xef\xbb\xbf" + GOOD, headers=JSON).status_code == 200


def test_too_large_without_a_length(served: Served) -> None:
    """Chunked bodies are counted as they come."""

    def chunks() -> object:
        for _ in range(100):
            yield b"a" * 1000

    assert served.http.post("/v1/check", content=chunks(), headers=JSON).status_code == 413


@pytest.mark.parametrize(
    ("method", "path", "status", "code"), [("GET", "/v1/nothing", 404, "no-such-path"), ("GET", "/v1/check", 405, "wrong-method")]
)
def test_an_unknown_path_or_method_is_told_as_such(served: Served, method: str, path: str, status: int, code: str) -> None:
    answer = served.http.request(method, path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize(("path", "name"), [("/v1/check?offsets=bytes", "offsets"), ("/v1/rewrite?offsets=", "offsets")])
def test_a_wrong_value_of_a_parameter_is_refused_by_name(served: Served, path: str, name: str) -> None:
    answer = served.http.post(path, content=GOOD, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad-query")
    assert name in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/v1/check?offset=utf16", "/v1/draft?offsets=utf16"])
def test_an_unknown_parameter_is_refused(served: Served, path: str) -> None:
    answer = served.http.post(path, content=GOOD, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown-parameter")


@pytest.mark.parametrize("more", [{"Sara Ahmed 4111": 1}, {"سارة أحمد": 1}, {"context": {"Sara Ahmed 4111": 1}}])
def test_no_key_of_a_body_is_said_back(served: Served, more: dict[str, object]) -> None:
    answer = served.http.post("/v1/check", json={"draft": "Hi.", **more})
    assert answer.json()["code"] == "bad-record"
    assert "Sara" not in answer.text
    assert "سارة" not in answer.text


@pytest.mark.parametrize(("language", "word"), [("en-GB", "empty"), ("ar-SA,en", "فارغة")])
def test_problems_speak_the_reader_s_language(served: Served, language: str, word: str) -> None:
    answer = served.http.post("/v1/check", json={"draft": ""}, headers={"Accept-Language": language})
    assert word in answer.json()["detail"]
    assert answer.headers["content-language"] == language[:2]


def test_a_body_that_comes_too_slowly_is_given_up(served: Served) -> None:
    with served.line() as line:
        line.sendall(_head(served, 100) + b'{"draft"')
        began = time.monotonic()
        assert b" 408 " in line.recv(1000).splitlines()[0]
        assert time.monotonic() - began < 5


def test_a_body_broken_off_is_logged_without_a_traceback(served: Served) -> None:
    line = served.line()
    line.sendall(_head(served, 100) + b'{"draft"')
    line.close()
    assert served.logs(" 499 ")
    assert "Traceback" not in served.log


def test_what_is_no_http_is_refused_and_harms_nothing(served: Served) -> None:
    with served.line() as line:
        line.sendall(b"\x16\x03\x01\x02\x00\r\n\r\n")
        assert b"400" in line.recv(1000)
    assert served.http.get("/healthz").status_code == 200


def _head(served: Served, length: int) -> bytes:
    return (
        f"POST /v1/check HTTP/1.1\r\nHost: {served.url[7:]}\r\nAuthorization: Bearer {served.key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    ).encode()
