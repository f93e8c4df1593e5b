"""JSON records out of a file of any size, one at a time: JSON Lines, an array, or lists within an object.

An array is cut by its brackets and each record read by itself, so that a broken record costs only itself and memory
is bounded by one record. A streaming parser (ijson 3.6) was tried: nested brackets without end exhaust its memory.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from pydantic_core import from_json

from coach.audit.posts import Rejected
from coach.audit.sources.files import BROKEN, MARK, bounded_lines, first_lines, head_text, open_text

MAX_RECORD = 16_000_000
"""Characters of one record: a ticket with all of its comments."""
_NOT_JSON = (ValueError, TypeError)  # half a pair of surrogates, as UTF-7 can spell it, is no text to the parser
_CHUNK = 1 << 16
_MAX_KEY = 100
_OUTSIDE = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["{}\[\]]', re.DOTALL)
"""A whole string, the beginning of one that goes on in the next chunk, or a bracket."""
_INSIDE = re.compile(r'["\\]')

Path_ = tuple[str, ...]
Lists = Collection[Path_]
"""Where in the outermost object the lists of records stand: ("tickets",), ("data", "payload")."""


class Record(NamedTuple):
    """A record's place (its line, or its number within its list), its list's path, and its fields."""

    row: int
    path: Path_
    fields: dict[str, Any]


def read(path: Path, lists: Lists = (), encoding: str | None = None) -> Iterator[Record | Rejected]:
    """Yield the records of a file in order."""
    head = head_text(path, encoding)
    with open_text(path, encoding) as stream:
        if is_lines(head):
            yield from _lines(stream, lists)
        else:
            yield from _cut(stream, lists, listed=has_list(head, lists))


def _lines(stream: TextIO, lists: Lists) -> Iterator[Record | Rejected]:
    row = 0
    try:
        for row, line in enumerate(bounded_lines(stream, MAX_RECORD), 1):
            if not line.strip("\ufeff \t\r\n"):
                continue
            found = _parsed(row, (), line.strip("\ufeff \t\r\n") if len(line) <= MAX_RECORD else None)
            pages = [] if isinstance(found, Rejected) else [(at, _at(found.fields, at)) for at in lists]
            if any(isinstance(page, list) for _, page in pages):
                yield from (Record(row, at, one) for at, page in pages if isinstance(page, list) for one in page if isinstance(one, dict))
            else:
                yield found
    except BROKEN:
        yield Rejected(row + 1, "unreadable-rest")


def sample(path: Path, lists: Lists = (), encoding: str | None = None, n: int = 20) -> list[dict[str, Any]]:
    """Give some records from the beginning of a file; the last one may lack what was cut off."""
    head = head_text(path, encoding)
    if is_lines(head):
        lines = [_loose(line) for line in first_lines(head, n)]
        objects = [one for one in lines if isinstance(one, dict)]
    else:
        pieces = _Cutter(lists, has_list(head, lists)).pieces([head])
        cut = [_strict(text) for _, text in islice(pieces, n) if text] or [_loose(head)]
        objects = [one for one in (*cut, *(cut[0] if isinstance(cut[0], list) else ())) if isinstance(one, dict)][:n]
    for at in lists:
        if objects and isinstance(page := _at(objects[0], at), list):
            return [one for one in page if isinstance(one, dict)][:n]
    return objects


def is_lines(head: str) -> bool:
    """Tell JSON Lines from a text that is one JSON value."""
    if head.lstrip().startswith("["):
        return False
    lines = first_lines(head, 5)
    return any(isinstance(_strict(line), dict) for line in lines)


def has_list(head: str, lists: Lists) -> bool:
    """Tell whether an object holds its records in one of `lists`."""
    cutter = _Cutter(lists, listed=True)
    for _ in cutter.pieces([head]):
        break
    return cutter.met


def _at(value: Any, path: Path_) -> Any:
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _loose(text: str) -> Any:
    """Parse what there is of a JSON text that may be cut."""
    try:
        return from_json(text.lstrip("\ufeff"), allow_partial=True)
    except _NOT_JSON:
        return None


def _strict(text: str) -> Any:
    try:
        return from_json(text)
    except _NOT_JSON:
        return None


def _parsed(row: int, path: Path_, text: str | None) -> Record | Rejected:
    if text is None:
        return Rejected(row, "too-long")
    try:
        value = from_json(text)
    except _NOT_JSON:
        return Rejected(row, "wrong-encoding" if MARK in text else "not-json")
    return Record(row, path, value) if isinstance(value, dict) else Rejected(row, "not-an-object")


def _cut(stream: TextIO, lists: Lists, listed: bool) -> Iterator[Record | Rejected]:
    """Read each record of a text whose lists are cut by their brackets."""
    cutter = _Cutter(lists, listed)
    row = 0
    broken = False
    try:
        for path, text in cutter.pieces(iter(lambda: stream.read(_CHUNK), "")):
            row += 1
            yield _parsed(row, path, text)
    except BROKEN:
        broken = True
    if broken or cutter.open:
        yield Rejected(row + 1, "unreadable-rest")


class _Cutter:
    """Cutting of a JSON text, chunk by chunk, into the objects of its lists."""

    def __init__(self, lists: Lists, listed: bool) -> None:
        """Cut the lists at `lists` and a list that is outermost; if not `listed`, the outermost objects."""
        self._lists = {(), *lists}
        self._listed = listed
        self.met = False  # whether any list of records began
        self._way: list[tuple[bool, Path_]] = []  # the lists (True) and objects that stand open and lead to records
        self._deep = 0  # brackets that are open below them
        self._key = ""
        self._in_string = False
        self._skip = False
        self._held: list[str] | None = None
        self._size = 0

    @property
    def open(self) -> bool:
        """Whether the text ended within a value."""
        return bool(self._way or self._deep or self._in_string)

    def pieces(self, chunks: Iterable[str]) -> Iterator[tuple[Path_, str | None]]:
        """Yield the path of its list and the text of each object; None for one that is too long."""
        for chunk in chunks:
            at, kept = int(self._skip), 0  # `kept`: from where on the chunk belongs to the record that is open
            self._skip = False
            while match := (_INSIDE if self._in_string else _OUTSIDE).search(chunk, at):
                sign, here, since, at = match[0], match.start(), at, match.end()
                if len(sign) > 1:
                    self._key = sign[1:-1][:_MAX_KEY]
                    continue
                if self._in_string and self._held is None:
                    self._key = (self._key + chunk[since:here])[:_MAX_KEY]
                if sign == "\\":
                    self._skip = at == len(chunk)
                    at += 1
                elif sign == '"':
                    self._in_string = not self._in_string
                    if self._in_string and self._held is None:
                        self._key = ""
                elif sign in "{[":
                    if self._opens(sign):
                        self._held, self._size, kept = [], 0, here
                elif self._deep:
                    self._deep -= 1
                    if self._held is not None and not self._deep:
                        self._keep(chunk[kept:at])
                        yield self._way[-1][1] if self._way else (), None if self._size > MAX_RECORD else "".join(self._held)
                        self._held = None
                elif self._way:
                    self._way.pop()
            if self._held is not None:
                self._keep(chunk[kept:])
            elif self._in_string:
                self._key = (self._key + chunk[at:])[:_MAX_KEY]

    def _keep(self, text: str) -> None:
        assert self._held is not None
        self._size += len(text)
        if self._size <= MAX_RECORD:
            self._held.append(text)
        else:
            self._held.clear()

    def _opens(self, sign: str) -> bool:
        """Go down one step; tell whether a record begins."""
        begins = False
        if not self._deep:
            in_list, path = self._way[-1] if self._way else (False, ())
            below = (*path, self._key) if self._way else ()
            begins = sign == "{" and (in_list or not self._listed)
            if not begins and not in_list and self._leads(sign, below):
                self._way.append((sign == "[", below))
                self.met = self.met or sign == "["
                return False
        self._deep += 1
        return begins

    def _leads(self, sign: str, path: Path_) -> bool:
        if not self._listed:
            return False
        return path in self._lists if sign == "[" else any(wanted[: len(path)] == path for wanted in self._lists)
