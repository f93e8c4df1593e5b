"""Conversations with a known truth: the corpus' messages and replies in threads whose faults, times and promises are planted.

    python benchmarks/audit_conversations.py OUT --conversations 200000 --seed 7 [--format jsonl|csv|parquet] [--workers 2]

Writes OUT, OUT.truth.jsonl.zst with what is true of each conversation, and OUT.truth.json with what was planted over all.
The same arguments make the same bytes, however many workers there are. `audit_truth.py` holds an audit against it.
"""

import argparse
import csv
import io
import json
import multiprocessing
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
from audit_material import TRAINED_RATE, TRAINING_WEEK, WEEKS, material
from audit_spoken import BEGIN, DAY, Record
from audit_threads import CSAT, FOCUS_SHARE, TARGETS, Thread
from pydantic_core import to_json

FORMATS = ("jsonl", "csv", "parquet")
CHUNK = 1_000
"""Conversations that a worker makes at a time."""
COLUMNS = ("conversation_id", "message_id", "sent_at", "role", "author", "channel", "team", "status", "csat", "customer_name", "text")
_SCHEMA = pa.schema([(name, pa.float64() if name == "csat" else pa.string()) for name in COLUMNS])


class Made(NamedTuple):
    """A chunk: its bytes (Parquet's as an Arrow stream), those of its truth, and its counts."""

    data: bytes
    truth: bytes
    counts: Counter[tuple[str, ...]]


def chunk(start: int, *, n: int, seed: int, form: str) -> Made:
    """Make the conversations from `start` on, of `n` in all."""
    counts: Counter[tuple[str, ...]] = Counter()
    records, truths = [], []
    for number in range(start, min(start + CHUNK, n)):
        record, truth = Thread(material(), seed, number, n).finished()
        _count(truth, counts)
        records.append(record)
        truths.append(to_json(truth) + b"\n")
    return Made(_written(records, form), b"".join(truths), counts)


def _written(records: list[Record], form: str) -> bytes:
    if form == "jsonl":
        return b"".join(to_json(record) + b"\n" for record in records)
    rows = [row for record in records for row in _rows(record)]
    if form == "csv":
        text = io.StringIO(newline="")
        csv.DictWriter(text, COLUMNS, lineterminator="\n").writerows(rows)
        return text.getvalue().encode()
    stream = pa.BufferOutputStream()
    with pa.ipc.new_stream(stream, _SCHEMA) as writer:
        writer.write_batch(pa.RecordBatch.from_pylist(rows, _SCHEMA))
    return bytes(stream.getvalue())


def _rows(record: Record) -> Iterator[Record]:
    """Give a row for each message, with what is known of the whole conversation."""
    whole = {name: record[name] for name in ("channel", "team", "status", "csat", "customer_name")}
    for message in record["messages"]:
        said = {name: message[name] for name in ("sent_at", "role", "author", "text")}
        yield {"conversation_id": record["id"], "message_id": message["id"], **said, **whole}


def _count(truth: Record, counts: Counter[tuple[str, ...]]) -> None:
    when = "before" if truth["week"] < TRAINING_WEEK else "after"
    counts["conversations", truth["language"]] += 1
    counts["replies", truth["language"]] += len(truth["replies"])
    counts["theme", str(truth["theme"]), str(truth["week"] * 3 // WEEKS)] += 1
    for promise in truth["promises"]:
        counts["promises", promise["outcome"]] += 1
    for reply in truth["replies"]:
        if reply["rules"] is not None:
            counts["judged", reply["agent"], when] += 1
            counts["faulty", reply["agent"], when] += bool(reply["rules"])
            for rule in reply["rules"]:
                counts["rule", reply["agent"], rule] += 1
        elif reply["source"] == "macro":
            counts["macro", reply["template"], reply["agent"]] += 1


def aggregates(counts: Counter[tuple[str, ...]], n: int, seed: int) -> dict[str, Any]:
    """Give what was planted over all, with what came of it."""
    of: dict[str, dict[str, int]] = {}
    for (kind, *key), count in sorted(counts.items()):
        of.setdefault(kind, {})["/".join(key)] = count
    agents = []
    for agent in material().agents:
        rules = {
            rule: counts["rule", agent.name, rule]
            for kind, name, rule in sorted(key for key in counts if len(key) == 3)
            if (kind, name) == ("rule", agent.name)
        }
        shares = {when: counts["faulty", agent.name, when] / max(1, counts["judged", agent.name, when]) for when in ("before", "after")}
        agents.append(
            {**asdict(agent), "faulty": shares, "n_judged": sum(counts["judged", agent.name, when] for when in shares), "rules": rules}
        )
    return {
        "conversations": n,
        "seed": seed,
        "weeks": WEEKS,
        "begins": datetime.fromtimestamp(BEGIN, UTC).isoformat(),
        "training": {"date": datetime.fromtimestamp(BEGIN + TRAINING_WEEK * 7 * DAY, UTC).isoformat(), "leaves": TRAINED_RATE},
        "focus_share": FOCUS_SHARE,
        "first_response_targets": TARGETS,
        "csat": CSAT,
        "busy_hours": sorted(sorted(range(24), key=material().texts["hours"].__getitem__)[-2:]),
        "counts": {kind: of.get(kind, {}) for kind in ("conversations", "replies", "theme", "promises", "macro")},
        "agents": agents,
    }


def make(out: Path, n: int, seed: int = 7, form: str = "jsonl", workers: int = 1) -> dict[str, Any]:
    """Write `n` conversations, their truth and what was planted; gives the latter."""
    counts: Counter[tuple[str, ...]] = Counter()
    with ExitStack() as stack:
        starts = range(0, n, CHUNK)
        work = partial(chunk, n=n, seed=seed, form=form)
        parts = (
            stack.enter_context(multiprocessing.get_context("spawn").Pool(workers)).imap(work, starts) if workers > 1 else map(work, starts)
        )
        data = stack.enter_context(pq.ParquetWriter(out, _SCHEMA) if form == "parquet" else out.open("wb"))
        truth = stack.enter_context(pa.CompressedOutputStream(f"{out}.truth.jsonl.zst", "zstd"))
        if form == "csv":
            data.write((",".join(COLUMNS) + "\n").encode())
        for part in parts:
            if form == "parquet":
                data.write_table(pa.ipc.open_stream(part.data).read_all())
            else:
                data.write(part.data)
            truth.write(part.truth)
            counts += part.counts
    planted = aggregates(counts, n, seed)
    Path(f"{out}.truth.json").write_text(json.dumps(planted, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return planted


def main() -> None:
    """Make them and say how fast."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--conversations", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--format", choices=FORMATS, default="jsonl")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    began = time.perf_counter()
    planted = make(asked.out, asked.conversations, asked.seed, asked.format, asked.workers)
    took = time.perf_counter() - began
    replies = sum(planted["counts"]["replies"].values())
    print(f"{asked.conversations} conversations, {replies} replies, {took:.1f} s, {asked.conversations / took:.0f} conversations/s")


if __name__ == "__main__":
    main()
