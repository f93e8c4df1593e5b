"""What a sentence tells that a rewrite must still tell: a refusal, a promise, what was done, is given or is to be done.

The reader and the cues are asked alike, for what a rude reply around it hides from the one, the other may still see.
"""

import re
from collections.abc import Iterator

from coach.reading import SURE, SURELY_STRUCK, Reading
from coach.rewrite.alignment import keys
from coach.rewrite.guard_features import KIND_MOVES, RUDE_MOVES, class_of, says_the_same
from coach.text.cues import Hit
from coach.text.document import Sentence
from coach.text.stems import content_words, stem

TOLD = ("refusal", "resolution", "commitment", "compensation", "instruction", "alternative", "question")
_COURTESIES = frozenset(("greeting", "closing", "gratitude", "offer_help"))
_INVITES = frozenset(("instruction", "alternative", "question"))  # "please don't hesitate to get in touch"
_BINDING = frozenset(("refusal", "commitment", "compensation"))
"""What binds stays told even in a sentence that a team lead would stop; of the rest there what cues show."""
_NEXT = frozenset(("commitment", "follow_up", "handoff"))
_EMPTY = KIND_MOVES | {"vague_promise", "non_apology"}
_WATCHED = frozenset(("negation", "will", "gift"))
_PROMISED = ("resolution", "commitment", "compensation", "instruction", "alternative")
_MODAL = frozenset(("can", "may", "must", "we", "you"))
_NEARLY = 0.15
_HALF = 0.5
_SURELY = 0.7  # of a cue in one clause with an unkind wording
_RATHER_UNKIND = 0.4  # from here on a "not" is more likely part of the unkindness than of a refusal that no cue knows
_CLAUSE = 2  # words
_JOINT = re.compile(r"(?<!\s)\s*[,;:،؛–—]\s*|(?<!\s)\s+(?:and|but|so)\s+")
_WISH = re.compile(r"\b(?:hope|hoping|hopefully|look(?:ing)? forward|wish)\b|(?<!\w)و?(?:نأمل|أتمنى|نتمنى|نتطلع)(?!\w)", re.IGNORECASE)
_FEW = 2  # content words: a shorter "no" may be said in any words


def told_in(sentence: Sentence) -> set[str]:
    """Give the moves by which a sentence tells something, be it only by cues; what is part of an unkind wording tells nothing."""
    if sentence.kind != "body":
        return set()
    unkind = _unkindness(sentence)
    told = {move for move in TOLD if sentence.moves.get(move, 0.0) > unkind}
    if sentence.spare >= SURELY_STRUCK:
        told &= _BINDING
    cued = {hit.label.split("/")[0].removeprefix("moves.") for hit in _cued(sentence)}
    if sentence.moves and sentence.moves.keys() <= _COURTESIES:
        cued -= _INVITES
    return told | cued


def may_tell(sentence: Sentence) -> bool:
    """Tell whether a sentence tells something, or might: it is nearly read so, or denies or promises beside what is unkind."""
    if told_in(sentence) or any(_denied(sentence)):
        return True
    if any(sentence.has(f"moves.{move}") for move in RUDE_MOVES):
        return False
    return any(sentence.likely.get(move, 0.0) >= _NEARLY for move in TOLD) and _doubt(sentence) < _RATHER_UNKIND


def is_wish(text: str) -> bool:
    """Tell whether a sentence wishes or looks forward to something: it promises nothing, so that a date in it would be nonsense."""
    return _WISH.search(text) is not None


def is_empty(sentence: Sentence) -> bool:
    """Tell whether a sentence promises in words that promise nothing; a bare act without a date is no such promise."""
    return (sentence.has("moves.vague_promise") or sentence.has("time.vague")) and told_in(sentence) <= {"commitment"}


def lost_refusals(before: Reading, after: Reading) -> list[Sentence]:
    """List the refusals that neither stand in the rewrite nor are said there in other words, each in a sentence of its own."""
    fresh = [one for one in after.sentences if "refusal" in told_in(one) | one.moves.keys() and not _stands(one, before)]
    lost = []
    for sentence in _gone(before, after, "refusal"):
        about = _about(sentence)
        match = next((one for one in fresh if len(about) <= _FEW or _shared(about, one)), None)
        if match is None:
            lost.append(sentence)
        else:
            fresh.remove(match)
    theirs = _words(after)
    lost += [
        sentence
        for sentence in before.sentences
        if "refusal" not in told_in(sentence) and not _stands(sentence, after)
        for about in _denied(sentence)
        if sum(not forms.isdisjoint(theirs) for forms in about) < _HALF * len(about)
    ]
    return lost


def lost_promises(before: Reading, after: Reading) -> list[Sentence]:
    """List the sentences whose promise, deed, gift or instruction is not told any more; an empty promise may give way to any other."""
    fresh = [one for one in after.sentences if not _stands(one, before)]
    lost = []
    for sentence in _gone(before, after, *_PROMISED):
        about = _about(sentence)
        if is_empty(sentence):
            kept = any(not _NEXT.isdisjoint(one.moves) for one in fresh)
        else:
            kept = any(_shared(about, one) >= _HALF * len(about) for one in fresh)
        if not kept:
            lost.append(sentence)
    return lost


def _gone(before: Reading, after: Reading, *moves: str) -> Iterator[Sentence]:
    return (one for one in before.sentences if not told_in(one).isdisjoint(moves) and not _stands(one, after))


def _stands(sentence: Sentence, other: Reading) -> bool:
    """Tell whether a sentence stands in another text, be it with other empty words."""
    return sentence.text in other.draft.text or any(says_the_same(sentence.words, one.words, sentence.language) for one in other.sentences)


def _about(sentence: Sentence) -> list[frozenset[str]]:
    """Give the forms of each content word outside the unkind wordings."""
    return _forms(sentence, [sentence.span(hit) for move in RUDE_MOVES for hit in sentence.labelled(f"moves.{move}")])


def _forms(sentence: Sentence, without: list[tuple[int, int]]) -> list[frozenset[str]]:
    """Give the forms of each content word outside the spans `without`; who may or must do what is no content."""
    language = sentence.language
    content = content_words(sentence, without)
    words = dict.fromkeys(word for word in sentence.words if stem(word, language) in content)
    return [keys(word) for word in words if _MODAL.isdisjoint(class_of(word, language))]


def _shared(about: list[frozenset[str]], other: Sentence) -> int:
    """Count the content words that another sentence has too, in whatever form."""
    theirs: frozenset[str] = frozenset().union(*map(keys, other.words))
    return sum(not forms.isdisjoint(theirs) for forms in about)


def _words(reading: Reading) -> frozenset[str]:
    return frozenset().union(*(keys(word) for sentence in reading.sentences for word in sentence.words))


def _denied(sentence: Sentence) -> Iterator[list[frozenset[str]]]:
    """Yield what each clause is about that denies and that no cue calls unkind, or that promises beside one: what no cue knows."""
    hits = [sentence.span(hit) for move in RUDE_MOVES for hit in sentence.labelled(f"moves.{move}")]
    if sentence.kind != "body" or not sentence.moves.keys().isdisjoint(_EMPTY) or (not hits and _doubt(sentence) >= _RATHER_UNKIND):
        return
    watched = _WATCHED if hits else frozenset(("negation",))
    for start, end in _clauses(sentence):
        inside = [word for word, at in zip(sentence.words, sentence.starts, strict=True) if start <= at < end]
        if any(left < end and start < right for left, right in hits) or len(inside) < _CLAUSE:
            continue
        if any(not watched.isdisjoint(class_of(word, sentence.language)) for word in inside):
            outside = [(0, start), (end, sentence.end)]
            yield _forms(sentence, outside)


def _clauses(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield the half-open offsets of the stretches between commas and conjunctions."""
    at = sentence.start
    for joint in _JOINT.finditer(sentence.text):
        yield at, sentence.start + joint.start()
        at = sentence.start + joint.end()
    yield at, sentence.end


def _cued(sentence: Sentence) -> Iterator[Hit]:
    """Yield the cues of what is told; beside an unkind wording in one clause only sure ones, and none that it overlaps but a surer no."""
    unkind = [hit for move in RUDE_MOVES for hit in sentence.labelled(f"moves.{move}")]
    spans = [sentence.span(hit) for hit in unkind]
    rude = [(start, end) for start, end in _clauses(sentence) if any(left < end and start < right for left, right in spans)]
    for move in TOLD:
        for hit in sentence.labelled(f"moves.{move}"):
            start, _ = sentence.span(hit)
            least = SURE if unkind else max(SURE, _unkindness(sentence))
            if move != "refusal" and any(left <= start < right for left, right in rude):
                least = _SURELY
            beside = [bad for bad in unkind if bad.start < hit.end and hit.start < bad.end]
            if hit.confidence >= least and all(move == "refusal" and bad.confidence <= hit.confidence for bad in beside):
                yield hit


def _unkindness(sentence: Sentence) -> float:
    return max((sentence.moves.get(move, 0.0) for move in RUDE_MOVES), default=0.0)


def _doubt(sentence: Sentence) -> float:
    surely = sentence.spare if sentence.spare >= SURELY_STRUCK else 0.0
    return max(_unkindness(sentence), surely, *(sentence.likely.get(move, 0.0) for move in RUDE_MOVES))
