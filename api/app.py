"""The application: settings in, routes on, one place that turns errors into problems."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware

from coach import __version__
from coach.errors import CoachError
from coach.refused import said

from . import openapi
from .deps import known_query
from .engine import Engine
from .errors import ApiError, BadQuery, Internal, NoSuchPath, WrongMethod, problem
from .guard import Guard, language_of
from .metrics import Metrics
from .practice.desk import Desk
from .routes import ROUTERS
from .settings import HANDED_ON, Settings
from .store import Store

log = logging.getLogger("coach.api")


def create_app(settings: Settings) -> FastAPI:
    """Make the application; models are loaded once it starts."""
    metrics = Metrics()
    app = FastAPI(title="Reply Coach", version=__version__, docs_url=None, redoc_url=None, lifespan=_lifespan)
    app.state.settings, app.state.metrics = settings, metrics
    for router in ROUTERS:
        app.include_router(router, dependencies=[Depends(known_query)])
    app.add_exception_handler(CoachError, _coach_error)
    app.add_exception_handler(RequestValidationError, _bad_query)
    app.add_exception_handler(HTTPException, _http_error)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "If-None-Match", "X-Request-ID", "Accept-Language"],
            expose_headers=["ETag", "X-Request-ID", "Retry-After"],
        )
    app.add_middleware(Guard, settings=settings, metrics=metrics)

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = openapi.document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]
    return app


def from_environment() -> FastAPI:
    """Make the application of a worker process, by the settings that `coach serve` handed on, or by `COACH_*`."""
    handed = os.environ.get(HANDED_ON)
    return create_app(Settings.model_validate_json(handed) if handed else Settings.load())


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Answer from the first moment, and load meanwhile."""
    settings: Settings = app.state.settings
    app.state.store = Store(settings.database)
    engine = app.state.engine = Engine(settings)
    app.state.desk = Desk(settings)
    loading = asyncio.create_task(_load(app, engine))
    yield
    await loading
    engine.close()
    app.state.desk.close()
    app.state.store.close()


async def _load(app: FastAPI, engine: Engine) -> None:
    app.state.metrics.ready.set(0)
    await engine.load()
    if engine.failure:
        log.error("not ready: %s", engine.failure)
    else:
        app.state.metrics.ready.set(1)
        log.info("ready")


def _answer(request: Request, error: CoachError, headers: dict[str, str] | None = None) -> Response:
    return problem(error, request.state.request_id, language_of(request.headers), headers)


async def _coach_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, CoachError)
    return _answer(request, error)


async def _bad_query(request: Request, error: Exception) -> Response:
    """Say which parameter is wrong, without what it held."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    return _answer(request, BadQuery(name=first["loc"][-1], what=said(first)))


async def _http_error(request: Request, error: Exception) -> Response:
    """Put the framework's own refusals into our form."""
    assert isinstance(error, HTTPException)
    kinds: dict[int, type[ApiError]] = {404: NoSuchPath, 405: WrongMethod}
    return _answer(request, kinds.get(error.status_code, Internal)(), dict(error.headers or {}))
