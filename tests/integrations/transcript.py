"""What host and app said to each other, as a person reads it (`pytest -s`)."""

import json
import sys
from typing import Any

LONGEST = 150


def tell(title: str, lines: list[list[Any]]) -> None:
    """Print a transcript: who, and what."""
    told = [f"\n── {title}"]
    for who, what in lines:
        said = what if isinstance(what, str) else json.dumps(what, ensure_ascii=False)
        told.append(f"{who:>8}  {said[:LONGEST]}{'…' if len(said) > LONGEST else ''}")
    sys.stdout.write("\n".join([*told, ""]))
