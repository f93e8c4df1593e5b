"""How far our scores agree with people who read the replies: practice's score, and a check's, which knows no facts.

    python benchmarks/readers.py

corpus/practice_*.jsonl holds replies to the bank's first messages, scored by readers who saw the scenario's facts and nothing of ours.
Caps and the impression's room were set with those for `setting` in view; those for `testing` were only ever measured. A check sees the
message and the reply only; what it says without the impression of the whole is shown beside it.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
from scipy.stats import spearmanr
from sklearn.metrics import cohen_kappa_score

from coach.pipeline import Coach
from coach.practice.bank import load
from coach.practice.goals import case_of
from coach.practice.scoring import score
from coach.practice.settings import settings

CORPUS = Path(__file__).parents[1] / "corpus"
CRITERIA = ("empathy", "completeness", "tone", "clarity", "next_step", "facts")
BAD, GOOD = 40, 75
WITHOUT = {"impression_from": 0, "impression_room": 100}


def kappa(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Give the quadratic kappa of the grades poor, fair and excellent."""
    bounds = [settings().grades.fair, settings().grades.excellent]
    graded = [np.digitize(np.round(values), bounds) for values in (ours, theirs)]
    return float(cohen_kappa_score(*graded, weights="quadratic"))


def agreement(name: str, ours: Sequence[float | None], theirs: Sequence[float]) -> None:
    """Print how ours agree with theirs, where ours tell anything."""
    pairs = [(one, other) for one, other in zip(ours, theirs, strict=True) if one is not None]
    mine, given = [one for one, _ in pairs], [other for _, other in pairs]
    rank, above = spearmanr(mine, given)[0], mean(one - other for one, other in pairs)
    print(
        f"  {name}: {len(pairs)} replies, kappa of the grades {kappa(mine, given):.2f}, rank correlation {rank:.2f}, above by {above:+.0f}"
    )


def sent(verdicts: Sequence[str], readers: Sequence[float], least: float, most: float) -> str:
    """Say of how many replies with so many points a check says that they are ready to send."""
    some = [verdict == "send" for verdict, points in zip(verdicts, readers, strict=True) if least <= points < most]
    return f"{sum(some)} of {len(some)}"


def measure(rows: Sequence[dict[str, Any]], coach: Coach, without: Coach) -> None:
    """Print how practice and a check agree with the readers of some replies."""
    bank = load()
    readers = [mean(reader["overall"] for reader in row["scores"]) for row in rows]
    results = [score(bank[row["scenario"]], "start", row["text"], coach) for row in rows]
    agreement("practice", [result.score for result in results], readers)
    for name in CRITERIA:
        given = [mean(reader[name] for reader in row["scores"]) for row in rows]
        agreement(f"practice, {name}", [result.criteria.get(name) for result in results], given)
    cases = [case_of(bank[row["scenario"]], bank[row["scenario"]].turns["start"], row["text"]) for row in rows]
    for title, judge in (("check", coach), ("check without the impression", without)):
        reports = [judge.check(case) for case in cases]
        agreement(title, [report.score["overall"] for report in reports], readers)
        verdicts = [report.verdict for report in reports]
        bad, good = sent(verdicts, readers, 0, BAD), sent(verdicts, readers, GOOD, 101)
        print(f"  {title}: ready to send, of those below {BAD}: {bad}; of those from {GOOD}: {good}")


def main() -> None:
    """Print agreement by language and by what the replies are for."""
    coach = Coach()
    profile = coach.profile.model_copy(update={"thresholds": coach.profile.thresholds.model_copy(update=WITHOUT)})
    without = Coach(profile, coach.models, coach.customers)
    for language in ("en", "ar"):
        lines = (CORPUS / f"practice_{language}.jsonl").read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines]
        for use in ("setting", "testing"):
            print(f"{language}, for {use}")
            measure([row for row in rows if row["use"] == use], coach, without)


if __name__ == "__main__":
    main()
