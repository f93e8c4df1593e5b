"""The rubric that an attempt is judged by: the weights of all criteria, and where grades begin."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Self

from pydantic import field_validator, model_validator

from coach.config import Criterion, Profile, Strict, default_profile
from coach.practice.settings import Grades, Settings, Weights, settings
from coach.refused import Refused

MAX_WEIGHT = 1_000


def weights_of(criteria: Mapping[Criterion, float], ours: Weights) -> dict[str, float]:
    """Give a profile's weights, with practice's laid over them."""
    return {str(name): value for name, value in criteria.items()} | ours.model_dump()


def weights_now() -> dict[str, float]:
    """Give the weights that ship."""
    return weights_of(default_profile().criteria, settings().weights)


class Rubric(Strict):
    """Weights and thresholds that are laid over those that ship."""

    grades: Grades
    weights: dict[str, float]

    @field_validator("weights")
    @classmethod
    def _known(cls, given: dict[str, float]) -> dict[str, float]:
        if given.keys() != weights_now().keys() or any(not 0 < value <= MAX_WEIGHT for value in given.values()):
            raise Refused("weights name every criterion, each above 0", "الأوزان تسمّي كل المعايير، وكل وزن أكبر من صفر")
        return given

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.grades.fair >= self.grades.excellent:
            raise Refused("fair begins below excellent", "يبدأ fair دون excellent")
        return self

    def settings(self, settings: Settings) -> Settings:
        """Lay the rubric over practice's settings."""
        ours = Weights(**{name: self.weights[name] for name in Weights.model_fields})
        return settings.model_copy(update={"weights": ours, "grades": self.grades})

    def profile(self, profile: Profile) -> Profile:
        """Lay the rubric over a profile."""
        return profile.model_copy(update={"criteria": {name: self.weights[name] for name in profile.criteria}})


def laid_over(rubric: Rubric | None, profile: Profile) -> tuple[Settings, Profile]:
    """Give practice's settings and the profile by which a reply is judged; None is the rubric that ships, and the profile's own."""
    return (settings(), profile) if rubric is None else (rubric.settings(settings()), rubric.profile(profile))


def ruleset(rubric: Rubric | None, profile: Profile) -> str:
    """Give the 12 hex digits that stand in each result for what it was judged by."""
    if rubric is None:
        return profile.digest()
    told = Rubric(grades=rubric.grades, weights=dict(sorted(rubric.weights.items()))).model_dump_json()
    return sha256(f"{profile.digest()} {told}".encode()).hexdigest()[:12]
