"""The plan of an audit: what it reads, with what, in which batches. Written once, before the first batch; workers read it."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from coach import __version__
from coach.audit import files
from coach.audit.settings import Settings
from coach.config import ModelNames, Profile, default_profile, load_profile
from coach.models.registry import load_models
from coach.pipeline import Coach

TABLES_VERSION = 2
"""Counts up whenever the same conversation would give other rows though rules and models are the same."""


def profile_of(settings: Settings) -> Profile:
    """Load the profile that judges, with the audit's model in place of its own where one is named."""
    profile = load_profile(settings.profile) if settings.profile else default_profile()
    if settings.model is None:
        return profile
    name = settings.model
    return profile.model_copy(update={"models": ModelNames(moves=name, emotion=name, signals=name, encoder=name)})


def coach_of(settings: Settings) -> Coach:
    """Make the coach that judges; raises ProfileError, BadModel or MissingExtra."""
    profile = profile_of(settings)
    return Coach(profile, load_models(profile.models))


@dataclass(frozen=True, slots=True)
class Identity:
    """What an audit's tables depend on; two audits with the same identity have the same tables."""

    input: dict[str, str]
    source: dict[str, Any]
    settings: dict[str, Any]
    ruleset: str
    models: dict[str, str]
    version: str = f"{__version__}/{TABLES_VERSION}"

    @classmethod
    def of(cls, digests: dict[str, str], source: dict[str, Any], settings: Settings, coach: Coach) -> Self:
        """Tell by the inputs' digests, how they are read, the settings, the rule set and the models."""
        told = settings.model_dump(mode="json", exclude={"profile", "model"})
        return cls(digests, source, told, coach.profile.digest(), coach.models.names)


def changed(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """List what differs between two identities: input, settings, ruleset, models, version."""
    return [name for name in new if old.get(name) != new[name]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What workers need to know; `agents` gives the codes that stand in the tables for agents' names, if any do."""

    settings: Settings
    ends_at: datetime | None
    agents: dict[str, str]
    batches: int
    conversations: int

    @classmethod
    def read(cls, work: Path) -> Self | None:
        """Read the plan of a folder; None where there is none yet."""
        try:
            told = json.loads((work / "plan.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        ends_at = told["ends_at"]
        return cls(**told | {"settings": Settings(**told["settings"]), "ends_at": datetime.fromisoformat(ends_at) if ends_at else None})

    def write(self, work: Path) -> None:
        """Write the plan into a folder."""
        told = asdict(self) | {
            "settings": self.settings.model_dump(mode="json"),
            "ends_at": self.ends_at.isoformat() if self.ends_at else None,
        }
        files.write_text(work / "plan.json", json.dumps(told, ensure_ascii=False, sort_keys=True))


def codes(agents: list[str], digests: dict[str, str]) -> dict[str, str]:
    """Give each agent a code: numbered in an order that cannot be told without the input itself."""
    key = json.dumps(digests, sort_keys=True)
    ordered = sorted(agents, key=lambda name: sha256(f"{key}/{name}".encode()).digest())
    width = max(2, len(str(len(ordered))))
    return {name: f"agent-{number:0{width}}" for number, name in enumerate(ordered, 1)}
