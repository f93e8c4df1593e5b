"""`GET /`, `/practice` and `/static/…`: the pages, and the panel's one file."""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

from fastapi import APIRouter, Request, Response

from coach.api.errors import NoSuchPath
from coach.api.guard import policy
from coach.practice.paper import style_source

router = APIRouter(include_in_schema=False)
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}


class _File(NamedTuple):
    content: bytes
    type: str
    etag: str


@router.get("/")
async def page(request: Request) -> Response:
    """Give the page."""
    return _answer(request, "index.html")


@router.get("/practice")
async def practice(request: Request) -> Response:
    """Give the practice page; a certificate that is opened from it is under its policy, which lets the certificate's style in."""
    answer = _answer(request, "practice.html")
    answer.headers["Content-Security-Policy"] = policy(request.app.state.settings, style_source())
    return answer


@router.get("/static/{path:path}")
async def static(request: Request, path: str) -> Response:
    """Give one of the page's files."""
    return _answer(request, path)


def _answer(request: Request, path: str) -> Response:
    file = _files().get(path)
    if file is None:
        raise NoSuchPath()
    headers = {"ETag": file.etag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == file.etag:
        return Response(status_code=304, headers=headers)
    return Response(file.content, media_type=file.type, headers=headers)


@lru_cache(maxsize=1)
def _files() -> dict[str, _File]:
    """Read the files once, by their path: whatever else a request names is not there."""
    return dict(_walk(files("coach.api") / "static", ""))


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, _File]]:
    for one in folder.iterdir():
        kind = _TYPES.get(f".{one.name.rpartition('.')[2]}")
        if one.is_dir():
            yield from _walk(one, f"{prefix}{one.name}/")
        elif kind:
            content = one.read_bytes()
            yield f"{prefix}{one.name}", _File(content, kind, f'"{sha256(content).hexdigest()[:20]}"')
