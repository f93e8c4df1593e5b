"""The audit's importers: any file gives posts within bounds, rejects with a known reason, or an error that repeats no text."""

import io
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from coach.audit import sources
from coach.audit.posts import Post, Rejected
from coach.audit.rejects import REASONS
from coach.audit.sources import Options
from coach.audit.sources.base import MAX_ID
from coach.case import MAX_CUSTOMER
from coach.errors import CoachError
from fuzz.material import OPTIONS, ROOT, options, pick
from fuzz.target import CANARY, Target, hold, told

_NAMES = ("in.csv", "in.tsv", "in.jsonl", "in.json", "in.mbox", "in.parquet", "in", "in.csv.gz", "in.jsonl.zst", "in.json.gz")
_FORMATS = (None, None, *sources.SOURCES)
_ENCODINGS = (None, None, None, "utf-8", "utf-16", "windows-1256", "cp1252", "utf-32", "base64", "utf-7")
_FIXTURES = ROOT / "tests" / "audit" / "sources" / "fixtures"


def run(data: bytes) -> None:
    """Tell a file's format, guess its mapping and read it."""
    given = options(data)
    path = _folder() / pick(_NAMES, given[0])
    path.write_bytes(data[OPTIONS:])
    told_options = Options(
        zone=pick(("UTC", "Asia/Riyadh"), given[2]),
        day_first=pick((None, True, False), given[2] >> 2),
        own_domains=frozenset({"shop.example"}) if given[2] < 200 else frozenset(),
        encoding=pick(_ENCODINGS, given[3]),
    )
    try:
        sources.guess(path, None, told_options)
        found = list(sources.read(path, pick(_FORMATS, given[1]), None, told_options))
    except CoachError as error:
        told(error)
        return
    finally:
        path.unlink()
    for one in found:
        _whole(one)


def _whole(one: Post | Rejected) -> None:
    if isinstance(one, Rejected):
        hold(one.reason in REASONS, "a reject has a known reason")
        hold(CANARY not in repr(one), "a reject repeats no text")
        return
    hold(0 < len(one.conversation) <= MAX_ID, "a post belongs to a conversation")
    hold(len(one.text) <= MAX_CUSTOMER and "\0" not in one.text, "a post's text is within bounds")
    one.text.encode()


@lru_cache(maxsize=1)
def _folder() -> Path:
    return Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))


def seeds() -> Iterator[bytes]:
    """Yield an export of every help desk, tables, a mailbox, a Parquet file, packed ones."""
    for path in sorted(_FIXTURES.iterdir()):
        named = next((number for number, name in enumerate(_NAMES) if Path(name).suffix == path.suffix), 6)
        yield bytes((named, 0, 0, 0)) + path.read_bytes()[:12_000]
    rows = f'conversation_id;role;text;sent_at\n1;customer;Where? {CANARY};03/04/2026 10:00\n1;agent;"So;on";04/04/2026\n'
    yield b"\0\0\0\0" + rows.encode()
    yield b"\0\0\0\4" + rows.encode("utf-16")
    yield b"\0\0\0\5" + "المحادثة,الدور,النص\n1,عميل,وين طلبي\n".encode("cp1256")
    yield b"\5\0\0\0" + _parquet()
    yield b"\7\0\0\0" + _gzip(rows.encode())


def _parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.table({"conversation_id": ["1", "1"], "role": ["customer", "agent"], "text": [CANARY, "Soon."]}), out)
    return out.getvalue()


def _gzip(data: bytes) -> bytes:
    import gzip

    return gzip.compress(data, mtime=0)


TARGET = Target("importers", run, seeds, 16_000)
