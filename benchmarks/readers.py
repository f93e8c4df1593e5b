"""How far our scores agree with people who read the replies: practice's score, and a check's, which knows no facts.

    python benchmarks/readers.py

corpus/practice_*.jsonl holds replies to the bank's first messages, each scored twice by readers who saw the scenario's facts and
nothing of ours. A check sees the message and the reply only; what it says without the impression of the whole is shown beside it.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

from scipy.stats import spearmanr
from sklearn.metrics import cohen_kappa_score

from coach.pipeline import Coach
from coach.practice.bank import load
from coach.practice.goals import case_of
from coach.practice.scoring import score
from coach.practice.settings import settings

CORPUS = Path(__file__).parents[1] / "corpus"
BAD, GOOD = 40, 75
WITHOUT = {"impression_from": 0}


def grade(points: float, fair: int, excellent: int) -> int:
    """Give 0, 1 or 2 for poor, fair and excellent."""
    return (points >= fair) + (points >= excellent)


def main() -> None:
    """Print agreement by language."""
    coach, bank, grades = Coach(), load(), settings().grades
    profile = coach.profile.model_copy(update={"thresholds": coach.profile.thresholds.model_copy(update=WITHOUT)})
    without = Coach(profile, coach.models, coach.customers)
    for language in ("en", "ar"):
        lines = (CORPUS / f"practice_{language}.jsonl").read_text(encoding="utf-8").splitlines()
        readers: list[float] = []
        ours: dict[str, list[float]] = {"practice": [], "check": [], "check without the impression": []}
        verdicts: dict[str, list[str]] = {"check": [], "check without the impression": []}
        for line in lines:
            one = json.loads(line)
            scenario = bank[one["scenario"]]
            case = case_of(scenario, scenario.turns["start"], one["text"])
            readers.append(mean(reader["overall"] for reader in one["scores"]))
            ours["practice"].append(score(scenario, "start", one["text"], coach).score)
            for name, judge in (("check", coach), ("check without the impression", without)):
                report = judge.check(case).as_dict()
                ours[name].append(report["score"]["overall"])
                verdicts[name].append(report["verdict"])
        print(f"{language}: {len(readers)} replies, two readings each")
        graded = [[grade(value, grades.fair, grades.excellent) for value in values] for values in (readers, ours["practice"])]
        kappa = cohen_kappa_score(*graded, weights="quadratic")
        print(f"  practice: quadratic kappa of the grades {kappa:.2f}")
        for name, values in ours.items():
            print(f"  {name}: rank correlation {spearmanr(values, readers)[0]:.2f}")
        for name, told in verdicts.items():
            bad, good = _sent(told, readers, below=BAD), _sent(told, readers, least=GOOD)
            print(f"  {name}: ready to send, of those below {BAD}: {bad}; of those from {GOOD}: {good}")


def _sent(told: Sequence[str], readers: Sequence[float], below: float = 101, least: float = 0) -> str:
    some = [verdict == "send" for verdict, points in zip(told, readers, strict=True) if least <= points < below]
    return f"{sum(some)} of {len(some)}"


if __name__ == "__main__":
    main()
