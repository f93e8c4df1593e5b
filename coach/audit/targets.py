"""Targets: how soon a customer should have an answer, and the matter be settled."""

from functools import lru_cache
from importlib.resources import files
from typing import Self

import yaml
from pydantic import Field, model_validator

from coach.config import Channels, Strict
from coach.refused import Refused

_MAX_MINUTES = 525_600


class Targets(Strict):
    """Minutes to the first response and to the resolution by channel; `default` is the channel that stands for any other."""

    first_response: dict[Channels, float] = Field(min_length=1)
    resolution: dict[Channels, float] = Field(min_length=1)
    default: Channels = "email"

    @model_validator(mode="after")
    def _told(self) -> Self:
        for minutes in (self.first_response, self.resolution):
            if self.default not in minutes:
                raise Refused("the default channel must have its targets", "لا بد للقناة الافتراضية (default) من أهداف")
            if not all(0 < value <= _MAX_MINUTES for value in minutes.values()):
                raise Refused("minutes must be more than 0 and at most a year", "الدقائق أكثر من صفر ولا تزيد على سنة")
        return self

    def of(self, channel: str | None) -> tuple[float, float]:
        """Give the minutes to the first response and to the resolution on a channel."""
        first, resolution = ({str(name): value for name, value in one.items()} for one in (self.first_response, self.resolution))
        return first.get(channel or self.default, first[self.default]), resolution.get(channel or self.default, resolution[self.default])


@lru_cache(maxsize=1)
def default_targets() -> Targets:
    """Give the targets that ship."""
    return Targets.model_validate(yaml.safe_load((files("coach.audit") / "targets.yaml").read_text(encoding="utf-8")))
