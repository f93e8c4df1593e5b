"""A client for the HTTP API; the standard library is all it needs.

with Client("http://127.0.0.1:8000", key) as coach:
    report = coach.check({"draft": "You failed to attach the invoice.", "channel": "chat"})
    print(report["verdict"], [finding["rule"] for finding in report["findings"]])
"""

import json
import socket
import threading
from collections.abc import Iterable, Iterator, Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from types import TracebackType
from typing import Any, ClassVar, Literal, Self, TypedDict
from urllib.parse import quote, urlsplit

from coach import forms
from coach.errors import ConfigError

Given = Mapping[str, Any] | bytes
"""A case as the contract has it, or its JSON."""


class ServerUnreachable(ConfigError):
    """Nobody answers, or the line broke."""

    code = "server-unreachable"
    text: ClassVar[dict[str, str]] = {
        "en": "the server {where} cannot be reached, or broke off; check its address and whether it is running",
        "ar": "تعذر الاتصال بالخادم {where} أو انقطع؛ تحقق من العنوان ومن أن الخادم يعمل",
    }


class ServerRefused(ConfigError):
    """The server answered with a problem; `status` is HTTP's and `problem` its stable code."""

    code = "server-refused"
    text: ClassVar[dict[str, str]] = {
        "en": "the server {where} refused ({status} {problem}): {what}",
        "ar": "رفض الخادم {where} الطلب ({status} {problem}): {what}",
    }

    @property
    def status(self) -> int:
        """HTTP's status."""
        return int(str(self.details["status"]))

    @property
    def problem(self) -> str:
        """The problem's stable code."""
        return str(self.details["problem"])


class Finding(TypedDict):
    """One fault."""

    id: str
    rule: str
    criterion: str
    severity: Literal["error", "warning", "advice"]
    confidence: float
    target: Literal["draft", "customer", "missing"]
    start: int
    end: int
    found: str
    message: str
    why: str
    suggestions: list[dict[str, Any]]


class Report(TypedDict):
    """What the coach says of one case."""

    schema_version: int
    id: str | None
    ruleset: dict[str, str]
    models: dict[str, str]
    language: dict[str, Any]
    sentences: list[dict[str, Any]]
    customer: dict[str, Any] | None
    findings: list[Finding]
    score: dict[str, Any]
    verdict: Literal["send", "revise", "hold"]
    suggested_status: Literal["open", "pending", "solved"]
    skipped: list[dict[str, str]]
    timing_ms: float


class Rewrite(TypedDict):
    """A rewritten draft."""

    text: str
    edits: list[dict[str, Any]]
    fixed: list[str]
    remaining: list[str]
    needs: list[dict[str, str]]
    score_before: int
    score_after: int
    guard: dict[str, Any]
    source: str
    goal: str
    withheld: list[dict[str, Any]]
    alternatives: "list[Rewrite]"


class Draft(TypedDict):
    """A whole reply."""

    text: str
    situation: dict[str, Any]
    nearest: list[dict[str, Any]]
    needs: list[dict[str, str]]
    unused: list[str]
    score: int
    remaining: list[str]


class Digest(TypedDict):
    """A message without its hostility."""

    emotion: dict[str, Any]
    signals: list[dict[str, Any]]
    folded: list[dict[str, Any]]
    neutral: str
    happened: str
    facts: list[dict[str, Any]]
    asks: list[dict[str, Any]]
    owed: list[str]
    not_owed: list[str]
    boundaries: list[dict[str, Any]]
    handover: str


class Client:
    """One connection, kept open; for one thread at a time."""

    def __init__(self, url: str, key: str | None = None, timeout: float = 30, language: Literal["en", "ar"] = "en") -> None:
        """Take the server's address and a key; `language` is that of its refusals."""
        address = urlsplit(url if "://" in url else f"http://{url}")
        if address.scheme not in ("http", "https") or not address.hostname:
            raise ServerUnreachable(where=url)
        self.url = f"{address.scheme}://{address.netloc}"
        self._base = address.path.rstrip("/")
        self._https, self._host, self._port = address.scheme == "https", address.hostname, address.port
        self._timeout = timeout
        self._headers = {"Accept-Language": language, **({"Authorization": f"Bearer {key}"} if key else {})}
        self._line: HTTPConnection | None = None

    def __enter__(self) -> Self:
        """Give the client."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the connection."""
        self.close()

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def check(self, case: Given, offsets: Literal["codepoint", "utf16"] = "codepoint") -> Report:
        """Have a draft judged; raises ServerRefused, ServerUnreachable, or NewerForm where the server writes what is not known here."""
        report: Report = self._ask("POST", f"/v1/check?offsets={offsets}", case)
        forms.refuse_newer(report, forms.REPORT, self.url)
        return report

    def rewrite(self, case: Given, offsets: Literal["codepoint", "utf16"] = "codepoint") -> Rewrite:
        """Have a draft mended; raises ServerRefused or ServerUnreachable."""
        rewrite: Rewrite = self._ask("POST", f"/v1/rewrite?offsets={offsets}", case)
        return rewrite

    def draft(self, request: Given) -> Draft:
        """Have a whole reply written; raises ServerRefused or ServerUnreachable."""
        draft: Draft = self._ask("POST", "/v1/draft", request)
        return draft

    def digest(self, message: Given, offsets: Literal["codepoint", "utf16"] = "codepoint") -> Digest:
        """Have a message told without its hostility; raises ServerRefused or ServerUnreachable."""
        digest: Digest = self._ask("POST", f"/v1/digest?offsets={offsets}", message)
        return digest

    def feedback(
        self,
        finding_id: str,
        rule: str,
        action: Literal["accepted", "dismissed", "edited"],
        report_id: str | None = None,
        edited_text: str | None = None,
    ) -> int:
        """Say what became of a finding; gives the number under which it is kept."""
        told = {"finding_id": finding_id, "rule": rule, "action": action, "report_id": report_id, "edited_text": edited_text}
        return int(self._ask("POST", "/v1/feedback", told)["id"])

    def rules(self) -> list[dict[str, Any]]:
        """List the server's rules."""
        return list(self._ask("GET", "/v1/rules")["rules"])

    def phrasebooks(self, language: str | None = None, move: str | None = None) -> dict[str, Any]:
        """Count the phrases; with language and move, list them."""
        asked = "&".join(f"{name}={quote(value)}" for name, value in (("language", language), ("move", move)) if value)
        return dict(self._ask("GET", f"/v1/phrasebooks?{asked}"))

    def models(self) -> dict[str, str]:
        """Name the server's models."""
        return dict(self._ask("GET", "/v1/models"))

    def check_batch(self, cases: Iterable[Given], offsets: Literal["codepoint", "utf16"] = "codepoint") -> Iterator[dict[str, Any]]:
        """Have a stream judged: a report a case, in order, or {id, line, error} for one that failed.

        Cases are sent by a thread while reports are read, so neither side holds more than a few. Raises as `check` does.
        """
        line = self._open()
        stopped = threading.Event()
        try:
            line.putrequest("POST", f"{self._base}/v1/check:batch?offsets={offsets}")
            for name, value in {**self._headers, "Content-Type": "application/x-ndjson", "Transfer-Encoding": "chunked"}.items():
                line.putheader(name, value)
            line.endheaders()
            sender = threading.Thread(target=_send, args=(line.sock, cases, stopped), daemon=True)
            sender.start()
            response = line.getresponse()
            self._raise_for(response)
            while text := response.readline():
                report = json.loads(text)
                forms.refuse_newer(report, forms.REPORT, self.url)
                yield report
            sender.join()
        except (OSError, HTTPException):
            raise ServerUnreachable(where=self.url) from None
        finally:
            stopped.set()
            line.close()

    def _open(self) -> HTTPConnection:
        line = (HTTPSConnection if self._https else HTTPConnection)(self._host, self._port, timeout=self._timeout)
        try:
            line.connect()
            line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError:
            raise ServerUnreachable(where=self.url) from None
        return line

    def _ask(self, method: str, path: str, body: Given | None = None) -> Any:
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        headers = self._headers if data is None else {**self._headers, "Content-Type": "application/json"}
        kept = self._line is not None
        try:
            response = self._sent(method, path, data, headers)
        except (OSError, HTTPException):
            self.close()
            if not kept:
                raise ServerUnreachable(where=self.url) from None
            try:  # the server may have closed a connection that lay idle
                response = self._sent(method, path, data, headers)
            except (OSError, HTTPException):
                self.close()
                raise ServerUnreachable(where=self.url) from None
        self._raise_for(response)
        return _json(response.read(), self.url)

    def _sent(self, method: str, path: str, data: bytes | None, headers: Mapping[str, str]) -> HTTPResponse:
        if self._line is None:
            self._line = self._open()
        self._line.request(method, self._base + path, data, dict(headers))
        return self._line.getresponse()

    def _raise_for(self, response: HTTPResponse) -> None:
        if response.status < 400:
            return
        try:
            told = json.loads(response.read())
        except ValueError:
            told = {}
        problem, what = (told.get("code"), told.get("detail")) if isinstance(told, dict) else (None, None)
        raise ServerRefused(where=self.url, status=response.status, problem=problem or "-", what=what or response.reason)


def _send(line: socket.socket, cases: Iterable[Given], stopped: threading.Event) -> None:
    """Write the cases as chunks; a server that has left is noticed by who reads."""
    try:
        for case in cases:
            if stopped.is_set():
                return
            data = (case if isinstance(case, bytes) else json.dumps(case).encode()).strip() + b"\n"
            line.sendall(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        line.sendall(b"0\r\n\r\n")
    except OSError:
        return


def _json(data: bytes, where: str) -> Any:
    try:
        return json.loads(data)
    except ValueError:
        raise ServerUnreachable(where=where) from None
