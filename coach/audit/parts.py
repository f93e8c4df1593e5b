"""Parts: what a batch gives, on disk; a batch is done when its mark is there, and the mark comes last."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from coach.audit import files
from coach.audit.judge import VECTORS, Rows
from coach.audit.tables import TABLES, VECTOR

_SCHEMAS = {**TABLES, VECTORS: VECTOR}


class Parts:
    """The parts of an audit in one folder."""

    def __init__(self, folder: Path) -> None:
        """Keep parts under `folder`."""
        self._folder = folder

    def path(self, table: str, number: int) -> Path:
        """Say where the part of `table` for a batch is."""
        return self._folder / table / f"{number:08}.parquet"

    def write(self, number: int, rows: Rows, told: dict[str, Any]) -> None:
        """Write a batch's rows, then its mark, which holds what is `told` of it."""
        for table, schema in _SCHEMAS.items():
            files.write_table(self.path(table, number), pa.Table.from_pylist(rows[table], schema))
        sizes = {table: self.path(table, number).stat().st_size for table in _SCHEMAS}
        files.write_text(self._mark(number), json.dumps({"sizes": sizes, **told}, sort_keys=True))

    def done(self, number: int) -> dict[str, Any] | None:
        """Give what was told of a batch that is done; None where it is not, or its files are not those of its mark."""
        try:
            told: dict[str, Any] = json.loads(self._mark(number).read_text(encoding="utf-8"))
            whole = all(self.path(table, number).stat().st_size == size for table, size in told["sizes"].items())
        except (OSError, ValueError, KeyError):
            return None
        return told if whole else None

    def tables(self, table: str, batches: int) -> Iterator[pa.Table]:
        """Yield the parts of one table in order."""
        for number in range(batches):
            yield pq.read_table(self.path(table, number), schema=_SCHEMAS[table])

    def _mark(self, number: int) -> Path:
        return self._folder / "done" / f"{number:08}.json"


def merge(tables: Iterable[pa.Table], out: Path, schema: pa.Schema) -> None:
    """Write parts as one table with the same rows in the same order."""

    def write(beside: Path) -> None:
        with pq.ParquetWriter(beside, schema, compression="zstd") as writer:
            for one in tables:
                writer.write_table(one)

    files.write_whole(out, write)
