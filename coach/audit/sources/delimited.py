"""CSV: a message in a row, or both sides in a row; any delimiter, any of the encodings that spreadsheets write.

A row is numbered by the line on which it begins. A row that spans lines and does not fit the header is taken for
one line with a stray quotation mark, so that such a mark costs one row and not those after it.
"""

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from coach.audit.posts import Rejected
from coach.audit.sources.base import Found, Options
from coach.audit.sources.errors import MappingError, NoMapping
from coach.audit.sources.files import BROKEN, MARK, bounded_lines, first_lines, head_text, open_text
from coach.audit.sources.guess import ROWS, guess_from
from coach.audit.sources.mapping import NAMES, Mapping
from coach.audit.sources.rows import Reader

MAX_LINE = 1_000_000
MAX_COLUMNS = 500
_SHOWN = 20
_DELIMITERS = (",", ";", "\t", "|", "؛")


def read(path: Path, options: Options, mapping: Mapping | None, label: str) -> Iterator[Found]:
    """Yield the posts of a CSV file; raises NoMapping where its columns cannot be told."""
    if mapping is not None:
        known_columns(mapping, _header(head_text(path, options.encoding)), path)
    reader = Reader(complete(mapping or guess(path, options), path), options, label)
    with open_text(path, options.encoding) as stream:
        for row in _rows(stream, delimiter(head_text(path, options.encoding))):
            if isinstance(row, Rejected):
                yield row
            else:
                yield from reader.posts(*row)


def complete(mapping: Mapping, path: Path) -> Mapping:
    """Pass a mapping on that is enough to read by; raises NoMapping."""
    if mapping.missing:
        missing = {
            language: (" and " if language == "en" else " و").join(NAMES[one][language] for one in mapping.missing)
            for language in ("en", "ar")
        }
        raise NoMapping(where=path.name, missing=missing)
    return mapping


def known_columns(mapping: Mapping, header: Sequence[str], path: Path) -> None:
    """Refuse a mapping that names a column which a table does not have: it would be read as if that were empty."""
    named = mapping.columns.model_dump(exclude_none=True).values()
    unknown = [column for column in named if column.replace("[]", "").partition(".")[0] not in header and column not in header]
    if unknown and header:
        there = ", ".join(header[:_SHOWN])
        what = {
            "en": f"{path.name} has no column {unknown[0]!r}; it has: {there}",
            "ar": f"لا عمود باسم {unknown[0]!r} في {path.name}؛ أعمدته: {there}",
        }
        raise MappingError(where="mapping", what=what)


def _header(text: str) -> list[str]:
    with suppress(csv.Error):
        return [cell.strip() for cell in next(csv.reader(first_lines(text, 1), delimiter=delimiter(text)), [])][:MAX_COLUMNS]
    return []


def guess(path: Path, options: Options) -> Mapping:
    """Guess the mapping of a CSV file by its first rows."""
    text = head_text(path, options.encoding)
    rows: list[dict[str, str]] = []
    for row in _rows(deque(first_lines(text, ROWS * 5)), delimiter(text)):
        if not isinstance(row, Rejected):
            rows.append(row[1])
        if len(rows) == ROWS:
            break
    return guess_from(rows, options, _header(text))


def delimiter(text: str) -> str:
    """Give the sign that parts the header into the most columns."""
    first = next(iter(first_lines(text, 1)), "")[:MAX_LINE]
    return max(_DELIMITERS, key=lambda sign: (first.count(sign), -_DELIMITERS.index(sign)))


def _rows(stream: TextIO | deque[str], sign: str) -> Iterator[tuple[int, dict[str, str]] | Rejected]:
    lines = _Lines(bounded_lines(stream, MAX_LINE) if not isinstance(stream, deque) else (f"{line}\n" for line in stream))
    header: list[str] | None = None
    while True:
        lines.begin()
        reader = csv.reader(lines, delimiter=sign)
        try:
            cells = next(reader, None)
        except csv.Error:  # a field past csv's own bound of 131,072 characters
            yield Rejected(lines.row, "too-long")
            lines.give_back()
            continue
        except BROKEN:
            yield Rejected(lines.row, "unreadable-rest")
            return
        if cells is None:
            return
        if not any(cell.strip() for cell in cells) or (header is None and cells[0].lstrip("\ufeff").startswith("sep=")):
            continue  # Excel may tell the delimiter in a line before the header
        if header is None:
            header = [cell.lstrip("\ufeff").strip() for cell in cells][:MAX_COLUMNS]
            continue
        reason = "wrong-encoding" if any(MARK in cell for cell in cells) else ""
        if len(cells) != len(header):
            while len(cells) > len(header) and not cells[-1].strip():
                cells.pop()  # spreadsheets end rows with empty cells
            reason = "missing-columns" if len(cells) < len(header) else "too-many-columns" if len(cells) > len(header) else reason
            if reason.endswith("columns"):
                lines.give_back()
        if reason:
            yield Rejected(lines.row, reason)
        else:
            yield lines.row, dict(zip(header, cells, strict=True))


class _Lines:
    """Lines with their numbers, of which those of the last row but its first can be given back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self._used: list[str] = []
        self._read = 0
        self.row = 0

    def begin(self) -> None:
        """Begin a row at the next line."""
        self._used = []
        self.row = self._read + 1

    def give_back(self) -> None:
        """Read the lines after the row's first once more."""
        rest = self._used[1:]
        self._again.extendleft(reversed(rest))
        self._read -= len(rest)

    def __iter__(self) -> Iterator[str]:
        """Give itself."""
        return self

    def __next__(self) -> str:
        """Give the next line."""
        line = self._again.popleft() if self._again else next(self._lines)
        self._used.append(line)
        self._read += 1
        return line
