"""What a summary can be told."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Shift:
    """A part of the day: from the hour `start` up to the hour `end`, past midnight where `end` is the lesser."""

    name: str
    start: int
    end: int


SHIFTS = (Shift("day", 6, 14), Shift("evening", 14, 22), Shift("night", 22, 6))


@dataclass(frozen=True, slots=True)
class ReportSettings:
    """How figures are grouped and shown.

    A group with fewer than `min_replies` replies is folded into one with its likes, and nothing is said of hostility by
    part of the day or by agent where fewer than `min_agents` agents are behind it. `split` is the first day that counts as
    after. `timezone` is that of the tables' weeks and hours. `digits` holds for the Arabic report.
    """

    min_replies: int = 20
    min_agents: int = 5
    timezone: str = "UTC"
    split: date | None = None
    shifts: tuple[Shift, ...] = field(default=SHIFTS)
    seed: int = 20_260
    digits: Literal["western", "eastern"] = "western"
    memory: str = "1GB"
