"""The OpenAPI document: examples in both languages, and the schemas of bodies that routes read themselves."""

from functools import lru_cache
from importlib.resources import files
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from coach import __version__
from coach.case import DraftRequest
from coach.config import parse_yaml

from .bodies import JSON, NDJSON
from .errors import PROBLEM
from .practice.asked import REQUESTS
from .schemas import CheckRequest, DigestRequest, FeedbackRequest, Problem, RewriteRequest

_REF = "#/components/schemas/{model}"
_READ = (CheckRequest, RewriteRequest, DraftRequest, DigestRequest, FeedbackRequest, Problem, *REQUESTS)
_DESCRIPTION = (
    "Judges and mends a support agent's reply before it is sent, in Arabic and in English. "
    "Offsets are half-open and count code points unless `offsets=utf16`. "
    "Errors are problem documents (RFC 9457) with a stable `code`; `Accept-Language: ar` gives their words in Arabic."
)
_MEANINGS = {
    401: "No key, or a wrong one",
    403: "The key lacks the scope",
    404: "There is no such thing",
    405: "Another method is meant",
    408: "The body came too slowly",
    409: "It does not fit where things stand",
    410: "The invitation opens nothing any more",
    413: "The body is too large",
    415: "The body is of another type",
    421: "The host name is not answered to",
    422: "What was sent cannot be judged",
    429: "Too fast, or the day's quota is used up",
    500: "A fault of ours",
    501: "An extra is not installed",
    502: "A language model gave nothing usable",
    503: "Not ready, busy or too slow",
    507: "The store of feedback is full",
}
_ALWAYS = (401, 403, 421, 429, 500, 503)
_POSTED = (408, 413, 415, 422)


def problems(*more: int, posted: bool = False) -> dict[int | str, dict[str, Any]]:
    """Describe the problems that a route may answer with."""
    content = {PROBLEM: {"schema": {"$ref": _REF.format(model="Problem")}}}
    return {
        status: {"description": _MEANINGS[status], "content": content} for status in sorted({*_ALWAYS, *(_POSTED if posted else ()), *more})
    }


def reads(model: type[BaseModel], example: str, kind: str = JSON) -> dict[str, Any]:
    """Describe a body that a route reads itself, with examples in both languages."""
    given = examples()[example]
    media: dict[str, Any] = {"examples": {name: {"summary": one["summary"], "value": one["value"]} for name, one in given.items()}}
    media["schema"] = {"$ref": _REF.format(model=model.__name__)} if kind == JSON else {"type": "string"}
    return {"requestBody": {"required": True, "content": {kind: media}}}


@lru_cache(maxsize=1)
def examples() -> dict[str, Any]:
    """Read the examples: by route, then by language."""
    return dict(parse_yaml((files("coach.api") / "examples.yaml").read_text(encoding="utf-8"), "examples.yaml"))


def document(app: FastAPI) -> dict[str, Any]:
    """Write the OpenAPI document."""
    made = get_openapi(title="Reply Coach", version=__version__, description=_DESCRIPTION, routes=app.routes)
    _, definitions = models_json_schema([(model, "validation") for model in _READ], ref_template=_REF)
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(definitions["$defs"])
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    made["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer", "description": "A key from `coach keys create`."}}
    for path, methods in made["paths"].items():
        if path.startswith("/v1/") or path == "/metrics":
            for operation in methods.values():
                operation["security"] = [{"key": []}]
    return made


__all__ = ["NDJSON", "document", "examples", "problems", "reads"]
