"""Cold start of `coach check`, against `python -c "import spacy"`.

    python benchmarks/startup.py [INTERPRETER]

INTERPRETER is a second Python with reply-coach and torch installed: `coach check` must cost the
same there, though `import spacy` pulls torch in.
"""

import os
import statistics
import subprocess
import sys
import time

ROUNDS = 11
CHECK = ["-c", "from coach.cli.main import main; main()", "check", "--draft", "We will get back to you soon.", "--fail-on", "never"]
ARABIC = ["-c", "from coach.cli.main import main; main()", "check", "--draft", "سيتم الرد عليك في أقرب وقت.", "--fail-on", "never"]


def seconds(python: str, arguments: list[str]) -> float:
    """Run a fresh process and give its wall time."""
    began = time.perf_counter()
    subprocess.run([python, *arguments], check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONUTF8": "1"})
    return time.perf_counter() - began


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
    figures: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, (python, arguments) in commands.items():
            figures[name].append(seconds(python, arguments))
    base = statistics.median(figures["import spacy"])
    for name, values in figures.items():
        middle = statistics.median(values)
        print(
            f"{name:32} {middle * 1000:6.0f} ms  [{min(values) * 1000:.0f}..{max(values) * 1000:.0f}]  {middle / base:.2f} of import spacy"
        )


if __name__ == "__main__":
    main()
