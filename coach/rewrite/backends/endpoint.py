"""An OpenAI-compatible endpoint as a writer: one masked request, streamed, bounded in time and size.

The call runs in an event loop of its own, so that a time limit or a cancellation ends it even while
nothing comes. A redirect is never followed, an answer's error text is never repeated.
"""

import asyncio
import json
import os
import random
import re
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib import import_module
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import urlsplit

from coach.config import WriterSettings
from coach.errors import MissingKey, WriterError, WriterRefused, WriterTooSlow, WriterUnreachable, WriterUnusable
from coach.rewrite.backends import Request
from coach.rewrite.backends.masking import mask_request, restore, restored
from coach.rewrite.backends.prompting import messages
from coach.rewrite.backends.reply import without_thoughts

MAX_BYTES = 8_000_000
"""Of an answer: twice what the most tokens that may be asked for take as events of 250 bytes each."""
MAX_LINE = 500_000

_CONNECT_S = 5.0
_FIRST_WAIT_S = 0.5
_LONGEST_WAIT_S = 20.0
_GLANCE_S = 0.05  # so often a waiting writer looks whether it was cancelled
_AGAIN = frozenset((408, 429, 500, 502, 503, 504, 529))
_DONE = "[DONE]"
_LINE_END = re.compile(rb"\r?\n")
_WHAT = {
    "form": {"en": "it is not in the form of /chat/completions", "ar": "ليس على صيغة ‎/chat/completions"},
    "size": {"en": "it is far too long", "ar": "أطول من المعقول بكثير"},
    "cut": {"en": "it was cut off before its end; raise max_tokens", "ar": "قُطع قبل نهايته؛ ارفع max_tokens"},
    "withheld": {"en": "the model withheld it", "ar": "حجبه النموذج"},
    "tokens": {
        "en": "it lost or made up a sign that stands for a name or number",
        "ar": "أضاع رمزًا يقوم مقام اسم أو رقم، أو اختلق رمزًا",
    },
}
_ENDS = {"length": "cut", "content_filter": "withheld", "tool_calls": "form", "function_call": "form"}


class Endpoint:
    """Writes with a model behind `/chat/completions`."""

    def __init__(self, settings: WriterSettings) -> None:
        """Take the settings; raises MissingKey when the variable of the key is not usable."""
        self._httpx = import_module("httpx")
        self._settings = settings
        self._url = f"{settings.base_url}/chat/completions"
        parts = urlsplit(self._url)
        self._where = f"{parts.scheme}://{parts.netloc}"
        self._headers = {"Accept": "text/event-stream", "Accept-Encoding": "identity", **_authorisation(settings.key_env)}
        self.name = str(settings.model)

    def write(self, request: Request, cancel: threading.Event | None = None) -> Iterator[str]:
        """See Writer; what is sent is masked, what is yielded restored."""
        masked, key = mask_request(request)
        said: list[str] = []

        def heard() -> Iterator[str]:
            for piece in self._pieces(masked, cancel):
                said.append(piece)
                yield piece

        yield from restored(heard(), key)
        if cancel is not None and cancel.is_set():
            return
        if restore(without_thoughts("".join(said)), key) is None:
            raise self._unusable("tokens")

    def _pieces(self, request: Request, cancel: threading.Event | None) -> Iterator[str]:
        """Yield what the model says, until it ends, fails or is cancelled; leaves nothing running behind."""
        if cancel is not None and cancel.is_set():
            return
        body = {
            "model": self._settings.model,
            "messages": messages(request),
            "stream": True,
            "max_tokens": self._settings.max_tokens,
            "temperature": self._settings.temperature,
        }
        heard: SimpleQueue[str | None] = SimpleQueue()
        running: Future[tuple[asyncio.AbstractEventLoop, asyncio.Task[None]]] = Future()
        with ThreadPoolExecutor(1, "writer") as pool:
            call = pool.submit(lambda: asyncio.run(self._call(body, heard.put, running)))
            call.add_done_callback(lambda _: heard.put(None))
            try:
                while cancel is None or not cancel.is_set():
                    try:
                        piece = heard.get(timeout=_GLANCE_S)
                    except Empty:
                        continue
                    if piece is None:
                        call.result()
                        return
                    yield piece
            finally:
                if not call.done():
                    loop, task = running.result()
                    _stop(loop, task)

    async def _call(
        self,
        body: dict[str, Any],
        put: Callable[[str], None],
        running: "Future[tuple[asyncio.AbstractEventLoop, asyncio.Task[None]]]",
    ) -> None:
        """Ask until there is an answer, no retry is left or the time is over."""
        task: asyncio.Task[None] | None = asyncio.current_task()
        assert task is not None
        running.set_result((asyncio.get_running_loop(), task))
        limit = self._settings.timeout_s
        httpx = self._httpx
        try:
            async with (
                asyncio.timeout(limit) as clock,
                httpx.AsyncClient(
                    headers=self._headers,
                    timeout=httpx.Timeout(None, connect=min(_CONNECT_S, limit)),
                    follow_redirects=False,
                    # A proxy of the environment would read what goes in plain text to this very machine.
                    trust_env=self._where.startswith("https:"),
                ) as client,
            ):
                for attempt in range(self._settings.retries + 1):
                    wait = await self._attempt(client, body, put, last=attempt == self._settings.retries)
                    if wait is None:
                        return
                    wait = min(_LONGEST_WAIT_S, wait or _FIRST_WAIT_S * 2**attempt * random.uniform(0.5, 1.0))
                    ends = clock.when()
                    if ends is not None and asyncio.get_running_loop().time() + wait >= ends:
                        raise TimeoutError
                    await asyncio.sleep(wait)
        except TimeoutError:
            raise WriterTooSlow(where=self._where, limit=f"{limit:g}") from None

    async def _attempt(self, client: Any, body: dict[str, Any], put: Callable[[str], None], last: bool) -> float | None:
        """Ask once; gives None when it was answered, else the seconds to wait before the next try, 0 for as long as usual."""
        spoke = False

        def heard(text: str) -> None:
            nonlocal spoke
            spoke = True
            put(text)

        try:
            async with client.stream("POST", self._url, json=body) as response:
                if response.status_code in _AGAIN and not last:
                    return _retry_after(response.headers.get("retry-after"))
                if response.status_code != 200:
                    raise WriterRefused(where=self._where, status=response.status_code)
                await self._listen(response, heard)
                return None
        except self._httpx.RequestError:
            if spoke or last:
                raise WriterUnreachable(where=self._where) from None
            return 0.0

    async def _listen(self, response: Any, put: Callable[[str], None]) -> None:
        """Read one answer, streamed or whole; raises WriterUnusable unless it comes to its end."""
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise self._unusable("form")
        if response.headers.get("content-type", "").lower().startswith("application/json"):
            whole = b"".join([chunk async for chunk in self._bounded(response)])
            choice = self._choice(self._decoded(whole))
            text = choice.get("message", {}).get("content") if isinstance(choice.get("message"), dict) else None
            self._check_end(choice)
            if not isinstance(text, str):
                raise self._unusable("form")
            put(text)
            return
        ended = False
        async for event in self._events(response):
            if event == _DONE:
                ended = True
                break
            choice = self._choice(event)
            if not choice:
                continue
            delta = choice.get("delta")
            text = delta.get("content") if isinstance(delta, dict) else None
            if isinstance(text, str) and text:
                put(text)
            ended = self._check_end(choice) or ended
        if not ended:
            raise WriterUnreachable(where=self._where)

    async def _events(self, response: Any) -> AsyncIterator[str]:
        """Yield the data of each server-sent event; what is no data (comments, names, ids) is passed over."""
        # Not httpx's own lines: they break at U+2028, which may stand in JSON as it is.
        rest = b""
        data: list[str] = []
        async for chunk in self._bounded(response):
            *lines, rest = _LINE_END.split(rest + chunk)
            if len(rest) > MAX_LINE:
                raise self._unusable("size")
            for line in lines:
                if line.startswith(b"data:"):
                    data.append(self._decoded(line[5:].removeprefix(b" ")))
                elif not line and data:
                    yield "\n".join(data)
                    data = []
        if rest.startswith(b"data:"):
            data.append(self._decoded(rest[5:].removeprefix(b" ")))
        if data:
            yield "\n".join(data)

    async def _bounded(self, response: Any) -> AsyncIterator[bytes]:
        size = 0
        async for chunk in response.aiter_raw():
            size += len(chunk)
            if size > MAX_BYTES:
                raise self._unusable("size")
            yield chunk

    def _choice(self, event: str) -> dict[str, Any]:
        """Give an event's first choice, empty where it has none, as in the one that counts tokens."""
        try:
            said = json.loads(event)
        except (ValueError, RecursionError):
            raise self._unusable("form") from None
        choices = said.get("choices") if isinstance(said, dict) and "error" not in said else None
        if not isinstance(choices, list) or not all(isinstance(choice, dict) for choice in choices):
            raise self._unusable("form")
        return dict(choices[0]) if choices else {}

    def _check_end(self, choice: dict[str, Any]) -> bool:
        """Tell whether a choice says that the answer is whole; raises WriterUnusable when it ended for another reason."""
        reason = choice.get("finish_reason")
        if isinstance(reason, str) and reason in _ENDS:
            raise self._unusable(_ENDS[reason])
        return isinstance(reason, str)

    def _decoded(self, data: bytes) -> str:
        try:
            return data.decode()
        except UnicodeDecodeError:
            raise self._unusable("form") from None

    def _unusable(self, what: str) -> WriterError:
        return WriterUnusable(where=self._where, what=_WHAT[what])


def _stop(loop: asyncio.AbstractEventLoop, task: "asyncio.Task[None]") -> None:
    """Cancel a call in its own thread; one that has just ended needs no more."""
    try:
        loop.call_soon_threadsafe(task.cancel)
    except RuntimeError:
        return


def _authorisation(variable: str | None) -> dict[str, str]:
    """Give the header with the key that an environment variable holds; none where no variable is named."""
    if variable is None:
        return {}
    key = os.environ.get(variable, "").strip()
    if not re.fullmatch(r"[\x21-\x7e]+", key):
        raise MissingKey(name=variable)
    return {"Authorization": f"Bearer {key}"}


def _retry_after(value: str | None) -> float:
    """Read a Retry-After header, seconds or a date (RFC 9110, 10.2.3), as seconds; 0 where it says nothing."""
    if value is None:
        return 0.0
    if re.fullmatch(r"\d{1,6}", value.strip()):
        return float(value)
    try:
        then = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    return max(0.0, (then - datetime.now(UTC)).total_seconds()) if then.tzinfo else 0.0
