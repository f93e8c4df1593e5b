"""Peak memory of `coach check --jsonl`, and whether it stays flat over 100,000 drafts.

    python benchmarks/memory.py [DRAFTS]

Every draft gets a number and a name of its own, so that new words keep coming.
"""

import json
import random
import subprocess
import sys
import threading
from pathlib import Path

from texts import drafts

POINTS = 10


def resident(pid: int) -> float:
    """Give a process' resident memory in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    """Print memory at ten points of the stream, and the peak."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    texts = drafts("en", 500) + drafts("ar", 500)
    random.seed(1)
    process = subprocess.Popen(
        [sys.executable, "-c", "from coach.cli.main import main; main()", "check", "--jsonl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    stdin = process.stdin

    def feed() -> None:
        for number in range(n):
            name = "".join(random.choices("abcdefghilmnoprstu", k=7))
            draft = f"{name.title()}, {number}: {texts[number % len(texts)]}"
            stdin.write(json.dumps({"id": str(number), "draft": draft}).encode() + b"\n")
        stdin.close()

    threading.Thread(target=feed, daemon=True).start()
    peak = 0.0
    for number, _ in enumerate(process.stdout, 1):
        if number % max(1, n // 200) == 0:
            peak = max(peak, resident(process.pid))
        if number % (n // POINTS) == 0:
            print(f"{number:8} drafts  {resident(process.pid):6.0f} MB", flush=True)
    print(f"peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
