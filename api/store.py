"""What the server keeps: keys, their use, and feedback, in one SQLite file shared by its workers.

A key is `rck_<id>_<secret>`; the secret is 256 random bits, of which only the SHA-256 is kept. A slow
hash guards passwords, which can be guessed; 2^256 cannot, and a slow hash would cost every request
tens of milliseconds and hand strangers a way to keep the processor busy.
"""

import hmac
import os
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, get_args

from coach import forms
from coach.errors import ConfigError, NotFound, UnknownName

from .errors import FeedbackFull, QuotaExceeded, RateLimited

Scope = Literal["check", "rewrite", "practice", "admin"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
_PREFIX = "rck"
_NOBODY = sha256(b"").digest()
STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE IF NOT EXISTS keys (
          id TEXT PRIMARY KEY, name TEXT NOT NULL, digest BLOB NOT NULL, scopes TEXT NOT NULL,
          rate REAL NOT NULL, quota INTEGER NOT NULL, created TEXT NOT NULL, revoked TEXT
        ) STRICT""",
        """CREATE TABLE IF NOT EXISTS usage (
          key TEXT PRIMARY KEY, tokens REAL NOT NULL, at REAL NOT NULL, day TEXT NOT NULL, used INTEGER NOT NULL
        ) STRICT""",
        """CREATE TABLE IF NOT EXISTS feedback (
          id INTEGER PRIMARY KEY, at TEXT NOT NULL, key TEXT NOT NULL, report_id TEXT, finding_id TEXT NOT NULL,
          rule TEXT NOT NULL, action TEXT NOT NULL, edited_text TEXT
        ) STRICT""",
    ),
)
"""What leads from each version of the schema to the next; `PRAGMA user_version` tells a file's.

The first files bore no version: their tables are those of version 1, so the first step finds them made. A step that was released is
never changed; another is added, and `forms.KEYS` goes up with it.
"""


_FOREIGN = {"en": "not a database of keys of ours", "ar": "ليس قاعدة المفاتيح التي ينشئها برنامجنا"}


@dataclass(frozen=True, slots=True)
class Key:
    """Who asks: what for, how many requests a minute and how many drafts a day (0 for no bound)."""

    id: str
    name: str
    scopes: frozenset[str]
    rate: float = 0
    quota: int = 0
    created: str = ""
    revoked: str | None = None


ANYONE = Key("-", "anyone", frozenset(SCOPES))
"""Who asks where there is no authentication."""


class Store:
    """One connection; used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        """Open the file, made if there is none, brought up to date, and readable by its owner alone; raises NotFound or NewerForm."""
        try:
            held = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
            os.fchmod(held, 0o600)  # a file that was there before; SQLite gives its side files the same mode
            os.close(held)
        except OSError as error:
            raise NotFound(where=str(path), what=error.strerror or "not readable") from None
        self._base = sqlite3.connect(path, timeout=5, isolation_level=None, check_same_thread=False)
        try:
            found = self._version(path)
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=NORMAL")
            if found < forms.KEYS:
                self._bring_up_to_date(path)
        except sqlite3.DatabaseError:
            self._base.close()
            raise NotFound(where=str(path), what=_FOREIGN) from None
        except ConfigError:
            self._base.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def _version(self, path: Path) -> int:
        """Give the file's version; raises NewerForm, and NotFound where another program's tables lie in it."""
        found = int(self._base.execute("PRAGMA user_version").fetchone()[0])
        forms.refuse_newer({forms.FIELD: found}, forms.KEYS, str(path))
        tables = {name for (name,) in self._base.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        if tables and "keys" not in tables:
            raise NotFound(where=str(path), what=_FOREIGN)
        return found

    def _bring_up_to_date(self, path: Path) -> None:
        """Take the steps that the file lacks, all or none; of several who open it at once, one does."""
        with self._writing():
            done = self._version(path)
            for number, step in enumerate(STEPS[done:], done + 1):
                for statement in step:
                    self._base.execute(statement)
                self._base.execute(f"PRAGMA user_version = {number}")

    def create_key(self, name: str, scopes: frozenset[str], rate: float = 0, quota: int = 0) -> str:
        """Make a key and give it, the only time it is seen."""
        identity, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
        row = (identity, name, sha256(secret.encode()).digest(), " ".join(sorted(scopes)), rate, quota, _now())
        self._base.execute("INSERT INTO keys VALUES (?, ?, ?, ?, ?, ?, ?, NULL)", row)
        return f"{_PREFIX}_{identity}_{secret}"

    @staticmethod
    def id_of(token: str) -> str:
        """Give the id of a key that `create_key` gave."""
        return token.split("_")[1]

    def list_keys(self) -> list[Key]:
        """List all keys in the order of their making, the revoked too."""
        return [_key(row) for row in self._base.execute("SELECT * FROM keys ORDER BY created, id")]

    def key_called(self, identity: str | None) -> Key | None:
        """Give the live key with this id."""
        row = self._base.execute("SELECT * FROM keys WHERE id = ? AND revoked IS NULL", (identity,)).fetchone()
        return _key(row) if row else None

    def revoke_key(self, identity: str) -> None:
        """Refuse a key from now on; raises UnknownName."""
        done = self._base.execute("UPDATE keys SET revoked = ? WHERE id = ? AND revoked IS NULL", (_now(), identity))
        if not done.rowcount:
            known = ", ".join(key.id for key in self.list_keys() if key.revoked is None) or "-"
            raise UnknownName(kind={"en": "live key", "ar": "مفتاح سارٍ"}, name=identity[:40], known=known)

    def find_key(self, token: str) -> Key | None:
        """Give the live key that a token stands for; the time taken tells nothing of the secret."""
        prefix, _, rest = token.partition("_")
        identity, _, secret = rest.partition("_")
        row = self._base.execute("SELECT * FROM keys WHERE id = ?", (identity,)).fetchone()
        same = hmac.compare_digest(row[2] if row else _NOBODY, sha256(secret.encode("utf-8", "replace")).digest())
        return _key(row) if row and same and prefix == _PREFIX and row[7] is None else None

    def take(self, key: Key, requests: int = 1, drafts: int = 0) -> None:
        """Charge a key; raises RateLimited or QuotaExceeded, and then charges nothing.

        The bucket holds a minute's requests and fills evenly. It lies in the file, so the bound holds for all workers together.
        """
        if not key.rate and not key.quota:
            return
        now, today = time.time(), _now()[:10]
        with self._writing():
            row = self._base.execute("SELECT tokens, at, day, used FROM usage WHERE key = ?", (key.id,)).fetchone()
            tokens, at, day, used = row or (key.rate, now, today, 0)
            tokens = min(key.rate, tokens + max(now - at, 0) * key.rate / 60)
            used = used if day == today else 0
            if key.rate and tokens < requests:
                raise RateLimited(wait=max(1, round((requests - tokens) * 60 / key.rate)))
            if key.quota and used + drafts > key.quota:
                raise QuotaExceeded(limit=key.quota, wait=round(86_400 - now % 86_400))
            self._base.execute("REPLACE INTO usage VALUES (?, ?, ?, ?, ?)", (key.id, max(tokens - requests, 0), now, today, used + drafts))

    def add_feedback(self, key: Key, row: dict[str, Any], limit: int) -> int:
        """Keep what an agent did with a finding and give its number; raises FeedbackFull."""
        with self._writing():
            if self._base.execute("SELECT count(*) FROM feedback").fetchone()[0] >= limit:
                raise FeedbackFull(limit=limit)
            values = (_now(), key.id, row["report_id"], row["finding_id"], row["rule"], row["action"], row["edited_text"])
            done = self._base.execute("INSERT INTO feedback VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", values)
        return int(done.lastrowid or 0)

    def feedback(self) -> Iterator[dict[str, Any]]:
        """Give the feedback in order, without who gave it."""
        names = ("at", "report_id", "finding_id", "rule", "action", "edited_text")
        for row in self._base.execute(f"SELECT {', '.join(names)} FROM feedback ORDER BY id"):
            yield dict(zip(names, row, strict=True))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._base.execute("COMMIT")
        except BaseException:
            if self._base.in_transaction:  # where the disk is full, SQLite may have rolled back by itself
                self._base.execute("ROLLBACK")
            raise


def _key(row: tuple[Any, ...]) -> Key:
    identity, name, _, scopes, rate, quota, created, revoked = row
    return Key(identity, name, frozenset(scopes.split()), rate, quota, created, revoked)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
