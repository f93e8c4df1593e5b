"""The certificate's style sheet, and the hash by which a page's policy lets it in."""

from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files


@lru_cache(maxsize=1)
def style() -> str:
    """Give the style sheet that stands within a certificate."""
    return (files("coach.practice") / "templates" / "certificate.css").read_text(encoding="utf-8").strip()


@lru_cache(maxsize=1)
def style_source() -> str:
    """Give it as a source in a content security policy (CSP 3, `sha256-…`): it and no other style."""
    return f"'sha256-{b64encode(sha256(style().encode()).digest()).decode()}'"
