"""The end of an audit: parts become tables, and tables what people read. Done again, it gives the same."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import duckdb
import pyarrow as pa

from coach.audit import exports, files, report, summary, themes
from coach.audit.clusters import Clusters
from coach.audit.ingest import MEMORY
from coach.audit.judge import VECTORS
from coach.audit.parts import Parts, merge
from coach.audit.plan import Identity, Plan
from coach.audit.rejects import REASONS
from coach.audit.summary import ReportSettings
from coach.audit.summary.database import parquet
from coach.audit.tables import TABLES

REPORTS: tuple[Literal["en", "ar"], ...] = ("en", "ar")
_OPENING = ["conversation", "language", "week", "opening", "cause"]


def write_tables(plan: Plan, work: Path, out: Path, failed: list[dict[str, str]], ui: str) -> None:
    """Write the tables, the database over them, and the list of what was rejected."""
    parts = Parts(work / "parts")
    tables = out / "tables"
    found = themes.make(lambda: _openings(parts, plan.batches), tables / "themes.parquet", plan.settings.seed)
    for table, schema in TABLES.items():
        rows = parts.tables(table, plan.batches)
        if table == "conversations":
            rows = _with_themes(rows, _openings(parts, plan.batches), found)
        if table != "sentences" or plan.settings.sentences:
            merge(rows, tables / f"{table}.parquet", schema)
    files.write_whole(out / "rejects.jsonl", lambda beside: _write_rejects(work / "rejects", failed, ui, beside))
    files.write_whole(out / "audit.duckdb", lambda beside: _write_database(tables, beside, work))


def write_readable(out: Path, identity: Identity, settings: ReportSettings, baseline: Path | None) -> dict[str, Any]:
    """Write the summary, the sheets and the reports from the tables; give the summary."""
    told = summary.make(out / "tables", settings, {"sha": identity.ruleset}, identity.models, identity.version)
    if baseline is not None:
        told["baseline"] = summary.compare(summary.read(baseline), told, baseline / "tables", out / "tables")
        if identity.settings["anonymous"]:  # an agent has another code in each audit
            told["baseline"]["groups"]["agent"] = []
    files.write_text(out / summary.NAME, json.dumps(told, ensure_ascii=False, indent=1))
    exports.write(out / "tables", out / "csv", settings.timezone)
    for ui in REPORTS:
        files.write_text(out / f"report.{ui}.html", report.page(told, out / "tables", ui))
    return told


def _openings(parts: Parts, batches: int) -> Iterator[pa.RecordBatch]:
    """Yield what themes are made of: of each batch the conversations that have a vector."""
    for rows, vectors in zip(parts.tables("conversations", batches), parts.tables(VECTORS, batches), strict=True):
        joined = rows.select(_OPENING).join(vectors, "conversation", join_type="inner").sort_by("conversation")
        yield next(iter(joined.combine_chunks().to_batches()), pa.RecordBatch.from_pylist([], joined.schema))


def _with_themes(parts: Iterator[pa.Table], openings: Iterator[pa.RecordBatch], found: Clusters | None) -> Iterator[pa.Table]:
    """Yield the conversations with their themes."""
    place = TABLES["conversations"].get_field_index("theme")
    for rows, opened in zip(parts, openings, strict=True):
        named = themes.themes_of(opened, found)
        column = pa.array([named.get(name, -1) for name in rows["conversation"].to_pylist()], pa.int32())
        yield rows.set_column(place, TABLES["conversations"].field(place), column)


def _write_rejects(folder: Path, failed: list[dict[str, str]], ui: str, out: Path) -> None:
    """Put the rejects of all files together, and the conversations that could not be judged for a fault of ours."""
    with out.open("wb") as file:
        for path in sorted(folder.glob("*.jsonl")):
            with path.open("rb") as lines:
                shutil.copyfileobj(lines, file)
        for one in failed:
            message = REASONS["failed"].ar if ui == "ar" else REASONS["failed"].en
            told = {"conversation": one["conversation"], "reason": "failed", "field": one["error"], "message": message, "kept": False}
            file.write(json.dumps(told, ensure_ascii=False).encode() + b"\n")


def _write_database(tables: Path, out: Path, spill: Path) -> None:
    """Copy the tables into one DuckDB file, which needs nothing beside it."""
    with duckdb.connect(str(out), config={"memory_limit": MEMORY, "temp_directory": str(spill)}) as connection:
        for path in sorted(tables.glob("*.parquet")):
            connection.execute(f"CREATE TABLE {path.stem} AS SELECT * FROM {parquet(path)}")
