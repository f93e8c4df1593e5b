"""What a rewrite changed, counted: the evidence on which the guard's learned score rests."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import yaml

from coach.models.protocols import SentenceEncoder
from coach.reading import MOVES, Reading
from coach.rewrite.alignment import Alignment, Hunk, Words, align, keys, longest_run
from coach.text.document import Sentence
from coach.text.values import Value, compare, find_values, same

KIND_MOVES = frozenset(("greeting", "gratitude", "acknowledgement", "empathy", "apology", "ownership", "offer_help", "closing"))
"""Moves that tell no fact: a sentence that makes no other may come or go."""
RUDE_MOVES = frozenset(("blame", "dismissive", "non_apology"))
_NEAR = 0.6  # share of words kept from which on two sentences are one, edited
_LOW = 0.6  # embedding: below it a sentence has no counterpart
_MOST_PHRASES = 6
_FAR = 0.5  # embedding: below it two phrases mean different things
_SHORT = 3  # words: a replaced run this short is a substitution
_QUOTED = re.compile(r"[\"“”«]([^\"“”«»]{2,40})[\"“”»]")
_CAPITAL = re.compile(r"(?<![.!?:\n]\s)(?<!^)(?<![\"“(])\b[A-Z][\w'’&-]+")
_UPPER = re.compile(r"\b[A-Z][A-Z0-9]{1,}\b")
_FUTURE = re.compile("[وف]?(?:س|ح|ه)[اتني]")
_WEIGHTY = frozenset(("negation", "will", "gift", "must"))
_VALUE_KINDS = ("amount", "date", "time", "duration", "day", "month", "number", "ordinal", "link", "share", "percent", "order")


@dataclass(frozen=True, slots=True)
class _Lists:
    """One language's watched words: classes by word, harmless words, contrasts by word."""

    classes: dict[str, tuple[str, ...]]
    names: tuple[str, ...]
    kind: frozenset[str]
    telling: frozenset[str]
    contrasts: dict[str, frozenset[int]]


@lru_cache(maxsize=2)
def lists(language: str) -> _Lists:
    """Read the words that the guard watches in `language`."""
    told = yaml.safe_load((files("coach.rewrite") / "guard_words.yaml").read_text(encoding="utf-8"))[language]
    classes: dict[str, list[str]] = {}
    for name, row in told["classes"].items():
        for word in row.split():
            classes.setdefault(word, []).append(name)
    contrasts: dict[str, set[int]] = {}
    for index, row in enumerate(told["contrasts"]):
        for word in row.split():
            contrasts.setdefault(word, set()).add(index)
    return _Lists(
        {word: tuple(names) for word, names in classes.items()},
        tuple(told["classes"]),
        frozenset(told["kind"].split()),
        frozenset(told["telling"].split()),
        {word: frozenset(rows) for word, rows in contrasts.items()},
    )


@lru_cache(maxsize=20_000)
def class_of(word: str, language: str) -> tuple[str, ...]:
    """Give the classes of watched words that a normalised word belongs to."""
    table = lists(language).classes
    found = table.get(word)
    if found is None and language == "ar":
        found = table.get(word[1:]) if word[0] in "وف" and len(word) > 2 else None
        if found is None and _FUTURE.match(word) and len(word) > 4:
            found = ("will",)
        if found is None and len(word) > 4 and word.startswith("م") and word.endswith("ش"):
            found = ("negation",)
    return found or ()


@lru_cache(maxsize=20_000)
def _contrasts(word: str, language: str) -> frozenset[int]:
    table = lists(language).contrasts
    if language == "ar":
        return frozenset().union(*(table.get(form, frozenset()) for form in {word, *keys(word)}))
    return table.get(word, frozenset())


@lru_cache(maxsize=20_000)
def is_kind_word(word: str, language: str) -> bool:
    """Tell whether a normalised word only makes a reply kinder."""
    told = lists(language).kind
    return word in told or (language == "ar" and not told.isdisjoint(keys(word)))


def says_the_same(one: Sequence[str], two: Sequence[str], language: str) -> bool:
    """Tell whether sentences of such words differ at most in words that tell nothing: kind ones, and "we inform you that"."""
    return _adds_nothing(one, two, language) and _adds_nothing(two, one, language)


def _adds_nothing(words: Sequence[str], others: Sequence[str], language: str) -> bool:
    left = [word for word in words if word not in others]
    known: frozenset[str] = frozenset().union(*map(keys, others)) if left else frozenset()
    return all(
        word in lists(language).telling
        or (_WEIGHTY.isdisjoint(class_of(word, language)) and (is_kind_word(word, language) or not keys(word).isdisjoint(known)))
        for word in left
    )


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs between a draft and a rewrite."""

    language: str
    before: Words
    after: Words
    hunks: list[Hunk]
    reformed: list[tuple[str, str]]
    lost_values: list[Value]
    new_values: list[Value]
    features: dict[str, float]


def changes(before: Reading, after: Reading) -> Changes:
    """Compare a rewrite with its draft by words; what the embeddings tell is added by `add_nearness`."""
    language = "ar" if before.language == "ar" else "en"
    old, new = Words.of(before.sentences), Words.of(after.sentences)
    theirs = Words.of(before.customer.document.body) if before.customer else Words([], [], [], [])
    told: dict[str, float] = {}
    lost_values, new_values = _values(before, after, told)
    old, new = _named(old, new, find_values(before.draft.text), find_values(after.draft.text))
    aligned = align(old, new)
    places = aligned.hunks
    old_keys, new_keys, their_keys = old.all_keys, new.all_keys, theirs.all_keys
    rude = [
        bool(sentence.moves.keys() & RUDE_MOVES) and not sentence.moves.keys() & {"resolution", "refusal", "commitment"}
        for sentence in before.sentences
    ]
    kind_old = [_only_kind(sentence) for sentence in before.sentences]
    kind_new = [_only_kind(sentence) for sentence in after.sentences]
    lost = [forms.isdisjoint(new_keys) for forms in old.keys]
    fresh = [forms.isdisjoint(old_keys) for forms in new.keys]
    unknown = [flag and forms.isdisjoint(their_keys) for flag, forms in zip(fresh, new.keys, strict=True)]
    heavy_old = [not is_kind_word(word, language) for word in old.words]
    heavy_new = [not is_kind_word(word, language) for word in new.words]
    _coverage(told, old, lost, heavy_old, rude, kind_old, new, fresh, unknown, heavy_new, kind_new)
    _function_words(told, old, new, language)
    _substitutions(told, old, new, places, language, lost, fresh)
    _forms(told, aligned, language)
    _moves(told, before, after)
    _names(told, before, after, old_keys)
    _address(told, before, after)
    told["arabic"] = float(language == "ar")
    return Changes(
        language,
        old,
        new,
        places,
        aligned.reformed,
        lost_values,
        new_values,
        told,
    )


def _named(old: Words, new: Words, before: Sequence[Value], after: Sequence[Value]) -> tuple[Words, Words]:
    """Let the words of a value stand for it where both texts have it, so that spelling it otherwise is no change."""
    one: list[tuple[int, int, str]] = []
    two: list[tuple[int, int, str]] = []
    for index, value in enumerate(before):
        name = f"‹{index}"
        matches = [other for other in after if same(value, other)]
        if matches:
            one.append((value.start, value.end, name))
            two += [(other.start, other.end, name) for other in matches if not any(start == other.start for start, _, _ in two)]
    names = {name for _, _, name in two}
    # Two mentions of one value share the name of the first.
    first: dict[str, str] = {}
    for index, value in enumerate(before):
        for other in range(index):
            if same(value, before[other]):
                first[f"‹{index}"] = first.get(f"‹{other}", f"‹{other}")
                break
    one = [(start, end, first.get(name, name)) for start, end, name in one if first.get(name, name) in names or name in names]
    return old.stand_for(one), new.stand_for([(start, end, first.get(name, name)) for start, end, name in two])


def _forms(told: dict[str, float], aligned: Alignment, language: str) -> None:
    """Count words kept in another form: a tense, a form of address, a person."""
    told["moved"] = float(aligned.moved)
    told["reformed"] = float(len(aligned.reformed))
    tense = ending = prefix = 0
    for one, two in aligned.reformed:
        if language == "en":
            tense += one.endswith("ed") != two.endswith("ed") or one.endswith("ing") != two.endswith("ing")
        else:
            ending += _ending(one) != _ending(two)
            prefix += one[:1] != two[:1] and {one[:1], two[:1]} & set("ستنايحه") != set()
    told.update(form_tense=float(tense), form_ending=float(ending), form_prefix=float(prefix))


def _ending(word: str) -> str:
    return next((form for form in ("كما", "كم", "كن", "كو", "كي", "ين", "وا", "ج", "ك", "ي", "نا") if word.endswith(form)), "")


def _phrases(found: Changes, encoder: SentenceEncoder | None) -> None:
    """Tell how near the two sides of each substitution are in meaning."""
    told, nears = found.features, []
    old_keys, new_keys = found.before.all_keys, found.after.all_keys
    for hunk in found.hunks if encoder is not None else ():
        sizes = (hunk.end - hunk.start, hunk.new_end - hunk.new_start)
        if (
            min(sizes) > 0
            and max(sizes) <= _SHORT
            and any(forms.isdisjoint(new_keys) for forms in found.before.keys[hunk.start : hunk.end])
            and any(forms.isdisjoint(old_keys) for forms in found.after.keys[hunk.new_start : hunk.new_end])
        ):
            one = _embedding(" ".join(found.before.words[hunk.start : hunk.end]), encoder)
            two = _embedding(" ".join(found.after.words[hunk.new_start : hunk.new_end]), encoder)
            nears.append(float(one @ two))
            if len(nears) == _MOST_PHRASES:
                break
    told["phrase_least"] = min(nears, default=1.0)
    told["phrase_mean"] = sum(nears) / len(nears) if nears else 1.0
    told["phrase_far"] = float(sum(near < _FAR for near in nears))


@lru_cache(maxsize=8_000)
def _embedding(text: str, encoder: SentenceEncoder) -> Any:
    return encoder.embed([text])[0]


def add_nearness(found: Changes, before: Reading, after: Reading, encoder: SentenceEncoder | None) -> None:
    """Add how near sentences and replaced phrases are in meaning; without an encoder, as near as can be."""
    _phrases(found, encoder)
    _sentences(found.features, before, after, encoder)


def _only_kind(sentence: Sentence) -> bool:
    return bool(sentence.moves) and sentence.moves.keys() <= KIND_MOVES


def _values(before: Reading, after: Reading, told: dict[str, float]) -> tuple[list[Value], list[Value]]:
    old, new = find_values(before.draft.text), find_values(after.draft.text)
    theirs = find_values(before.customer.document.text) if before.customer else ()
    lost, added = compare(old, new)
    added = [value for value in added if value.weak or compare((value,), theirs)[0]]
    count_old, count_new = Counter(min(value.readings) for value in old), Counter(min(value.readings) for value in new)
    dropped, more = count_old - count_new, count_new - count_old
    told["value_lost"] = sum(not value.weak for value in lost)
    told["value_added"] = sum(not value.weak for value in added)
    told["weak_lost"] = sum(value.weak for value in lost)
    told["weak_added"] = sum(value.weak for value in added)
    told["weak_both"] = sum(any(one.kind == other.kind for other in added) for one in lost)
    told["value_fewer"], told["value_more"] = float(sum(dropped.values())), float(sum(more.values()))
    told["value_moved"] = float(min(sum(dropped.values()), sum(more.values())))
    for kind in _VALUE_KINDS:
        told[f"lost_{kind}"] = sum(value.kind == kind for value in lost)
        told[f"added_{kind}"] = sum(value.kind == kind for value in added)
    return lost, added


def _coverage(
    told: dict[str, float],
    old: Words,
    lost: list[bool],
    heavy_old: list[bool],
    rude: list[bool],
    kind_old: list[bool],
    new: Words,
    fresh: list[bool],
    unknown: list[bool],
    heavy_new: list[bool],
    kind_new: list[bool],
) -> None:
    """Count words of the draft that are gone, and words of the rewrite that come from nowhere."""
    told["n_old"], told["n_new"] = float(len(old.words)), float(len(new.words))
    told["length"] = len(new.words) / max(1, len(old.words))
    gone = [a and b for a, b in zip(lost, heavy_old, strict=True)]
    gone_plain = [flag and not rude[place] and not kind_old[place] for flag, place in zip(gone, old.places, strict=True)]
    come = [a and b for a, b in zip(unknown, heavy_new, strict=True)]
    come_plain = [flag and not kind_new[place] for flag, place in zip(come, new.places, strict=True)]
    told["gone"], told["gone_share"], told["gone_run"] = float(sum(gone)), sum(gone) / max(1, sum(heavy_old)), float(longest_run(gone))
    told["gone_plain"], told["gone_plain_run"] = float(sum(gone_plain)), float(longest_run(gone_plain))
    told["come"], told["come_share"], told["come_run"] = float(sum(come)), sum(come) / max(1, sum(heavy_new)), float(longest_run(come))
    told["come_plain"], told["come_plain_run"] = float(sum(come_plain)), float(longest_run(come_plain))
    told["from_customer"] = float(sum(a and not b for a, b in zip(fresh, unknown, strict=True)))
    told["rude_old"] = float(sum(rude))
    by_old = Counter(place for flag, place in zip(gone, old.places, strict=True) if flag)
    size_old = Counter(place for flag, place in zip(heavy_old, old.places, strict=True) if flag)
    plain_old = [by_old[place] / size for place, size in size_old.items() if not rude[place] and not kind_old[place] and size > 1]
    told["sentence_gone"] = max(plain_old, default=0.0)
    by_new = Counter(place for flag, place in zip(come, new.places, strict=True) if flag)
    size_new = Counter(place for flag, place in zip(heavy_new, new.places, strict=True) if flag)
    plain_new = [by_new[place] / size for place, size in size_new.items() if not kind_new[place] and size > 1]
    told["sentence_come"] = max(plain_new, default=0.0)
    told["tail_come"] = float(longest_run(come[-8:]))


def _function_words(told: dict[str, float], old: Words, new: Words, language: str) -> None:
    """Count the classes of watched words in both texts."""
    names = lists("en").names
    one: Counter[str] = Counter(name for word in old.words for name in class_of(word, language))
    two: Counter[str] = Counter(name for word in new.words for name in class_of(word, language))
    total = 0
    for name in names:
        told[f"less_{name}"], told[f"more_{name}"] = float(max(0, one[name] - two[name])), float(max(0, two[name] - one[name]))
        told[f"none_{name}"] = float(one[name] > 0 and two[name] == 0) - float(two[name] > 0 and one[name] == 0)
        total += abs(one[name] - two[name])
    told["class_moved"] = total


def _substitutions(
    told: dict[str, float], old: Words, new: Words, places: list[Hunk], language: str, lost: list[bool], fresh: list[bool]
) -> None:
    """Describe each replaced, dropped and added run."""
    watched = 0
    told["hunks"] = float(len(places))
    told["hunk_most_old"] = float(max((hunk.end - hunk.start for hunk in places), default=0))
    told["hunk_most_new"] = float(max((hunk.new_end - hunk.new_start for hunk in places), default=0))
    kept = len(old.words) - sum(hunk.end - hunk.start for hunk in places)
    told["kept"] = kept / max(1, len(old.words))
    told["kept_new"] = kept / max(1, len(new.words))
    short = dropped = added = contrast = swapped = close = 0
    flips: Counter[str] = Counter()
    for hunk in places:
        a, b = old.words[hunk.start : hunk.end], new.words[hunk.new_start : hunk.new_end]
        is_new = any(fresh[hunk.new_start : hunk.new_end])
        is_lost = any(lost[hunk.start : hunk.end])
        if a and b:
            if len(a) <= _SHORT and len(b) <= _SHORT:
                short += 1
                close += is_new and is_lost
            rows_a = [_contrasts(word, language) for word in a]
            rows_b = [_contrasts(word, language) for word in b]
            contrast += any(_negated(x, y) for x in a for y in b) or any(
                one & two and x != y for x, one in zip(a, rows_a, strict=True) for y, two in zip(b, rows_b, strict=True)
            )
            swapped += not is_new and not is_lost
        elif a:
            dropped += 1
        else:
            added += 1
        for name in {name for word in a for name in class_of(word, language)} ^ {name for word in b for name in class_of(word, language)}:
            flips[name] += 1
            watched += 1
    told.update(
        subs=float(short),
        subs_new=float(close),
        cuts=float(dropped),
        adds=float(added),
        contrast=float(contrast),
        swapped=float(swapped),
        watched=float(watched),
    )
    for name in lists("en").names:
        told[f"flip_{name}"] = float(flips[name])
    gone = {word for word, flag in zip(old.words, lost, strict=True) if flag}
    come = {word for word, flag in zip(new.words, fresh, strict=True) if flag}
    rows = {row for word in gone for row in _contrasts(word, language)}
    told["contrast_any"] = float(any(not _contrasts(word, language).isdisjoint(rows) for word in come))
    # An edit that is nearly alone is either a correction or a change of fact.
    words_changed = sum(max(hunk.end - hunk.start, hunk.new_end - hunk.new_start) for hunk in places)
    told["changed"] = float(words_changed)
    told["lone"] = float(len(places) <= 2 and words_changed <= 6)
    told["adds_words"] = float(max((hunk.new_end - hunk.new_start - (hunk.end - hunk.start) for hunk in places), default=0))
    told["cuts_words"] = float(max((hunk.end - hunk.start - (hunk.new_end - hunk.new_start) for hunk in places), default=0))


def _negated(one: str, two: str) -> bool:
    """Tell whether one word is the other with a negating prefix: "valid" and "invalid"."""
    short, long = sorted((one, two), key=len)
    return len(short) > 3 and long != short and long.endswith(short) and long[: -len(short)] in _NEGATING


_NEGATING = frozenset(("un", "in", "im", "ir", "dis", "non", "il", "mis"))


def _moves(told: dict[str, float], before: Reading, after: Reading) -> None:
    for move in MOVES:
        told[f"move_{move}"] = _chance(after.sentences, move) - _chance(before.sentences, move)
        told[f"moves_{move}"] = float(len(after.where(move)) - len(before.where(move)))


def _chance(sentences: Iterable[Sentence], move: str) -> float:
    return max((max(sentence.moves.get(move, 0.0), sentence.likely.get(move, 0.0)) for sentence in sentences), default=0.0)


def _names(told: dict[str, float], before: Reading, after: Reading, old_keys: frozenset[str]) -> None:
    """Count capitals, codes and quoted words that are gone or new; the customer's own may come."""
    lost, new = names_changed(before, after)
    told["name_lost"], told["name_new"] = float(len(lost)), float(len(new))
    told["name_swap"] = float(min(len(lost), len(new)))
    quoted_old, quoted_new = set(_QUOTED.findall(before.draft.text)), set(_QUOTED.findall(after.draft.text))
    told["quote_lost"] = float(sum(one not in after.draft.text for one in quoted_old))
    told["quote_new"] = float(sum(one not in before.draft.text for one in quoted_new))
    told["slots"] = float(after.draft.text.count("⟦") - before.draft.text.count("⟦"))


def names_changed(before: Reading, after: Reading) -> tuple[set[str], set[str]]:
    """Give the words with a capital, and the codes in capitals, that are gone from the draft, and those that are new."""
    old, new = before.draft.text, after.draft.text
    context = before.case.context
    told = (context.customer_name, context.agent_name, *context.facts.values(), before.customer.document.text if before.customer else "")
    old_low, new_low, known_low = old.lower(), new.lower(), " ".join(one or "" for one in told).lower()
    one, two = _capitals(old), _capitals(new)
    lost = {word for word in one if word.lower() not in new_low}
    added = {word for word in two if word.lower() not in old_low and word.lower() not in known_low}
    return lost, added


@lru_cache(maxsize=512)
def _capitals(text: str) -> frozenset[str]:
    found = {match[0].removesuffix("'s").removesuffix("’s") for match in _CAPITAL.finditer(text)} | set(_UPPER.findall(text))
    return frozenset(word for word in found if len(word) > 1 and word not in _NOT_NAMES and not word.startswith(("I'", "I’")))


_NOT_NAMES = frozenset(
    "Mr Mrs Ms Miss Dr Hi Hello Dear Thank Thanks Kind Best Regards Sincerely Yours Sorry Please We You It The This That OK Ok If In On To"
    " No Yes So Our Your My There They He She Is Are Was Can Could Will Would Should What When Where Who Why How And But Or As At By For"
    " From With Not AM PM ATM ATMs".split()
)


def _sentences(told: dict[str, float], before: Reading, after: Reading, encoder: SentenceEncoder | None) -> None:
    """Compare sentences by their embeddings: how far is each from its nearest counterpart."""
    told.update(near_old=1.0, mean_old=1.0, near_new=1.0, mean_new=1.0, near_known=1.0, whole=1.0, far_old=0.0, far_new=0.0)
    told["sentences"] = float(len(after.sentences) - len(before.sentences))
    texts = {sentence.text for sentence in before.sentences}
    told["verbatim"] = sum(sentence.text in texts for sentence in after.sentences) / max(1, len(after.sentences))
    if encoder is None or not before.sentences or not after.sentences:
        return
    one, two = (encoder.embed([sentence.text for sentence in reading.sentences]) for reading in (before, after))
    both = one @ two.T
    firm_old = [
        index for index, sentence in enumerate(before.sentences) if not _only_kind(sentence) and not sentence.moves.keys() & RUDE_MOVES
    ]
    firm_new = [index for index, sentence in enumerate(after.sentences) if not _only_kind(sentence)]
    best_old, best_new = both.max(1), both.max(0)
    if firm_old:
        told["near_old"], told["mean_old"] = float(best_old[firm_old].min()), float(best_old[firm_old].mean())
        told["far_old"] = float((best_old[firm_old] < _LOW).sum())
    if firm_new:
        told["near_new"], told["mean_new"] = float(best_new[firm_new].min()), float(best_new[firm_new].mean())
        told["far_new"] = float((best_new[firm_new] < _LOW).sum())
    known = best_new
    if before.customer and before.customer.document.body:
        theirs = encoder.embed([sentence.text for sentence in before.customer.document.body])
        known = np.maximum(best_new, (two @ theirs.T).max(1))
    told["near_known"] = float(known[firm_new].min()) if firm_new else 1.0
    a, b = one.mean(0), two.mean(0)
    told["whole"] = float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))


def _address(told: dict[str, float], before: Reading, after: Reading) -> None:
    """Count the forms of address: how many a form gained or lost, and whether one came in or went."""
    for form in ("m", "f", "plural"):
        old, new = len(before.address.get(form, ())), len(after.address.get(form, ()))
        told[f"address_{form}"] = float((new > 0) - (old > 0))
        told[f"addresses_{form}"] = float(new - old)
    told["address_new"] = float(
        any(after.address.get(form) and not before.address.get(form) and any(before.address.values()) for form in ("m", "f", "plural"))
    )


def vector(told: dict[str, float], names: Sequence[str]) -> "np.ndarray[Any, np.dtype[np.float32]]":
    """Put features in the order of `names`."""
    return np.array([told.get(name, 0.0) for name in names], dtype=np.float32)
