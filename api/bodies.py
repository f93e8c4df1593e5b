"""Bodies, read within bounds of size and time."""

import asyncio
from collections.abc import AsyncIterator
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json
from starlette.requests import Request

from coach.case import MAX_RECORD
from coach.errors import BadRecord, NotText
from coach.refused import explain

from .errors import BodyTooLarge, BodyTooSlow, WrongType
from .settings import Settings

JSON, NDJSON = "application/json", "application/x-ndjson"
T = TypeVar("T", bound=BaseModel)


async def read_body(request: Request, settings: Settings) -> bytes:
    """Read a JSON body whole; raises WrongType, BodyTooLarge or BodyTooSlow."""
    check_type(request, JSON)
    given = request.headers.get("content-length", "")
    if given.isdigit() and int(given) > settings.max_body:
        raise BodyTooLarge(limit=settings.max_body)
    data = bytearray()
    try:
        async with asyncio.timeout(settings.body_seconds):
            async for chunk in request.stream():
                data += chunk
                if len(data) > settings.max_body:
                    raise BodyTooLarge(limit=settings.max_body)
    except TimeoutError:
        raise BodyTooSlow(limit=settings.body_seconds) from None
    return bytes(data)


async def read_lines(request: Request, settings: Settings) -> AsyncIterator[tuple[int, bytes]]:
    """Give the lines that hold something, numbered from 1; of one too long, a beginning just past MAX_RECORD.

    Raises BodyTooSlow where nothing comes for `idle_seconds`.
    """
    stream = request.stream()
    held, number, cut = bytearray(), 1, False
    while True:
        try:
            chunk = await asyncio.wait_for(anext(stream), settings.idle_seconds)
        except StopAsyncIteration:
            break
        except TimeoutError:
            raise BodyTooSlow(limit=settings.idle_seconds) from None
        *ended, rest = chunk.split(b"\n")
        for part in ended:
            line = bytes(held + part)[: MAX_RECORD + 1] if not cut else bytes(held)
            held.clear()
            cut = False
            if line.strip():
                yield number, line
            number += 1
        if not cut:
            held += rest[: MAX_RECORD + 1 - len(held)]
            cut = len(held) > MAX_RECORD
    if held.strip():
        yield number, bytes(held)


def check_type(request: Request, expected: str) -> None:
    """Refuse bodies of another kind; a web page cannot send this kind elsewhere without asking first (CORS)."""
    kind, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    charset = parameters.strip().removeprefix("charset=").strip('" ') if "charset=" in parameters else "utf-8"
    if kind.strip() != expected or charset not in ("utf-8", "utf8") or request.headers.get("content-encoding", "identity") != "identity":
        raise WrongType(type=expected)


def parse(kind: type[T], raw: bytes) -> T:
    """Read a JSON object that is no case; raises BadRecord or NotText, which quote nothing."""
    try:
        raw.decode()
        return kind.model_validate(from_json(raw))
    except UnicodeDecodeError as error:
        raise NotText(where="the body", what=f"byte 0x{raw[error.start]:02x}", at=error.start) from None
    except ValidationError as error:
        raise BadRecord(where="the body", what=explain(error, "body")) from None
    except ValueError:
        raise BadRecord(where="the body", what={"en": "not valid JSON", "ar": "ليس JSON سليمًا"}) from None
