"""The guard: what a rewrite must keep, checked on the texts themselves and not on the plan.

Certain losses come first: a value, a name, a refusal, the language, a form of address, a negation or an
opposite that was turned. What no rule can see, a score learned from labelled pairs of draft and rewrite
judges last; it leans to safety.
"""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import groupby
from typing import Any

from coach.models.registry import load_encoder
from coach.reading import SURE, Reading
from coach.rewrite.guard_features import Changes, add_nearness, changes, class_of, is_kind_word, says_the_same
from coach.rewrite.told import lost_promises, lost_refusals
from coach.text.document import Sentence
from coach.text.facts import PERSONAL
from coach.text.stems import content_words
from coach.text.values import Value, find_values, same

LEAST_MEANING = 0.5
"""Of a text that is the draft's word for word outside what was mended: share of its content words that must remain."""
_NEARLY_ALL = 0.9  # share of the draft's words kept from which on a lone "not" more or less turns a sentence
_MOST = 0.85  # likewise for one of two opposites
_SHORT = 3
_LIKELY = 0.15
_KEPT = frozenset(("kept", "none added"))


def check_rewrite(before: Reading, after: Reading, mended: Iterable[tuple[int, int]]) -> dict[str, Any]:
    """Compare a rewrite with its draft; `checks` says what was kept, `passed` whether all of it was.

    A text that is the draft's, word for word, outside the spans `mended` needs only the certain checks; any other must
    also reach the learned score's bound. Personal data that was masked may go, and a new commitment or
    compensation passes only with a slot that the agent must fill.
    """
    spans = list(mended)
    found = changes(before, after)
    composed = before.draft.text == after.draft.text or (bool(spans) and _is_verbatim(found, spans))
    checks: dict[str, Any] = {
        "facts": _facts(before, after, found, spans if composed else []),
        "names": _names(before, after, found, composed),
        "promises": _promises(before, after, composed),
        "refusals": _refusals(before, after, composed),
        "negation": _negation(found, composed),
        "terms": _terms(found, composed),
        "addressee": "changed" if not composed and found.features["address_new"] else "kept",
        "language": _language(before, after, composed),
    }
    if composed or _adds_kindness_only(found):
        checks["meaning"], least = _share_kept(before, after, spans), LEAST_MEANING
    else:
        add_nearness(found, before, after, load_encoder(before.profile.models))
        checks["meaning"], least = meaning(found), weights().least[found.language]
    passed = all(checks[name] in _KEPT for name in checks if name != "meaning") and checks["meaning"] >= least
    checks["meaning"] = round(checks["meaning"], 2)
    return {"passed": passed, "checks": checks}


def _is_verbatim(found: Changes, spans: Sequence[tuple[int, int]]) -> bool:
    """Tell whether every word of the draft outside `spans` stands in the rewrite as it was."""
    starts = found.before.starts
    mended = [any(left <= start < right for left, right in spans) for start in starts]
    if all(mended[place] for hunk in found.hunks for place in range(hunk.start, hunk.end)):
        return True
    # A word that stands both in a span and beside it may have been laid beside the wrong one: look for each run between spans.
    told, at = found.after.words, 0
    for is_mended, run in groupby(range(len(starts)), mended.__getitem__):
        words = [found.before.words[place] for place in run]
        if is_mended:
            continue
        at = next((end for end in range(at + len(words), len(told) + 1) if told[end - len(words) : end] == words), -1)
        if at < 0:
            return False
    return True


def _adds_kindness_only(found: Changes) -> bool:
    """Tell whether nothing was dropped, and only words added that make a reply kinder."""
    return all(
        hunk.start == hunk.end and all(is_kind_word(word, found.language) for word in found.after.words[hunk.new_start : hunk.new_end])
        for hunk in found.hunks
    ) and not any(one != two for one, two in found.reformed)


def _facts(before: Reading, after: Reading, found: Changes, spans: Sequence[tuple[int, int]]) -> str:
    """Say `kept`, or which kinds of value were lost, added or put for another."""
    masked = {number for fact in before.draft.facts if fact.kind in PERSONAL for number in (fact.value[-4:],)}
    known = [value for text in before.case.context.facts.values() for value in find_values(text)]
    told = {fact.start for fact in before.draft.facts}
    lost = [
        value
        for value in found.lost_values
        # A number in words within what is mended is a manner of speaking: "one more time".
        if not value.weak and not (value.start not in told and any(left <= value.start < right for left, right in spans))
    ]
    added = [
        value
        for value in found.new_values
        if not value.weak and value.numbers.isdisjoint(masked) and not any(same(value, other) for other in known)
    ]
    if lost:
        return f"lost: {_kinds(lost)}"
    if added:
        return f"added: {_kinds(added)}"
    swapped = [] if spans else [value for value in found.lost_values if any(value.kind == other.kind for other in found.new_values)]
    return f"changed: {_kinds(swapped)}" if swapped else "kept"


def _kinds(values: Iterable[Value]) -> str:
    return ", ".join(sorted({value.kind for value in values}))


def _names(before: Reading, after: Reading, found: Changes, composed: bool) -> str:
    """Say `kept`, or whether a name, a code or a quoted word was put for another."""
    customer = before.case.context.customer_name
    renamed = before.greeted and after.greeted and before.greeted[0] != after.greeted[0]
    if renamed and customer and after.greeted and after.greeted[0].split()[0] not in customer:
        return "changed: greeting"
    if composed:
        return "kept"
    if found.features["name_lost"] and found.features["name_new"]:
        return "changed: name"
    return "changed: quotation" if found.features["quote_lost"] and found.features["quote_new"] else "kept"


def _promises(before: Reading, after: Reading, composed: bool) -> str:
    """Say `none added`, or what was: commitments or compensations without a slot; or `lost`, where what was told is told no more.

    A text written anew may tell one promise in two sentences, so there only a kind counts that the draft hardly makes; in a
    composed text only one that is surely made.
    """
    for move in ("compensation", "commitment"):
        new = [
            sentence for sentence in _not_in(after, before, move) if "⟦" not in sentence.text and (not composed or _surely(sentence, move))
        ]
        if len(new) > len(_not_in(before, after, move)) and (composed or _hardly(before, move)):
            return f"added: {move}"
    return "lost" if composed and lost_promises(before, after) else "none added"


def _refusals(before: Reading, after: Reading, composed: bool) -> str:
    if composed and lost_refusals(before, after):
        return "lost"
    refused = len(before.where("refusal"))
    lost = refused and len(_not_in(before, after, "refusal")) == refused and not _not_in(after, before, "refusal")
    return "lost" if lost and (composed or _hardly(after, "refusal")) else "kept"


def _not_in(reading: Reading, other: Reading, move: str) -> list[Sentence]:
    """List the sentences that make `move` and do not stand in the other text, be it with other empty words.

    One that does makes the same moves in both, whatever the reader makes of it in new company.
    """
    return [
        sentence
        for index in reading.where(move)
        if (sentence := reading.sentences[index]).text not in other.draft.text
        and not any(says_the_same(sentence.words, told.words, sentence.language) for told in other.sentences)
    ]


def _surely(sentence: Sentence, move: str) -> bool:
    """Tell whether `move` is more than a sentence's faint second reading."""
    return sentence.moves[move] >= min(SURE, max(sentence.moves.values()))


def _hardly(reading: Reading, move: str) -> bool:
    """Tell whether no sentence makes or nearly makes `move`."""
    return not reading.makes(move) and max((sentence.likely.get(move, 0.0) for sentence in reading.sentences), default=0.0) < _LIKELY


def _negation(found: Changes, composed: bool) -> str:
    """Say whether, in a text otherwise kept, a "not" came in or went."""
    if composed or found.features["kept"] < _NEARLY_ALL:
        return "kept"
    for hunk in found.hunks:
        old, new = found.before.words[hunk.start : hunk.end], found.after.words[hunk.new_start : hunk.new_end]
        if len(old) > _SHORT or len(new) > _SHORT:
            continue
        one, two = (any("negation" in class_of(word, found.language) for word in words) for words in (old, new))
        if one != two:
            return "turned"
    return "kept"


def _terms(found: Changes, composed: bool) -> str:
    """Say whether, in a text otherwise kept, a word was put for its opposite or its like: before and after, left and right."""
    turned = not composed and found.features["kept"] > _MOST and found.features["contrast"] > 0
    return "turned" if turned else "kept"


def _language(before: Reading, after: Reading, composed: bool) -> str:
    if before.language != after.language:
        return "changed"
    return "mixed" if not composed and len(after.draft.mixed) > len(before.draft.mixed) else "kept"


def _share_kept(before: Reading, after: Reading, spans: Sequence[tuple[int, int]]) -> float:
    """Give the share of the draft's content words kept, those inside mended spans not counted."""
    kept = {word for sentence in after.sentences for word in content_words(sentence)}
    wanted = {word for sentence in before.sentences for word in content_words(sentence, spans)}
    return len(wanted & kept) / len(wanted) if wanted else 1.0


@dataclass(frozen=True, slots=True)
class Weights:
    """What `training/guard.py` fitted: boosted trees over named features, and by language the least chance that passes."""

    names: tuple[str, ...]
    bias: float
    trees: tuple[tuple[tuple[int, float, int, int, float], ...], ...]
    least: dict[str, float]


@lru_cache(maxsize=1)
def weights() -> Weights:
    """Read the shipped weights."""
    told = json.loads((files("coach.rewrite") / "guard_weights.json").read_text(encoding="utf-8"))
    trees = tuple(tuple((int(f), t, int(left), int(right), v) for f, t, left, right, v in tree) for tree in told["trees"])
    return Weights(tuple(told["features"]), told["bias"], trees, {language: row["least"] for language, row in told["thresholds"].items()})


def meaning(found: Changes) -> float:
    """Give the chance, 0 to 1, that a rewrite says what its draft says."""
    told = weights()
    given = [found.features.get(name, 0.0) for name in told.names]
    total = told.bias
    for tree in told.trees:
        at = 0
        while True:
            feature, bound, left, right, value = tree[at]
            if feature < 0:
                total += value
                break
            at = left if given[feature] <= bound else right
    return 1 / (1 + math.exp(min(50.0, max(-50.0, total))))
