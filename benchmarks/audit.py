"""What an audit costs: replies a second with all models and with cues alone, on one process and on two, and memory.

    python benchmarks/audit.py [CONVERSATIONS]

Conversations are made of the corpus (`audit_conversations.py`): about three replies each, some of them canned, as support
mail has them. Workers start cold, as those of any audit do; the more conversations, the less that counts. Bare reading is what `Coach` does with the same replies in the same run: read, judge, score, each
customer's message read once. Rounds are interleaved; medians are printed.
"""

import argparse
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from audit_conversations import make

from coach.audit import ingest, sources
from coach.audit.batches import read_batch
from coach.audit.engines import Engine, Processes
from coach.audit.judge import Judge
from coach.audit.plan import coach_of
from coach.audit.run import Asked, Progress, audit
from coach.audit.settings import Settings
from coach.audit.turns import turns

ROUNDS = 2
PAIRS = 5
"""Rounds of the bare reading and the audited one, of whose ratios the median is taken."""
WARM = 400
"""Conversations read before any is timed: cues are compiled and words remembered as they come."""


def judging(given: Path, settings: Settings, engine: Engine, folder: Path) -> tuple[float, float, int]:
    """Audit a file; give the seconds of the judging and of the whole, and how many replies there were."""
    out = folder / "out"
    marks: dict[str, float] = {}
    replies = 0

    def tell(now: Progress) -> None:
        nonlocal replies
        marks.setdefault(now.step, time.perf_counter())
        replies = max(replies, now.replies)

    began = time.perf_counter()
    audit(Asked([str(given)], out, settings), engine, tell)
    ended = time.perf_counter()
    shutil.rmtree(out)
    return marks["tables"] - marks["judge"], ended - began, replies


def per_reply(given: Path, settings: Settings, folder: Path) -> tuple[float, float, float]:
    """Give the milliseconds of CPU time a reply costs, bare and as an audit judges it with masks, course and rows, and their ratio."""
    messages = folder / "messages"
    ingest.write_messages(0, sources.read(given), messages / "0.parquet", lambda _: None)
    ingest.write_batches(messages, folder, settings, folder / "batches.parquet")
    conversations = list(read_batch(folder / "batches.parquet", 0))
    coach = coach_of(settings)
    judge = Judge(coach, settings, None, {})

    def bare() -> int:
        count = 0
        for conversation in conversations[WARM:]:
            spoken = turns(conversation)
            judge._read(conversation, spoken)
            for turn in spoken:
                if turn.reading is not None:
                    coach.score(turn.reading, coach.judge(turn.reading)[0])
                    count += 1
        return count

    def whole() -> int:
        return sum(len(judge.rows(conversation)["replies"]) for conversation in conversations[WARM:])

    for conversation in conversations:
        judge.rows(conversation)
    rounds = []
    for number in range(PAIRS):  # who comes first changes, as a machine grows slower or faster
        if number % 2:
            audited = _milliseconds(whole)
            rounds.append((_milliseconds(bare), audited))
        else:
            rounds.append((_milliseconds(bare), _milliseconds(whole)))
    both = [statistics.median(times) for times in zip(*rounds, strict=True)]
    return both[0], both[1], statistics.median(audited / alone for alone, audited in rounds)


def _milliseconds(work: Callable[[], int]) -> float:
    began = time.process_time()
    count = work()
    return (time.process_time() - began) / count * 1000


def main(count: int) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given = folder / "conversations.jsonl"
        make(given, count)
        for model in ("embedded", "cues"):
            settings = Settings(model=model)
            one, two, whole = [], [], []
            for _ in range(ROUNDS):
                seconds, all_of_it, replies = judging(given, settings, Processes(1), folder)
                one.append(seconds)
                whole.append(all_of_it)
                two.append(judging(given, settings, Processes(2), folder)[0])
            first, second = statistics.median(one), statistics.median(two)
            print(f"{model}: {replies} replies; one process {replies / first:.0f}/s, two {replies / second:.0f}/s = {first / second:.2f}x")
            print(f"{model}: {count / statistics.median(whole):.0f} conversations/s from file to report on one process")
        for model in ("embedded", "cues"):
            bare, audited, ratio = per_reply(given, Settings(model=model, batch=count), Path(tempfile.mkdtemp(dir=folder)))
            print(
                f"{model}: warm, CPU time a reply: bare {bare:.2f} ms, audited {audited:.2f} ms ; {ratio:.2f}x in the median of {PAIRS} rounds"
            )
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
        print(f"memory of a worker at most {most:.0f} MB, its start included")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("conversations", nargs="?", type=int, default=3000)
    main(parser.parse_args().conversations)
