"""The forms that are kept or handed on, each with the number of its schema; docs/upgrades.md says where each stands.

A number goes up when an older program would misread the form. What bears none is of the first version: files that people write need
not name it. A program reads its own number and every one below, and refuses what is above by name, before it reads anything else.
"""

from collections.abc import Mapping
from typing import Any

from coach.errors import NewerForm

FIELD = "schema_version"
REPORT = 1
PROFILE = 1
PHRASEBOOK = 1
SCENARIO = 1
RUBRIC_VERSION = 1
ATTEMPT = 1
RESULT = 1
SUMMARY = 1
CARD = 1
KEYS = 1
"""The server's own file, coach.db."""


def refuse_newer(content: Any, known: int, where: str) -> None:
    """Raise NewerForm where a mapping names a schema version above `known`; whether it is sound is for its own reader to say."""
    found = content.get(FIELD) if isinstance(content, Mapping) else None
    if isinstance(found, int) and found > known:
        raise NewerForm(where=where, found=found, known=known)
