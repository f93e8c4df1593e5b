"""Finding all cues of a draft: ours against spaCy's Matcher with the same patterns.

    python benchmarks/cues.py

The Matcher gets the English draft patterns whose choices are single words, as NORM lists, gaps as
optional wildcards; ours is run with just those patterns too.
"""

import statistics
import time

from texts import drafts

from coach.text.cues import CueSet, cue_files, elements
from coach.text.document import DRAFT_CUES, read

ROUNDS = 5
N = 100


def main() -> None:
    """Print microseconds a draft and the ratio."""
    from coach.text.pipelines import pipeline

    nlp = pipeline("en")
    from spacy.matcher import Matcher
    from spacy.tokens import Doc

    matcher, ours = Matcher(nlp.vocab), CueSet("en")
    n = 0
    for group, label, text in cue_files("en", DRAFT_CUES):
        for line in text.splitlines():
            pattern = line.partition("#")[0].partition("~")[0].strip()
            if not pattern or pattern[0] in "[!^" or pattern.endswith("$") or "*" in pattern:
                continue
            parts = list(elements(pattern))
            if any(len(option) > 1 for options, _, _ in parts for option in options):
                continue
            tokens: list[dict[str, object]] = []
            for options, optional, gap in parts:
                tokens += [{"OP": "?"}] * gap
                if options:
                    tokens.append({"NORM": {"IN": [option[0] for option in options]}, **({"OP": "?"} if optional else {})})
            matcher.add(f"{group}.{label}.{n}", [tokens])
            ours.add(f"{group}.{label}", pattern)
            n += 1
    words = [sentence.words for draft in drafts("en", N) for sentence in read(draft, (), "en").sentences]
    docs = [Doc(nlp.vocab, words=sentence) for sentence in words]
    figures: dict[str, list[float]] = {"ours": [], "Matcher": []}
    for _ in range(ROUNDS):
        for name, run in (("ours", lambda: [ours.find(s) for s in words]), ("Matcher", lambda: [matcher(d) for d in docs])):
            began = time.perf_counter()
            run()
            figures[name].append((time.perf_counter() - began) / N * 1e6)
    base = statistics.median(figures["ours"])
    for name, values in figures.items():
        middle = statistics.median(values)
        print(f"{name:8} {middle:8.0f} us a draft  {middle / base:.1f} of ours  ({n} patterns)")


if __name__ == "__main__":
    main()
