"""Whole checks a second on one core, against proselint and write-good on the same English text.

    python benchmarks/throughput.py

proselint is in the extra `bench`; write-good is measured if node finds it
(`npm install --prefix benchmarks write-good@1.0.8`). Rounds are interleaved; medians are printed.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from texts import drafts, messages

ROUNDS = 7
N = 600


def coach(texts: list[str], customers: list[str] | None = None) -> Callable[[], float]:
    """Time warm checks, reports made, by the default profile and cues alone."""
    from coach.case import Case
    from coach.cli.cases import settle
    from coach.config import ModelNames
    from coach.models.registry import load_models
    from coach.pipeline import Coach

    judge = Coach(models=load_models(ModelNames(moves="cues", emotion="cues", signals="cues", encoder="cues")))
    settle()  # as the command does before a stream
    cases = [Case(draft=text, customer=customers[i % len(customers)] if customers else None) for i, text in enumerate(texts)]
    for case in cases:
        judge.check(case)

    def run() -> float:
        began = time.perf_counter()
        for case in cases:
            judge.check(case).as_dict()
        return len(cases) / (time.perf_counter() - began)

    return run


def proselint(texts: list[str]) -> Callable[[], float] | None:
    """Time proselint's whole register of checks, if it is installed."""
    try:
        from proselint.checks import __register__
        from proselint.config import DEFAULT
        from proselint.registry import CheckRegistry
        from proselint.tools import LintFile
    except ImportError:
        return None
    CheckRegistry().register_many(__register__)
    some = texts[: N // 4]

    def run() -> float:
        began = time.perf_counter()
        for text in some:
            LintFile(source=Path("draft"), content=text).lint(DEFAULT)
        return len(some) / (time.perf_counter() - began)

    return run


WRITE_GOOD = """
const good = require(process.argv[1]); const texts = JSON.parse(require('fs').readFileSync(process.argv[2]));
for (const t of texts) good(t);
const began = process.hrtime.bigint(); for (const t of texts) good(t);
console.log(texts.length / (Number(process.hrtime.bigint() - began) / 1e9));
"""


def write_good(texts: list[str]) -> Callable[[], float] | None:
    """Time write-good in its own node process, warmed by one pass, if it is there."""
    module = Path(__file__).parent / "node_modules" / "write-good"
    node = shutil.which("node")
    if node is None or not module.is_dir():
        return None
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as file:
        json.dump(texts, file)

    def run() -> float:
        done = subprocess.run([node, "-e", WRITE_GOOD, str(module), file.name], capture_output=True, text=True, check=True)
        return float(done.stdout)

    return run


def main() -> None:
    """Print checks a second and ratios."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    english, arabic = drafts("en", N), drafts("ar", N)
    runs = {
        "coach, English": coach(english),
        "coach, Arabic": coach(arabic),
        "coach, English with the customer": coach(english, messages("en", N)),
        "coach, Arabic with the customer": coach(arabic, messages("ar", N)),
        "proselint, English": proselint(english),
        "write-good, English": write_good(english),
    }
    figures: dict[str, list[float]] = {name: [] for name, run in runs.items() if run}
    for _ in range(ROUNDS):
        for name in figures:
            run = runs[name]
            assert run is not None
            figures[name].append(run())
    base = statistics.median(figures["coach, English"])
    print(
        f"python {sys.version.split()[0]}, {N} drafts of {sum(len(t.split()) for t in english) / N:.0f} words, one core, median of {ROUNDS}"
    )
    for name, values in figures.items():
        middle = statistics.median(values)
        print(f"{name:34} {middle:7.0f}/s  [{min(values):.0f}..{max(values):.0f}]  coach English is {base / middle:.2f} of it")


if __name__ == "__main__":
    main()
