"""How well rewrites mend: findings fixed, facts kept, promises added, new faults, scores, drafts left alone."""

import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from coach.case import Case
from coach.corpus import load
from coach.errors import BadRecord, NotFound
from coach.rewrite.made import Rewrite
from coach.rewrite.protocols import Judge
from coach.text.values import find_values, same

Rewriting = Callable[[Case], Rewrite]
_CHANNELS = ("email", "chat", "whatsapp", "social", "sms")


@dataclass
class RewriteFigures:
    """What was counted over drafts of one language."""

    drafts: int = 0
    faulty: int = 0
    found: int = 0
    fixed: int = 0
    new: int = 0
    facts: int = 0
    facts_kept: int = 0
    promises: int = 0
    better: int = 0
    clean_untouched: int = 0
    passed: int = 0
    milliseconds: list[float] = field(default_factory=list)
    remaining: Counter[str] = field(default_factory=Counter)

    def as_dict(self) -> dict[str, Any]:
        """Give the figures; shares are of 0 to 1, None where there is nothing to count."""
        clean = self.drafts - self.faulty
        return {
            "drafts": self.drafts,
            "faulty": self.faulty,
            "findings_fixed": _share(self.fixed, self.found),
            "facts_kept": _share(self.facts_kept, self.facts),
            "promises_added": self.promises,
            "new_findings_per_rewrite": _share(self.new, self.faulty),
            "score_up": _share(self.better, self.faulty),
            "clean_untouched": _share(self.clean_untouched, clean),
            "guard_passed": _share(self.passed, self.drafts),
            "median_ms": round(statistics.median(self.milliseconds), 1) if self.milliseconds else None,
            "remaining": dict(self.remaining.most_common()),
        }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def rewrite_cases(path: Path) -> Iterator[Case]:
    """Read the cases to rewrite: of a corpus folder the dev split's pairs, of a JSON Lines file one case a line.

    A line is a case, or a labelled reply `{context, sentences: [{text}]}`. Raises NotFound and BadRecord.
    """
    if path.is_dir():
        yield from _pairs(path)
        return
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise NotFound(where=str(path), what=error.strerror or "not readable") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _case(line, f"{path.name}:{number}")


def _case(line: bytes, where: str) -> Case:
    try:
        row = from_json(line)
    except ValueError:
        raise BadRecord(where=where, what={"en": "not valid JSON", "ar": "ليس JSON سليمًا"}) from None
    if isinstance(row, dict) and isinstance(row.get("sentences"), list):
        channel = row.get("channel")
        texts = [sentence.get("text", "") for sentence in row["sentences"] if isinstance(sentence, dict)]
        row = {"draft": " ".join(texts), "customer": row.get("context") or None, "channel": channel if channel in _CHANNELS else "chat"}
    if not isinstance(row, dict):
        raise BadRecord(where=where, what={"en": "not a JSON object", "ar": "ليس كائن JSON"})
    return Case.make(row, where=where)


def _pairs(folder: Path) -> Iterator[Case]:
    corpus = load(folder)
    replies = {reply.id: reply for reply in corpus.replies}
    messages = {message.id: message.text for message in corpus.customers}
    for pair in corpus.rewrites:
        if pair.split == "dev":
            reply = replies[pair.draft_id]
            draft = " ".join(sentence.text for sentence in reply.sentences)
            yield Case.make({"id": pair.id, "draft": draft, "customer": messages.get(reply.customer_id), "channel": reply.channel})


def evaluate_rewrites(coach: Judge, rewriting: Rewriting, cases: Iterable[Case]) -> dict[str, RewriteFigures]:
    """Rewrite every case and count, per language, what came of it; a draft read in no language that is judged is left out."""
    figures: dict[str, RewriteFigures] = defaultdict(RewriteFigures)
    for case in cases:
        before = coach.read(case, slots_filled=True)
        if before.language not in ("en", "ar"):
            continue
        counted = figures[before.language]
        judged, _ = coach.judge(before)
        began = time.perf_counter()
        made = rewriting(case)
        counted.milliseconds.append((time.perf_counter() - began) * 1000)
        counted.drafts += 1
        counted.passed += bool(made.guard["passed"])
        if not judged:
            counted.clean_untouched += made.text == case.draft
            continue
        after = coach.read(case.model_copy(update={"draft": made.text}), slots_filled=True)
        left = Counter(rule.id for _, rule, _ in coach.judge(after)[0])
        had = Counter(rule.id for _, rule, _ in judged)
        counted.faulty += 1
        counted.found += had.total()
        counted.fixed += (had - left).total()
        counted.new += (left - had).total()
        counted.remaining.update(left)
        counted.better += made.score_after > made.score_before
        _count_facts(counted, case, made)
        for move in ("commitment", "compensation"):  # of what the rewrite says anew; a kept sentence promises what it did
            said = (after.sentences[index].text for index in after.where(move))
            counted.promises += any("⟦" not in text and _is_new(text, case.draft) for text in said)
    return dict(figures)


def _is_new(text: str, draft: str) -> bool:
    """Tell whether most words of a sentence are not the draft's own."""
    words, own = text.split(), set(draft.split())
    return sum(word not in own for word in words) * 2 > len(words)


def _count_facts(counted: RewriteFigures, case: Case, made: Rewrite) -> None:
    """Count the draft's facts and those that the rewrite still holds, as values; personal data is masked on purpose."""
    kept = find_values(made.text)
    for value in find_values(case.draft):
        if not value.weak:  # "one", "once": no fact by themselves
            counted.facts += 1
            counted.facts_kept += any(same(value, other) for other in kept)


def as_text(figures: dict[str, RewriteFigures]) -> str:
    """Write the figures for people, a block for each language."""
    blocks = []
    for language, counted in sorted(figures.items()):
        told = counted.as_dict()
        remaining = told.pop("remaining")
        lines = [language, *(f"  {name:26} {value}" for name, value in told.items())]
        lines.append("  remaining                  " + ", ".join(f"{rule} {n}" for rule, n in list(remaining.items())[:8]))
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)
