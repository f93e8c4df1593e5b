"""What an audit is asked to do: from the command line, and from a settings file (YAML) that an auditor keeps."""

from datetime import date, tzinfo
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, ValidationError, field_validator

from coach.audit.errors import AuditError
from coach.audit.targets import Targets, default_targets
from coach.config import Strict, load_yaml
from coach.refused import Refused, first_refused

BATCH = 200
"""Conversations in a batch: a few seconds of reading, so that little is lost with a killed worker."""


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise Refused("no such time zone; give a name such as Asia/Riyadh", "لا منطقة زمنية بهذا الاسم؛ اكتب اسمًا مثل Asia/Riyadh")
    return name


Zone = Annotated[str, AfterValidator(_known_zone)]
Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_DAYS: tuple[Day, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _leaves_days(weekend: tuple[Day, ...]) -> tuple[Day, ...]:
    if len(set(weekend)) == len(_DAYS):
        raise Refused("some day must be a working day", "لا بد من يوم عمل واحد على الأقل")
    return weekend


Weekend = Annotated[tuple[Day, ...], AfterValidator(_leaves_days)]


class Settings(Strict):
    """How conversations are read and judged: all that touches the tables."""

    profile: Path | None = None
    model: str | None = Field(default=None, max_length=500)  # takes the place of the profile's models where it is given
    timezone: Zone = "UTC"
    weekend: Weekend = ("saturday", "sunday")
    targets: Targets = Field(default_factory=default_targets)
    masked: bool = True
    anonymous: bool = False
    sentences: bool = False
    sample: int | None = Field(default=None, ge=1)
    seed: int = Field(default=0, ge=0)
    batch: int = Field(default=BATCH, ge=1, le=100_000)

    @property
    def zone(self) -> tzinfo:
        """The time zone in which hours, days and weeks are counted."""
        return ZoneInfo(self.timezone)

    @property
    def weekend_days(self) -> frozenset[int]:
        """The days without work, 1 Monday to 7 Sunday."""
        return frozenset(_DAYS.index(day) + 1 for day in self.weekend)


class Input(Strict):
    """What the inputs do not say of themselves."""

    zone: Zone = "UTC"
    day_first: bool | None = None
    own_domains: tuple[str, ...] = Field(default=(), max_length=1_000)
    own_addresses: tuple[str, ...] = Field(default=(), max_length=10_000)
    encoding: str | None = Field(default=None, max_length=40)


class ShiftHours(Strict):
    """A part of the day, past midnight where it ends before it begins."""

    name: str = Field(min_length=1, max_length=40)
    start: int = Field(ge=0, le=23)
    end: int = Field(ge=0, le=24)


class Shown(Strict):
    """How the report groups and shows figures."""

    split: date | None = None
    min_agents: int = Field(default=5, ge=5)
    min_replies: int = Field(default=20, ge=2)
    shifts: tuple[ShiftHours, ...] = Field(default=(), max_length=24)
    digits: Literal["western", "eastern"] = "western"


class SettingsFile(Strict):
    """The file's settings; every part may be left out."""

    timezone: Zone = "UTC"
    weekend: Weekend = ("saturday", "sunday")
    targets: Targets = Field(default_factory=default_targets)
    input: Input = Input()
    report: Shown = Shown()

    @field_validator("targets", mode="before")
    @classmethod
    def _laid_over(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        shipped = default_targets().model_dump()
        return {name: value | given.get(name, {}) if isinstance(value, dict) else given.get(name, value) for name, value in shipped.items()}

    @classmethod
    def load(cls, path: Path | None) -> Self:
        """Read the file, or give what holds without one; raises NotFound, or AuditError with the line or the setting."""
        if path is None:
            return cls()
        given = load_yaml(path, AuditError)
        try:
            return cls.model_validate(given if given is not None else {})
        except ValidationError as problem:
            place, what = first_refused(problem)
            raise AuditError(where=f"{path}: {'.'.join(map(str, place)) or 'settings'}", what=what) from None
