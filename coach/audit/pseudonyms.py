"""Pseudonyms: what stands in place of conversations' ids, so that nobody finds a conversation again who lacks the secret.

HMAC-SHA-256 of the id under a key made of the salt, cut to 80 bits: the same salt gives the same pseudonym in every audit. With `auto`
the key is drawn at random, stands in the audit's closed work folder while it runs, and is gone with it.
"""

import hmac
import secrets
from dataclasses import dataclass
from hashlib import scrypt, sha256
from pathlib import Path
from typing import Self

from coach.audit import files
from coach.audit.errors import AuditError

AUTO = "auto"
LEAST = 12
"""Characters of a salt: a shorter one could be found by trying."""
MOST = 1_000
_KEY = "ids.key"
_DIGITS = 20
_COST = {"n": 2**14, "r": 8, "p": 1}
"""Of making the key from a salt: what slows down whoever tries salts (RFC 7914)."""


def checked(salt: str, masked: bool) -> str:
    """Give a salt that may be used; raises AuditError where it is too short to keep a secret, or texts are not masked."""
    if not masked:
        what = {
            "en": "ids are hashed only where texts are masked; leave out --no-mask",
            "ar": "لا تُرمَّز الأرقام إلا مع الحجب؛ احذف ‎--no-mask",
        }
        raise AuditError(where="--hash-ids", what=what)
    if salt != AUTO and not LEAST <= len(salt) <= MOST:
        what = {
            "en": f"a salt has {LEAST} to {MOST} characters; keep it secret, or write auto",
            "ar": f"طول الملح من {LEAST} إلى {MOST} حرف، ويُحفظ سرًّا، أو اكتب auto",
        }
        raise AuditError(where="--hash-ids", what=what)
    return salt


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Gives ids their pseudonyms; without a key, ids stay as they are."""

    key: bytes | None = None

    @classmethod
    def of(cls, salt: str | None, work: Path) -> Self:
        """Make them of a salt; of `auto`, with the key that stands in `work` or a new one put there."""
        if salt is None:
            return cls()
        if salt != AUTO:
            return cls(_stretched(salt))
        path = work / _KEY
        if not path.is_file():
            files.write_text(path, secrets.token_hex(32))
        return cls(bytes.fromhex(path.read_text(encoding="utf-8")))

    def __call__(self, id: str) -> str:
        """Give what stands in the tables for an id."""
        return id if self.key is None else "c-" + hmac.new(self.key, id.encode(), sha256).hexdigest()[:_DIGITS]


def told(salt: str) -> str:
    """Tell of a salt in an audit's identity whether another run has the same one, and nothing that gives it away."""
    return salt if salt == AUTO else sha256(b"told" + _stretched(salt)).hexdigest()[:16]


def _stretched(salt: str) -> bytes:
    return scrypt(salt.encode(), salt=b"coach audit ids", dklen=32, **_COST)
