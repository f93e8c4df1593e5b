"""Figures out of the tables: DuckDB over the Parquet files, in bounded memory and in one order."""

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pyarrow.parquet as pq

from coach.audit.tables import TABLES, THEMES
from coach.statistics import Cells


class Tables(AbstractContextManager["Tables"]):
    """The finished tables of an audit, to be asked in SQL; one that was not written is empty.

    One thread, so that sums of fractions are added in one order.
    """

    def __init__(self, folder: Path, memory: str = "1GB") -> None:
        """Open the tables of `folder` within `memory`."""
        self._connection = duckdb.connect(config={"threads": 1, "memory_limit": memory, "preserve_insertion_order": False})
        self._connection.execute("SET TimeZone = 'UTC'")
        for name, schema in {**TABLES, "themes": THEMES}.items():
            path = folder / f"{name}.parquet"
            if path.exists() and pq.read_metadata(path).num_columns:
                self._connection.execute(f"CREATE VIEW {name} AS SELECT * FROM {parquet(path)}")
            else:
                self._connection.register(name, schema.empty_table())

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close them."""
        self._connection.close()

    def run(self, sql: str) -> None:
        """Do something without an answer, as making a temporary table."""
        self._connection.execute(sql)

    def ask(self, sql: str, values: Sequence[object] = ()) -> duckdb.DuckDBPyConnection:
        """Give an answer to be read bit by bit, before anything else is asked."""
        return self._connection.execute(sql, list(values))

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Give all rows of an answer."""
        return self._connection.execute(sql, list(values)).fetchall()

    def dicts(self, sql: str, values: Sequence[object] = ()) -> list[dict[str, Any]]:
        """Give all rows of an answer by column, fractions rounded."""
        answer = self._connection.execute(sql, list(values))
        names = [column[0] for column in answer.description or []]
        return [dict(zip(names, map(rounded, row), strict=True)) for row in answer.fetchall()]

    def row(self, sql: str, values: Sequence[object] = ()) -> dict[str, Any]:
        """Give the one row of an answer by column."""
        return self.dicts(sql, values)[0]

    def cells(self, key: str, value: str, source: str) -> dict[Any, Cells]:
        """Gather, for each `key`, a number `value` of the replies of `source` by conversation; nulls are left out."""
        found: dict[Any, list[tuple[float, float, float]]] = {}
        asked = f"""
            SELECT k, n, s, count(*) FROM (
                SELECT {key} AS k, conversation, count({value}) AS n, sum({value}) AS s
                FROM {source} WHERE {value} IS NOT NULL GROUP BY ALL)
            GROUP BY ALL ORDER BY ALL"""
        for group, size, total, count in self.rows(asked):
            found.setdefault(group, []).append((size, total, count))
        return {group: Cells.of(rows) for group, rows in found.items()}


def parquet(path: Path) -> str:
    """Write a Parquet file as a table of DuckDB."""
    return f"read_parquet({literal(path)})"


def literal(path: Path) -> str:
    """Write a file's path as a string of DuckDB, whatever signs of a pattern or a string it holds."""
    escaped = re.sub(r"[*?\[]", r"[\g<0>]", str(path)).replace("'", "''")
    return f"'{escaped}'"


def rounded(value: Any) -> Any:
    """Round a fraction, so that the last bits of a sum are in no answer; NaN becomes None."""
    if isinstance(value, float):
        return round(value, 4) if value == value else None
    return value
