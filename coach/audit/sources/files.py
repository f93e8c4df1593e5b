"""Files as they come: found by name, folder or pattern; unpacked and decoded as they are read."""

import codecs
import glob
import gzip
import io
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, TextIO, cast

import charset_normalizer
import pyarrow as pa

from coach.audit.sources.errors import NoSource
from coach.errors import NotFound

SUFFIXES = (".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".parquet", ".mbox")
"""What is read out of a folder; each also packed."""
PACKED = (".gz", ".zst", ".zstd")
HEAD = 1 << 18
"""Bytes of a file's beginning by which its format and encoding are told."""
MARK = "\uffff"
"""Stands for bytes that do not fit the encoding; Unicode keeps it free for such use, and UTF-8 can carry it."""
BROKEN = (OSError, EOFError, zlib.error, pa.ArrowException)
"""What reading a damaged file raises."""
STDIN = "stdin"
"""What a copy of standard input is called."""
_CHUNK = 1 << 16
_SINGLE = ("cp1256", "iso8859_6", "cp1252")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

codecs.register_error("coach-mark", lambda problem: (MARK, cast(UnicodeDecodeError, problem).end))


def find(inputs: Sequence[str]) -> list[Path]:
    """List the files that paths, folders (all below them) and patterns name, sorted, each once; raises NoSource."""
    found: dict[Path, Path] = {}
    for given in inputs:
        path = Path(given)
        if path.is_dir():
            here = [one for one in path.rglob("*") if one.is_file() and _known(one)]
        elif path.is_file():
            here = [path]
        else:
            here = [one for one in map(Path, glob.iglob(given, recursive=True)) if one.is_file()]
        if not here:
            raise NoSource(where=given)
        for one in here:
            found.setdefault(one.resolve(), one)
    return sorted(found.values(), key=lambda one: one.as_posix())


def _known(path: Path) -> bool:
    return inner_suffix(path) in SUFFIXES and not path.name.startswith(".")


def inner_suffix(path: Path) -> str:
    """Give a file's suffix in lower case, without that of its packing: ".csv" of chats.csv.gz."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    while suffixes and suffixes[-1] in PACKED:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def spool_stdin(stream: BinaryIO, folder: Path) -> Path:
    """Copy standard input into a file of `folder`, chunk by chunk, so that it can be read twice; gives its path."""
    path = folder / STDIN
    with path.open("wb") as out:
        while chunk := stream.read(_CHUNK):
            out.write(chunk)
    return path


class _Unpacked(io.RawIOBase):
    """A compressed stream of Arrow's as Python reads streams."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()


def open_bytes(path: Path) -> BinaryIO:
    """Open a file, unpacked by its first bytes whatever its name; raises NotFound."""
    try:
        with path.open("rb") as raw:
            magic = raw.read(4)
        if magic[:2] == b"\x1f\x8b":
            return cast(BinaryIO, gzip.open(path, "rb"))
        if magic == b"\x28\xb5\x2f\xfd":
            return io.BufferedReader(_Unpacked(pa.CompressedInputStream(pa.OSFile(str(path)), "zstd")), _CHUNK)
        return path.open("rb")
    except OSError:
        raise NotFound(where=path.name, what={"en": "it cannot be opened", "ar": "لا يمكن فتحه"}) from None


def head(path: Path) -> bytes:
    """Give the first bytes of a file, unpacked; of a damaged one what can be had."""
    parts: list[bytes] = []
    with open_bytes(path) as stream:
        try:
            while (missing := HEAD - sum(map(len, parts))) > 0 and (chunk := stream.read(min(missing, _CHUNK))):
                parts.append(chunk)
        except BROKEN:
            pass
    return b"".join(parts)


def encoding_of(start: bytes) -> str:
    """Name the encoding of a text by its first bytes: a mark, UTF-8, UTF-16, or an Arabic or Western code page."""
    for mark, encoding in _BOMS:
        if start.startswith(mark):
            return encoding
    zeros = start.count(0)
    if zeros > len(start) // 50 and zeros < len(start):  # UTF-16: the lines, digits and spaces even of Arabic have a zero byte
        return "utf-16-le" if start[1::2].count(0) > zeros // 2 else "utf-16-be"
    text = codecs.getincrementaldecoder("utf-8")("coach-mark").decode(start)
    wrong, high = text.count(MARK), sum(sign > "\x7f" for sign in text)
    if wrong * 10 <= high - wrong or not high:  # some stray bytes make no other encoding
        return "utf-8"
    telling = b"\n".join(line for line in start.split(b"\n") if not line.isascii())[:_CHUNK]
    best = charset_normalizer.from_bytes(telling, cp_isolation=list(_SINGLE)).best()
    return best.encoding if best and best.encoding in _SINGLE else "cp1252"


def open_text(path: Path, encoding: str | None = None, newline: str = "") -> TextIO:
    """Open a file as text, its encoding detected unless given; what cannot be decoded becomes MARK."""
    return io.TextIOWrapper(open_bytes(path), _read_as(head(path), encoding), "coach-mark", newline)


def head_text(path: Path, encoding: str | None = None) -> str:
    """Give the beginning of a file as text; a sign that is cut at the end is left out."""
    start = head(path)
    return codecs.getincrementaldecoder(_read_as(start, encoding))("coach-mark").decode(start).removeprefix("\ufeff")


def _read_as(start: bytes, encoding: str | None) -> str:
    """Name the encoding to read by: the one that is given, or that of the first bytes; without a mark, wide letters say their order."""
    if encoding is None:
        return encoding_of(start)
    wide = codecs.lookup(encoding).name
    if wide not in ("utf-16", "utf-32") or any(start.startswith(mark) for mark, name in _BOMS if name == wide):
        return encoding
    found = encoding_of(start)
    return found if found.startswith(wide) else f"{wide}-le"


def bounded_lines(stream: TextIO, limit: int) -> Iterator[str]:
    """Give a text's lines with their ends; of one longer than `limit` the first `limit` + 1 characters."""
    while line := stream.readline(limit + 1):
        yield line
        while line and not line.endswith(("\n", "\r")):
            line = stream.readline(limit + 1)


def first_lines(text: str, n: int) -> list[str]:
    """Give the first lines that hold something; the last line of a text that may be cut is left out if others stand before it."""
    lines = [line for line in islice(text.splitlines(), n + 1) if line.strip()]
    return lines[:n] if len(lines) <= n and text.endswith(("\n", "\r")) else lines[: max(1, min(n, len(lines) - 1))]
