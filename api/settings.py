"""The server's settings: a YAML file, and `COACH_*` in the environment laid over it."""

import os
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Self

from pydantic import Field, ValidationError

from coach.case import MAX_RECORD
from coach.config import Strict, load_yaml
from coach.practice.store import DEFAULT_URL
from coach.refused import first_refused

from .errors import SettingsError

_LISTS = ("cors_origins", "frame_ancestors", "allowed_hosts")
HANDED_ON = "COACH_SERVE_SETTINGS"
"""Where `coach serve` leaves the settings, as JSON, for its worker processes."""


class Settings(Strict):
    """Where the server listens, whom it answers, and how much it takes on."""

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    workers: int = Field(default=1, ge=1, le=64)
    auth: bool = True
    database: Path = Path("coach.db")
    profile: Path | None = None
    cors_origins: tuple[str, ...] = ()
    frame_ancestors: tuple[str, ...] = ()
    allowed_hosts: tuple[str, ...] = ()
    metrics_public: bool = False
    max_body: int = Field(default=MAX_RECORD, ge=1_000, le=20_000_000)
    body_seconds: float = Field(default=10, gt=0, le=600)
    idle_seconds: float = Field(default=60, gt=0, le=3600)
    request_seconds: float = Field(default=20, gt=0, le=600)
    shutdown_seconds: int = Field(default=30, ge=1, le=600)
    max_waiting: int = Field(default=128, ge=1, le=10_000)
    remembered_sentences: int = Field(default=4096, ge=0, le=1_000_000)
    remembered_messages: int = Field(default=256, ge=0, le=100_000)
    remembered_rulesets: int = Field(default=32, ge=1, le=1_000)
    practice_database: str = DEFAULT_URL
    practice_scenarios: Path | None = None
    care: bool = True
    feedback_rows: int = Field(default=1_000_000, ge=1)

    @property
    def loopback(self) -> bool:
        """Tell whether only this machine can reach the address."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    @classmethod
    def load(cls, file: Path | None = None, environment: Mapping[str, str] | None = None, **given: Any) -> Self:
        """Lay the environment over the file, and what is `given` over both; None in `given` says nothing.

        Raises SettingsError naming the setting, and where there is no authentication beyond loopback.
        """
        environment = os.environ if environment is None else environment
        values: dict[str, Any] = {}
        if file is not None:
            told = load_yaml(file)
            if not isinstance(told, dict):
                raise SettingsError(where=str(file), what="the settings are a mapping")
            values.update(told)
        for name in cls.model_fields:
            value = environment.get(f"COACH_{name.upper()}")
            if value:
                values[name] = [part.strip() for part in value.split(",")] if name in _LISTS else value
        values.update({name: value for name, value in given.items() if value is not None})
        try:
            settings = cls.model_validate(values)
        except ValidationError as error:
            place, what = first_refused(error)
            raise SettingsError(where=".".join(map(str, place)), what=what) from None
        if not settings.auth and not settings.loopback:
            what = {
                "en": "without authentication the server listens on loopback only (127.0.0.1, ::1); drop --no-auth or --host",
                "ar": "من دون مصادقة لا يستمع الخادم إلا محليًا (127.0.0.1 أو ::1)؛ احذف --no-auth أو --host",
            }
            raise SettingsError(where=f"host {settings.host}", what=what)
        return settings
