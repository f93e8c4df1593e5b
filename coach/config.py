"""Settings: the rubric that ships, and a company's profile laid over it."""

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, PositiveInt, ValidationError, field_validator, model_validator

from coach import forms
from coach.errors import NotFound, ProfileError
from coach.refused import Refused, first_refused

Severity = Literal["error", "warning", "advice"]
Channels = Literal["email", "chat", "whatsapp", "social", "sms"]
CRITERIA = ("length", "clarity", "next_step", "empathy", "refusal", "tone", "completeness", "courtesy")
Criterion = Literal["length", "clarity", "next_step", "empathy", "refusal", "tone", "completeness", "courtesy"]
MAX_FILE = 1_000_000
MAX_DEPTH = 50
"""Lists and mappings within each other in a YAML file; ours have ten."""
Weight = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]
_NO_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f\\]")


class Strict(BaseModel):
    """A pydantic model that refuses unknown fields and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Thresholds(Strict):
    """From where on a rule speaks; what each is set by stands beside it in rubric.yaml."""

    max_words: dict[Channels, PositiveInt]
    max_characters: dict[Channels, PositiveInt]
    min_words: dict[Channels, NonNegativeInt]
    max_sentence_words: dict[Literal["en", "ar"], PositiveInt]
    preamble_sentences: int = Field(ge=1)
    preamble_words: int = Field(ge=1)
    empathy_from: int = Field(ge=0, le=4)
    apology_from: int = Field(ge=0, le=4)
    max_apologies: int = Field(ge=1)
    impression_from: int = Field(ge=0, le=100)
    impression_room: int = Field(ge=0, le=100)
    empathy_room: int = Field(ge=0, le=100)


class Verdicts(Strict):
    """When a draft may be sent, and which rules hold it back."""

    send_from: int = Field(ge=0, le=100)
    hold: tuple[str, ...]


class RuleSetting(Strict):
    """What a profile changes about one rule."""

    enabled: bool = True
    severity: Severity | None = None


class Texts(Strict):
    """A text in both languages."""

    en: str
    ar: str

    def __getitem__(self, language: str) -> str:
        """Give the text in `en` or `ar`."""
        return self.ar if language == "ar" else self.en


class Example(Strict):
    """A draft on which a company's rule is tried; `customer` where the rule asks for one."""

    draft: str
    customer: str | None = None


class Examples(Strict):
    """Drafts that the rule must flag, and drafts that it must not."""

    bad: tuple[str | Example, ...] = Field(min_length=1)
    good: tuple[str | Example, ...] = Field(min_length=1)


class ModelNames(Strict):
    """Which model reads what: `embedded` (what ships), `cues`, a folder that `coach train` wrote, or `hub:<id or path>`."""

    moves: str = "embedded"
    emotion: str = "embedded"
    signals: str = "embedded"
    encoder: str = "embedded"


class CompanyRule(Strict):
    """A company's own rule, written without Python.

    `phrase` and `pattern` flag what they find (patterns in the cue language of coach.text.cues);
    `absence` flags a draft that lacks them, or lacks `move`; `order` flags `then` coming before
    `first`; `count` flags more than `max` occurrences.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{2,59}$")
    kind: Literal["phrase", "pattern", "absence", "order", "count"]
    criterion: Criterion
    severity: Severity = "warning"
    message: Texts
    why: Texts | None = None
    phrases: dict[Literal["en", "ar"], tuple[str, ...]] = {}
    patterns: dict[Literal["en", "ar"], tuple[str, ...]] = {}
    move: str | None = None
    first: dict[Literal["en", "ar"], tuple[str, ...]] = {}
    then: dict[Literal["en", "ar"], tuple[str, ...]] = {}
    max: int | None = Field(default=None, ge=0)
    channels: tuple[Channels, ...] | None = None
    replacement: Texts | None = None
    examples: dict[Literal["en", "ar"], Examples]


class WriterSettings(Strict):
    """Which model writes: an OpenAI-compatible `endpoint`, or a `local` folder with safetensors.

    The key itself never stands here: `key_env` names the environment variable that holds it.
    """

    model_config = ConfigDict(hide_input_in_errors=True)

    source: Literal["endpoint", "local"]
    base_url: str | None = None
    model: str | None = Field(default=None, min_length=1, max_length=200)
    key_env: str | None = Field(default=None, pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,99}$")
    path: str | None = None
    timeout_s: float = Field(default=60.0, gt=0, le=600, allow_inf_nan=False)
    retries: int = Field(default=2, ge=0, le=5)
    max_tokens: int = Field(default=1500, ge=1, le=16_000)
    temperature: float = Field(default=0.3, ge=0, le=2, allow_inf_nan=False)

    @field_validator("base_url")
    @classmethod
    def _safe_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0 or _NO_ADDRESS.search(value):
            raise Refused(
                "must be an address such as https://models.example.com/v1", "يجب أن يكون عنوانًا مثل https://models.example.com/v1"
            )
        if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
            raise Refused(
                "must hold no user, password, query or fragment; the key comes from the variable that key_env names",
                "لا يُكتب فيه مستخدم ولا كلمة مرور ولا استعلام؛ المفتاح يُقرأ من المتغير الذي يسميه key_env",
            )
        if parts.scheme == "http" and not _is_loopback(parts.hostname):
            raise Refused("must begin with https:// unless it is on this machine", "يجب أن يبدأ بـ https:// إلا على هذا الجهاز")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        wanted = ("base_url", "model") if self.source == "endpoint" else ("path",)
        others = ("path",) if self.source == "endpoint" else ("base_url", "model", "key_env")
        for name in wanted:
            if getattr(self, name) is None:
                raise Refused(f"source {self.source} needs {name}", f"المصدر {self.source} يلزمه {name}")
        for name in others:
            if getattr(self, name) is not None:
                raise Refused(f"source {self.source} has no use for {name}", f"المصدر {self.source} لا حاجة له إلى {name}")
        return self


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Profile(Strict):
    """The rubric with a company's wishes in it."""

    name: str = Field(default="default", max_length=60)
    schema_version: Literal[1] = 1
    criteria: dict[Criterion, Weight]
    penalties: dict[Severity, Weight]
    caps: dict[Severity, Annotated[int, Field(ge=0, le=100)]]
    verdict: Verdicts
    thresholds: Thresholds
    rules: dict[str, RuleSetting] = {}
    banned_phrases: dict[Literal["en", "ar"], tuple[str, ...]] = {}
    required_phrases: dict[Literal["en", "ar"], tuple[str, ...]] = {}
    signature: dict[Literal["en", "ar"], str] = {}
    greeting: dict[Literal["en", "ar"], str] = {}
    phrasebook: str | None = None
    models: ModelNames = ModelNames()
    writer: WriterSettings | None = None
    company_rules: tuple[CompanyRule, ...] = ()

    def replacement(self, rule: str) -> Texts | None:
        """Give the wording that a company's rule prescribes, if there is one."""
        return next((own.replacement for own in self.company_rules if own.id == rule), None)

    def digest(self) -> str:
        """Give the first 12 hex digits of the SHA-256 of all settings that judging depends on."""
        return sha256(self.model_dump_json(exclude={"writer"}).encode()).hexdigest()[:12]


def load_yaml(path: Path, error: type[Any] = ProfileError) -> Any:
    """Read one YAML file; raises NotFound, or `error` with file, line and column."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise error(where=str(path), what=f"larger than {MAX_FILE} bytes")
        return parse_yaml(path.read_text(encoding="utf-8"), str(path), error)
    except OSError as problem:
        raise NotFound(where=str(path), what=problem.strerror or "not readable") from None
    except UnicodeDecodeError as problem:
        raise error(where=str(path), what=f"not UTF-8 at byte {problem.start}") from None


def parse_yaml(text: str, where: str, error: type[Any] = ProfileError) -> Any:
    """Parse YAML; raises `error` with line and column."""
    try:
        _check_depth(text, where, error)
        return yaml.load(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        place = f"{where}:{mark.line + 1}:{mark.column + 1}" if mark else where
        raise error(where=place, what=str(problem.problem)) from None
    except yaml.YAMLError:
        raise error(where=where, what="not YAML") from None
    except ValueError:
        raise error(where=where, what="a value looks like a date or a number and is none; put it in quotes") from None


def _check_depth(text: str, where: str, error: type[Any]) -> None:
    """Refuse what is nested past MAX_DEPTH, for which the loader in C would use up the stack and end the process.

    Only brackets and what stands before a line's first word can nest, so nearly all files are told by counting these.
    """
    brackets = text.count("[") + text.count("{")
    if brackets <= MAX_DEPTH and all(len(line) - len(line.lstrip(" \t-?:")) <= MAX_DEPTH // 2 for line in text.splitlines()):
        return
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise error(where=f"{where}:{line}", what=f"nested more than {MAX_DEPTH} deep")


def line_of(text: str, place: Sequence[int | str]) -> int:
    """Number the line on which what `place` leads to is written in a YAML text that parses, or the nearest thing around it that is."""
    node: Any = yaml.compose(text, Loader=_LOADER)  # as it was read: the loaders differ on tabs
    line = node.start_mark.line
    for step in place:
        if isinstance(node, yaml.MappingNode):
            held = [(key, value) for key, value in node.value if key.value == str(step)]
            if not held:
                break
            line, node = held[0][0].start_mark.line, held[0][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line
        else:
            break
    return int(line) + 1


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@lru_cache(maxsize=1)
def _rubric() -> dict[str, Any]:
    text = (files("coach") / "rubric.yaml").read_text(encoding="utf-8")
    return dict(parse_yaml(text, "rubric.yaml"))


@lru_cache(maxsize=1)
def default_profile() -> Profile:
    """The rubric as it ships."""
    return Profile.model_validate(_rubric())


def load_profile(path: Path) -> Profile:
    """Lay a company's YAML profile over the rubric; raises NewerForm, or ProfileError naming file and field."""
    given = load_yaml(path)
    if not isinstance(given, dict):
        raise ProfileError(where=str(path), what="a profile is a mapping of settings")
    forms.refuse_newer(given, forms.PROFILE, str(path))
    try:
        profile = Profile.model_validate(_overlay(_rubric(), given))
    except ValidationError as problem:
        place, what = first_refused(problem)
        raise ProfileError(where=f"{path}: {'.'.join(map(str, place))}", what=what) from None
    if profile.phrasebook is not None and not Path(profile.phrasebook).is_absolute():
        profile = profile.model_copy(update={"phrasebook": str(path.parent / profile.phrasebook)})
    return profile


def _overlay(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Merge mappings key by key; anything else in `over` takes the place of `base`'s."""
    merged = dict(base)
    for key, value in over.items():
        old = merged.get(key)
        merged[key] = _overlay(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged
