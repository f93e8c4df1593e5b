"""Every target, by its name."""

from fuzz import casing, checking, guarding, importing, loading, reading, rewriting
from fuzz.target import Target

ALL: tuple[Target, ...] = (
    reading.TARGET,
    casing.TARGET,
    checking.TARGET,
    rewriting.TARGET,
    guarding.TARGET,
    loading.PHRASEBOOK,
    loading.PROFILE,
    loading.SCENARIO,
    importing.TARGET,
)
TARGETS: dict[str, Target] = {target.name: target for target in ALL}
