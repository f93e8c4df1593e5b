"""Measure the guard on labelled pairs of draft and rewrite: `python -m coach.guard_evaluation [FOLDER] [--split dev]`.

Prints, by language, the share of broken rewrites caught and of good ones let through, by kind, what the
learned score costs at other bounds, and the time a pair takes once both texts are read.
"""

import argparse
import json
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from coach.case import Case
from coach.models.registry import load_model
from coach.pipeline import Coach
from coach.reading import Reading
from coach.rewrite.guard import check_rewrite, meaning, weights
from coach.rewrite.guard_features import Changes, add_nearness, changes

CORPUS = Path("corpus")
_BOUNDS = (0.99, 0.97, 0.95, 0.9, 0.8)


@dataclass(frozen=True)
class Pair:
    """A draft and a rewrite of it, both read, with its label: good or broken, and of what kind."""

    label: dict[str, Any]
    before: Reading
    after: Reading


@lru_cache(maxsize=1)
def _coach() -> Coach:
    return Coach()


def pairs(language: str, folder: Path = CORPUS, split: str | None = None) -> Iterator[Pair]:
    """Read the labelled pairs of `language`, of one split or of all."""
    replies = {reply["id"]: reply for reply in _rows(folder / f"replies_{language}.jsonl")}
    messages = {message["id"]: message["text"] for message in _rows(folder / f"customers_{language}.jsonl")}
    read: dict[str, Reading] = {}
    for label in _rows(folder / f"guarded_{language}.jsonl"):
        if split not in (None, label["split"]):
            continue
        reply = replies[label["draft_id"]]
        draft = " ".join(sentence["text"] for sentence in reply["sentences"])
        case = Case(draft=draft, customer=messages[reply["customer_id"]], channel=reply["channel"])
        if label["draft_id"] not in read:
            read[label["draft_id"]] = _coach().read(case, slots_filled=True)
        after = _coach().read(case.model_copy(update={"draft": label["rewrite"]}), slots_filled=True)
        yield Pair(label, read[label["draft_id"]], after)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def hard_failures(pair: Pair) -> tuple[Changes, list[str]]:
    """Give what changed, and the names of the certain checks that fail."""
    found = changes(pair.before, pair.after)
    add_nearness(found, pair.before, pair.after, load_model("encoder", "embedded"))
    checks = check_rewrite(pair.before, pair.after, ())["checks"]
    return found, [name for name, said in checks.items() if isinstance(said, str) and said not in ("kept", "none added")]


def measure(language: str, folder: Path = CORPUS, split: str | None = "dev") -> dict[str, Any]:
    """Give the shares of one language: in all, by kind, by check, and at other bounds of the learned score."""
    kinds: dict[tuple[bool, str], list[bool]] = defaultdict(list)
    risks: dict[bool, list[float]] = {True: [], False: []}
    reasons: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    times = []
    for pair in pairs(language, folder, split):
        good = bool(pair.label["good"])
        began = time.perf_counter()
        passed = check_rewrite(pair.before, pair.after, ())["passed"]
        times.append(time.perf_counter() - began)
        found, failed = hard_failures(pair)
        kinds[good, pair.label["kind"]].append(passed)
        risks[good].append(-1.0 if failed else meaning(found))
        for name in failed or ([] if passed else ["meaning"]):
            reasons[name][good] += 1
    bounds = {}
    for caught in _BOUNDS:
        # The bound at which this share of these very pairs would be caught.
        broken = sorted(risks[False], reverse=True)
        bound = broken[min(len(broken) - 1, int((1 - caught) * len(broken)))]
        bounds[caught] = sum(risk > bound for risk in risks[True]) / max(1, len(risks[True]))
    return {
        "pairs": (len(risks[True]), len(risks[False])),
        "caught": _share(not passed for (good, _), row in kinds.items() if not good for passed in row),
        "let_through": _share(passed for (good, _), row in kinds.items() if good for passed in row),
        "kinds": {key: (_share(passed == key[0] for passed in row), len(row)) for key, row in sorted(kinds.items())},
        "checks": {name: tuple(counts) for name, counts in sorted(reasons.items())},
        "bounds": bounds,
        "ms": statistics.median(times) * 1000,
    }


def _share(flags: Iterator[bool]) -> float:
    told = list(flags)
    return sum(told) / max(1, len(told))


def report(language: str, told: dict[str, Any]) -> str:
    """Write one language's shares as text."""
    good, broken = told["pairs"]
    lines = [
        f"{language}: {good} good let through {told['let_through']:.3f}; {broken} broken caught {told['caught']:.3f}; "
        f"bound {weights().least[language]}; {told['ms']:.1f} ms a pair",
        "  let through at caught: " + ", ".join(f"{caught:.2f} {share:.3f}" for caught, share in told["bounds"].items()),
        "  stopped by (broken, good): " + ", ".join(f"{name} {counts}" for name, counts in told["checks"].items()),
    ]
    for (is_good, kind), (share, size) in told["kinds"].items():
        lines.append(f"  {'good  ' if is_good else 'broken'} {kind:<14} {share:.2f} of {size}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--split", choices=("train", "dev"), default="dev")
    given = parser.parse_args(arguments)
    for language in ("en", "ar"):
        print(report(language, measure(language, given.folder, given.split)))  # noqa: T201


if __name__ == "__main__":
    main()
