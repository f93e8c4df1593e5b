"""The problems that the routes of practice describe."""

from typing import Any

from coach.api import openapi


def problems(*more: int, posted: bool = False) -> dict[int | str, dict[str, Any]]:
    """Describe what any of them may answer with, and more."""
    return openapi.problems(501, *more, posted=posted)
