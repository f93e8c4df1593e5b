"""`coach serve`: the HTTP API."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coach.errors import MissingExtra

from .cases import ProfileOption

if TYPE_CHECKING:
    from coach.api.settings import Settings

_LIBRARIES = ("fastapi", "uvicorn", "httptools", "prometheus_client")
ConfigOption = Annotated[Path | None, typer.Option("--config", envvar="COACH_CONFIG", help="The server's settings (YAML).")]
DatabaseOption = Annotated[Path | None, typer.Option("--database", help="The SQLite file of keys and feedback; coach.db by default.")]


def serve(
    config: ConfigOption = None,
    host: Annotated[str | None, typer.Option(help="Where to listen; 127.0.0.1 by default.")] = None,
    port: Annotated[int | None, typer.Option(help="8000 by default; 0 takes a free one.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes, each with its own models; 1 by default.")] = None,
    auth: Annotated[bool | None, typer.Option("--auth/--no-auth", help="Ask for keys; without, only this machine is answered.")] = None,
    database: DatabaseOption = None,
    profile: ProfileOption = None,
) -> None:
    """Serve the HTTP API until it is told to stop; what is under way then ends first."""
    for library in _LIBRARIES:  # some of them may have come with another extra, and the settings alone need few
        if find_spec(library) is None:
            raise MissingExtra(what="coach serve", library=library, extra="server")
    settings = settings_from(config, host=host, port=port, workers=workers, auth=auth, database=database, profile=profile)
    _check(settings)
    import uvicorn

    from coach.api.settings import HANDED_ON

    os.environ[HANDED_ON] = settings.model_dump_json()
    with _shared_metrics() if settings.workers > 1 else nullcontext():
        uvicorn.run(
            "coach.api.app:from_environment",
            factory=True,
            host=settings.host,
            port=settings.port,
            workers=settings.workers,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=settings.shutdown_seconds,
            log_config=_LOG,
        )


@contextmanager
def _shared_metrics() -> Iterator[None]:
    """Give the workers a folder to count in together."""
    with tempfile.TemporaryDirectory(prefix="coach-metrics-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        yield


def settings_from(config: Path | None, what: str = "coach serve", **given: Any) -> "Settings":
    """Read the server's settings; raises SettingsError, or MissingExtra, which says `what` needs the server."""
    try:
        from coach.api.settings import Settings
    except ModuleNotFoundError as error:
        raise MissingExtra(what=what, library=error.name, extra="server") from None
    return Settings.load(config, **given)


def _check(settings: "Settings") -> None:
    """Find out before anything listens whether the profile can be used and whether anybody has a key."""
    from coach.api.store import Store
    from coach.config import load_profile

    if settings.profile is not None:
        load_profile(settings.profile)
    store = Store(settings.database)
    if settings.auth and not any(key.revoked is None for key in store.list_keys()):
        sys.stderr.write("coach: there is no key yet; make one with: coach keys create NAME\n")
    store.close()


_LOG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {name: {"handlers": ["stderr"], "level": "INFO", "propagate": False} for name in ("uvicorn", "coach.api")},
}
