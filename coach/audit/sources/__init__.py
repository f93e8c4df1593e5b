"""Sources: the files that an audit reads, whatever wrote them, as posts and as rows that could not be read.

`find` the files, `read` each; `detect` and `guess` say beforehand how a file would be read.
"""

import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach.audit.sources import chatwoot, columnar, delimited, freshdesk, intercom, jsonl, mail, records, zendesk, zoho
from coach.audit.sources.base import Found, Options
from coach.audit.sources.errors import UnknownFormat
from coach.audit.sources.files import find, head, head_text, inner_suffix, spool_stdin
from coach.audit.sources.mapping import Mapping
from coach.errors import UnknownName

Read = Callable[[Path, Options, Mapping | None, str], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Source:
    """One format: how it is read, how its mapping is guessed where it has one, and how a help desk's record is told."""

    read: Read
    guess: Callable[[Path, Options], Mapping | None] | None = None
    looks_like: Callable[[dict[str, Any]], bool] | None = None
    lists: records.Lists = ()


SOURCES: dict[str, Source] = {
    "csv": Source(delimited.read, delimited.guess),
    "jsonl": Source(jsonl.read, jsonl.guess),
    "parquet": Source(columnar.read, columnar.guess),
    "mbox": Source(mail.read),
    "zendesk": Source(zendesk.read, None, zendesk.looks_like, zendesk.LISTS),
    "freshdesk": Source(freshdesk.read, None, freshdesk.looks_like, freshdesk.LISTS),
    "intercom": Source(intercom.read, None, intercom.looks_like, intercom.LISTS),
    "chatwoot": Source(chatwoot.read, None, chatwoot.looks_like, chatwoot.LISTS),
    "zoho": Source(zoho.read, None, zoho.looks_like, zoho.LISTS),
}
"""Every format by its name; help desks are tried in this order."""
_SUFFIXES = {".csv": "csv", ".tsv": "csv", ".parquet": "parquet", ".mbox": "mbox"}
_SEEN = 20


def detect(path: Path, options: Options | None = None) -> str:
    """Name the format of a file by its suffix and first bytes; raises UnknownFormat."""
    options = options or Options()
    if named := _SUFFIXES.get(inner_suffix(path)):
        return named
    start = head(path)
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(b"From "):
        return "mbox"
    text = head_text(path, options.encoding).lstrip()
    if text.startswith(("{", "[")):
        return _detect_desk(path, options)
    if inner_suffix(path) in (".jsonl", ".ndjson", ".json"):
        return "jsonl"
    if text and delimited.delimiter(text) in text.split("\n", 1)[0]:
        return "csv"
    raise UnknownFormat(where=path.name, known=", ".join(SOURCES))


def _detect_desk(path: Path, options: Options) -> str:
    for name, source in SOURCES.items():
        if source.looks_like and any(map(source.looks_like, records.sample(path, source.lists, options.encoding, _SEEN))):
            return name
    return "jsonl"


def guess(path: Path, format: str | None = None, options: Options | None = None) -> Mapping | None:
    """Guess the mapping of a table or of plain records; None for formats that need none."""
    options = _checked(options)
    source = _source(format or detect(path, options))
    return source.guess(path, options) if source.guess else None


def labels(paths: Sequence[Path]) -> list[str]:
    """Give for each file the end of its path that no other of them has, its folder's name and its own at least."""
    parts = [path.resolve().parts for path in paths]
    found = ["/".join(one[-2:]) for one in parts]
    length = 2
    while (again := {label for label, count in Counter(found).items() if count > 1}) and length < max(map(len, parts)):
        length += 1
        found = ["/".join(one[-length:]) if label in again else label for one, label in zip(parts, found, strict=True)]
    return found


def read(
    path: Path, format: str | None = None, mapping: Mapping | None = None, options: Options | None = None, label: str | None = None
) -> Iterator[Found]:
    """Yield what a file holds, in its order and in bounded memory.

    A table without a mapping is read by its guess. `label` names conversations that have no id of their own, with their
    row; by default it is that of the file alone. Raises a CoachError where the file cannot be read at all; where it
    breaks off, the last thing that is yielded says so.
    """
    options = _checked(options)
    source = _source(format or detect(path, options))
    yield from source.read(path, options, mapping, label or labels([path])[0])


def _source(name: str) -> Source:
    if name not in SOURCES:
        raise UnknownName(kind="format", name=name, known=", ".join(SOURCES))
    return SOURCES[name]


def _checked(options: Options | None) -> Options:
    options = options or Options()
    try:
        io.TextIOWrapper(io.BytesIO(), options.encoding or "utf-8").close()  # unlike codecs, it knows those that make no text: base64
    except LookupError:
        raise UnknownName(kind="encoding", name=options.encoding, known="utf-8, utf-16, windows-1256, windows-1252, iso-8859-6") from None
    return options


__all__ = ["SOURCES", "Found", "Mapping", "Options", "Source", "detect", "find", "guess", "labels", "read", "spool_stdin"]
