"""Arabic playbacks: the phrasebook's wording for what went wrong, filled with what the message says.

The message's sentences are searched with the cues of `problems`; each problem found can be said,
the surest first, in the fullest wording that the message can fill. Where someone has died or speaks of dying, and where the
matter is already settled, nothing is said back.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from coach.phrasebook import Form, Phrasebook, Problem
from coach.rewrite.playback import Playback
from coach.rewrite.playback.ar_slots import Filler
from coach.rewrite.playback.ar_words import own_words
from coach.text.cues import Hit, load_cues
from coach.text.document import Document, Sentence

_SILENT = frozenset({"problems.safety/hush", "problems.info/solved"})
_QUOTED = re.compile(r"“[^”\n]{1,300}”|«[^»\n]{1,300}»|\"[^\"\n]{1,300}\"")
_UNREAL = frozenset("لو ولو اذا واذا لولا اخاف خايف خايفه خايفين اخشي يمكن ممكن قد لكي كي لئلا لين".split())
_ABLE = frozenset("هل اقدر اكدر بقدر نقدر ينفع واش يمكن ممكن استطيع".split())
_POLITE = frozenset("سمحت سمحتم سمحتو سمحتوا سمحتي تكرمت تكرمتم تكرمتوا ممكن".split())
_ASKED = re.compile(r"/(?:.*-)?(?:want|ask|hours|delivery|when-arrives|conditions|address|instalments|exchange|job|available)\b")
_REACH = 3  # words before a cue within which a condition makes it unreal
_CHOICE = re.compile(r"\[([^\[\]/]*)/([^\[\]/]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")
_HEATED = (
    "customer.angry",
    "customer.hostile",
    "customer.insult",
    "customer.sarcasm",
    "customer.threat",
    "customer.vulnerable",
    "customer.dissatisfied",
    "customer.repeat",
    "customer.thanks",
)
_MOST_CALM = 16  # words: a longer message says more than that it asks when or how much
_FAINT = 0.5  # below, a bare question: worth saying back only where there is nothing else
_SURE = 0.7  # from here on a known problem is said rather than the customer's own words


def say(message: Document, form: Form, dialect: str, phrasebook: Phrasebook) -> list[Playback]:
    """Say back what `message` is about to one addressed as `form`, the surest first; empty where nothing can surely be said."""
    found = list(_find(message))
    if any(hit.label in _SILENT for _, hit in found):
        return []
    filler = Filler(message, form, dialect, phrasebook)
    told = [
        (hit.confidence, *said)
        for sentence, hit in found
        if _is_real(sentence, hit) and (said := _told(sentence, hit, form, dialect, phrasebook, filler))
    ]
    told.sort(key=lambda one: (-one[0], -one[1]))
    own = own_words(message, form)
    least = _FAINT if own or not _is_calm(message) else 0.0
    known = [(confidence, playback) for confidence, _, playback in told if confidence >= least]
    if own is None:
        return [playback for _, playback in known]
    sure = [playback for confidence, playback in known if confidence >= _SURE]
    return [*sure, own, *(playback for confidence, playback in known if confidence < _SURE)]


def told_problems(message: Document) -> Iterator[tuple[Sentence, Hit]]:
    """Yield the problems that a message tells as facts, outside quotation."""
    return ((sentence, hit) for sentence, hit in _find(message) if _is_real(sentence, hit))


def _find(message: Document) -> Iterator[tuple[Sentence, Hit]]:
    """Yield what the cues of `problems` find outside quotation."""
    cues = load_cues("ar", ("problems",))
    for sentence in message.body:
        if sentence.language != "ar" or not sentence.words:
            continue
        quoted = [(sentence.start + m.start(), sentence.start + m.end()) for m in _QUOTED.finditer(sentence.text)]
        for hit in cues.find(sentence.words):
            if not any(left <= sentence.starts[hit.start] < right for left, right in quoted):
                yield sentence, hit


def _is_real(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether what a cue says is told as a fact, or asked for; not feared or supposed."""
    words = sentence.words
    if _ASKED.search(hit.label):
        return not any(words[place : place + 2] in (["ان", "لم"], ["وان", "لم"]) for place in range(max(0, hit.start - _REACH), hit.start))
    if sentence.is_question and not _ABLE.isdisjoint(words[:3]):
        return False
    for place in range(max(0, hit.start - _REACH), hit.end):
        following = words[place + 1] if place + 1 < len(words) else ""
        if (words[place] in _UNREAL and following not in _POLITE) or (words[place] in ("ان", "وان") and following == "لم"):
            return False
    return "هل" not in words[max(0, hit.start - _REACH) : hit.start]


def _is_calm(message: Document) -> bool:
    """Tell whether a message is short and asks without heat or need."""
    short = sum(sentence.n_words for sentence in message.body) <= _MOST_CALM
    return short and "!" not in message.text and not any(label.startswith(_HEATED) for s in message.body for label in s.labels)


def _told(sentence: Sentence, hit: Hit, form: Form, dialect: str, phrasebook: Phrasebook, filler: Filler) -> tuple[int, Playback] | None:
    """Say a problem in the fullest wording that can be filled, in `dialect` if there is one; with the number of its slots."""
    records = _by_cue(phrasebook).get(hit.label, {})
    for tongue in dict.fromkeys((dialect, "msa")):
        for problem in records.get(tongue, ()):
            values = filler.fill(problem.slots, sentence, hit)
            if values is not None:
                feminine = filler.feminine(sentence, hit)
                noun, clause = (_write(text, form, values, feminine) for text in (problem.noun, problem.clause))
                return len(problem.slots), Playback(noun, clause, problem.matter)
    return None


def _write(forms: dict[Form, str], form: Form, values: dict[str, str], feminine: bool) -> str:
    """Fill a text in its form for the addressee, the choices by the gender of the thing."""
    text = forms.get(form) or forms.get("neutral", "")
    text = _CHOICE.sub(lambda match: match[2 if feminine else 1], text)
    return _SLOT.sub(lambda match: values[match[1]], text)


@lru_cache(maxsize=4)
def _by_cue(phrasebook: Phrasebook) -> dict[str, dict[str, list[Problem]]]:
    """Give the problems by cue and dialect, those with most slots first, a company's before ours."""
    table: dict[str, dict[str, list[Problem]]] = {}
    for problem in phrasebook.problems("ar"):
        table.setdefault(problem.cue, {}).setdefault(problem.dialect or "msa", []).append(problem)
    for by_dialect in table.values():
        for problems in by_dialect.values():
            problems.sort(key=lambda problem: -len(problem.slots))
    return table
