"""Whole checks a second on one core with cues alone, against proselint and write-good on the same English text.

    python benchmarks/throughput.py

Those are in `peers.py`. Rounds are interleaved, times are the processor's; medians are printed.
"""

import os
import statistics
import sys
from collections.abc import Callable, Sequence
from typing import Any

from peers import Missing, Timed, each, proselint, write_good
from texts import drafts, messages

from coach.case import Case
from coach.cli.cases import settle
from coach.config import ModelNames
from coach.models.registry import load_models
from coach.pipeline import Coach

ROUNDS = 7
N = 600


def coach(texts: Sequence[str], customers: Sequence[str] | None = None) -> tuple[Timed, list[Case]]:
    """Give warm checks, reports made, by the default profile and cues alone."""
    judge = Coach(models=load_models(ModelNames(moves="cues", emotion="cues", signals="cues", encoder="cues")))
    cases = [Case(draft=text, customer=customers[i % len(customers)] if customers else None) for i, text in enumerate(texts)]
    timed = each(lambda case: judge.check(case).as_dict())
    timed(cases)
    settle()  # as the command does before a stream
    return timed, cases


def peers(texts: Sequence[str]) -> dict[str, tuple[Timed, Sequence[Any]]]:
    """Give the others that are there."""
    made: dict[str, tuple[Timed, Sequence[Any]]] = {}
    ready: dict[str, Callable[[], Timed]] = {"proselint, English": proselint, "write-good, English": write_good}
    for name, peer in ready.items():
        try:
            made[name] = (peer(), texts[: N // 4])
        except Missing as error:
            print(f"without {name}: {error}", file=sys.stderr)
    return made


def main() -> None:
    """Print checks a second and ratios."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    english, arabic = drafts("en", N), drafts("ar", N)
    runs: dict[str, tuple[Timed, Sequence[Any]]] = {
        "coach, English": coach(english),
        "coach, Arabic": coach(arabic),
        "coach, English with the customer": coach(english, messages("en", N)),
        "coach, Arabic with the customer": coach(arabic, messages("ar", N)),
        **peers(english),
    }
    figures: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, (timed, given) in runs.items():
            times = timed(given)
            figures[name].append(1000 * len(times) / sum(times))
    base = statistics.median(figures["coach, English"])
    print(
        f"python {sys.version.split()[0]}, {N} drafts of {sum(len(t.split()) for t in english) / N:.0f} words, one core, median of {ROUNDS}"
    )
    for name, values in figures.items():
        middle = statistics.median(values)
        print(f"{name:34} {middle:7.0f}/s  [{min(values):.0f}..{max(values):.0f}]  coach English is {base / middle:.2f} of it")


if __name__ == "__main__":
    main()
