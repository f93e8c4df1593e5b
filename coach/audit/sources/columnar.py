"""Parquet: rows in batches, flat or with a list of messages in each."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from coach.audit.posts import Rejected
from coach.audit.sources.base import Found, Options
from coach.audit.sources.delimited import complete, known_columns
from coach.audit.sources.errors import UnknownFormat
from coach.audit.sources.files import BROKEN
from coach.audit.sources.guess import ROWS, guess_from
from coach.audit.sources.mapping import Mapping
from coach.audit.sources.rows import Reader

_BATCH = 1_000


def read(path: Path, options: Options, mapping: Mapping | None, label: str) -> Iterator[Found]:
    """Yield the posts of a Parquet file; raises NoMapping where its columns cannot be told."""
    reader = Reader(complete(mapping or guess(path, options), path), options, label)
    row = 0
    with _open(path) as file:
        if mapping is not None:
            known_columns(mapping, file.schema_arrow.names, path)
        try:
            for batch in file.iter_batches(batch_size=_BATCH):
                for fields in _rows(batch):
                    row += 1
                    if fields is None:
                        yield Rejected(row, "not-text")
                    else:
                        yield from reader.posts(row, fields)
        except BROKEN:
            yield Rejected(row + 1, "unreadable-rest")


def guess(path: Path, options: Options) -> Mapping:
    """Guess the mapping of a Parquet file by its first rows."""
    with _open(path) as file:
        try:
            batch = next(file.iter_batches(batch_size=ROWS), None)
        except BROKEN:
            batch = None
        return guess_from([fields for fields in _rows(batch) if fields is not None] if batch is not None else [], options)


def _open(path: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path)
    except (OSError, pa.ArrowException):
        raise UnknownFormat(where=path.name, known="parquet") from None


def _rows(batch: pa.RecordBatch) -> Iterator[dict[str, Any] | None]:
    """Give the rows of a batch; None for one whose texts are no UTF-8."""
    try:
        yield from batch.to_pylist()
    except UnicodeDecodeError:
        for number in range(batch.num_rows):
            try:
                yield batch.slice(number, 1).to_pylist()[0]
            except UnicodeDecodeError:
                yield None
