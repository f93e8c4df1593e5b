"""How often each rule finds what a trainer marked, and how often it speaks up in a reply that has no fault.

    python benchmarks/rules.py > docs/generate/measured.yaml

On the dev split of the corpus, which no rule was tuned on (the reader's calibration was fitted there). A few cues that took a
master's sincere apology there for a hollow one were mended, so that `masters` of non-apology and missing-apology is a little too good.
`marked`: faulty replies (grades 1 to 4) whose writer named this
fault among those that a trainer would flag; `found`: those of them in which the rule finds something; `masters`: replies of
grade 5 in which it finds something all the same, of `n_masters`. Writers named the faults that matter most, so a finding
in a faulty reply that nobody marked proves nothing; only what is found in a master's reply counts as a false alarm.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import yaml
from texts import CORPUS

from coach.case import Case
from coach.pipeline import Coach
from coach.rules import RULES

MASTER = 5


def replies(language: str) -> Iterator[tuple[Case, dict[str, Any]]]:
    """Give each reply of the dev split as a case, with its message, and its row."""
    with (CORPUS / f"customers_{language}.jsonl").open(encoding="utf-8") as lines:
        messages = {row["id"]: row["text"] for row in map(json.loads, lines)}
    with (CORPUS / f"replies_{language}.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["split"] == "dev":
                yield (
                    Case.make(
                        {
                            "draft": " ".join(sentence["text"] for sentence in row["sentences"]),
                            "customer": messages[row["customer_id"]],
                            "channel": row["channel"],
                        }
                    ),
                    row,
                )


def measure(coach: Coach, language: str) -> dict[str, Any]:
    """Count, for each rule, what was marked, what of it is found, and what is found in masters' replies."""
    marked: Counter[str] = Counter()
    found: Counter[str] = Counter()
    masters: Counter[str] = Counter()
    n_masters = n_faulty = 0
    for case, row in replies(language):
        flagged = {rule.id for _, rule, _ in coach.judge(coach.read(case))[0]}
        if row["grade"] == MASTER:
            n_masters += 1
            masters.update(flagged)
        else:
            n_faulty += 1
            marked.update(set(row["rules"]))
            found.update(flagged & set(row["rules"]))
    rules = {rule.id: {"marked": marked[rule.id], "found": found[rule.id], "masters": masters[rule.id]} for rule in RULES}
    return {"n_faulty": n_faulty, "n_masters": n_masters, "rules": rules}


if __name__ == "__main__":
    coach = Coach()
    figures = {language: measure(coach, language) for language in ("en", "ar")}
    sys.stdout.write("# Printed by benchmarks/rules.py, whose docstring says what is counted.\n")
    yaml.safe_dump(figures, sys.stdout, sort_keys=False, default_flow_style=None, width=120)
