"""The work of a batch: the same function for every engine. It needs the work folder and a number, and gives back counts."""

from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

from coach.audit.batches import read_batch
from coach.audit.judge import VECTORS, Judge, Rows
from coach.audit.parts import Parts
from coach.audit.plan import Plan, coach_of
from coach.audit.tables import TABLES

BATCHES = "batches.parquet"
IDENTITY = "identity.json"


@lru_cache(maxsize=1)
def _judge(work: Path, told: str) -> Judge:
    """Make the judge of a work folder once for each process; `told`, the folder's identity, parts audits that follow one another there."""
    plan = Plan.read(work)
    assert plan is not None, "a worker starts after the plan is written"
    return Judge(coach_of(plan.settings), plan.settings, plan.ends_at, plan.agents)


def work_on(work: Path, number: int) -> dict[str, Any]:
    """Judge a batch and write its parts; give how many conversations and replies it holds, and which failed.

    Nothing is done where it is done already. A conversation that cannot be judged for a fault of ours is told by its
    id and the kind of the fault; the others of its batch are not lost.
    """
    parts = Parts(work / "parts")
    if (told := parts.done(number)) is not None:
        return told
    judge = _judge(work, (work / IDENTITY).read_text(encoding="utf-8"))
    made: Rows = {table: [] for table in (*TABLES, VECTORS)}
    counts: Counter[str] = Counter()
    failed = []
    for conversation in read_batch(work / BATCHES, number):
        try:
            rows = judge.rows(conversation)
        except Exception as error:  # one strange conversation in a million must not cost the night's work
            failed.append({"conversation": conversation.id, "error": type(error).__name__})
            continue
        for table, of_table in rows.items():
            made[table] += of_table
        counts["conversations"] += 1
        counts["replies"] += len(rows["replies"])
    told = {"conversations": counts["conversations"], "replies": counts["replies"], "failed": failed}
    parts.write(number, made, told)
    return told
