"""What a whole rewrite costs: a faulty draft of about 110 words with the customer's message, beside a check of the same case.

    python benchmarks/rewrites.py

One thread, every model on. Each round has a coach of its own for each contestant, warmed on other drafts, and
forgets the sentences of the round before; within a rewrite what was read stays remembered, as it does in use.
"""

import os

os.environ.update(OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")

import json
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from texts import CORPUS, WORDS

from coach.case import Case
from coach.models.embedded import Embedded
from coach.models.registry import Models
from coach.pipeline import Coach
from coach.text.document import remember

ROUNDS = 5
N = 40
WARM = 5
REMEMBERED = 4_096
"""Sentences of which the cues are kept, as within one long-lived process."""
FAULTY = 2
"""The grade up to which a reply of the corpus counts as faulty."""


def cases(language: str) -> Iterator[Case]:
    """Give faulty drafts of 100 to 130 words, made of whole faulty replies, each with the first one's message."""
    with (CORPUS / f"customers_{language}.jsonl").open(encoding="utf-8") as lines:
        messages = {row["id"]: row["text"] for row in map(json.loads, lines)}
    parts: list[str] = []
    customer = ""
    with (CORPUS / f"replies_{language}.jsonl").open(encoding="utf-8") as lines:
        for reply in map(json.loads, lines):
            if reply["grade"] > FAULTY:
                continue
            customer = customer or messages[reply["customer_id"]]
            parts.append(" ".join(sentence["text"] for sentence in reply["sentences"]))
            words = len(" ".join(parts).split())
            if words < WORDS - 10:
                continue
            if words <= WORDS + 20:
                yield Case(draft="\n".join(parts), customer=customer)
            parts, customer = [], ""


def milliseconds(run: Callable[[Case], object], given: Sequence[Case]) -> list[float]:
    """Time each call."""
    found = []
    for case in given:
        began = time.perf_counter()
        run(case)
        found.append((time.perf_counter() - began) * 1000)
    return found


def fresh() -> Coach:
    """Make a coach that remembers nothing yet."""
    reader = Embedded()
    return Coach(models=Models(reader, reader, reader, reader))


def p95(times: Sequence[float]) -> float:
    """Give the time that 95 in 100 stay below."""
    return sorted(times)[int(len(times) * 0.95)]


def main() -> None:
    """Print the table: medians over the rounds of each round's median and p95, and the ratio within a round."""
    print("| language | drafts, words | check, ms | rewrite, ms | p95 | rewrite / check |\n|---|---|---|---|---|---|")
    for language in ("en", "ar"):
        warm, given = [], list(islice(cases(language), N + WARM))
        warm, given = given[:WARM], given[WARM:]
        rows: list[tuple[float, float, float]] = []
        for _ in range(ROUNDS):
            times = []
            for run in (fresh().check, fresh().rewrite):
                remember(REMEMBERED)
                milliseconds(run, warm)
                times.append(milliseconds(run, given))
            check, whole = map(statistics.median, times)
            rows.append((check, whole, p95(times[1])))
        words = statistics.median(len(case.draft.split()) for case in given)
        check, whole, late = (statistics.median(column) for column in zip(*rows, strict=True))
        ratio = statistics.median(whole / check for check, whole, _ in rows)
        print(f"| {language} | {len(given)}, {words:.0f} | {check:.1f} | {whole:.1f} | {late:.1f} | {ratio:.1f} |")


if __name__ == "__main__":
    main()
