"""From files in many forms to batches of whole conversations, in an order that depends on nothing but what they say.

Each file becomes a Parquet file of messages; DuckDB sorts all of them by conversation, on disk where memory is short,
and the sorted messages are written with one row group for each batch. Nothing here holds more than a batch.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import file_digest
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from coach.audit import files
from coach.audit.batches import FIELDS, MESSAGES
from coach.audit.posts import Post, Rejected
from coach.audit.settings import Settings
from coach.audit.summary.database import literal

MAX_POSTS = 2_000
"""Messages of one conversation that are kept: four times what one case may hold; a thread beyond it is a broken mapping."""
MEMORY = "1GB"
"""What DuckDB may hold before it goes on on disk."""
_ROWS = 10_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_SAMPLE = """
    SELECT conversation FROM (
        SELECT conversation, key,
            (row_number() OVER (PARTITION BY stratum ORDER BY key) - 0.5) / count(*) OVER (PARTITION BY stratum) AS place
        FROM (
            SELECT conversation, md5(conversation || '/' || $seed) AS key,
                (first(channel ORDER BY file, row), first(team ORDER BY file, row), strftime(min(sent_at), '%Y-%m')) AS stratum
            FROM messages GROUP BY conversation
        )
    ) ORDER BY place, key LIMIT $sample
"""
"""Every channel, team and month in proportion: in each, conversations stand in an order of chance, and all go on in step."""


def digest(path: Path) -> str:
    """Give the SHA-256 of a file's content."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def write_messages(number: int, found: Iterable[Post | Rejected], out: Path, reject: Callable[[Rejected], object]) -> int:
    """Write what one source file holds as messages, and hand what cannot be read to `reject`; give how many messages."""
    count = 0

    def write(beside: Path) -> None:
        nonlocal count
        with pq.ParquetWriter(beside, MESSAGES, compression="zstd") as writer:
            held: list[dict[str, Any]] = []
            for one in found:
                if isinstance(one, Rejected):
                    reject(one)
                    continue
                held.append({"file": number, "row": count, **{name: getattr(one, name) for name in FIELDS}})
                count += 1
                if len(held) == _ROWS:
                    writer.write_table(pa.Table.from_pylist(held, MESSAGES))
                    held = []
            writer.write_table(pa.Table.from_pylist(held, MESSAGES))

    files.write_whole(out, write)
    return count


def _connect(messages: Path, folder: Path) -> duckdb.DuckDBPyConnection:
    """Open the messages in DuckDB, with one thread, bounded memory, and `folder` for what does not fit."""
    connection = duckdb.connect(config={"memory_limit": MEMORY, "threads": 1, "temp_directory": str(folder)})
    connection.execute("SET TimeZone = 'UTC'")
    listed = ", ".join(literal(path) for path in sorted(messages.glob("*.parquet")))
    connection.execute(f"CREATE VIEW messages AS SELECT * FROM read_parquet([{listed}])")
    return connection


def overview(messages: Path, spill: Path) -> tuple[datetime | None, list[str]]:
    """Give the newest time in the data and the agents' names in order."""
    with _connect(messages, spill) as connection:
        ((newest,),) = connection.execute("SELECT epoch_us(max(sent_at)) FROM messages").fetchall()
        agents = connection.execute(
            "SELECT DISTINCT author FROM messages WHERE role = 'agent' AND author IS NOT NULL ORDER BY 1"
        ).fetchall()
    return None if newest is None else _EPOCH + timedelta(microseconds=newest), [name for (name,) in agents]


def write_batches(messages: Path, spill: Path, settings: Settings, out: Path) -> tuple[int, int, Counter[str]]:
    """Sort all messages by conversation into `out`, a row group for each batch; give how many batches and conversations.

    Gives as well how many messages of which conversations were left out because they are past `MAX_POSTS`.
    """
    batches = conversations = 0
    left_out: Counter[str] = Counter()

    def write(beside: Path) -> None:
        nonlocal batches, conversations
        with _connect(messages, spill) as connection, pq.ParquetWriter(beside, MESSAGES, compression="zstd") as writer:
            chosen, given = "", {}
            if settings.sample is not None:
                chosen = f"WHERE conversation IN ({_SAMPLE})"
                given = {"seed": str(settings.seed), "sample": settings.sample}
            ordered = connection.sql(f"SELECT * FROM messages {chosen} ORDER BY conversation, file, row", params=given)
            for table, held in _batches(ordered.to_arrow_reader(_ROWS), settings.batch, left_out):
                writer.write_table(table, row_group_size=max(1, table.num_rows))
                batches += 1
                conversations += held

    files.write_whole(out, write)
    return batches, conversations, left_out


def _batches(reader: Iterable[pa.RecordBatch], size: int, left_out: Counter[str]) -> Iterator[tuple[pa.Table, int]]:
    """Cut sorted messages after every `size` conversations; give each batch with how many it holds."""
    held: list[pa.RecordBatch] = []
    name: str | None = None
    seen = length = 0
    for batch in reader:
        batch = pa.record_batch([batch[field.name].cast(field.type) for field in MESSAGES], schema=MESSAGES)
        start = 0
        for at, conversation in enumerate(batch["conversation"].to_pylist()):
            length += 1
            if conversation == name:
                if length > MAX_POSTS:
                    left_out[conversation] += 1
                    held += [batch.slice(start, at - start)] if at > start else []
                    start = at + 1
                continue
            if name is not None and seen == size:
                yield pa.Table.from_batches([*held, batch.slice(start, at - start)], MESSAGES), seen
                held, start, seen = [], at, 0
            name, length, seen = conversation, 1, seen + 1
        if start < batch.num_rows:
            held.append(batch.slice(start))
    if seen:
        yield pa.Table.from_batches(held, MESSAGES), seen
