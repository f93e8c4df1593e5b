"""Cold start of `coach check`, against `python -c "import spacy"`.

    python benchmarks/startup.py [INTERPRETER]

INTERPRETER is a second Python with reply-coach and torch installed: `coach check` must cost the
same there, though `import spacy` pulls torch in.
"""

import os
import resource
import statistics
import subprocess
import sys
import time

from server import processor, server

ROUNDS = 11
CHECK = ["-c", "from coach.cli.main import main; main()", "check", "--draft", "We will get back to you soon.", "--fail-on", "never"]
ARABIC = ["-c", "from coach.cli.main import main; main()", "check", "--draft", "سيتم الرد عليك في أقرب وقت.", "--fail-on", "never"]


def seconds(python: str, arguments: list[str]) -> tuple[float, float]:
    """Run a fresh process; gives its seconds by the clock and of the processor."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([python, *arguments], check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONUTF8": "1"})
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print medians and ratios to the baseline of the same interpreter."""
    commands = {
        "import spacy": (sys.executable, ["-c", "import spacy"]),
        "coach check, English": (sys.executable, CHECK),
        "coach check, Arabic": (sys.executable, ARABIC),
        "coach --help": (sys.executable, ["-c", "from coach.cli.main import main; main()", "--help"]),
    }
    if len(sys.argv) > 1:
        commands["import spacy, torch installed"] = (sys.argv[1], ["-c", "import spacy"])
        commands["coach check, torch installed"] = (sys.argv[1], CHECK)
    figures: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    with server() as (port, pid, ready):
        used = processor(pid)
        commands["coach check --server"] = (sys.executable, [*CHECK, "--server", f"http://127.0.0.1:{port}"])
        figures["coach check --server"] = []
        for _ in range(ROUNDS):
            for name, (python, arguments) in commands.items():
                figures[name].append(seconds(python, arguments))
    base = statistics.median(wall for wall, _ in figures["import spacy"])
    for name, values in figures.items():
        walls, processors = zip(*values, strict=True)
        middle = statistics.median(walls)
        print(
            f"{name:32} {middle * 1000:6.0f} ms  [{min(walls) * 1000:.0f}..{max(walls) * 1000:.0f}]  {middle / base:.2f} of import spacy, "
            f"processor {statistics.median(processors) * 1000:.0f} ms"
        )
    print(f"{'server, start to ready':32} {ready * 1000:6.0f} ms, processor {used * 1000:.0f} ms")


if __name__ == "__main__":
    main()
