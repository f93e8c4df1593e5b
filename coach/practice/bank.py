"""The bank: scenarios by id, ours with a company's own laid over them; each is read when first asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import ValidationError

from coach import forms
from coach.config import MAX_FILE, line_of, parse_yaml
from coach.errors import ConfigError, UnknownName
from coach.practice.scenario import Kind, Scenario
from coach.refused import at_place, first_refused

LANGUAGES: tuple[Literal["en", "ar"], ...] = ("en", "ar")
MAX_SCENARIOS = 5_000
Difficulty = Literal["easy", "medium", "hard"]


class ScenarioError(ConfigError):
    """A scenario cannot be used."""

    code = "bad-scenario"
    text: ClassVar[dict[str, str]] = {"en": "{where}: {what}", "ar": "{where}: خطأ في السيناريو: {what}"}


@dataclass(frozen=True)
class Bank:
    """Scenarios by id. Files are listed at once and read when asked for; what was read is kept."""

    places: Mapping[str, tuple[str, Traversable]]
    _read: dict[str, Scenario] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Every id, in order."""
        return tuple(sorted(self.places))

    def __len__(self) -> int:
        """Count the scenarios."""
        return len(self.places)

    def __contains__(self, key: object) -> bool:
        """Tell whether a scenario bears this id."""
        return key in self.places

    def __getitem__(self, key: str) -> Scenario:
        """Give a scenario; raises UnknownName, or ScenarioError with file and line."""
        if key not in self._read:
            if key not in self.places:
                raise UnknownName(kind={"en": "scenario", "ar": "سيناريو"}, name=key[:80], known=", ".join(self.ids[:10]))
            language, file = self.places[key]
            self._read[key] = _whole(file, language)
        return self._read[key]

    def __iter__(self) -> Iterator[Scenario]:
        """Yield every scenario, in order of id."""
        return (self[key] for key in self.ids)

    def pick(
        self,
        language: Literal["en", "ar"] | None = None,
        kind: Kind | None = None,
        difficulty: Difficulty | None = None,
        held_out: bool | None = None,
    ) -> list[Scenario]:
        """List the scenarios that are all that is asked for, in order of id; None asks for nothing."""
        return [
            one
            for key in self.ids
            if language in (None, self.places[key][0])
            and kind in (None, *(one := self[key]).kinds)
            and difficulty in (None, one.difficulty)
            and held_out in (None, one.held_out)
        ]


def load(folder: Path | None = None) -> Bank:
    """Open our bank, with the scenarios of `folder` (`en/`, `ar/`) laid over it: one with a known id takes its place.

    Raises ScenarioError where the folder holds none, too many, or one id in both languages.
    """
    places = _listed(files("coach.practice") / "bank", "bank")
    if folder is not None:
        own = _listed(folder, str(folder))
        if not own:
            what = {"en": "there is no en/*.yaml or ar/*.yaml", "ar": "لا يوجد en/*.yaml ولا ar/*.yaml"}
            raise ScenarioError(where=str(folder), what=what)
        places |= own
    return Bank(places)


def parse(text: str, where: str) -> Scenario:
    """Read one scenario from YAML; raises NewerForm, or ScenarioError with line and what is wrong, without quoting texts."""
    content = parse_yaml(text, where, ScenarioError)
    if not isinstance(content, dict):
        raise ScenarioError(where=where, what={"en": "a scenario is a mapping of settings", "ar": "السيناريو خريطة من الحقول وقيمها"})
    forms.refuse_newer(content, forms.SCENARIO, where)
    try:
        return Scenario.model_validate(content)
    except ValidationError as error:
        place, said = first_refused(error)
        raise ScenarioError(where=f"{where}:{line_of(text, place)}", what=at_place(place, said)) from None


def _listed(folder: Traversable, where: str) -> dict[str, tuple[str, Traversable]]:
    found: dict[str, tuple[str, Traversable]] = {}
    for language in LANGUAGES:
        inside = folder / language
        if not inside.is_dir():
            continue
        for file in sorted(inside.iterdir(), key=lambda one: one.name):
            key = file.name.removesuffix(".yaml")
            if key == file.name:
                continue
            if key in found:
                what = {"en": f"the id {key!r} is used in both languages", "ar": f"المعرّف {key!r} مستعمل في اللغتين"}
                raise ScenarioError(where=f"{where}/{language}/{file.name}", what=what)
            found[key] = language, file
    if len(found) > MAX_SCENARIOS:
        what = {"en": f"more than {MAX_SCENARIOS} scenarios", "ar": f"أكثر من {MAX_SCENARIOS} سيناريو"}
        raise ScenarioError(where=where, what=what)
    return found


def _whole(file: Traversable, language: str) -> Scenario:
    """Read a file; its id and language are those that its place says."""
    where = str(file) if isinstance(file, Path) else f"bank/{language}/{file.name}"
    try:
        data = file.read_bytes()
        text = data.decode()
    except OSError:
        raise ScenarioError(where=where, what={"en": "not readable", "ar": "تتعذر قراءته"}) from None
    except UnicodeDecodeError as error:
        what = {"en": f"not UTF-8 at byte {error.start}", "ar": f"ليس UTF-8 عند البايت {error.start}"}
        raise ScenarioError(where=where, what=what) from None
    if len(data) > MAX_FILE:
        raise ScenarioError(where=where, what={"en": f"larger than {MAX_FILE} bytes", "ar": f"أكبر من {MAX_FILE} بايت"})
    scenario = parse(text, where)
    for name, value, wanted in (("id", scenario.id, file.name.removesuffix(".yaml")), ("language", scenario.language, language)):
        if value != wanted:
            what = {"en": f"{name} must be {wanted}, as the file's place says", "ar": f"يجب أن يكون {name} ‏{wanted} كما يدل مكان الملف"}
            raise ScenarioError(where=f"{where}:{line_of(text, (name,))}", what=what)
    return scenario
