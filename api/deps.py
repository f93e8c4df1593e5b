"""What routes ask for."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Query, Request
from fastapi.routing import APIRoute

from coach.case import Offsets

from .bodies import read_body
from .engine import Engine
from .errors import MissingScope, NoKey, UnknownParameter, WrongKey
from .metrics import Metrics
from .settings import Settings
from .store import ANYONE, Key, Scope, Store


async def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


async def _engine(request: Request) -> Engine:
    engine: Engine = request.app.state.engine
    return engine


async def _metrics(request: Request) -> Metrics:
    metrics: Metrics = request.app.state.metrics
    return metrics


async def _store(request: Request) -> Store:
    store: Store = request.app.state.store
    return store


async def _caller(request: Request) -> Key:
    """Give who asks; raises NoKey or WrongKey."""
    if not request.app.state.settings.auth:
        return ANYONE
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NoKey()
    key: Key | None = request.app.state.store.find_key(token.strip())
    if key is None:
        raise WrongKey()
    return key


def _may(scope: Scope) -> Callable[[Request], Awaitable[Key]]:
    """Make the dependency that lets in keys with `scope` and charges them a request; drafts are charged once they are read."""

    async def allowed(request: Request) -> Key:
        key = await _caller(request)
        if scope not in key.scopes:
            raise MissingScope(scope=scope)
        request.app.state.store.take(key)
        return key

    return allowed


async def _perhaps(request: Request) -> Key | None:
    """Give who asks with a key that may practise, charged as always; None for who sends none at all."""
    if request.app.state.settings.auth and "authorization" not in request.headers:
        return None
    return await _may("practice")(request)


async def _metrics_reader(request: Request) -> None:
    if not request.app.state.settings.metrics_public and "admin" not in (await _caller(request)).scopes:
        raise MissingScope(scope="admin")


async def known_query(request: Request) -> None:
    """Refuse a parameter that the path does not know: one that is misspelt would silently count for nothing."""
    route = request.scope.get("route")
    if not request.query_params or not isinstance(route, APIRoute) or not route.path.startswith("/v1/"):
        return
    described = request.app.openapi()["paths"][route.path][request.method.lower()].get("parameters", [])
    known = {one["name"] for one in described if one["in"] == "query"}
    if set(request.query_params) - known:
        raise UnknownParameter(known=", ".join(sorted(known)) or "-")


async def _body(request: Request) -> bytes:
    return await read_body(request, request.app.state.settings)


TheSettings = Annotated[Settings, Depends(_settings)]
TheEngine = Annotated[Engine, Depends(_engine)]
TheMetrics = Annotated[Metrics, Depends(_metrics)]
TheStore = Annotated[Store, Depends(_store)]
Reader = Annotated[Key, Depends(_may("check"))]
Rewriter = Annotated[Key, Depends(_may("rewrite"))]
Practiser = Annotated[Key, Depends(_may("practice"))]
Asker = Annotated[Key | None, Depends(_perhaps)]
Body = Annotated[bytes, Depends(_body)]
Counting = Annotated[
    Offsets, Query(description="What offsets count, those of `segments` too: code points, or UTF-16 units as JavaScript does.")
]
MetricsReader = Depends(_metrics_reader)
