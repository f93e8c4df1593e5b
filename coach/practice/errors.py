"""What can go wrong in an attempt."""

from typing import ClassVar

from coach.errors import InputError


class AttemptError(InputError):
    """What was asked for does not fit where the attempt stands."""

    code = "bad-attempt"
    text: ClassVar[dict[str, str]] = {"en": "the attempt {what}", "ar": "{what}"}
