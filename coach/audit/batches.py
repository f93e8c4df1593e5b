"""Batches: messages as the ingest leaves them, and the conversations that they make."""

from collections.abc import Iterator
from dataclasses import fields
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from coach.audit.posts import Conversation, Post

FIELDS = [field.name for field in fields(Post)]
_WHOLE = ("channel", "team", "subject", "customer_name", "customer_gender")
"""What belongs to the whole conversation: the first value counts. Of `status` and `csat` it is the last."""
MESSAGES = pa.schema(
    [
        ("file", pa.int32()),
        ("row", pa.int64()),
        ("conversation", pa.string()),
        ("role", pa.string()),
        ("text", pa.string()),
        ("author", pa.string()),
        ("sent_at", pa.timestamp("us", tz="UTC")),
        ("message", pa.string()),
        ("channel", pa.string()),
        ("team", pa.string()),
        ("subject", pa.string()),
        ("status", pa.string()),
        ("customer_name", pa.string()),
        ("customer_gender", pa.string()),
        ("csat", pa.float64()),
        ("tags", pa.list_(pa.string())),
    ]
)


def read_batch(batches: Path, number: int) -> Iterator[Conversation]:
    """Yield the conversations of one batch."""
    with pq.ParquetFile(batches) as file:
        rows = file.read_row_group(number).to_pylist()
    for _, messages in groupby(rows, key=itemgetter("conversation")):
        yield assemble(list(messages))


def assemble(rows: list[dict[str, Any]]) -> Conversation:
    """Make a conversation of its messages: in the order of their times, or in the source's where one has none; none twice.

    A message is there twice where two have the same id, as in exports that overlap.
    """
    if all(row["sent_at"] is not None for row in rows):
        rows.sort(key=lambda row: (row["sent_at"], row["file"], row["row"]))
    posts, seen = [], set()
    for row in rows:
        if row["message"] is not None:
            if row["message"] in seen:
                continue
            seen.add(row["message"])
        posts.append(Post(**{name: row[name] for name in FIELDS if name != "tags"}, tags=tuple(row["tags"] or ())))
    whole = {name: next((value for post in posts if (value := getattr(post, name)) is not None), None) for name in _WHOLE}
    last = {
        name: next((value for post in reversed(posts) if (value := getattr(post, name)) is not None), None) for name in ("status", "csat")
    }
    tags = next((post.tags for post in posts if post.tags), ())
    return Conversation(posts[0].conversation, tuple(posts), **whole, **last, tags=tags)
