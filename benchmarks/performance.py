"""What a draft of 110 words costs here and with others, in one run on one core: docs/performance.md has the table.

    python benchmarks/performance.py

Rounds are interleaved, everybody reads the same drafts, and times are the processor's, so that what else the machine does
weighs little. In each round each of ours is made anew, and remembers no sentence of another or of the round before. Ratios are
medians of the rounds'.
"""

import os

os.environ.update(OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")

import statistics
import sys
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from peers import PEERS, Missing, Timed, each, minilm
from rewrites import REMEMBERED
from rewrites import cases as faulty
from texts import drafts, messages

from coach.case import Case
from coach.cli.cases import settle
from coach.config import ModelNames
from coach.models.embedded import Embedded
from coach.models.registry import Models, load_models
from coach.pipeline import Coach
from coach.text.document import read, remember

ROUNDS = 7
N = 60
"""Drafts of each language in a round."""
SLOW = 15
"""Drafts for who takes long."""
WARM = 5
BASE = "check, all models: en"


Make = Callable[[], Timed]
"""Makes somebody ready who has read nothing yet."""


def _every() -> Coach:
    reader = Embedded()
    return Coach(models=Models(reader, reader, reader, reader))


def _alone() -> Coach:
    return Coach(models=load_models(ModelNames(moves="cues", emotion="cues", signals="cues", encoder="cues")))


def own() -> dict[str, tuple[Make, Sequence[Case]]]:
    """Give what we do, by name, with the cases to do it on; the first WARM are not counted."""
    made: dict[str, tuple[Make, Sequence[Case]]] = {}
    for language in ("en", "ar"):
        texts, theirs = drafts(language, N + WARM), messages(language, N + WARM)
        bare = [Case(draft=text) for text in texts]
        answers = [Case(draft=text, customer=message) for text, message in zip(texts, theirs, strict=True)]
        made |= {
            f"check, all models: {language}": (lambda: _check(_every()), bare),
            f"check, all models, with the message: {language}": (lambda: _check(_every()), answers),
            f"check, cues alone: {language}": (lambda: _check(_alone()), bare),
            f"rewrite, with the message: {language}": (lambda: each(_every().rewrite), list(islice(faulty(language), SLOW + WARM))),
            f"encoder alone: {language}": (lambda: _embed(Embedded()), bare),
        }
    return made


def _check(coach: Coach) -> Timed:
    return each(lambda case: coach.check(case).as_dict())


def _embed(encoder: Embedded) -> Timed:
    return each(lambda case: encoder.embed(_sentences(case.draft)))


def _sentences(text: str) -> list[str]:
    return [sentence.text for sentence in read(text, ()).sentences]


def others() -> dict[str, tuple[Make, Sequence[str]]]:
    """Give the others that can be had, with the same English drafts; say who cannot."""
    texts = drafts("en", N + WARM)
    made: dict[str, tuple[Make, Sequence[str]]] = {}
    for name, peer in {**PEERS, "MiniLM vectors of the sentences": lambda: minilm(_sentences)}.items():
        try:
            ready = peer()
        except Missing as error:
            print(f"without {name}: {error}", file=sys.stderr)
            continue
        made[f"{name}: en"] = (lambda ready=ready: ready, texts[: SLOW + WARM] if name.startswith("MiniLM") else texts)  # type: ignore[misc]
    return made


def pin() -> None:
    """Keep to one core, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def load() -> str:
    """Say how busy the machine is."""
    return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else f"{os.cpu_count()} cores"


def main() -> None:
    """Print the table."""
    pin()
    runs: dict[str, tuple[Make, Sequence[Any]]] = {**own(), **others()}
    for make, given in runs.values():
        make()(given)
    settle()
    rounds: dict[str, list[list[float]]] = {name: [] for name in runs}
    began = load()
    for _ in range(ROUNDS):
        for name, (make, given) in runs.items():
            remember(REMEMBERED)
            timed = make()
            timed(given[:WARM])
            rounds[name].append(timed(given[WARM:]))
    words = statistics.mean(len(text.split()) for text in drafts("en", N))
    print(f"python {sys.version.split()[0]}, drafts of {words:.0f} words, {ROUNDS} rounds, one core; {began} at first, {load()} at last\n")
    print("| | median, ms | p99, ms | drafts a second | times a check |\n|---|---|---|---|---|")
    base = [statistics.median(found) for found in rounds[BASE]]
    for name, found in rounds.items():
        every = sorted(time for one in found for time in one)
        middles = [statistics.median(one) for one in found]
        ratio = statistics.median(middle / beside for middle, beside in zip(middles, base, strict=True))
        print(
            f"| {name} | {statistics.median(every):.2f} | {every[int(len(every) * 0.99)]:.1f} "
            f"| {1000 * len(every) / sum(every):.0f} | {ratio:.2f} |"
        )


if __name__ == "__main__":
    main()
