"""Versions of the rubric: weights and thresholds that a calibration gave, in a file that scoring can go by."""

import re
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, Literal

import yaml
from pydantic import Field, ValidationError

from coach import forms
from coach.config import Strict, load_yaml
from coach.errors import ConfigError, NotFound
from coach.practice.calibration import Agreement, Calibration
from coach.practice.rubric import Rubric
from coach.refused import at_place, first_refused

MAX_NOTE = 300
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class VersionError(ConfigError):
    """A version of the rubric cannot be used."""

    code = "bad-rubric-version"
    text: ClassVar[dict[str, str]] = {"en": "{where}: {what}", "ar": "{where}: خطأ في نسخة المعايير: {what}"}


class Kappas(Strict):
    """Agreement with the trainers before, and after on scenarios that the version was not taken from."""

    before: float | None
    before_interval: tuple[float, float] | None
    after: float


class RubricVersion(Rubric):
    """A rubric, when and why it was set, and what it is worth. `version` counts the versions, `schema_version` tells the form."""

    schema_version: Literal[1] = 1
    version: int = Field(ge=1)
    date: date
    note: str = Field(max_length=MAX_NOTE)
    kappa: Kappas
    scores: int = Field(ge=1)
    scenarios: int = Field(ge=1)
    trainers: int = Field(ge=1)


def version_of(found: Calibration, trainers: int, number: int, note: str) -> RubricVersion:
    """Make the version that a calibration suggests; `note` begins with the day. Raises VersionError where it does not."""
    best = found.best
    if best is None or best.kappa is None:
        raise VersionError(where="calibrate", what=_NOTHING)
    seen: Agreement = found.agreement["overall"]
    return RubricVersion(
        version=number,
        date=_day(note),
        note=note,
        grades=best.grades,
        weights=dict(best.weights),
        kappa=Kappas(
            before=None if seen.kappa is None else round(seen.kappa, 3),
            before_interval=None if seen.interval is None else (round(seen.interval[0], 3), round(seen.interval[1], 3)),
            after=round(best.kappa, 3),
        ),
        scores=seen.n,
        scenarios=seen.scenarios,
        trainers=trainers,
    )


def check_note(note: str) -> None:
    """Refuse a note that does not begin with a day, or is too long; raises VersionError."""
    _day(note)
    if len(note) > MAX_NOTE:
        raise VersionError(where="--note", what={"en": f"longer than {MAX_NOTE} characters", "ar": f"أطول من {MAX_NOTE} حرف"})


def load_version(path: Path) -> RubricVersion:
    """Read a version; raises NotFound, NewerForm, or VersionError naming the field."""
    content = load_yaml(path, VersionError)
    forms.refuse_newer(content, forms.RUBRIC_VERSION, str(path))
    try:
        return RubricVersion.model_validate(content)
    except ValidationError as error:
        place, said = first_refused(error)
        raise VersionError(where=str(path), what=at_place(place or ("file",), said)) from None


def write_version(path: Path, version: RubricVersion) -> None:
    """Write a version; raises NotFound where that cannot be."""
    fields: dict[str, Any] = version.model_dump()
    try:
        path.write_text(yaml.safe_dump(fields | {"kappa": _plain(fields["kappa"])}, allow_unicode=True, sort_keys=False), encoding="utf-8")
    except OSError as error:
        raise NotFound(where=str(path), what=error.strerror or "not writable") from None


def _plain(kappa: dict[str, Any]) -> dict[str, Any]:
    ends = kappa["before_interval"]
    return kappa | {"before_interval": None if ends is None else list(ends)}


def _day(note: str) -> date:
    found = _DATE.match(note)
    try:
        return date.fromisoformat(found[0] if found else "")
    except ValueError:
        raise VersionError(where="--note", what=_UNDATED) from None


_UNDATED = {"en": "begin it with the day: --note '2026-03-01 two trainers'", "ar": "ابدأ بالتاريخ: ‎--note '2026-03-01 مدربان'"}
_NOTHING = {
    "en": "nothing agrees better with the trainers than what is in force, so nothing was written",
    "ar": "لا شيء أقرب إلى حكم المدربين من المعمول به، فلم يُكتب شيء",
}
