"""What reviewers name in replies, and how much of it is found: by words and absences alone, and weighed by the model.

    python benchmarks/faults.py

The drafts of corpus/drafts_*.jsonl by the author that nothing was learnt from. A fault counts as found where the same rule finds one,
however grave; what is only ours need not be wrong, for reviewers name what matters most.
"""

import json
from collections import Counter
from pathlib import Path

from coach.case import Case
from coach.pipeline import Coach

CORPUS = Path(__file__).parents[1] / "corpus"
HELD_OUT = "-8"
SHOWN = 5
"""Rules of which reviewers named so few are not printed by themselves."""


def main() -> None:
    """Print precision and recall of both ways, of all and by rule."""
    coach = Coach()
    for language in ("en", "ar"):
        rows = map(json.loads, (CORPUS / f"drafts_{language}.jsonl").read_text(encoding="utf-8").splitlines())
        held = [row for row in rows if row["author"].endswith(HELD_OUT)]
        theirs = [{rule for rule, *_ in row["faults"]} for row in held]
        told = Counter(rule for faults in theirs for rule in faults)
        ways = {weighed: [_found(coach, row, weighed) for row in held] for weighed in (False, True)}
        print(f"{language}: {len(held)} drafts, {sum(row['send'] for row in held)} of them to be sent, {told.total()} faults")
        for rule in (None, *(rule for rule, n in told.most_common() if n >= SHOWN)):
            figures = [_agreement(ours, theirs, rule) for ours in ways.values()]
            print(f"  {rule or 'all':28} {told[rule] if rule else told.total():4}  alone {figures[0]}  weighed {figures[1]}")


def _found(coach: Coach, row: dict[str, str], weighed: bool) -> set[str]:
    reading = coach.read(Case.make(draft=row["draft"], customer=row["customer"], channel=row["channel"]))
    if not weighed:
        reading.suspicion = None
    return {rule.id for _, rule, _ in coach.judge(reading)[0]}


def _agreement(ours: list[set[str]], theirs: list[set[str]], rule: str | None) -> str:
    only = {rule} if rule else None
    pairs = [(own & only, their & only) if only else (own, their) for own, their in zip(ours, theirs, strict=True)]
    both, said, named = (
        sum(map(len, sets)) for sets in ([own & their for own, their in pairs], [own for own, _ in pairs], [their for _, their in pairs])
    )
    return f"P {both / max(1, said):.2f} R {both / max(1, named):.2f}"


if __name__ == "__main__":
    main()
