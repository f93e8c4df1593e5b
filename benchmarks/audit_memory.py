"""Memory of an audit's worker, and whether it stays flat over 500,000 replies.

    python benchmarks/audit_memory.py [CONVERSATIONS] [--given FILE]

One worker judges conversations made of the corpus (`audit_conversations.py`, about 2.8 replies each). Its resident memory is noted
at each report of progress, and what of it is its own (not shared with other processes); 20 lines and the most are printed. FILE is
made where it is not there.
"""

import argparse
import multiprocessing
import tempfile
from pathlib import Path

from audit_conversations import make

from coach.audit.engines import Processes
from coach.audit.run import Asked, Progress, audit
from coach.audit.settings import Settings

LINES = 20
REPLIES = 2.77
"""Of a conversation, on average."""


def resident(pid: int) -> tuple[float, float]:
    """Give a process' resident memory in megabytes, and what of it is its own."""
    sizes: dict[str, int] = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, size, _ = line.split()
        sizes[name.rstrip(":")] = int(size)
    return sizes["Rss"] / 1024, (sizes["Private_Clean"] + sizes["Private_Dirty"]) / 1024


def main(conversations: int, given: Path | None) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        path = given or Path(name) / "conversations.jsonl"
        if not path.exists():
            make(path, conversations)
        step = max(1, round(conversations * REPLIES / LINES))
        noted: list[tuple[float, float]] = []
        printed = 0

        def tell(now: Progress) -> None:
            nonlocal printed
            if now.step != "judge" or not (workers := multiprocessing.active_children()):
                return
            try:
                noted.append(max(resident(worker.pid) for worker in workers if worker.pid))
            except (FileNotFoundError, ProcessLookupError):  # it has ended
                return
            if now.replies >= printed + step:
                printed = now.replies
                print(f"{now.replies:8} replies  {noted[-1][0]:6.0f} MB resident  {noted[-1][1]:6.0f} MB its own", flush=True)

        audit(Asked([str(path)], Path(name) / "out", Settings()), Processes(1), tell)
        print(f"at most {max(size for size, _ in noted):.0f} MB resident, {max(own for _, own in noted):.0f} MB its own")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("conversations", nargs="?", type=int, default=181_000)
    parser.add_argument("--given", type=Path)
    arguments = parser.parse_args()
    main(arguments.conversations, arguments.given)
