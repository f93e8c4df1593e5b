"""Streams: long, slow, broken off."""

import json
import socket

from coach.client import Client
from tests.api.serving import NDJSON, Served

N = 2000


def cases(n: int) -> list[dict]:
    texts = ("Yes, we are open.", "نعم، نفتح يوم الجمعة.", "You failed to attach it.", "كان عليك قراءة الشروط.")
    thread = "Are you open on Friday? " * 100  # more in all than the sockets between hold
    return [{"id": str(i), "channel": "chat", "draft": texts[i % len(texts)], "customer": thread} for i in range(n)]


def test_two_thousand_lines_in_order_while_they_are_sent(served: Served) -> None:
    sent = []

    def giving() -> object:
        for case in cases(N):
            sent.append(case["id"])
            yield case

    with Client(served.url, served.key) as client:
        stream = client.check_batch(giving())
        first = next(stream)
        ahead = len(sent)
        identities = [first["id"], *(report["id"] for report in stream)]
    assert identities == [str(i) for i in range(N)]
    assert ahead < N, "the first report comes before the last case is sent"


def test_an_answer_comes_before_the_next_line_is_asked(served: Served) -> None:
    """A conversation: one line, one answer, on one request."""
    with served.line() as line:
        line.sendall(_head(served))
        answers = line.makefile("rb")
        for case in cases(3):
            data = json.dumps(case).encode() + b"\n"
            line.sendall(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            while not (text := answers.readline()).startswith(b"{"):
                assert text
            assert json.loads(text)["id"] == case["id"]


def test_a_reader_who_does_not_read_holds_the_server_back(served: Served) -> None:
    """Back-pressure: a client that only writes is stopped, and others are still served."""
    with served.line() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.settimeout(1)
        line.sendall(_head(served))
        data = b"\n".join(json.dumps({**case, "draft": case["draft"] * 40}).encode() for case in cases(64)) + b"\n"
        chunk = f"{len(data):x}\r\n".encode() + data + b"\r\n"
        written = 0
        try:
            while written < 400:
                line.sendall(chunk)
                written += 1
        except TimeoutError:
            pass
        assert written < 400
        assert served.http.post("/v1/check", json={"draft": "Hi."}).status_code == 200


def test_who_leaves_in_mid_stream_leaves_no_trace(served: Served) -> None:
    line = served.line()
    line.sendall(_head(served))
    data = b"".join(json.dumps(case).encode() + b"\n" for case in cases(200))
    line.sendall(f"{len(data):x}\r\n".encode() + data + b"\r\n")
    line.recv(1000)
    line.close()
    assert served.logs("/v1/check:batch 499")
    assert served.http.post("/v1/check", json={"draft": "Hi."}).status_code == 200
    assert "Traceback" not in served.log


def test_a_stream_that_stops_is_ended(served: Served) -> None:
    with served.line() as line:
        line.sendall(_head(served))
        said = b""
        while part := line.recv(65536):
            said += part
            if said.endswith(b"0\r\n\r\n"):
                break
    assert b'"code":"body-too-slow"' in said


def test_a_line_that_is_too_long_fails_alone(served: Served) -> None:
    lines = [json.dumps({"id": "long", "draft": "a" * 1_100_000}), json.dumps({"id": "short", "draft": "Hi."})]
    answer = served.http.post("/v1/check:batch", content="\n".join(lines).encode(), headers=NDJSON)
    first, second = (json.loads(line) for line in answer.text.splitlines())
    assert (first["error"]["code"], first["line"]) == ("too-long", 1)
    assert second["id"] == "short"


def _head(served: Served) -> bytes:
    return (
        f"POST /v1/check:batch HTTP/1.1\r\nHost: {served.url[7:]}\r\nAuthorization: Bearer {served.key}\r\n"
        "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
    ).encode()
