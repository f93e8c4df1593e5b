"""What the simulators need: the integrations as they are built, a server, web sites of other origins, and a browser."""

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

HOSTS = Path(__file__).parent / "hosts"


def until(page: Any, expression: str, given: object = None, seconds: float = 20) -> Any:
    """Wait until a page's expression holds, and give it; Playwright's own way needs `eval`, which the extension's pages forbid."""
    end = time.monotonic() + seconds
    while not (value := page.evaluate(expression, given)):
        assert time.monotonic() < end, f"never came true: {expression}"
        page.wait_for_timeout(50)
    return value


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Say nothing."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()


@pytest.fixture(scope="package")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Give the folder of an integration, built once."""
    out = tmp_path_factory.mktemp("integrations")

    def folder(name: str) -> Path:
        from integrations.build import build

        return out / name if (out / name).exists() else build(name, out)

    return folder


@pytest.fixture(scope="module")
def site() -> Iterator[Callable[..., str]]:
    """Serve a folder; gives its origin."""
    servers: list[ThreadingHTTPServer] = []

    def serve(folder: Path, host: str = "127.0.0.1") -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://{host}:{server.server_address[1]}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()
