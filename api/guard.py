"""What surrounds every request: its id, the host it asks for, security headers, the log line, and our own faults."""

import logging
import re
import secrets
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .errors import Internal, WrongHost, log_fault, problem
from .metrics import Metrics
from .settings import Settings

log = logging.getLogger("coach.api")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_LOCAL = frozenset(("localhost", "127.0.0.1", "::1"))
_GONE = 499
"""What is logged for a client that left before its answer; nginx says the same."""


class Guard:
    """The outermost layer; plain ASGI, so that streams pass through it unheld."""

    def __init__(self, app: ASGIApp, settings: Settings, metrics: Metrics) -> None:
        """Stand before `app`."""
        self._app = app
        self._metrics = metrics
        self._hosts = frozenset(settings.allowed_hosts) | (_LOCAL if not settings.auth else frozenset())
        self._headers = {
            "content-security-policy": policy(settings),
            "x-content-type-options": "nosniff",
            "referrer-policy": "no-referrer",
            "cache-control": "no-store",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        identity = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = identity
        status = 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                out = MutableHeaders(scope=message)
                out["x-request-id"] = identity
                for name, value in self._headers.items():
                    out.setdefault(name, value)
            await send(message)

        try:
            if self._hosts and _host(headers.get("host", "")) not in self._hosts:
                await problem(WrongHost(), identity, language_of(headers))(scope, receive, answer)
            else:
                await self._app(scope, receive, answer)
        except (ClientDisconnect, OSError):
            status = _GONE
        except Exception as error:  # the last line, behind which the server would log the whole traceback
            log_fault(identity, error)
            if not status:
                await problem(Internal(), identity, language_of(headers))(scope, receive, answer)
        route = getattr(scope.get("route"), "path", "other")
        seconds = time.perf_counter() - began
        self._metrics.requests.labels(route, scope["method"] if route != "other" else "-", status).inc()
        self._metrics.seconds.labels(route).observe(seconds)
        log.info("%s %s %s %s %.1f ms", identity, scope["method"] if route != "other" else "-", route, status, seconds * 1000)


def policy(settings: Settings, style: str = "") -> str:
    """Give the content security policy of our pages: nothing but what is our own, and a style let in by its source, if any."""
    ancestors = " ".join(settings.frame_ancestors) or "'none'"
    styles = f"style-src 'self' {style}; " if style else ""
    return f"default-src 'self'; {styles}base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors {ancestors}"


def language_of(headers: Headers) -> str:
    """Give the language, `en` or `ar`, that the client would rather read."""
    return "ar" if headers.get("accept-language", "").strip().lower().startswith("ar") else "en"


def _host(given: str) -> str:
    """Give a Host header's name, its port left off."""
    name = given[1 : given.find("]")] if given.startswith("[") else given.rsplit(":", 1)[0] if ":" in given else given
    return name.lower()
